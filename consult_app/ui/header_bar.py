"""The bar at the top: who the patient is, whether everything is saved, and the ways out."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from consult_app.domain.consultation import Consultation
from consult_app.services.saving import SaveState, Saving
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.saved_label import SavedLabel
from consult_app.ui.wording import day_text, identity_text

_PATIENCE_MS = 150


class HeaderBar(QFrame):
    """Identity on one side, the saved state and the buttons on the other."""

    home_requested = Signal()
    settings_requested = Signal()
    keys_requested = Signal()
    lock_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setObjectName("header")
        self._name = PlainLabel("", "section", wrap=True)
        self._name.setObjectName("header.name")
        self._identity = PlainLabel("", "body", "muted", wrap=True)
        self._identity.setObjectName("header.identity")
        self._saved = SavedLabel(theme)
        self._saved.setObjectName("header.saved")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._saved.set_saving)
        self._problem = PlainLabel("", "caption", "stop", wrap=True)
        self._problem.setObjectName("header.problem")
        self._problem.setMinimumWidth(theme.px(240))
        self._problem.hide()
        self._home = ActionButton(theme, self.tr("Consultations"), icon="house")
        self._home.setObjectName("header.home")
        self._home.clicked.connect(self.home_requested)
        self._lock = ActionButton(theme, self.tr("Lock"), icon="lock", kind="quiet")
        self._lock.setObjectName("header.lock")
        self._lock.clicked.connect(self.lock_requested)
        self._settings = ActionButton(theme, self.tr("Settings"), icon="settings", kind="quiet")
        self._settings.setObjectName("header.settings")
        self._settings.clicked.connect(self.settings_requested)
        self._keys = ActionButton(theme, self.tr("Keys"), kind="quiet")
        self._keys.setObjectName("header.keys")
        self._keys.setToolTip("F1")
        self._keys.clicked.connect(self.keys_requested)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._identity)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        row.setSpacing(SPACE_S)
        row.addLayout(words, 1)
        row.addWidget(self._problem)
        row.addWidget(self._saved)
        row.addSpacing(SPACE_M)
        for button in (self._keys, self._settings, self._lock, self._home):
            row.addWidget(button)

    def show_clinic(self, name: str, who: str, *, at_home: bool) -> None:
        """Show the clinic and who is signed in, no patient."""
        self._name.setText(name)
        self._identity.setText(who)
        self._home.setVisible(not at_home)
        self._lock.setVisible(True)
        self._patience.stop()
        for widget in (self._saved, self._problem):
            widget.hide()

    def show_patient(self, consultation: Consultation, title: str, today: dt.date) -> None:
        """Show the patient of the open consultation; it stays there on every page."""
        self._name.setText(consultation.patient.display_name)
        parts = [identity_text(consultation.patient, today), title]
        parts.append(day_text(consultation.consultation_date))
        self._identity.setText(" \u00b7 ".join(parts))
        self._identity.setAccessibleName(", ".join(parts))
        self._home.setVisible(True)
        self._lock.setVisible(False)

    def show_saving(self, saving: Saving, *, editing: bool) -> None:
        """Say in words how durable the last change is; `editing`: a text is not recorded yet.

        "Saving" is only said when it takes long enough to be read.
        """
        problem = ""
        if saving.state is not SaveState.SAVING:
            self._patience.stop()
        if saving.state is SaveState.EDITING or (editing and saving.state is SaveState.SAVED):
            self._saved.set_editing()
        elif saving.state is SaveState.SAVING:
            if not self._patience.isActive():
                self._patience.start()
        elif saving.state is SaveState.SAVED and saving.saved_at is not None:
            self._saved.set_saved(saving.saved_at.astimezone().strftime("%H:%M"))
        elif saving.state is SaveState.NOT_SAVED:
            problem = saving.problem
            self._saved.set_failed(problem)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
