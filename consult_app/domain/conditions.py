"""Conditions of rules and gates: a closed tree of leaves under all, any, not and for_any.

Operators are FHIR's (``= != > < >= <=``) plus ``in`` and ``within``. A leaf that cannot be decided
is UNKNOWN and names the answers that would settle it; a leaf on a question that does not apply is
FALSE (decisions 1.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from consult_app.domain.answers import AnswerState, Value
from consult_app.domain.dates import PartialDate, Span, add_span
from consult_app.domain.facts import (
    DATED_FACTS,
    Derivation,
    Evidence,
    FactQuery,
    Observation,
    derive,
)
from consult_app.domain.truth import Truth, all_of, any_of, truth_of


class Operator(Enum):
    """How a leaf compares what it reads with its value."""

    EQUALS = "="
    DIFFERS = "!="
    GREATER = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="
    IN = "in"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class QuestionLeaf:
    """Compare the answer to a question.

    `value` is a code, text, number, date or several codes (``in``); for ``within`` it is a Span:
    TRUE while the planned date lies less than that span after the answered date.
    """

    question: str
    operator: Operator
    value: Value | Span


@dataclass(frozen=True, slots=True)
class StateLeaf:
    """TRUE when somebody recorded "don't know" or "prefer not to say"; plain silence is UNKNOWN."""

    question: str
    states: frozenset[AnswerState]


@dataclass(frozen=True, slots=True)
class FactLeaf:
    """Compare a derived fact with a number (all operators but in, within) or codes (``=``, in)."""

    fact: FactQuery
    operator: Operator
    value: Decimal | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class ForAny:
    """At least one instance of a repeating list holds; FALSE only once the list is closed."""

    list_id: str
    part: Condition


Condition = QuestionLeaf | StateLeaf | FactLeaf | All | AnyOf | Not | ForAny


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Result of a condition: its truth, the paths that made it so, the paths that would settle it.

    `missing` is empty unless the truth is UNKNOWN.
    """

    truth: Truth
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def evaluate(condition: Condition, evidence: Evidence, instance: str | None = None) -> Evaluation:
    """Evaluate `condition` on `evidence`; `instance` is the list instance that it speaks of."""
    match condition:
        case QuestionLeaf():
            return _question_leaf(condition, evidence, instance)
        case StateLeaf():
            return _state_leaf(condition, evidence, instance)
        case FactLeaf():
            return _fact_leaf(condition, derive(condition.fact, evidence, instance))
        case All(parts):
            return _combine([evaluate(part, evidence, instance) for part in parts], all_of)
        case AnyOf(parts):
            return _combine([evaluate(part, evidence, instance) for part in parts], any_of)
        case Not(part):
            inner = evaluate(part, evidence, instance)
            return Evaluation(~inner.truth, inner.because, inner.missing)
        case ForAny():
            return _for_any(condition, evidence)


def leaves(condition: Condition) -> Iterator[QuestionLeaf | StateLeaf | FactLeaf]:
    """All leaves of a condition, in writing order."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part) | ForAny(_, part):
            yield from leaves(part)
        case _:
            yield condition


def reads(condition: Condition) -> frozenset[str]:
    """The linkIds of questions and lists on which the condition depends, through facts as well."""
    found: set[str] = set()
    for leaf in leaves(condition):
        if isinstance(leaf, FactLeaf):
            found |= leaf.fact.reads
        else:
            found.add(leaf.question)
    found |= {part.list_id for part in _for_any_parts(condition)}
    return frozenset(found)


def depends_on_dates(condition: Condition) -> bool:
    """Whether the planned date may change the condition's truth."""
    for leaf in leaves(condition):
        if isinstance(leaf, FactLeaf):
            if leaf.fact.kind in DATED_FACTS:
                return True
        elif isinstance(leaf, QuestionLeaf) and leaf.operator is Operator.WITHIN:
            return True
    return False


def _for_any_parts(condition: Condition) -> Iterator[ForAny]:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _for_any_parts(part)
        case Not(part):
            yield from _for_any_parts(part)
        case ForAny():
            yield condition


def _combine(parts: list[Evaluation], connective: Callable[[Iterable[Truth]], Truth]) -> Evaluation:
    """Fold parts; only the parts that carry the result explain it."""
    truth = connective(part.truth for part in parts)
    carrying = [part for part in parts if part.truth is truth]
    because = _union(part.because for part in carrying)
    missing = _union(part.missing for part in carrying) if truth is Truth.UNKNOWN else ()
    return Evaluation(truth, because, missing)


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for group in groups for path in group))


def _unsettled(seen: Observation) -> Evaluation | None:
    """Result of a leaf whose question does not apply or has no deciding answer; None otherwise."""
    if seen.applies is Truth.FALSE:
        return Evaluation(Truth.FALSE, seen.because)
    if seen.value is None:
        return Evaluation(Truth.UNKNOWN, (), seen.missing)
    return None


def _question_leaf(leaf: QuestionLeaf, evidence: Evidence, instance: str | None) -> Evaluation:
    seen = evidence.observe(leaf.question, instance)
    unsettled = _unsettled(seen)
    if unsettled is not None:
        return unsettled
    return Evaluation(truth_of(_holds(leaf, seen.value, evidence)), (seen.path,))


def _holds(leaf: QuestionLeaf, value: Value | None, evidence: Evidence) -> bool:
    if leaf.operator is Operator.WITHIN:
        if not isinstance(leaf.value, Span) or not isinstance(value, PartialDate):
            raise TypeError(f"{leaf.question}: 'within' compares a date with a span")
        event = evidence.latest_day(value, leaf.question)
        return evidence.planned_date < add_span(event, leaf.value)
    if isinstance(leaf.value, Span):
        raise TypeError(f"{leaf.question}: only 'within' takes a span")
    if isinstance(value, tuple):
        wanted = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
        return bool(set(value) & set(wanted)) is not (leaf.operator is Operator.DIFFERS)
    if leaf.operator is Operator.IN:
        return isinstance(leaf.value, tuple) and value in leaf.value
    if isinstance(value, Decimal) and isinstance(leaf.value, Decimal):
        return _compare(leaf.operator, value, leaf.value)
    return (value == leaf.value) is (leaf.operator is Operator.EQUALS)


def _compare(operator: Operator, left: Decimal, right: Decimal) -> bool:
    match operator:
        case Operator.EQUALS:
            return left == right
        case Operator.DIFFERS:
            return left != right
        case Operator.GREATER:
            return left > right
        case Operator.LESS:
            return left < right
        case Operator.AT_LEAST:
            return left >= right
        case Operator.AT_MOST:
            return left <= right
        case _:
            raise TypeError(f"operator {operator.value!r} does not compare numbers")


def _state_leaf(leaf: StateLeaf, evidence: Evidence, instance: str | None) -> Evaluation:
    seen = evidence.observe(leaf.question, instance)
    if seen.applies is Truth.FALSE:
        return Evaluation(Truth.FALSE, seen.because)
    if seen.state is None or seen.applies is Truth.UNKNOWN:
        return Evaluation(Truth.UNKNOWN, (), seen.missing)
    return Evaluation(truth_of(seen.state in leaf.states), (seen.path,))


def _fact_leaf(leaf: FactLeaf, fact: Derivation) -> Evaluation:
    truth = _fact_truth(leaf, fact)
    if truth is Truth.UNKNOWN:
        return Evaluation(truth, fact.because, fact.missing)
    return Evaluation(truth, fact.because)


def _fact_truth(leaf: FactLeaf, fact: Derivation) -> Truth:
    if isinstance(leaf.value, Decimal):
        return _interval_truth(leaf.operator, fact.low, fact.high, leaf.value)
    wanted = frozenset((leaf.value,) if isinstance(leaf.value, str) else leaf.value)
    if fact.codes is None:
        return Truth.UNKNOWN
    if fact.codes <= wanted:
        result = Truth.TRUE
    else:
        result = Truth.UNKNOWN if fact.codes & wanted else Truth.FALSE
    return ~result if leaf.operator is Operator.DIFFERS else result


def _interval_truth(
    operator: Operator, low: Decimal | None, high: Decimal | None, value: Decimal
) -> Truth:
    """Compare an interval with a number; None is an open end."""
    match operator:
        case Operator.AT_LEAST:
            return _above(low, high, value, strict=False)
        case Operator.GREATER:
            return _above(low, high, value, strict=True)
        case Operator.LESS:
            return ~_above(low, high, value, strict=False)
        case Operator.AT_MOST:
            return ~_above(low, high, value, strict=True)
        case Operator.EQUALS | Operator.DIFFERS:
            inside = _above(low, high, value, strict=False) & ~_above(low, high, value, strict=True)
            return ~inside if operator is Operator.DIFFERS else inside
        case _:
            raise TypeError(f"operator {operator.value!r} does not compare numbers")


def _above(low: Decimal | None, high: Decimal | None, value: Decimal, *, strict: bool) -> Truth:
    if low is not None and (low > value or (low == value and not strict)):
        return Truth.TRUE
    if high is not None and (high < value or (high == value and strict)):
        return Truth.FALSE
    return Truth.UNKNOWN


def _for_any(condition: ForAny, evidence: Evidence) -> Evaluation:
    listed = evidence.listing(condition.list_id)
    if listed.applies is Truth.FALSE:
        return Evaluation(Truth.FALSE, listed.because)
    found = [evaluate(condition.part, evidence, instance) for instance in listed.instances]
    result = _combine(found, any_of)
    if result.truth is Truth.TRUE or (listed.complete and listed.applies is Truth.TRUE):
        because = result.because if found else (listed.path,)
        return Evaluation(result.truth, because, result.missing)
    return Evaluation(Truth.UNKNOWN, (), _union([result.missing, listed.missing]))
