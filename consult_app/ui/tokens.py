"""Design tokens: every colour, size and spacing that the interface uses, and nothing else.

Colours come in four tables (light, dark, and both in high contrast). Lengths are pixels at
100 % text size. The pairs that may meet as text on ground are listed beside the tables, so
that a test can measure each of them (WCAG 2.2, success criteria 1.4.3, 1.4.6 and 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """What a coloured part of the screen says; always shown with a shape and a word as well."""

    NEUTRAL = "neutral"
    STOP = "stop"
    DEFER = "defer"
    CAUTION = "caution"
    INFO = "info"
    OPEN = "open"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Colours:
    """One colour table; each value is ``#rrggbb``.

    `ink` and `muted` are text; `line` only decorates, `control` draws the edge of something
    that can be operated; `paper` and `pen` are the signature's, the same in every table.
    """

    page: str
    surface: str
    sunken: str
    ink: str
    muted: str
    line: str
    control: str
    accent: str
    on_accent: str
    accent_soft: str
    focus: str
    stop: str
    stop_soft: str
    defer: str
    defer_soft: str
    caution: str
    caution_soft: str
    info: str
    info_soft: str
    open: str
    open_soft: str
    ok: str
    ok_soft: str
    paper: str = "#ffffff"
    pen: str = "#10202c"
    guide: str = "#6b7d8b"

    def of(self, name: str) -> str:
        """Colour by its token name; AttributeError when there is no such token."""
        return str(getattr(self, name))

    def text_of(self, tone: Tone) -> str:
        """Text and icon colour of a tone."""
        return self.muted if tone is Tone.NEUTRAL else self.of(tone.value)

    def ground_of(self, tone: Tone) -> str:
        """Background colour of a tone."""
        return self.sunken if tone is Tone.NEUTRAL else self.of(f"{tone.value}_soft")


LIGHT = Colours(
    page="#f4f6f8",
    surface="#ffffff",
    sunken="#edf1f4",
    ink="#15222d",
    muted="#4a5a67",
    line="#dbe2e8",
    control="#72838f",
    accent="#0b6466",
    on_accent="#ffffff",
    accent_soft="#e3f1f0",
    focus="#1d4ed8",
    stop="#9b1c1c",
    stop_soft="#fdecea",
    defer="#5b3596",
    defer_soft="#f1ecfa",
    caution="#7a4b00",
    caution_soft="#fff3d9",
    info="#1d4f91",
    info_soft="#e8f0fb",
    open="#3d4d59",
    open_soft="#f4f6f8",
    ok="#176c40",
    ok_soft="#e5f4eb",
)

DARK = Colours(
    page="#10171c",
    surface="#19222a",
    sunken="#222d36",
    ink="#e8eef2",
    muted="#a9b8c3",
    line="#303d48",
    control="#7d8e9b",
    accent="#4fb8b3",
    on_accent="#06201f",
    accent_soft="#17383a",
    focus="#8ab4ff",
    stop="#ffb4ab",
    stop_soft="#3c1b1b",
    defer="#d4bcff",
    defer_soft="#2d2145",
    caution="#ffd487",
    caution_soft="#38290b",
    info="#a8c8ff",
    info_soft="#16283f",
    open="#c3ced6",
    open_soft="#151d23",
    ok="#7fd6a4",
    ok_soft="#14301f",
)

CONTRAST_LIGHT = Colours(
    page="#ffffff",
    surface="#ffffff",
    sunken="#eef1f3",
    ink="#000000",
    muted="#27333b",
    line="#5c6972",
    control="#000000",
    accent="#00403f",
    on_accent="#ffffff",
    accent_soft="#e0f0ef",
    focus="#0a35b0",
    stop="#7d0000",
    stop_soft="#fff0ee",
    defer="#41167d",
    defer_soft="#f4effc",
    caution="#563300",
    caution_soft="#fff5de",
    info="#07346f",
    info_soft="#edf3fc",
    open="#1c262d",
    open_soft="#ffffff",
    ok="#00492a",
    ok_soft="#e9f6ee",
)

CONTRAST_DARK = Colours(
    page="#000000",
    surface="#000000",
    sunken="#161b1f",
    ink="#ffffff",
    muted="#d7dfe5",
    line="#93a1ab",
    control="#ffffff",
    accent="#7ff0ea",
    on_accent="#000000",
    accent_soft="#04292a",
    focus="#ffe14d",
    stop="#ffc6bf",
    stop_soft="#2b0a0a",
    defer="#e3d3ff",
    defer_soft="#1c1030",
    caution="#ffe0a3",
    caution_soft="#261a00",
    info="#c4daff",
    info_soft="#081a30",
    open="#e6edf1",
    open_soft="#000000",
    ok="#a2ecc0",
    ok_soft="#06200f",
)

_GROUNDS = ("page", "surface", "sunken", "accent_soft")
_TONES = ("stop", "defer", "caution", "info", "open", "ok")

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("ink", "muted") for ground in _GROUNDS),
    *((text, f"{tone}_soft") for text in ("ink", "muted") for tone in _TONES),
    *((tone, f"{tone}_soft") for tone in _TONES),
    *(("accent", f"{tone}_soft") for tone in _TONES),
    *((tone, ground) for tone in _TONES for ground in ("page", "surface", "sunken")),
    ("accent", "page"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("pen", "paper"),
)
"""(text, ground) pairs: 4.5:1 at least, 7:1 in high contrast."""

EDGE_PAIRS: tuple[tuple[str, str], ...] = (
    *(("control", ground) for ground in _GROUNDS),
    *(("focus", ground) for ground in _GROUNDS),
    *(("accent", ground) for ground in ("page", "surface")),
    ("guide", "paper"),
)
"""(edge, ground) pairs of things that can be operated: 3:1 at least."""


def contrast_ratio(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 16, 24, 32
"""Spacing steps; they stay as they are at larger text."""

RADIUS_CONTROL, RADIUS_CARD, RADIUS_PILL = 8, 12, 16
"""Corner radii."""

ANSWER_HEIGHT, COMPACT_HEIGHT, BUTTON_HEIGHT = 46, 36, 46
"""Heights at 100 %: answers and fields; answers inside a bulk card; push buttons."""

FOCUS_GAP, FOCUS_WIDTH = 4, 3
"""The focus ring lies FOCUS_GAP outside the control and is FOCUS_WIDTH thick."""

TYPE_SCALE: dict[str, tuple[int, int]] = {
    "caption": (13, 400),
    "word": (13, 600),
    "body": (15, 400),
    "strong": (15, 600),
    "question": (16, 600),
    "section": (18, 600),
    "title": (24, 700),
    "display": (30, 700),
}
"""Text role to (pixel size at 100 %, weight)."""

TEXT_SCALES = (100, 125, 150)
"""Text sizes on offer, per cent."""
