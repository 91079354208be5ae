"""The saved state in words: editing, saving, saved, and not saved."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.plain_label import IconLabel, PlainLabel


class SavedLabel(QWidget):
    """Shape and word; only a failure is read out unasked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(theme, "circle", "muted", 18)
        self._text = PlainLabel("", "body", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    def text(self) -> str:
        """The words that are shown."""
        return self._text.text()

    def set_editing(self) -> None:
        """Something is typed and not yet committed."""
        self._show("pen-line", "muted", self.tr("Editing"))

    def set_saving(self) -> None:
        """Something is committed and not yet durable."""
        self._show("save", "muted", self.tr("Saving\u2026"))

    def set_saved(self, time: str) -> None:
        """Everything is durable; `time` as the user reads it, such as "10:42"."""
        self._show("circle-check", "ok", self.tr("Saved {0}").format(time))

    def set_failed(self, reason: str = "") -> None:
        """Saving failed; `reason` is one sentence for the tool tip and the screen reader."""
        text = self.tr("Not saved")
        self._show("circle-alert", "stop", text)
        self.setToolTip(reason)
        announce(self, f"{text}. {reason}".strip(), urgent=True)

    def _show(self, icon: str, tone: str, text: str) -> None:
        self._icon.set_icon(icon, tone)
        self._text.set_tone(tone)
        self._text.setText(text)
        self.setToolTip("")
        self.setAccessibleName(text)
        self.setVisible(True)
