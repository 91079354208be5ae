"""The kit's answer groups with the two states in the same group: one Tab stop for one question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from consult_app.ui.editors.columns import Columns
from consult_app.ui.editors.states import StatePill, pills_height, place_pills, state_of
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_M, SPACE_S, SPACE_XS
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.check_list import CheckList
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.choice_list import ChoiceList
from consult_app.ui.widgets.painting import mirrored
from consult_app.ui.widgets.radio_group import OptionButton
from consult_app.ui.widgets.segmented import Segment, Segmented

_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class AnswerRow(Segmented):
    """Answers side by side, then the states; the states move to a line below where it is narrow.

    A compact row keeps one line and has its states one above the other.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[Choice],
        parent: QWidget | None = None,
        *,
        compact: bool = False,
    ) -> None:
        """As the kit's row; `choices` may hold states."""
        super().__init__(theme, name, choices, parent, compact=compact)
        self.answers = tuple(b for b in self.buttons if isinstance(b, Segment))
        self.pills = tuple(b for b in self.buttons if isinstance(b, StatePill))
        for pill in self.pills:
            pill.low = compact
        self._widths: list[int] = []
        self._shows_keys = False

    def show_keys(self, shown: bool) -> None:
        """Show the letters although none of the answers has the keyboard."""
        self._shows_keys = shown
        for segment in self.answers:
            segment.update()

    def has_keyboard(self) -> bool:
        """Whether the letters of the answers are to be shown."""
        return self._shows_keys or super().has_keyboard()

    def make_button(self, choice: Choice) -> OptionButton:
        """A segment, or a pill for a state."""
        if state_of(choice.code) is not None:
            return StatePill(self.theme, choice, self)
        return super().make_button(choice)

    def sizeHint(self) -> QSize:
        """Everything in one line."""
        wide, high = sum(self._answer_widths()), self.answers[0].sizeHint().height()
        sizes = [pill.sizeHint() for pill in self.pills]
        if not sizes:
            return QSize(wide, high)
        if self.compact:
            wide += SPACE_S + max(size.width() for size in sizes)
            return QSize(wide, max(high, sum(size.height() for size in sizes)))
        return QSize(wide + SPACE_M + sum(size.width() + SPACE_XS for size in sizes), high)

    def minimumSizeHint(self) -> QSize:
        """Width of the widest answer; a compact row keeps its line."""
        if self.compact:
            return self.sizeHint()
        tight = max(segment.tight_width() for segment in self.answers)
        return QSize(tight, self.answers[0].sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        """Height in one line, in two, or with the answers stacked."""
        if self.compact or self.sizeHint().width() <= width:
            return self.sizeHint().height()
        below = SPACE_XS + pills_height(self.pills, width) if self.pills else 0
        return self._answers_height(width) + below

    def changeEvent(self, event: QEvent) -> None:
        """Measure again after a change of text size or direction."""
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self._widths = []
        super().changeEvent(event)

    def _answer_widths(self) -> list[int]:
        if not self._widths:  # layouts ask very often
            widths = [segment.sizeHint().width() for segment in self.answers]
            alike = max(widths) <= 1.5 * min(widths)
            self._widths = [max(widths)] * len(widths) if alike else widths
        return self._widths

    def _answers_height(self, width: int) -> int:
        if sum(self._answer_widths()) <= width:
            return self.answers[0].sizeHint().height()
        heights = [segment.height_for(width) for segment in self.answers]
        return sum(heights) - len(heights) + 1

    def _place(self) -> None:
        if not hasattr(self, "_widths"):
            return
        high = self.answers[0].sizeHint().height()
        self.stacked = not self.compact and sum(self._answer_widths()) > self.width()
        if self.stacked:
            self._place_answers_stacked()
        else:
            self._place_answers_in_a_row((self.height() - high) // 2 if self.compact else 0, high)
        wide = sum(self._answer_widths())
        if self.compact:
            self._place_states_stacked(wide + SPACE_S)
        elif self.sizeHint().width() <= self.width() and self.pills:
            top = (high - self.pills[0].sizeHint().height()) // 2
            place_pills(self.pills, self, QRect(wide + SPACE_M, top, 10_000, high))
        else:
            top = self._answers_height(self.width()) + SPACE_XS
            place_pills(self.pills, self, QRect(0, top, self.width(), 0))

    def _place_answers_in_a_row(self, top: int, high: int) -> None:
        offset = 0
        for segment, wide in zip(self.answers, self._answer_widths(), strict=True):
            joined = 0 if segment.last else 1  # neighbours share one line
            segment.setGeometry(mirrored(self, QRect(offset, top, wide + joined, high)))
            segment.update()
            offset += wide

    def _place_answers_stacked(self) -> None:
        offset = 0
        for segment in self.answers:
            tall = segment.height_for(self.width())
            segment.setGeometry(0, offset, self.width(), tall)
            segment.update()
            offset += tall - 1

    def _place_states_stacked(self, start: int) -> None:
        top = (self.height() - sum(pill.sizeHint().height() for pill in self.pills)) // 2
        for pill in self.pills:
            size = pill.sizeHint()
            pill.setGeometry(mirrored(self, QRect(start, top, size.width(), size.height())))
            top += size.height()


class AnswerList(ChoiceList):
    """Answers as rows, in columns where the texts are short, then the states in a line."""

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[Choice], parent: QWidget | None = None
    ) -> None:
        """As the kit's list; `choices` may hold states."""
        super().__init__(theme, name, choices, parent)
        self.rows = tuple(b for b in self.buttons if not isinstance(b, StatePill))
        self.pills = tuple(b for b in self.buttons if isinstance(b, StatePill))
        self._columns = Columns(theme, [row.choice for row in self.rows])

    def make_button(self, choice: Choice) -> OptionButton:
        """A row, or a pill for a state."""
        if state_of(choice.code) is not None:
            return StatePill(self.theme, choice, self)
        return super().make_button(choice)

    def heightForWidth(self, width: int) -> int:
        """Height of the columns and of the states below them."""
        high = self._columns.height(width)
        return high + (SPACE_XS + pills_height(self.pills, width) if self.pills else 0)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again after a change of text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_columns"):
            self._columns.forget()
        super().changeEvent(event)

    def _place(self) -> None:
        if hasattr(self, "_columns"):
            high = self._columns.place(self, self.rows)
            place_pills(self.pills, self, QRect(0, high + SPACE_XS, self.width(), 0))


class AnswerChecks(CheckList):
    """Check boxes, in columns where the texts are short."""

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[Choice], parent: QWidget | None = None
    ) -> None:
        """As the kit's list."""
        super().__init__(theme, name, choices, parent)
        self._columns = Columns(theme, choices)
        self._by_tab = False
        for row in self.rows:
            row.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the keyboard came here by Tab, passing through."""
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self._by_tab = event.reason() in _TAB
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep a recorded answer from a stray Space: after Tab the first one only asks."""
        stray = self._by_tab and event.key() == Qt.Key.Key_Space and bool(self.value())
        self._by_tab = self._by_tab and event.isAutoRepeat()
        if stray:
            announce(self, self.tr("Answered already. Press Space again to change it."))
        else:
            super().keyPressEvent(event)

    def heightForWidth(self, width: int) -> int:
        """Height of the columns."""
        return self._columns.height(width)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again after a change of text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_columns"):
            self._columns.forget()
        super().changeEvent(event)

    def focus_ticked(self) -> None:
        """Put the keyboard on the first ticked row, or on the first."""
        ticked = next((row for row in self.rows if row.isChecked()), self.rows[0])
        ticked.setFocus()

    def focus_code(self, code: str) -> None:
        """Put the keyboard on one row."""
        next(row for row in self.rows if row.choice.code == code).setFocus()

    def _place(self) -> None:
        if hasattr(self, "_columns"):
            self._columns.place(self, self.rows)
