"""The first page of an unlocked clinic: today's and recent consultations, and every patient."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from consult_app.domain.consultation import PatientIdentity
from consult_app.services.desk import Desk
from consult_app.services.ports import ConsultationHead
from consult_app.ui.patient_panel import PatientPanel
from consult_app.ui.record_list import RecordList, RecordRow
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.wording import day_text, identity_text, status_word, weekday_text

_SEARCH_DELAY_MS = 120
_PATIENT = "patient:"
_CONSULTATION = "consultation:"


class HomeView(QWidget):
    """Search and lists on one side, the chosen patient on the other."""

    consultation_wanted = Signal(str)
    """Id of a consultation to open."""

    new_wanted = Signal(object)
    """The `PatientIdentity` for whom a consultation is to begin."""

    patient_wanted = Signal(str)
    """A new patient is to be registered; carries what was typed into the search."""

    check_wanted = Signal()
    """A signed file is to be checked."""

    def __init__(self, theme: Theme, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._patients: dict[str, PatientIdentity] = {}
        self._heads: dict[str, ConsultationHead] = {}
        self.setObjectName("home")
        self.setProperty("role", "page")
        self._search = QLineEdit()
        self._search.setObjectName("home.search")
        self._search.setAccessibleName(self.tr("Find a patient"))
        self._search.setPlaceholderText(self.tr("Name, birth date or record number"))
        self._search.setMaxLength(100)
        self._search.setClearButtonEnabled(False)
        self._new = ActionButton(theme, self.tr("New patient"), kind="primary", icon="user-plus")
        self._new.setObjectName("home.new-patient")
        self._new.clicked.connect(lambda: self.patient_wanted.emit(self._search.text().strip()))
        self._check = ActionButton(theme, self.tr("Check a file"), icon="file-check", kind="quiet")
        self._check.setObjectName("home.check")
        self._check.clicked.connect(self.check_wanted)
        self._list = RecordList(theme, self.tr("Consultations and patients"))
        self._list.setObjectName("home.list")
        self._list.chosen.connect(self._chosen)
        self._list.opened.connect(self._opened)
        self._list.setProperty("role", "suggestions")
        self._frame = QFrame()
        self._frame.setProperty("role", "card")
        framed = QVBoxLayout(self._frame)
        framed.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        framed.addWidget(self._list)
        self._empty = PlainLabel("", "body", "muted", wrap=True)
        self._empty.setObjectName("home.empty")
        self._panel = PatientPanel(theme, desk)
        self._panel.consultation_wanted.connect(self.consultation_wanted)
        self._panel.new_wanted.connect(self.new_wanted)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_SEARCH_DELAY_MS)
        self._delay.timeout.connect(self._find)
        self._search.textEdited.connect(lambda _text: self._delay.start())
        self._search.returnPressed.connect(self._find)
        self._lay_out(weekday_text(desk.clock.today()))

    def refresh(self) -> None:
        """Read the lists again and choose nothing."""
        self._panel.show_patient(None, ())
        self._find()

    def focus_first(self) -> None:
        """Put the keyboard into the search."""
        self._search.setFocus()

    def _find(self) -> None:
        self._delay.stop()
        query = self._search.text().strip()
        rows = self._found(query) if query else self._usual()
        self._list.set_rows(rows)
        self._frame.setVisible(bool(rows))
        if query:
            text = self.tr("No patient is found under \u201c{0}\u201d.").format(query)
        else:
            text = self.tr("No consultation yet. Begin with a new patient.")
        self._empty.setText(text)
        self._empty.setVisible(not rows)

    def _found(self, query: str) -> list[RecordRow]:
        found = self._desk.casebook.patients(query)
        self._patients = {patient.patient_id: patient for patient in found}
        today = self._desk.clock.today()
        return [
            RecordRow(
                _PATIENT + patient.patient_id, patient.display_name, identity_text(patient, today)
            )
            for patient in found
        ]

    def _usual(self) -> list[RecordRow]:
        today = self._desk.casebook.today()
        ids = {head.consultation_id for head in today}
        earlier = [head for head in self._desk.casebook.recent() if head.consultation_id not in ids]
        self._heads = {head.consultation_id: head for head in (*today, *earlier)}
        rows: list[RecordRow] = []
        for title, heads in ((self.tr("Today"), today), (self.tr("Earlier"), earlier)):
            if heads:
                rows.append(RecordRow("", title))
                rows += self._rows_of(heads)
        return rows

    def _rows_of(self, heads: Iterable[ConsultationHead]) -> list[RecordRow]:
        today = self._desk.clock.today()
        return [
            RecordRow(
                _CONSULTATION + head.consultation_id,
                head.patient.display_name,
                f"{day_text(head.consultation_date)} \u00b7 {identity_text(head.patient, today)}",
                status_word(head.status),
            )
            for head in heads
        ]

    def _chosen(self, code: str) -> None:
        patient = self._patient_of(code)
        if patient is None:
            return
        store = self._desk.clinic.store
        heads = store.consultations(patient_id=patient.patient_id, limit=8)
        self._panel.show_patient(patient, heads)

    def _opened(self, code: str) -> None:
        if code.startswith(_CONSULTATION):
            self.consultation_wanted.emit(code.removeprefix(_CONSULTATION))
        else:
            self._chosen(code)

    def _patient_of(self, code: str) -> PatientIdentity | None:
        if code.startswith(_PATIENT):
            return self._patients.get(code.removeprefix(_PATIENT))
        head = self._heads.get(code.removeprefix(_CONSULTATION))
        return head.patient if head is not None else None

    def _lay_out(self, day: str) -> None:
        search = QHBoxLayout()
        search.setSpacing(SPACE_M)
        search.addWidget(self._search, 1)
        search.addWidget(self._new)
        left = QVBoxLayout()
        left.setSpacing(SPACE_M)
        left.addLayout(search)
        left.addWidget(self._frame, 1)
        left.addWidget(self._empty)
        left.addStretch()
        row = QHBoxLayout()
        row.setSpacing(SPACE_L)
        row.addLayout(left, 3)
        row.addWidget(self._panel, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_XL)
        column.setSpacing(SPACE_M)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(day, "title"), 1)
        head.addWidget(self._check)
        column.addLayout(head)
        column.addLayout(row, 1)
