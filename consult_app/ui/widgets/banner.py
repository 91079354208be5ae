"""One message inside the page that has to be seen: stop, caution or information."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_M, SPACE_XS, Tone
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.buttons import ActionButton, IconButton
from consult_app.ui.widgets.plain_label import PlainLabel, tone_icon


class Banner(QFrame):
    """Shape, title, sentence, and at most one action; it never takes the focus."""

    action_requested = Signal()
    dismissed = Signal()

    def __init__(
        self,
        theme: Theme,
        tone: Tone,
        title: str,
        text: str = "",
        *,
        action: str = "",
        dismissible: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`action` is the button's text, empty for none."""
        super().__init__(parent)
        self._spoken = f"{title}. {text}".strip()
        self._tone = tone
        self.setProperty("role", "note")
        self.setProperty("tone", tone.value)
        self.setProperty("strong", tone in (Tone.STOP, Tone.CAUTION))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self._spoken)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(title, "question", tone.value, wrap=True))
        if text:
            words.addWidget(PlainLabel(text, wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, SPACE_M - SPACE_XS, SPACE_M, SPACE_M - SPACE_XS)
        row.setSpacing(SPACE_M - SPACE_XS)
        row.addWidget(tone_icon(theme, tone, 24), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if action:
            button = ActionButton(theme, action)
            button.setAccessibleDescription(title)
            button.clicked.connect(self.action_requested)
            row.addWidget(button)
        if dismissible:
            close = IconButton(theme, self.tr("Close: {0}").format(title), "x")
            close.clicked.connect(self._dismiss)
            row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    def announce(self) -> None:
        """Have the banner read out; a stop interrupts what is being read."""
        announce(self, self._spoken, urgent=self._tone is Tone.STOP)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
