"""Reading a mapping key by key, with a harmless stand-in for whatever was missing or wrong.

A stand-in never reaches anybody: whenever one is used a problem was noted, and a definition with a
problem is not loaded. It only lets the rest of the file be checked in the same pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

from consult_app.definitions.located import Node, Problems, Scalar
from consult_app.definitions.nodes import EnumT

DefaultT = TypeVar("DefaultT")


class Fields:
    """The values of a mapping whose keys are known.

    Unknown keys and missing required ones are noted at once, everything else when it is read.
    """

    def __init__(
        self,
        node: Node,
        problems: Problems,
        required: Iterable[str] = (),
        optional: Iterable[str] = (),
    ) -> None:
        self._required = tuple(required)
        self._found = node.mapping(problems, self._required, optional)
        self._problems = problems
        self.origin = node

    def __contains__(self, key: str) -> bool:
        """Whether the key was written."""
        return key in self._found and not self._found[key].is_missing

    def node(self, key: str) -> Node:
        """Value of a key; for one that was not written the mapping itself, for its place."""
        return self._found[key] if key in self else self.origin

    def nodes(self) -> dict[str, Node]:
        """Values of all keys that were written."""
        return {key: node for key, node in self._found.items() if not node.is_missing}

    def text(self, key: str, default: str = "") -> str:
        """Read text; a required one must not be blank."""
        if key not in self:
            return default
        found = self._found[key].string(self._problems, blank=key not in self._required)
        return default if found is None else found

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts."""
        return self._found[key].strings(self._problems) if key in self else ()

    def elements(self, key: str) -> tuple[Node, ...]:
        """Elements of a list."""
        return self._found[key].sequence(self._problems) if key in self else ()

    def integer(
        self,
        key: str,
        default: DefaultT,
        minimum: int | None = None,
        maximum: int | None = None,
    ) -> int | DefaultT:
        """Read a whole number between the bounds, both included."""
        if key not in self:
            return default
        found = self._found[key].integer(self._problems, minimum, maximum)
        return default if found is None else found

    def decimal(
        self,
        key: str,
        default: DefaultT,
        minimum: Decimal | int | None = None,
        maximum: Decimal | int | None = None,
    ) -> Decimal | DefaultT:
        """Read a number between the bounds, both included."""
        if key not in self:
            return default
        found = self._found[key].decimal(self._problems, minimum, maximum)
        return default if found is None else found

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Read true or false."""
        found = self._found[key].boolean(self._problems) if key in self else None
        return default if found is None else found

    def choice(self, key: str, default: EnumT) -> EnumT:
        """Read a member of the default's enumeration."""
        found = self._found[key].choice(self._problems, type(default)) if key in self else None
        return default if found is None else found

    def schema(self, wanted: Scalar) -> None:
        """Note a file whose `schema` is not the one that its name asks for."""
        if "schema" in self and self._found["schema"].value != wanted:
            place = self._found["schema"].place
            self._problems.add(place, "wrong-schema", "this is another schema.", f"Write {wanted}.")


class Unique:
    """Notes ids that are given twice; `what` names their kind in the message."""

    def __init__(self, what: str, problems: Problems) -> None:
        self._what = what
        self._problems = problems
        self._first: dict[str, Node] = {}

    def take(self, identifier: str, node: Node) -> bool:
        """Note `identifier`, written at `node`; False when it was taken before."""
        first = self._first.setdefault(identifier, node)
        if first is not node and identifier:
            message = f'the {self._what} "{identifier}" is given twice, first at {first.place}.'
            self._problems.add(node.place, "duplicate-id", message)
        return first is node
