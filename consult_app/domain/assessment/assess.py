"""Run a rule book on the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult_app.domain.answers import Answers
from consult_app.domain.assessment.finding import (
    Finding,
    FindingStatus,
    candidate_days,
    evaluate_once,
    evaluate_rule,
)
from consult_app.domain.assessment.index import RuleBook
from consult_app.domain.assessment.verdict import (
    Verdict,
    computed_outcome,
    decided_outcome,
    standing_decisions,
    strictest,
)
from consult_app.domain.dates import PartialDate
from consult_app.domain.decisions import Decision
from consult_app.domain.devices import DeviceProfile
from consult_app.domain.evidence import plausible
from consult_app.domain.facts import query as names
from consult_app.domain.form import Stage
from consult_app.domain.interview import ConsultationEvidence, invalid_answers
from consult_app.domain.medicines import MedicineDictionary
from consult_app.domain.rules import Severity


@dataclass(frozen=True)
class EarliestDate:
    """When treatment would be possible (decisions 2.10, DESIGN 9.14).

    `day` is None when time alone clears nothing within five years. `at_least`: a dated rule is
    still undetermined on that day. `conditions` are ids of deferrals that no date clears.
    """

    day: dt.date | None
    at_least: bool
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """Everything the rules say about one set of answers.

    `findings` follow the pack's order. `computed` is the verdict of the rules alone, `decided` the
    one after the standing `decisions`. `invalid` are paths whose answers cannot count. `booked`
    tells whether windows were counted to a planned date or, for lack of one, to today.
    """

    findings: tuple[Finding, ...]
    computed: Verdict
    decided: Verdict
    earliest: EarliestDate
    decisions: Mapping[str, Decision]
    lapsed: tuple[Decision, ...]
    invalid: tuple[str, ...]
    planned_date: dt.date
    booked: bool
    stage: Stage

    def finding(self, rule_id: str) -> Finding:
        """Finding of one rule. Raises KeyError for an unknown id."""
        for finding in self.findings:
            if finding.rule_id == rule_id:
                return finding
        raise KeyError(rule_id)

    @property
    def fired(self) -> tuple[Finding, ...]:
        """Fired findings, strictest first, then in the pack's order."""
        found = [finding for finding in self.findings if finding.fired]
        return tuple(sorted(found, key=lambda finding: -finding.severity.rank))

    @property
    def undetermined(self) -> tuple[Finding, ...]:
        """Findings on which something is open, strictest first."""
        found = [finding for finding in self.findings if finding.open_severity is not None]
        return tuple(sorted(found, key=lambda f: -(f.open_severity.rank if f.open_severity else 0)))

    @property
    def missing(self) -> tuple[str, ...]:
        """Paths that would settle blocking findings, strictest finding first."""
        return tuple(
            dict.fromkeys(
                path
                for finding in self.undetermined
                if finding.open_severity is not None and finding.open_severity.blocks_when_unknown
                for path in finding.missing
            )
        )

    @property
    def summary(self) -> str:
        """Wording of decisions 1.5; never "no contraindications"."""
        if not self.fired:
            return "No rule in this list fired."
        if self.decided.treats:
            return "No blocking rule fired."
        return ""


def evidence_for(
    book: RuleBook,
    medicines: MedicineDictionary,
    answers: Answers,
    consultation_date: dt.date,
    planned_date: dt.date | None = None,
) -> ConsultationEvidence:
    """See the answers through the form.

    Without `planned_date` the answered one counts, and without that the day of the consultation
    (decisions 1.9).
    """
    booked = planned_date or _booked(answers, consultation_date)
    device = answers.get(names.DEVICE)
    chosen = device.value if device is not None and device.decides else None
    profile = next((found for found in book.devices if found.device_id == chosen), None)
    return ConsultationEvidence(
        form=book.form,
        answers=answers,
        medicines=medicines,
        device=profile.label if profile else None,
        consultation_date=consultation_date,
        planned_date=max(booked or consultation_date, consultation_date),
        booked=booked,
        known_devices=frozenset(found.device_id for found in book.devices),
    )


def _booked(answers: Answers, consultation_date: dt.date) -> dt.date | None:
    answer = answers.get(names.PLANNED_DATE)
    value = answer.value if answer is not None and answer.decides else None
    if not isinstance(value, PartialDate) or not value.exact:
        return None
    return value.earliest if plausible(value, consultation_date) else None


def assess(
    book: RuleBook,
    evidence: ConsultationEvidence,
    stage: Stage,
    decisions: Iterable[Decision] = (),
) -> Assessment:
    """Evaluate every rule."""
    device = _profile(book, evidence)
    findings = tuple(
        evaluate_rule(rule, evidence, device, stage, book.devices) for rule in book.rules
    )
    return _conclude(book, evidence, stage, decisions, findings)


def reassess(
    book: RuleBook,
    evidence: ConsultationEvidence,
    stage: Stage,
    decisions: Iterable[Decision],
    previous: Assessment,
    changed: frozenset[str],
) -> Assessment:
    """Evaluate only the rules that read a changed linkId; the same result as a full pass."""
    moved = evidence.planned_date != previous.planned_date or stage is not previous.stage
    if moved or names.DEVICE in changed or names.PLANNED_DATE in changed:
        return assess(book, evidence, stage, decisions)
    affected: set[str] = set()
    for link_id in changed:
        affected |= book.readers.get(link_id, frozenset())
    device = _profile(book, evidence)
    findings = tuple(
        evaluate_rule(found.rule, evidence, device, stage, book.devices)
        if found.rule_id in affected
        else found
        for found in previous.findings
    )
    return _conclude(book, evidence, stage, decisions, findings, previous, affected)


def evidence_after(
    book: RuleBook,
    previous: ConsultationEvidence,
    answers: Answers,
    changed: frozenset[str],
) -> ConsultationEvidence:
    """Evidence after further answers, keeping what the change leaves untouched."""
    if changed & {names.PLANNED_DATE, names.DEVICE}:
        return evidence_for(book, previous.medicines, answers, previous.consultation_date)
    return previous.after(answers, changed)


def _profile(book: RuleBook, evidence: ConsultationEvidence) -> DeviceProfile | None:
    if evidence.device is None:
        return None
    wanted = evidence.device.device_id
    return next(found for found in book.devices if found.device_id == wanted)


def _conclude(
    book: RuleBook,
    evidence: ConsultationEvidence,
    stage: Stage,
    decisions: Iterable[Decision],
    findings: tuple[Finding, ...],
    previous: Assessment | None = None,
    affected: Iterable[str] = (),
) -> Assessment:
    """Fold findings and decisions; the earliest date is kept where nothing bears on it."""
    standing = standing_decisions(book, findings, evidence, decisions)
    computed = [computed_outcome(finding) for finding in findings]
    decided = [decided_outcome(found, standing.held.get(found.rule_id)) for found in findings]
    invalid = invalid_answers(evidence)
    if invalid:
        # An answer that cannot count is an open question, whatever the rules make of the rest.
        computed.append(Verdict.CANNOT_CONCLUDE)
        decided.append(Verdict.CANNOT_CONCLUDE)
    if previous is not None and _same_dates(book, previous, standing.held, affected):
        earliest = previous.earliest
    else:
        earliest = _earliest(book, evidence, findings, standing.held)
    return Assessment(
        findings=findings,
        computed=strictest(computed),
        decided=strictest(decided),
        earliest=earliest,
        decisions=standing.held,
        lapsed=standing.lapsed,
        invalid=invalid,
        planned_date=evidence.planned_date,
        booked=evidence.booked is not None,
        stage=stage,
    )


def _same_dates(
    book: RuleBook,
    previous: Assessment,
    held: Mapping[str, Decision],
    affected: Iterable[str],
) -> bool:
    """Whether neither a rule nor a decision that bears on the earliest date was touched."""
    return not (book.dating & set(affected)) and previous.decisions.keys() == held.keys()


def _earliest(
    book: RuleBook,
    evidence: ConsultationEvidence,
    findings: tuple[Finding, ...],
    held: Mapping[str, Decision],
) -> EarliestDate:
    """Smallest day on which no dated rule fires; deferrals without a date stand beside it."""
    device = _profile(book, evidence)
    conditions: list[str] = []
    timed: list[Finding] = []
    for finding in findings:
        if finding.rule_id in held or finding.status is FindingStatus.NOT_YET:
            continue
        if finding.fired and finding.until is None:
            if finding.severity is Severity.DEFER:
                conditions.append(finding.rule_id)
        elif finding.rule.dated or finding.until is not None:
            timed.append(finding)
    days = sorted(
        {day for found in timed for day in candidate_days(found.rule, evidence, device)}
        | {evidence.consultation_date}
    )
    for day in days:
        moved = evidence.at(day)
        there = [evaluate_once(found.rule, moved, device, book.devices) for found in timed]
        if not any(found.fired for found in there):
            at_least = any(found.undetermined for found in there)
            return EarliestDate(day, at_least, tuple(conditions))
    return EarliestDate(None, False, tuple(conditions))
