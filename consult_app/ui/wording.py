"""How answers, findings and people read on the screen, in one place so that views agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from consult_app.domain.answers import Answer, AnswerState, instance_of, link_id_of
from consult_app.domain.consultation import ConsultationStatus, PatientIdentity
from consult_app.domain.dates import PartialDate, age_on
from consult_app.domain.evidence import Fault
from consult_app.domain.form import Form, Question, QuestionKind
from consult_app.domain.pack import Pack
from consult_app.domain.rules import Severity
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.date_text import spell_date

SEVERITY_TONES: Mapping[Severity, Tone] = {
    Severity.ABSOLUTE: Tone.STOP,
    Severity.DEFER: Tone.DEFER,
    Severity.PRECAUTION: Tone.CAUTION,
    Severity.MODIFY: Tone.INFO,
    Severity.INFORMATION: Tone.NEUTRAL,
}
"""Tone of each severity; the word beside it says the same."""


def severity_word(severity: Severity) -> str:
    """One or two words for a fired finding of this severity."""
    words = {
        Severity.ABSOLUTE: QCoreApplication.translate("Wording", "Do not treat"),
        Severity.DEFER: QCoreApplication.translate("Wording", "Wait"),
        Severity.PRECAUTION: QCoreApplication.translate("Wording", "Decide"),
        Severity.MODIFY: QCoreApplication.translate("Wording", "Change the plan"),
        Severity.INFORMATION: QCoreApplication.translate("Wording", "For information"),
    }
    return words[severity]


def status_word(status: ConsultationStatus) -> str:
    """State of a consultation in a list."""
    words = {
        ConsultationStatus.DRAFT: QCoreApplication.translate("Wording", "Draft"),
        ConsultationStatus.ISSUED: QCoreApplication.translate("Wording", "Issued"),
        ConsultationStatus.AMENDED: QCoreApplication.translate("Wording", "Amended"),
        ConsultationStatus.VOID: QCoreApplication.translate("Wording", "Void"),
    }
    return words[status]


def state_words(state: AnswerState) -> str:
    """Words of the two recorded states that give no answer."""
    if state is AnswerState.DECLINED:
        return QCoreApplication.translate("Wording", "Prefer not to say")
    return QCoreApplication.translate("Wording", "Don\u2019t know")


def day_text(day: dt.date) -> str:
    """A date that cannot be misread, such as 5 May 2026."""
    return spell_date(day.isoformat())


def weekday_text(day: dt.date) -> str:
    """A date with its weekday, such as Tuesday, 5 May 2026."""
    days = (
        QCoreApplication.translate("Wording", "Monday"),
        QCoreApplication.translate("Wording", "Tuesday"),
        QCoreApplication.translate("Wording", "Wednesday"),
        QCoreApplication.translate("Wording", "Thursday"),
        QCoreApplication.translate("Wording", "Friday"),
        QCoreApplication.translate("Wording", "Saturday"),
        QCoreApplication.translate("Wording", "Sunday"),
    )
    return f"{days[day.weekday()]}, {day_text(day)}"


def born_text(patient: PatientIdentity, today: dt.date) -> str:
    """Birth date and age, the second thing by which a patient is told from another."""
    if patient.birth_date is None:
        return QCoreApplication.translate("Wording", "Birth date not recorded")
    text = QCoreApplication.translate("Wording", "Born {0} ({1})")
    return text.format(day_text(patient.birth_date), age_on(patient.birth_date, today))


def identity_text(patient: PatientIdentity, today: dt.date) -> str:
    """Birth date, record number and, where it is so, that the patient is made up."""
    parts = [born_text(patient, today)]
    if patient.record_number:
        number = QCoreApplication.translate("Wording", "Record {0}")
        parts.append(number.format(patient.record_number))
    if patient.synthetic:
        parts.append(QCoreApplication.translate("Wording", "Synthetic patient"))
    return " \u00b7 ".join(parts)


def fault_text(fault: Fault) -> str:
    """One sentence on an answer that cannot count."""
    text = QCoreApplication.translate("Wording", "This answer {0}; it does not count.")
    return text.format(fault.value)


def answer_text(question: Question, answer: Answer | None, pack: Pack) -> str:
    """An answer as it reads beside its question; "not answered" while there is none."""
    if answer is None:
        return QCoreApplication.translate("Wording", "not answered")
    value = answer.value
    if value is None:
        return state_words(answer.state)
    if isinstance(value, tuple):
        return ", ".join(_option_text(question, code) for code in value)
    if isinstance(value, PartialDate):
        return spell_date(str(value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f} {question.unit}".strip()
    if question.kind is QuestionKind.DEVICE:
        device = pack.device_by_id.get(value)
        return device.name if device is not None else value
    return _option_text(question, value)


def _option_text(question: Question, code: str) -> str:
    option = question.option(code)
    return option.text if option is not None else code


def shortened(text: str, length: int = 60) -> str:
    """At most `length` characters, cut at a word."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    if text[length - 1] != " ":
        head = head.rsplit(" ", 1)[0]
    return head.rstrip(" ,;:") + "\u2026"


def path_text(form: Form, path: str) -> str:
    """What a path asks, in a few words: its list and question, or its question."""
    link_id = link_id_of(path)
    listed = form.lists.get(link_id)
    if listed is not None:
        return listed.text
    question = form.questions[link_id]
    if instance_of(path) is None:
        return question.text
    return f"{form.containers[link_id].text}: {question.text}"
