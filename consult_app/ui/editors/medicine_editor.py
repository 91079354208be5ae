"""Editor for a medicine's name: what was recorded, and how far it was recognised."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.answers import Answer, AnswerState
from consult_app.domain.form import Question
from consult_app.domain.medicines import MedicineDictionary, Recognition, RecognitionKind
from consult_app.services.lookup import MedicineLookup
from consult_app.ui.editors.editor import Editor
from consult_app.ui.editors.medicine_search import medicine_search
from consult_app.ui.editors.states import StateRow
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_S, SPACE_XS, Tone
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.card import Tag
from consult_app.ui.widgets.plain_label import PlainLabel


class MedicineEditor(Editor):
    """Shows the recorded name with its standing; a name not in the dictionary has to be checked."""

    classify_requested = Signal()
    """Somebody wants to say which class an unrecognised or ambiguous name belongs to."""

    takes_text = True

    def __init__(
        self,
        theme: Theme,
        question: Question,
        lookup: MedicineLookup,
        dictionary: MedicineDictionary,
        parent: QWidget | None = None,
    ) -> None:
        """`lookup` searches the same `dictionary` that recognises the recorded name."""
        super().__init__(theme, question, parent)
        self._lookup = lookup
        self._dictionary = dictionary
        self._answer: Answer | None = None
        self.search = medicine_search(theme, question.text, lookup)
        self.search.picked.connect(self._take)
        self.search.free_text.connect(self._take)
        self.search.editor.textEdited.connect(lambda _text: self.editing.emit())
        self._name = PlainLabel("", "strong", wrap=True)
        self._tag = Tag(theme)
        self._note = PlainLabel("", "caption", "muted", wrap=True)
        self.change_button = ActionButton(theme, self.tr("Change"), kind="link")
        self.classify_button = ActionButton(theme, self.tr("Classify\u2026"), kind="link")
        self.change_button.clicked.connect(self._change)
        self.classify_button.clicked.connect(self.classify_requested)
        self._shown = self._shown_area()
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
        column.addWidget(self._note)
        self.set_answer(None)

    def set_answer(self, answer: Answer | None) -> None:
        """Show the recorded name with its standing, or the field while there is none."""
        self._answer = answer
        text = answer.value if answer is not None and isinstance(answer.value, str) else ""
        self._shown.setVisible(bool(text))
        self.search.setVisible(not text)
        self.setFocusProxy(self.change_button if text else self.search)
        if self.states is not None:
            self.states.setVisible(not text)
            self.states.set_state(answer.state if answer is not None and not text else None)
        self._show_standing(text)

    def recognition(self) -> Recognition | None:
        """What the dictionary makes of the recorded name; None while there is none."""
        value = self._answer.value if self._answer is not None else None
        return self._dictionary.recognise(value) if isinstance(value, str) else None

    def flush(self) -> bool:
        """Record what stands in the field as typed: an unchecked name is better than a lost one."""
        if self.search.isVisibleTo(self) and self.search.text():
            text = self.search.text()
            self.search.clear()
            self._take(text)
        return True

    def has_pending(self) -> bool:
        """Whether a name is typed that was not taken."""
        return self.search.isVisibleTo(self) and bool(self.search.text())

    def _take(self, name: str) -> None:
        self.answered.emit(Answer(AnswerState.GIVEN, name))

    def _change(self) -> None:
        self._shown.hide()
        self.search.show()
        self.setFocusProxy(self.search)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_standing(self, text: str) -> None:
        self._name.setText(text)
        recognition = self._dictionary.recognise(text) if text else None
        certain = recognition is not None and recognition.kind is RecognitionKind.RECOGNISED
        open_ended = recognition is not None and recognition.open_ended
        self.classify_button.setVisible(bool(text) and (not certain or open_ended))
        notes: list[str] = []
        if recognition is None:
            self._tag.show_text("", Tone.NEUTRAL)
        elif recognition.kind is RecognitionKind.UNRECOGNISED:
            self._tag.show_text(self.tr("Unrecognised \u2013 check"), Tone.CAUTION)
            notes.append(self.tr("Not in the dictionary: until it is classified, it may be any."))
        elif recognition.kind is RecognitionKind.AMBIGUOUS or open_ended:
            self._tag.show_text(self.tr("Ambiguous \u2013 check"), Tone.CAUTION)
            names = ", ".join(medicine.name for medicine in recognition.medicines)
            notes.append(self.tr("May be {0}.").format(names))
        else:
            names = ", ".join(medicine.name for medicine in recognition.medicines)
            same = names.casefold() == text.casefold()
            self._tag.show_text("" if same else names, Tone.NEUTRAL)
        if recognition is not None and recognition.suggested:
            names = ", ".join(medicine.name for medicine in recognition.suggested)
            notes.append(self.tr("Did you mean {0}?").format(names))
        notes += self._alerts(text)
        self._note.setText(" ".join(notes))
        self._note.set_tone("caution" if notes else "muted")
        self._note.setVisible(bool(notes))

    def _alerts(self, text: str) -> list[str]:
        if not text:
            return []
        return [
            self.tr("Easily taken for {0}: {1}").format(alert.other, alert.danger)
            for alert in self._lookup.search(text).alerts
        ]

    def _shown_area(self) -> QWidget:
        area = QWidget()
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self._name, 1)
        head.addWidget(self.change_button)
        standing = QHBoxLayout()
        standing.setSpacing(SPACE_S)
        standing.addWidget(self._tag)
        standing.addWidget(self.classify_button)
        standing.addStretch(1)
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(standing)
        return area
