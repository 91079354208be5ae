"""The index of all medicines, and what it says about a typed name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import Final

from consult_app.domain.dates import Span
from consult_app.domain.medicines.entries import (
    AmbiguousTerm,
    LookAlike,
    Medicine,
    MedicineClass,
)
from consult_app.domain.medicines.membership import (
    NOTHING,
    Agent,
    Candidate,
    Candidates,
    Membership,
)
from consult_app.domain.medicines.names import ROUTES, normalise, routes_left

NO_RELEVANT_CLASS: Final = "none"
"""A practitioner's classification that says that no class matters (decisions 5.1)."""


class RecognitionKind(Enum):
    """How far a typed name was recognised."""

    RECOGNISED = "recognised"
    AMBIGUOUS = "ambiguous"
    UNRECOGNISED = "unrecognised"


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a typed name may be.

    `medicines` are the candidates, `matched_term` the dictionary's writing and `routes` the
    possible routes. `suggested` holds the medicines that the name is a listed misspelling of;
    they count for nothing until a person confirms one. `open_ended` says that the name is too
    wide to rule anything out.
    """

    kind: RecognitionKind
    medicines: tuple[Medicine, ...] = ()
    matched_term: str = ""
    routes: tuple[str, ...] = ()
    suggested: tuple[Medicine, ...] = ()
    note: str = ""
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the dictionary as written, and what it may stand for."""

    text: str
    candidates: tuple[Candidate, ...]
    note: str = ""
    open_ended: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MedicineDictionary:
    """All medicines and classes, indexed by normalised name; made by `build_dictionary`.

    `digest` is the SHA-256 of the content, which verdicts record.
    """

    medicines: tuple[Medicine, ...]
    classes: Mapping[str, MedicineClass]
    ambiguous: tuple[AmbiguousTerm, ...]
    lookalikes: tuple[LookAlike, ...]
    version: str
    digest: str
    by_name: Mapping[str, Medicine]
    names: Mapping[str, tuple[Medicine, str]]
    open_names: Mapping[str, Term]
    misspelt: Mapping[str, tuple[Medicine, ...]]
    every_class: frozenset[str]

    @property
    def keys(self) -> tuple[str, ...]:
        """All normalised names, ambiguous ones included."""
        return (*self.open_names, *self.names)

    def term(self, key: str) -> Term | None:
        """Name behind a normalised one, or None where the dictionary does not know it."""
        found = self.names.get(key)
        if found is None:
            return self.open_names.get(key)
        medicine, text = found
        candidate = Candidate(medicine, medicine.routes_of(text))
        return Term(text, (candidate,), medicine.note, medicine.open_ended)

    def recognise(self, typed: str) -> Recognition:
        """Say what a typed name may be; nothing is corrected or chosen."""
        key = normalise(typed)
        term = self.term(key)
        if term is None:
            suggested = self.misspelt.get(key, ())
            return Recognition(RecognitionKind.UNRECOGNISED, suggested=suggested)
        several = len(term.candidates) > 1
        kind = RecognitionKind.AMBIGUOUS if several else RecognitionKind.RECOGNISED
        routes = dict.fromkeys(route for found in term.candidates for route in found.routes)
        medicines = tuple(found.medicine for found in term.candidates)
        return Recognition(
            kind, medicines, term.text, tuple(routes), note=term.note, open_ended=term.open_ended
        )

    def membership(
        self,
        typed: str,
        route: str | None = None,
        *,
        route_unknown: bool = False,
        classified_as: str | None = None,
    ) -> Membership:
        """Classes of a typed name.

        `route` is None while unanswered; `route_unknown` says that nobody knows it. A
        practitioner's `classified_as`, a class id or "none", settles an unrecognised or ambiguous
        name, or one by an unlisted route, within what the name leaves open. Where it contradicts
        the route, what they disagree on is open. A further answer never makes a certain class
        impossible or the reverse.
        """
        candidates = self._candidates(normalise(typed), route)
        return self._membership(candidates, route_unknown, classified_as)

    def _membership(
        self, candidates: Candidates, route_unknown: bool, classified_as: str | None
    ) -> Membership:
        """Classes of what a name may stand for."""
        known = candidates.narrowed(route_unknown)
        if candidates.open_ended:
            known = Membership(known.certain, self.every_class)
        missing = candidates.missing(route_unknown)
        chosen = self._chosen(classified_as)
        if chosen is not None and candidates.classifiable:
            by_name = candidates.by_name()
            possible = by_name.possible if candidates.closed_by_name else self.every_class
            if chosen <= possible:
                known = known.reconciled(by_name.certain | chosen)
                missing = frozenset({"name", "route", "classified_as"})
        return replace(known, missing=NOTHING if known.settled else missing)

    def agents(
        self,
        typed: str,
        route: str | None = None,
        *,
        route_unknown: bool = False,
        classified_as: str | None = None,
    ) -> tuple[Agent, ...]:
        """Ingredients of a typed name with their classes, for counting; see `membership`.

        An unrecognised name gives no agent until it is classified, then one under its own name.
        An ambiguous one gives as many as its largest candidate has, the first of them with what
        is certain.
        """
        key = normalise(typed)
        candidates = self._candidates(key, route)
        whole = self._membership(candidates, route_unknown, classified_as)
        if not candidates.found:
            return (self._agent(key, whole),) if whole.settled else ()
        names = {candidate.medicine.ingredients for candidate in candidates.found}
        largest = max(names, key=len)
        if len(names) == 1 and len(largest) > 1 and not candidates.open_ended:
            return self._divided(largest, candidates.narrowed(route_unknown))
        labels = largest if len(names) == 1 else _numbered(key, len(largest))
        washout = candidates.found[0].medicine.washout if len(candidates.found) == 1 else None
        rest = Membership(NOTHING, whole.possible)
        return tuple(
            self._agent(label, rest if n else whole, washout) for n, label in enumerate(labels)
        )

    def _divided(self, ingredients: tuple[str, ...], whole: Membership) -> tuple[Agent, ...]:
        """Agents of a combination: each class goes to the ingredients that have it.

        A class that none of them has goes to the first.
        """
        medicines = [self.by_name[name] for name in ingredients]
        shares = [NOTHING.union(*medicine.classes.values()) for medicine in medicines]
        shares[0] |= whole.possible - NOTHING.union(*shares)
        return tuple(
            self._agent(
                medicine.name,
                Membership(whole.certain & share, whole.possible & share),
                medicine.washout,
            )
            for medicine, share in zip(medicines, shares, strict=True)
        )

    def _agent(self, name: str, share: Membership, washout: Span | None = None) -> Agent:
        """Agent with the washouts of its classes."""
        washouts = tuple(
            (class_id, washout or self.classes[class_id].washout)
            for class_id in sorted(share.possible)
        )
        return Agent(name, share.certain, share.possible, washouts)

    def _chosen(self, classified_as: str | None) -> frozenset[str] | None:
        """Classes that a classification stands for, None without a usable one."""
        if classified_as == NO_RELEVANT_CLASS:
            return NOTHING
        if classified_as is None or classified_as not in self.classes:
            return None
        return frozenset({classified_as})

    def _candidates(self, key: str, route: str | None) -> Candidates:
        """Candidates of a name, narrowed to the route.

        A name by a route that the dictionary does not have for it is a product that it does not
        know: what the name says stays certain, but nothing is ruled out.
        """
        term = self.term(key)
        if term is None:
            return Candidates((), (), open_ended=True, closed_by_name=False)
        listed, closed = term.candidates, not term.open_ended
        if route is None:
            return Candidates(listed, listed, open_ended=not closed, closed_by_name=closed)
        left = tuple(
            Candidate(found.medicine, routes)
            for found in listed
            if (routes := routes_left(found.routes, route))
        )
        return Candidates(
            listed, left or listed, open_ended=not (closed and left), closed_by_name=closed
        )


def build_dictionary(
    medicines: Iterable[Medicine],
    classes: Iterable[MedicineClass],
    *,
    ambiguous: Iterable[AmbiguousTerm] = (),
    lookalikes: Iterable[LookAlike] = (),
    version: str = "",
    digest: str = "",
) -> MedicineDictionary:
    """Index a dictionary by normalised name.

    Raises ValueError when a name stands for two medicines without being declared ambiguous, or a
    medicine, class, route or ingredient is named that is not there.
    """
    listed = tuple(medicines)
    by_id = {entry.id: entry for entry in classes}
    by_name = {medicine.name: medicine for medicine in listed}
    ids = frozenset(by_id)
    for medicine in listed:
        _check(medicine, ids, by_name)
    open_terms = tuple(ambiguous)
    open_names = {normalise(entry.term): _ambiguous_term(entry, by_name) for entry in open_terms}
    names: dict[str, tuple[Medicine, str]] = {}
    for medicine in listed:
        for text in medicine.terms:
            key = normalise(text)
            if key not in open_names and names.setdefault(key, (medicine, text))[0] is not medicine:
                raise ValueError(f"{text!r} stands for two medicines and is not ambiguous")
    misspelt: dict[str, tuple[Medicine, ...]] = {}
    for medicine in listed:
        for text in medicine.misspellings:
            key = normalise(text)
            if key not in names and key not in open_names:
                misspelt[key] = (*misspelt.get(key, ()), medicine)
    return MedicineDictionary(
        listed,
        MappingProxyType(by_id),
        open_terms,
        tuple(lookalikes),
        version,
        digest,
        MappingProxyType(by_name),
        MappingProxyType(names),
        MappingProxyType(open_names),
        MappingProxyType(misspelt),
        ids,
    )


def _check(
    medicine: Medicine, known_classes: frozenset[str], by_name: Mapping[str, Medicine]
) -> None:
    """Refuse a medicine that names what is not there."""
    if set(medicine.routes) != set(medicine.classes) or not set(medicine.routes) <= set(ROUTES):
        raise ValueError(f"{medicine.name}: each route needs its classes, and must be known")
    if not all(ids <= known_classes for ids in medicine.classes.values()):
        raise ValueError(f"{medicine.name}: a class is not there")
    if not medicine.ingredients:
        raise ValueError(f"{medicine.name}: an ingredient is needed")
    if len(medicine.ingredients) > 1 and not all(n in by_name for n in medicine.ingredients):
        raise ValueError(f"{medicine.name}: an ingredient is not there")


def _ambiguous_term(entry: AmbiguousTerm, by_name: Mapping[str, Medicine]) -> Term:
    """Term of an ambiguous name; where a candidate itself narrows the routes, that holds."""
    candidates = []
    for name in entry.medicines:
        if name not in by_name:
            raise ValueError(f"{entry.term!r} names {name!r}, which is not there")
        candidates.append(Candidate(by_name[name], by_name[name].routes_of(entry.term)))
    open_ended = entry.open_ended or any(found.medicine.open_ended for found in candidates)
    return Term(entry.term, tuple(candidates), entry.note, open_ended)


def _numbered(key: str, size: int) -> tuple[str, ...]:
    """Labels for the ingredients of an ambiguous name."""
    return tuple(key if n == 0 else f"{key} ({n + 1})" for n in range(size))
