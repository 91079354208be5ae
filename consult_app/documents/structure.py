"""The structure tree: what a page's content is, in reading order (ISO 32000-1, 14.7)."""

from __future__ import annotations

from dataclasses import dataclass, field

from consult_app.documents.pdf_objects import Document, RawDictionary, name, refer, text_string

_MAY_BE_EMPTY = frozenset({"TD", "TH", "LBody"})


@dataclass(eq=False)
class StructureElement:
    """A node of the structure tree; children are in reading order.

    `attributes` is the PDF syntax of its attribute object; `actual_text` what the content says
    where its glyphs alone do not tell; `content` holds (page number from 0,
    marked-content number); `annotation` the page and reference of an annotation that it encloses.
    """

    role: str
    parent: StructureElement | None = None
    alternative: str = ""
    language: str = ""
    attributes: str = ""
    actual_text: str = ""
    children: list[StructureElement] = field(default_factory=list)
    content: list[tuple[int, int]] = field(default_factory=list)
    annotation: tuple[int, str] | None = None

    def child(
        self, role: str, *, alternative: str = "", language: str = "", attributes: str = ""
    ) -> StructureElement:
        """Add an element after those that are there."""
        element = StructureElement(role, self, alternative, language, attributes)
        self.children.append(element)
        return element

    def prune(self) -> None:
        """Take out elements that nothing was painted for, except cells, which a table needs."""
        for child in self.children:
            child.prune()
        self.children = [
            child
            for child in self.children
            if child.children or child.content or child.annotation or child.role in _MAY_BE_EMPTY
        ]


class StructureWriter:
    """Writes a tree into a document whose pages are finished; `pages` are their references."""

    def __init__(self, document: Document, pages: list[str]) -> None:
        self._document, self._pages = document, pages
        self._references: dict[StructureElement, str] = {}

    def write(
        self,
        root: StructureElement,
        owners: list[list[StructureElement]],
        annotations: list[tuple[RawDictionary, StructureElement]],
    ) -> str:
        """Write the tree and return the reference of its root.

        `owners` lists, page by page, the elements of marked contents 0, 1, ...; `annotations`
        the annotations with their elements, whose page and tree entries are filled in here.
        """
        root.prune()
        tree = RawDictionary(Type="/StructTreeRoot")
        reference = refer(self._document, tree)
        tree.entries["K"] = f"[{self._element(root, reference)}]"
        numbers = [
            f"{page} [{' '.join(self._references[owner] for owner in on_page)}]"
            for page, on_page in enumerate(owners)
        ]
        for key, (annotation, element) in enumerate(annotations, start=len(owners)):
            annotation.entries["StructParent"] = key
            numbers.append(f"{key} {self._references[element]}")
        tree.entries["ParentTree"] = f"<< /Nums [{' '.join(numbers)}] >>"
        tree.entries["ParentTreeNextKey"] = len(numbers)
        return reference

    def _element(self, element: StructureElement, parent: str) -> str:
        """Register an element with all below it; returns its reference."""
        written = RawDictionary(Type="/StructElem", S=name(element.role), P=parent)
        own = self._references[element] = refer(self._document, written)
        kids = [self._element(child, own) for child in element.children]
        if element.content:
            first = element.content[0][0]
            written.entries["Pg"] = self._pages[first]
            kids += [self._mark(page, mark, first) for page, mark in element.content]
        if element.annotation is not None:
            page, annotation = element.annotation
            kids.append(f"<< /Type /OBJR /Obj {annotation} /Pg {self._pages[page]} >>")
        # A single kid stands without an array: pyHanko's comparison of revisions expects that of
        # a signature field's element.
        if kids:
            written.entries["K"] = kids[0] if len(kids) == 1 else f"[{' '.join(kids)}]"
        if element.alternative:
            written.entries["Alt"] = text_string(element.alternative)
        if element.actual_text:
            written.entries["ActualText"] = text_string(element.actual_text)
        if element.language:
            written.entries["Lang"] = text_string(element.language)
        if element.attributes:
            written.entries["A"] = element.attributes
        return own

    def _mark(self, page: int, mark: int, first: int) -> str:
        if page == first:
            return str(mark)
        return f"<< /Type /MCR /Pg {self._pages[page]} /MCID {mark} >>"
