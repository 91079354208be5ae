"""Names and routes of medicines, folded for comparison."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ROUTES: Final = (
    *("oral", "topical", "injection", "ophthalmic", "otic", "nasal", "inhaled", "rectal"),
    *("vaginal", "transdermal", "sublingual", "buccal", "intralesional", "intra-articular"),
    *("intravitreal", "intrauterine", "implant", "intravesical"),
)
"""Ways in which a medicine is given."""

_SYSTEMIC = frozenset(
    {"oral", "injection", "rectal", "transdermal", "sublingual", "buccal", "implant"}
)
# A coarse answer stands for finer routes that the dictionary keeps apart.
_COVERS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "oral": frozenset({"sublingual", "buccal"}),
        "topical": frozenset({"transdermal", "vaginal", "rectal", "otic"}),
        "injection": frozenset(
            {"intralesional", "intra-articular", "intravitreal", "intravesical", "implant"}
        ),
    }
)
# Of ASCII only letters, digits and "+" count; a trade mark sign belongs to no name.
_ASCII_MARKS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "+")}
_TRADE_MARKS = {ord(sign): " " for sign in "™℠®©"}


def is_systemic(route: str) -> bool:
    """Whether a medicine given this way reaches the whole body in a dose that counts."""
    return route in _SYSTEMIC


def routes_left(routes: tuple[str, ...], answered: str) -> tuple[str, ...]:
    """Routes that an answered route leaves, none when it is not one of them.

    A coarse answer such as "topical" leaves the finer routes that it covers ("transdermal").
    """
    if answered in routes:
        return (answered,)
    covered = _COVERS.get(answered, frozenset())
    return tuple(route for route in routes if route in covered)


def normalise(text: str) -> str:
    """Fold a name for comparison: case, accents and punctuation except "+" do not count."""
    folded = text.casefold()
    if folded.isascii():
        return " ".join(folded.translate(_ASCII_MARKS).split())
    apart = unicodedata.normalize("NFKD", folded.translate(_TRADE_MARKS))
    # Taking characters apart can bring capitals back, so the case is folded again.
    bare = "".join(mark for mark in apart if not unicodedata.combining(mark)).casefold()
    kept = (letter if letter.isalnum() or letter == "+" else " " for letter in bare)
    return " ".join("".join(kept).split())
