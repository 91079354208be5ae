"""What a machine can check of PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3), with pikepdf.

Reading order, the quality of alternative texts and contrast need a human eye; a file that passes
here "passes the project's PDF/UA and PDF/A checks", no more.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

PAINTING = frozenset(
    ["Tj", "TJ", "'", '"', "Do", "sh", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*"]
) | {"INLINE IMAGE"}


def problems(pdf: bytes) -> list[str]:
    """Everything that is wrong with a file, sorted; an empty list when it passes."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = _Checker(document)
        found.catalogue()
        found.metadata()
        found.attachments()
        found.structure()
        for number, page in enumerate(document.pages, start=1):
            found.page(number, page)
        found.parent_tree()
        found.annotations()
    if re.search(rb"[^\r\n]endstream", pdf):
        found.add("stream data does not end in a line end (6.1.7.1)")
    if b"/Encrypt" in pdf:
        found.add("encrypted (6.1.3)")
    return sorted(set(found.problems))


class _Checker:
    def __init__(self, document: pikepdf.Pdf) -> None:
        self.document, self.root = document, document.Root
        self.problems: list[str] = []
        self.owner: dict[tuple[object, int], Dictionary] = {}
        self.object_owner: dict[object, Dictionary] = {}
        self.marked: set[tuple[object, int]] = set()

    def add(self, problem: str) -> None:
        self.problems.append(problem)

    def need(self, holds: object, problem: str) -> None:
        if not holds:
            self.add(problem)

    # --- document level ---------------------------------------------------------------------

    def catalogue(self) -> None:
        root = self.root
        self.need(root.get("/MarkInfo", {}).get("/Marked"), "not marked as tagged (7.1)")
        self.need(str(root.get("/Lang", "")), "no document language (7.2)")
        preferences = root.get("/ViewerPreferences", {})
        self.need(preferences.get("/DisplayDocTitle"), "title is not displayed (7.1)")
        intents = root.get("/OutputIntents")
        self.need(intents is not None and len(intents) > 0, "no output intent (6.2.3)")
        for intent in intents or []:
            self.need("/DestOutputProfile" in intent, "output intent without profile (6.2.3)")
        self.need("/JavaScript" not in root.get("/Names", {}), "JavaScript (6.5)")
        self.need("/OpenAction" not in root and "/AA" not in root, "actions (6.5)")

    def metadata(self) -> None:
        if "/Metadata" not in self.root:
            self.add("no XMP metadata (6.6.2)")
            return
        packet = self.root.Metadata.read_bytes().decode("utf-8")
        self.need("<pdfuaid:part>1<" in packet, "XMP does not name PDF/UA-1 (5)")
        self.need("<pdfaid:part>3<" in packet, "XMP does not name PDF/A-3 (6.6.4)")
        self.need("<pdfaid:conformance>A<" in packet, "XMP does not name level A (6.6.4)")
        self.need(re.search(r"<dc:title>.*<rdf:li[^>]*>[^<]", packet, re.DOTALL), "no title (7.1)")
        created = re.search(r"<xmp:CreateDate>([^<]*)<", packet)
        stamp = re.sub(r"\D", "", created[1])[:14] if created else ""
        written = re.sub(r"\D", "", str(self.document.docinfo.get("/CreationDate", "")))[:14]
        self.need(stamp == written, "XMP and information dictionary differ in date (6.6.3)")

    def attachments(self) -> None:
        embedded = self.root.get("/Names", {}).get("/EmbeddedFiles")
        associated = self.root.get("/AF", [])
        if embedded is not None:
            self.need(len(associated), "embedded file is not associated (6.8)")
        for file in associated:
            self.need("/AFRelationship" in file, "associated file without relationship (6.8)")
            self.need("/Desc" in file, "associated file without description (7.11)")
            self.need("/F" in file and "/UF" in file, "associated file without name (6.8)")
            stream = file.EF.F
            self.need("/Subtype" in stream, "embedded file without media type (6.8)")
            self.need("/ModDate" in stream.get("/Params", {}), "embedded file without date (6.8)")

    # --- structure --------------------------------------------------------------------------

    def structure(self) -> None:
        tree = self.root.get("/StructTreeRoot")
        if tree is None:
            self.add("no structure tree (7.1)")
            return
        levels: list[int] = []
        kids = tree.K if isinstance(tree.K, Array) else [tree.K]
        for element in kids:
            self.need(Name.Document == element.S, "root element is not Document")
            self._walk(element, None, levels)
        self.need(levels, "no heading (7.4)")
        for before, after in zip([0, *levels], levels, strict=False):
            self.need(after <= before + 1, f"heading level jumps from {before} to {after} (7.4.2)")

    def _walk(self, element: Dictionary, page: Dictionary | None, levels: list[int]) -> None:
        page = element.get("/Pg", page)
        role = str(element.S)
        children = list(_elements(element))
        if re.fullmatch(r"/H[1-6]", role):
            levels.append(int(role[2]))
        if role == "/Figure":
            self.need(str(element.get("/Alt", "")), "figure without alternative text (7.3)")
            self.need("/BBox" in element.get("/A", {}), "figure without bounding box")
        if role == "/TH":
            self.need("/Scope" in element.get("/A", {}), "header cell without scope (7.5)")
        self._nesting(role, [str(child.S) for child in children])
        kids = element.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if not isinstance(kid, Dictionary):
                self._own(page, int(kid), element)
            elif "/S" in kid:
                self.need(kid.P.objgen == element.objgen, "element with a wrong parent")
                self._walk(kid, page, levels)
            elif kid.Type == Name.MCR:
                self._own(kid.get("/Pg", page), int(kid.MCID), element)
            else:
                self.object_owner[kid.Obj.objgen] = element

    def _own(self, page: Dictionary, mark: int, element: Dictionary) -> None:
        key = (page.objgen, mark)
        self.need(key not in self.owner, "content owned by two elements")
        self.owner[key] = element

    def _nesting(self, role: str, children: list[str]) -> None:
        allowed = {
            "/Table": {"/Caption", "/TR"},
            "/TR": {"/TH", "/TD"},
            "/L": {"/Caption", "/LI"},
            "/LI": {"/Lbl", "/LBody"},
        }
        if role in allowed:
            wrong = set(children) - allowed[role]
            self.need(not wrong, f"{role} must not contain {wrong} (7.5, 7.6)")
        if role == "/Table":
            rows = [child for child in children if child == "/TR"]
            self.need(rows, "table without rows (7.5)")

    def parent_tree(self) -> None:
        if "/StructTreeRoot" not in self.root:
            return
        flat = list(self.root.StructTreeRoot.ParentTree.Nums)
        entries = {int(flat[i]): flat[i + 1] for i in range(0, len(flat), 2)}
        for page in self.document.pages:
            owners = entries.get(int(page.obj.get("/StructParents", -1)))
            if owners is None:
                self.add("page without parent tree entry (7.1)")
                continue
            for mark, owner in enumerate(owners):
                known = self.owner.get((page.obj.objgen, mark))
                same = known is not None and known.objgen == owner.objgen
                self.need(same, "parent tree and structure tree disagree")
        for key, element in self.owner.items():
            self.need(key in self.marked, f"{element.S} owns content that is not on its page")

    # --- pages ------------------------------------------------------------------------------

    def page(self, number: int, page: pikepdf.Page) -> None:
        where = f"page {number}"
        stack: list[int | str] = []
        fonts = page.obj.get("/Resources", {}).get("/Font", {})
        used: set[str] = set()
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                stack.append(self._opened(where, page, operands))
            elif name == "EMC":
                if not stack:
                    self.add(f"{where}: EMC without BDC")
                    return
                stack.pop()
            elif name == "Tf":
                used.add(str(operands[0]))
            elif name in PAINTING:
                inside = any(isinstance(mark, int) or mark == "Artifact" for mark in stack)
                self.need(inside, f"{where}: {name} outside content and artifact (7.1)")
                both = "Artifact" in stack and any(isinstance(mark, int) for mark in stack)
                self.need(not both, f"{where}: content inside an artifact (7.1)")
        self.need(not stack, f"{where}: BDC without EMC")
        for font in used:
            self._font(where, fonts[font])

    def _opened(self, where: str, page: pikepdf.Page, operands: list[object]) -> int | str:
        tag = str(operands[0])
        if tag == "/Artifact":
            return "Artifact"
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, Dictionary) and "/MCID" in properties:
            key = (page.obj.objgen, int(properties.MCID))
            self.need(key not in self.marked, f"{where}: content number used twice")
            self.marked.add(key)
            self.need(key in self.owner, f"{where}: content without element (7.1)")
            return key[1]
        return tag

    def _font(self, where: str, font: Dictionary) -> None:
        name = str(font.get("/BaseFont", "?"))
        self.need("/ToUnicode" in font, f"{where}: font {name} without ToUnicode (7.21.7)")
        for part in font.get("/DescendantFonts", [font]):
            descriptor = part.get("/FontDescriptor", {})
            embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            self.need(embedded, f"{where}: font {name} is not embedded (7.21.4.1)")
            if str(part.get("/Subtype")) == "/CIDFontType2":
                self.need("/CIDToGIDMap" in part, f"{where}: font {name} without map (7.21.3.2)")
        if "/ToUnicode" in font:
            bad = re.search(rb"> <(0000|FEFF|FFFE)>", font.ToUnicode.read_bytes())
            self.need(not bad, f"{where}: font {name} maps to no character (7.21.7)")

    def annotations(self) -> None:
        for number, page in enumerate(self.document.pages, start=1):
            where = f"page {number}"
            for annotation in page.obj.get("/Annots", []):
                self.need(page.obj.get("/Tabs") == Name.S, f"{where}: tab order (7.18.3)")
                owned = annotation.objgen in self.object_owner and "/StructParent" in annotation
                self.need(owned, f"{where}: annotation outside the structure (7.18.1)")
                flags = int(annotation.get("/F", 0))
                self.need(flags & 4 and not flags & 2, f"{where}: annotation not printed (6.3.2)")
                labelled = str(annotation.get("/TU", annotation.get("/Contents", "")))
                self.need(labelled, f"{where}: annotation without description (7.18.1)")
                flat = all(float(edge) == 0 for edge in annotation.Rect)
                self.need(flat or "/AP" in annotation, f"{where}: no appearance (6.3.3)")


def _elements(element: Dictionary) -> Iterator[Dictionary]:
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
