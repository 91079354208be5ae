"""How a section is laid out: which questions share a card, and what stands under which question.

A pure function of the questionnaire. A question that is only asked because of the one before it
stands under that one, whether or not the questionnaire groups the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consult_app.domain.conditions import reads
from consult_app.domain.form import (
    Card,
    Form,
    Group,
    Item,
    Question,
    RepeatingList,
    Score,
    Section,
)

Asked = Question | RepeatingList
"""What a card can hold: a question, or a list of entries."""


@dataclass(frozen=True)
class CardBlock:
    """One card; the first item's text is the title unless `title` says otherwise."""

    items: tuple[Asked, ...]
    title: str = ""
    help: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a bulk card, and what is asked under it."""

    question: Question
    under: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class LinesBlock:
    """A bulk card."""

    card: Card
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ScoreBlock:
    """The optional questions of a score, folded away until somebody wants them."""

    score: Score
    questions: tuple[Question, ...]


Block = CardBlock | LinesBlock | ScoreBlock


def plan_page(form: Form, section: Section) -> tuple[Block, ...]:
    """Blocks of a section, in the order in which its items begin."""
    planner = _Planner(form, section)
    for item in section.items:
        planner.add(item)
    return planner.blocks()


class _Planner:
    """Collects blocks; a bulk card keeps the place of its first line."""

    def __init__(self, form: Form, section: Section) -> None:
        self._form = form
        self._cards = {card.card_id: card for card in section.cards}
        self._blocks: list[list[Asked] | str | CardBlock | Score] = []
        self._lines: dict[str, list[tuple[Question, list[Asked]]]] = {}
        self._scored: dict[str, list[Question]] = {}
        self._last: tuple[frozenset[str], list[Asked]] | None = None

    def add(self, item: Item) -> None:
        """Place one item."""
        if isinstance(item, Group):
            self._add_group(item)
        elif self._follows(item):
            self._extend(item)
        elif isinstance(item, Question) and item.card in self._cards:
            under = self._add_line(item)
            self._last = (frozenset({item.link_id}), under)
        elif isinstance(item, Question) and self._score_of(item) is not None:
            self._add_scored(item)
        else:
            block: list[Asked] = [item]
            self._blocks.append(block)
            self._last = (frozenset({item.link_id}), block)

    def blocks(self) -> tuple[Block, ...]:
        """What was placed."""
        found: list[Block] = []
        for block in self._blocks:
            if isinstance(block, str):
                lines = [Line(question, tuple(under)) for question, under in self._lines[block]]
                found.append(LinesBlock(self._cards[block], tuple(lines)))
            elif isinstance(block, CardBlock):
                found.append(block)
            elif isinstance(block, Score):
                found.append(ScoreBlock(block, tuple(self._scored[block.score_id])))
            else:
                found.append(CardBlock(tuple(block)))
        return tuple(found)

    def _add_group(self, group: Group) -> None:
        self._last = None
        lines = {
            question.link_id: self._add_line(question)
            for question in group.items
            if question.card in self._cards
        }
        if not lines:
            self._blocks.append(_group_block(group))
            return
        for question in group.items:
            if question.link_id in lines:
                continue
            read = _read_by(question)
            parent = next((link_id for link_id in lines if link_id in read), None)
            lines[parent or next(iter(lines))].append(question)

    def _add_line(self, question: Question) -> list[Asked]:
        if question.card not in self._lines:
            self._lines[question.card] = []
            self._blocks.append(question.card)
        under: list[Asked] = []
        self._lines[question.card].append((question, under))
        return under

    def _add_scored(self, question: Question) -> None:
        score = self._score_of(question)
        if score is None:
            return
        if score.score_id not in self._scored:
            self._scored[score.score_id] = []
            self._blocks.append(score)
        self._scored[score.score_id].append(question)

    def _score_of(self, question: Question) -> Score | None:
        if question.required:
            return None
        scores = self._form.scores.values()
        return next((score for score in scores if question.link_id in score.questions), None)

    def _follows(self, item: Question | RepeatingList) -> bool:
        if self._last is None or (isinstance(item, Question) and item.card in self._cards):
            return False
        return bool(self._last[0] & _read_by(item))

    def _extend(self, item: Question | RepeatingList) -> None:
        if self._last is not None:
            leads, under = self._last
            under.append(item)
            self._last = (leads | {item.link_id}, under)


def _group_block(group: Group) -> CardBlock:
    """A group whose first question leads to all others needs no title of its own."""
    leading = group.items[0].enable_when is None and all(
        question.enable_when is not None for question in group.items[1:]
    )
    if leading and group.enable_when is None:
        return CardBlock(group.items, help=group.help)
    return CardBlock(group.items, group.text, group.help)


def _read_by(item: Asked) -> frozenset[str]:
    return frozenset() if item.enable_when is None else frozenset(reads(item.enable_when))


def questions_of(items: Sequence[Asked]) -> tuple[Question, ...]:
    """Questions among `items`, those of lists left out."""
    return tuple(item for item in items if isinstance(item, Question))
