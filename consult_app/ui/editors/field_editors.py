"""Editors for what is typed: text, numbers and dates, each with the two states beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.answers import Answer, AnswerState, Value
from consult_app.domain.dates import PartialDate
from consult_app.domain.facts import query as names
from consult_app.domain.form import Question, Tense
from consult_app.ui.editors.editor import Editor
from consult_app.ui.editors.states import StateRow
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_XS
from consult_app.ui.widgets.committed_field import CommittedField
from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.number_field import NumberField
from consult_app.ui.widgets.text_field import TextField

_DECIMALS = 2
_LONG_TEXT = 100


class FieldEditor(Editor):
    """A field of the kit as an editor; `to_value` and `to_text` translate its text."""

    takes_text = True

    def __init__(
        self,
        theme: Theme,
        question: Question,
        field: CommittedField,
        to_value: Callable[[str], Value],
        parent: QWidget | None = None,
    ) -> None:
        """`to_value` makes the answer's value of the field's committed text."""
        super().__init__(theme, question, parent)
        self.field = field
        self._to_value = to_value
        self.setFocusProxy(field)
        field.edited.connect(self.editing)
        field.committed.connect(self._committed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_XS)
        self._column.addWidget(field)
        self._beside = False
        self.states: StateRow | None = None
        if self.allowed_states():
            self.states = StateRow(theme, question.text, self.allowed_states())
            self.states.state_chosen.connect(self._state_chosen)
            self._column.addWidget(self.states)

    def set_answer(self, answer: Answer | None) -> None:
        """Show the text; what is still being typed stays."""
        value = answer.value if answer is not None else None
        text = None if value is None else _text_of(value)
        if text != self.field.value() or not self.field.has_pending():
            self.field.set_value(text)
        if self.states is not None:
            self.states.set_state(answer.state if answer is not None and value is None else None)

    def focus_answer(self) -> None:
        """Put the keyboard on the state where one is recorded, otherwise into the field."""
        if self.states is not None and self.states.value() is not None:
            self.states.focus_answer()
        else:
            super().focus_answer()

    def flush(self) -> bool:
        """Commit what is typed."""
        return self.field.flush()

    def has_pending(self) -> bool:
        """Whether something is typed that is not recorded."""
        return self.field.has_pending()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the states beside a short field where there is room."""
        super().resizeEvent(event)
        if self.states is None or isinstance(self.field, TextField):
            return
        row = self.field.row
        beside = self._width_beside(row, self.states) <= self.width()
        if beside == self._beside:
            return
        self._beside = beside
        (self._column if beside else row).removeWidget(self.states)
        if beside:
            row.insertWidget(row.count() - 1, self.states)
        else:
            self._column.addWidget(self.states)

    @staticmethod
    def _width_beside(row: QHBoxLayout, states: StateRow) -> int:
        """Width of a field's row with the states in it."""
        wide = states.sizeHint().width()
        for place in range(row.count()):
            item = row.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not states:
                hint = min(widget.sizeHint().width(), widget.maximumWidth())
                wide += max(widget.minimumWidth(), hint) + row.spacing()
        return wide

    def _committed(self, text: str | None) -> None:
        self.answered.emit(Answer(AnswerState.GIVEN, self._to_value(text)) if text else None)

    def _state_chosen(self, state: AnswerState) -> None:
        if self.field.has_pending():
            # What stands half-typed in the field would otherwise come back over the state.
            self.field.editor.clear()
            self.field.flush()
        self.answered.emit(Answer(state))


def text_editor(theme: Theme, question: Question) -> FieldEditor:
    """Editor for free text; long answers get several lines."""
    field = TextField(
        theme,
        question.text,
        multiline=question.max_length > _LONG_TEXT * 2,
        max_length=question.max_length,
    )
    return FieldEditor(theme, question, field, str)


def number_editor(theme: Theme, question: Question) -> FieldEditor:
    """Editor for a number with its unit; the limits are those of the question."""
    field = NumberField(
        theme,
        question.text,
        unit=question.unit,
        minimum=question.minimum,
        maximum=question.maximum,
        decimals=_DECIMALS,
    )
    return FieldEditor(theme, question, field, Decimal)


def date_editor(theme: Theme, question: Question, today: Callable[[], dt.date]) -> FieldEditor:
    """Editor for a date in full or in part."""
    sensible = question.link_id != names.BIRTH_DATE and question.tense is not Tense.ANY
    field = DateField(theme, question.text, today, today_button=sensible)
    return FieldEditor(theme, question, field, PartialDate.parse)


def _text_of(value: Value) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
