"""The content of a medicine dictionary as canonical JSON: what is digested and what is cached."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from consult_app.domain.dates import Span, Unit
from consult_app.domain.medicines import (
    AmbiguousTerm,
    Effect,
    LookAlike,
    Medicine,
    MedicineClass,
    MedicineDictionary,
    build_dictionary,
)

FORMAT: Final = 1
"""Version of this JSON; a cache of another one is not read."""


def encode(
    version: str,
    classes: Iterable[MedicineClass],
    medicines: Iterable[Medicine],
    ambiguous: Iterable[AmbiguousTerm],
    lookalikes: Iterable[LookAlike],
) -> bytes:
    """Write the content canonically: sorted keys, no blanks, UTF-8."""
    content = {
        "format": FORMAT,
        "version": version,
        "classes": [_from_class(entry) for entry in classes],
        "medicines": [_from_medicine(entry) for entry in medicines],
        "ambiguous": [[e.term, e.medicines, e.note, e.open_ended] for e in ambiguous],
        "lookalikes": [[e.first, e.second, e.danger, e.first_is, e.second_is] for e in lookalikes],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def decode(data: bytes) -> MedicineDictionary:
    """Read a dictionary; its digest is that of the bytes, so changed bytes show.

    Raises ValueError, KeyError or TypeError for anything that `encode` did not write.
    """
    content = json.loads(data)
    if content["format"] != FORMAT:
        raise ValueError("another format")
    shared: dict[tuple[str, ...], frozenset[str]] = {}
    return build_dictionary(
        [_to_medicine(entry, shared) for entry in content["medicines"]],
        [_to_class(entry) for entry in content["classes"]],
        ambiguous=[AmbiguousTerm(e[0], tuple(e[1]), e[2], e[3]) for e in content["ambiguous"]],
        lookalikes=[
            LookAlike(e[0], e[1], e[2], tuple(e[3]), tuple(e[4])) for e in content["lookalikes"]
        ],
        version=content["version"],
        digest=hashlib.sha256(data).hexdigest(),
    )


def _from_class(entry: MedicineClass) -> list[Any]:
    """One class as a row."""
    texts = [entry.id, entry.name, entry.meaning, entry.effect.value]
    return [*texts, entry.rules, entry.questions, entry.sources, _from_span(entry.washout)]


def _to_class(row: list[Any]) -> MedicineClass:
    """One row as a class."""
    span = _to_span(row[7])
    if span is None:
        raise ValueError("a class without washout")
    rules, questions, sources = (tuple(part) for part in row[4:7])
    return MedicineClass(row[0], row[1], row[2], Effect(row[3]), rules, questions, sources, span)


def _from_medicine(entry: Medicine) -> list[Any]:
    """One medicine as a row."""
    return [
        entry.name,
        entry.routes,
        [sorted(entry.classes[route]) for route in entry.routes],
        entry.ingredients,
        entry.synonyms,
        entry.brands,
        entry.misspellings,
        dict(entry.term_routes),
        entry.note,
        entry.atc,
        _from_span(entry.washout),
        entry.open_ended,
    ]


def _to_medicine(row: list[Any], shared: dict[tuple[str, ...], frozenset[str]]) -> Medicine:
    """One row as a medicine; equal sets of classes are one object."""
    routes = tuple(row[1])
    classes = {}
    for route, ids in zip(routes, row[2], strict=True):
        key = tuple(ids)
        classes[route] = shared.setdefault(key, frozenset(key))
    narrowed: Mapping[str, tuple[str, ...]] = {k: tuple(v) for k, v in row[7].items()}
    return Medicine(
        row[0],
        routes,
        MappingProxyType(classes),
        tuple(row[3]),
        tuple(row[4]),
        tuple(row[5]),
        tuple(row[6]),
        MappingProxyType(narrowed),
        row[8],
        tuple(row[9]),
        _to_span(row[10]),
        row[11],
    )


def _from_span(span: Span | None) -> list[Any] | None:
    """A span as amount and unit."""
    return None if span is None else [span.amount, span.unit.value]


def _to_span(row: list[Any] | None) -> Span | None:
    """Amount and unit as a span."""
    return None if row is None else Span(row[0], Unit(row[1]))
