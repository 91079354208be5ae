"""F1: the keys, in one table."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import PlainLabel


class KeyMap(QDialog):
    """Lists the keys; Escape closes it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setObjectName("keys")
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_XL)
        grid.setVerticalSpacing(SPACE_S)
        for row, (keys, meaning) in enumerate(self._rows()):
            grid.addWidget(PlainLabel(keys, "strong"), row, 0)
            grid.addWidget(PlainLabel(meaning), row, 1)
        close = ActionButton(theme, self.tr("Close"), kind="primary")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(PlainLabel(self.tr("Keys"), "title"))
        column.addLayout(grid)
        column.addLayout(foot)

    def _rows(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Y  N", self.tr("Yes and no; Y on a question with choices opens them")),
            ("1 \u2026 9", self.tr("The choice of that number")),
            ("U", self.tr("Don\u2019t know")),
            ("P", self.tr("Prefer not to say")),
            (self.tr("Arrows"), self.tr("Move among the answers, without answering")),
            (self.tr("Space, Enter"), self.tr("Give the answer that has the focus")),
            ("Tab", self.tr("Next question")),
            (self.tr("Shift+N"), self.tr("Deny what is open on a card")),
            (self.tr("Ctrl+Z"), self.tr("Undo the last answer")),
            (self.tr("Ctrl+Enter"), self.tr("Next step")),
            ("Alt+1 \u2026 Alt+9", self.tr("The step of that number")),
            ("F6", self.tr("Between steps, page and findings")),
            (self.tr("Ctrl+K"), self.tr("Search a medicine")),
            ("F1", self.tr("This table")),
        )
