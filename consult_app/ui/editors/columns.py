"""Rows that can be chosen, in as many columns as their texts allow; read down, then across."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_S
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.option_row import row_height
from consult_app.ui.widgets.painting import mirrored

_ROW_GAP = 4
_LEAST_ROWS = 3
_MOST_COLUMNS = 3
_ONE_WRAPS_IN = 6
_ENDLESS = 100_000


def column_count(theme: Theme, choices: Sequence[Choice], width: int) -> int:
    """Most columns in which hardly any text has to wrap; short lists stay in one column."""
    for count in range(_MOST_COLUMNS, 1, -1):
        if len(choices) < count * _LEAST_ROWS - 1:
            continue
        wide = _column_width(width, count)
        wrapped = [
            choice
            for choice in choices
            if row_height(theme, choice, wide) > row_height(theme, choice, _ENDLESS)
        ]
        if len(wrapped) <= len(choices) // _ONE_WRAPS_IN:
            return count
    return 1


def columns_height(theme: Theme, choices: Sequence[Choice], width: int) -> int:
    """Height of all rows at `width`."""
    count = column_count(theme, choices, width)
    wide = _column_width(width, count)
    tallest = 0
    for column in _dealt(len(choices), count):
        heights = [row_height(theme, choices[index], wide) for index in column]
        tallest = max(tallest, sum(heights) + _ROW_GAP * (len(heights) - 1))
    return tallest


def place_in_columns(
    theme: Theme, owner: QWidget, rows: Sequence[QWidget], choices: Sequence[Choice]
) -> int:
    """Place `rows` in `owner`, mirrored where reading runs from right to left; return the height.

    `choices` are what the rows show.
    """
    width = owner.width()
    count = column_count(theme, choices, width)
    wide = _column_width(width, count)
    tallest = 0
    for number, column in enumerate(_dealt(len(rows), count)):
        offset = 0
        for index in column:
            high = row_height(theme, choices[index], wide)
            area = QRect(number * (wide + SPACE_S), offset, wide, high)
            rows[index].setGeometry(mirrored(owner, area))
            offset += high + _ROW_GAP
        tallest = max(tallest, offset - _ROW_GAP)
    return tallest


def _column_width(width: int, count: int) -> int:
    return (width - SPACE_S * (count - 1)) // count


def _dealt(total: int, count: int) -> list[range]:
    each = -(-total // count)
    return [range(start, min(start + each, total)) for start in range(0, total, each)]
