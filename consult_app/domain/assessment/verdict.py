"""From findings and decisions to the verdict, as computed and as decided (decisions 1 and 7)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from consult_app.domain.answers import Answer
from consult_app.domain.assessment.finding import Finding, paths_read
from consult_app.domain.assessment.index import RuleBook
from consult_app.domain.dates import add_span
from consult_app.domain.decisions import Decision, DecisionKind
from consult_app.domain.interview import ConsultationEvidence
from consult_app.domain.rules import Severity


class Verdict(Enum):
    """Outcome of the assessment, strictest first (decisions 1.1)."""

    DO_NOT_TREAT = "do-not-treat"
    CANNOT_CONCLUDE = "cannot-conclude"
    DEFER = "defer"
    DERMATOLOGIST_DECISION = "dermatologist-decision"
    PROCEED_WITH_CHANGES = "proceed-with-changes"
    PROCEED = "proceed"

    @property
    def rank(self) -> int:
        """5 for the strictest down to 0."""
        return _VERDICT_RANKS[self]

    @property
    def treats(self) -> bool:
        """Whether treatment may be prepared: consent, preparation, aftercare (DESIGN 9.11)."""
        return self in (Verdict.PROCEED, Verdict.PROCEED_WITH_CHANGES)


_VERDICT_RANKS = {verdict: rank for rank, verdict in enumerate(reversed(Verdict))}

_OF_SEVERITY = {
    Severity.ABSOLUTE: Verdict.DO_NOT_TREAT,
    Severity.DEFER: Verdict.DEFER,
    Severity.PRECAUTION: Verdict.DERMATOLOGIST_DECISION,
    Severity.MODIFY: Verdict.PROCEED_WITH_CHANGES,
    Severity.INFORMATION: Verdict.PROCEED,
}


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """Strictest of several verdicts; PROCEED of none."""
    return max(verdicts, key=lambda verdict: verdict.rank, default=Verdict.PROCEED)


def computed_outcome(finding: Finding) -> Verdict:
    """What one finding alone asks for, before anybody decided anything."""
    found: list[Verdict] = []
    if finding.fired:
        found.append(_OF_SEVERITY[finding.severity])
    if finding.open_severity is not None and finding.open_severity.blocks_when_unknown:
        found.append(Verdict.CANNOT_CONCLUDE)
    return strictest(found)


def decided_outcome(finding: Finding, decision: Decision | None) -> Verdict:
    """What one finding asks for after the standing decision on it."""
    if decision is None or decision.kind not in permitted_decisions(finding):
        return computed_outcome(finding)
    if decision.kind is DecisionKind.SETTLED:
        return Verdict.PROCEED
    return Verdict.PROCEED_WITH_CHANGES


def permitted_decisions(finding: Finding) -> tuple[DecisionKind, ...]:
    """Which decisions a dermatologist may record on a finding (evidence A.1.7, decisions 1 and 7).

    Something stricter that is still open forbids all of them; what a device's label forbids is
    settled by choosing another device.
    """
    if finding.fired and finding.open_severity is None:
        return _permitted_on_fired(finding)
    if finding.undetermined:
        return _permitted_on_open(finding)
    return ()


def _permitted_on_fired(finding: Finding) -> tuple[DecisionKind, ...]:
    kinds: list[DecisionKind] = []
    if finding.rule.settled_by:
        kinds.append(DecisionKind.SETTLED)
    if finding.severity in (Severity.ABSOLUTE, Severity.DEFER) and finding.overridable:
        kinds.append(DecisionKind.OVERRIDE)
    if finding.severity is Severity.PRECAUTION and finding.overridable:
        kinds.append(DecisionKind.ACCEPT)
    return tuple(kinds)


def _permitted_on_open(finding: Finding) -> tuple[DecisionKind, ...]:
    match finding.open_severity:
        case Severity.MODIFY:
            return DecisionKind.ACKNOWLEDGE, DecisionKind.TREAT_AS_YES
        case Severity.PRECAUTION if finding.raised_by is None:
            return (DecisionKind.TREAT_AS_YES,)
        case Severity.ABSOLUTE | Severity.DEFER if finding.overridable:
            return (DecisionKind.NOT_PRESENT,)
        case _:
            return ()


def basis_of(book: RuleBook, finding: Finding, evidence: ConsultationEvidence) -> str:
    """Digest of everything the finding rests on; a decision lapses when it changes (DESIGN 9.4)."""
    answers = evidence.answers
    link_ids = book.dependencies[finding.rule_id]
    rows: list[list[str]] = []
    for path in paths_read(evidence, link_ids):
        answer = answers.get(path)
        if answer is not None:
            rows.append([path, answer.state.value, _text(answer)])
    for list_id in sorted(link_ids & set(evidence.form.lists)):
        state = answers.list_state(list_id)
        rows.append([list_id, "closed" if state.complete else "open", ",".join(state.instances)])
    day = evidence.planned_date.isoformat() if finding.rule.dated else ""
    device = evidence.device.device_id if evidence.device else ""
    text = json.dumps([finding.rule_id, finding.rule.version, day, device, rows])
    return hashlib.sha256(text.encode()).hexdigest()


def _text(answer: Answer) -> str:
    value = answer.value
    return "|".join(value) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True)
class Standing:
    """Decisions that hold now, by rule id, and those that lapsed."""

    held: dict[str, Decision]
    lapsed: tuple[Decision, ...]


def standing_decisions(
    book: RuleBook,
    findings: Iterable[Finding],
    evidence: ConsultationEvidence,
    decisions: Iterable[Decision],
) -> Standing:
    """Sort the newest decision on each rule into those that hold and those that lapsed."""
    newest = {decision.rule_id: decision for decision in decisions}
    held: dict[str, Decision] = {}
    lapsed: list[Decision] = []
    for finding in findings:
        decision = newest.get(finding.rule_id)
        if decision is None or decision.kind is DecisionKind.WITHDRAWN:
            continue
        if _holds(book, finding, evidence, decision):
            held[finding.rule_id] = decision
        else:
            lapsed.append(decision)
    return Standing(held, tuple(lapsed))


def _holds(
    book: RuleBook, finding: Finding, evidence: ConsultationEvidence, decision: Decision
) -> bool:
    if decision.rule_version != finding.rule.version or not decision.reason.strip():
        return False
    if decision.kind not in permitted_decisions(finding):
        return False
    if decision.kind is DecisionKind.SETTLED and not _fresh(finding, evidence, decision):
        return False
    return decision.basis == basis_of(book, finding, evidence)


def _fresh(finding: Finding, evidence: ConsultationEvidence, decision: Decision) -> bool:
    """Evidence counts for its span before treatment, that day included (decisions 1.8)."""
    for settlement in finding.rule.settled_by:
        if settlement.settlement_id == decision.evidence_id and decision.evidence_date is not None:
            last = add_span(decision.evidence_date, settlement.valid_for)
            return decision.evidence_date <= evidence.planned_date <= last
    return False
