"""Whether a gate can open at all, in the cases that can be seen without trying every answer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from consult_app.domain.conditions import (
    All,
    AnyOf,
    Condition,
    ForAny,
    Operator,
    QuestionLeaf,
)
from consult_app.domain.form import Form, Question, QuestionKind

_Demands = Mapping[str, frozenset[str]]
"""Codes of which each choice question must have one."""


def can_hold(condition: Condition, form: Form) -> bool:
    """Whether some answers make `condition` true; True whenever that is not plain to see.

    Seen are single choices that would need two answers at once, along the gates of the questions
    that are read, and numbers outside a question's bounds. The form's gates must be free of cycles.
    """
    return _demands(condition, form) is not None


def _demands(condition: Condition, form: Form) -> _Demands | None:
    """What must be answered for the condition to hold; None when nothing does."""
    match condition:
        case QuestionLeaf():
            return _leaf(condition, form)
        case ForAny(_, part):
            return _demands(part, form)
        case All(parts):
            return _joined([_demands(part, form) for part in parts])
        case AnyOf(parts):
            possible = [found for found in (_demands(p, form) for p in parts) if found is not None]
            if not possible:
                return None
            return possible[0] if len(possible) == 1 else {}
        case _:
            return {}


def _leaf(leaf: QuestionLeaf, form: Form) -> _Demands | None:
    question = form.questions[leaf.question]
    gates = form.gates[leaf.question]
    demands = _joined([_demands(gate, form) for gate in gates])
    if question.kind is QuestionKind.NUMBER:
        return demands if _in_bounds(leaf, question) else None
    if question.kind is not QuestionKind.CHOICE:
        return demands
    codes = frozenset(option.code for option in question.options)
    wanted = frozenset(leaf.value) if isinstance(leaf.value, tuple) else frozenset({leaf.value})
    allowed = codes - wanted if leaf.operator is Operator.DIFFERS else codes & wanted
    return _joined([demands, {leaf.question: frozenset(str(code) for code in allowed)}])


def _joined(parts: list[_Demands | None]) -> _Demands | None:
    """All demands together; None when two of them contradict one another."""
    found: dict[str, frozenset[str]] = {}
    for part in parts:
        if part is None:
            return None
        for link_id, codes in part.items():
            found[link_id] = found[link_id] & codes if link_id in found else codes
            if not found[link_id]:
                return None
    return found


def _in_bounds(leaf: QuestionLeaf, question: Question) -> bool:
    """Whether a number within the question's bounds can satisfy the leaf."""
    value = leaf.value
    if not isinstance(value, Decimal):
        return True
    low, high = question.minimum, question.maximum
    match leaf.operator:
        case Operator.GREATER:
            return high is None or high > value
        case Operator.AT_LEAST:
            return high is None or high >= value
        case Operator.LESS:
            return low is None or low < value
        case Operator.AT_MOST:
            return low is None or low <= value
        case Operator.EQUALS:
            return (low is None or low <= value) and (high is None or value <= high)
        case _:
            return True
