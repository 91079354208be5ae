"""The common look of a row that can be chosen: ground, edge, label and smaller second line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import ANSWER_HEIGHT, RADIUS_CONTROL
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.painting import draw_text

MARK = 20
_SIDE = 14
_PADDING = 12
_KEY_ROOM = 24


def row_height(theme: Theme, choice: Choice, width: int) -> int:
    """Height of a row `width` wide, at least an answer's height."""
    label, help_ = _text_heights(theme, choice, width)
    return max(theme.px(ANSWER_HEIGHT), label + help_ + theme.px(_PADDING) * 2)


def paint_row(
    painter: QPainter,
    row: QAbstractButton,
    theme: Theme,
    choice: Choice,
    *,
    tentative: bool = False,
) -> QRect:
    """Paint all but the mark; return the mark's box, counted from where reading starts."""
    on, live = row.isChecked(), row.isEnabled()
    ground = "sunken" if not live else "accent_soft" if on or row.underMouse() else "surface"
    pen = QPen(theme.colour("accent" if on and live else "line"), 1)
    if tentative and on:
        pen.setStyle(Qt.PenStyle.DashLine)
        pen.setWidth(2)
    painter.setPen(pen)
    painter.setBrush(theme.colour(ground))
    area = QRectF(row.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(area, RADIUS_CONTROL, RADIUS_CONTROL)

    start = _text_start(theme)
    room = _text_room(theme, row.width())
    label, help_ = _text_heights(theme, choice, row.width())
    top = (row.height() - label - help_) // 2
    painter.setFont(theme.font("body", 600 if on else 500))
    painter.setPen(theme.colour("ink" if live else "muted"))
    draw_text(painter, row, QRect(start, top, room, label + 2), choice.label, wrap=True, top=True)
    painter.setPen(theme.colour("muted"))
    if choice.help:
        painter.setFont(theme.font("caption"))
        below = QRect(start, top + label, room, help_ + 2)
        draw_text(painter, row, below, choice.help, wrap=True, top=True)
    if choice.key and row.hasFocus():
        painter.setFont(theme.font("caption", 500))
        edge = QRect(0, 0, row.width() - _SIDE, row.height())
        draw_text(painter, row, edge, choice.key.upper(), at_end=True)
    side = theme.px(MARK)
    line = QFontMetrics(theme.font("body", 600)).height()
    return QRect(theme.px(_SIDE), top + (line - side) // 2, side, side)


def _text_start(theme: Theme) -> int:
    return theme.px(_SIDE + MARK + 10)


def _text_room(theme: Theme, width: int) -> int:
    return max(80, width - _text_start(theme) - theme.px(_KEY_ROOM))


def _text_heights(theme: Theme, choice: Choice, width: int) -> tuple[int, int]:
    room = _text_room(theme, width)

    def height(role: str, weight: int, text: str) -> int:
        box = QRect(0, 0, room, 10_000)
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        metrics = QFontMetrics(theme.font(role, weight))
        return metrics.boundingRect(box, flags.value, text).height()

    label = height("body", 600, choice.label)
    return label, height("caption", 400, choice.help) + 2 if choice.help else 0
