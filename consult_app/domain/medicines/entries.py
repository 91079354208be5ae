"""What a medicine dictionary lists: classes, medicines, ambiguous names and look-alikes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from consult_app.domain.dates import Span, Unit

DEFAULT_WASHOUT: Final = Span(7, Unit.DAYS)
"""How long a stopped medicine still counts where nothing else is said (decisions 5.6)."""

NO_RELEVANT_CLASS: Final = "none"
"""A practitioner's classification that says that no class matters (decisions 5.1)."""


class Effect(Enum):
    """What membership in a class does."""

    FIRE = "fire"
    CONFIRM = "confirm"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class MedicineClass:
    """A group of medicines that matters in the same way.

    `rules` and `questions` are ids, `sources` the evidence codes; `washout` says how long a
    stopped member still counts.
    """

    id: str
    name: str
    meaning: str
    effect: Effect
    rules: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    washout: Span = DEFAULT_WASHOUT


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine with its names, and for each of its routes the classes that it has there.

    `routes` has the commonest first and `classes` has an entry for each of them. `ingredients`
    are canonical names, the medicine's own for a single drug. `term_routes` narrows a name, as
    written, to some of the routes. `washout` overrides that of the classes. `open_ended` marks a
    lay word for a whole group ("blood thinner"): its classes are certain, nothing is ruled out.
    """

    name: str
    routes: tuple[str, ...]
    classes: Mapping[str, frozenset[str]] = field(hash=False)
    ingredients: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    misspellings: tuple[str, ...] = ()
    term_routes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    note: str = ""
    atc: tuple[str, ...] = ()
    washout: Span | None = None
    open_ended: bool = False

    @property
    def terms(self) -> tuple[str, ...]:
        """All names that stand for this medicine; misspellings do not."""
        return (self.name, *self.synonyms, *self.brands)

    def routes_of(self, term: str) -> tuple[str, ...]:
        """Routes that a name of this medicine may stand for."""
        return self.term_routes.get(term, self.routes)

    def __repr__(self) -> str:
        """Name only, to keep messages short."""
        return f"Medicine({self.name})"


@dataclass(frozen=True, slots=True)
class AmbiguousTerm:
    """A name that stands for several medicines, so it is always asked about.

    `open_ended` says that it may stand for others too ("heart tablets"), so nothing is ruled out.
    """

    term: str
    medicines: tuple[str, ...]
    note: str = ""
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two names that are taken for one another, and what that would do.

    `first_is` and `second_is` say what the names stand for: medicine names or plain words.
    """

    first: str
    second: str
    danger: str
    first_is: tuple[str, ...] = ()
    second_is: tuple[str, ...] = ()
