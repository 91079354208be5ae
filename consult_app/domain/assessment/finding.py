"""One rule on one consultation: fired, cleared, undetermined or not yet asked, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from consult_app.domain.answers import path_of
from consult_app.domain.conditions import Evaluation, evaluate
from consult_app.domain.dates import PartialDate, Span, Unit, add_span
from consult_app.domain.devices import DeviceProfile, Raise
from consult_app.domain.facts import query as names
from consult_app.domain.form import Stage
from consult_app.domain.interview import ConsultationEvidence
from consult_app.domain.rules import Rule, Severity, Until
from consult_app.domain.truth import Truth

HORIZON = Span(5, Unit.YEARS)
"""How far ahead an earliest date is looked for (DESIGN 9.14)."""


class FindingStatus(Enum):
    """Outcome of one rule."""

    FIRED = "fired"
    CLEARED = "cleared"
    UNDETERMINED = "undetermined"
    NOT_YET = "not-yet"


@dataclass(frozen=True)
class Finding:
    """What one rule says.

    `severity` is the strictest that fired; of an undetermined rule the strictest that is open.
    `open_severity` is set when something stricter than what fired is still open, or the rule is
    undetermined. `missing` names what would settle it. `until` is the first day on which the rule
    no longer fires, None where time alone does not clear it. `raised_by` is the device's raise
    that decided the severity. `expired` marks a rule whose review is overdue: it still fires.
    """

    rule: Rule
    status: FindingStatus
    severity: Severity
    open_severity: Severity | None = None
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    until: dt.date | None = None
    raised_by: Raise | None = None
    expired: bool = False

    @property
    def rule_id(self) -> str:
        """Id of the rule."""
        return self.rule.rule_id

    @property
    def fired(self) -> bool:
        """Whether the rule fired."""
        return self.status is FindingStatus.FIRED

    @property
    def undetermined(self) -> bool:
        """Whether the rule could not be decided."""
        return self.status is FindingStatus.UNDETERMINED

    @property
    def settled(self) -> bool:
        """Whether further answers cannot change it."""
        return self.open_severity is None and self.status is not FindingStatus.NOT_YET

    @property
    def overridable(self) -> bool:
        """Whether a dermatologist may override it: never what this device's label forbids."""
        return self.raised_by is None and self.rule.override.allowed


@dataclass(frozen=True, slots=True)
class _Clause:
    """One way in which a rule can fire: its own condition, or a device's raise."""

    severity: Severity
    result: Evaluation
    until: tuple[Until, ...]
    raised_by: Raise | None = None


def evaluate_rule(
    rule: Rule,
    evidence: ConsultationEvidence,
    device: DeviceProfile | None,
    stage: Stage,
    devices: tuple[DeviceProfile, ...] = (),
) -> Finding:
    """Evaluate one rule with the raises of the chosen device.

    While no device is chosen, a raise of any of `devices` that is not FALSE keeps the rule open:
    an unknown device is not a permissive one.
    """
    expired = rule.review_due < evidence.consultation_date
    if rule.stage is Stage.TREATMENT_DAY and stage is not Stage.TREATMENT_DAY:
        return Finding(rule, FindingStatus.NOT_YET, rule.severity, expired=expired)
    finding = evaluate_once(rule, evidence, device, devices)
    if finding.fired and _dated(rule, device):
        finding = replace(finding, until=clear_day(rule, evidence, device))
    return replace(finding, expired=expired)


def evaluate_once(
    rule: Rule,
    evidence: ConsultationEvidence,
    device: DeviceProfile | None,
    devices: tuple[DeviceProfile, ...],
) -> Finding:
    """Evaluate a rule for the planned date alone, without looking for the day that clears it."""
    return _fold(rule, _clauses(rule, evidence, device, devices))


def _dated(rule: Rule, device: DeviceProfile | None) -> bool:
    raises = device.raises_of(rule.rule_id) if device else ()
    return rule.dated or any(found.until for found in raises)


def _clauses(
    rule: Rule,
    evidence: ConsultationEvidence,
    device: DeviceProfile | None,
    devices: tuple[DeviceProfile, ...],
) -> list[_Clause]:
    own = evaluate(rule.when, evidence)
    clauses = [_Clause(rule.severity, own, rule.until)]
    if device is not None:
        for found in device.raises_of(rule.rule_id):
            result = own if found.when is None else evaluate(found.when, evidence)
            clauses.append(_Clause(found.severity, result, found.until or rule.until, found))
        return clauses
    for profile in devices:
        for found in profile.raises_of(rule.rule_id):
            result = own if found.when is None else evaluate(found.when, evidence)
            if result.truth is not Truth.FALSE:
                missing = (names.DEVICE, *result.missing)
                unsure = Evaluation(Truth.UNKNOWN, result.because, missing)
                clauses.append(_Clause(found.severity, unsure, found.until, found))
    return clauses


def _fold(rule: Rule, clauses: list[_Clause]) -> Finding:
    """Join the clauses: the strictest that fired, and whether a stricter one is still open."""
    fired = [clause for clause in clauses if clause.result.truth is Truth.TRUE]
    unsure = [clause for clause in clauses if clause.result.truth is Truth.UNKNOWN]
    top = max(fired, key=lambda clause: clause.severity.rank, default=None)
    stricter = [
        clause for clause in unsure if top is None or clause.severity.rank > top.severity.rank
    ]
    open_severity = max(
        (clause.severity for clause in stricter), key=lambda s: s.rank, default=None
    )
    missing = _distinct(clause.result.missing for clause in stricter)
    if top is not None:
        because = _distinct(clause.result.because for clause in fired)
        return Finding(
            rule,
            FindingStatus.FIRED,
            top.severity,
            open_severity,
            because,
            missing,
            raised_by=top.raised_by,
        )
    if open_severity is not None:
        return Finding(
            rule, FindingStatus.UNDETERMINED, open_severity, open_severity, missing=missing
        )
    because = _distinct(clause.result.because for clause in clauses)
    return Finding(rule, FindingStatus.CLEARED, rule.severity, because=because)


def _distinct(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for group in groups for path in group))


def clear_day(
    rule: Rule, evidence: ConsultationEvidence, device: DeviceProfile | None
) -> dt.date | None:
    """First day from the consultation on, within the horizon, on which the rule does not fire."""
    for day in candidate_days(rule, evidence, device):
        moved = evidence.at(day)
        found = evaluate_once(rule, moved, device, ())
        if found.status is not FindingStatus.FIRED:
            return day
    return None


def candidate_days(
    rule: Rule, evidence: ConsultationEvidence, device: DeviceProfile | None
) -> list[dt.date]:
    """Days on which time may have cleared the rule, ascending, the consultation day first."""
    start = evidence.consultation_date
    last = add_span(start, HORIZON)
    ends = {start}
    raises = device.raises_of(rule.rule_id) if device else ()
    for until in (*rule.until, *(until for found in raises for until in found.until)):
        ends.update(_ends(until, evidence))
    return sorted(day for day in ends if start <= day <= last)


def _ends(until: Until, evidence: ConsultationEvidence) -> Iterator[dt.date]:
    list_id = until.question.partition(".")[0]
    instances: tuple[str | None, ...] = (None,)
    if list_id in evidence.form.lists and "." in until.question:
        instances = evidence.answers.list_state(list_id).instances
    for instance in instances:
        seen = evidence.observe(until.question, instance)
        if isinstance(seen.value, PartialDate):
            end = add_span(evidence.latest_day(seen.value, until.question), until.plus)
            yield end + dt.timedelta(days=1) if until.closed else end


def paths_read(evidence: ConsultationEvidence, link_ids: frozenset[str]) -> list[str]:
    """Paths of all recorded answers to `link_ids`, sorted: what a decision rests on."""
    found: list[str] = []
    for link_id in link_ids:
        container = evidence.form.containers.get(link_id)
        list_id = container.link_id if container is not None else ""
        if list_id in evidence.form.lists:
            instances = evidence.answers.list_state(list_id).instances
            found += [path_of(link_id, instance) for instance in instances]
        else:
            found.append(link_id)
    return sorted(path for path in found if evidence.answers.get(path) is not None)
