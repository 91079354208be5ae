"""What is wrong in a definition, and where: places, problems and their collector."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a definition file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Read as ``file:line:column``, which editors turn into a link."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a definition.

    `code` is a short stable word such as ``unknown-key``; `message` says what is wrong and `hint`
    what to do about it.
    """

    place: Place
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Read as one line: place, code, message, hint."""
        parts = (str(self.place), self.code, self.message, self.hint)
        return " ".join(part for part in parts if part)


class Problems:
    """Collects problems; beyond `limit` it notes only that there are more."""

    def __init__(self, limit: int = 500) -> None:
        self._items: list[Problem] = []
        self._limit = limit

    def add(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Note a problem at `place`."""
        if len(self._items) < self._limit:
            self._items.append(Problem(place, code, message, hint))
        elif not self.full:
            self._items.append(Problem(place, "too-many-problems", "there are more problems."))

    @property
    def items(self) -> tuple[Problem, ...]:
        """Everything noted so far, in the order of noting."""
        return tuple(self._items)

    @property
    def full(self) -> bool:
        """Whether no further problem is taken."""
        return len(self._items) > self._limit

    def any(self) -> bool:
        """Whether anything was noted."""
        return bool(self._items)


class DefinitionError(Exception):
    """Definitions that cannot be used; `problems` holds every reason, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def quoted(text: str) -> str:
    """Text in double quotes for a message, cut to 60 characters."""
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'


def suggestion(written: str, known: Iterable[str], problems: Problems) -> str:
    """Hint that names the nearest of the `known` words, or all of them when none is near."""
    if problems.full:
        return ""
    words = list(known)
    near = difflib.get_close_matches(written[:80], words, n=1)
    if near:
        return f"Did you mean {quoted(near[0])}?"
    if not words:
        return ""
    shown = ", ".join(words[:12])
    return f"Allowed: {shown}{', ...' if len(words) > 12 else '.'}"
