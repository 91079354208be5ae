"""Keeps the mouse wheel from changing a value that has not the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class WheelGuard(QObject):
    """Event filter for combo boxes and the like; the wheel scrolls the page instead."""

    def guard(self, *widgets: QWidget) -> None:
        """Watch `widgets`."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand a wheel turn over an unfocused widget on to the page."""
        if (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)
