"""What only the clinician is to read beside a question, shown on request."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from consult_app.ui.theme import Theme
from consult_app.ui.widgets.buttons import IconButton
from consult_app.ui.widgets.plain_label import PlainLabel

_SIDE = 28


class ClinicianNote(PlainLabel):
    """The note, hidden until its `button` is pressed; whoever uses it places both."""

    def __init__(self, theme: Theme, note: str, wording: str) -> None:
        """`wording` is the question, for assistive technology."""
        super().__init__(note, "caption", "muted", wrap=True)
        name = QCoreApplication.translate("ClinicianNote", "Note for the clinician: {0}")
        self.button = IconButton(theme, name.format(wording), "info", side=_SIDE, parent=self)
        self.button.clicked.connect(self._toggle)
        self.hide()

    def _toggle(self) -> None:
        self.setVisible(self.isHidden())
