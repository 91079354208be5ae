"""Rules of a pack: severity, condition, dates, action, sources, override policy and examples."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from consult_app.domain.answers import Answers
from consult_app.domain.conditions import Condition
from consult_app.domain.dates import Span
from consult_app.domain.form import Stage


class Severity(Enum):
    """What a fired rule asks for (evidence A.1.1), strictest first."""

    ABSOLUTE = "absolute-contraindication"
    DEFER = "defer-until"
    PRECAUTION = "relative-precaution"
    MODIFY = "modify-treatment"
    INFORMATION = "information"

    @property
    def rank(self) -> int:
        """4 for the strictest severity down to 0."""
        return _SEVERITY_RANKS[self]

    @property
    def blocks_when_unknown(self) -> bool:
        """Whether an undetermined rule of this severity forbids a conclusion (decisions 1.2)."""
        return self is not Severity.INFORMATION


_SEVERITY_RANKS = {severity: rank for rank, severity in enumerate(reversed(Severity))}


class Confidence(Enum):
    """How sure a source or a rule is (evidence, 'How to read confidence')."""

    CERTAIN = "certain"
    FAIRLY_SURE = "fairly-sure"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the evidence's list of sources (section F)."""

    number: str
    citation: str
    seen: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Until:
    """End of a deferral: the answered date of `question` plus `plus`; in a list, of each entry.

    `closed` says that the rule still fires on that day, as closed intervals do (decisions 2.9).
    """

    question: str
    plus: Span
    closed: bool = False


@dataclass(frozen=True, slots=True)
class OverridePolicy:
    """Whether a dermatologist may override, and what that needs (evidence A.1.7, decisions 4)."""

    allowed: bool
    needs: str = ""
    against_label: bool = False


@dataclass(frozen=True, slots=True)
class Settlement:
    """Evidence that clears a fired rule when recorded on it, for `valid_for` before treatment."""

    settlement_id: str
    text: str
    valid_for: Span


class Expected(Enum):
    """Outcome that an example promises."""

    FIRES = "fires"
    CLEARS = "clears"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Example:
    """A rule's own test: these answers on these days give this outcome.

    `until` is the expected end of the deferral, where the example states one.
    """

    name: str
    expected: Expected
    answers: Answers
    consultation_date: dt.date
    planned_date: dt.date | None
    stage: Stage = Stage.CONSULTATION
    until: dt.date | None = None


@dataclass(frozen=True)
class Rule:
    """One rule of the pack.

    `number` is the evidence number that it comes from, `disagreement` the on-screen wording where
    sources disagree (A.4), `fold` the cause under which the screen gathers related findings, and
    `presets` the reasons offered when a precaution is accepted.
    """

    rule_id: str
    version: int
    number: str
    title: str
    severity: Severity
    when: Condition
    action: str
    when_unknown: str
    override: OverridePolicy
    sources: tuple[str, ...]
    confidence: Confidence
    confidence_note: str
    reviewed: dt.date
    review_due: dt.date
    until: tuple[Until, ...] = ()
    until_text: str = ""
    disagreement: str = ""
    stage: Stage = Stage.CONSULTATION
    fold: str = ""
    presets: tuple[str, ...] = ()
    settled_by: tuple[Settlement, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether time alone can clear the rule."""
        return bool(self.until)
