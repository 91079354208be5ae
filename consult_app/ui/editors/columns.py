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


class Columns:
    """Measures and places the rows of one list. Layouts ask very often, so it remembers."""

    def __init__(self, theme: Theme, choices: Sequence[Choice]) -> None:
        self._theme = theme
        self._choices = tuple(choices)
        self._counts: dict[int, int] = {}
        self._rows: dict[int, list[int]] = {}

    def forget(self) -> None:
        """Measure again: the text size changed."""
        self._counts.clear()
        self._rows.clear()

    def count(self, width: int) -> int:
        """Most columns in which hardly any text has to wrap; short lists stay in one column."""
        found = self._counts.get(width)
        if found is None:
            found = self._counts[width] = self._counted(width)
        return found

    def height(self, width: int) -> int:
        """Height of all rows at `width`."""
        count = self.count(width)
        heights = self._heights(_column_width(width, count))
        return max(
            sum(heights[index] for index in column) + _ROW_GAP * (len(column) - 1)
            for column in _dealt(len(self._choices), count)
        )

    def place(self, owner: QWidget, rows: Sequence[QWidget]) -> int:
        """Place `rows` in `owner`, mirrored where reading runs from right to left.

        Returns the height that they take.
        """
        count = self.count(owner.width())
        wide = _column_width(owner.width(), count)
        heights = self._heights(wide)
        for number, column in enumerate(_dealt(len(rows), count)):
            offset = 0
            for index in column:
                area = QRect(number * (wide + SPACE_S), offset, wide, heights[index])
                rows[index].setGeometry(mirrored(owner, area))
                offset += heights[index] + _ROW_GAP
        return self.height(owner.width())

    def _counted(self, width: int) -> int:
        natural = self._heights(_ENDLESS)
        for count in range(_MOST_COLUMNS, 1, -1):
            if len(self._choices) < count * _LEAST_ROWS - 1:
                continue
            heights = self._heights(_column_width(width, count))
            wrapped = sum(1 for own, free in zip(heights, natural, strict=True) if own > free)
            if wrapped <= len(self._choices) // _ONE_WRAPS_IN:
                return count
        return 1

    def _heights(self, width: int) -> list[int]:
        found = self._rows.get(width)
        if found is None:
            found = [row_height(self._theme, choice, width) for choice in self._choices]
            self._rows[width] = found
        return found


def _column_width(width: int, count: int) -> int:
    return (width - SPACE_S * (count - 1)) // count


def _dealt(total: int, count: int) -> list[range]:
    each = -(-total // count)
    return [range(start, min(start + each, total)) for start in range(0, total, each)]
