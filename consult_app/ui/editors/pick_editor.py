"""Editor for one answer out of very many: typed to be found, then shown with a way to change it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.answers import Answer, AnswerState
from consult_app.domain.form import Question
from consult_app.ui.editors.editor import Editor
from consult_app.ui.editors.states import StateRow
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_S, SPACE_XS
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.suggestions import Suggestion
from consult_app.ui.widgets.type_ahead import TypeAhead

_MOST_SHOWN = 12


class PickEditor(Editor):
    """A field that finds an option by any of its words; it takes none by itself."""

    takes_text = True

    def __init__(self, theme: Theme, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(theme, question, parent)
        self.search = TypeAhead(
            theme,
            question.text,
            self._matches,
            placeholder=self.tr("Type a word of it"),
            offer_free_text=False,
        )
        self.search.picked.connect(self._take)
        self._name = PlainLabel("", "strong", wrap=True)
        change = ActionButton(theme, self.tr("Change"), kind="link")
        change.setAccessibleName(self.tr("Change: {0}").format(question.text))
        change.clicked.connect(self._change)
        self._change_button = change
        self._shown = QWidget()
        row = QHBoxLayout(self._shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._name, 1)
        row.addWidget(change)
        self.states: StateRow | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self._shown)
        column.addWidget(self.search)
        if self.allowed_states():
            self.states = StateRow(theme, question.text, self.allowed_states())
            self.states.state_chosen.connect(lambda state: self.answered.emit(Answer(state)))
            column.addWidget(self.states)
        self.set_answer(None)

    def set_answer(self, answer: Answer | None) -> None:
        """Show the option, or the field while there is none."""
        value = answer.value if answer is not None else None
        option = self.question.option(value) if isinstance(value, str) else None
        self._name.setText(option.text if option is not None else "")
        self._shown.setVisible(option is not None)
        self.search.setVisible(option is None)
        self.setFocusProxy(self._change_button if option is not None else self.search)
        if self.states is not None:
            self.states.set_state(answer.state if answer is not None and value is None else None)

    def _matches(self, text: str) -> list[Suggestion]:
        words = text.casefold().split()
        found = [
            Suggestion(option.code, option.text)
            for option in self.question.options
            if all(word in option.text.casefold() for word in words)
        ]
        return found[:_MOST_SHOWN]

    def _take(self, code: str) -> None:
        self.answered.emit(Answer(AnswerState.GIVEN, code))

    def _change(self) -> None:
        self._shown.hide()
        self.search.show()
        self.setFocusProxy(self.search)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
