"""Ink by pen, finger or mouse, kept as points so that no change of size can lose any.

A point is (x, y, pressure, ms): x and y from 0 to 1 across the paper, y downwards; pressure
from 0 to 1; milliseconds since the first point of the signature. The paper always has the
same proportions, `ASPECT_RATIO`, so that ink looks the same on every screen and in print.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import RADIUS_CONTROL
from consult_app.ui.widgets.ink import Point, Stroke, draw_newest, draw_stroke

ASPECT_RATIO = 3.0
"""Width of the paper over its height."""

_PLAIN_PRESSURE = 0.5
"""Pressure of a mouse, and of a finger on a screen that measures none."""
_LINE_HEIGHT = 0.78
"""Place of the line to sign on, as part of the paper's height."""

_LEAST_EXTENT = 0.02
"""Ink smaller than this part of the paper is a slip of the pen and no signature."""

_LEAST_STEP = 1.0
"""Pixels that a point lies apart from the one before."""


class SignaturePad(QWidget):
    """White paper with a line to sign on; the same in every colour scheme."""

    stroke_finished = Signal(object)
    """The stroke that has just ended, a tuple of points; save it at once."""

    strokes_changed = Signal()
    """Ink was added, taken back or cleared by the user."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """`name` says whose signature it is, for assistive technology."""
        super().__init__(parent)
        self._theme = theme
        self._strokes: list[Stroke] = []
        self._current: list[Point] = []
        self._source = ""
        self._clock = QElapsedTimer()
        self._earlier = 0
        self._cache: QPixmap | None = None
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            self.tr("Sign with a pen, a finger or the mouse. Control and Z takes a stroke back.")
        )
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def strokes(self) -> tuple[Stroke, ...]:
        """All finished strokes."""
        return tuple(self._strokes)

    def set_strokes(self, strokes: Sequence[Stroke]) -> None:
        """Show exactly `strokes`; sends no signal."""
        self._strokes = [tuple(stroke) for stroke in strokes if stroke]
        self._current = []
        self._redraw()

    def is_empty(self) -> bool:
        """Whether there is no ink, or so little that it cannot be a signature."""
        points = [point for stroke in self._strokes for point in stroke]
        if not points:
            return True
        wide = max(point[0] for point in points) - min(point[0] for point in points)
        high = max(point[1] for point in points) - min(point[1] for point in points)
        return max(wide, high / ASPECT_RATIO) < _LEAST_EXTENT

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._strokes and not self._current:
            self._strokes.pop()
            self._redraw()
            self.strokes_changed.emit()

    def clear(self) -> None:
        """Take all ink away."""
        if self._strokes and not self._current:
            self._strokes = []
            self._redraw()
            self.strokes_changed.emit()

    def paper(self) -> QRectF:
        """Area of the paper inside the widget, in pixels."""
        width = min(float(self.width()), self.height() * ASPECT_RATIO)
        paper = QRectF(0, 0, width, width / ASPECT_RATIO)
        paper.moveCenter(QRectF(self.rect()).center())
        return paper

    def sizeHint(self) -> QSize:
        """Comfortable size for a hand."""
        return QSize(600, 200)

    def minimumSizeHint(self) -> QSize:
        """Smallest size in which people can still sign."""
        return QSize(300, 100)

    def heightForWidth(self, width: int) -> int:
        """Height that gives the paper its proportions."""
        return round(width / ASPECT_RATIO)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with the pen; accepting keeps Qt from making a mouse event of it."""
        kind = event.type()
        if kind == QEvent.Type.TabletPress:
            self._begin("pen", event.position(), event.pressure())
        elif kind == QEvent.Type.TabletMove:
            self._continue("pen", event.position(), event.pressure())
        elif kind == QEvent.Type.TabletRelease:
            self._end("pen")
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a stroke with the main button."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin("mouse", event.position(), _PLAIN_PRESSURE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        self._continue("mouse", event.position(), _PLAIN_PRESSURE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._end("mouse")

    def event(self, event: QEvent) -> bool:
        """Draw with the first finger; a palm beside a pen draws nothing."""
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a stroke back with Ctrl+Z, once per press."""
        if not event.matches(QKeySequence.StandardKey.Undo):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.undo()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the same ink at the new size."""
        super().resizeEvent(event)
        self._redraw()

    def hideEvent(self, event: QHideEvent) -> None:
        """End an unfinished stroke, so that leaving the page loses no ink."""
        self._end(self._source)
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show the paper; only new ink is ever drawn onto it."""
        ratio = self.devicePixelRatioF()
        if self._cache is None or self._cache.devicePixelRatioF() != ratio:
            self._cache = self._drawn(ratio)
        QPainter(self).drawPixmap(0, 0, self._cache)

    def _touch(self, event: QTouchEvent) -> None:
        points = event.points()
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel) or not points:
            self._end("touch")
            return
        finger = points[0]
        pressure = finger.pressure() if 0 < finger.pressure() < 1 else _PLAIN_PRESSURE
        if event.type() == QEvent.Type.TouchBegin:
            self._begin("touch", finger.position(), pressure)
        else:
            self._continue("touch", finger.position(), pressure)

    def _begin(self, source: str, place: QPointF, pressure: float) -> None:
        if not self.isEnabled() or not self._make_way(source):
            return
        if not self._strokes or not self._clock.isValid():
            self._earlier = self._strokes[-1][-1][3] if self._strokes else 0
            self._clock.start()
        self._source = source
        self._current = [self._point(place, pressure)]

    def _make_way(self, source: str) -> bool:
        """Settle an unfinished stroke; False when the newcomer has to wait for its end."""
        if not self._current:
            return True
        if source == "pen" and self._source == "touch":
            self._current = []  # the hand that holds the pen had touched the screen first
            self._redraw()
            return True
        if source in ("pen", self._source):
            self._end(self._source)
            return True
        return False

    def _continue(self, source: str, place: QPointF, pressure: float) -> None:
        if not self._current or source != self._source:
            return
        paper = self.paper()
        point = self._point(place, pressure)
        last = self._current[-1]
        apart = max(
            abs(point[0] - last[0]) * paper.width(), abs(point[1] - last[1]) * paper.height()
        )
        if apart < _LEAST_STEP:
            return
        self._current.append(point)
        if self._cache is not None:
            painter = QPainter(self._cache)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_newest(painter, paper, self._current, self._theme.colour("pen"))
            painter.end()
        self.update()

    def _end(self, source: str) -> None:
        if not self._current or source != self._source:
            return
        stroke = tuple(self._current)
        self._current = []
        self._strokes.append(stroke)
        self._redraw()
        self.stroke_finished.emit(stroke)
        self.strokes_changed.emit()

    def _point(self, place: QPointF, pressure: float) -> Point:
        paper = self.paper()
        x = (place.x() - paper.left()) / max(paper.width(), 1.0)
        y = (place.y() - paper.top()) / max(paper.height(), 1.0)
        return (_unit(x), _unit(y), _unit(pressure), self._earlier + int(self._clock.elapsed()))

    def _redraw(self) -> None:
        self._cache = None
        self.update()

    def _drawn(self, ratio: float) -> QPixmap:
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        colour, paper = self._theme.colour, self.paper()
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("control"), 1))
        painter.setBrush(colour("paper"))
        sheet = paper.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(sheet, RADIUS_CONTROL, RADIUS_CONTROL)
        painter.setPen(QPen(colour("guide"), 1))
        line = paper.top() + paper.height() * _LINE_HEIGHT
        edge = paper.width() * 0.06
        painter.drawLine(QPointF(paper.left() + edge, line), QPointF(paper.right() - edge, line))
        self._paint_cross(painter, QPointF(paper.left() + edge, line - paper.height() * 0.1))
        painter.setClipRect(sheet)
        for stroke in (*self._strokes, tuple(self._current)):
            draw_stroke(painter, paper, stroke, colour("pen"))
        painter.end()
        return pixmap

    def _paint_cross(self, painter: QPainter, place: QPointF) -> None:
        """Mark the side where a hand begins to write."""
        arm = self.paper().height() * 0.035
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            place = QPointF(self.paper().left() + self.paper().right() - place.x(), place.y())
        painter.setPen(QPen(self._theme.colour("guide"), 1.5))
        painter.drawLine(place + QPointF(-arm, -arm), place + QPointF(arm, arm))
        painter.drawLine(place + QPointF(-arm, arm), place + QPointF(arm, -arm))


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
