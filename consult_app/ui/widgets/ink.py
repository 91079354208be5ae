"""How ink looks: a smooth line through the points, as thick as the pen was pressed.

A stroke is drawn as quadratic curves between the middles of neighbouring points. The width of
each piece follows the mean pressure of the last few points, so that a piece never depends on
what comes after it and can be drawn while the hand still moves.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

Point = tuple[float, float, float, int]
"""(x, y, pressure, ms): x, y and pressure from 0 to 1, y downwards."""

Stroke = tuple[Point, ...]

_WIDTH = 1 / 200
"""Width of a line at ordinary pressure, as part of the paper's width."""

_SMOOTHED_POINTS = 4


def draw_stroke(painter: QPainter, paper: QRectF, stroke: Sequence[Point], colour: QColor) -> None:
    """Draw a whole stroke onto `paper`, given in the painter's coordinates."""
    places = [_place(paper, point) for point in stroke]
    if len(places) < 2:
        for place in places:
            painter.setPen(_pen(paper, stroke, 0, colour))
            painter.drawPoint(place)
        return
    for index in range(1, len(places)):
        _draw_piece(painter, paper, stroke, places, index, colour)
    painter.setPen(_pen(paper, stroke, len(stroke) - 1, colour))
    painter.drawLine(_middle(places[-2], places[-1]), places[-1])


def draw_newest(painter: QPainter, paper: QRectF, stroke: Sequence[Point], colour: QColor) -> None:
    """Draw only what the last point of an unfinished stroke has added."""
    recent = stroke[-(_SMOOTHED_POINTS + 1) :]
    places = [_place(paper, point) for point in recent]
    if len(places) > 1:
        _draw_piece(painter, paper, recent, places, len(places) - 1, colour)


def _draw_piece(
    painter: QPainter,
    paper: QRectF,
    stroke: Sequence[Point],
    places: Sequence[QPointF],
    index: int,
    colour: QColor,
) -> None:
    """Draw from the middle before point `index` - 1 to the middle before `index`."""
    path = QPainterPath(places[0] if index == 1 else _middle(places[index - 2], places[index - 1]))
    path.quadTo(places[index - 1], _middle(places[index - 1], places[index]))
    painter.setPen(_pen(paper, stroke, index - 1, colour))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _pen(paper: QRectF, stroke: Sequence[Point], index: int, colour: QColor) -> QPen:
    recent = stroke[max(0, index - _SMOOTHED_POINTS + 1) : index + 1]
    pressure = sum(point[2] for point in recent) / len(recent)
    pen = QPen(colour, paper.width() * _WIDTH * (0.35 + 1.3 * pressure))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _place(paper: QRectF, point: Point) -> QPointF:
    x = paper.left() + point[0] * paper.width()
    return QPointF(x, paper.top() + point[1] * paper.height())


def _middle(first: QPointF, second: QPointF) -> QPointF:
    return (first + second) / 2
