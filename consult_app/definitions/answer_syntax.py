"""Answers as files and examples write them: scalars, states and lists, typed by the form."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from consult_app.definitions.fields import Fields
from consult_app.definitions.located import Node, Problems
from consult_app.definitions.quantities import read_date
from consult_app.definitions.vocabulary import Vocabulary, check_known, check_state
from consult_app.domain.answers import (
    Answer,
    Answers,
    AnswerState,
    ListState,
    Value,
    given,
    path_of,
)
from consult_app.domain.form import Question, QuestionKind

_INSTANCES: Final = uuid.UUID("6f2d3f0c-54a5-5a2e-9d0b-3f1d6c1c8a11")


@dataclass(frozen=True)
class AnswerReader:
    """Reads answers against a form; unknown ids are noted with a hint."""

    vocabulary: Vocabulary
    problems: Problems

    def read(self, node: Node | None, closed: Iterable[Node] = ()) -> Answers:
        """Read a mapping of linkId to answer; `closed` names the lists that are complete."""
        entries: dict[str, Answer] = {}
        instances: dict[str, tuple[str, ...]] = {}
        if node is not None and not node.is_mapping:
            node.mapping(self.problems)
        for key, value in node.pairs if node is not None else ():
            link_id = str(key.value)
            if link_id in self.vocabulary.lists:
                instances[link_id] = self._list(link_id, value, entries)
            else:
                self._entry(link_id, key, value, None, entries)
        complete = list(closed)
        known = self.vocabulary.lists
        if self.vocabulary.complete:
            check_known(complete, known, "unknown-list", "list", self.problems)
        closed_ids = {element.value for element in complete}
        lists = {
            list_id: ListState(instances.get(list_id, ()), list_id in closed_ids)
            for list_id in sorted(self.vocabulary.lists)
            if list_id in instances or list_id in closed_ids
        }
        return Answers(MappingProxyType(entries), MappingProxyType(lists))

    def _list(self, list_id: str, node: Node, entries: dict[str, Answer]) -> tuple[str, ...]:
        """Read the entries of a list; their keys are the leaves of its questions."""
        found = []
        for index, element in enumerate(node.sequence(self.problems)):
            instance = str(uuid.uuid5(_INSTANCES, f"{list_id}/{index}"))
            found.append(instance)
            if not element.is_mapping:
                element.mapping(self.problems)
            for key, value in element.pairs:
                self._entry(f"{list_id}.{key.value}", key, value, instance, entries)
        return tuple(found)

    def _entry(
        self, link_id: str, key: Node, node: Node, instance: str | None, into: dict[str, Answer]
    ) -> None:
        """Read one answer into `into`."""
        question = self.vocabulary.question(link_id, key, self.problems)
        if question is None:
            return
        around = self.vocabulary.list_of.get(link_id)
        if around and instance is None:
            message = f"{link_id} belongs to the entries of {around}."
            self.problems.add(key.place, "outside-list", message, f"Write it under {around}.")
            return
        answer = self._answer(question, node)
        if answer is not None:
            into[path_of(link_id, instance)] = answer

    def _answer(self, question: Question, node: Node) -> Answer | None:
        if node.is_mapping:
            fields = Fields(node, self.problems, ("state",))
            state = fields.choice("state", AnswerState.GIVEN)
            if state is AnswerState.GIVEN:
                if fields.node("state").value == AnswerState.GIVEN.value:
                    message = "an answer that was given is written as its value."
                    self.problems.add(fields.node("state").place, "state-given", message)
                return None
            check_state(question, [state], fields.node("state"), self.problems)
            return Answer(state)
        value = self._value(question, node)
        return None if value is None else given(value)

    def _value(self, question: Question, node: Node) -> Value | None:
        """Read a value as the kind of its question wants it."""
        match question.kind:
            case QuestionKind.NUMBER:
                return node.decimal(self.problems)
            case QuestionKind.DATE:
                return read_date(node, self.problems)
            case QuestionKind.CHOICES:
                self.vocabulary.check_codes(question.link_id, node.elements, self.problems)
                if node.is_sequence and not node.elements:
                    message = "an empty selection is no answer."
                    hint = "Leave the question out, or name what was chosen."
                    self.problems.add(node.place, "empty-list", message, hint)
                return node.strings(self.problems) or None
            case QuestionKind.CHOICE:
                self.vocabulary.check_codes(question.link_id, [node], self.problems)
                return node.string(self.problems)
            case QuestionKind.DEVICE:
                known = self.vocabulary.devices
                check_known([node], known, "unknown-device", "device", self.problems)
                return node.string(self.problems)
            case QuestionKind.TEXT | QuestionKind.MEDICINE:
                return node.string(self.problems)
