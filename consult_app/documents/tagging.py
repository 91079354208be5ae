"""A ReportLab canvas that writes tagged pages.

ReportLab has no tagging of its own. Here everything that is painted stands either in marked
content that belongs to a structure element or in an artifact (ISO 14289-1, 7.1): an artifact is
open whenever no element is, so nothing can be painted outside both.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from consult_app.documents.font_embedding import DocumentFonts
from consult_app.documents.pdf_objects import (
    ArchivalStream,
    Document,
    RawDictionary,
    refer,
    text_string,
)
from consult_app.documents.structure import StructureElement, StructureWriter
from consult_app.documents.typography import Colour

_ARTIFACT = "/Artifact BMC"


class _Page(pdfdoc.PDFPage):
    """A page with the two entries that tagging needs."""

    def __init__(self) -> None:
        self.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
        super().__init__()


class _Catalogue(pdfdoc.PDFCatalog):
    """A catalogue with the two entries that PDF/A needs."""

    def __init__(self) -> None:
        self.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents", "AF"]
        super().__init__()


class TaggedCanvas(Canvas):
    """Pages under construction. Draw inside `content` or `artifact`; the rest is artifact too."""

    _code: list[str]
    _preamble: str
    _pagesize: tuple[float, float]
    _annotationrefs: list[Any]

    def __init__(self, width: float, height: float, language: str) -> None:
        self._buffer = BytesIO()
        super().__init__(
            self._buffer,
            pagesize=(width, height),
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
        )
        self.document: Document = self.__dict__["_doc"]
        self._use_archival_catalogue(language)
        self.root = StructureElement("Document")
        self.fonts = DocumentFonts()
        self._owners: list[list[StructureElement]] = [[]]
        self._fields: list[tuple[RawDictionary, StructureElement]] = []
        self._suppressed = 0
        self._code.append(_ARTIFACT)

    def _use_archival_catalogue(self, language: str) -> None:
        catalogue: Any = _Catalogue()
        catalogue.Pages = self.document.Pages
        catalogue.Outlines = self.document.Outlines
        catalogue.Lang = text_string(language)
        self.document.Catalog = self.document._catalog = catalogue

    def _make_preamble(self) -> None:
        """No initial font: ReportLab would name Helvetica, which is not embedded."""
        self._preamble = "1 0 0 1 0 0 cm"

    # --- marked content --------------------------------------------------------------------------

    @property
    def page_index(self) -> int:
        """Number of the current page, from 0."""
        return len(self._owners) - 1

    @contextmanager
    def content(self, element: StructureElement) -> Iterator[None]:
        """What is drawn inside belongs to `element`; inside `artifact` it stays an artifact."""
        if self._suppressed:
            yield
            return
        owners = self._owners[-1]
        self._close_artifact()
        self._code.append(f"/{element.role} <</MCID {len(owners)}>> BDC")
        element.content.append((self.page_index, len(owners)))
        owners.append(element)
        yield
        self._code += ["EMC", _ARTIFACT]

    @contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:
        """What is drawn inside is decoration; `kind` is ``Header`` or ``Footer`` of the page."""
        typed = bool(kind) and not self._suppressed
        if typed:
            self._close_artifact()
            self._code.append(f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC")
        self._suppressed += 1
        yield
        self._suppressed -= 1
        if typed:
            self._code += ["EMC", _ARTIFACT]

    def _close_artifact(self) -> None:
        if self._code[-1] == _ARTIFACT:
            self._code.pop()
        else:
            self._code.append("EMC")

    def show_text(self, x: float, y: float, tint: Colour, operators: list[str]) -> None:
        """Write text operators with their left end at (x, y), in a colour."""
        red, green, blue = tint
        self._code += [
            f"{red:.3f} {green:.3f} {blue:.3f} rg BT 1 0 0 1 {x:.2f} {y:.2f} Tm",
            *operators,
            "ET",
        ]

    # --- pages -----------------------------------------------------------------------------------

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Finish the page and begin the next."""
        self._close_artifact()
        data = "\n".join([self._preamble, *self._code]).encode("ascii")
        self.document.updateSignature(data)
        page: Any = _Page()
        page.pagewidth, page.pageheight = self._pagesize
        page.Resources = RawDictionary(Font=self._shared_fonts())
        page.Contents = ArchivalStream({"Filter": "/FlateDecode"}, zlib.compress(data, 6))
        page.Tabs = pdfdoc.PDFName("S")
        page.StructParents = self.page_index
        page.Annots = self._annotationrefs
        self.document.addPage(page)
        self._start_page()

    def _start_page(self) -> None:
        start: Any = getattr(super(), "_startPage")  # noqa: B009 - missing from the type stubs
        start()
        self._owners.append([])
        self._code.append(_ARTIFACT)

    def _shared_fonts(self) -> str:
        reference: Any = pdfdoc.PDFObjectReference("BasicFonts")
        return str(reference.format(self.document).decode("ascii"))

    def signature_field(self, field_name: str, label: str) -> None:
        """An empty signature field without extent on the current page, labelled for readers.

        It is there before signing because a field added by the signature would not be tagged.
        """
        element = self.root.child("Form")
        widget = RawDictionary(
            Type="/Annot",
            Subtype="/Widget",
            FT="/Sig",
            T=text_string(field_name),
            TU=text_string(label),
            Rect="[0 0 0 0]",
            F=132,  # print, locked
        )
        reference = refer(self.document, widget)
        self._annotationrefs.append(pdfdoc.PDFObjectReference(widget.__InternalName__))
        element.annotation = (self.page_index, reference)
        self._fields.append((widget, element))

    # --- the whole -------------------------------------------------------------------------------

    def finish(self) -> bytes:
        """Write fonts and structure tree and return the file."""
        self.fonts.write(self.document)
        pages = [refer(self.document, page) for page in self.document.Pages.pages]
        for widget, element in self._fields:
            if element.annotation is not None:
                widget.entries["P"] = pages[element.annotation[0]]
        catalogue = self.document.Catalog
        writer = StructureWriter(self.document, pages)
        catalogue.StructTreeRoot = writer.write(self.root, self._owners[:-1], self._fields)
        catalogue.MarkInfo = "<< /Marked true >>"
        catalogue.ViewerPreferences = "<< /DisplayDocTitle true >>"
        if self._fields:
            fields = " ".join(refer(self.document, widget) for widget, _ in self._fields)
            catalogue.AcroForm = f"<< /Fields [{fields}] >>"
        self.document.SaveToFile(self._buffer, self)
        return self._buffer.getvalue()
