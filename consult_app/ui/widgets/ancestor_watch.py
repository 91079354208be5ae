"""Tells when a widget moves on the screen because something around it moved or scrolled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class AncestorWatch(QObject):
    """Watches one widget and everything around it, up to its window.

    Watching only these few is far cheaper than a filter on the application, which would run for
    every event of every widget.
    """

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: list[QWidget] = []

    def watch(self, widget: QWidget | None) -> None:
        """Watch `widget` from now on, and no other; None stops watching."""
        for old in self._watched:
            if isValid(old):  # a page may have been thrown away in between
                old.removeEventFilter(self)
        self._watched = []
        while widget is not None:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = None if widget.isWindow() else widget.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Report moves; never take an event away."""
        if event.type() in _MOVES:
            self.moved.emit()
        return super().eventFilter(watched, event)
