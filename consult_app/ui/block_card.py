"""The card of a question with what follows from it, and the card of an optional score."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QHBoxLayout, QWidget

from consult_app.domain.form import Question, RepeatingList
from consult_app.ui.asked_column import AskedColumn
from consult_app.ui.card_flag import CardFlag
from consult_app.ui.clinician_note import ClinicianNote
from consult_app.ui.page_context import PageContext
from consult_app.ui.page_plan import CardBlock, ScoreBlock
from consult_app.ui.part import PageFacts
from consult_app.ui.slot import QuestionSlot, Slot
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.card import QuestionCard


class BlockCard(QuestionCard):
    """One question, or several that belong together; hidden while none of them applies."""

    def __init__(self, context: PageContext, block: CardBlock) -> None:
        first = block.items[0]
        confirm = isinstance(first, Question) and first.yes_is_safe and len(block.items) == 1
        title = block.title or first.text
        help_text = block.help or ("" if block.title else first.help)
        kind = "confirm" if confirm else "question"
        super().__init__(context.theme, title, kind=kind)
        self.set_help(help_text)
        private = any(_is_private(item) for item in block.items)
        self._flag = CardFlag(self, self.tr("Private") if private else "")
        self._column = AskedColumn(context, block.items, first_titled=bool(block.title))
        self.add_widget(self._column)
        self._noted = bool(block.title)
        if isinstance(first, RepeatingList) and first.note:
            self._noted = True
            note = ClinicianNote(context.theme, first.note, first.text)
            self._add_to_head(note.button)
            self.body.insertWidget(0, note)

    def refresh(self, facts: PageFacts) -> bool:
        """Show what applies, and whether an answer in here raised a flag."""
        shown = self._column.refresh(facts)
        self.setVisible(shown)
        if shown:
            self._flag.show(self.slots(), facts)
            self._add_note_button()
        return shown

    def _add_note_button(self) -> None:
        """Put the first question's note button beside the title, which is its wording."""
        slot = next(self.slots(), None)
        if not self._noted and isinstance(slot, QuestionSlot):
            self._noted = True
            if slot.question.note:
                self._add_to_head(slot.note.button)

    def _add_to_head(self, widget: QWidget) -> None:
        column = self.layout()
        top = column.itemAt(0) if column is not None else None
        head = top.layout() if top is not None else None
        if head is not None:
            head.addWidget(widget)

    def reveal(self, path: str) -> bool:
        """Put the keyboard on a question in here."""
        return not self.isHidden() and self._column.reveal(path)

    def slots(self) -> Iterator[Slot]:
        """Questions of the card."""
        yield from self._column.slots()


class ScoreCard(QuestionCard):
    """The questions of a score, folded away: the score is on offer, never demanded."""

    def __init__(self, context: PageContext, block: ScoreBlock) -> None:
        super().__init__(context.theme, self.tr("Score, optional"))
        self._block = block
        self.set_help(
            self.tr("{0} questions. {1}").format(len(block.questions), block.score.caveat).strip()
        )
        self._column = AskedColumn(context, block.questions)
        self._column.hide()
        self._open = False
        self._facts: PageFacts | None = None
        self._button = ActionButton(context.theme, self.tr("Take the score"), icon="list-checks")
        self._button.setObjectName(f"score.{block.score.score_id}")
        self._button.clicked.connect(self._toggle)
        row = QHBoxLayout()
        row.addWidget(self._button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add_widget(self._column)

    def refresh(self, facts: PageFacts) -> bool:
        """Show the answers and the total, once every part is answered."""
        self._facts = facts
        answers = facts.evidence.answers
        taken = sum(1 for q in self._block.questions if answers.get(q.link_id) is not None)
        if self._open:
            self._column.refresh(facts)
        total, _, _ = facts.evidence.score(self._block.score.score_id)
        if total is not None:
            band = facts.evidence.score_band(self._block.score.score_id, total)
            self.set_note(self.tr("{0} points: {1}").format(total, band), Tone.INFO)
        elif taken:
            text = self.tr("{0} of {1} answered; no score yet.")
            self.set_note(text.format(taken, len(self._block.questions)), Tone.OPEN)
        else:
            self.set_note("")
        return True

    def reveal(self, path: str) -> bool:
        """Open the card and put the keyboard on a question."""
        if all(question.link_id != path for question in self._block.questions):
            return False
        if not self._open:
            self._toggle()
        return self._column.reveal(path)

    def slots(self) -> Iterator[Slot]:
        """Questions that have been built."""
        yield from self._column.slots()

    def _toggle(self) -> None:
        self._open = not self._open
        self._button.setText(self.tr("Fold") if self._open else self.tr("Take the score"))
        if self._open and self._facts is not None:
            self._column.refresh(self._facts)
        self._column.setVisible(self._open)


def _is_private(item: Question | RepeatingList) -> bool:
    return isinstance(item, Question) and item.private
