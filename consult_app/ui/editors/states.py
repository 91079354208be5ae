"""The two states, "don't know" and "prefer not to say": recorded answers that decide nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.domain.answers import AnswerState
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import COMPACT_HEIGHT, RADIUS_CONTROL, SPACE_S, SPACE_XS
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.painting import draw_text, mirrored
from consult_app.ui.widgets.radio_group import OptionButton, RadioGroup
from consult_app.ui.wording import state_words

STATE_KEYS = {AnswerState.DONT_KNOW: "u", AnswerState.DECLINED: "p"}
"""Letter that records each state."""

_CODES = {AnswerState.DONT_KNOW: "state:dont-know", AnswerState.DECLINED: "state:declined"}
_STATES = {code: state for state, code in _CODES.items()}
_SIDE = 10
_LOW = 26


def state_code(state: AnswerState) -> str:
    """Code of a state's button; no option of a questionnaire can have it."""
    return _CODES[state]


def state_of(code: str) -> AnswerState | None:
    """State that a button's code stands for, None for an option of the question."""
    return _STATES.get(code)


def state_choices(states: Sequence[AnswerState]) -> tuple[Choice, ...]:
    """Buttons for these states."""
    return tuple(Choice(_CODES[state], state_words(state), STATE_KEYS[state]) for state in states)


class StatePill(OptionButton):
    """One state: plain text until it is the answer, then heavier and in a dashed frame."""

    _measured: tuple[int, int] | None = None
    low = False
    """Whether two of them have to stand one above the other in one line of a card."""

    def sizeHint(self) -> QSize:
        """Room for the text in its heavier weight."""
        scale = self.theme.text_scale
        if self._measured is None or self._measured[0] != scale:  # layouts ask very often
            metrics = QFontMetrics(self.theme.font("caption", 600))
            self._measured = scale, metrics.horizontalAdvance(self.text())
        wide = self._measured[1] + self.theme.px(2 * _SIDE)
        return QSize(wide, self.theme.px(_LOW if self.low else COMPACT_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """As the hint."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame, which is dashed as everything that stays open, and the text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if on or self.underMouse():
            edge = self.theme.colour("ink" if on else "sunken")
            line = Qt.PenStyle.DashLine if on else Qt.PenStyle.SolidLine
            painter.setPen(QPen(edge, 1.5 if on else 1, line))
            painter.setBrush(self.theme.colour("sunken"))
            area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(area, RADIUS_CONTROL, RADIUS_CONTROL)
        painter.setFont(self.theme.font("caption", 600 if on else 500))
        painter.setPen(self.theme.colour("ink" if on else "muted"))
        start = self.theme.px(_SIDE)
        room = QRect(start, 0, self.width() - start, self.height())
        draw_text(painter, self, room, self.text())


def pills_height(pills: Sequence[StatePill], width: int) -> int:
    """Height of the pills laid out in lines of `width`."""
    return place_pills(pills, None, QRect(0, 0, width, 0))


def place_pills(pills: Sequence[StatePill], owner: QWidget | None, area: QRect) -> int:
    """Lay pills out in `area`, counted from where reading starts; return the height used.

    Without an `owner` they are only measured.
    """
    x, y, line = area.x(), area.y(), 0
    for pill in pills:
        size = pill.sizeHint()
        if x > area.x() and x + size.width() > area.right() + 1:
            x, y, line = area.x(), y + line + SPACE_XS, 0
        if owner is not None:
            place = QRect(x, y, min(size.width(), area.width()), size.height())
            pill.setGeometry(mirrored(owner, place))
        x += size.width() + SPACE_XS
        line = max(line, size.height())
    return y + line - area.y()


class StateRow(RadioGroup):
    """The states of a question whose answer is not a choice; the text field stands above it."""

    state_chosen = Signal(object)
    """The `AnswerState` that the user chose."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        states: Sequence[AnswerState],
        parent: QWidget | None = None,
    ) -> None:
        """`name` is the question. ValueError without any state."""
        super().__init__(theme, name, state_choices(states), parent)
        self.pills = tuple(button for button in self.buttons if isinstance(button, StatePill))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.chosen.connect(lambda code: self.state_chosen.emit(state_of(code)))

    def make_button(self, choice: Choice) -> OptionButton:
        """Make one pill."""
        return StatePill(self.theme, choice, self)

    def set_state(self, state: AnswerState | None) -> None:
        """Show a recorded state, or none; sends no signal."""
        shown = state if state in _CODES else None
        self.set_value(_CODES[shown] if shown is not None else None)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [pill.sizeHint() for pill in self.pills]
        wide = sum(size.width() for size in sizes) + SPACE_S * (len(sizes) - 1)
        return QSize(wide, max(size.height() for size in sizes))

    def minimumSizeHint(self) -> QSize:
        """The widest of them."""
        sizes = [pill.sizeHint() for pill in self.pills]
        return QSize(max(size.width() for size in sizes), sizes[0].height())

    def heightForWidth(self, width: int) -> int:
        """Height of all lines."""
        return pills_height(self.pills, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the pills."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again after a change of text size or direction."""
        super().changeEvent(event)
        sized = event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange)
        if sized and hasattr(self, "pills"):
            self.updateGeometry()
            self._place()

    def _place(self) -> None:
        spare = self.height() - pills_height(self.pills, self.width())
        place_pills(self.pills, self, self.rect().adjusted(0, max(0, spare // 2), 0, 0))
