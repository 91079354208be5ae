"""Membership in classes, certain and possible, of an entry and of each of its ingredients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from consult_app.domain.dates import Span, Unit
from consult_app.domain.medicines.entries import DEFAULT_WASHOUT, Medicine

NOTHING: Final[frozenset[str]] = frozenset()
"""No class."""

_DAYS_PER: Final = MappingProxyType(
    {Unit.DAYS: 1.0, Unit.WEEKS: 7.0, Unit.MONTHS: 30.4, Unit.YEARS: 365.0}
)


@dataclass(frozen=True, slots=True)
class Membership:
    """Classes that an entry of the medicine list has: certain, possible, and what would settle.

    `certain` is a subset of `possible`; a class outside `possible` is ruled out. `missing` names
    the fields of the entry, out of "name", "route" and "classified_as"; it is empty exactly when
    both sets are equal.
    """

    certain: frozenset[str]
    possible: frozenset[str]
    missing: frozenset[str] = NOTHING

    @property
    def settled(self) -> bool:
        """Whether nothing is open."""
        return self.certain == self.possible

    def reconciled(self, exactly: frozenset[str]) -> Membership:
        """Take a second statement, exactly these classes; what both disagree on stays open."""
        if self.certain <= exactly <= self.possible:
            return Membership(exactly, exactly)
        return Membership(self.certain & exactly, self.possible | exactly)


@dataclass(frozen=True, slots=True)
class Agent:
    """One ingredient of an entry, with the classes that it brings.

    `washouts` has the washout of each possible class.
    """

    ingredient: str
    certain: frozenset[str]
    possible: frozenset[str]
    washouts: tuple[tuple[str, Span], ...] = ()

    @property
    def washout(self) -> Span:
        """Longest washout of the possible classes."""
        return self.washout_for(self.possible)

    def washout_for(self, classes: Iterable[str]) -> Span:
        """Longest washout among the given classes, the default where none of them is possible."""
        asked = frozenset(classes)
        spans = [span for class_id, span in self.washouts if class_id in asked]
        return max(spans, key=_length, default=DEFAULT_WASHOUT)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A medicine that a term may stand for, by the routes that it may stand for."""

    medicine: Medicine
    routes: tuple[str, ...]

    def classes(self, route_unknown: bool) -> Membership:
        """Classes by every route and by any; a route that nobody knows counts as each of them."""
        sets = [self.medicine.classes[route] for route in self.routes]
        possible = NOTHING.union(*sets)
        return Membership(possible if route_unknown else sets[0].intersection(*sets), possible)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a typed name may stand for: as `listed`, and as `found` by the answered route.

    `open_ended` says that nothing is ruled out: the dictionary does not know the name, or not by
    that route, or the name is a lay word. `closed_by_name` says that the name alone rules out
    classes.
    """

    listed: tuple[Candidate, ...]
    found: tuple[Candidate, ...]
    open_ended: bool
    closed_by_name: bool

    @property
    def classifiable(self) -> bool:
        """Whether a practitioner's classification counts."""
        return self.open_ended or len(self.listed) > 1

    def by_name(self) -> Membership:
        """Classes that follow from the name alone."""
        return _common(self.listed, route_unknown=False)

    def narrowed(self, route_unknown: bool) -> Membership:
        """Classes that follow from name and route."""
        return _common(self.found, route_unknown)

    def missing(self, route_unknown: bool) -> frozenset[str]:
        """Fields of the entry that would settle its classes."""
        fields = set()
        if self.open_ended or len(self.found) > 1:
            fields |= {"name", "classified_as"}
        routes = {route for candidate in self.found for route in candidate.routes}
        wrong_route = self.open_ended and self.closed_by_name
        if wrong_route or (len(routes) > 1 and not route_unknown):
            fields.add("route")
        return frozenset(fields)


def _common(candidates: tuple[Candidate, ...], route_unknown: bool) -> Membership:
    """Classes that every candidate has, and that any of them has."""
    if not candidates:
        return Membership(NOTHING, NOTHING)
    parts = [candidate.classes(route_unknown) for candidate in candidates]
    certain = parts[0].certain.intersection(*(part.certain for part in parts))
    return Membership(certain, NOTHING.union(*(part.possible for part in parts)))


def _length(span: Span) -> float:
    """Rough length in days, to compare spans."""
    return span.amount * _DAYS_PER[span.unit]
