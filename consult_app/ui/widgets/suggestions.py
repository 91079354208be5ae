"""The list below a type-ahead field: matches, near matches kept apart, and the text as typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_M, SPACE_S
from consult_app.ui.widgets.painting import draw_text

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row; `near` marks a guess at a misspelling, which is shown under "Did you mean"."""

    code: str
    label: str
    detail: str = ""
    near: bool = False


class RowKind(Enum):
    """What a row of the list is."""

    HEADING = "heading"
    MATCH = "match"
    NEAR = "near"
    FREE_TEXT = "free text"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is shown."""

    kind: RowKind
    text: str
    code: str = ""
    detail: str = ""


class SuggestionModel(QAbstractListModel):
    """Rows of the list; headings cannot be highlighted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show exactly `rows`."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, index: int) -> Row:
        """Row number `index`."""
        return self._rows[index]

    def selectable(self) -> list[int]:
        """Numbers of the rows that can be highlighted."""
        return [n for n, row in enumerate(self._rows) if row.kind is not RowKind.HEADING]

    def rowCount(self, parent: _Index | None = None) -> int:
        """Count the rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text of a row; assistive technology also reads its detail and section."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            near = self.tr("did you mean") if row.kind is RowKind.NEAR else ""
            return ", ".join(part for part in (near, row.text, row.detail) if part)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings are only read."""
        if self._rows[index.row()].kind is RowKind.HEADING:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class SuggestionDelegate(QStyledItemDelegate):
    """Paints the rows."""

    def __init__(self, theme: Theme, view: QListView, model: SuggestionModel) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Headings are low; rows are as high as a finger."""
        row = self._model.row(index.row())
        height = 30 if row.kind is RowKind.HEADING else 54 if row.detail else 42
        return QSize(0, self._theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row, mirrored with the page."""
        row = self._model.row(index.row())
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(area.topLeft())
        if row.kind is RowKind.HEADING:
            self._paint_heading(painter, row, area.size())
        else:
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            hovered = bool(state & QStyle.StateFlag.State_MouseOver)
            self._paint_row(painter, row, area.size(), chosen=chosen, hovered=hovered)
        painter.restore()

    def _paint_heading(self, painter: QPainter, row: Row, size: QSize) -> None:
        painter.setFont(self._theme.font("caption", 600))
        painter.setPen(self._theme.colour("muted"))
        area = QRect(SPACE_M, 0, size.width() - 2 * SPACE_M, size.height())
        draw_text(painter, self._view.viewport(), area, row.text)

    def _paint_row(
        self, painter: QPainter, row: Row, size: QSize, *, chosen: bool, hovered: bool
    ) -> None:
        theme = self._theme
        box = QRectF(4, 1, size.width() - 8, size.height() - 2)
        painter.setPen(theme.colour("accent") if chosen else Qt.PenStyle.NoPen)
        if chosen or hovered:
            painter.setBrush(theme.colour("accent_soft" if chosen else "sunken"))
            painter.drawRoundedRect(box, 6, 6)
        room = size.width() - 2 * SPACE_M
        label = theme.font("body", 500)
        heights = QFontMetrics(label).height(), QFontMetrics(theme.font("caption")).height()
        top = (size.height() - heights[0] - (heights[1] if row.detail else 0)) // 2
        painter.setFont(label)
        accent = row.kind is RowKind.FREE_TEXT
        painter.setPen(theme.colour("accent" if accent else "ink"))
        port = self._view.viewport()
        text = QFontMetrics(label).elidedText(row.text, Qt.TextElideMode.ElideRight, room)
        draw_text(painter, port, QRect(SPACE_M, top, room, heights[0]), text)
        if row.detail:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("muted"))
            below = QRect(SPACE_M, top + heights[0], room, heights[1])
            metrics = QFontMetrics(theme.font("caption"))
            detail = metrics.elidedText(row.detail, Qt.TextElideMode.ElideRight, room)
            draw_text(painter, port, below, detail)


PADDING = SPACE_S
"""Space above and below the rows."""
