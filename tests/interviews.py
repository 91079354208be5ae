"""Random interviews: answers in any order, valid by the form, for the laws of the engine."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from consult_app.domain.answers import (
    Answer,
    Answers,
    AnswerState,
    ListState,
    given,
    path_of,
)
from consult_app.domain.dates import PartialDate
from consult_app.domain.form import Form, Question, QuestionKind, Tense
from consult_app.domain.interview import Fault

Step = tuple[frozenset[str], Answers]
NAMES = ("Roaccutane", "warfarin", "apixaban", "paracetamol", "diclofenac", "Zyxomab")


class Interview:
    """Asks the questions of a form in random order; each step only adds what nobody said yet."""

    def __init__(
        self,
        form: Form,
        rng: random.Random,
        devices: tuple[str, ...],
        *,
        valid: Callable[[str, Answer], Fault | None],
        routes: Callable[[str], tuple[str, ...]] = lambda _name: (),
        day: tuple[int, int] = (2026, 3),
        entries: int = 2,
    ) -> None:
        self.form = form
        self.rng = rng
        self.devices = devices
        self.valid = valid
        self.routes = routes
        self.day = day
        self.entries = entries
        self.answers = Answers()
        self.count = 0

    def further(self, skip: frozenset[str] = frozenset()) -> Step | None:
        """One further answer, entry or "that is all"; None when everything is said."""
        steps = [path for path in self._open() if path not in skip]
        if not steps:
            return None
        path = self.rng.choice(steps)
        if path.startswith("list:"):
            return self._list_step(path.removeprefix("list:"))
        link_id = path.split("[")[0] + path.split("]")[-1] if "[" in path else path
        question = self.form.questions[link_id]
        if link_id == "medicines.route":
            question = self._known_routes(path, question)
        self.answers = self.answers.with_answer(path, self._answer(question))
        return frozenset({link_id}), self.answers

    def _known_routes(self, path: str, question: Question) -> Question:
        """A route that the medicine does not come in contradicts its name: that is a change."""
        name = self.answers.get(path.replace(".route", ".name"))
        if name is None or not isinstance(name.value, str):
            return question
        routes = self.routes(name.value)
        options = tuple(option for option in question.options if option.code in routes)
        return replace(question, options=options) if options else question

    def _open(self) -> list[str]:
        found: list[str] = []
        for question in self.form.questions.values():
            container = self.form.containers.get(question.link_id)
            if container is not None and container.link_id in self.form.lists:
                instances = self.answers.list_state(container.link_id).instances
                found += [path_of(question.link_id, instance) for instance in instances]
            else:
                found.append(question.link_id)
        found = [path for path in found if self.answers.get(path) is None]
        return found + [
            f"list:{list_id}"
            for list_id in self.form.lists
            if not self.answers.list_state(list_id).complete
        ]

    def _list_step(self, list_id: str) -> Step:
        state = self.answers.list_state(list_id)
        if len(state.instances) < self.entries and self.rng.random() < 0.6:
            self.count += 1
            state = ListState((*state.instances, f"i{self.count}"), complete=False)
        else:
            state = ListState(state.instances, complete=True)
        self.answers = self.answers.with_list(list_id, state)
        return frozenset({list_id}), self.answers

    def _answer(self, question: Question) -> Answer:
        if self.rng.random() < 0.06:
            return Answer(self.rng.choice((AnswerState.DONT_KNOW, AnswerState.DECLINED)))
        for _ in range(20):
            answer = given(self._value(question))
            if self.valid(question.link_id, answer) is None:
                return answer
        raise AssertionError(f"no valid answer to {question.link_id}")

    def _value(self, question: Question):
        match question.kind:
            case QuestionKind.CHOICE:
                return self.rng.choice(question.options).code
            case QuestionKind.CHOICES:
                return self._codes(question)
            case QuestionKind.NUMBER:
                low = int(question.minimum or 0)
                high = int(question.maximum if question.maximum is not None else 60)
                return Decimal(self.rng.randint(low, max(high, low)))
            case QuestionKind.DATE:
                return self._date(question)
            case QuestionKind.DEVICE:
                return self.rng.choice(self.devices)
            case QuestionKind.MEDICINE:
                return self.rng.choice(NAMES)
            case QuestionKind.TEXT:
                return "some text"

    def _codes(self, question: Question) -> tuple[str, ...]:
        options = list(question.options)
        exclusive = [option.code for option in options if option.exclusive]
        if exclusive and self.rng.random() < 0.6:
            return (self.rng.choice(exclusive),)
        codes = [option.code for option in options if not option.exclusive]
        return tuple(self.rng.sample(codes, self.rng.randint(1, min(3, len(codes)))))

    def _date(self, question: Question) -> PartialDate:
        year, month = self.day
        if question.link_id == "V1":
            return PartialDate(self.rng.randint(1930, 2010), 5, self.rng.randint(1, 28))
        if question.tense is Tense.FUTURE:
            return PartialDate(year, month + self.rng.randint(1, 5), self.rng.randint(1, 28))
        back = self.rng.randint(0, 14)
        index = year * 12 + month - 2 - back
        exact = self.rng.randint(1, 28) if self.rng.random() < 0.8 else None
        return PartialDate(index // 12, index % 12 + 1, exact)
