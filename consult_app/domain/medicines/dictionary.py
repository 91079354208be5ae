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
    terms: Mapping[str, Term]
    misspelt: Mapping[str, tuple[Medicine, ...]]

    def recognise(self, typed: str) -> Recognition:
        """Say what a typed name may be; nothing is corrected or chosen."""
        key = normalise(typed)
        term = self.terms.get(key)
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
        candidates = self._candidates(typed, route)
        known = candidates.narrowed(route_unknown)
        everything = frozenset(self.classes)
        if candidates.open_ended:
            known = Membership(known.certain, everything)
        missing = candidates.missing(route_unknown)
        chosen = self._chosen(classified_as)
        if chosen is not None and candidates.classifiable:
            by_name = candidates.by_name()
            possible = by_name.possible if candidates.closed_by_name else everything
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
        whole = self.membership(
            typed, route, route_unknown=route_unknown, classified_as=classified_as
        )
        candidates = self._candidates(typed, route)
        key = normalise(typed)
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

    def _candidates(self, typed: str, route: str | None) -> Candidates:
        """Candidates of a name, narrowed to the route.

        A name by a route that the dictionary does not have for it is a product that it does not
        know: what the name says stays certain, but nothing is ruled out.
        """
        term = self.terms.get(normalise(typed))
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
    terms = {normalise(entry.term): _ambiguous_term(entry, by_name) for entry in open_terms}
    declared = frozenset(terms)
    for medicine in listed:
        by_every_route = Candidate(medicine, medicine.routes)
        for text in medicine.terms:
            key = normalise(text)
            if key in declared:
                continue
            known = terms.get(key)
            if known is not None and known.candidates[0].medicine.name != medicine.name:
                raise ValueError(f"{text!r} stands for two medicines and is not ambiguous")
            candidate = by_every_route
            if text in medicine.term_routes:
                candidate = Candidate(medicine, medicine.term_routes[text])
            terms.setdefault(key, Term(text, (candidate,), medicine.note, medicine.open_ended))
    misspelt: dict[str, tuple[Medicine, ...]] = {}
    for medicine in listed:
        for text in medicine.misspellings:
            key = normalise(text)
            if key not in terms:
                misspelt[key] = (*misspelt.get(key, ()), medicine)
    return MedicineDictionary(
        listed,
        MappingProxyType(by_id),
        open_terms,
        tuple(lookalikes),
        version,
        digest,
        MappingProxyType(by_name),
        MappingProxyType(terms),
        MappingProxyType(misspelt),
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
