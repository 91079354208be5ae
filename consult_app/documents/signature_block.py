"""A person's signature: the ink as it was drawn, and who, in which role, when and why beside it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import isfinite

from consult_app.documents.flow import Drawing, Gap, Piece, SideBySide, Stack
from consult_app.documents.setting import Setting
from consult_app.documents.structure import StructureElement
from consult_app.documents.tagging import TaggedCanvas
from consult_app.documents.typography import MILLIMETRE, MUTED, PEN
from consult_app.domain.consultation import InkPoint, InkStroke
from consult_app.domain.report.blocks import SignatureBlock

_WIDEST, _TALLEST = 64 * MILLIMETRE, 21 * MILLIMETRE
_THINNEST, _THICKEST = 0.7, 1.7

Point = tuple[float, float]


def signature_block(
    block: SignatureBlock, setting: Setting, parent: StructureElement
) -> SignaturePiece:
    """Ink, or the typed name, on the left; printed name, role, date and meaning on the right."""
    styles = setting.styles
    container = parent.child("Div")
    drawn = any(block.strokes)
    width = min(setting.width * 0.4, _WIDEST)
    gutter = 18.0
    left = (
        _ink(block, setting, container, width)
        if drawn
        else _instead(block, setting, container, width)
    )
    column = setting.width - width - gutter
    texts = (
        (block.printed_name, styles.strong, 0.0),
        (block.role, styles.cell, 0.0),
        (block.meaning, styles.cell, styles.gap(3)),
        (block.signed_at, styles.label, styles.gap(3)),
    )
    right = Stack(
        tuple(
            setting.text(text, style, container.child("P"), column, before=before)
            for text, style, before in texts
            if text.strip()
        )
    )
    row = SideBySide(
        (
            (setting.offset(0, width, setting.width), left),
            (setting.offset(width + gutter, column, setting.width), right),
        ),
        space_after=styles.gap(12),
    )
    return SignaturePiece(
        (row,), whole=True, space_before=styles.gap(6), space_after=styles.gap(10)
    )


class SignaturePiece(Stack):
    """Signatures that stay on one page with one another and with their heading."""

    def with_another(self, following: SignaturePiece) -> SignaturePiece:
        """These and the signatures of `following`."""
        return replace(self, pieces=(*self.pieces, *following.pieces))


def _ink(
    block: SignatureBlock, setting: Setting, container: StructureElement, width: float
) -> Piece:
    aspect = block.aspect if isfinite(block.aspect) and block.aspect > 0.2 else 3.0
    height = min(width / aspect, _TALLEST)
    ink_width = min(width, height * aspect)
    alternative = setting.words.drawn.format(role=block.role, name=block.printed_name)
    figure = setting.figure(container, alternative)
    strokes = block.strokes

    def paint(canvas: TaggedCanvas, x: float, top: float) -> None:
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        canvas.setStrokeColorRGB(*PEN)
        canvas.setFillColorRGB(*PEN)
        for stroke in strokes:
            _stroke(canvas, stroke, x, top, ink_width, height)
        canvas.setLineCap(0)
        canvas.setLineJoin(0)

    drawing = Drawing(ink_width, height, paint, figure)
    return Stack((drawing, _line(width)))


def _line(width: float) -> Drawing:
    """The line on which one signs."""

    def paint(canvas: TaggedCanvas, x: float, top: float) -> None:
        with canvas.artifact():
            canvas.setStrokeColorRGB(*MUTED)
            canvas.setLineWidth(0.6)
            canvas.line(x, top - 1.5, x + width, top - 1.5)

    return Drawing(width, 3.0, paint)


def _instead(
    block: SignatureBlock, setting: Setting, container: StructureElement, width: float
) -> Piece:
    """The typed name, said to be typed; or, without one, that nobody signed."""
    styles = setting.styles
    typed = block.typed.strip()
    pieces: list[Piece] = [Gap(styles.gap(10))]
    if typed:
        pieces.append(setting.text(typed, styles.lead.tinted(PEN), container.child("P"), width))
    else:
        pieces.append(Gap(styles.lead.leading))
    pieces.append(_line(width))
    words = setting.words.typed if typed else setting.words.unsigned
    pieces.append(setting.text(words, styles.label, container.child("P"), width))
    return Stack(tuple(pieces))


def _stroke(
    canvas: TaggedCanvas, stroke: InkStroke, x: float, top: float, width: float, height: float
) -> None:
    """One stroke: a smooth curve by the samples, as thick as the pen was pressed."""
    points = [_place(point, x, top, width, height) for point in stroke]
    if not points:
        return
    pressure = sum(_unit(point.pressure) for point in stroke) / len(stroke)
    thickness = _THINNEST + (_THICKEST - _THINNEST) * pressure
    if len(points) == 1 or len(set(points)) == 1:
        canvas.circle(*points[0], thickness * 0.75, stroke=0, fill=1)
        return
    canvas.setLineWidth(round(thickness, 2))
    path = canvas.beginPath()
    path.moveTo(*points[0])
    start = points[0]
    for here, following in pairwise(points[1:]):
        middle = _between(here, following, 0.5)
        # A quadratic curve from `start` by `here` to `middle`, written as a cubic one.
        path.curveTo(*_between(start, here, 2 / 3), *_between(middle, here, 2 / 3), *middle)
        start = middle
    path.lineTo(*points[-1])
    canvas.drawPath(path, stroke=1, fill=0)


def _between(first: Point, second: Point, share: float) -> Point:
    return (
        first[0] + (second[0] - first[0]) * share,
        first[1] + (second[1] - first[1]) * share,
    )


def _place(point: InkPoint, x: float, top: float, width: float, height: float) -> Point:
    return round(x + _unit(point.x) * width, 2), round(top - _unit(point.y) * height, 2)


def _unit(value: float) -> float:
    """A sample from 0 to 1; a pen outside its pad stays on its edge."""
    return min(max(value, 0.0), 1.0) if isfinite(value) else 0.0
