"""Three-valued truth after Kleene: what is not known is neither true nor false."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NoReturn


class Truth(Enum):
    """TRUE, FALSE or UNKNOWN; it refuses to be read as a bool, so silence cannot pass for "no"."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        """Refuse: compare with `is` instead."""
        raise TypeError("a Truth has three values: compare it with 'is'")

    def __and__(self, other: Truth) -> Truth:
        """Kleene conjunction: FALSE wins over UNKNOWN."""
        if self is Truth.FALSE or other is Truth.FALSE:
            return Truth.FALSE
        if self is Truth.UNKNOWN or other is Truth.UNKNOWN:
            return Truth.UNKNOWN
        return Truth.TRUE

    def __or__(self, other: Truth) -> Truth:
        """Kleene disjunction: TRUE wins over UNKNOWN."""
        return ~(~self & ~other)

    def __invert__(self) -> Truth:
        """Kleene negation: UNKNOWN stays UNKNOWN."""
        if self is Truth.UNKNOWN:
            return Truth.UNKNOWN
        return Truth.FALSE if self is Truth.TRUE else Truth.TRUE


def truth_of(value: bool) -> Truth:
    """Lift a settled bool to a Truth."""
    return Truth.TRUE if value else Truth.FALSE


def all_of(parts: Iterable[Truth]) -> Truth:
    """Conjunction of any number of parts; of none it is TRUE."""
    result = Truth.TRUE
    for part in parts:
        result = result & part
    return result


def any_of(parts: Iterable[Truth]) -> Truth:
    """Disjunction of any number of parts; of none it is FALSE."""
    result = Truth.FALSE
    for part in parts:
        result = result | part
    return result
