"""Sizes, weights, colours and margins of the printed page, scaled for large type.

Lengths are points. Colours are chosen so that text keeps at least 7:1 on its ground and each tone
prints as a different grey or frame: nothing depends on colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from consult_app.domain.report.blocks import Paper, Tone

Colour = tuple[float, float, float]

MILLIMETRE = 72 / 25.4


def colour(code: str) -> Colour:
    """``rrggbb`` as red, green and blue from 0 to 1."""
    return tuple(int(code[index : index + 2], 16) / 255 for index in (0, 2, 4))  # type: ignore[return-value]


INK = colour("15222d")
MUTED = colour("43525e")
LINE = colour("b4c0c9")
HAIRLINE = colour("dde3e8")
ACCENT = colour("0b5c5e")
WHITE = (1.0, 1.0, 1.0)
BLACK = (0.0, 0.0, 0.0)
PEN = colour("10205c")


@dataclass(frozen=True, slots=True)
class ToneStyle:
    """How a tone is drawn: `ink` for its shape and title, `ground`, and the frame's width.

    `solid` fills the frame with `ink` and sets the text in white: the strongest tone.
    """

    ink: Colour
    ground: Colour
    frame: float
    solid: bool = False


TONES: dict[Tone, ToneStyle] = {
    Tone.STOP: ToneStyle(colour("8c1515"), colour("fdeeec"), 1.8, solid=True),
    Tone.CAUTION: ToneStyle(colour("6b4200"), colour("fff4de"), 1.6),
    Tone.INFO: ToneStyle(colour("1a4580"), colour("edf3fb"), 0.8),
    Tone.GOOD: ToneStyle(colour("0a5456"), colour("e8f4f3"), 0.8),
    Tone.NEUTRAL: ToneStyle(colour("33424e"), colour("f5f7f9"), 0.8),
}


class Weight(Enum):
    """Weight of type."""

    REGULAR = "regular"
    BOLD = "bold"


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Size and line distance in points, weight and colour."""

    size: float
    leading: float
    weight: Weight = Weight.REGULAR
    colour: Colour = INK

    @property
    def baseline(self) -> float:
        """From the top of a line to its baseline: capitals stand in the middle of the line."""
        return (self.leading + 0.71 * self.size) / 2

    def tinted(self, tint: Colour) -> TypeStyle:
        """The same in another colour."""
        return TypeStyle(self.size, self.leading, self.weight, tint)


@dataclass(frozen=True)
class StyleSheet:
    """All styles of one document at one scale."""

    scale: float
    headings: tuple[TypeStyle, TypeStyle, TypeStyle]
    body: TypeStyle
    lead: TypeStyle
    strong: TypeStyle
    small: TypeStyle
    label: TypeStyle
    cell: TypeStyle
    cell_head: TypeStyle
    cell_strong: TypeStyle
    banner_title: TypeStyle
    callout_title: TypeStyle
    furniture: TypeStyle
    furniture_strong: TypeStyle
    notice: TypeStyle
    clinic: TypeStyle

    @property
    def measure(self) -> float:
        """Widest comfortable line of running text: some 85 letters."""
        return 43.0 * self.body.size

    def gap(self, points: float) -> float:
        """A distance that grows with the type, less than in proportion."""
        return points * (1 + 0.6 * (self.scale - 1))


SMALLEST_SCALE, LARGEST_SCALE = 0.8, 3.0
"""Scales outside are brought to the nearer end: no word would fit on a line, or be legible."""


def style_sheet(scale: float) -> StyleSheet:
    """The styles at `scale` (1.0 normal, 1.4 large, 1.8 extra large)."""
    scale = min(max(scale, SMALLEST_SCALE), LARGEST_SCALE)
    heading_scale = 1 + 0.6 * (scale - 1)
    furniture_scale = 1 + 0.4 * (scale - 1)

    def text(size: float, leading: float, weight: Weight, tint: Colour, by: float) -> TypeStyle:
        return TypeStyle(round(size * by, 2), round(leading * by, 2), weight, tint)

    regular, bold = Weight.REGULAR, Weight.BOLD
    return StyleSheet(
        scale=scale,
        headings=(
            text(21, 26, bold, INK, heading_scale),
            text(13.6, 18, bold, ACCENT, heading_scale),
            text(10.8, 14.6, bold, INK, (heading_scale + scale) / 2),
        ),
        body=text(10, 14.1, regular, INK, scale),
        lead=text(11.5, 16.5, regular, INK, scale),
        strong=text(10, 14.1, bold, INK, scale),
        small=text(8.6, 12.2, regular, MUTED, scale),
        label=text(8.6, 12.8, regular, MUTED, scale),
        cell=text(9, 12.8, regular, INK, scale),
        cell_head=text(8.4, 12, bold, MUTED, scale),
        cell_strong=text(9, 12.8, bold, INK, scale),
        banner_title=text(17, 21.5, bold, INK, heading_scale),
        callout_title=text(10.4, 14.6, bold, INK, scale),
        furniture=text(7.6, 10.4, regular, MUTED, furniture_scale),
        furniture_strong=text(7.8, 10.6, bold, INK, furniture_scale),
        notice=text(9.4, 12.6, bold, WHITE, furniture_scale),
        clinic=text(12.5, 16, bold, ACCENT, heading_scale),
    )


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """Page size and margins in points."""

    width: float
    height: float
    left: float = 18 * MILLIMETRE
    right: float = 18 * MILLIMETRE
    top: float = 13 * MILLIMETRE
    bottom: float = 11 * MILLIMETRE

    @property
    def text_width(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right


def page_geometry(paper: Paper) -> PageGeometry:
    """Margins for a paper size."""
    if paper is Paper.LETTER:
        return PageGeometry(612.0, 792.0)
    return PageGeometry(210 * MILLIMETRE, 297 * MILLIMETRE)
