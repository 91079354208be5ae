"""A long list of patients or consultations, two lines a row, painted as far as it is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import RADIUS_CONTROL, SPACE_M, SPACE_S
from consult_app.ui.widgets.painting import draw_text

_Index = QModelIndex | QPersistentModelIndex
_ROW = 60
_HEADING = 36


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One row; without a `code` it is a heading and cannot be chosen. `tag` is a short word."""

    code: str
    title: str
    detail: str = ""
    tag: str = ""


class RecordModel(QAbstractListModel):
    """The rows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[RecordRow] = []

    def set_rows(self, rows: Sequence[RecordRow]) -> None:
        """Show exactly `rows`."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, number: int) -> RecordRow:
        """Row by number."""
        return self._rows[number]

    def rowCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Count the rows."""
        return len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text of a row, as assistive technology reads it."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self._rows[index.row()]
        return ", ".join(part for part in (row.title, row.detail, row.tag) if part)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if not self._rows[index.row()].code:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    """Paints title, detail and tag."""

    def __init__(self, theme: Theme, view: QListView, model: RecordModel) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Two lines, or one for a heading."""
        heading = not self._model.row(index.row()).code
        return QSize(200, self._theme.px(_HEADING if heading else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        row = self._model.row(index.row())
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent_soft"))
            painter.drawRoundedRect(
                QRectF(area.adjusted(2, 1, -2, -1)), RADIUS_CONTROL, RADIUS_CONTROL
            )
        painter.translate(area.topLeft())
        if row.code:
            self._paint_row(painter, row, area.size())
        else:
            painter.setFont(self._theme.font("strong"))
            painter.setPen(self._theme.colour("muted"))
            room = QRect(SPACE_M, SPACE_S, area.width() - SPACE_M, area.height() - SPACE_S)
            self._text(painter, room, row.title)
        painter.restore()

    def _paint_row(self, painter: QPainter, row: RecordRow, size: QSize) -> None:
        strong, body = self._theme.font("strong"), self._theme.font("body")
        lines = QFontMetrics(strong).height(), QFontMetrics(body).height()
        top = (size.height() - sum(lines)) // 2
        tag = QFontMetrics(body).horizontalAdvance(row.tag) + SPACE_M if row.tag else 0
        room = size.width() - 2 * SPACE_M - tag
        painter.setFont(strong)
        painter.setPen(self._theme.colour("ink"))
        title = QFontMetrics(strong).elidedText(row.title, Qt.TextElideMode.ElideRight, room)
        self._text(painter, QRect(SPACE_M, top, room, lines[0]), title)
        painter.setFont(body)
        painter.setPen(self._theme.colour("muted"))
        detail = QFontMetrics(body).elidedText(row.detail, Qt.TextElideMode.ElideRight, room)
        self._text(painter, QRect(SPACE_M, top + lines[0], room, lines[1]), detail)
        if row.tag:
            painter.setPen(self._theme.colour("accent"))
            end = QRect(SPACE_M, 0, size.width() - 2 * SPACE_M, size.height())
            draw_text(painter, self._view.viewport(), end, row.tag, at_end=True)

    def _text(self, painter: QPainter, area: QRect, text: str) -> None:
        draw_text(painter, self._view.viewport(), area, text)


class RecordList(QListView):
    """The list; Enter, a click or a double click asks for a row."""

    chosen = Signal(str)
    """Code of the row that the keyboard or a click is on now."""

    opened = Signal(str)
    """Code of the row that was opened with Enter or a double click."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = RecordModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self, self._model))
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(self._open)

    def set_rows(self, rows: Sequence[RecordRow]) -> None:
        """Show exactly `rows`, none of them chosen."""
        self._model.set_rows(rows)

    def rows(self) -> tuple[RecordRow, ...]:
        """What is shown."""
        return tuple(self._model.row(number) for number in range(self._model.rowCount()))

    def current(self) -> str:
        """Code of the chosen row, empty for none."""
        index = self.currentIndex()
        return self._model.row(index.row()).code if index.isValid() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the chosen row; a held key does not."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat() and self.current():
                self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.row(index.row()).code)

    def _open(self, index: QModelIndex) -> None:
        if self._model.row(index.row()).code:
            self.opened.emit(self._model.row(index.row()).code)
