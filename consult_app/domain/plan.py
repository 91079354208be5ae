"""What follows for the treatment: depth windows, interval, and dated preparation and aftercare.

The program records the dermatologist's numbers and warns; it never chooses a depth (evidence C.5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from consult_app.domain.conditions import Condition, evaluate
from consult_app.domain.facts import Evidence
from consult_app.domain.facts import query as names
from consult_app.domain.rules import Confidence
from consult_app.domain.truth import Truth, any_of


class Phase(Enum):
    """When a line of the plan is read."""

    PREPARATION = "preparation"
    CALL_FIRST = "call-first"
    EXPECT = "expect"
    RED_FLAG = "red-flag"
    AFTERCARE = "aftercare"
    CLINIC_DAY = "clinic-day"


class LineKind(Enum):
    """What a line asks of its reader."""

    DO = "do"
    DONT = "dont"
    EXPECT = "expect"
    CALL = "call"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Offset:
    """Where a line stands from the planned treatment: whole days, or hours on the day itself.

    `until_days` closes a period such as day 4 to 7.
    """

    days: int = 0
    hours: int | None = None
    until_days: int | None = None
    until_hours: int | None = None


@dataclass(frozen=True)
class LineSpec:
    """One line as the pack writes it.

    It is included when `when` is not FALSE and, where `findings` is not empty, one of those rules
    fired or is undetermined: what is not known includes the line. In a `merge` group the highest
    `rank` wins. `slot` names the table row of the schedule, such as "24 h".
    """

    line_id: str
    phase: Phase
    kind: LineKind
    text: str
    offset: Offset
    slot: str = ""
    when: Condition | None = None
    findings: tuple[str, ...] = ()
    merge: str = ""
    rank: int = 0
    confidence: Confidence = Confidence.PRACTICE
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DepthWindow:
    """Cautious depth range in millimetres for an area and a purpose (evidence C.5, practice)."""

    area: str
    purpose: str
    minimum: Decimal
    maximum: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class SkinTypeRow:
    """How skin type changes the plan (evidence C.2).

    `share` is the part of the depth window at the first session: 1 whole, 0 its lowest value.
    """

    skin_types: frozenset[str]
    share: Decimal
    end_point: str
    passes: str
    interval: str
    interval_days: int
    warning: str


@dataclass(frozen=True)
class PlanSpec:
    """The plan part of a pack.

    `scar_indications` are the codes of V6 that take the scar window; all others rejuvenation.
    """

    windows: tuple[DepthWindow, ...]
    skin_types: tuple[SkinTypeRow, ...]
    scar_indications: frozenset[str]
    lines: tuple[LineSpec, ...]
    course: str = ""


@dataclass(frozen=True, slots=True)
class ZonePlan:
    """Depth window for one planned area; None where the source gives none."""

    area: str
    purpose: str
    minimum: Decimal | None
    maximum: Decimal | None
    note: str


@dataclass(frozen=True, slots=True)
class DatedLine:
    """One line of the plan with its real date; `starts` is None while no date is planned."""

    line_id: str
    phase: Phase
    kind: LineKind
    text: str
    slot: str
    offset: Offset
    starts: dt.date | None
    ends: dt.date | None
    at: dt.time | None
    confidence: Confidence


@dataclass(frozen=True)
class Plan:
    """Everything that follows for this patient; `interval_days` is None without a skin type."""

    zones: tuple[ZonePlan, ...]
    skin_type: str | None
    end_point: str
    passes: str
    interval: str
    interval_days: int | None
    warning: str
    lines: tuple[DatedLine, ...]

    def lines_of(self, phase: Phase) -> tuple[DatedLine, ...]:
        """Lines of one phase, in the pack's order."""
        return tuple(line for line in self.lines if line.phase is phase)


def make_plan(
    spec: PlanSpec,
    evidence: Evidence,
    concerns: Callable[[str], Truth],
    treatment_day: dt.date | None,
    treatment_time: dt.time | None = None,
) -> Plan:
    """Derive the plan.

    `concerns` tells whether a rule fired: TRUE fired, FALSE cleared, UNKNOWN undetermined. With
    `treatment_day` None lines carry no dates.
    """
    skin = evidence.observe(names.SKIN_TYPE)
    skin_type = skin.value if isinstance(skin.value, str) else None
    row = next((found for found in spec.skin_types if skin_type in found.skin_types), None)
    return Plan(
        zones=_zones(spec, evidence, row),
        skin_type=skin_type,
        end_point=row.end_point if row else "",
        passes=row.passes if row else "",
        interval=row.interval if row else "",
        interval_days=row.interval_days if row else None,
        warning=row.warning if row else "",
        lines=tuple(
            _dated(line, treatment_day, treatment_time)
            for line in _included(spec.lines, evidence, concerns)
        ),
    )


def _zones(spec: PlanSpec, evidence: Evidence, row: SkinTypeRow | None) -> tuple[ZonePlan, ...]:
    areas = evidence.observe(names.AREAS).value
    wanted = evidence.observe(names.INDICATIONS).value
    if not isinstance(areas, tuple) or not isinstance(wanted, tuple):
        return ()
    purposes = ["scars"] if set(wanted) & spec.scar_indications else []
    purposes += ["rejuvenation"] if set(wanted) - spec.scar_indications else []
    return tuple(_zone(spec, area, purpose, row) for area in areas for purpose in purposes)


def _zone(spec: PlanSpec, area: str, purpose: str, row: SkinTypeRow | None) -> ZonePlan:
    for window in spec.windows:
        if (window.area, window.purpose) == (area, purpose):
            share = row.share if row else Decimal(1)
            top = window.minimum + (window.maximum - window.minimum) * share
            top = top.quantize(Decimal("0.01"))
            return ZonePlan(area, purpose, window.minimum, top, window.note)
    return ZonePlan(area, purpose, None, None, "No depth range in the sources for this area.")


def _included(
    lines: Iterable[LineSpec], evidence: Evidence, concerns: Callable[[str], Truth]
) -> list[LineSpec]:
    """Lines that apply or may apply; of a merge group only those of the highest rank."""
    kept = [line for line in lines if _applies(line, evidence, concerns) is not Truth.FALSE]
    best: dict[str, int] = {}
    for line in kept:
        if line.merge:
            best[line.merge] = max(best.get(line.merge, line.rank), line.rank)
    return [line for line in kept if not line.merge or line.rank == best[line.merge]]


def _applies(line: LineSpec, evidence: Evidence, concerns: Callable[[str], Truth]) -> Truth:
    if line.when is None and not line.findings:
        return Truth.TRUE
    answers = Truth.FALSE if line.when is None else evaluate(line.when, evidence).truth
    return answers | any_of(concerns(rule_id) for rule_id in line.findings)


def _dated(line: LineSpec, day: dt.date | None, time: dt.time | None) -> DatedLine:
    offset = line.offset
    starts = ends = None
    at = None
    if day is not None:
        starts = day + dt.timedelta(days=offset.days)
        if offset.until_days is not None:
            ends = day + dt.timedelta(days=offset.until_days)
        if offset.hours is not None and time is not None:
            moment = dt.datetime.combine(day, time) + dt.timedelta(hours=offset.hours)
            starts, at = moment.date(), moment.time()
    return DatedLine(
        line.line_id,
        line.phase,
        line.kind,
        line.text,
        line.slot,
        offset,
        starts,
        ends,
        at,
        line.confidence,
    )
