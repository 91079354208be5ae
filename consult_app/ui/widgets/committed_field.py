"""A text editor that never loses what was typed: when it commits, and what it shows meanwhile.

Typing sends `edited` at once. The text is committed after a pause (where the field asks for
one), on Enter, when the focus leaves, and on `flush()`, which views call before they go away.
A text that cannot be read is not recorded, and the field says so beside it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_S, SPACE_XS
from consult_app.ui.widgets.painting import align_editor
from consult_app.ui.widgets.plain_label import PlainLabel, repolish


class CommittedField(QWidget):
    """Editor, optional label above it, and a line below it for problems and readings."""

    edited = Signal()
    """The text differs from what is recorded; sent at every change."""

    committed = Signal(object)
    """The new value, a str, or None after the field was emptied."""

    rejected = Signal(str)
    """The text could not be read and is not recorded; why, as one sentence."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        editor: QLineEdit | QPlainTextEdit,
        *,
        label: str = "",
        commit_delay: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is read by assistive technology; `commit_delay` in ms, 0 for none."""
        super().__init__(parent)
        self.theme = theme
        self.editor = editor
        self._recorded: str | None = None
        self._pending = False
        self._problem = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(commit_delay)
        self._timer.timeout.connect(self.flush)
        self._label = PlainLabel(label, "body", "muted", wrap=True)
        if not label:  # shown without a parent it would be a window of its own
            self._label.hide()
        self.note = PlainLabel("", "caption", "muted", wrap=True)
        self.note.hide()
        self.row = QHBoxLayout()
        self.row.setSpacing(SPACE_S)
        self.row.addWidget(editor, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self._label)
        column.addLayout(self.row)
        column.addWidget(self.note)
        editor.setAccessibleName(name)
        self.setFocusProxy(editor)
        editor.textChanged.connect(self._text_changed)
        if isinstance(editor, QLineEdit):
            editor.editingFinished.connect(self.flush)
        else:
            editor.viewport().installEventFilter(self)
        editor.installEventFilter(self)
        align_editor(editor)

    def read(self, text: str) -> str | None:
        """Value that `text` means, None for none; ValueError with one sentence otherwise."""
        return text.strip() or None

    def show_value(self, value: str | None) -> str:
        """Text that shows `value` in the editor."""
        return value or ""

    def describe(self, value: str | None) -> str:
        """Reading of `value` for the line below the editor; empty for none."""
        del value
        return ""

    def value(self) -> str | None:
        """The recorded value, which may be older than the text while it is being edited."""
        return self._recorded

    def set_value(self, value: str | None) -> None:
        """Show a recorded value; sends no signal. Text that is still being typed stays."""
        self._recorded = value
        if self._pending:
            return
        self._set_text(self.show_value(value))
        self._show_note("")

    def has_pending(self) -> bool:
        """Whether the text is not yet recorded."""
        return self._pending

    def flush(self) -> bool:
        """Commit the text now; False when it cannot be read, and then it stays pending."""
        self._timer.stop()
        if not self._pending:
            return True
        try:
            value = self.read(self.text())
        except ValueError as problem:
            self._show_note(self._refusal(str(problem)), problem=True)
            self.rejected.emit(str(problem))
            return False
        self._pending = False
        changed = value != self._recorded
        self._recorded = value
        if not self._timer.interval():
            self._set_text(self.show_value(value))
        self._show_note("")
        if changed:
            self.committed.emit(value)
        return True

    def set_problem(self, problem: str) -> None:
        """Show a problem that somebody else found with the value; empty to take it back."""
        self._problem = problem
        self._show_note("")

    def set_name(self, name: str) -> None:
        """Change the name that assistive technology reads."""
        self.editor.setAccessibleName(name)

    def text(self) -> str:
        """The text as it stands in the editor."""
        if isinstance(self.editor, QLineEdit):
            return self.editor.text()
        return self.editor.toPlainText()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commit when the focus leaves; never let the wheel scroll an editor without focus."""
        if watched is self.editor and event.type() == QEvent.Type.LayoutDirectionChange:
            align_editor(self.editor)
        if watched is self.editor and event.type() == QEvent.Type.FocusOut:
            self.flush()
        if event.type() == QEvent.Type.Wheel and not self.editor.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def take_value(self, value: str | None) -> None:
        """Record `value` as if it had been typed."""
        self._set_text(self.show_value(value))
        self._pending = True
        self.flush()

    def _set_text(self, text: str) -> None:
        if text == self.text():
            return
        blocked = self.editor.blockSignals(True)
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
        else:
            self.editor.setPlainText(text)
        self.editor.blockSignals(blocked)

    def _text_changed(self) -> None:
        self._pending = True
        self._show_note(self.preview())
        self.edited.emit()
        if self._timer.interval():
            self._timer.start()

    def preview(self) -> str:
        """Reading of the unfinished text, for the line below; empty while it cannot be read."""
        try:
            return self.describe(self.read(self.text()))
        except ValueError:
            return ""

    def _refusal(self, problem: str) -> str:
        kept = self.show_value(self._recorded)
        if kept:
            return self.tr("Not recorded. {0} Recorded is still: {1}.").format(problem, kept)
        return self.tr("Not recorded. {0}").format(problem)

    def _show_note(self, text: str, *, problem: bool = False) -> None:
        problem = problem or (not text and bool(self._problem))
        shown = text or self._problem or ("" if self._pending else self.describe(self._recorded))
        self.note.set_tone("stop" if problem else "muted")
        self.note.setText(shown)
        self.note.setVisible(bool(shown))
        self.editor.setAccessibleDescription(shown)
        if bool(self.editor.property("invalid")) != problem:
            self.editor.setProperty("invalid", problem)
            repolish(self.editor)
