"""Conditions: a located mapping to the domain's tree, every leaf checked against the form.

What a rule and a gate may say is decided here (docs/pack-format.md, "Conditions"): there is no
``exists``, no ``not`` over a question that is not always asked, no ``!=`` in a gate, and a rule of
the consultation cannot read what is asked on the day of treatment. Each of these would let plain
silence count as "no".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from consult_app.definitions.fact_syntax import read_days, read_fact
from consult_app.definitions.fields import Fields
from consult_app.definitions.located import Node, Problems
from consult_app.definitions.problems import quoted
from consult_app.definitions.quantities import read_number, read_span
from consult_app.definitions.vocabulary import (
    Vocabulary,
    check_known,
    check_state,
    note_unknown,
)
from consult_app.domain.answers import AnswerState, Value
from consult_app.domain.conditions import (
    All,
    AnyOf,
    Condition,
    FactLeaf,
    ForAny,
    Not,
    Operator,
    QuestionLeaf,
    StateLeaf,
)
from consult_app.domain.dates import Span
from consult_app.domain.form import Question, QuestionKind, Stage

UNREADABLE: Final[Condition] = AnyOf(())
"""Stands in for a condition with a problem."""

_CODES = (Operator.EQUALS, Operator.DIFFERS, Operator.IN)
_ORDER = (Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST)
_NUMBERS = (Operator.EQUALS, Operator.DIFFERS, *_ORDER)
_FITTING: Final[dict[QuestionKind, tuple[Operator, ...]]] = {
    QuestionKind.CHOICE: _CODES,
    QuestionKind.CHOICES: _CODES,
    QuestionKind.TEXT: _CODES,
    QuestionKind.DEVICE: _CODES,
    QuestionKind.NUMBER: _NUMBERS,
    QuestionKind.DATE: (Operator.WITHIN,),
    QuestionKind.MEDICINE: (),
}
# In this order: a fact may name a question, and for_any stands beside all or any.
_FORMS = ("for_any", "fact", "question", "all", "any", "not")


@dataclass(frozen=True)
class ConditionReader:
    """Reads conditions of one kind.

    `gate` says that they are an ``enable_when``; `stage` is when they are evaluated: at the
    consultation they may read nothing that is asked later. `list_id` is the list of which they
    speak, one entry at a time, and `negated` says that they stand below a ``not``.
    """

    vocabulary: Vocabulary
    problems: Problems
    gate: bool = False
    stage: Stage = Stage.TREATMENT_DAY
    list_id: str = ""
    negated: bool = False

    def read(self, node: Node) -> Condition:
        """Read a condition; with a problem noted, the result stands in for it."""
        if not node.is_mapping:
            node.mapping(self.problems)
            return UNREADABLE
        keys = {name for name, _ in node.items()}
        form = next((name for name in _FORMS if name in keys), None)
        if form is None:
            hint = f"Begin with one of: {', '.join(_FORMS)}."
            self.problems.add(node.place, "not-a-condition", "this is no condition.", hint)
            return UNREADABLE
        if form == "fact":
            return self._fact(node)
        if form == "for_any":
            return self._for_any(node)
        if form == "question":
            return self._state(node) if "state" in keys else self._question(node)
        inner = Fields(node, self.problems, (form,)).node(form)
        if form == "not":
            return Not(replace(self, negated=True).read(inner))
        parts = self._parts(inner)
        return All(parts) if form == "all" else AnyOf(parts)

    def _parts(self, node: Node) -> tuple[Condition, ...]:
        """Read the parts of ``all`` or ``any``; there must be one at least."""
        if node.is_sequence and not node.elements:
            self.problems.add(node.place, "empty-list", "there is no condition in this list.")
        return tuple(self.read(part) for part in node.sequence(self.problems))

    def _for_any(self, node: Node) -> Condition:
        """Read ``for_any: list`` with ``all`` or ``any``."""
        fields = Fields(node, self.problems, ("for_any",), ("all", "any"))
        list_id = fields.text("for_any")
        if self.list_id:
            message = "for_any cannot stand inside another, or inside a list's own entry."
            self.problems.add(node.place, "nested-for-any", message)
            return UNREADABLE
        if self.vocabulary.complete:
            known = self.vocabulary.lists
            check_known([fields.node("for_any")], known, "unknown-list", "list", self.problems)
        if self.negated:
            self._check_gate(list_id, fields.node("for_any"))
        if ("all" in fields) is ("any" in fields):
            message = "for_any takes either all or any beside it."
            self.problems.add(node.place, "not-a-condition", message)
            return UNREADABLE
        inside = replace(self, list_id=list_id)
        name = "all" if "all" in fields else "any"
        parts = inside._parts(fields.node(name))
        return ForAny(list_id, All(parts) if name == "all" else AnyOf(parts))

    # --- leaves ---------------------------------------------------------------------------------

    def _question(self, node: Node) -> Condition:
        fields = Fields(node, self.problems, ("question", "op", "value"))
        question = self._named(fields)
        operator = self._operator(fields)
        if question is None or operator is None or "value" not in fields:
            return UNREADABLE
        fitting = _FITTING[question.kind]
        if operator not in fitting:
            self._note_operator(fields, question, fitting)
            return UNREADABLE
        value = self._value(fields.node("value"), question, operator)
        return UNREADABLE if value is None else QuestionLeaf(question.link_id, operator, value)

    def _state(self, node: Node) -> Condition:
        fields = Fields(node, self.problems, ("question", "state"))
        question = self._named(fields)
        states = []
        for element in fields.elements("state"):
            state = element.choice(self.problems, AnswerState)
            if state is AnswerState.GIVEN:
                hint = "Write dont-know or declined: being answered decides nothing."
                self.problems.add(element.place, "state-given", "this state is not allowed.", hint)
            elif state is not None:
                states.append(state)
        if not states:
            if "state" in fields and not fields.node("state").elements:
                message = "name dont-know or declined, or both."
                self.problems.add(fields.node("state").place, "empty-list", message)
            return UNREADABLE
        if question is not None:
            check_state(question, states, fields.node("state"), self.problems)
        return UNREADABLE if question is None else StateLeaf(question.link_id, frozenset(states))

    def _fact(self, node: Node) -> Condition:
        found = read_fact(node, self.vocabulary, self.problems)
        if found is None:
            return UNREADABLE
        named = found.fields.node("fact")
        for link_id in found.reads:
            self.check_stage(link_id, named)
        for link_id in sorted(found.query.reads & self.vocabulary.lists):
            # Facts keep what does not apply unknown; only a list that is not asked counts as empty.
            self._check_gate(link_id, named)
        if found.query.question:
            self._check_list(found.query.question, found.fields.node("question"))
        for tick in found.query.ticks:
            self._check_gate(tick.question, named)
            self._check_list(tick.question, named)
        operator = self._operator(found.fields)
        if operator is None or "value" not in found.fields:
            return UNREADABLE
        fitting = _NUMBERS if found.codes is None else _CODES
        if operator not in fitting:
            message = f'"{operator.value}" does not fit the fact "{found.query.kind.value}".'
            self._note_fitting(found.fields.node("op"), message, fitting)
            return UNREADABLE
        written = found.fields.node("value")
        if found.counts_days:
            counted = read_days(found, written, self.vocabulary, self.problems)
            return UNREADABLE if counted is None else FactLeaf(counted[0], operator, counted[1])
        value = self._fact_value(written, found.codes, operator)
        return UNREADABLE if value is None else FactLeaf(found.query, operator, value)

    def _fact_value(
        self, node: Node, codes: tuple[str, ...] | None, operator: Operator
    ) -> Decimal | str | tuple[str, ...] | None:
        if codes is None:
            return read_number(node, self.vocabulary.policy, self.problems)
        written = self._codes(node, operator)
        if codes:
            for element in node.elements or (node,):
                if isinstance(element.value, str) and element.value not in codes:
                    note_unknown(element, "a code of this fact", codes, self.problems)
        return written

    def _value(self, node: Node, question: Question, operator: Operator) -> Value | Span | None:
        """Read what an answer is compared with, as the kind of the question wants it."""
        if operator is Operator.WITHIN:
            return read_span(node, self.vocabulary.policy, self.problems)
        if question.kind is QuestionKind.NUMBER:
            return read_number(node, self.vocabulary.policy, self.problems)
        if question.kind is QuestionKind.TEXT and operator is Operator.DIFFERS:
            # Unlike nothing: any text that was given.
            return node.string(self.problems, blank=True)
        codes = self._codes(node, operator)
        elements = node.elements or (node,)
        self.vocabulary.check_codes(question.link_id, elements, self.problems)
        if question.kind is QuestionKind.DEVICE:
            known = self.vocabulary.devices
            check_known(elements, known, "unknown-device", "device", self.problems)
        return codes

    def _codes(self, node: Node, operator: Operator) -> str | tuple[str, ...] | None:
        """One code, or several for ``in``."""
        if operator is not Operator.IN:
            return node.string(self.problems)
        if node.is_sequence and not node.elements:
            self.problems.add(node.place, "empty-list", "name at least one code.")
        return node.strings(self.problems) or None

    # --- checks ---------------------------------------------------------------------------------

    def _named(self, fields: Fields) -> Question | None:
        """Look the question of a leaf up and check that this condition may read it."""
        link_id = fields.text("question")
        if not link_id:
            return None
        node = fields.node("question")
        question = self.vocabulary.question(link_id, node, self.problems)
        if question is not None:
            self.check_stage(link_id, node)
            self._check_gate(link_id, node)
            self._check_list(link_id, node)
        return question

    def check_stage(self, link_id: str, node: Node) -> None:
        """Note a reading ahead: at the consultation the answer cannot be there yet."""
        question = self.vocabulary.questions.get(link_id)
        if question is None or self.stage is not Stage.CONSULTATION:
            return
        if question.stage is Stage.TREATMENT_DAY:
            message = f"{link_id} is asked on the day of treatment, after this is decided."
            what = "question" if self.gate else "rule"
            hint = f"Give this {what} stage: treatment-day."
            self.problems.add(node.place, "reads-ahead", message, hint)

    def _check_gate(self, link_id: str, node: Node) -> None:
        """Note ``not`` over what is not always asked: what does not apply would read as true."""
        if self.negated and link_id in self.vocabulary.gated:
            message = f"{link_id} is not always asked, so not cannot stand over it."
            hint = "Say what is meant with = or in."
            self.problems.add(node.place, "not-over-gate", message, hint)

    def _check_list(self, link_id: str, node: Node) -> None:
        """Note a question of a list that is read outside that list's entries."""
        around = self.vocabulary.list_of.get(link_id, "")
        misnamed = self.list_id and self.list_id not in self.vocabulary.lists
        if around and around != self.list_id and not misnamed:
            message = f"{link_id} belongs to the entries of {around}."
            hint = f"Put it inside for_any: {around}."
            self.problems.add(node.place, "outside-list", message, hint)

    def _operator(self, fields: Fields) -> Operator | None:
        if "op" not in fields:
            return None
        node = fields.node("op")
        if node.value == "exists":
            message = "exists is not allowed: whether something was answered decides nothing."
            hint = "Ask what the answer is, or use state: [dont-know, declined]."
            self.problems.add(node.place, "exists-not-allowed", message, hint)
            return None
        operator = node.choice(self.problems, Operator)
        if operator is Operator.DIFFERS and self.gate:
            message = "!= is not allowed in enable_when: plain silence would open the question."
            self.problems.add(node.place, "differs-in-gate", message, "List the answers with in.")
            return None
        return operator

    def _note_operator(
        self, fields: Fields, question: Question, fitting: tuple[Operator, ...]
    ) -> None:
        written = quoted(str(fields.node("op").value))
        kind = question.kind.value
        message = f"{written} does not fit {question.link_id}, which is of kind {kind}."
        self._note_fitting(fields.node("op"), message, fitting)

    def _note_fitting(self, node: Node, message: str, fitting: Iterable[Operator]) -> None:
        allowed = ", ".join(operator.value for operator in fitting)
        hint = f"Allowed: {allowed}." if allowed else "Use the fact agents."
        self.problems.add(node.place, "operator-mismatch", message, hint)
