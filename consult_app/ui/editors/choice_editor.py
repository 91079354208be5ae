"""Editors for one answer out of several, and for the device."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.domain.answers import Answer, AnswerState
from consult_app.domain.devices import DeviceProfile
from consult_app.domain.form import Question
from consult_app.ui.editors.answer_groups import AnswerList, AnswerRow
from consult_app.ui.editors.choices import first_positive, fits_a_row, option_choices
from consult_app.ui.editors.editor import Editor, allowed_states
from consult_app.ui.editors.states import state_choices, state_code, state_of
from consult_app.ui.theme import Theme
from consult_app.ui.widgets.choice import Choice


class ChoiceEditor(Editor):
    """One of several answers: side by side when they are few and short, otherwise as rows."""

    def __init__(
        self,
        theme: Theme,
        question: Question,
        choices: Sequence[Choice],
        *,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`choices` are the answers; the states are added. `compact` is for a line of a card."""
        super().__init__(theme, question, parent)
        self._codes = frozenset(choice.code for choice in choices)
        everything = (*choices, *state_choices(allowed_states(question)))
        self.group: AnswerRow | AnswerList
        if compact:
            self.group = AnswerRow(theme, question.text, everything, compact=True)
        elif fits_a_row(choices):
            self.group = AnswerRow(theme, question.text, everything)
        else:
            self.group = AnswerList(theme, question.text, everything)
        self.group.chosen.connect(self._chosen)
        self.setFocusProxy(self.group)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.group)

    def set_answer(self, answer: Answer | None) -> None:
        """Show the choice; one carried over from an earlier visit is drawn as unconfirmed."""
        code: str | None = None
        if answer is not None and answer.state in allowed_states(self.question):
            code = state_code(answer.state)
        elif answer is not None and answer.value in self._codes:
            code = str(answer.value)
        if code != self.group.value():
            self.group.set_value(code)
        carried = answer is not None and answer.value is not None and not answer.decides
        self.group.set_tentative(carried)

    def focus_answer(self) -> None:
        """Put the keyboard on the chosen answer, or on the first."""
        self.group.focus_answer()

    def open_choices(self) -> None:
        """Put the keyboard on the first answer that says more than "no"."""
        positive = first_positive(self.question)
        for button in self.group.buttons:
            if positive is not None and button.choice.code == positive.code:
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        self.focus_answer()

    def handle_key(self, event: QKeyEvent) -> None:
        """Answer by letter, or step among the answers; Space and Enter answer nothing here."""
        self.group.keyPressEvent(event)
        if not event.isAccepted():
            event.accept()
            self.keyPressEvent(event)

    def show_keys(self, shown: bool) -> None:
        """Show the letters of the answers, or hide them."""
        if isinstance(self.group, AnswerRow):
            self.group.show_keys(shown)

    def _chosen(self, code: str) -> None:
        state = state_of(code)
        given = Answer(AnswerState.GIVEN, code) if state is None else Answer(state)
        self.answered.emit(given)


def choice_editor(theme: Theme, question: Question) -> ChoiceEditor:
    """Editor for a question with options."""
    return ChoiceEditor(theme, question, option_choices(question))


def device_editor(
    theme: Theme, question: Question, devices: Sequence[DeviceProfile]
) -> ChoiceEditor:
    """Editor for the device: every profile of the pack, with what its label says."""
    choices = tuple(
        Choice(device.device_id, device.name, _digit(number), _label_text(device))
        for number, device in enumerate(devices, start=1)
    )
    return ChoiceEditor(theme, question, choices)


def _digit(number: int) -> str:
    return str(number) if number <= 9 else ""


def _label_text(device: DeviceProfile) -> str:
    label = device.label
    depth = f"up to {label.max_depth} mm" if label.max_depth is not None else "depth not known"
    age = f"from {label.min_age} years" if label.min_age is not None else "age not known"
    return f"{label.type}, {depth}, {age}"
