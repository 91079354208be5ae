"""Several answers out of a list; "none of these" excludes the others, and they exclude it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.option_row import MARK, paint_row, row_height
from consult_app.ui.widgets.painting import mirrored
from consult_app.ui.widgets.radio_group import check_choices

_ROW_GAP = 4
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class CheckRow(QCheckBox):
    """One row; a real check box to assistive technology."""

    focused = Signal(object)

    def __init__(self, theme: Theme, choice: Choice, parent: QWidget) -> None:
        super().__init__(choice.label, parent)
        self.theme = theme
        self.choice = choice
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def nextCheckState(self) -> None:
        """Leave the state to the list."""

    def hitButton(self, pos: QPoint) -> bool:
        """Take clicks anywhere on the row."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass every key to the list."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Pass every key to the list."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the list's Tab stop while focused."""
        super().focusInEvent(event)
        self.focused.emit(self)

    def sizeHint(self) -> QSize:
        """Height for the present width."""
        return QSize(240, row_height(self.theme, self.choice, max(self.width(), 240)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row and its box."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = mirrored(self, paint_row(painter, self, self.theme, self.choice))
        on, live = self.isChecked(), self.isEnabled()
        edge = self.theme.colour("accent" if on and live else "control" if live else "muted")
        painter.setPen(QPen(edge, 2))
        painter.setBrush(edge if on else self.theme.colour("surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 5, 5)
        if on:
            self._paint_mark(painter, box)

    def _paint_mark(self, painter: QPainter, box: QRect) -> None:
        colours = self.theme.colours
        ink = colours.on_accent if self.isEnabled() else colours.surface
        mark = self.theme.pixmap("check", ink, MARK - 4, self.devicePixelRatioF())
        painter.drawPixmap(box.adjusted(2, 2, -2, -2), mark)


class CheckList(QWidget):
    """Check boxes one under the other; one Tab stop, Up and Down move, Space ticks."""

    changed = Signal(tuple)
    """Codes that the user has ticked, in the order of the list; () after the last was cleared."""

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[Choice], parent: QWidget | None = None
    ) -> None:
        """`name` is the question. ValueError for no choices, repeated codes or keys."""
        super().__init__(parent)
        check_choices(choices)
        self.theme = theme
        self._value: tuple[str, ...] = ()
        self._showing = False
        self.rows = tuple(CheckRow(theme, choice, self) for choice in choices)
        for row in self.rows:
            row.clicked.connect(lambda _checked=False, code=row.choice.code: self._toggle(code))
            row.toggled.connect(lambda _checked, code=row.choice.code: self._toggled(code))
            row.focused.connect(self._rove)
        self.set_name(name)
        self._rove(self.rows[0])
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> tuple[str, ...]:
        """Ticked codes in the order of the list."""
        return self._value

    def set_value(self, codes: Sequence[str]) -> None:
        """Show exactly `codes` as ticked; sends no signal. ValueError for an unknown code."""
        unknown = set(codes) - {row.choice.code for row in self.rows}
        if unknown:
            raise ValueError(f"there is no option {min(unknown)!r}")
        self._value = tuple(row.choice.code for row in self.rows if row.choice.code in codes)
        self._showing = True
        for row in self.rows:
            row.setChecked(row.choice.code in codes)
        self._showing = False

    def set_name(self, name: str) -> None:
        """Change the question that assistive technology reads."""
        self.setAccessibleName(name)
        for row in self.rows:
            row.setAccessibleName(f"{row.choice.label}, {name}")
            row.setAccessibleDescription(row.choice.help)

    def focus_answer(self) -> None:
        """Put the keyboard on the first row."""
        self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick, or move among the rows; leave every other key to the page."""
        key = Qt.Key(event.key())
        focused = next((row for row in self.rows if row.hasFocus()), None)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        letter = event.text().casefold()
        keyed = next(
            (r for r in self.rows if r.choice.key and r.choice.key.casefold() == letter), None
        )
        if not plain or focused is None:
            super().keyPressEvent(event)
        elif key in _STEPS:
            index = (self.rows.index(focused) + _STEPS[key]) % len(self.rows)
            self.rows[index].setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Select) or keyed is not None:
            if not event.isAutoRepeat():
                row = keyed or focused
                row.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self._toggle(row.choice.code)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Height for the present width."""
        width = max(self.width(), 320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow rows wrap."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def heightForWidth(self, width: int) -> int:
        """Height of all rows when they are `width` wide."""
        heights = [row_height(self.theme, row.choice, width) for row in self.rows]
        return sum(heights) + _ROW_GAP * (len(heights) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the rows."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again after a change of text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "rows"):
            self.updateGeometry()
            self._place()

    def _place(self) -> None:
        offset = 0
        for row in self.rows:
            high = row_height(self.theme, row.choice, self.width())
            row.setGeometry(0, offset, self.width(), high)
            offset += high + _ROW_GAP

    def _toggled(self, code: str) -> None:
        """Record what assistive technology ticked: it toggles a box without a click."""
        if not self._showing:
            self._toggle(code)

    def _toggle(self, code: str) -> None:
        chosen = next(row.choice for row in self.rows if row.choice.code == code)
        ticked = set(self._value)
        if code in ticked:
            ticked.discard(code)
        else:
            ticked = {
                row.choice.code
                for row in self.rows
                if row.choice.code in ticked and not row.choice.exclusive and not chosen.exclusive
            } | {code}
        self.set_value(tuple(ticked))
        self.changed.emit(self.value())

    def _rove(self, stop: CheckRow) -> None:
        for row in self.rows:
            wanted = Qt.FocusPolicy.StrongFocus if row is stop else Qt.FocusPolicy.ClickFocus
            row.setFocusPolicy(wanted)
        self.setFocusProxy(stop)
