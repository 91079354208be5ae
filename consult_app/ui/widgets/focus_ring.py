"""The ring round whatever has the keyboard: outside the control, on every kind of ground."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import FOCUS_GAP, FOCUS_WIDTH, RADIUS_CONTROL
from consult_app.ui.widgets.ancestor_watch import AncestorWatch


class FocusRing(QWidget):
    """Overlay of one window; follows the focus, hides while the mouse button sets it.

    It never takes part in a layout and never receives the mouse. It is cut at the edge of a
    scrolled page, so that it does not run over the bars around it.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self._clip = QRect()
        self._watch = AncestorWatch(self)
        self._watch.moved.connect(self.place)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
            self._follow(None, app.focusWidget())

    def target(self) -> QWidget | None:
        """The widget that the ring is drawn round, None while it is hidden."""
        return self._target if self.isVisible() else None

    def place(self) -> None:
        """Lie round the focused widget, or hide where nothing of it can be seen."""
        target, window = self._target, self.parentWidget()
        if target is None or window is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        area = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        seen = _visible_part(target, window)
        if not seen.intersects(area):
            self.hide()
            return
        reach = FOCUS_GAP
        ring = area.adjusted(-reach, -reach, reach, reach)
        self.setGeometry(ring)
        self._clip = seen.translated(-ring.topLeft())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._clip)
        painter.setPen(QPen(self._theme.colour("focus"), FOCUS_WIDTH))
        half = FOCUS_WIDTH / 2
        radius = RADIUS_CONTROL + FOCUS_GAP - half
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius
        )

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        inside = new is not None and new.window() is self.parentWidget()
        self._target = new if inside and not by_mouse and not _draws_itself(new) else None
        self._watch.watch(self._target)
        self.place()


def _draws_itself(widget: QWidget | None) -> bool:
    """Whole pages that scroll would be ringed at the window's edge; they show focus inside."""
    return widget is None or (isinstance(widget, QAbstractScrollArea) and widget.height() > 400)


def _visible_part(widget: QWidget, window: QWidget) -> QRect:
    """Part of the window in which `widget` is not hidden by a scrolled page's edge."""
    seen = QRect(QPoint(0, 0), QSize(window.width(), window.height()))
    above = widget.parentWidget()
    while above is not None and above is not window:
        parent = above.parentWidget()
        if isinstance(parent, QAbstractScrollArea) and parent.viewport() is above:
            seen = seen.intersected(QRect(above.mapTo(window, QPoint(0, 0)), above.size()))
        above = parent
    return seen
