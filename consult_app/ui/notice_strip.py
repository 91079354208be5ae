"""The strip that stays at the top of every page: what this program's rules are not yet."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_S, SPACE_XL, SPACE_XS, Tone
from consult_app.ui.widgets.plain_label import PlainLabel, tone_icon


class NoticeStrip(QFrame):
    """The pack's notice, and that this is the demonstration; hidden where there is neither."""

    def __init__(self, theme: Theme, notice: str, *, demonstration: bool) -> None:
        """`notice` is the pack's own, such as "INCOMPLETE RULE SET"."""
        super().__init__()
        self._theme = theme
        self.setObjectName("notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_XS, SPACE_L, SPACE_XS)
        row.setSpacing(SPACE_S)
        texts = []
        if notice:
            texts.append((notice, Tone.CAUTION))
        if demonstration:
            text = self.tr("Demonstration: synthetic patients only, nothing here is a real record")
            texts.append((text, Tone.INFO))
        for text, tone in texts:
            row.addWidget(tone_icon(theme, tone, 16))
            row.addWidget(PlainLabel(text, "caption", tone.value))
            row.addSpacing(SPACE_XL)
        row.addStretch(1)
        self.setAccessibleName(". ".join(text for text, _ in texts))
        if not texts:
            self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground from edge to edge."""
        QPainter(self).fillRect(self.rect(), self._theme.colour("caution_soft"))
