"""Signs drawn as vectors: each tone and each kind of list has its own shape.

They differ in outline, not in colour, so that they survive a black-and-white printer. A sign is
drawn inside a square of `size` points whose upper left corner is (x, top).
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from consult_app.documents.tagging import TaggedCanvas
from consult_app.documents.typography import WHITE, Colour
from consult_app.domain.report.blocks import ListKind, Tone

Sign = Callable[[TaggedCanvas, float, float, float, Colour, Colour], None]
"""Arguments: canvas, x, top, size, colour of the shape, colour of what is inside."""

Point = tuple[float, float]


def _polygon(canvas: TaggedCanvas, points: list[Point], *, fill: bool, close: bool = True) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if close:
        path.close()
    canvas.drawPath(path, stroke=0 if fill else 1, fill=1 if fill else 0)


def _pen(canvas: TaggedCanvas, tint: Colour, width: float) -> None:
    canvas.setStrokeColorRGB(*tint)
    canvas.setFillColorRGB(*tint)
    canvas.setLineWidth(width)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)


def _disc(canvas: TaggedCanvas, x: float, top: float, size: float, tint: Colour) -> None:
    canvas.setFillColorRGB(*tint)
    canvas.circle(x + size / 2, top - size / 2, size / 2, stroke=0, fill=1)


def _ring(canvas: TaggedCanvas, x: float, top: float, size: float, tint: Colour) -> None:
    _pen(canvas, tint, size * 0.09)
    canvas.circle(x + size / 2, top - size / 2, size * 0.45, stroke=1, fill=0)


def _mark(canvas: TaggedCanvas, x: float, top: float, size: float, tint: Colour) -> None:
    """An exclamation mark in the middle."""
    _pen(canvas, tint, size * 0.12)
    middle = x + size / 2
    canvas.line(middle, top - size * 0.30, middle, top - size * 0.57)
    canvas.circle(middle, top - size * 0.745, size * 0.07, stroke=0, fill=1)


def _stop(
    canvas: TaggedCanvas, x: float, top: float, size: float, ink: Colour, inner: Colour
) -> None:
    """An octagon with a bar."""
    centre, radius = (x + size / 2, top - size / 2), size * 0.54
    corners = [
        (
            centre[0] + radius * cos(pi / 8 + n * pi / 4),
            centre[1] + radius * sin(pi / 8 + n * pi / 4),
        )
        for n in range(8)
    ]
    canvas.setFillColorRGB(*ink)
    _polygon(canvas, corners, fill=True)
    canvas.setFillColorRGB(*inner)
    canvas.rect(x + size * 0.22, top - size * 0.585, size * 0.56, size * 0.17, stroke=0, fill=1)


def _caution(
    canvas: TaggedCanvas, x: float, top: float, size: float, ink: Colour, inner: Colour
) -> None:
    """A triangle with an exclamation mark."""
    _pen(canvas, ink, size * 0.1)
    corners = [
        (x + size / 2, top - size * 0.09),
        (x + size * 0.97, top - size * 0.91),
        (x + size * 0.03, top - size * 0.91),
    ]
    _polygon(canvas, corners, fill=True)
    _polygon(canvas, corners, fill=False)
    _pen(canvas, inner, size * 0.1)
    middle = x + size / 2
    canvas.line(middle, top - size * 0.37, middle, top - size * 0.62)
    canvas.circle(middle, top - size * 0.78, size * 0.065, stroke=0, fill=1)


def _info(
    canvas: TaggedCanvas, x: float, top: float, size: float, ink: Colour, inner: Colour
) -> None:
    """A disc with the letter i."""
    _disc(canvas, x, top, size, ink)
    _pen(canvas, inner, size * 0.12)
    middle = x + size / 2
    canvas.circle(middle, top - size * 0.27, size * 0.075, stroke=0, fill=1)
    canvas.line(middle, top - size * 0.46, middle, top - size * 0.74)


def _forward(
    canvas: TaggedCanvas, x: float, top: float, size: float, ink: Colour, inner: Colour
) -> None:
    """A disc with an arrow: the next step may be taken. Never a tick, which would say "safe"."""
    _disc(canvas, x, top, size, ink)
    _pen(canvas, inner, size * 0.1)
    middle = top - size / 2
    canvas.line(x + size * 0.25, middle, x + size * 0.73, middle)
    _polygon(
        canvas,
        [
            (x + size * 0.53, middle + size * 0.2),
            (x + size * 0.74, middle),
            (x + size * 0.53, middle - size * 0.2),
        ],
        fill=False,
        close=False,
    )


def _note(
    canvas: TaggedCanvas, x: float, top: float, size: float, ink: Colour, _inner: Colour
) -> None:
    """A ring with a dot: neither leave nor warning. A bar inside would read as "no entry"."""
    _ring(canvas, x, top, size, ink)
    canvas.circle(x + size / 2, top - size / 2, size * 0.16, stroke=0, fill=1)


def _tick(
    canvas: TaggedCanvas, x: float, top: float, size: float, ink: Colour, _inner: Colour
) -> None:
    """A bare tick."""
    _pen(canvas, ink, size * 0.15)
    points = [
        (x + size * 0.12, top - size * 0.54),
        (x + size * 0.39, top - size * 0.81),
        (x + size * 0.89, top - size * 0.22),
    ]
    _polygon(canvas, points, fill=False, close=False)


def _forbidden(
    canvas: TaggedCanvas, x: float, top: float, size: float, ink: Colour, inner: Colour
) -> None:
    """A filled disc with a cross."""
    _disc(canvas, x, top, size, ink)
    _pen(canvas, inner, size * 0.12)
    canvas.line(x + size * 0.31, top - size * 0.31, x + size * 0.69, top - size * 0.69)
    canvas.line(x + size * 0.31, top - size * 0.69, x + size * 0.69, top - size * 0.31)


def _clock(
    canvas: TaggedCanvas, x: float, top: float, size: float, ink: Colour, _inner: Colour
) -> None:
    """A clock: what will come."""
    _ring(canvas, x, top, size, ink)
    _polygon(
        canvas,
        [
            (x + size / 2, top - size * 0.24),
            (x + size / 2, top - size * 0.52),
            (x + size * 0.69, top - size * 0.63),
        ],
        fill=False,
        close=False,
    )


def _handset(
    canvas: TaggedCanvas, x: float, top: float, size: float, ink: Colour, _inner: Colour
) -> None:
    """A telephone handset."""

    def at(u: float, v: float) -> Point:
        return x + size * u, top - size * v

    canvas.setFillColorRGB(*ink)
    path = canvas.beginPath()
    path.moveTo(*at(0.08, 0.22))
    path.curveTo(*at(0.10, 0.10), *at(0.26, 0.04), *at(0.32, 0.10))
    path.lineTo(*at(0.43, 0.31))
    path.curveTo(*at(0.45, 0.36), *at(0.35, 0.42), *at(0.34, 0.46))
    path.curveTo(*at(0.38, 0.56), *at(0.45, 0.63), *at(0.55, 0.67))
    path.curveTo(*at(0.59, 0.66), *at(0.65, 0.56), *at(0.70, 0.58))
    path.lineTo(*at(0.91, 0.69))
    path.curveTo(*at(0.97, 0.75), *at(0.90, 0.90), *at(0.78, 0.93))
    path.curveTo(*at(0.44, 0.96), *at(0.05, 0.56), *at(0.08, 0.22))
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _emergency(
    canvas: TaggedCanvas, x: float, top: float, size: float, ink: Colour, inner: Colour
) -> None:
    """A filled square with an exclamation mark."""
    canvas.setFillColorRGB(*ink)
    canvas.roundRect(x, top - size, size, size, size * 0.14, stroke=0, fill=1)
    _mark(canvas, x, top, size, inner)


def _bullet(
    canvas: TaggedCanvas, x: float, top: float, size: float, ink: Colour, _inner: Colour
) -> None:
    """A small disc."""
    canvas.setFillColorRGB(*ink)
    canvas.circle(x + size * 0.18, top - size / 2, size * 0.15, stroke=0, fill=1)


TONE_SIGNS: dict[Tone, Sign] = {
    Tone.STOP: _stop,
    Tone.CAUTION: _caution,
    Tone.INFO: _info,
    Tone.GOOD: _forward,
    Tone.NEUTRAL: _note,
}

LIST_SIGNS: dict[ListKind, Sign] = {
    ListKind.PLAIN: _bullet,
    ListKind.DO: _tick,
    ListKind.DONT: _forbidden,
    ListKind.EXPECT: _clock,
    ListKind.CALL: _handset,
    ListKind.EMERGENCY: _emergency,
}


def draw_sign(
    sign: Sign,
    canvas: TaggedCanvas,
    x: float,
    top: float,
    size: float,
    ink: Colour,
    inner: Colour = WHITE,
) -> None:
    """Draw a sign and leave the canvas's pen as it was."""
    sign(canvas, x, top, size, ink, inner)
    canvas.setLineCap(0)
    canvas.setLineJoin(0)
