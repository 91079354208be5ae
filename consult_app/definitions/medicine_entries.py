"""One entry of a medicine file to one domain object, problems noted at their place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from consult_app.definitions.located import Node, Place, Problems
from consult_app.definitions.problems import quoted, suggestion
from consult_app.domain.dates import Span, Unit
from consult_app.domain.medicines import (
    DEFAULT_WASHOUT,
    ROUTES,
    AmbiguousTerm,
    Effect,
    LookAlike,
    Medicine,
    MedicineClass,
)

_EVERY_ROUTE: Final = "all"
_OPTIONAL: Final = (
    *("synonyms", "brands", "misspellings", "ingredients", "term_routes"),
    *("washout", "note", "atc", "open_ended"),
)
_SPAN = re.compile(r"([1-9][0-9]{0,2}) (day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class LocatedMedicine:
    """A medicine, where it begins, and where each of its names stands."""

    medicine: Medicine
    place: Place
    terms: tuple[tuple[str, Place], ...]
    ingredients: tuple[tuple[str, Place], ...]
    term_routes: tuple[tuple[str, Place], ...]


def read_class(class_id: str, node: Node, problems: Problems) -> MedicineClass | None:
    """Read one class; None when something that it needs is wrong."""
    optional = {"rules", "questions", "sources", "washout"}
    fields = node.mapping(problems, ["name", "meaning", "effect"], optional)
    name, meaning = fields["name"].string(problems), fields["meaning"].string(problems)
    effect = fields["effect"].choice(problems, Effect)
    washout = _span(fields["washout"], problems) if "washout" in fields else DEFAULT_WASHOUT
    if name is None or meaning is None or effect is None or washout is None:
        return None
    return MedicineClass(
        class_id,
        name,
        meaning,
        effect,
        _texts(fields, "rules", problems),
        _texts(fields, "questions", problems),
        _texts(fields, "sources", problems),
        washout,
    )


def read_medicine(
    node: Node, classes: Mapping[str, MedicineClass], problems: Problems
) -> LocatedMedicine | None:
    """Read one medicine; None when something that it needs is wrong."""
    fields = node.mapping(problems, ["name", "routes", "classes"], _OPTIONAL)
    name = fields["name"].string(problems)
    routes = tuple(
        dict.fromkeys(
            route
            for element in fields["routes"].sequence(problems)
            if (route := _known(element, ROUTES, "unknown-route", problems)) is not None
        )
    )
    by_route = _classes_by_route(fields["classes"], routes, classes, problems)
    if name is None or not routes or by_route is None:
        return None
    ingredients = _texts(fields, "ingredients", problems)
    narrowed = _term_routes(fields.get("term_routes"), routes, problems)
    medicine = Medicine(
        name,
        routes,
        by_route,
        ingredients or (name,),
        _texts(fields, "synonyms", problems),
        _texts(fields, "brands", problems),
        _texts(fields, "misspellings", problems),
        term_routes=MappingProxyType({term: left for term, (left, _) in narrowed.items()}),
        note=(fields["note"].string(problems) if "note" in fields else None) or "",
        atc=_texts(fields, "atc", problems),
        washout=_span(fields["washout"], problems) if "washout" in fields else None,
        open_ended="open_ended" in fields and fields["open_ended"].boolean(problems) is True,
    )
    terms = [(name, fields["name"].place)]
    for key in ("synonyms", "brands"):
        terms += _places(fields.get(key))
    return LocatedMedicine(
        medicine,
        node.place,
        tuple(terms),
        tuple(_places(fields.get("ingredients"))),
        tuple((term, place) for term, (_, place) in narrowed.items()),
    )


def read_ambiguous(
    node: Node, medicines: Collection[str], problems: Problems
) -> AmbiguousTerm | None:
    """Read one ambiguous name; None when something that it needs is wrong."""
    fields = node.mapping(problems, ["term", "medicines"], {"note", "open_ended"})
    term = fields["term"].string(problems)
    names = [
        found
        for element in fields["medicines"].sequence(problems)
        if (found := _known(element, medicines, "unknown-medicine", problems)) is not None
    ]
    open_ended = "open_ended" in fields and fields["open_ended"].boolean(problems) is True
    if fields["medicines"].is_sequence and len(fields["medicines"].elements) < 2 and not open_ended:
        message = "a name that stands for one medicine is not ambiguous."
        hint = "Make it a synonym or brand of that medicine."
        problems.add(fields["medicines"].place, "not-ambiguous", message, hint)
    if term is None or not names:
        return None
    note = (fields["note"].string(problems) if "note" in fields else None) or ""
    return AmbiguousTerm(term, tuple(names), note, open_ended)


def read_lookalike(node: Node, problems: Problems) -> LookAlike | None:
    """Read one pair of names that are taken for one another."""
    fields = node.mapping(problems, ["first", "second", "danger"], {"first_is", "second_is"})
    first, second = fields["first"].string(problems), fields["second"].string(problems)
    danger = fields["danger"].string(problems)
    if first is None or second is None or danger is None:
        return None
    return LookAlike(
        first,
        second,
        danger,
        _texts(fields, "first_is", problems),
        _texts(fields, "second_is", problems),
    )


def _texts(fields: Mapping[str, Node], key: str, problems: Problems) -> tuple[str, ...]:
    """Read an optional list of texts."""
    return fields[key].strings(problems) if key in fields else ()


def _places(node: Node | None) -> list[tuple[str, Place]]:
    """Texts of a list with their places; what is no text was noted before."""
    elements = node.elements if node is not None else ()
    return [(entry.value, entry.place) for entry in elements if isinstance(entry.value, str)]


def _known(node: Node, known: Iterable[str], code: str, problems: Problems) -> str | None:
    """Read a word that must be one of the known ones."""
    written = node.string(problems)
    if written is None or written in known:
        return written
    what = code.removeprefix("unknown-")
    hint = suggestion(written, known, problems)
    problems.add(node.place, code, f"there is no {what} {quoted(written)}.", hint)
    return None


def _classes_by_route(
    node: Node, routes: tuple[str, ...], classes: Mapping[str, MedicineClass], problems: Problems
) -> Mapping[str, frozenset[str]] | None:
    """Read ``class: all`` or ``class: [route, ...]`` into the classes of each route."""
    found: dict[str, set[str]] = {route: set() for route in routes}
    before = len(problems.items)
    if not node.is_mapping:
        node.mapping(problems)
        return None
    for key, (class_id, value) in zip(node.key_nodes(), node.items(), strict=True):
        if _known(key, classes, "unknown-class", problems) is None:
            continue
        if value.is_scalar and value.value == _EVERY_ROUTE:
            chosen: tuple[str | None, ...] = routes
        else:
            listed = value.sequence(problems)
            chosen = tuple(_known(each, routes, "unknown-route", problems) for each in listed)
        for route in chosen:
            if route is not None:
                found[route].add(class_id)
    for route, ids in found.items():
        if not ids and len(problems.items) == before:
            message = f"the route {quoted(route)} has no class."
            hint = "Give it one, no-listed-rule where none matters."
            problems.add(node.place, "no-class", message, hint)
    if len(problems.items) != before:
        return None
    return MappingProxyType({route: frozenset(ids) for route, ids in found.items()})


def _term_routes(
    node: Node | None, routes: tuple[str, ...], problems: Problems
) -> dict[str, tuple[tuple[str, ...], Place]]:
    """Read the routes that single names are narrowed to."""
    narrowed: dict[str, tuple[tuple[str, ...], Place]] = {}
    if node is None:
        return narrowed
    if not node.is_mapping:
        node.mapping(problems)
    for key, (term, value) in zip(node.key_nodes(), node.items(), strict=True):
        read = (
            _known(each, routes, "unknown-route", problems) for each in value.sequence(problems)
        )
        left = tuple(route for route in read if route is not None)
        if left:
            narrowed[term] = (left, key.place)
    return narrowed


def _span(node: Node, problems: Problems) -> Span | None:
    """Read a span such as ``6 months``."""
    text = node.string(problems)
    if text is None:
        return None
    match = _SPAN.fullmatch(text)
    if match is None:
        problems.add(node.place, "wrong-span", f"{quoted(text)} is no span such as 6 months.")
        return None
    return Span(int(match[1]), Unit(f"{match[2]}s"))
