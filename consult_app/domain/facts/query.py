"""The closed list of derived facts, and the shape in which a pack asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from consult_app.domain.dates import Span

BIRTH_DATE = "V1"
PLANNED_DATE = "V3"
DEVICE = "V4"
AREAS = "V5"
INDICATIONS = "V6"
SKIN_TYPE = "FST"
PLANNED_DEPTHS = "X5"
MEDICINES = "medicines"
CONFIRMED_BEFORE_SIGNING = {"C1_again": "confirmed", "C3_again": "confirmed"}
"""Questions that must have these answers before a consent is issued (C1 and C3, asked again)."""


class FactKind(Enum):
    """Facts that the engine derives; a pack uses them and cannot define others."""

    AGE = "age"
    AGENTS = "agents"
    DAYS_SINCE = "days-since"
    DAYS_UNTIL = "days-until"
    YEARS_BELOW_LABEL_AGE = "years-below-label-age"
    LABEL_USES_OUTSIDE = "label-uses-outside"
    DEPTH_EXCESS = "depth-excess"
    DEVICE_TYPE = "device-type"
    SCORE = "score"
    SCORE_BAND = "score-band"
    STEROID_DOSE = "steroid-dose"


DATED_FACTS = frozenset(
    {
        FactKind.AGE,
        FactKind.AGENTS,
        FactKind.DAYS_SINCE,
        FactKind.DAYS_UNTIL,
        FactKind.YEARS_BELOW_LABEL_AGE,
        FactKind.STEROID_DOSE,
    }
)
"""Facts whose value may change with the planned date."""


class Taking(Enum):
    """Which medicines count as being taken on the planned date."""

    CURRENT = "current"
    WASHOUT = "washout"


@dataclass(frozen=True, slots=True)
class Tick:
    """A code of a `choices` question that stands for a medicine, to be united with the list.

    It is the same medicine as a listed one of `classes`, or, where there are none, as the listed
    ingredient that is named like the code.
    """

    question: str
    code: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactQuery:
    """One use of a fact.

    `classes`, `taking`, `stopped_within`, `supplied` and `ticks` belong to AGENTS (`supplied` is
    "prescribed" or "self-bought", empty for either). `question`, `earliest` and `span` belong to
    DAYS_SINCE and DAYS_UNTIL: with a span the days are counted from its end, by the calendar.
    `score` belongs to the two score facts.
    """

    kind: FactKind
    classes: tuple[str, ...] = ()
    taking: Taking = Taking.WASHOUT
    stopped_within: Span | None = None
    supplied: str = ""
    question: str = ""
    earliest: bool = False
    span: Span | None = None
    ticks: tuple[Tick, ...] = ()
    score: str = ""

    @property
    def reads(self) -> frozenset[str]:
        """LinkIds that the fact looks at."""
        match self.kind:
            case FactKind.AGE:
                return frozenset({BIRTH_DATE})
            case FactKind.AGENTS | FactKind.STEROID_DOSE:
                return frozenset({MEDICINES, *(tick.question for tick in self.ticks)})
            case FactKind.DAYS_SINCE | FactKind.DAYS_UNTIL:
                return frozenset({self.question})
            case FactKind.YEARS_BELOW_LABEL_AGE:
                return frozenset({BIRTH_DATE, DEVICE})
            case FactKind.LABEL_USES_OUTSIDE:
                return frozenset({DEVICE, AREAS, INDICATIONS, SKIN_TYPE})
            case FactKind.DEPTH_EXCESS:
                return frozenset({DEVICE, PLANNED_DEPTHS})
            case FactKind.DEVICE_TYPE:
                return frozenset({DEVICE})
            case FactKind.SCORE | FactKind.SCORE_BAND:
                return frozenset({self.score})


@dataclass(frozen=True, slots=True)
class Derivation:
    """Value of a fact: an interval of numbers or a set of codes, with because and missing.

    `low` and `high` are closed ends, None for an open one; `codes` is the set of codes that are
    still possible, None when nothing is known or the fact is a number.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    codes: frozenset[str] | None = None
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
