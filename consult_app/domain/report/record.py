"""The clinic's record: verdict and reasons, plan and consent, aftercare given, answers."""

from __future__ import annotations

from consult_app.domain.answers import link_id_of
from consult_app.domain.assessment import Finding, Verdict
from consult_app.domain.consultation import Signatory
from consult_app.domain.report import wording
from consult_app.domain.report.answers_part import answers_part, medicines_part
from consult_app.domain.report.blocks import (
    Banner,
    Block,
    Callout,
    Heading,
    KeyValues,
    Lines,
    PageBreak,
    Paragraph,
    Report,
    SignatureBlock,
    TableBlock,
    TextStyle,
    Tone,
)
from consult_app.domain.report.entry_words import because_labels, entry_label
from consult_app.domain.report.issue_facts import IssueFacts
from consult_app.domain.report.plan_part import plan_part
from consult_app.domain.report.schedule import aftercare_blocks, preparation_blocks
from consult_app.domain.rules import Severity

__all__ = ["IssueFacts", "record_report"]

VERDICT_TONES = {
    Verdict.DO_NOT_TREAT: Tone.STOP,
    Verdict.CANNOT_CONCLUDE: Tone.CAUTION,
    Verdict.DEFER: Tone.CAUTION,
    Verdict.DERMATOLOGIST_DECISION: Tone.CAUTION,
    Verdict.PROCEED_WITH_CHANGES: Tone.INFO,
    Verdict.PROCEED: Tone.NEUTRAL,
}


def record_report(facts: IssueFacts) -> Report:
    """Build the record (DESIGN 5, consultation-flow 'Paper')."""
    patient = facts.consultation.patient
    blocks: list[Block] = [
        Heading(f"Consultation before {facts.pack.title.lower()}", 1),
        _identity(facts),
        Banner(
            VERDICT_TONES[facts.verdict],
            wording.verdict_line(facts.verdict, facts.assessment),
            wording.verdict_sentence(facts.verdict, facts.assessment),
        ),
        *_verdict_notes(facts),
        *_findings(facts),
        *_decisions(facts),
        *_open_items(facts),
        *plan_part(facts),
        *medicines_part(facts),
        *_consent(facts),
        *_signatures(facts),
        *_provenance(facts),
    ]
    if facts.treats:
        blocks += [PageBreak(), Heading("Instructions given to the patient", 2)]
        blocks += preparation_blocks(facts, 3)
        blocks += aftercare_blocks(facts, 3)
    blocks += [PageBreak(), *answers_part(facts)]
    born = wording.short_date(patient.birth_date) if patient.birth_date else "birth date not given"
    return Report(
        title=f"Consultation record {facts.consultation.consultation_id[:8]}",
        subject=f"Consultation before {facts.pack.title.lower()}",
        author=facts.consultation.practitioner.printed_name,
        language="en-GB",
        running=f"{patient.display_name}  \N{MIDDLE DOT}  born {born}"
        + (f"  \N{MIDDLE DOT}  {patient.record_number}" if patient.record_number else ""),
        footer=f"Record v{facts.version}  \N{MIDDLE DOT}  fingerprint {facts.fingerprint}",
        notice=facts.notice,
        letterhead=facts.letterhead,
        blocks=tuple(blocks),
        paper=facts.paper,
    )


def _identity(facts: IssueFacts) -> KeyValues:
    consultation, patient = facts.consultation, facts.consultation.patient
    device = facts.pack.device_by_id.get(consultation.device_id or "")
    planned = consultation.planned_date
    stage = consultation.stage.value.replace("-", " ")
    return KeyValues(
        "Patient and visit",
        (
            ("Patient", patient.display_name),
            ("Born", wording.short_date(patient.birth_date) if patient.birth_date else "not given"),
            ("Record number", patient.record_number or "none"),
            ("Consultation", f"{wording.short_date(consultation.consultation_date)}, {stage}"),
            ("Planned treatment", wording.long_date(planned) if planned else "not booked"),
            ("Device", device.name if device else "not chosen"),
            ("Practitioner", consultation.practitioner.printed_name),
            ("Pack", f"{facts.pack.title} {facts.pack.version}"),
        ),
    )


def _verdict_notes(facts: IssueFacts) -> list[Block]:
    assessment = facts.assessment
    notes: list[str] = []
    if not assessment.booked:
        notes.append("No date is planned: windows were counted to the day of the consultation.")
    if assessment.computed is not assessment.decided:
        computed = wording.VERDICT_WORDS[assessment.computed]
        decided = wording.VERDICT_WORDS[assessment.decided]
        notes.append(f"As computed: {computed}. As decided: {decided}.")
    if facts.verdict is not assessment.decided:
        notes.append("Issued without the pending decision, therefore as cannot conclude.")
    return [Paragraph(note, TextStyle.SMALL) for note in notes]


def _findings(facts: IssueFacts) -> list[Block]:
    rows = [_finding_row(facts, finding) for finding in facts.assessment.fired]
    if not rows:
        return [Heading("Findings", 2), Paragraph(facts.assessment.summary)]
    table = TableBlock(
        "Findings, strictest first",
        ("Finding", "Because", "What to do", "Sources"),
        tuple(rows),
        (0.21, 0.24, 0.38, 0.17),
    )
    blocks: list[Block] = [Heading("Findings", 2), table]
    blocks += [
        Paragraph(f"{finding.rule.title}: {finding.rule.disagreement}", TextStyle.SMALL)
        for finding in facts.assessment.fired
        if finding.rule.disagreement
    ]
    return blocks


def _finding_row(facts: IssueFacts, finding: Finding) -> tuple[str, ...]:
    because = "; ".join(because_labels(facts.pack, facts.consultation, finding))
    action = finding.rule.action
    if finding.raised_by is not None:
        action = f"{finding.raised_by.text} {action}"
    if finding.until is not None:
        action = f"Not before {wording.short_date(finding.until)}. {action}"
    elif finding.severity is Severity.DEFER and finding.rule.until_text:
        action = f"Defer {finding.rule.until_text}. {action}"
    if finding.expired:
        action += " The review of this rule is overdue."
    word = wording.SEVERITY_WORDS[finding.severity]
    return (
        f"{word}: {finding.rule.title}",
        because or "see answers",
        action,
        wording.sources_words(finding),
    )


def _decisions(facts: IssueFacts) -> list[Block]:
    rows = []
    for rule_id, decision in facts.assessment.decisions.items():
        rule = facts.pack.rule_by_id[rule_id]
        reason = decision.reason
        if decision.evidence_date is not None:
            reason += f" (evidence of {wording.short_date(decision.evidence_date)})"
        if rule.override.against_label:
            reason += " Against device labelling."
        rows.append(
            (
                rule.title,
                wording.DECISION_WORDS[decision.kind],
                reason,
                f"{decision.author}, {wording.moment(decision.at)}",
            )
        )
    blocks: list[Block] = []
    if rows:
        table = TableBlock(
            "Decisions of the dermatologist",
            ("Finding", "Decision", "Reason", "By"),
            tuple(rows),
            (0.27, 0.16, 0.34, 0.23),
        )
        blocks += [Heading("Decisions", 2), table]
    if facts.assessment.lapsed:
        names = ", ".join(facts.pack.rule_by_id[d.rule_id].title for d in facts.assessment.lapsed)
        text = f"Lapsed because answers changed: {names}."
        blocks.append(Callout(Tone.CAUTION, "Decisions that no longer hold", text))
    return blocks


def _open_items(facts: IssueFacts) -> list[Block]:
    missing = (*facts.assessment.invalid, *facts.assessment.missing)
    if not missing:
        return []
    form = facts.pack.form
    order = form.order
    known = sorted(dict.fromkeys(missing), key=lambda path: order.get(link_id_of(path), len(order)))
    lines = tuple(_open_line(facts, path) for path in known)
    return [Heading("Open questions", 2), Lines(lines)]


def _open_line(facts: IssueFacts, path: str) -> str:
    text = entry_label(facts.pack, facts.consultation, path)
    answer = facts.consultation.answers.get(path)
    if path in facts.assessment.invalid:
        return f"{text} \N{EM DASH} the answer cannot count"
    if answer is not None and answer.value is None:
        return f"{text} \N{EM DASH} {wording.STATE_WORDS[answer.state].lower()}"
    if path in facts.pack.form.lists:
        return f"{text} \N{EM DASH} the list was not closed"
    return f"{text} \N{EM DASH} not answered"


def _consent(facts: IssueFacts) -> list[Block]:
    if not facts.treats:
        return []
    consent = facts.pack.consent
    reviewed = consent.reviewed_by or "awaiting review"
    return [
        Heading("Consent", 2),
        Paragraph(
            f"Consent text {consent.version} ({reviewed}) was read on the screen before signing.",
            TextStyle.SMALL,
        ),
        Paragraph(consent.declaration),
    ]


def _signatures(facts: IssueFacts) -> list[Block]:
    if facts.draft:
        return []
    blocks: list[Block] = [Heading("Signatures", 2)]
    wanted = [Signatory.PATIENT] if facts.treats else []
    wanted.append(Signatory.PRACTITIONER)
    for who in wanted:
        signature = facts.consultation.signatures.get(who)
        if signature is None:
            continue
        practitioner = who is Signatory.PRACTITIONER
        meaning = facts.pack.consent.practitioner_declaration if practitioner else "I consent."
        if practitioner and not facts.treats:
            meaning = "I assessed the patient and stand for this record."
        blocks.append(
            SignatureBlock(
                role="Practitioner" if practitioner else "Patient",
                printed_name=signature.printed_name,
                meaning=meaning,
                signed_at=wording.moment(signature.signed_at) if signature.signed_at else "",
                strokes=signature.strokes,
                aspect=signature.aspect,
                typed=signature.typed,
            )
        )
    return blocks


def _provenance(facts: IssueFacts) -> list[Block]:
    return [
        Heading("Proof", 2),
        KeyValues(
            "Proof",
            (
                ("Issued", wording.moment(facts.issued_at)),
                ("Fingerprint", facts.fingerprint),
                ("Audit", f"{facts.audit_sequence:06d} {facts.audit_digest[:16]}"),
                ("Rules", facts.pack.rules_digest[:16]),
                ("Text", facts.pack.text_digest[:16]),
                ("Rules version", f"{facts.pack.pack_id} {facts.pack.version}"),
            ),
        ),
    ]
