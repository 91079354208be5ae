"""Words of screen and paper for verdicts, severities, dates and answers, in British English."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from consult_app.domain.answers import (
    Answer,
    AnswerState,
    Provenance,
    Value,
    instance_of,
    link_id_of,
)
from consult_app.domain.assessment import Assessment, Finding, Verdict
from consult_app.domain.consultation import Consultation
from consult_app.domain.dates import PartialDate
from consult_app.domain.decisions import DecisionKind
from consult_app.domain.devices import DeviceProfile
from consult_app.domain.form import Form, Group, Item, Question, QuestionKind, RepeatingList
from consult_app.domain.pack import Pack
from consult_app.domain.rules import Severity

_SHORT = 24
"""Texts of fewer letters, such as "Which one?", are printed with the group around them."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

VERDICT_WORDS = {
    Verdict.DO_NOT_TREAT: "Do not treat",
    Verdict.CANNOT_CONCLUDE: "Cannot conclude",
    Verdict.DEFER: "Defer",
    Verdict.DERMATOLOGIST_DECISION: "Dermatologist decision needed",
    Verdict.PROCEED_WITH_CHANGES: "Proceed with changes",
    Verdict.PROCEED: "Proceed",
}

SEVERITY_WORDS = {
    Severity.ABSOLUTE: "Do not treat",
    Severity.DEFER: "Defer",
    Severity.PRECAUTION: "Decide",
    Severity.MODIFY: "Change the plan",
    Severity.INFORMATION: "Note",
}

DECISION_WORDS = {
    DecisionKind.OVERRIDE: "Overridden",
    DecisionKind.ACCEPT: "Accepted",
    DecisionKind.ACKNOWLEDGE: "Acknowledged as unknown",
    DecisionKind.TREAT_AS_YES: "Treated as yes",
    DecisionKind.NOT_PRESENT: "Assessed: not present",
    DecisionKind.SETTLED: "Settled by evidence",
    DecisionKind.WITHDRAWN: "Withdrawn",
}

PROVENANCE_WORDS = {
    Provenance.ASKED: "asked",
    Provenance.PATIENT_ENTERED: "entered by the patient",
    Provenance.EXAMINED: "examined",
    Provenance.RECORDS_SEEN: "records seen",
    Provenance.CARRIED_FORWARD: "carried forward, not confirmed",
    Provenance.RECONFIRMED: "carried forward and reconfirmed",
    Provenance.BULK_NEGATIVE: "denied on a list read out",
    Provenance.CLINIC_DEFAULT: "clinic default, confirmed",
}

STATE_WORDS = {
    AnswerState.DONT_KNOW: "Does not know",
    AnswerState.DECLINED: "Prefers not to say",
}


def short_date(day: dt.date) -> str:
    """Such as 5 May 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def long_date(day: dt.date) -> str:
    """Such as Tuesday 5 May 2026."""
    return f"{_WEEKDAYS[day.weekday()]} {short_date(day)}"


def partial_date(date: PartialDate) -> str:
    """As far as the date is known: 5 May 2026, May 2026 or 2026."""
    if date.exact:
        return short_date(date.earliest)
    if date.month is not None:
        return f"{_MONTHS[date.month - 1]} {date.year}"
    return str(date.year)


def moment(at: dt.datetime) -> str:
    """Date, time and zone of an aware time."""
    offset = at.strftime("%z")
    zone = "UTC" if offset in ("+0000", "") else f"UTC{offset[:3]}:{offset[3:]}"
    return f"{short_date(at.date())}, {at:%H:%M} {zone}"


def verdict_line(verdict: Verdict, assessment: Assessment) -> str:
    """The verdict in words, with the date where it defers (decisions 1.1)."""
    words = VERDICT_WORDS[verdict]
    day = assessment.earliest.day
    if verdict is Verdict.DEFER and day is not None and day > assessment.planned_date:
        return f"{words} until {long_date(day)}"
    return words


def verdict_sentence(verdict: Verdict, assessment: Assessment) -> str:
    """One sentence below the verdict."""
    day = assessment.earliest.day
    later = day is not None and day > assessment.planned_date
    match verdict:
        case Verdict.DO_NOT_TREAT:
            return "At least one finding forbids treatment."
        case Verdict.CANNOT_CONCLUDE:
            extra = ""
            if (
                later
                and day is not None
                and any(f.severity is Severity.DEFER for f in assessment.fired)
            ):
                extra = f" In any case not before {long_date(day)}."
            return f"Answers that decide are missing.{extra}"
        case Verdict.DEFER:
            return earliest_sentence(assessment)
        case Verdict.DERMATOLOGIST_DECISION:
            return "A finding waits for the dermatologist's recorded decision."
        case Verdict.PROCEED_WITH_CHANGES:
            return "No blocking rule stands. Treat with the changes listed."
        case Verdict.PROCEED:
            return assessment.summary


def earliest_sentence(assessment: Assessment) -> str:
    """When treatment would be possible, and what else must be true."""
    earliest = assessment.earliest
    if earliest.day is None:
        return "No date can be given: what defers treatment is not settled by time alone."
    words = "Not before" if not earliest.at_least else "At the earliest, as far as answers go,"
    text = f"{words} {long_date(earliest.day)}"
    if earliest.conditions:
        reasons = [assessment.finding(rule_id).rule for rule_id in earliest.conditions]
        text += ", and " + "; ".join(rule.until_text or rule.title for rule in reasons)
    return text + "."


def question_words(form: Form, path: str) -> str:
    """Text of the question or list at a path."""
    link_id = link_id_of(path)
    if link_id in form.questions:
        question = form.questions[link_id]
        container = form.containers.get(link_id)
        if container is not None and instance_of(path) is not None:
            return f"{container.text}: {question.text}"
        return question.text
    for item in form.items():
        if item.link_id == link_id:
            return item.text
    return link_id


def label_words(form: Form, path: str) -> str:
    """The practitioner's short label of the question, group or list at a path, for the record.

    Inside a list the entry is named before it, such as "Treatment: date".
    """
    link_id = link_id_of(path)
    if link_id not in form.questions:
        return next((label_of(item) for item in form.items() if item.link_id == link_id), link_id)
    question = form.questions[link_id]
    container = form.containers.get(link_id)
    if isinstance(container, RepeatingList):
        return f"{container.entry_word.capitalize()}: {small_initial(label_of(question))}"
    if isinstance(container, Group) and not question.label and len(question.text) < _SHORT:
        return f"{container.text}: {question.text}"
    return label_of(question)


def label_of(item: Item) -> str:
    """The short label, or the text where the pack has none."""
    return item.label or item.text


def small_initial(text: str) -> str:
    """Text to follow a colon or comma: a small first letter, unless the word is an abbreviation."""
    word = text.partition(" ")[0]
    return text[:1].lower() + text[1:] if word[1:].islower() else text


def marked(text: str, mark: str) -> str:
    """Text with a mark in brackets behind it, where there is one."""
    return f"{text} ({mark})" if mark else text


def answer_words(
    question: Question, answer: Answer, devices: tuple[DeviceProfile, ...] = ()
) -> str:
    """One recorded answer in words."""
    if answer.value is None:
        return STATE_WORDS[answer.state]
    return value_words(question, answer.value, devices)


def value_words(question: Question, value: Value, devices: tuple[DeviceProfile, ...] = ()) -> str:
    """One value in words, by the question's options and unit."""
    match value:
        case tuple():
            chosen = [_option_words(question, code) for code in value]
            return ("; " if any("," in text for text in chosen) else ", ").join(chosen)
        case PartialDate():
            return partial_date(value)
        case Decimal():
            number = format(value.normalize(), "f")
            return f"{number} {question.unit}".strip()
        case str() if question.kind is QuestionKind.DEVICE:
            return next((d.name for d in devices if d.device_id == value), value)
        case str():
            return _option_words(question, value)


def _option_words(question: Question, code: str) -> str:
    option = question.option(code)
    return option.text if option is not None else code


def because_words(pack: Pack, consultation: Consultation, finding: Finding) -> tuple[str, ...]:
    """The answers behind a fired finding, each as question and answer."""
    lines: list[str] = []
    for path in finding.because:
        answer = consultation.answers.get(path)
        question = pack.form.questions.get(link_id_of(path))
        if answer is None or question is None:
            continue
        text = answer_words(question, answer, pack.devices)
        lines.append(f"{question_words(pack.form, path)} {text}")
    return tuple(lines)


def sources_words(finding: Finding) -> str:
    """Source numbers and confidence of a finding."""
    numbers = ", ".join(finding.rule.sources)
    note = finding.rule.confidence_note or finding.rule.confidence.value.replace("-", " ")
    return f"{numbers} ({note})"
