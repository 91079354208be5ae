"""The bar below every page: back, what is open on the page, and next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M
from consult_app.ui.widgets.buttons import ActionButton


class StepFooter(QFrame):
    """Next never blocks; it says what is open, and that is a way to the list of it."""

    back_requested = Signal()
    next_requested = Signal()
    missing_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._back = ActionButton(theme, self.tr("Back"), icon="arrow-left")
        self._back.setObjectName("footer.back")
        self._back.clicked.connect(self.back_requested)
        self._open = ActionButton(theme, "", kind="link")
        self._open.setObjectName("footer.open")
        self._open.clicked.connect(self.missing_requested)
        self._next = ActionButton(theme, self.tr("Next"), kind="primary")
        self._next.setObjectName("footer.next")
        self._next.setToolTip(self.tr("Ctrl+Enter"))
        self._next.clicked.connect(self.next_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_M - 4, SPACE_L, SPACE_M - 4)
        row.setSpacing(SPACE_M)
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._open)
        row.addWidget(self._next)

    def show_step(self, before: str, after: str, left: int | None) -> None:
        """Name the steps before and after, empty for none, and count what is open here.

        `left` is None where nothing is asked.
        """
        self._back.setEnabled(bool(before))
        self._back.setAccessibleName(self.tr("Back: {0}").format(before) if before else "")
        self._next.setVisible(bool(after))
        self._next.setText(self.tr("Next: {0}").format(after))
        self._open.setVisible(left is not None)
        self._open.setEnabled(bool(left))
        if left:
            text = self.tr("{0} open on this page") if left > 1 else self.tr("1 open on this page")
            self._open.setText(text.format(left))
        else:
            self._open.setText(self.tr("Nothing open on this page"))
