"""Print an issued file: its pages are drawn as pictures and laid onto the paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from consult_app.services.ports import PreviewRenderer, UserFacingError

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_FINEST = 300
"""Dots per inch at which pages are drawn; more is not seen in text and costs memory."""

AskPrinter = Callable[[QWidget], "QPrinter | None"]
"""Asks the user for a printer; None when they think better of it."""


def ask_printer(parent: QWidget) -> QPrinter | None:
    """Show the desktop's own print dialog."""
    # Loading print support asks the system for its printers: only when somebody prints.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return None
    return printer


def print_document(pdf: bytes, printer: QPrinter, previews: PreviewRenderer) -> int:
    """Print the chosen pages and return how many; may run on any thread.

    Raises UserFacingError when the printer does not take the job.
    """
    dots = min(_FINEST, printer.resolution())
    pages = _chosen_pages(printer, previews.pages(pdf))
    painter = QPainter()
    if not painter.begin(printer):
        raise UserFacingError("The printer does not answer. Choose another one, or save the file.")
    try:
        for place, page in enumerate(pages):
            if place and not printer.newPage():
                raise UserFacingError("The printer stopped. Look at it and print again.")
            picture = page_image(previews, pdf, page, dots)
            painter.drawImage(_target(painter.viewport(), picture), picture)
    finally:
        painter.end()
    return len(pages)


def page_image(previews: PreviewRenderer, pdf: bytes, page: int, dots: int) -> QImage:
    """One page as a picture that owns its memory."""
    width, height, data = previews.picture(pdf, page, dots)
    return QImage(data, width, height, width * 4, QImage.Format.Format_RGB32).copy()


def _chosen_pages(printer: QPrinter, count: int) -> list[int]:
    """Pages from 0 that the user asked for, all by default."""
    first, last = printer.fromPage(), printer.toPage()
    if not first:
        return list(range(count))
    return list(range(min(first, count) - 1, min(last or count, count)))


def _target(paper: QRect, picture: QImage) -> QRect:
    """The largest rectangle of the page's proportions in the middle of the paper."""
    size = picture.size().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    area = QRect(paper.topLeft(), size)
    area.moveCenter(paper.center())
    return area
