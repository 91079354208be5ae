"""The few words that the renderer itself prints or gives to readers of structure."""

from __future__ import annotations

from dataclasses import dataclass, field

from consult_app.domain.report.blocks import ListKind, Tone

_TONES = {
    Tone.STOP: "Stop",
    Tone.CAUTION: "Caution",
    Tone.INFO: "Information",
    Tone.GOOD: "Go ahead",
    Tone.NEUTRAL: "Note",
}
_KINDS = {
    ListKind.DO: "Do",
    ListKind.DONT: "Do not",
    ListKind.EXPECT: "Expect",
    ListKind.CALL: "Call us",
    ListKind.EMERGENCY: "Emergency",
}


@dataclass(frozen=True)
class Words:
    """One language's words; `language` is the BCP 47 tag of the words themselves.

    `page` has the places ``{page}`` and ``{pages}``, `missing` the place ``{count}``,
    `drawn` the places ``{role}`` and ``{name}``.
    """

    language: str = "en"
    page: str = "Page {page} of {pages}"
    drawn: str = "Handwritten signature, {role}: {name}"
    typed: str = "Signed by typing the name"
    unsigned: str = "Not signed"
    signature_field: str = "Digital signature of the practitioner"
    missing_title: str = "Some characters could not be printed"
    missing: str = (
        "The sign \u25a1 stands for a character that is in none of the fonts ({count} in all):"
    )
    tones: dict[Tone, str] = field(default_factory=lambda: dict(_TONES))
    kinds: dict[ListKind, str] = field(default_factory=lambda: dict(_KINDS))


ENGLISH = Words()


def primary_subtag(language: str) -> str:
    """The language itself of a BCP 47 tag, such as ``pt`` of ``pt-BR``."""
    return language.split("-", maxsplit=1)[0].lower()


def words_for(language: str, known: dict[str, Words]) -> Words:
    """Words of a BCP 47 tag or of its base language; English, marked as such, without them.

    In a document of another language the page number then needs no word at all.
    """
    base = primary_subtag(language)
    found = known.get(language) or known.get(base)
    if found is not None:
        return found
    return ENGLISH if base in ("en", "") else Words(page="{page} / {pages}")
