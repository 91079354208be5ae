"""One scrolled column of cards, wide enough to read and no wider."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_XL

_READING_WIDTH = 880


class ScrollPage(QScrollArea):
    """Add cards with `add_widget`; bring one into view with `go_to`."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """`name` is read by assistive technology."""
        super().__init__(parent)
        self.theme = theme
        self.setProperty("role", "scroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        # A bar that comes and goes would change the width, and with it every wrapped line.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        content = QWidget()
        content.setProperty("role", "page")
        self.column = QVBoxLayout(content)
        self.column.setSpacing(SPACE_M)
        self.column.addStretch(1)
        self.setWidget(content)
        self._fit()

    def add_widget(self, widget: QWidget) -> None:
        """Add a widget below those already there."""
        self.column.insertWidget(self.column.count() - 1, widget)

    def go_to(self, widget: QWidget) -> None:
        """Scroll until `widget` is in view and give it the keyboard."""
        self.ensureWidgetVisible(widget, SPACE_XL, SPACE_XL * 3)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines at a length that is easy to read."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        spare = self.viewport().width() - self.theme.px(_READING_WIDTH)
        side = max(SPACE_XL, spare // 2)
        margins = QMargins(side, SPACE_L, side, SPACE_XL)
        if self.column.contentsMargins() != margins:
            self.column.setContentsMargins(margins)
