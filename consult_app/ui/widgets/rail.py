"""The steps of a consultation at the side of the page, each with its state in shape and word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import RADIUS_CONTROL, SPACE_M, SPACE_S
from consult_app.ui.widgets.painting import draw_text, mirrored

_ICON = 20
_PAD = 12
_STEP_WIDTH = 232
_MOST_WIDTH = 288


class StepState(Enum):
    """How far a step is; `detail` of the step says the same in words."""

    NOT_STARTED = "not started"
    STARTED = "started"
    DONE = "complete"
    FLAGGED = "flagged"
    STOPPED = "stopped"


_MARKS = {
    StepState.NOT_STARTED: ("circle", "control"),
    StepState.STARTED: ("circle-dot", "muted"),
    StepState.DONE: ("circle-check", "ok"),
    StepState.FLAGGED: ("triangle-alert", "caution"),
    StepState.STOPPED: ("octagon-alert", "stop"),
}


@dataclass(frozen=True, slots=True)
class RailStep:
    """One step; `detail` is a short word such as "3 open"."""

    code: str
    title: str
    state: StepState = StepState.NOT_STARTED
    detail: str = ""


class StepButton(QPushButton):
    """One step of the rail."""

    def __init__(self, theme: Theme, step: RailStep, parent: QWidget) -> None:
        super().__init__(step.title, parent)
        self.theme = theme
        self.step = step
        self.current = False
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("kind", "step")

    def sizeHint(self) -> QSize:
        """Room for the whole title and the detail, at least a finger high."""
        title, detail = self._heights()
        return QSize(self._room(), max(self.theme.px(44), title + detail + SPACE_M))

    def minimumSizeHint(self) -> QSize:
        """As the hint."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the rail; Qt would walk out of it."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, mark, title and detail."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.current or self.underMouse():
            painter.setBrush(self.theme.colour("accent_soft" if self.current else "sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
        if self.current:
            painter.setBrush(self.theme.colour("accent"))
            bar = mirrored(self, QRect(0, 10, 4, self.height() - 20))
            painter.drawRoundedRect(QRectF(bar), 2, 2)
        name, colour = _MARKS[self.step.state]
        side = self.theme.px(_ICON)
        box = QRect(_PAD, (self.height() - side) // 2, side, side)
        if self.current and self.step.state in (StepState.NOT_STARTED, StepState.STARTED):
            name, colour = "circle-dot", "accent"
        tint = self.theme.colours.of(colour)
        mark = self.theme.pixmap(name, tint, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(mirrored(self, box), mark)
        self._paint_words(painter, _PAD + side + _PAD)

    def _paint_words(self, painter: QPainter, start: int) -> None:
        room = self.width() - start - SPACE_S
        title, detail = self._heights()
        top = (self.height() - title - detail) // 2
        painter.setFont(self.theme.font("body", 600 if self.current else 500))
        painter.setPen(self.theme.colour("accent" if self.current else "ink"))
        words = QRect(start, top, room, title + 2)
        draw_text(painter, self, words, self.text(), wrap=True, top=True)
        if detail:
            painter.setFont(self.theme.font("caption"))
            name = _MARKS[self.step.state][1]
            shown = name if name in ("caution", "stop") else "muted"
            painter.setPen(self.theme.colour(shown))
            below = QRect(start, top + title, room, detail)
            draw_text(painter, self, below, self.step.detail)

    def _room(self) -> int:
        """Width of the rail: large text wraps there rather than take the page's room."""
        return min(self.theme.px(_STEP_WIDTH), _MOST_WIDTH)

    def _heights(self) -> tuple[int, int]:
        width = self._room() - 2 * _PAD - self.theme.px(_ICON) - SPACE_S
        metrics = QFontMetrics(self.theme.font("body", 600))
        flags = Qt.TextFlag.TextWordWrap.value
        title = metrics.boundingRect(QRect(0, 0, width, 10_000), flags, self.text()).height()
        small = QFontMetrics(self.theme.font("caption")).height()
        return title, small if self.step.detail else 0


class Rail(QFrame):
    """All steps; any step can be asked for at any time, and only the view moves there."""

    step_requested = Signal(str)
    """Code of the step that the user wants to see."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """`name` is read by assistive technology."""
        super().__init__(parent)
        self.theme = theme
        self.setProperty("role", "side")
        self.setAccessibleName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self._buttons: dict[str, StepButton] = {}
        self._current = ""

    def set_steps(self, steps: Sequence[RailStep]) -> None:
        """Show `steps`; buttons are kept where the codes are the same as before."""
        if tuple(self._buttons) != tuple(step.code for step in steps):
            self._rebuild(steps)
        for number, step in enumerate(steps, start=1):
            button = self._buttons[step.code]
            button.step = step
            button.setText(step.title)
            button.setAccessibleName(self._name_of(step, number, len(steps)))
            button.updateGeometry()
            button.update()

    def set_current(self, code: str) -> None:
        """Mark the step that is on the page."""
        self._current = code
        steps = [button.step for button in self._buttons.values()]
        for number, button in enumerate(self._buttons.values(), start=1):
            button.current = button.step.code == code
            button.setAccessibleName(self._name_of(button.step, number, len(steps)))
            button.update()
        self._rove()

    def current(self) -> str:
        """Code of the step that is on the page, empty for none."""
        return self._current

    def focus_current(self) -> None:
        """Put the keyboard on the current step."""
        button = self._buttons.get(self._current) or next(iter(self._buttons.values()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move among the steps with Up and Down; Enter and Space ask for the focused one."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        buttons = list(self._buttons.values())
        places = [index for index, button in enumerate(buttons) if button.hasFocus()]
        if event.modifiers() or not step or not places:
            super().keyPressEvent(event)
            return
        buttons[(places[0] + step) % len(buttons)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _rebuild(self, steps: Sequence[RailStep]) -> None:
        for old in self._buttons.values():
            self._column.removeWidget(old)
            old.deleteLater()
        self._buttons = {}
        for index, step in enumerate(steps):
            button = StepButton(self.theme, step, self)
            button.clicked.connect(lambda _checked=False, code=step.code: self._ask(code))
            self._column.insertWidget(index, button)
            self._buttons[step.code] = button
        self._rove()

    def _ask(self, code: str) -> None:
        self.step_requested.emit(code)

    def _name_of(self, step: RailStep, number: int, count: int) -> str:
        name = self.tr("Step {0} of {1}: {2}").format(number, count, step.title)
        parts = [name, step.detail or step.state.value]
        if step.code == self._current:
            parts.append(self.tr("on the page now"))
        return ", ".join(parts)

    def _rove(self) -> None:
        stop = self._buttons.get(self._current) or next(iter(self._buttons.values()), None)
        for button in self._buttons.values():
            wanted = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(wanted)
