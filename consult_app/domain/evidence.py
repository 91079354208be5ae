"""The answers seen through the form on given days: what applies, what counts, what is at fault.

The evidence keeps a private memory of what it looked up. The memory never changes what it says;
`at` and `after` hand on the part of it that another day or further answers leave untouched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import Final

from consult_app.domain.answers import Answer, Answers, Value, link_id_of, path_of
from consult_app.domain.conditions import Evaluation, evaluate
from consult_app.domain.dates import PartialDate
from consult_app.domain.facts import Derivation, DeviceLabel, FactQuery, Listing, Observation
from consult_app.domain.facts import query as names
from consult_app.domain.form import Form, Question, QuestionKind, Tense
from consult_app.domain.medicines import Agent, MedicineDictionary
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
    IMPLAUSIBLE = "lies in a year that cannot be meant"
    WRONG_KIND = "is not the kind of answer that the question takes"


EARLIEST_YEAR: Final = 1880
YEARS_AHEAD: Final = 20


def plausible(date: PartialDate, consultation_date: dt.date) -> bool:
    """Whether a date lies from 1880 to 20 years after the consultation; the rest is a slip."""
    return EARLIEST_YEAR <= date.year <= consultation_date.year + YEARS_AHEAD


@dataclass
class _Memory:
    """What was looked up; `agents` depends on the dictionary alone and is shared."""

    applies: dict[tuple[str, str | None], Evaluation] = field(default_factory=dict)
    seen: dict[tuple[str, str | None], Observation] = field(default_factory=dict)
    faults: dict[str, Fault | None] = field(default_factory=dict)
    facts: dict[FactQuery, Derivation] = field(default_factory=dict)
    agents: dict[tuple[str, str | None, str | None, bool], tuple[Agent, ...]] = field(
        default_factory=dict
    )

    def without(self, link_ids: frozenset[str], *, facts: bool = True) -> _Memory:
        """A copy that forgot everything about `link_ids` (and about all facts)."""
        return _Memory(
            {key: found for key, found in self.applies.items() if key[0] not in link_ids},
            {key: found for key, found in self.seen.items() if key[0] not in link_ids},
            {
                path: found
                for path, found in self.faults.items()
                if link_id_of(path) not in link_ids
            },
            {query: found for query, found in self.facts.items() if not query.reads & link_ids}
            if facts
            else {},
            self.agents,
        )


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
    _memory: _Memory = field(default_factory=_Memory, repr=False, compare=False)

    def at(self, day: dt.date) -> ConsultationEvidence:
        """The same answers with treatment on another day.

        What was observed stays, except behind gates that look at dates.
        """
        if day == self.planned_date:
            return self
        kept = self._memory.without(self.form.gates_on_dates, facts=False)
        return replace(self, planned_date=day, _memory=kept)

    def after(self, answers: Answers, changed: frozenset[str]) -> ConsultationEvidence:
        """The evidence after answers to `changed` linkIds or lists, on the same days and device."""
        affected = self.form.affected_by(changed)
        return replace(self, answers=answers, _memory=self._memory.without(affected))

    def applies(self, link_id: str, instance: str | None = None) -> Evaluation:
        """Whether a question, group or list applies: the conjunction of all gates around it."""
        key = (link_id, instance)
        found = self._memory.applies.get(key)
        if found is None:
            found = self._memory.applies[key] = self._evaluate_gates(link_id, instance)
        return found

    def _evaluate_gates(self, link_id: str, instance: str | None) -> Evaluation:
        gates = self.form.gates[link_id]
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
        if link_id not in self.form.listed:
            instance = None
        key = (link_id, instance)
        found = self._memory.seen.get(key)
        if found is None:
            found = self._memory.seen[key] = self._observe(link_id, instance)
        return found

    def _observe(self, link_id: str, instance: str | None) -> Observation:
        path = path_of(link_id, instance)
        gate = self.applies(link_id, instance)
        answer = self.answers.get(path)
        state = None if answer is None else answer.state
        if gate.truth is not Truth.TRUE:
            return Observation(path, gate.truth, None, state, gate.because, gate.missing)
        value: Value | None = None
        if answer is not None and answer.decides and self.fault_at(path, link_id) is None:
            value = answer.value
        return Observation(path, gate.truth, value, state, (), () if value is not None else (path,))

    def derived(self, query: FactQuery, derive: Callable[[], Derivation]) -> Derivation:
        """Derive a fact once."""
        found = self._memory.facts.get(query)
        if found is None:
            found = self._memory.facts[query] = derive()
        return found

    def agents(
        self, name: str, route: str | None, classified_as: str | None, *, route_unknown: bool
    ) -> tuple[Agent, ...]:
        """Ingredients and classes of one entry of the medicine list."""
        key = (name, route, classified_as, route_unknown)
        found = self._memory.agents.get(key)
        if found is None:
            found = self._memory.agents[key] = self.medicines.agents(
                name, route, route_unknown=route_unknown, classified_as=classified_as
            )
        return found

    def fault_at(self, path: str, link_id: str) -> Fault | None:
        """Why the recorded answer at a path cannot count, or None."""
        faults = self._memory.faults
        if path not in faults:
            answer = self.answers.get(path)
            faults[path] = None if answer is None else self.fault(link_id, answer)
        return faults[path]

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

    def latest_day(self, date: PartialDate, question: str) -> dt.date:
        """Latest possible day; of the past, a date known in part ends with the consultation."""
        past = self.form.questions[question].tense is Tense.PAST
        if not past or date.exact or date.earliest > self.consultation_date:
            return date.latest
        return min(date.latest, self.consultation_date)

    def earliest_day(self, date: PartialDate, question: str) -> dt.date:
        """Earliest possible day, for freshness of tests and for what is still to come."""
        if self.form.questions[question].tense is not Tense.PAST:
            return date.earliest
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
        if not plausible(value, self.consultation_date):
            return Fault.IMPLAUSIBLE
        if question.link_id == names.PLANNED_DATE and not value.exact:
            return Fault.NOT_EXACT
        if question.tense is Tense.FUTURE and value.latest < self.consultation_date:
            return Fault.BEFORE_CONSULTATION
        limit = max(self.booked or self.consultation_date, self.consultation_date)
        if question.tense is Tense.PAST and value.earliest > limit:
            return Fault.AFTER_PLANNED
        return None


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
