"""Pictures of PDF pages for the screen, drawn by PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_LARGEST_PIXELS = 40_000_000
"""A page is never drawn with more pixels than this (160 MB)."""

_PDFIUM = Lock()
"""PDFium is not thread-safe, whoever calls it: calls wait for one another."""


class PdfiumPreview:
    """Draws pages (a `PreviewRenderer`); may be used from several threads."""

    def pages(self, pdf: bytes) -> int:
        """Number of pages. Raises ValueError when `pdf` cannot be read."""
        with _opened(pdf) as document:
            return len(document)

    def picture(self, pdf: bytes, page: int, dots_per_inch: int) -> tuple[int, int, bytes]:
        """Width, height and BGRX bytes of a page, rows without padding; page counts from 0.

        Raises ValueError when the file cannot be read or the resolution is out of reach,
        IndexError for a page that it does not have.
        """
        with _opened(pdf) as document:
            if not 0 <= page < len(document):
                raise IndexError(f"there is no page {page} in a document of {len(document)}")
            drawn = document[page]
            scale = dots_per_inch / 72
            if (
                dots_per_inch < 1
                or drawn.get_width() * drawn.get_height() * scale**2 > _LARGEST_PIXELS
            ):
                raise ValueError(f"a page cannot be drawn at {dots_per_inch} dots per inch")
            bitmap = drawn.render(scale=scale, prefer_bgrx=True)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            data = bytes(bitmap.buffer)
            bitmap.close()
            drawn.close()
        if stride != width * 4:
            rows = (data[start : start + width * 4] for start in range(0, stride * height, stride))
            data = b"".join(rows)
        return width, height, data


@contextmanager
def _opened(pdf: bytes) -> Iterator[PdfDocument]:
    """A document that is closed again, while nobody else uses PDFium."""
    # PDFium is a library of 7 MB: loaded with the first picture, not at start.
    import pypdfium2  # noqa: PLC0415

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ValueError("the file cannot be read as a PDF document") from error
        try:
            yield document
        finally:
            document.close()
