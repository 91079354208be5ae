"""Chips: short items in a row, each of which can be opened and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_S, SPACE_XS, Tone
from consult_app.ui.widgets.buttons import ActionButton, IconButton
from consult_app.ui.widgets.flow_layout import FlowLayout
from consult_app.ui.widgets.plain_label import TONE_ICONS, IconLabel, PlainLabel, tone_token


@dataclass(frozen=True, slots=True)
class ChipText:
    """One chip; a tone other than NEUTRAL is shown with its shape and read out as `tone_word`."""

    code: str
    text: str
    tone: Tone = Tone.NEUTRAL
    tone_word: str = ""


class Chip(QFrame):
    """One item."""

    opened = Signal()
    removed = Signal()

    def __init__(
        self,
        theme: Theme,
        chip: ChipText,
        *,
        removable: bool = True,
        openable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        self.setProperty("tone", chip.tone.value)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(SPACE_XS + 2)
        row.addSpacing(SPACE_XS if openable else SPACE_S)  # margins would not mirror
        if chip.tone is not Tone.NEUTRAL:
            row.addWidget(IconLabel(theme, TONE_ICONS[chip.tone], tone_token(chip.tone), 16))
        name = f"{chip.text}, {chip.tone_word}" if chip.tone_word else chip.text
        if openable:
            button = ActionButton(theme, chip.text, kind="chip")
            button.setAccessibleName(self.tr("Open {0}").format(name))
            button.clicked.connect(self.opened)
            row.addWidget(button)
        else:
            row.addWidget(PlainLabel(chip.text))
        if removable:
            remove = IconButton(theme, self.tr("Remove {0}").format(chip.text), "x", side=28)
            remove.clicked.connect(self.removed)
            row.addWidget(remove)
        else:
            row.addSpacing(SPACE_S)
        self.setAccessibleName(name)


class ChipRow(QWidget):
    """Chips in lines that wrap."""

    opened = Signal(str)
    """Code of the chip whose text was pressed; only where chips can be opened."""

    removed = Signal(str)
    """Code of the chip that the user wants to take away; the view removes it."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        removable: bool = True,
        openable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is read by assistive technology."""
        super().__init__(parent)
        self._theme = theme
        self._removable, self._openable = removable, openable
        self._chips: list[ChipText] = []
        self._flow = FlowLayout(self, SPACE_S)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def chips(self) -> tuple[ChipText, ...]:
        """What is shown."""
        return tuple(self._chips)

    def set_chips(self, chips: Sequence[ChipText]) -> None:
        """Show exactly `chips`; the row hides while there are none."""
        if list(chips) == self._chips:
            return
        self._chips = list(chips)
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for chip in chips:
            self._flow.addWidget(self._made(chip))
        self.setVisible(bool(chips))
        self.updateGeometry()

    def _made(self, chip: ChipText) -> Chip:
        made = Chip(
            self._theme, chip, removable=self._removable, openable=self._openable, parent=self
        )
        made.removed.connect(lambda code=chip.code: self.removed.emit(code))
        made.opened.connect(lambda code=chip.code: self.opened.emit(code))
        return made
