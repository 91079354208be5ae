"""What a card holds: questions, and the lists that follow from them, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.domain.form import Question, RepeatingList
from consult_app.ui.entry_list import EntryList
from consult_app.ui.page_context import PageContext
from consult_app.ui.page_plan import Asked
from consult_app.ui.part import PageFacts
from consult_app.ui.question_column import QuestionColumn
from consult_app.ui.slot import Slot
from consult_app.ui.tokens import SPACE_M


class AskedColumn(QWidget):
    """Runs of questions, and lists between them."""

    def __init__(
        self, context: PageContext, items: Sequence[Asked], *, first_titled: bool = True
    ) -> None:
        """`first_titled` is off where a card's title is the wording of the first item."""
        super().__init__()
        self._parts: list[QuestionColumn | EntryList] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        for _, run in groupby(items, key=lambda item: isinstance(item, Question)):
            for part in _parts_of(context, list(run), not self._parts and not first_titled):
                self._parts.append(part)
                column.addWidget(part)

    def refresh(self, facts: PageFacts) -> bool:
        """Show what applies."""
        shown = [part.refresh(facts) for part in self._parts]
        self.setVisible(any(shown))
        return any(shown)

    def reveal(self, path: str) -> bool:
        """Put the keyboard on a question or list in here."""
        return any(part.reveal(path) for part in self._parts)

    def slots(self) -> Iterator[Slot]:
        """Questions that have been built."""
        for part in self._parts:
            yield from part.slots()


def _parts_of(
    context: PageContext, run: Sequence[Asked], untitled: bool
) -> list[QuestionColumn | EntryList]:
    questions = [item for item in run if isinstance(item, Question)]
    if questions:
        return [QuestionColumn(context, questions, first_titled=not untitled)]
    return [
        EntryList(context, item, titled=not (untitled and number == 0))
        for number, item in enumerate(run)
        if isinstance(item, RepeatingList)
    ]
