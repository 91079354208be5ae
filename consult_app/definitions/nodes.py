"""A located value and the reading methods that note problems instead of raising."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from consult_app.definitions.problems import Place, Problems, quoted, suggestion

Scalar = str | int | Decimal | bool | None
"""What a scalar may hold; a number with a decimal point is kept exactly, as a Decimal."""

EnumT = TypeVar("EnumT", bound=Enum)


class Kind(Enum):
    """Shape of a node. MISSING stands for a required key that was reported as missing."""

    SCALAR = "a single value"
    SEQUENCE = "a list"
    MAPPING = "a mapping"
    MISSING = "nothing"


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands.

    The reading methods never raise: they note a problem and return None, or an empty collection.
    On a MISSING node they return the same without noting anything, as it was reported already.
    """

    file: str
    line: int
    column: int
    kind: Kind
    value: Scalar = None
    elements: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()

    @property
    def place(self) -> Place:
        """Where the value begins."""
        return Place(self.file, self.line, self.column)

    @property
    def is_scalar(self) -> bool:
        """Whether this is a single value."""
        return self.kind is Kind.SCALAR

    @property
    def is_sequence(self) -> bool:
        """Whether this is a list."""
        return self.kind is Kind.SEQUENCE

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping."""
        return self.kind is Kind.MAPPING

    @property
    def is_missing(self) -> bool:
        """Whether this stands for a required key that nobody wrote."""
        return self.kind is Kind.MISSING

    def items(self) -> Iterator[tuple[str, Node]]:
        """Keys and values of a mapping, in file order; nothing for any other node."""
        return ((str(key.value), value) for key, value in self.pairs)

    def key_nodes(self) -> Iterator[Node]:
        """Keys of a mapping as nodes, for their places."""
        return (key for key, _ in self.pairs)

    def mapping(
        self, problems: Problems, required: Iterable[str] = (), optional: Iterable[str] = ()
    ) -> dict[str, Node]:
        """Read a mapping with known keys.

        Unknown and missing keys are noted. Every required key is in the result, as a MISSING node
        if need be; an optional key is there only when it was written.
        """
        needed = list(required)
        known = [*needed, *optional]
        found: dict[str, Node] = {}
        if self._expect(Kind.MAPPING, problems):
            for key, value in self.pairs:
                name = str(key.value)
                if name in known:
                    found[name] = value
                else:
                    hint = suggestion(name, known, problems)
                    problems.add(key.place, "unknown-key", f"unknown key {quoted(name)}.", hint)
            for name in needed:
                if name not in found:
                    problems.add(self.place, "missing-key", f"the key {quoted(name)} is missing.")
        for name in needed:
            found.setdefault(name, Node(self.file, self.line, self.column, Kind.MISSING))
        return found

    def sequence(self, problems: Problems) -> tuple[Node, ...]:
        """Read the elements of a list."""
        return self.elements if self._expect(Kind.SEQUENCE, problems) else ()

    def string(self, problems: Problems, *, blank: bool = False) -> str | None:
        """Read text; text without a visible character is refused unless `blank` allows it."""
        if not self._expect(Kind.SCALAR, problems):
            return None
        if not isinstance(self.value, str):
            self._wrong("text", problems, "Put it in quotes if text is meant.")
            return None
        if not blank and not self.value.strip():
            problems.add(self.place, "blank-text", "the text is empty.")
            return None
        return self.value

    def strings(self, problems: Problems) -> tuple[str, ...]:
        """Read a list of texts; elements that are no text are noted and left out."""
        texts = (element.string(problems) for element in self.sequence(problems))
        return tuple(text for text in texts if text is not None)

    def integer(
        self, problems: Problems, minimum: int | None = None, maximum: int | None = None
    ) -> int | None:
        """Read a whole number from `minimum` to `maximum`, both included."""
        if not self._expect(Kind.SCALAR, problems):
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self._wrong("a whole number", problems)
            return None
        return self.value if self._in_range(self.value, minimum, maximum, problems) else None

    def decimal(
        self,
        problems: Problems,
        minimum: Decimal | int | None = None,
        maximum: Decimal | int | None = None,
    ) -> Decimal | None:
        """Read a number from `minimum` to `maximum`, both included, exactly as written."""
        if not self._expect(Kind.SCALAR, problems):
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            self._wrong("a number", problems)
            return None
        number = Decimal(self.value)
        return number if self._in_range(number, minimum, maximum, problems) else None

    def boolean(self, problems: Problems) -> bool | None:
        """Read ``true`` or ``false``; ``yes``, ``no``, ``on`` and ``off`` are text."""
        if not self._expect(Kind.SCALAR, problems):
            return None
        if not isinstance(self.value, bool):
            self._wrong("true or false", problems)
            return None
        return self.value

    def choice(self, problems: Problems, options: type[EnumT]) -> EnumT | None:
        """Read a member of an enumeration by its value."""
        if not self._expect(Kind.SCALAR, problems):
            return None
        for member in options:
            if type(self.value) is type(member.value) and self.value == member.value:
                return member
        known = [str(member.value) for member in options]
        written = str(self.value)
        hint = suggestion(written, known, problems)
        problems.add(self.place, "unknown-value", f"{quoted(written)} is not allowed here.", hint)
        return None

    def _expect(self, kind: Kind, problems: Problems) -> bool:
        """Whether the node has this shape; notes it when it has another."""
        if self.kind is not kind and self.kind is not Kind.MISSING:
            message = f"{kind.value} is expected here, this is {self.kind.value}."
            problems.add(self.place, "wrong-type", message)
        return self.kind is kind

    def _wrong(self, wanted: str, problems: Problems, hint: str = "") -> None:
        """Note a scalar of the wrong type."""
        written = "nothing" if self.value is None else quoted(_as_written(self.value))
        problems.add(self.place, "wrong-type", f"{wanted} is expected here, not {written}.", hint)

    def _in_range(
        self,
        number: Decimal | int,
        minimum: Decimal | int | None,
        maximum: Decimal | int | None,
        problems: Problems,
    ) -> bool:
        """Whether the number lies inside the bounds; notes it when it does not."""
        if minimum is not None and number < minimum:
            problems.add(self.place, "out-of-range", f"{number} is less than {minimum}.")
            return False
        if maximum is not None and number > maximum:
            problems.add(self.place, "out-of-range", f"{number} is more than {maximum}.")
            return False
        return True


def _as_written(value: Scalar) -> str:
    """Return a scalar as its author wrote it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
