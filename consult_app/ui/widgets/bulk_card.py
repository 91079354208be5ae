"""Several questions that one deliberate act may deny together; the card is the list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS, Tone
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.card import QuestionCard, Tag
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.segmented import Segmented

_LEAST_TEXT = 220
"""Width at 100 % below which a line's text goes above its answers."""


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One question of a bulk card; `choices` are its single answers."""

    code: str
    text: str
    choices: tuple[Choice, ...]


class BulkCard(QuestionCard):
    """Questions as lines, each with its own answers, and one button that denies the open ones.

    Shift+N anywhere inside the card is the same as the button; a held key does nothing. The card
    only says what was asked for: the view records it and calls `set_line_value`.
    """

    line_chosen = Signal(str, str)
    """Code of the line, and of the answer that the user gave to it alone."""

    denied_all = Signal(tuple)
    """Codes of the lines that had no answer when the user denied them together."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        lines: Sequence[BulkLine],
        deny_text: str,
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`deny_text` names the act in full, such as "None of these"."""
        super().__init__(theme, title, help_text, parent=parent)
        self._lines: dict[str, Segmented] = {}
        self._tags: dict[str, Tag] = {}
        self._rows: list[QHBoxLayout] = []
        for index, line in enumerate(lines):
            if index:
                self.add_widget(_rule())
            self.add_row(self._line_row(line))
        self._button = ActionButton(theme, deny_text, icon="list-checks")
        self._button.setAccessibleName(f"{deny_text}: {title}")
        self._button.setAccessibleDescription(self.tr("Shift and N"))
        self._button.clicked.connect(self.deny_open)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, SPACE_S, 0, 0)
        foot.setSpacing(SPACE_M)
        foot.addWidget(self._button)
        foot.addWidget(PlainLabel(self.tr("Shift+N"), "caption", "muted"))
        foot.addStretch(1)
        self.add_row(foot)

    def set_line_value(self, code: str, value: str | None, note: str = "") -> None:
        """Show the answer of a line, and a short note such as "together"; sends no signal."""
        self._lines[code].set_value(value)
        self._tags[code].show_text(note, Tone.NEUTRAL)
        self._button.setEnabled(bool(self.open_lines()))

    def line(self, code: str) -> Segmented:
        """Answers of one line."""
        return self._lines[code]

    def open_lines(self) -> tuple[str, ...]:
        """Codes of the lines without an answer."""
        return tuple(code for code, line in self._lines.items() if line.value() is None)

    def deny_open(self) -> None:
        """Ask for the open lines to be denied; nothing while there are none."""
        codes = self.open_lines()
        if codes and self.isEnabled():
            self.denied_all.emit(codes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the texts readable."""
        super().resizeEvent(event)
        self._stack_if_narrow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Shift+N; leave other keys to the page."""
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if not (shift and event.key() == Qt.Key.Key_N):
            super().keyPressEvent(event)
            return
        if not event.isAutoRepeat():
            self.deny_open()

    def _line_row(self, line: BulkLine) -> QHBoxLayout:
        answers = Segmented(self.theme, line.text, line.choices, compact=True)
        answers.chosen.connect(lambda value, code=line.code: self._line_chosen(code, value))
        tag = Tag(self.theme)
        tag.hide()
        self._lines[line.code] = answers
        self._tags[line.code] = tag
        words = QHBoxLayout()
        words.setSpacing(SPACE_M)
        words.addWidget(PlainLabel(line.text, "body", wrap=True), 1)
        words.addWidget(tag)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addLayout(words, 1)
        row.addWidget(answers)
        self._rows.append(row)
        return row

    def _stack_if_narrow(self) -> None:
        """Put the answers below the texts where the texts would get too little room."""
        widest = max((line.sizeHint().width() for line in self._lines.values()), default=0)
        room = self.width() - 2 * SPACE_L - widest
        narrow = room < self.theme.px(_LEAST_TEXT)
        direction = QBoxLayout.Direction
        for row in self._rows:
            row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
            row.setSpacing(SPACE_XS if narrow else SPACE_M)

    def _line_chosen(self, code: str, value: str) -> None:
        self._tags[code].hide()
        self._button.setEnabled(bool(self.open_lines()))
        self.line_chosen.emit(code, value)


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    rule.setFixedHeight(1)
    return rule
