"""What a condition or a fact may look at: one observed answer, one list, and the whole evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from consult_app.domain.answers import AnswerState, Value
from consult_app.domain.dates import PartialDate
from consult_app.domain.facts.query import Derivation, FactQuery
from consult_app.domain.medicines import Agent
from consult_app.domain.truth import Truth


@dataclass(frozen=True, slots=True)
class Observation:
    """One question as the rules see it.

    `value` is set only for a valid, deciding answer to a question that applies for certain.
    `state` is the recorded state, None while unanswered. `missing` names what would settle it:
    the question itself, or the gate in front of it.
    """

    path: str
    applies: Truth
    value: Value | None = None
    state: AnswerState | None = None
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """One repeating list as the rules see it; `missing` is its own path while it is open."""

    path: str
    applies: Truth
    instances: tuple[str, ...] = ()
    complete: bool = False
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledUse:
    """One use for which a device is labelled: an area, an indication and skin types."""

    area: str
    indication: str
    skin_types: frozenset[str]


@dataclass(frozen=True, slots=True)
class DeviceLabel:
    """What the label of the chosen device says (decisions 3).

    `max_depth` in millimetres, None when the label's limit is not known; `min_age` in years.
    """

    device_id: str
    type: str
    min_age: int | None
    max_depth: Decimal | None
    uses: tuple[LabelledUse, ...]


class Evidence(Protocol):
    """Answers seen through the form, with the dates, the device and the dictionaries."""

    @property
    def planned_date(self) -> dt.date:
        """Day to which every window is counted."""
        ...

    @property
    def consultation_date(self) -> dt.date:
        """Day of the consultation."""
        ...

    @property
    def device(self) -> DeviceLabel | None:
        """Label of the chosen device; None while no device is chosen."""
        ...

    def observe(self, link_id: str, instance: str | None = None) -> Observation:
        """Look at one question, inside `instance` for questions of a repeating list."""
        ...

    def listing(self, list_id: str) -> Listing:
        """Look at one repeating list."""
        ...

    def score(self, score_id: str) -> tuple[Decimal | None, tuple[str, ...], tuple[str, ...]]:
        """Total of a score (None until every part is answered), its paths, and what is missing."""
        ...

    def score_band(self, score_id: str, total: Decimal) -> str:
        """Code of the band in which a total falls."""
        ...

    def derived(self, query: FactQuery, derive: Callable[[], Derivation]) -> Derivation:
        """Derive a fact, or recall it."""
        ...

    def agents(
        self, name: str, route: str | None, classified_as: str | None, *, route_unknown: bool
    ) -> tuple[Agent, ...]:
        """Ingredients and classes of one entry of the medicine list."""
        ...

    def latest_day(self, date: PartialDate, question: str) -> dt.date:
        """Latest possible day of an answer (decisions 2.11, 7.1).

        What `question` asks of the past is not after the consultation.
        """
        ...

    def earliest_day(self, date: PartialDate, question: str) -> dt.date:
        """Earliest possible day of an answer; of the past, not after the consultation."""
        ...
