"""``consult-app assess ANSWERS.yaml``: what the rules say about an answers file."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys

from consult_app.cli.exit_codes import ExitCode
from consult_app.cli.start import existing_file, program_for, report_problems
from consult_app.definitions.answers_file import AnswersFile, load_answers, pack_named_in
from consult_app.definitions.located import DefinitionError
from consult_app.domain.answers import link_id_of
from consult_app.domain.assessment import (
    Assessment,
    Finding,
    RuleBook,
    assess,
    basis_of,
    evidence_for,
)
from consult_app.domain.decisions import Decision
from consult_app.domain.interview import ConsultationEvidence
from consult_app.domain.pack import Pack
from consult_app.domain.report import wording

SCHEMA = "assessment/1"


def assess_file(chosen: argparse.Namespace) -> ExitCode:
    """Assess and print, as text or as JSON."""
    program = program_for(chosen)
    try:
        path = existing_file(chosen.answers)
        pack = program.pack_named(pack_named_in(path))
        stated = load_answers(path, pack)
    except DefinitionError as error:
        report_problems(error)
        return ExitCode.BAD_INPUT
    book = RuleBook(pack.form, pack.rules, pack.devices)
    day = chosen.today or stated.consultation_date
    evidence = evidence_for(book, pack.medicines, stated.answers, day)
    found = assess(book, evidence, stated.stage)
    assessment = assess(
        book, evidence, stated.stage, stated_decisions(book, found, evidence, stated)
    )
    text = as_json(pack, assessment) if chosen.json else as_text(pack, assessment)
    sys.stdout.write(text + "\n")
    return ExitCode.DONE


def stated_decisions(
    book: RuleBook, found: Assessment, evidence: ConsultationEvidence, stated: AnswersFile
) -> tuple[Decision, ...]:
    """The file's decisions, resting on the findings as they are; what may not be does not hold."""
    return tuple(
        Decision(
            decision_id=str(number),
            kind=decision.kind,
            rule_id=decision.rule_id,
            rule_version=found.finding(decision.rule_id).rule.version,
            basis=basis_of(book, found.finding(decision.rule_id), evidence),
            reason=decision.reason,
            author=stated.practitioner.printed_name,
            at=dt.datetime.combine(stated.consultation_date, dt.time(), dt.UTC),
            evidence_id=decision.evidence_id,
            evidence_date=decision.evidence_date,
        )
        for number, decision in enumerate(stated.decisions)
    )


def as_json(pack: Pack, assessment: Assessment) -> str:
    """The documented, stable JSON of an assessment (docs/command-line.md)."""
    earliest = assessment.earliest
    found = {
        "schema": SCHEMA,
        "pack": {
            "id": pack.pack_id,
            "version": pack.version,
            "rules_digest": pack.rules_digest,
            "notice": pack.notice,
        },
        "verdict": assessment.decided.value,
        "computed_verdict": assessment.computed.value,
        "planned_date": assessment.planned_date.isoformat(),
        "booked": assessment.booked,
        "earliest_date": earliest.day.isoformat() if earliest.day else None,
        "earliest_is_at_least": earliest.at_least,
        "conditions": list(earliest.conditions),
        "missing": in_form_order(pack, assessment.missing),
        "invalid": list(assessment.invalid),
        "rules": [_rule(finding) for finding in assessment.findings],
    }
    return json.dumps(found, indent=2, ensure_ascii=False)


def _rule(finding: Finding) -> dict[str, object]:
    rule = finding.rule
    return {
        "id": finding.rule_id,
        "version": rule.version,
        "title": rule.title,
        "status": finding.status.value,
        "severity": finding.severity.value,
        "open_severity": finding.open_severity.value if finding.open_severity else None,
        "because": list(finding.because) if finding.fired else [],
        "missing": list(finding.missing),
        "overridable": finding.overridable,
        "until": finding.until.isoformat() if finding.until else None,
        "raised_by_device": finding.raised_by is not None,
        "sources": list(rule.sources),
        "confidence": rule.confidence.value,
    }


def in_form_order(pack: Pack, paths: tuple[str, ...]) -> list[str]:
    """Paths in the order in which the form asks them."""
    order = pack.form.order
    return sorted(dict.fromkeys(paths), key=lambda path: order.get(link_id_of(path), len(order)))


def as_text(pack: Pack, assessment: Assessment) -> str:
    """A short report for people."""
    lines = [f"{pack.title} {pack.version}"]
    if pack.notice:
        lines.append(pack.notice)
    lines += [
        "",
        wording.verdict_line(assessment.decided, assessment),
        wording.verdict_sentence(assessment.decided, assessment),
    ]
    if not assessment.booked:
        lines.append("No planned date: windows were counted to the day of the consultation.")
    for finding in assessment.fired:
        word = wording.SEVERITY_WORDS[finding.severity]
        lines += ["", f"{word}: {finding.rule.title} [{finding.rule_id}]"]
        if finding.raised_by is not None:
            lines.append(f"  {finding.raised_by.text}")
        lines.append(f"  {finding.rule.action}")
        if finding.until is not None:
            lines.append(f"  Not before {wording.long_date(finding.until)}.")
        lines.append(f"  Sources: {wording.sources_words(finding)}")
    missing = in_form_order(pack, assessment.missing)
    if missing:
        lines += ["", "Open questions:"]
        lines += [f"  {path}: {wording.question_words(pack.form, path)}" for path in missing]
    if assessment.invalid:
        lines += ["", "Answers that cannot count:"]
        lines += [f"  {path}" for path in assessment.invalid]
    return "\n".join(lines)
