"""The dictionary as it ships, and a small one whose rules can be seen at a glance."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from consult_app.definitions.medicines import load_medicines
from consult_app.definitions.near_matches import NearMatches
from consult_app.domain.dates import Span, Unit
from consult_app.domain.medicines import (
    AmbiguousTerm,
    Effect,
    Medicine,
    MedicineClass,
    MedicineDictionary,
    build_dictionary,
)
from consult_app.services.lookup import MedicineLookup


@pytest.fixture(scope="session")
def resources() -> Path:
    return Path(__file__).parents[2] / "resources" / "medicines"


@pytest.fixture(scope="session")
def shipped(resources: Path) -> MedicineDictionary:
    return load_medicines(resources)


@pytest.fixture(scope="session")
def lookup(shipped: MedicineDictionary) -> MedicineLookup:
    return MedicineLookup(shipped, NearMatches(shipped))


def medicine(name: str, ingredients: Iterable[str] = (), **classes: str) -> Medicine:
    """A medicine from ``route="class class"``."""
    return Medicine(
        name,
        tuple(classes),
        {route: frozenset(ids.split()) for route, ids in classes.items()},
        tuple(ingredients) or (name,),
    )


@pytest.fixture(scope="session")
def small() -> MedicineDictionary:
    """Synthetic: thin, steroid, cream, immune, plain."""
    ids = ("thin", "steroid", "cream", "immune", "plain")
    classes = [MedicineClass(id_, id_, id_, Effect.FIRE) for id_ in ids]
    classes[3] = MedicineClass(
        "immune", "immune", "immune", Effect.FIRE, washout=Span(3, Unit.MONTHS)
    )
    medicines = [
        medicine("Alpha", oral="thin"),
        medicine("Beta", oral="steroid", topical="cream", transdermal="cream plain"),
        medicine("Gamma", oral="immune thin"),
        medicine("Delta", oral="thin", injection="thin immune"),
        medicine("Alpha + Gamma", ("Alpha", "Gamma"), oral="thin immune plain"),
    ]
    lay = Medicine(
        "thinner", ("oral",), {"oral": frozenset({"thin"})}, ("thinner",), open_ended=True
    )
    return build_dictionary(
        [*medicines, lay],
        classes,
        ambiguous=[
            AmbiguousTerm("AB", ("Alpha", "Beta")),
            AmbiguousTerm("AD", ("Alpha", "Delta")),
            AmbiguousTerm("AAG", ("Alpha", "Alpha + Gamma")),
            AmbiguousTerm("tablets", ("Alpha", "Gamma"), open_ended=True),
        ],
    )
