"""Immutable answers: value, state and provenance of each, and how complete each list is.

A path names one answer: a linkId such as ``S1`` or ``S7.grade``, or, inside a repeating list,
``medicines[<instance>].name`` for the linkId ``medicines.name``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from consult_app.domain.dates import PartialDate

Value = str | Decimal | PartialDate | tuple[str, ...]
"""What a given answer holds: option code or text, number, date, or several option codes."""


class AnswerState(Enum):
    """What somebody recorded. An unanswered question has no entry at all."""

    GIVEN = "given"
    DONT_KNOW = "dont-know"
    DECLINED = "declined"


class Provenance(Enum):
    """How an answer came to be."""

    ASKED = "asked"
    PATIENT_ENTERED = "patient-entered"
    EXAMINED = "examined"
    RECORDS_SEEN = "records-seen"
    CARRIED_FORWARD = "carried-forward"
    RECONFIRMED = "reconfirmed"
    BULK_NEGATIVE = "bulk-negative"
    CLINIC_DEFAULT = "clinic-default"


@dataclass(frozen=True, slots=True)
class Answer:
    """One recorded answer.

    `value` is set exactly when the state is GIVEN (ValueError otherwise); `at` is aware UTC time.
    """

    state: AnswerState
    value: Value | None = None
    provenance: Provenance = Provenance.ASKED
    author: str = ""
    at: dt.datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a value without GIVEN and GIVEN without a value."""
        if (self.state is AnswerState.GIVEN) != (self.value is not None):
            raise ValueError("an answer has a value exactly when it is given")
        if self.value == ():
            raise ValueError("an empty selection is no answer; choose 'none' where it is offered")

    def __repr__(self) -> str:
        """State only: answers are patient data and must not reach a log."""
        return f"Answer({self.state.value})"

    @property
    def decides(self) -> bool:
        """Only a given answer decides anything; a carried-forward one must be confirmed first."""
        return self.state is AnswerState.GIVEN and self.provenance is not Provenance.CARRIED_FORWARD


def given(value: Value, provenance: Provenance = Provenance.ASKED) -> Answer:
    """Shorthand for a given answer."""
    return Answer(AnswerState.GIVEN, value, provenance)


DONT_KNOW = Answer(AnswerState.DONT_KNOW)
DECLINED = Answer(AnswerState.DECLINED)


@dataclass(frozen=True, slots=True)
class ListState:
    """The instances of a repeating list in order, and whether somebody said "that is all"."""

    instances: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True)
class Answers:
    """Everything recorded in a consultation; each change gives a new object."""

    entries: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    lists: Mapping[str, ListState] = field(default_factory=lambda: MappingProxyType({}))

    def __repr__(self) -> str:
        """Counts only: answers are patient data and must not reach a log."""
        return f"Answers({len(self.entries)} entries, {len(self.lists)} lists)"

    def get(self, path: str) -> Answer | None:
        """Return the recorded answer, or None while unanswered."""
        return self.entries.get(path)

    def list_state(self, list_id: str) -> ListState:
        """State of a repeating list; empty and open while nobody touched it."""
        return self.lists.get(list_id, ListState())

    def with_answer(self, path: str, answer: Answer) -> Answers:
        """Record `answer` at `path`, replacing an earlier one."""
        return replace(self, entries=MappingProxyType({**self.entries, path: answer}))

    def without(self, path: str) -> Answers:
        """Take the answer at `path` back; the question is unanswered again."""
        entries = {key: value for key, value in self.entries.items() if key != path}
        return replace(self, entries=MappingProxyType(entries))

    def with_list(self, list_id: str, state: ListState) -> Answers:
        """Set a list's instances and completeness; answers of dropped instances go with them."""
        kept = set(state.instances)
        entries = {
            path: answer
            for path, answer in self.entries.items()
            if not (path.startswith(f"{list_id}[") and instance_of(path) not in kept)
        }
        return Answers(MappingProxyType(entries), MappingProxyType({**self.lists, list_id: state}))

    def merged(self, changes: Iterable[tuple[str, Answer]]) -> Answers:
        """Record several answers at once."""
        return replace(self, entries=MappingProxyType({**self.entries, **dict(changes)}))

    def paths(self) -> Iterator[str]:
        """Paths of all recorded answers, in the order of recording."""
        return iter(self.entries)


def path_of(link_id: str, instance: str | None = None) -> str:
    """Path of `link_id`; inside a list `instance` goes after the list's id."""
    if instance is None:
        return link_id
    list_id, _, leaf = link_id.partition(".")
    return f"{list_id}[{instance}].{leaf}"


def link_id_of(path: str) -> str:
    """Question id of a path: the path without its instance."""
    head, bracket, tail = path.partition("[")
    return head + tail.partition("]")[2] if bracket else path


def instance_of(path: str) -> str | None:
    """List instance named in a path, or None outside lists."""
    _, bracket, tail = path.partition("[")
    return tail.partition("]")[0] if bracket else None
