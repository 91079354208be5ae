"""The pages of an unlocked clinic: home, patients, checking a file, and the consultation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from consult_app.domain.consultation import Consultation, ConsultationStatus, PatientIdentity
from consult_app.services.certificates import CertificateImport
from consult_app.services.desk import Desk
from consult_app.services.saving import SaveState
from consult_app.ui import jumps
from consult_app.ui.confirm import Confirm
from consult_app.ui.consultation_view import ConsultationView
from consult_app.ui.header_bar import HeaderBar
from consult_app.ui.home_view import HomeView
from consult_app.ui.new_patient_view import NewPatientView
from consult_app.ui.page_context import PageContext
from consult_app.ui.patient_check import PatientCheck
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.steps import ViewStep
from consult_app.ui.theme import Theme
from consult_app.ui.verify_view import VerifyView

ShowPage = Callable[[QWidget], None]
"""Shows a page in the window and finishes with the one before."""


class Workplace(QObject):
    """What one signed-in practitioner works with, until the clinic is locked."""

    settings_requested = Signal()

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        header: HeaderBar,
        show_page: ShowPage,
        views: Sequence[ViewStep],
    ) -> None:
        """`views` are the steps that conclude a consultation."""
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._header = header
        self._show_page = show_page
        self._views = tuple(views)
        self._view: ConsultationView | None = None
        self._bridge: SessionBridge | None = None

    @property
    def consultation(self) -> ConsultationView | None:
        """The open consultation."""
        return self._view

    @property
    def certificates(self) -> CertificateImport | None:
        """Import of another signing certificate."""
        return self._desk.certificates

    def show_home(self) -> None:
        """Show today's and recent consultations, and the patients."""
        page = HomeView(self._theme, self._desk)
        page.consultation_wanted.connect(self._reopen)
        page.new_wanted.connect(lambda who: self._check_then(who, lambda: self._begin(who)))
        page.patient_wanted.connect(self._show_new_patient)
        page.check_wanted.connect(self._show_check)
        page.refresh()
        self._show(page, at_home=True)
        page.focus_first()

    def close(self) -> None:
        """Close the clinic, which finishes all writing; its keys are forgotten."""
        self._desk.clinic.close()

    def may_leave(self, window: QWidget, go_on: Callable[[], None]) -> bool:
        """Whether nothing is lost by leaving; otherwise ask, and `go_on` when that is wanted."""
        if self._view is None or self._bridge is None:
            return True
        saving = self._bridge.session.saving
        if not self._view.flush():
            text = self.tr("One answer could not be read and is not recorded.")
        elif saving.state is SaveState.NOT_SAVED:
            text = saving.problem
        else:
            return True
        title = self.tr("Something is not saved")
        dialog = Confirm(self._theme, title, text, self.tr("Leave without it"), window)
        dialog.accepted.connect(go_on)
        dialog.open()
        return False

    def _show(self, page: QWidget, *, at_home: bool = False) -> None:
        """Show a page of the clinic; the header leads back home."""
        self._view = self._bridge = None
        who = self._desk.practitioner.printed_name
        self._header.show_clinic(self._desk.details.name, who, at_home=at_home)
        self._show_page(page)

    def _show_check(self) -> None:
        self._show(VerifyView(self._desk, self._theme))

    def _show_new_patient(self, typed: str) -> None:
        page = NewPatientView(self._theme, self._desk, typed)
        page.registered.connect(self._begin)
        page.cancelled.connect(self.show_home)
        self._show(page)
        page.focus_first()

    def _begin(self, patient: PatientIdentity) -> None:
        self._open(self._desk.casebook.begin(patient, self._desk.pack))

    def _reopen(self, consultation_id: str) -> None:
        patient = self._desk.clinic.store.consultation(consultation_id).patient
        casebook = self._desk.casebook
        self._check_then(patient, lambda: self._open(casebook.reopen(consultation_id)))

    def _check_then(self, patient: PatientIdentity, go_on: Callable[[], None]) -> None:
        """Compare the identity first where another patient has the same name."""
        others = tuple(
            other
            for other in self._desk.casebook.same_name(patient.family, patient.given)
            if other.patient_id != patient.patient_id
        )
        if not others:
            go_on()
            return
        page = PatientCheck(self._theme, self._desk, patient, others)
        page.confirmed.connect(go_on)
        page.refused.connect(self.show_home)
        self._show(page)
        page.focus_first()

    def _open(self, consultation: Consultation) -> None:
        desk = self._desk
        bridge = SessionBridge(desk, consultation, self._theme)
        view = ConsultationView(PageContext(desk, bridge), self._views)
        view.settings_requested.connect(self.settings_requested)
        bridge.saving_changed.connect(lambda: self._show_saving(bridge))
        bridge.issued.connect(view.set_read_only)
        self._header.show_patient(consultation, desk.pack.title, desk.clock.today())
        self._show_page(view)
        self._view, self._bridge = view, bridge
        if consultation.status is ConsultationStatus.DRAFT:
            view.resume()
        else:
            view.set_read_only()
            if not view.go_to(jumps.ISSUE):
                view.show_number(1)

    def _show_saving(self, bridge: SessionBridge) -> None:
        # A consultation that was left may still be heard of.
        if self._bridge is bridge and self._view is not None:
            self._header.show_saving(bridge.session.saving, editing=self._view.has_pending())
