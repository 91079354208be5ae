"""Large answers side by side: yes, no, not sure. They stack when the row is too narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import ANSWER_HEIGHT, COMPACT_HEIGHT, RADIUS_CONTROL, SPACE_M
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.painting import draw_text, mirrored
from consult_app.ui.widgets.radio_group import OptionButton, RadioGroup

_CHECK = 18
_GAP = 6
_SIDE = 22
_WIDTH = 118
_COMPACT_WIDTH = 72


class Segment(OptionButton):
    """One answer of the row: colour, check mark and weight tell the chosen one."""

    def __init__(self, theme: Theme, choice: Choice, parent: Segmented) -> None:
        super().__init__(theme, choice, parent)
        self.row = parent
        self.first = self.last = False

    def sizeHint(self) -> QSize:
        """Room for the text in its heavier weight, the check mark and the key."""
        compact = self.row.compact
        metrics = QFontMetrics(self.theme.font("body", 600))
        side = SPACE_M if compact else _SIDE
        width = metrics.horizontalAdvance(self.text()) + self.theme.px(_CHECK + _GAP + 2 * side)
        least = self.theme.px(_COMPACT_WIDTH if compact else _WIDTH)
        height = self.theme.px(COMPACT_HEIGHT if compact else ANSWER_HEIGHT)
        return QSize(max(least, width), height)

    def minimumSizeHint(self) -> QSize:
        """As the hint; narrower rows are stacked by the group."""
        return self.sizeHint()

    def tight_width(self) -> int:
        """Width below which the text itself would be cut."""
        metrics = QFontMetrics(self.theme.font("body", 600))
        room = self.theme.px(_CHECK + _GAP) + 2 * SPACE_M
        return metrics.horizontalAdvance(self.text()) + room

    def height_for(self, width: int) -> int:
        """Height that the text needs when the segment is `width` wide and stacked."""
        room = width - self.theme.px(_CHECK + _GAP + 2 * SPACE_M)
        metrics = QFontMetrics(self.theme.font("body", 600))
        flags = int(Qt.TextFlag.TextWordWrap)
        text = metrics.boundingRect(QRect(0, 0, max(room, 40), 10_000), flags, self.text())
        return max(self.sizeHint().height(), text.height() + self.theme.px(SPACE_M))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, edge, check mark, text and, while the row has the keyboard, the key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, ink = self._colours()
        painter.setBrush(ground)
        painter.setPen(QPen(edge if not self.tentative else self.theme.colour("control"), 1))
        painter.drawPath(self._outline())
        if self.tentative and self.isChecked():
            painter.setPen(QPen(edge, 2, Qt.PenStyle.DashLine))
            inner = QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5)
            painter.drawRoundedRect(inner, RADIUS_CONTROL - 3, RADIUS_CONTROL - 3)
        self._paint_text(painter, ink)
        if self.row.has_keyboard() and self.choice.key and self.isEnabled():
            painter.setFont(self.theme.font("caption", 500))
            painter.setPen(ink if self.isChecked() else self.theme.colour("muted"))
            area = QRect(0, 0, self.width() - 8, self.height())
            draw_text(painter, self, area, self.choice.key.upper(), at_end=True)

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        colour = self.theme.colour
        if not self.isEnabled() and self.isChecked():
            return colour("sunken"), colour("control"), colour("ink")
        if not self.isEnabled():
            return colour("page"), colour("line"), colour("muted")
        if self.isChecked() and self.tentative:
            return colour("accent_soft"), colour("accent"), colour("accent")
        if self.isChecked():
            return colour("accent"), colour("accent"), colour("on_accent")
        ground = "accent_soft" if self.underMouse() else "surface"
        return colour(ground), colour("control"), colour("ink")

    def _outline(self) -> QPainterPath:
        radius = RADIUS_CONTROL
        stacked = self.row.stacked
        begins, ends = self.first, self.last
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft and not stacked:
            begins, ends = ends, begins
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(area, radius, radius)
        # Square the corners that touch a neighbour.
        for square, corner in ((not begins, "start"), (not ends, "end")):
            if not square:
                continue
            patch = QRectF(area)
            if stacked and corner == "start":
                patch.setHeight(radius)
            elif stacked:
                patch.setTop(area.bottom() - radius)
            elif corner == "start":
                patch.setWidth(radius)
            else:
                patch.setLeft(area.right() - radius)
            path.addRect(patch)
        return path.simplified()

    def _paint_text(self, painter: QPainter, ink: QColor) -> None:
        font = self.theme.font("body", 600 if self.isChecked() else 500)
        painter.setFont(font)
        painter.setPen(ink)
        mark = self.theme.px(_CHECK + _GAP)
        width = QFontMetrics(font).horizontalAdvance(self.text())
        if self.row.stacked:
            start = self.theme.px(SPACE_M)
            text = QRect(start + mark, 0, self.width() - start * 2 - mark, self.height())
        else:
            shown = mark if self.isChecked() else 0
            start = (self.width() - width - shown) // 2
            text = QRect(start + shown, 0, width + 2, self.height())
        if self.isChecked():
            side = self.theme.px(_CHECK)
            box = mirrored(self, QRect(start, (self.height() - side) // 2, side, side))
            icon = "clock" if self.tentative else "check"
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(box, self.theme.pixmap(icon, ink.name(), _CHECK, ratio))
        draw_text(painter, self, text, self.text(), wrap=self.row.stacked)


class Segmented(RadioGroup):
    """A row of large answers."""

    compact = False
    stacked = False

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[Choice],
        parent: QWidget | None = None,
        *,
        compact: bool = False,
    ) -> None:
        """`name` is the question, for assistive technology; `compact` is for a bulk card's rows."""
        super().__init__(theme, name, choices, parent)
        self.compact = compact
        self._measured: list[int] | None = None
        self._segments = tuple(b for b in self.buttons if isinstance(b, Segment))
        self._segments[0].first = True
        self._segments[-1].last = True
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(not compact)
        if compact:
            policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def make_button(self, choice: Choice) -> OptionButton:
        """Make one segment."""
        return Segment(self.theme, choice, self)

    def has_keyboard(self) -> bool:
        """Whether one of the answers has the focus; they then show their keys."""
        return any(segment.hasFocus() for segment in self._segments)

    def sizeHint(self) -> QSize:
        """Size of the whole row."""
        return QSize(sum(self._comfortable()), self._segments[0].sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Width of the widest answer: below the row's width it is stacked, never cut."""
        hint = self.sizeHint()
        return hint if self.compact else QSize(max(self._tight()), hint.height())

    def heightForWidth(self, width: int) -> int:
        """Height as a row, or stacked when `width` is too narrow for the row."""
        if self._row_widths(width):
            return self.sizeHint().height()
        return (
            sum(segment.height_for(width) for segment in self._segments) - len(self._segments) + 1
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the answers, mirrored where reading runs from right to left."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again after a change of text size or direction."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self._measured = None
            self.updateGeometry()
            self._place()

    def _comfortable(self) -> list[int]:
        if self._measured is None:  # layouts ask very often
            widths = [segment.sizeHint().width() for segment in self._segments]
            alike = max(widths) <= 1.5 * min(widths)
            # Answers of about equal length share one width, which the eye finds faster.
            self._measured = [max(widths)] * len(widths) if alike else widths
        return self._measured

    def _tight(self) -> list[int]:
        return [segment.tight_width() for segment in self._segments]

    def _row_widths(self, width: int) -> list[int]:
        """Widths of the answers side by side in `width`; empty when they have to be stacked."""
        comfortable = self._comfortable()
        if self.compact or sum(comfortable) <= width:
            return comfortable
        tight = self._tight()
        spare = width - sum(tight)
        return [each + spare // len(tight) for each in tight] if spare >= 0 else []

    def _place(self) -> None:
        if not hasattr(self, "_segments"):
            return
        widths = self._row_widths(self.width())
        self.stacked = not widths
        offset = 0
        for index, segment in enumerate(self._segments):
            if self.stacked:
                high = segment.height_for(self.width())
                segment.setGeometry(0, offset, self.width(), high)
                offset += high - 1
            else:
                joined = 0 if segment.last else 1  # neighbours share one line
                area = QRect(offset, 0, widths[index] + joined, self.sizeHint().height())
                segment.setGeometry(mirrored(self, area))
                offset += widths[index]
            segment.update()
