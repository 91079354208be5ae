"""Editor for several answers out of a list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.domain.answers import Answer, AnswerState
from consult_app.domain.form import Question
from consult_app.ui.editors.answer_groups import AnswerChecks
from consult_app.ui.editors.choices import first_positive, option_choices
from consult_app.ui.editors.editor import Editor
from consult_app.ui.editors.states import StateRow
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_XS


class ChoicesEditor(Editor):
    """Check boxes, and the two states below them; nothing ticked is no answer."""

    def __init__(self, theme: Theme, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(theme, question, parent)
        self._codes = frozenset(option.code for option in question.options)
        self.checks = AnswerChecks(theme, question.text, option_choices(question))
        self.checks.changed.connect(self._ticked)
        self.setFocusProxy(self.checks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.checks)
        self.states: StateRow | None = None
        if self.allowed_states():
            self.states = StateRow(theme, question.text, self.allowed_states())
            self.states.state_chosen.connect(lambda state: self.answered.emit(Answer(state)))
            column.addWidget(self.states)

    def set_answer(self, answer: Answer | None) -> None:
        """Show what is ticked, or the state."""
        value = answer.value if answer is not None else None
        ticked = value if isinstance(value, tuple) else ()
        codes = tuple(code for code in ticked if code in self._codes)
        if codes != self.checks.value():
            self.checks.set_value(codes)
        if self.states is not None:
            self.states.set_state(answer.state if answer is not None and value is None else None)

    def focus_answer(self) -> None:
        """Put the keyboard on what is recorded, or on the first row."""
        if self.states is not None and self.states.value() is not None:
            self.states.focus_answer()
        else:
            self.checks.focus_ticked()

    def open_choices(self) -> None:
        """Put the keyboard on the first row that says more than "none"."""
        positive = first_positive(self.question)
        if positive is not None:
            self.checks.focus_code(positive.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes all ticks and the state back; other keys as everywhere."""
        if event.key() == Qt.Key.Key_Delete and not event.isAutoRepeat():
            self.answered.emit(None)
        else:
            super().keyPressEvent(event)

    def handle_key(self, event: QKeyEvent) -> None:
        """Tick by letter, or step into the list; Space and Enter tick nothing here."""
        letter = event.text().casefold()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        keyed = next((row for row in self.checks.rows if row.choice.key == letter), None)
        if plain and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.checks.focus_ticked()
        elif plain and letter and keyed is not None:
            if not event.isAutoRepeat():
                keyed.setFocus(Qt.FocusReason.ShortcutFocusReason)
                keyed.click()
        else:
            self.keyPressEvent(event)

    def _ticked(self, codes: tuple[str, ...]) -> None:
        self.answered.emit(Answer(AnswerState.GIVEN, codes) if codes else None)
