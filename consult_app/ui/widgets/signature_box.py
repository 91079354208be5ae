"""A signature with its buttons, and beside it the way to sign by typing one's name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_M, SPACE_S
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.check_list import CheckList
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.signature_pad import SignaturePad
from consult_app.ui.widgets.text_field import TextField


class SignatureBox(QWidget):
    """Pad, undo, and clear; clearing asks once more, in place."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """`name` says whose signature it is."""
        super().__init__(parent)
        self.pad = SignaturePad(theme, name)
        self._hint = PlainLabel("", "caption", "muted", wrap=True)
        self._undo = ActionButton(theme, self.tr("Undo stroke"), kind="quiet", icon="undo-2")
        self._clear = ActionButton(theme, self.tr("Clear"), kind="quiet", icon="eraser")
        self._keep = ActionButton(theme, self.tr("Keep"), kind="quiet")
        self._really = ActionButton(theme, self.tr("Clear all ink"), kind="danger")
        for button in (self._undo, self._clear, self._keep, self._really):
            button.setAccessibleDescription(name)
        self._undo.clicked.connect(self.pad.undo)
        self._clear.clicked.connect(lambda: self._ask(True))
        self._keep.clicked.connect(lambda: self._ask(False))
        self._really.clicked.connect(self._clear_now)
        self.pad.strokes_changed.connect(self.refresh)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._hint, 1)
        for button in (self._undo, self._clear, self._keep, self._really):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.pad)
        column.addLayout(row)
        self._asking = False
        self.refresh()

    def refresh(self) -> None:
        """Bring buttons and hint up to date; call it after `pad.set_strokes`."""
        inked = bool(self.pad.strokes())
        if not inked:
            self._asking = False
        self._undo.setEnabled(inked)
        self._clear.setEnabled(inked)
        self._undo.setVisible(not self._asking)
        self._clear.setVisible(not self._asking)
        self._keep.setVisible(self._asking)
        self._really.setVisible(self._asking)
        if self._asking:
            hint = self.tr("Clear all ink?")
        elif not inked:
            hint = self.tr("Sign on the line")
        elif self.pad.is_empty():
            hint = self.tr("Too little ink for a signature")
        else:
            hint = ""
        self._hint.setText(hint)

    def _ask(self, asking: bool) -> None:
        self._asking = asking
        self.refresh()
        (self._keep if asking else self._clear).setFocus()

    def _clear_now(self) -> None:
        self._asking = False
        self.pad.clear()
        self.refresh()
        self.pad.setFocus()


class TypedSignature(QWidget):
    """Full name and a tick of agreement; valid only with both."""

    changed = Signal(object)
    """The typed name while it is valid, otherwise None."""

    def __init__(
        self, theme: Theme, name: str, statement: str, parent: QWidget | None = None
    ) -> None:
        """`name` says whose signature it is; `statement` is what the tick affirms."""
        super().__init__(parent)
        self.name_field = TextField(theme, name, label=self.tr("Full name"), max_length=120)
        self._tick = CheckList(theme, name, (Choice("agreed", statement),))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.name_field)
        column.addWidget(self._tick)
        self._sent: str | None = None
        self.name_field.committed.connect(self._renamed)
        self.name_field.edited.connect(self._untick)
        self._tick.changed.connect(self._send)

    def value(self) -> str | None:
        """The typed name when it is agreed to, otherwise None."""
        return self.name_field.value() if self._tick.value() else None

    def set_value(self, name: str | None) -> None:
        """Show `name` as typed and agreed to, or both empty; sends no signal."""
        self._sent = name
        self.name_field.set_value(name)
        self._tick.set_value(("agreed",) if name else ())

    def _renamed(self) -> None:
        self._send()

    def _untick(self) -> None:
        """Take the tick back: a changed name has not been agreed to."""
        self._tick.set_value(())
        self._send()

    def _send(self) -> None:
        if self._tick.value():
            self.name_field.flush()
        if self.value() != self._sent:
            self._sent = self.value()
            self.changed.emit(self._sent)
