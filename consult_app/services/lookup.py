"""Look up a medicine while it is being typed: what it is, what it begins, and "did you mean".

Nothing is ever chosen here. Exact names, names that begin with the typed text and near matches are
three separate lists; a near match counts for nothing until a person has picked it (decisions 5.5).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol

from consult_app.domain.medicines import LookAlike, Medicine, MedicineDictionary, Term, normalise

FEWEST_LETTERS_FOR_NEAR_MATCHES: Final = 5
"""Shorter input has too many neighbours for "did you mean" to help."""

_LONGEST_INPUT: Final = 100
_STRENGTH: Final = re.compile(
    r"\b[0-9]+(?:[.,][0-9]+)?\s*(?:mg|mcg|µg|μg|ug|micrograms?|g|ml|iu|units?|%)(?:\s*/\s*\w+)?(?!\w)",
    re.IGNORECASE,
)


class NearMatcher(Protocol):
    """Finds names that are spelt much like a typed one."""

    def nearest(self, key: str, limit: int) -> Sequence[str]:
        """Return up to `limit` normalised names of the dictionary, the nearest first."""
        ...

    def nearest_of(self, key: str, names: Sequence[str]) -> str:
        """Return the nearest of the given normalised names, of which there is at least one."""
        ...


@dataclass(frozen=True, slots=True)
class Alert:
    """A name that is taken for another one, what the other stands for, and the danger."""

    name: str
    other: str
    other_is: tuple[str, ...]
    danger: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that can be picked.

    `term` is what to record when it is picked, `medicines` what it stands for (several when it is
    ambiguous), `routes` how it may be given. `alerts` are its look-alikes.
    """

    term: str
    medicines: tuple[str, ...]
    routes: tuple[str, ...]
    note: str = ""
    open_ended: bool = False
    alerts: tuple[Alert, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether the name alone does not say which medicine it is."""
        return len(self.medicines) > 1


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a typed text may be, in lists that must be shown apart.

    `exact` holds the typed name itself; `choices` what an ambiguous one may stand for, each under
    a name of its own; `prefix` the names that begin so; `did_you_mean` the near matches. `alerts`
    are the look-alikes of the typed text, known or not.
    """

    typed: str
    exact: tuple[Suggestion, ...] = ()
    choices: tuple[Suggestion, ...] = ()
    prefix: tuple[Suggestion, ...] = ()
    did_you_mean: tuple[Suggestion, ...] = ()
    alerts: tuple[Alert, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether the typed text is a name of the dictionary."""
        return bool(self.exact)


class MedicineLookup:
    """Searches a dictionary; `near` finds the near matches."""

    def __init__(self, dictionary: MedicineDictionary, near: NearMatcher) -> None:
        self._dictionary = dictionary
        self._near = near
        self._keys = sorted(dictionary.keys)
        self._words = sorted(
            (word, key) for key in self._keys for word in key.split()[1:] if word != "+"
        )
        self._alerts = _alerts_by_key(dictionary.lookalikes)

    def search(self, typed: str, limit: int = 8) -> SearchResult:
        """Search for a typed text; each list has at most `limit` suggestions, the best first."""
        key = normalise(typed[:_LONGEST_INPUT])
        if not key:
            return SearchResult(typed)
        term = self._dictionary.term(key)
        bare = key
        if term is None:
            # "aspirin 75 mg" is no name, but what is left without the strength may be one.
            bare = normalise(_STRENGTH.sub(" ", typed[:_LONGEST_INPUT])) or key
        named = self._dictionary.term(bare)
        return SearchResult(
            typed,
            exact=(self._suggestion(term),) if term is not None else (),
            choices=self._choices(term)[:limit] if term is not None else (),
            prefix=self._beginning(bare, limit, with_itself=term is None),
            did_you_mean=() if named is not None else self._near_matches(bare, limit),
            alerts=self._alerts.get(bare, ()),
        )

    def label_of(self, medicine: Medicine) -> str:
        """Name under which a medicine can be recorded without ambiguity: its own where it can."""
        for text in medicine.terms:
            if normalise(text) in self._dictionary.names:
                return text
        return medicine.name

    def _suggestion(self, term: Term) -> Suggestion:
        """Suggestion for a name of the dictionary."""
        routes = dict.fromkeys(route for found in term.candidates for route in found.routes)
        return Suggestion(
            term.text,
            tuple(found.medicine.name for found in term.candidates),
            tuple(routes),
            term.note,
            term.open_ended,
            self._alerts.get(normalise(term.text), ()),
        )

    def _suggestions(self, keys: Iterable[str]) -> Iterator[Suggestion]:
        """Suggestions for normalised names."""
        for key in keys:
            term = self._dictionary.term(key)
            if term is not None:
                yield self._suggestion(term)

    def _choices(self, term: Term) -> tuple[Suggestion, ...]:
        """What an ambiguous name may stand for."""
        if len(term.candidates) == 1:
            return ()
        labels = (self.label_of(found.medicine) for found in term.candidates)
        return tuple(self._suggestions(normalise(label) for label in labels))

    def _beginning(self, key: str, limit: int, *, with_itself: bool) -> tuple[Suggestion, ...]:
        """Names that begin with the text, then medicines of which a later word does."""
        found = sorted((entry for entry in self._starting(key) if entry != key), key=self._rank)
        if with_itself and self._dictionary.term(key) is not None:
            found.insert(0, key)
        if len(found) < limit and len(key) > 2:
            later = dict.fromkeys(entry for entry in self._continuing(key) if entry != key)
            found += sorted(later.keys() - set(found), key=self._rank_of_later)
        # A synonym beside the name of the same medicine tells nobody anything; a brand does.
        shown: dict[tuple[object, ...], Suggestion] = {}
        for entry, suggestion in zip(found, self._suggestions(found), strict=True):
            same = (suggestion.medicines, suggestion.routes)
            shown.setdefault(
                (*same, suggestion.term) if self._is_brand(entry) else same, suggestion
            )
            if len(shown) == limit:
                break
        return tuple(shown.values())

    def _starting(self, key: str) -> Iterator[str]:
        """Names whose beginning is the text."""
        for entry in islice(self._keys, bisect_left(self._keys, key), None):
            if not entry.startswith(key):
                return
            yield entry

    def _continuing(self, key: str) -> Iterator[str]:
        """Names with a later word whose beginning is the text."""
        for word, entry in islice(self._words, bisect_left(self._words, (key, "")), None):
            if not word.startswith(key):
                return
            yield entry

    def _is_brand(self, key: str) -> bool:
        """Whether a normalised name is a brand."""
        found = self._dictionary.names.get(key)
        return found is not None and found[1] in found[0].brands

    def _rank(self, key: str) -> tuple[bool, bool, str]:
        """Order single medicines before combinations, and names before other terms."""
        found = self._dictionary.names.get(key)
        if found is None:
            return (False, False, key)
        medicine, text = found
        return (len(medicine.ingredients) > 1, text != medicine.name, key)

    def _rank_of_later(self, key: str) -> tuple[bool, bool, str]:
        """Order names, combinations among them, before the salts and forms of others."""
        combination, other, _ = self._rank(key)
        return (other, combination, key)

    def _near_matches(self, key: str, limit: int) -> tuple[Suggestion, ...]:
        """Listed misspellings, then names spelt alike, one for each medicine."""
        if sum(letter.isalpha() for letter in key) < FEWEST_LETTERS_FOR_NEAR_MATCHES:
            return ()
        found: dict[tuple[str, ...], Suggestion] = {}
        misspelt = self._dictionary.misspelt.get(key, ())
        own = (
            self._near.nearest_of(key, [normalise(text) for text in medicine.terms])
            for medicine in misspelt
        )
        for suggestion in self._suggestions((*own, *self._near.nearest(key, 3 * limit))):
            found.setdefault(suggestion.medicines, suggestion)
        return tuple(found.values())[:limit]


def _alerts_by_key(lookalikes: Iterable[LookAlike]) -> dict[str, tuple[Alert, ...]]:
    """Index the look-alikes by either name."""
    index: dict[str, tuple[Alert, ...]] = {}
    for pair in lookalikes:
        there = Alert(pair.first, pair.second, pair.second_is, pair.danger)
        back = Alert(pair.second, pair.first, pair.first_is, pair.danger)
        for alert in (there, back):
            key = normalise(alert.name)
            index[key] = (*index.get(key, ()), alert)
    return index
