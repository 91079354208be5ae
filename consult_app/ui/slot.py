"""One question of one consultation on the page: its wording, its editor, and what stands by it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.answers import Answer, AnswerState, Provenance
from consult_app.domain.form import Question
from consult_app.domain.interview import Progress, QuestionState
from consult_app.ui.clinician_note import ClinicianNote
from consult_app.ui.editors.editor import Editor
from consult_app.ui.editors.making import make_editor
from consult_app.ui.editors.medicine_editor import MedicineEditor
from consult_app.ui.page_context import PageContext
from consult_app.ui.tokens import SPACE_S, SPACE_XS, Tone
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.card import Tag
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.wording import fault_text, path_text


class Slot(QWidget):
    """What every place of a question can do; subclasses lay it out.

    Its object name is the path of the answer, such as ``S7.grade`` or ``trips[id].first_day``.
    """

    classify_requested = Signal()

    def __init__(self, context: PageContext, path: str, question: Question) -> None:
        super().__init__()
        self.context = context
        self.path = path
        self.question = question
        self._shown: tuple[Answer | None, QuestionState] | None = None
        self.setObjectName(path)
        self.setAccessibleName(question.text)

    @property
    def answering(self) -> Editor:
        """The editor that takes the keys while the question as a whole has the keyboard."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the letters of the answers to the editor; other keys belong to the page."""
        if self.hasFocus():
            self.answering.handle_key(event)
            if event.isAccepted():
                return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the letters that answer."""
        super().focusInEvent(event)
        self.answering.show_keys(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the letters."""
        super().focusOutEvent(event)
        self.answering.show_keys(False)

    def show_state(self, state: QuestionState) -> None:
        """Show what is recorded, touching nothing that has not changed."""
        answer = self.context.session.consultation.answers.get(self.path)
        if self._shown != (answer, state):
            self._shown = (answer, state)
            self.show_answer(answer, state)

    def show_answer(self, answer: Answer | None, state: QuestionState) -> None:
        """Show a recorded answer and its state."""
        raise NotImplementedError

    def focus_answer(self) -> None:
        """Put the keyboard on the answer."""
        raise NotImplementedError

    def flush(self) -> bool:
        """Record what is typed; False when it cannot be read."""
        raise NotImplementedError

    def has_pending(self) -> bool:
        """Whether something is typed that is not recorded."""
        raise NotImplementedError

    def record(self, answer: Answer | None) -> None:
        """Record what the user said. What was carried over and is said again is reconfirmed."""
        session = self.context.session
        if answer is None:
            session.clear(self.path)
        elif answer.state is not AnswerState.GIVEN or answer.value is None:
            session.record_state(self.path, answer.state)
        else:
            before = session.consultation.answers.get(self.path)
            carried = before is not None and before.provenance is Provenance.CARRIED_FORWARD
            same = before is not None and before.value == answer.value
            provenance = Provenance.RECONFIRMED if carried and same else Provenance.ASKED
            session.answer(self.path, answer.value, provenance)

    def confirm(self) -> None:
        """Confirm an answer that was carried over from an earlier visit."""
        before = self.context.session.consultation.answers.get(self.path)
        if before is not None and before.value is not None:
            self.context.session.answer(self.path, before.value, Provenance.RECONFIRMED)


class QuestionSlot(Slot):
    """Wording above, editor below; without the wording where the card's title is the wording."""

    def __init__(
        self, context: PageContext, path: str, question: Question, *, titled: bool = True
    ) -> None:
        """`titled` is off where the card around it shows the wording already."""
        super().__init__(context, path, question)
        self.editor: Editor = make_editor(context, question)
        self.editor.answered.connect(self.record)
        self.editor.editing.connect(context.session.saving.editing)
        if isinstance(self.editor, MedicineEditor):
            self.editor.classify_requested.connect(self.classify_requested)
        self._marks = _Marks(context, self)
        wording = path_text(context.pack.form, path)
        self.note = ClinicianNote(context.theme, question.note, wording)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        if titled:
            head = QHBoxLayout()
            head.setSpacing(SPACE_S)
            head.addWidget(PlainLabel(question.text, "strong", wrap=True), 1)
            if question.note:
                head.addWidget(self.note.button, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(head)
            if question.help:
                column.addWidget(PlainLabel(question.help, "body", "muted", wrap=True))
            column.addSpacing(SPACE_XS)
        column.addWidget(self.editor)
        column.addWidget(self._marks)
        column.addWidget(self.note)

    def show_answer(self, answer: Answer | None, state: QuestionState) -> None:
        """Show the answer, where it came from, and why it cannot count."""
        self.editor.set_answer(answer)
        self._marks.show_marks(answer, state)

    @property
    def answering(self) -> Editor:
        """The editor."""
        return self.editor

    def focus_answer(self) -> None:
        """Put the keyboard on the question, or into its field."""
        if self.editor.takes_text:
            self.editor.focus_answer()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """Record what is typed."""
        return self.editor.flush()

    def has_pending(self) -> bool:
        """Whether something is typed that is not recorded."""
        return self.editor.has_pending()


class _Marks(QWidget):
    """Below an answer: where it came from, and why it cannot count."""

    def __init__(self, context: PageContext, slot: Slot) -> None:
        super().__init__()
        wording = path_text(context.pack.form, slot.path)
        self._origin = Tag(context.theme)
        self._confirm = ActionButton(context.theme, self.tr("Still so"), kind="link")
        self._confirm.setAccessibleDescription(wording)
        self._confirm.clicked.connect(slot.confirm)
        self._fault = PlainLabel("", "caption", "stop", wrap=True)
        origin = QHBoxLayout()
        origin.setSpacing(SPACE_S)
        origin.addWidget(self._origin)
        origin.addWidget(self._confirm)
        origin.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addLayout(origin)
        column.addWidget(self._fault)
        self.hide()

    def show_marks(self, answer: Answer | None, state: QuestionState) -> None:
        """Show what is to be said of this answer, or hide."""
        unconfirmed = state.progress is Progress.UNCONFIRMED
        origin = _origin_text(answer)
        self._origin.show_text(origin, Tone.OPEN if unconfirmed else Tone.NEUTRAL)
        self._confirm.setVisible(unconfirmed)
        self._fault.setText("" if state.fault is None else fault_text(state.fault))
        self._fault.setVisible(state.fault is not None)
        parts = (self._origin, self._confirm, self._fault)
        self.setVisible(any(not part.isHidden() for part in parts))


def _origin_text(answer: Answer | None) -> str:
    """Where an answer came from, for all that were not simply asked."""
    if answer is None:
        return ""
    return {
        Provenance.CARRIED_FORWARD: "From an earlier visit, not confirmed",
        Provenance.RECONFIRMED: "From an earlier visit, confirmed",
        Provenance.RECORDS_SEEN: "From the records",
        Provenance.PATIENT_ENTERED: "Entered by the patient",
        Provenance.EXAMINED: "Examined",
        Provenance.CLINIC_DEFAULT: "Clinic default, confirm it",
        Provenance.BULK_NEGATIVE: "Denied together",
    }.get(answer.provenance, "")
