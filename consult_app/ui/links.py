"""A link in a list of many: text that wraps, where a push button would be cut."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import RADIUS_CONTROL, SPACE_S, SPACE_XS
from consult_app.ui.widgets.painting import draw_text, mirrored

_ICON = 16
_LEAST_HEIGHT = 32


class JumpLink(QAbstractButton):
    """Leads to `target`: a path, or a name of `jumps`."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        target: str,
        jump: Callable[[str], None],
        *,
        icon: str = "arrow-right",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self.target, self._icon = theme, target, icon
        self.setText(text.replace("&", "&&"))
        self._words = text
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda: jump(target))

    def sizeHint(self) -> QSize:
        """One line as long as the text, or as many as the present width asks for."""
        metrics = QFontMetrics(self._theme.font("body", 500))
        wide = metrics.horizontalAdvance(self._words) + self._start() + SPACE_S
        return QSize(wide, self.heightForWidth(max(self.width(), 240)))

    def minimumSizeHint(self) -> QSize:
        """Narrow links wrap."""
        return QSize(120, self._theme.px(_LEAST_HEIGHT))

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped text."""
        metrics = QFontMetrics(self._theme.font("body", 500))
        room = QRect(0, 0, max(width - self._start() - SPACE_S, 60), 10_000)
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        text = metrics.boundingRect(room, flags.value, self._words).height()
        return max(self._theme.px(_LEAST_HEIGHT), text + 2 * SPACE_XS + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the arrow and the text, on a soft ground under the mouse."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent_soft"))
            painter.drawRoundedRect(self.rect(), RADIUS_CONTROL, RADIUS_CONTROL)
        font = self._theme.font("body", 500)
        line = QFontMetrics(font).height()
        side = self._theme.px(_ICON)
        box = QRect(SPACE_XS, SPACE_XS + 1 + (line - side) // 2, side, side)
        if self.height() <= self._theme.px(_LEAST_HEIGHT):
            box.moveTop((self.height() - side) // 2)
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        ratio = self.devicePixelRatioF()
        pixmap = self._theme.pixmap(
            self._icon, colours.accent, _ICON, ratio, right_to_left=right_to_left
        )
        painter.drawPixmap(mirrored(self, box), pixmap)
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(self._theme.colour("accent"))
        start = self._start()
        area = QRect(start, 0, self.width() - start - SPACE_S, self.height())
        draw_text(painter, self, area, self._words, wrap=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow the link on Enter as well as on Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def _start(self) -> int:
        return self._theme.px(_ICON) + SPACE_XS + SPACE_S
