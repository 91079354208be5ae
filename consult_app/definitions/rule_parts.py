"""What rules and the raises of devices have in common: sources, ends of deferrals, examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from consult_app.definitions.answer_syntax import AnswerReader
from consult_app.definitions.condition_syntax import ConditionReader
from consult_app.definitions.fact_syntax import note_unless_date
from consult_app.definitions.fields import Fields, Unique
from consult_app.definitions.located import Node, Problems
from consult_app.definitions.quantities import read_day, read_span
from consult_app.definitions.vocabulary import Vocabulary, check_known
from consult_app.domain.answers import given
from consult_app.domain.dates import Span, Unit
from consult_app.domain.facts import query as names
from consult_app.domain.form import QuestionKind, Stage
from consult_app.domain.rules import Example, Expected, Source, Until

EXAMPLE_DAY: Final = dt.date(2026, 3, 2)
"""Consultation date of an example that names none."""

_NO_TIME: Final = Span(0, Unit.DAYS)
_MISSING: Final = {
    Expected.FIRES: "fires",
    Expected.CLEARS: "clears",
    Expected.UNDETERMINED: "stays undetermined",
}


@dataclass(frozen=True)
class ReadExample:
    """An example, and where it stands."""

    example: Example
    node: Node


@dataclass(frozen=True)
class PartReader:
    """Reads the parts against the names of the pack and its numbered sources."""

    vocabulary: Vocabulary
    sources: Mapping[str, Source]
    problems: Problems

    def conditions(self, stage: Stage) -> ConditionReader:
        """Reader for the condition of a rule that is evaluated at `stage`."""
        return ConditionReader(self.vocabulary, self.problems, stage=stage)

    def sources_of(self, fields: Fields) -> tuple[str, ...]:
        """Read source numbers; there must be one at least, and each must be listed."""
        node = fields.node("sources")
        if "sources" in fields:
            check_known(node.elements, self.sources, "unknown-source", "source", self.problems)
            if node.is_sequence and not node.elements:
                hint = "Name its number in sources.yaml."
                self.problems.add(node.place, "missing-source", "there is no source.", hint)
        return fields.texts("sources")

    def untils(self, fields: Fields, stage: Stage) -> tuple[Until, ...]:
        """Read the ends of a deferral: dates of the form, each with a span after it."""
        found = []
        for element in fields.elements("until"):
            inner = Fields(element, self.problems, ("question", "plus"), ("closed",))
            link_id = inner.text("question")
            node = inner.node("question")
            question = self.vocabulary.question(link_id, node, self.problems) if link_id else None
            if question is not None:
                note_unless_date(question.kind is QuestionKind.DATE, inner, self.problems)
                self.conditions(stage).check_stage(link_id, node)
            plus = None
            if "plus" in inner:
                plus = read_span(inner.node("plus"), self.vocabulary.policy, self.problems)
            found.append(Until(link_id, plus or _NO_TIME, inner.flag("closed")))
        return tuple(found)

    def examples(
        self, fields: Fields, stage: Stage, device_id: str = ""
    ) -> tuple[ReadExample, ...]:
        """Read examples, one for each outcome; `device_id` is chosen where one names no device."""
        titles = Unique("example", self.problems)
        found = tuple(
            self._example(element, stage, device_id, titles)
            for element in fields.elements("examples")
        )
        if "examples" in fields and fields.node("examples").is_sequence:
            there = {example.example.expected for example in found}
            for expected, words in _MISSING.items():
                if expected not in there:
                    message = f"there is no example that {words}."
                    place = fields.node("examples").place
                    hint = f"Add one with expect: {expected.value}."
                    self.problems.add(place, "missing-example", message, hint)
        return found

    def _example(self, node: Node, stage: Stage, device_id: str, titles: Unique) -> ReadExample:
        fields = Fields(
            node,
            self.problems,
            ("name", "expect", "answers"),
            ("on", "planned", "until", "stage", "complete"),
        )
        name = fields.text("name")
        titles.take(name, fields.node("name"))
        written = fields.node("answers") if "answers" in fields else None
        reader = AnswerReader(self.vocabulary, self.problems)
        answers = reader.read(written, fields.elements("complete"))
        if device_id and answers.get(names.DEVICE) is None:
            answers = answers.with_answer(names.DEVICE, given(device_id))
        opened = self._day(fields, "on") or EXAMPLE_DAY
        planned = self._day(fields, "planned")
        if planned is not None and planned < opened:
            message = f"the planned date lies before the consultation on {opened}."
            self.problems.add(fields.node("planned").place, "wrong-order", message)
        example = Example(
            name=name,
            expected=fields.choice("expect", Expected.FIRES),
            answers=answers,
            consultation_date=opened,
            planned_date=planned,
            stage=fields.choice("stage", stage),
            until=self._day(fields, "until"),
        )
        return ReadExample(example, node)

    def _day(self, fields: Fields, key: str) -> dt.date | None:
        return read_day(fields.node(key), self.problems) if key in fields else None
