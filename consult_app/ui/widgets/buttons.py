"""Push buttons whose icon follows the theme and the direction of reading."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_S, SPACE_XS

_ICON_COLOURS = {"primary": "on_accent", "danger": "stop", "quiet": "accent", "link": "accent"}

_REDRAW = (
    QEvent.Type.PaletteChange,
    QEvent.Type.StyleChange,
    QEvent.Type.LayoutDirectionChange,
)


class ActionButton(QPushButton):
    """A button of one of five kinds: "" (ordinary), primary, danger, quiet or link."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: str = "",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`icon` is a name in the icon folder, empty for none."""
        super().__init__(text, parent)
        self._theme = theme
        self._icon_name = icon
        self._kind = kind
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._draw_icon()

    def set_icon_name(self, icon: str) -> None:
        """Show another icon."""
        self._icon_name = icon
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the new colours or direction."""
        super().changeEvent(event)
        if event.type() in _REDRAW:
            self._draw_icon()

    def _draw_icon(self) -> None:
        if not getattr(self, "_icon_name", ""):
            return
        side = self._theme.px(18)
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        colour = _ICON_COLOURS.get(self._kind, "ink")
        icon = self._theme.icon(self._icon_name, colour, 18, right_to_left=right_to_left)
        if self.text():
            icon = _with_room(icon, side, SPACE_S - SPACE_XS, right_to_left=right_to_left)
        self.setIconSize(QSize(side + (SPACE_S - SPACE_XS if self.text() else 0), side))
        self.setIcon(icon)


class IconButton(QToolButton):
    """A small square button that shows only an icon; its name is for assistive technology."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        icon: str,
        *,
        colour: str = "muted",
        side: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        """`name` says what it does; it is also the tool tip. `side` in pixels at 100 %."""
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self._colour = colour
        self._side = side
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._draw_icon()

    def set_icon_name(self, icon: str) -> None:
        """Show another icon."""
        self._icon_name = icon
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the new colours or direction."""
        super().changeEvent(event)
        if event.type() in _REDRAW:
            self._draw_icon()

    def _draw_icon(self) -> None:
        if not getattr(self, "_icon_name", ""):
            return
        side = self._theme.px(self._side)
        self.setFixedSize(side, side)
        icon = self._theme.px(18)
        self.setIconSize(QSize(icon, icon))
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.setIcon(
            self._theme.icon(self._icon_name, self._colour, 18, right_to_left=right_to_left)
        )


def _with_room(icon: QIcon, side: int, room: int, *, right_to_left: bool) -> QIcon:
    """Widen an icon by `room` towards the text: the style sheet cannot set that distance."""
    wide = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        for ratio in (1.0, 2.0):
            canvas = QPixmap(round((side + room) * ratio), round(side * ratio))
            canvas.fill(Qt.GlobalColor.transparent)
            canvas.setDevicePixelRatio(ratio)
            painter = QPainter(canvas)
            start = room if right_to_left else 0
            painter.drawPixmap(start, 0, icon.pixmap(QSize(side, side), ratio, mode))
            painter.end()
            wide.addPixmap(canvas, mode)
    return wide
