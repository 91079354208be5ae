"""Questions one under the other; what does not apply is not there, and is built when it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.domain.form import Question, QuestionKind
from consult_app.domain.interview import Progress, question_state
from consult_app.ui.narrowing import narrowed
from consult_app.ui.page_context import PageContext
from consult_app.ui.part import PageFacts
from consult_app.ui.slot import QuestionSlot, Slot
from consult_app.ui.tokens import SPACE_M


class QuestionColumn(QWidget):
    """The questions of a card or of one entry, in their order.

    In an entry, optional questions stay away until they would settle something, are answered, or
    `show_all` was asked for.
    """

    classify_requested = Signal()

    def __init__(
        self,
        context: PageContext,
        questions: Sequence[Question],
        instance: str | None = None,
        *,
        first_titled: bool = True,
    ) -> None:
        """`instance` is the entry; `first_titled` is off where a card's title is the wording."""
        super().__init__()
        self._context = context
        self._questions = tuple(questions)
        self._instance = instance
        self._first_titled = first_titled
        self._made: dict[int, QuestionSlot] = {}
        self._show_all = False
        self._asked_for: set[str] = set()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_M)

    @property
    def holds_back(self) -> bool:
        """Whether an optional question is not shown."""
        return any(
            not question.required and index not in self._made
            for index, question in enumerate(self._questions)
        )

    def show_all(self) -> None:
        """Show optional questions and all options too, from the next refresh on."""
        self._show_all = True

    def ask_for(self, link_id: str) -> None:
        """Show one optional question too, from the next refresh on."""
        self._asked_for.add(link_id)

    def refresh(self, facts: PageFacts) -> bool:
        """Show what applies."""
        shown = [
            self._refresh_one(index, question, facts)
            for index, question in enumerate(self._questions)
        ]
        self.setVisible(any(shown))
        return any(shown)

    def reveal(self, path: str) -> bool:
        """Put the keyboard on a question in here."""
        for made in self._made.values():
            if made.path == path and not made.isHidden():
                made.focus_answer()
                return True
        return False

    def slots(self) -> Iterator[Slot]:
        """Questions that have been built."""
        for index in sorted(self._made):
            yield self._made[index]

    def _refresh_one(self, index: int, question: Question, facts: PageFacts) -> bool:
        state = question_state(facts.evidence, question, self._instance)
        made = self._made.get(index)
        applies = state.progress is not Progress.HIDDEN
        shown = applies and (made is not None or self._is_due(question, state.path, facts))
        if shown:
            asked = question
            if self._instance is not None and not self._show_all:
                asked = narrowed(question, self._instance, facts.evidence)
            if made is not None and made.question != asked:
                self._drop(index, made)
                made = None
            if made is None:
                made = self._build(index, state.path, asked)
            made.show_state(state)
        if made is not None:
            made.setVisible(shown)
        return shown

    def _is_due(self, question: Question, path: str, facts: PageFacts) -> bool:
        if self._instance is None or question.required or self._show_all:
            return True
        answered = facts.evidence.answers.get(path) is not None
        return answered or question.link_id in self._asked_for or path in facts.wanted

    def _build(self, index: int, path: str, question: Question) -> QuestionSlot:
        named_by_entry = self._instance is not None and question.kind is QuestionKind.MEDICINE
        titled = (index > 0 or self._first_titled) and not named_by_entry
        made = QuestionSlot(self._context, path, question, titled=titled)
        made.classify_requested.connect(self.classify_requested)
        place = sum(1 for other in self._made if other < index)
        self._made[index] = made
        self._column.insertWidget(place, made)
        return made

    def _drop(self, index: int, made: QuestionSlot) -> None:
        del self._made[index]
        self._column.removeWidget(made)
        made.hide()
        made.deleteLater()
