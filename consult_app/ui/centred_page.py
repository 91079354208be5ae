"""A page outside the consultation: one column in the middle, scrolled where it is too long."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from consult_app.ui.widgets.plain_label import PlainLabel


class CentredPage(QScrollArea):
    """Title, a sentence, and a card to which the page adds its widgets through `body`."""

    def __init__(self, theme: Theme, title: str, text: str, width: int = 520) -> None:
        """`width` of the card in pixels at 100 %."""
        super().__init__()
        self.theme = theme
        self.setProperty("role", "scroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = PlainLabel(title, "display", wrap=True)
        self.sentence = PlainLabel(text, "body", "muted", wrap=True)
        if not text:
            self.sentence.hide()
        card = QFrame()
        card.setProperty("role", "card")
        self.body = QVBoxLayout(card)
        self.body.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        self.body.setSpacing(SPACE_M)
        inner = QWidget()
        inner.setFixedWidth(theme.px(width))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, SPACE_XL, 0, SPACE_XL)
        column.setSpacing(SPACE_S)
        column.addStretch(2)
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        column.addSpacing(SPACE_M)
        column.addWidget(card)
        column.addStretch(3)
        content = QWidget()
        content.setProperty("role", "page")
        row = QHBoxLayout(content)
        row.addStretch(1)
        row.addWidget(inner)
        row.addStretch(1)
        self.setWidget(content)
