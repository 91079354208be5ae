"""The patient's copy: what to do, dated, in plain words; it depends on the outcome.

Never on it: verdict wording, diagnoses, infections of the blood, pregnancy, body image, overrides,
skin type (consultation-flow, 'Paper').
"""

from __future__ import annotations

from consult_app.domain.assessment import Verdict
from consult_app.domain.form import Stage
from consult_app.domain.report.blocks import (
    Block,
    Heading,
    KeyValues,
    Lines,
    Paragraph,
    Report,
    TextStyle,
)
from consult_app.domain.report.issue_facts import IssueFacts
from consult_app.domain.report.schedule import (
    aftercare_blocks,
    contact_block,
    preparation_blocks,
    red_flag_blocks,
    undated_note,
)
from consult_app.domain.report.wording import long_date, short_date, value_words


def patient_copy(facts: IssueFacts, scale: float = 1.0) -> Report:
    """Build the patient's copy; `scale` is 1.0 normal, 1.4 large, 1.8 extra large."""
    patient = facts.consultation.patient
    if facts.treats:
        blocks = _booked(facts)
    elif facts.verdict is Verdict.DEFER:
        blocks = _not_now(facts)
    else:
        blocks = _not_settled(facts)
    name = f"{patient.given} {patient.family}".strip()
    return Report(
        title="Your treatment" if facts.treats else "Your visit",
        subject=f"Information for the patient: {facts.pack.title.lower()}",
        author=facts.consultation.practitioner.printed_name,
        language="en-GB",
        running=name,
        footer=f"{facts.clinic.name}  \N{MIDDLE DOT}  {facts.clinic.phone}",
        notice=facts.notice,
        letterhead=facts.letterhead,
        blocks=tuple(blocks),
        paper=facts.paper,
        scale=scale,
    )


def _greeting(facts: IssueFacts, title: str) -> list[Block]:
    practitioner = facts.consultation.practitioner.printed_name
    date = short_date(facts.consultation.consultation_date)
    return [Heading(title, 1), Paragraph(f"You saw {practitioner} on {date}.")]


def _booked(facts: IssueFacts) -> list[Block]:
    planned = facts.consultation.planned_date
    blocks = _greeting(facts, f"Your {facts.pack.title.lower()} treatment")
    blocks += undated_note(planned)
    rows = [("Day", long_date(planned))] if planned else []
    rows += [("Area", _areas(facts))] if _areas(facts) else []
    if rows:
        blocks.append(KeyValues("Your treatment", tuple(rows), columns=1))
    if facts.consultation.stage is Stage.TREATMENT_DAY:
        blocks += [contact_block(facts), *red_flag_blocks(facts, 2)]
        blocks += aftercare_blocks(facts, 2)
        return blocks
    blocks += preparation_blocks(facts, 2)
    blocks += aftercare_blocks(facts, 2)
    blocks += red_flag_blocks(facts, 2)
    blocks.append(contact_block(facts))
    return blocks


def _areas(facts: IssueFacts) -> str:
    value = facts.evidence.observe("V5").value
    question = facts.pack.form.questions.get("V5")
    if question is None or value is None:
        return ""
    return value_words(question, value)


def _not_now(facts: IssueFacts) -> list[Block]:
    blocks = _greeting(facts, "We will treat you later")
    day = facts.assessment.earliest.day
    if day is not None and day > facts.consultation.consultation_date:
        blocks.append(
            Paragraph(f"We can treat you from {long_date(day)} at the earliest.", TextStyle.LEAD)
        )
    blocks += [
        Paragraph(
            "Your skin or your health needs time or a check first. We talked with you about why. "
            "Please call us to book, and tell us if anything has changed by then."
        ),
        Paragraph("Keep taking every medicine that was prescribed for you.", TextStyle.STRONG),
    ]
    blocks += preparation_blocks(facts, 2)
    blocks.append(contact_block(facts))
    return blocks


def _not_settled(facts: IssueFacts) -> list[Block]:
    if facts.verdict is Verdict.DO_NOT_TREAT:
        blocks = _greeting(facts, "We will not do this treatment now")
        text = (
            "We talked with you about why, and about other ways. Please ask us if something is "
            "not clear."
        )
        blocks += [Paragraph(text, TextStyle.LEAD)]
    else:
        blocks = _greeting(facts, "We need to find out more first")
        blocks += [
            Paragraph(
                "We cannot plan a treatment yet. Please bring or find out what we wrote down "
                "with you, then call us.",
                TextStyle.LEAD,
            ),
            Heading("Please bring", 2),
            Lines(
                (
                    "A list of all your medicines, with doses, or the boxes",
                    "Letters or test results that we asked for",
                    "Names and dates of treatments you had on your skin",
                )
            ),
        ]
    blocks += [
        Paragraph("Keep taking every medicine that was prescribed for you.", TextStyle.STRONG),
        contact_block(facts),
    ]
    return blocks
