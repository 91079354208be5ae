"""A question that has to be answered before something is given up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_XL
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import PlainLabel


class Confirm(QDialog):
    """Accepted when the user wants to go on all the same; staying is what Escape and Enter do."""

    def __init__(
        self, theme: Theme, title: str, text: str, go_on: str, parent: QWidget | None = None
    ) -> None:
        """`go_on` names what is given up, such as "Leave without it"."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("confirm")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        words = PlainLabel(text, wrap=True)
        words.setMinimumWidth(theme.px(420))
        stay = ActionButton(theme, self.tr("Go back"), kind="primary")
        stay.setObjectName("confirm.stay")
        stay.setDefault(True)
        stay.clicked.connect(self.reject)
        leave = ActionButton(theme, go_on, kind="danger")
        leave.setObjectName("confirm.go-on")
        leave.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(leave)
        foot.addStretch(1)
        foot.addWidget(stay)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(PlainLabel(title, "section", wrap=True))
        column.addWidget(words)
        column.addLayout(foot)
