"""Questions of an entry with only the options that make sense beside what is already answered.

Fewer options on the screen, never fewer in the record: what is recorded stays among them, and
"more details" shows all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from consult_app.domain.answers import path_of
from consult_app.domain.evidence import ConsultationEvidence
from consult_app.domain.facts import query as names
from consult_app.domain.form import Question

NAME = f"{names.MEDICINES}.name"
ROUTE = f"{names.MEDICINES}.route"
CLASSIFIED_AS = f"{names.MEDICINES}.classified_as"
ZONE = f"{names.PLANNED_DEPTHS}.zone"


def narrowed(question: Question, instance: str | None, evidence: ConsultationEvidence) -> Question:
    """The question as it is to be asked in this entry."""
    if question.link_id == ROUTE:
        return _with_options(question, instance, evidence, _routes(instance, evidence))
    if question.link_id == ZONE:
        return _with_options(question, instance, evidence, _areas(evidence))
    return question


def _routes(instance: str | None, evidence: ConsultationEvidence) -> tuple[str, ...]:
    answer = evidence.answers.get(path_of(NAME, instance))
    if answer is None or not isinstance(answer.value, str):
        return ()
    recognition = evidence.medicines.recognise(answer.value)
    return () if recognition.open_ended else recognition.routes


def _areas(evidence: ConsultationEvidence) -> tuple[str, ...]:
    answer = evidence.answers.get(names.AREAS)
    value = answer.value if answer is not None else None
    return value if isinstance(value, tuple) else ()


def _with_options(
    question: Question,
    instance: str | None,
    evidence: ConsultationEvidence,
    codes: Iterable[str],
) -> Question:
    recorded = evidence.answers.get(path_of(question.link_id, instance))
    kept = {*codes}
    if recorded is not None and isinstance(recorded.value, str):
        kept.add(recorded.value)
    options = tuple(option for option in question.options if option.code in kept)
    known = any(option.code in set(codes) for option in options)
    return replace(question, options=options) if known else question
