"""The chosen patient on the home page: identity, earlier consultations, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.consultation import ConsultationStatus, PatientIdentity
from consult_app.services.desk import Desk
from consult_app.services.ports import ConsultationHead
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, Tone
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.card import Tag
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.wording import born_text, day_text, status_word


class PatientPanel(QFrame):
    """One patient, or a sentence while none is chosen."""

    consultation_wanted = Signal(str)
    """Id of a consultation to open."""

    new_wanted = Signal(object)
    """The `PatientIdentity` for whom a consultation is to begin."""

    def __init__(self, theme: Theme, desk: Desk) -> None:
        super().__init__()
        self._theme = theme
        self._desk = desk
        self._patient: PatientIdentity | None = None
        self.setProperty("role", "card")
        self.setObjectName("home.patient")
        self._name = PlainLabel("", "title", wrap=True)
        hint = self.tr("Choose a patient to see the consultations, or register a new one.")
        self._hint = PlainLabel(hint, "body", "muted", wrap=True)
        self._born = PlainLabel("", "section", wrap=True)
        self._number = PlainLabel("", "body", "muted", wrap=True)
        self._synthetic = Tag(theme)
        self._new = ActionButton(theme, self.tr("New consultation"), kind="primary", icon="plus")
        self._new.setObjectName("home.new-consultation")
        self._new.clicked.connect(self._begin)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_S)
        self._made: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_S)
        column.addWidget(self._hint)
        column.addWidget(self._name)
        column.addWidget(self._born)
        column.addWidget(self._number)
        column.addWidget(self._synthetic)
        column.addSpacing(SPACE_M)
        column.addWidget(self._new)
        column.addSpacing(SPACE_M)
        column.addLayout(self._rows)
        column.addStretch(1)
        self.show_patient(None, ())

    def show_patient(
        self, patient: PatientIdentity | None, heads: Sequence[ConsultationHead]
    ) -> None:
        """Show a patient with the consultations, newest first."""
        self._patient = patient
        for widget in self._made:
            self._rows.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made = []
        for part in (self._born, self._number, self._new):
            part.setVisible(patient is not None)
        self._name.setVisible(patient is not None)
        self._hint.setVisible(patient is None)
        if patient is None:
            self._synthetic.show_text("", Tone.NEUTRAL)
            return
        self._name.setText(patient.display_name)
        self._born.setText(born_text(patient, self._desk.clock.today()))
        self._number.setText(
            self.tr("Record {0}").format(patient.record_number)
            if patient.record_number
            else self.tr("No record number")
        )
        self._synthetic.show_text(
            self.tr("Synthetic patient") if patient.synthetic else "", Tone.INFO
        )
        for head in heads:
            self._add_row(head)

    def _add_row(self, head: ConsultationHead) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        day = day_text(head.consultation_date)
        state = status_word(head.status)
        row.addWidget(PlainLabel(f"{day} \u00b7 {state}", "body", wrap=True), 1)
        draft = head.status is ConsultationStatus.DRAFT
        button = ActionButton(self._theme, self.tr("Continue") if draft else self.tr("Open"))
        button.setObjectName(f"home.open.{head.consultation_id}")
        button.setAccessibleName(f"{button.text()}: {day}, {state}")
        button.clicked.connect(
            lambda _checked=False: self.consultation_wanted.emit(head.consultation_id)
        )
        row.addWidget(button)
        self._rows.addWidget(line)
        self._made.append(line)

    def _begin(self) -> None:
        if self._patient is not None:
            self.new_wanted.emit(self._patient)
