"""One answer out of a long list, as rows with wrapping text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.option_row import paint_row, row_height
from consult_app.ui.widgets.painting import mirrored
from consult_app.ui.widgets.radio_group import OptionButton, RadioGroup

_ROW_GAP = 4


class ChoiceRow(OptionButton):
    """One row: a ring that is filled when chosen, and the text beside it."""

    def sizeHint(self) -> QSize:
        """Height for the present width."""
        return QSize(240, row_height(self.theme, self.choice, max(self.width(), 240)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = paint_row(painter, self, self.theme, self.choice, tentative=self.tentative)
        self._paint_ring(painter, box)

    def _paint_ring(self, painter: QPainter, box: QRect) -> None:
        on, live = self.isChecked(), self.isEnabled()
        area = QRectF(mirrored(self, box)).adjusted(1, 1, -1, -1)
        colour = self.theme.colour("accent" if on and live else "control" if live else "muted")
        painter.setPen(QPen(colour, 2))
        painter.setBrush(self.theme.colour("surface"))
        painter.drawEllipse(area)
        if on and not self.tentative:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            inset = area.width() / 4
            painter.drawEllipse(area.adjusted(inset, inset, -inset, -inset))


class ChoiceList(RadioGroup):
    """Options one under the other; Up and Down move among them, Space or Enter chooses."""

    vertical_keys = True

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[Choice], parent: QWidget | None = None
    ) -> None:
        """`name` is the question, for assistive technology."""
        super().__init__(theme, name, choices, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def make_button(self, choice: Choice) -> OptionButton:
        """Make one row."""
        return ChoiceRow(self.theme, choice, self)

    def sizeHint(self) -> QSize:
        """Height for the present width."""
        width = max(self.width(), 320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow rows wrap."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def heightForWidth(self, width: int) -> int:
        """Height of all rows when they are `width` wide."""
        heights = [row_height(self.theme, button.choice, width) for button in self.buttons]
        return sum(heights) + _ROW_GAP * (len(heights) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the rows."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again after a change of text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "buttons"):
            self.updateGeometry()
            self._place()

    def _place(self) -> None:
        offset = 0
        for button in self.buttons:
            high = row_height(self.theme, button.choice, self.width())
            button.setGeometry(0, offset, self.width(), high)
            offset += high + _ROW_GAP
