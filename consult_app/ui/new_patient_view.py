"""Registering a patient, with a look at who is there already under the same name."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.consultation import PatientIdentity
from consult_app.services.desk import Desk
from consult_app.ui.centred_page import CentredPage
from consult_app.ui.form_field import FormField
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_S, SPACE_XS, Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.wording import identity_text


class NewPatientView(CentredPage):
    """Names, birth date and record number; then the consultation begins."""

    registered = Signal(object)
    """The `PatientIdentity`, new or found, for whom a consultation is to begin."""

    cancelled = Signal()

    def __init__(self, theme: Theme, desk: Desk, typed: str = "") -> None:
        """`typed` is what somebody searched for; it becomes the family name."""
        super().__init__(theme, self.tr("New patient"), "")
        self.setObjectName("new-patient")
        self._desk = desk
        self._warned: tuple[str, str] | None = None
        self._family = FormField(theme, self.tr("Family name"))
        self._family.setObjectName("new-patient.family")
        self._given = FormField(theme, self.tr("Given name"))
        self._given.setObjectName("new-patient.given")
        self._born = DateField(
            theme, self.tr("Date of birth"), desk.clock.today, today_button=False
        )
        self._born.setObjectName("new-patient.born")
        self._number = FormField(
            theme, self.tr("Record number"), hint=self.tr("The clinic\u2019s own number, if any.")
        )
        self._number.setObjectName("new-patient.number")
        self._same = QVBoxLayout()
        self._same.setSpacing(SPACE_S)
        self._warnings: list[QWidget] = []
        if not any(character.isdigit() for character in typed):
            self._family.set_text(typed)
        self._button = ActionButton(theme, self.tr("Begin the consultation"), kind="primary")
        self._button.setObjectName("new-patient.begin")
        # A click must not end the editing of the name first: the warning would come and be
        # passed over with the same click.
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self._begin)
        cancel = ActionButton(theme, self.tr("Cancel"))
        cancel.setObjectName("new-patient.cancel")
        cancel.clicked.connect(self.cancelled)
        foot = QHBoxLayout()
        foot.addWidget(cancel)
        foot.addStretch(1)
        foot.addWidget(self._button)
        born = QVBoxLayout()
        born.setSpacing(SPACE_XS)
        born.addWidget(PlainLabel(self.tr("Date of birth"), "strong"))
        born.addWidget(self._born)
        self.body.addWidget(self._family)
        self.body.addWidget(self._given)
        self.body.addLayout(born)
        self.body.addWidget(self._number)
        self.body.addLayout(self._same)
        self.body.addLayout(foot)
        for field in (self._family, self._given):
            field.editor.editingFinished.connect(self._look_for_same)
            field.entered.connect(self._begin)

    def focus_first(self) -> None:
        """Put the keyboard into the first empty name."""
        (self._given if self._family.text() else self._family).setFocus()

    def _begin(self) -> None:
        if not self._family.text():
            self._family.set_problem(self.tr("Type the family name."))
            self._family.setFocus()
            return
        if not self._born.flush():
            self._born.setFocus()
            return
        born = self._born.value()
        partial = born is not None and born.count("-") < 2
        self._born.set_problem(
            self.tr("Type day, month and year, or leave it empty.") if partial else ""
        )
        if partial:
            self._born.setFocus()
            return
        if self._look_for_same():
            return  # seen for the first time: the next press goes on
        patient = self._desk.casebook.add_patient(
            self._family.text(),
            self._given.text(),
            dt.date.fromisoformat(born) if born is not None else None,
            self._number.text(),
            synthetic=self._desk.demonstration,
        )
        self.registered.emit(patient)

    def _look_for_same(self) -> bool:
        """Warn of patients of the same name; True when the warning is new."""
        name = (self._family.text().casefold(), self._given.text().casefold())
        if name == self._warned:
            return False
        self._warned = name
        for widget in self._warnings:
            self._same.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._warnings = []
        if not name[0]:
            return False
        found = self._desk.casebook.same_name(self._family.text(), self._given.text())
        for patient in found:
            self._warn(patient)
        self._button.setText(
            self.tr("It is somebody else: begin") if found else self.tr("Begin the consultation")
        )
        return bool(found)

    def _warn(self, patient: PatientIdentity) -> None:
        text = self.tr("{0}. Compare before you go on.")
        banner = Banner(
            self.theme,
            Tone.CAUTION,
            self.tr("There is already a patient of this name"),
            text.format(identity_text(patient, self._desk.clock.today())),
            action=self.tr("It is this one"),
        )
        banner.setObjectName(f"new-patient.same.{patient.patient_id}")
        banner.action_requested.connect(lambda: self.registered.emit(patient))
        self._same.addWidget(banner)
        self._warnings.append(banner)
        banner.announce()
