"""A labelled line of a form outside the consultation: clinic, account, new patient, passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_S, SPACE_XS
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import PlainLabel, repolish


class FormField(QWidget):
    """Label above, editor, and one line below it for a hint or a problem."""

    changed = Signal()
    entered = Signal()
    """Enter was pressed."""

    def __init__(
        self, theme: Theme, label: str, *, hint: str = "", secret: bool = False, limit: int = 120
    ) -> None:
        """`secret` hides what is typed, with a button to look at it; `limit` counts characters."""
        super().__init__()
        self._hint = hint
        self.editor = QLineEdit()
        self.editor.setMaxLength(limit)
        self.editor.setAccessibleName(label)
        self.editor.textChanged.connect(self._changed)
        self.editor.returnPressed.connect(self.entered)
        self.setFocusProxy(self.editor)
        self._note = PlainLabel(hint, "caption", "muted", wrap=True)
        if not hint:
            self._note.hide()
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.editor, 1)
        if secret:
            self.editor.setEchoMode(QLineEdit.EchoMode.Password)
            self._look = ActionButton(theme, self.tr("Show"), icon="eye", kind="quiet")
            self._look.setCheckable(True)
            self._look.setAccessibleName(self.tr("Show: {0}").format(label))
            self._look.toggled.connect(self._show_secret)
            row.addWidget(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(PlainLabel(label, "strong"))
        column.addLayout(row)
        column.addWidget(self._note)

    def text(self) -> str:
        """What is typed, without spaces around it."""
        return self.editor.text().strip()

    def raw_text(self) -> str:
        """Exactly what is typed, for passphrases."""
        return self.editor.text()

    def set_text(self, text: str) -> None:
        """Fill the field in."""
        self.editor.setText(text)

    def set_problem(self, problem: str) -> None:
        """Say what is wrong; empty takes it back."""
        self._note.setText(problem or self._hint)
        self._note.set_tone("stop" if problem else "muted")
        self._note.setVisible(bool(problem or self._hint))
        self.editor.setAccessibleDescription(problem or self._hint)
        if bool(self.editor.property("invalid")) != bool(problem):
            self.editor.setProperty("invalid", bool(problem))
            repolish(self.editor)

    def _changed(self) -> None:
        self.set_problem("")
        self.changed.emit()

    def _show_secret(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.editor.setEchoMode(mode)
