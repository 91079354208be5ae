"""Near matches among the names of the dictionary, by edit distance."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from consult_app.domain.medicines import MedicineDictionary


class NearMatches:
    """Finds names by optimal string alignment: a swapped pair of letters is one mistake.

    One mistake is allowed up to six letters, two up to nine, three beyond. Implements
    `services.lookup.NearMatcher`.
    """

    def __init__(self, dictionary: MedicineDictionary) -> None:
        self._keys = dictionary.keys

    def nearest(self, key: str, limit: int) -> Sequence[str]:
        """Return up to `limit` normalised names of the dictionary, the nearest first."""
        found = process.extract(
            key, self._keys, scorer=OSA.distance, score_cutoff=_mistakes(key), limit=None
        )
        # People rarely miss the first letter, so a name that shares it goes first.
        ranked = sorted(found, key=lambda hit: (hit[1], hit[0][:1] != key[:1], hit[0]))
        return [name for name, _, _ in ranked[:limit]]

    def nearest_of(self, key: str, names: Sequence[str]) -> str:
        """Return the nearest of the given normalised names, of which there is at least one."""
        return min(names, key=lambda name: (OSA.distance(key, name), name))


def _mistakes(key: str) -> int:
    """How many mistakes a name of this length may have."""
    if len(key) <= 6:
        return 1
    return 2 if len(key) <= 9 else 3
