"""What the form asks now: what applies, what is missing, what is invalid.

Everything here is a function of the form and of immutable answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from consult_app.domain.answers import instance_of, link_id_of, path_of
from consult_app.domain.evidence import ConsultationEvidence, Fault
from consult_app.domain.form import Group, Item, Question, RepeatingList, Section, Stage
from consult_app.domain.truth import Truth

__all__ = [
    "ConsultationEvidence",
    "Fault",
    "Progress",
    "QuestionState",
    "invalid_answers",
    "item_states",
    "left_in",
    "missing_answers",
    "question_state",
]


class Progress(Enum):
    """State of one question on the screen."""

    HIDDEN = "hidden"
    OPEN = "open"
    UNKNOWN = "unknown"
    UNCONFIRMED = "unconfirmed"
    INVALID = "invalid"
    ANSWERED = "answered"


@dataclass(frozen=True)
class QuestionState:
    """One question instance as it stands."""

    path: str
    question: Question
    progress: Progress
    fault: Fault | None = None


def question_state(
    evidence: ConsultationEvidence, question: Question, instance: str | None = None
) -> QuestionState:
    """State of one question (of one instance)."""
    path = path_of(question.link_id, instance)
    if evidence.applies(question.link_id, instance).truth is not Truth.TRUE:
        return QuestionState(path, question, Progress.HIDDEN)
    answer = evidence.answers.get(path)
    if answer is None:
        return QuestionState(path, question, Progress.OPEN)
    if answer.value is None:
        return QuestionState(path, question, Progress.UNKNOWN)
    fault = evidence.fault_at(path, question.link_id)
    if fault is not None:
        return QuestionState(path, question, Progress.INVALID, fault)
    progress = Progress.ANSWERED if answer.decides else Progress.UNCONFIRMED
    return QuestionState(path, question, progress)


def item_states(evidence: ConsultationEvidence, item: Item) -> Iterator[QuestionState]:
    """States of all questions of an item, list instances included."""
    match item:
        case Question():
            yield question_state(evidence, item)
        case Group():
            for question in item.items:
                yield question_state(evidence, question)
        case RepeatingList():
            for instance in evidence.answers.list_state(item.link_id).instances:
                for question in item.items:
                    yield question_state(evidence, question, instance)


_LEFT = (Progress.OPEN, Progress.UNCONFIRMED, Progress.INVALID)


def left_in(evidence: ConsultationEvidence, section: Section) -> tuple[str, ...]:
    """Paths in a section that still need an answer, lists that are not closed included."""
    found: list[str] = []
    for item in section.items:
        found += [
            state.path
            for state in item_states(evidence, item)
            if state.progress in _LEFT
            and (state.question.required or state.progress is not Progress.OPEN)
        ]
        if isinstance(item, RepeatingList) and item.required:
            applies = evidence.applies(item.link_id).truth is Truth.TRUE
            if applies and not evidence.answers.list_state(item.link_id).complete:
                found.append(item.link_id)
    return tuple(found)


def missing_answers(evidence: ConsultationEvidence, stage: Stage) -> tuple[str, ...]:
    """All paths that still need an answer at `stage`, in the form's order."""
    return tuple(
        path
        for section in evidence.form.sections
        if section.stage is Stage.CONSULTATION or section.stage is stage
        for path in left_in(evidence, section)
    )


def invalid_answers(evidence: ConsultationEvidence) -> tuple[str, ...]:
    """Paths of recorded answers that apply and cannot count, in the form's order."""
    found: list[str] = []
    for path in evidence.answers.paths():
        link_id = link_id_of(path)
        if evidence.fault_at(path, link_id) is not None:
            instance = instance_of(path)
            if evidence.applies(link_id, instance).truth is Truth.TRUE:
                found.append(path)
    order = evidence.form.order
    return tuple(sorted(found, key=lambda path: order[link_id_of(path)]))
