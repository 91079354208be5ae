"""Labels that show text as it is, and icons that follow the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import Tone

_LEAST_WRAPPED = 96
"""Wrapped text is never squeezed below this width, in pixels."""


class PlainLabel(QLabel):
    """Text exactly as given: angle brackets in somebody's answer are never read as markup.

    `role` is a text role of `tokens.TYPE_SCALE`; `tone` is "muted", "accent", a Tone's value,
    or empty for ordinary ink. It stands at the side where reading starts.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if wrap:
            policy = self.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
            self.setSizePolicy(policy)
            self.setMinimumWidth(_LEAST_WRAPPED)
        self.setText(text)
        self._align()

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            repolish(self)

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the reading side when the direction changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        # Qt aligns a label by the script of its text; a page must align by its direction.
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


class IconLabel(QWidget):
    """An icon that says nothing to a screen reader: the word beside it does."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        colour: str = "ink",
        size: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        """`colour` is a token name, `size` pixels at 100 %."""
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._colour = colour
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, name: str, colour: str) -> None:
        """Show another icon, in another token colour."""
        self._name, self._colour = name, colour
        self.update()

    def sizeHint(self) -> QSize:
        """Square of the icon's size at the present text size."""
        return QSize(self._theme.px(self._size), self._theme.px(self._size))

    def minimumSizeHint(self) -> QSize:
        """Never smaller."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon in the theme's present colours."""
        painter = QPainter(self)
        side = self._theme.px(self._size)
        target = QRect(0, 0, side, side)
        target.moveCenter(self.rect().center())
        pixmap = self._theme.pixmap(
            self._name,
            self._theme.colours.of(self._colour),
            self._size,
            self.devicePixelRatioF(),
            right_to_left=self.layoutDirection() is Qt.LayoutDirection.RightToLeft,
        )
        painter.drawPixmap(target, pixmap)


TONE_ICONS: dict[Tone, str] = {
    Tone.NEUTRAL: "circle",
    Tone.STOP: "octagon-alert",
    Tone.DEFER: "calendar",
    Tone.CAUTION: "triangle-alert",
    Tone.INFO: "info",
    Tone.OPEN: "circle-help",
    Tone.OK: "circle-check",
}
"""Shape of each tone, so that it is told without colour."""


def tone_icon(theme: Theme, tone: Tone, size: int = 20) -> IconLabel:
    """Shape icon of a tone in the tone's colour."""
    return IconLabel(theme, TONE_ICONS[tone], tone_token(tone), size)


def tone_token(tone: Tone) -> str:
    """Token name of a tone's text colour."""
    return "muted" if tone is Tone.NEUTRAL else tone.value


def repolish(widget: QWidget) -> None:
    """Make Qt read a widget's changed style properties; too slow for every key press."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
