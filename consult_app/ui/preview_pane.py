"""The real pages of a document on the screen, page by page, at a chosen size."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from consult_app.services.ports import PreviewRenderer
from consult_app.ui.jobs import Jobs
from consult_app.ui.printing import page_image
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_M, SPACE_S
from consult_app.ui.widgets.buttons import IconButton
from consult_app.ui.widgets.plain_label import PlainLabel

ZOOMS = (50, 75, 100, 125, 150, 200)
"""Sizes on offer, per cent of the pane's width."""

_POINTS_PER_INCH = 72
_PAGE_WIDTH = 595
"""Points across an A4 page: the resolution is chosen so that it fills the pane."""


class PreviewPane(QFrame):
    """Pages of one PDF; drawn on another thread, so that the window never waits."""

    page_shown = Signal(int)
    """Number of the page that is on the screen now, from 0."""

    def __init__(
        self, theme: Theme, previews: PreviewRenderer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._previews = theme, previews
        self._jobs = Jobs(self)
        self._pdf = b""
        self._title = ""
        self._pages = 0
        self._page = 0
        self._zoom = ZOOMS.index(100)
        self._wanted = 0
        self.setProperty("role", "card")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._picture.setTextFormat(Qt.TextFormat.PlainText)
        self._picture.setWordWrap(True)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setProperty("role", "scroll")
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setWidget(self._picture)
        self.area.setMinimumHeight(theme.px(420))
        self.back = IconButton(theme, self.tr("Page before"), "arrow-left")
        self.forward = IconButton(theme, self.tr("Next page"), "arrow-right")
        self.smaller = IconButton(theme, self.tr("Smaller"), "minus")
        self.larger = IconButton(theme, self.tr("Larger"), "plus")
        self.count = PlainLabel("", "body", "muted")
        self.zoom_label = PlainLabel("", "body", "muted")
        self.back.clicked.connect(lambda: self.show_page(self._page - 1))
        self.forward.clicked.connect(lambda: self.show_page(self._page + 1))
        self.smaller.clicked.connect(lambda: self._set_zoom(self._zoom - 1))
        self.larger.clicked.connect(lambda: self._set_zoom(self._zoom + 1))
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_S)
        for widget in (self.back, self.count, self.forward):
            bar.addWidget(widget)
        bar.addStretch(1)
        for widget in (self.smaller, self.zoom_label, self.larger):
            bar.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.addLayout(bar)
        column.addWidget(self.area, 1)
        self._show_state()

    @property
    def page(self) -> int:
        """Page on the screen, from 0."""
        return self._page

    @property
    def pages(self) -> int:
        """Number of pages, 0 while there is no document."""
        return self._pages

    def picture(self) -> QPixmap:
        """What is drawn of the page; null while there is none."""
        return self._picture.pixmap()

    def say(self, sentence: str) -> None:
        """Show a sentence in the place of a document."""
        self._wanted += 1
        self._pdf, self._pages, self._page = b"", 0, 0
        self._picture.setPixmap(QPixmap())
        self._picture.setMinimumSize(0, 0)
        self._picture.setText(sentence)
        self._show_state()

    def show_document(self, pdf: bytes, title: str) -> None:
        """Show a document from its first page, or from the same page if it only changed."""
        same = title == self._title
        self._pdf, self._title = pdf, title
        self.setAccessibleName(title)
        self._page = self._page if same else 0
        self._draw()

    def show_page(self, page: int) -> None:
        """Show another page; numbers past the ends are ignored."""
        if 0 <= page < self._pages and page != self._page:
            self._page = page
            self.area.verticalScrollBar().setValue(0)
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page with Page Up and Page Down, zoom with plus and minus."""
        moves = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
        key = Qt.Key(event.key())
        if key in moves:
            self.show_page(self._page + moves[key])
        elif key in zooms:
            self._set_zoom(self._zoom + zooms[key])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self._pdf:
            self._draw()

    def _set_zoom(self, zoom: int) -> None:
        if 0 <= zoom < len(ZOOMS) and zoom != self._zoom:
            self._zoom = zoom
            self._draw()

    def _draw(self) -> None:
        """Have the page drawn; of several requests only the last one counts."""
        self._show_state()
        if not self._pdf:
            return
        self._wanted += 1
        ticket, pdf, previews = self._wanted, self._pdf, self._previews
        page, dots = self._page, self._dots()
        ratio = self.devicePixelRatioF()

        def work() -> tuple[int, QImage, int]:
            pages = previews.pages(pdf)
            shown = min(page, pages - 1)
            return pages, page_image(previews, pdf, shown, dots), shown

        self._jobs.start(
            work,
            lambda drawn: self._drawn(ticket, drawn, ratio),
            lambda sentence: self._failed(ticket, sentence),
        )

    def _dots(self) -> int:
        """Dots per inch that make the page as wide as the zoom asks for."""
        width = max(self.area.viewport().width() - SPACE_M, 200) * ZOOMS[self._zoom] / 100
        dots = width * self.devicePixelRatioF() * _POINTS_PER_INCH / _PAGE_WIDTH
        return max(24, min(400, round(dots)))

    def _drawn(self, ticket: int, drawn: tuple[int, QImage, int], ratio: float) -> None:
        if ticket != self._wanted:
            return
        self._pages, image, self._page = drawn
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        self._picture.setPixmap(pixmap)
        # A resizable scrolled widget is scrolled only where it may not get smaller.
        self._picture.setMinimumSize(pixmap.deviceIndependentSize().toSize())
        self._show_state()
        self.page_shown.emit(self._page)

    def _failed(self, ticket: int, sentence: str) -> None:
        if ticket == self._wanted:
            self.say(sentence)

    def _show_state(self) -> None:
        text = self.tr("Page {0} of {1}").format(self._page + 1, self._pages)
        self.count.setText(text if self._pages else "")
        self._picture.setAccessibleName(f"{self._title}, {text}" if self._pages else "")
        self.zoom_label.setText(f"{ZOOMS[self._zoom]} %")
        self.back.setEnabled(self._page > 0)
        self.forward.setEnabled(self._page + 1 < self._pages)
        self.smaller.setEnabled(self._zoom > 0 and bool(self._pages))
        self.larger.setEnabled(self._zoom + 1 < len(ZOOMS) and bool(self._pages))
