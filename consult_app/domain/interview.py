"""What the form asks now: what applies, what is missing, what is invalid; and the evidence.

Everything here is a function of the form and of immutable answers. The evidence keeps a private
memory of what it has already looked up, which never changes what it says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum

from consult_app.domain.answers import Answer, Answers, Value, path_of
from consult_app.domain.conditions import Condition, Evaluation, evaluate
from consult_app.domain.dates import PartialDate
from consult_app.domain.facts import DeviceLabel, Listing, Observation
from consult_app.domain.facts import query as names
from consult_app.domain.form import (
    Form,
    Group,
    Item,
    Question,
    QuestionKind,
    RepeatingList,
    Section,
    Stage,
    Tense,
)
from consult_app.domain.medicines import MedicineDictionary
from consult_app.domain.truth import Truth, all_of

_APPLIES = Evaluation(Truth.TRUE)


class Fault(Enum):
    """Why a recorded answer cannot count."""

    UNKNOWN_OPTION = "is not one of the choices"
    EXCLUSIVE = "cannot stand beside other choices"
    TOO_SMALL = "is below the smallest possible value"
    TOO_LARGE = "is above the largest possible value"
    TOO_LONG = "is too long"
    AFTER_PLANNED = "lies after the planned date"
    BEFORE_CONSULTATION = "lies before the consultation"
    NOT_EXACT = "needs year, month and day"
    WRONG_KIND = "is not the kind of answer that the question takes"


@dataclass(frozen=True)
class ConsultationEvidence:
    """The answers seen through the form on given days; implements `facts.Evidence`.

    `booked` is the planned date as entered, for input checks; `planned_date` may be moved by
    `at()` to ask what would hold on another day.
    """

    form: Form
    answers: Answers
    medicines: MedicineDictionary
    device: DeviceLabel | None
    consultation_date: dt.date
    planned_date: dt.date
    booked: dt.date | None = None
    known_devices: frozenset[str] = frozenset()
    _applies: dict[tuple[str, str | None], Evaluation] = field(
        default_factory=dict, repr=False, compare=False
    )
    _seen: dict[str, Observation] = field(default_factory=dict, repr=False, compare=False)

    def at(self, day: dt.date) -> ConsultationEvidence:
        """The same answers with treatment on another day.

        Observations do not depend on the planned date, so what was looked up stays; gates might
        (a gate may use a fact), so applicability is looked up again.
        """
        return replace(self, planned_date=day, _applies={}, _seen={})

    def applies(self, link_id: str, instance: str | None = None) -> Evaluation:
        """Whether a question, group or list applies: the conjunction of all gates around it."""
        key = (link_id, instance)
        found = self._applies.get(key)
        if found is None:
            found = self._applies[key] = self._evaluate_gates(link_id, instance)
        return found

    def _evaluate_gates(self, link_id: str, instance: str | None) -> Evaluation:
        gates = [gate for gate in gates_of(self.form, link_id) if gate is not None]
        if not gates:
            return _APPLIES
        parts = [evaluate(gate, self, instance) for gate in gates]
        truth = all_of(part.truth for part in parts)
        carrying = [part for part in parts if part.truth is truth]
        because = tuple(dict.fromkeys(path for part in carrying for path in part.because))
        missing = tuple(dict.fromkeys(path for part in carrying for path in part.missing))
        return Evaluation(truth, because, missing if truth is Truth.UNKNOWN else ())

    def observe(self, link_id: str, instance: str | None = None) -> Observation:
        """Look at one question; see `facts.Evidence`.

        A gate or a rule inside a list may read a question outside of it: that one has no instance.
        """
        if not isinstance(self.form.containers.get(link_id), RepeatingList):
            instance = None
        path = path_of(link_id, instance)
        found = self._seen.get(path)
        if found is None:
            found = self._seen[path] = self._observe(link_id, instance, path)
        return found

    def _observe(self, link_id: str, instance: str | None, path: str) -> Observation:
        gate = self.applies(link_id, instance)
        answer = self.answers.get(path)
        state = None if answer is None else answer.state
        if gate.truth is not Truth.TRUE:
            return Observation(path, gate.truth, None, state, gate.because, gate.missing)
        value: Value | None = None
        if answer is not None and answer.decides and self.fault(link_id, answer) is None:
            value = answer.value
        return Observation(path, gate.truth, value, state, (), () if value is not None else (path,))

    def listing(self, list_id: str) -> Listing:
        """Look at one repeating list; see `facts.Evidence`."""
        gate = self.applies(list_id)
        state = self.answers.list_state(list_id)
        missing = gate.missing if gate.truth is Truth.UNKNOWN else (list_id,)
        return Listing(
            list_id,
            gate.truth,
            state.instances,
            state.complete,
            gate.because or (list_id,),
            missing,
        )

    def score(self, score_id: str) -> tuple[Decimal | None, tuple[str, ...], tuple[str, ...]]:
        """Sum a score; no total until every part is answered."""
        total = 0
        because: list[str] = []
        missing: list[str] = []
        for link_id in self.form.scores[score_id].questions:
            seen = self.observe(link_id)
            code = seen.value if isinstance(seen.value, str) else ""
            option = self.form.questions[link_id].option(code)
            if option is None or option.score is None:
                missing += seen.missing or (seen.path,)
            else:
                total += option.score
                because.append(seen.path)
        return (None if missing else Decimal(total)), tuple(because), tuple(missing)

    def score_band(self, score_id: str, total: Decimal) -> str:
        """Band of a total."""
        return self.form.scores[score_id].band(total)

    def latest_day(self, date: PartialDate) -> dt.date:
        """Latest possible day; a date known in part never reaches past the consultation."""
        if date.exact or date.earliest > self.consultation_date:
            return date.latest
        return min(date.latest, self.consultation_date)

    def earliest_day(self, date: PartialDate) -> dt.date:
        """Earliest possible day, for freshness of tests."""
        return min(date.earliest, self.consultation_date)

    def fault(self, link_id: str, answer: Answer) -> Fault | None:
        """Why an answer cannot count, or None; only given answers can be at fault."""
        question = self.form.questions[link_id]
        value = answer.value
        if value is None:
            return None
        match question.kind:
            case QuestionKind.CHOICE | QuestionKind.CHOICES:
                return _choice_fault(question, value)
            case QuestionKind.NUMBER:
                return _number_fault(question, value)
            case QuestionKind.DATE:
                return self._date_fault(question, value)
            case QuestionKind.DEVICE:
                known = isinstance(value, str) and value in self.known_devices
                return None if known else Fault.UNKNOWN_OPTION
            case QuestionKind.TEXT | QuestionKind.MEDICINE:
                if not isinstance(value, str) or not value.strip():
                    return Fault.WRONG_KIND
                return Fault.TOO_LONG if len(value) > question.max_length else None

    def _date_fault(self, question: Question, value: Value) -> Fault | None:
        if not isinstance(value, PartialDate):
            return Fault.WRONG_KIND
        if question.link_id == names.PLANNED_DATE and not value.exact:
            return Fault.NOT_EXACT
        if question.tense is Tense.FUTURE and value.latest < self.consultation_date:
            return Fault.BEFORE_CONSULTATION
        limit = max(self.booked or self.consultation_date, self.consultation_date)
        if question.tense is Tense.PAST and value.earliest > limit:
            return Fault.AFTER_PLANNED
        return None


def gates_of(form: Form, link_id: str) -> tuple[Condition | None, ...]:
    """Gates around a question, group or list, outermost first."""
    container = form.containers.get(link_id)
    if container is not None:
        return container.enable_when, form.questions[link_id].enable_when
    if link_id in form.questions:
        return (form.questions[link_id].enable_when,)
    for item in form.items():
        if item.link_id == link_id:
            return (item.enable_when,)
    raise KeyError(link_id)


def _choice_fault(question: Question, value: Value) -> Fault | None:
    codes = value if isinstance(value, tuple) else (value,)
    if question.kind is QuestionKind.CHOICE and isinstance(value, tuple):
        return Fault.WRONG_KIND
    if question.kind is QuestionKind.CHOICES and not isinstance(value, tuple):
        return Fault.WRONG_KIND
    options = [question.option(code) if isinstance(code, str) else None for code in codes]
    if any(option is None for option in options):
        return Fault.UNKNOWN_OPTION
    if len(options) > 1 and any(option is not None and option.exclusive for option in options):
        return Fault.EXCLUSIVE
    return None


def _number_fault(question: Question, value: Value) -> Fault | None:
    if not isinstance(value, Decimal) or not value.is_finite():
        return Fault.WRONG_KIND
    if question.minimum is not None and value < question.minimum:
        return Fault.TOO_SMALL
    if question.maximum is not None and value > question.maximum:
        return Fault.TOO_LARGE
    return None


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
    fault = evidence.fault(question.link_id, answer)
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


def invalid_answers(evidence: ConsultationEvidence) -> tuple[QuestionState, ...]:
    """Recorded answers that cannot count, in the form's order."""
    return tuple(
        state
        for item in evidence.form.items()
        for state in item_states(evidence, item)
        if state.progress is Progress.INVALID
    )
