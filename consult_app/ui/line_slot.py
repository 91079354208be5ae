"""One line of a bulk card: the wording, a short answer beside it, and its choices below."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from consult_app.domain.answers import Answer, AnswerState, Provenance
from consult_app.domain.form import Question, QuestionKind
from consult_app.domain.interview import QuestionState
from consult_app.ui.clinician_note import ClinicianNote
from consult_app.ui.editors.choice_editor import ChoiceEditor
from consult_app.ui.editors.choices import negative_of, option_choices
from consult_app.ui.editors.editor import Editor
from consult_app.ui.editors.making import make_editor
from consult_app.ui.page_context import PageContext
from consult_app.ui.slot import Slot
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS, Tone
from consult_app.ui.widgets.card import Tag
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.wording import fault_text

_OPEN = "line:open"
_SHORT_NEGATIVE = 6
_LEAST_TEXT = 200
"""Width at 100 % below which a line's wording goes above its answers."""


class LineSlot(Slot):
    """A question that is answered in one line where "no" is enough.

    Where "yes" would have to say more, "Yes..." opens the choices below and records nothing.
    """

    def __init__(self, context: PageContext, question: Question) -> None:
        super().__init__(context, question.link_id, question)
        theme = context.theme
        self._is_plain = question.kind is QuestionKind.CHOICE and len(question.options) <= 2
        choices = option_choices(question) if self._is_plain else _short_choices(question)
        self.short = ChoiceEditor(theme, question, choices, compact=True)
        self.short.answered.connect(self._short_answered)
        self.details: Editor | None = None
        self._tag = Tag(theme)
        self._fault = PlainLabel("", "caption", "stop", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(question.text, "body", wrap=True))
        if question.help:
            words.addWidget(PlainLabel(question.help, "caption", "muted", wrap=True))
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setSpacing(SPACE_M)
        note = ClinicianNote(theme, question.note, question.text)
        head = QHBoxLayout()
        head.setSpacing(SPACE_XS)
        head.addLayout(words, 1)
        if question.note:
            head.addWidget(note.button)
        line.addLayout(head, 1)
        line.addWidget(self._tag)
        line.addWidget(self.short, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line = line
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._column.addLayout(line)
        self._column.addWidget(note)
        self._column.addWidget(self._fault)
        self._tag.hide()
        self._fault.hide()

    @property
    def awaits_choice(self) -> bool:
        """Whether "yes" was said and it is still open what."""
        opened = self.details is not None and not self.details.isHidden()
        return opened and self.short.group.value() is None

    def show_answer(self, answer: Answer | None, state: QuestionState) -> None:
        """Show the short answer, and the choices where more than "no" is recorded."""
        short = answer
        if answer is not None and answer.value is not None and not self._is_plain:
            short = replace(answer, value=_short_code(self.question, answer))
        self.short.set_answer(short)
        positive = short is not None and short.value == _OPEN
        if positive:
            self._open_details()
        if self.details is not None:
            self.details.set_answer(answer if positive else None)
            self.details.setVisible(positive or (answer is None and not self.details.isHidden()))
        bulk = answer is not None and answer.provenance is Provenance.BULK_NEGATIVE
        carried = answer is not None and answer.provenance is Provenance.CARRIED_FORWARD
        text = self.tr("together") if bulk else self.tr("earlier visit") if carried else ""
        self._tag.show_text(text, Tone.OPEN if carried else Tone.NEUTRAL)
        self._fault.setText("" if state.fault is None else fault_text(state.fault))
        self._fault.setVisible(state.fault is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the answers below the wording where there is no room beside it."""
        super().resizeEvent(event)
        room = self.width() - self.short.sizeHint().width()
        narrow = room < self.context.theme.px(_LEAST_TEXT)
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._line.setSpacing(SPACE_XS if narrow else SPACE_M)

    @property
    def answering(self) -> Editor:
        """The short answer."""
        return self.short

    def focus_answer(self) -> None:
        """Put the keyboard on the line."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """Nothing is typed here."""
        return True

    def has_pending(self) -> bool:
        """Nothing is typed here."""
        return False

    def _short_answered(self, answer: Answer) -> None:
        if answer.value != _OPEN:
            several = self.question.kind is QuestionKind.CHOICES and answer.value is not None
            value = (str(answer.value),) if several else answer.value
            if answer.value is None and self.details is not None:
                self.details.hide()
            self.record(replace(answer, value=value))
            return
        recorded = self.context.session.consultation.answers.get(self.path)
        if recorded is None or recorded.value is None or _denies(self.question, recorded):
            # "Yes" alone says too little to be recorded; show again what is recorded.
            self.short.group.set_value(None)
            if recorded is not None:
                self._show_recorded_short(recorded)
        self._open_details()
        if self.details is not None:
            self.details.open_choices()

    def _show_recorded_short(self, recorded: Answer) -> None:
        value = None if recorded.value is None else _short_code(self.question, recorded)
        self.short.set_answer(replace(recorded, value=value))

    def _open_details(self) -> None:
        if self.details is None:
            self.details = make_editor(self.context, _positive(self.question))
            self.details.answered.connect(self.record)
            indented = QHBoxLayout()
            indented.addSpacing(SPACE_L)
            indented.addWidget(self.details, 1)
            self._column.addLayout(indented)
            self._column.addSpacing(SPACE_XS)
        self.details.show()


def _positive(question: Question) -> Question:
    """The question without what the short answers say already."""
    negative = negative_of(question)
    options = tuple(option for option in question.options if option is not negative)
    return replace(question, options=options, allow_dont_know=False, allow_declined=False)


def _short_choices(question: Question) -> tuple[Choice, ...]:
    negative = negative_of(question)
    code = negative.code if negative is not None else question.negative
    text = negative.text if negative is not None else ""
    label = text if 0 < len(text) <= _SHORT_NEGATIVE else "No"
    return Choice(_OPEN, "Yes\u2026", "y"), Choice(code, label, "n")


def _short_code(question: Question, answer: Answer) -> str:
    negative = negative_of(question)
    if negative is not None and _denies(question, answer):
        return negative.code
    return _OPEN


def _denies(question: Question, answer: Answer) -> bool:
    negative = negative_of(question)
    if negative is None or answer.state is not AnswerState.GIVEN:
        return False
    return answer.value in (negative.code, (negative.code,))
