"""The one window: notice, header, and the page that is being worked on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from consult_app.domain.consultation import Consultation, ConsultationStatus, PatientIdentity
from consult_app.services.desk import Desk, FrontDoor
from consult_app.services.saving import SaveState
from consult_app.ui import jumps
from consult_app.ui.confirm import Confirm
from consult_app.ui.consultation_view import ConsultationView
from consult_app.ui.header_bar import HeaderBar
from consult_app.ui.home_view import HomeView
from consult_app.ui.key_map import KeyMap
from consult_app.ui.new_patient_view import NewPatientView
from consult_app.ui.notice_strip import NoticeStrip
from consult_app.ui.page_context import PageContext
from consult_app.ui.patient_check import PatientCheck
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.settings_view import SettingsView
from consult_app.ui.setup_view import SetupView
from consult_app.ui.shortcuts import add_shortcuts
from consult_app.ui.steps import ViewStep
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_S, SPACE_XL, Tone
from consult_app.ui.unlock_view import UnlockView
from consult_app.ui.verify_view import VerifyView
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.focus_ring import FocusRing

_SIZE = (1280, 880)
_SMALLEST = (960, 600)


class MainWindow(QMainWindow):
    """Goes from page to page; every page that is left is finished with."""

    look_chosen = Signal()
    """Colours or text size were chosen in the settings."""

    def __init__(
        self,
        theme: Theme,
        front_door: FrontDoor,
        views: Sequence[ViewStep],
        now: Callable[[], dt.datetime],
    ) -> None:
        """`views` conclude a consultation; `now` is aware UTC time."""
        super().__init__()
        self._theme = theme
        self._front_door = front_door
        self._views = tuple(views)
        self._now = now
        self._desk: Desk | None = None
        self._bridge: SessionBridge | None = None
        self._leaving = False
        self.setWindowTitle(self.tr("Consultation"))
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self._header = HeaderBar(theme)
        self._header.home_requested.connect(lambda: self._leave_then(self.show_home))
        self._header.lock_requested.connect(lambda: self._leave_then(self.lock))
        self._header.settings_requested.connect(self.show_settings)
        self._header.keys_requested.connect(self.show_keys)
        self._problems = QVBoxLayout()
        self._problems.setContentsMargins(SPACE_XL, 0, SPACE_XL, 0)
        self._problems.setSpacing(SPACE_S)
        self._stack = QStackedWidget()
        self._lay_out()
        self._ring = FocusRing(theme, self)
        add_shortcuts(self, self._view, self.show_keys)

    # --- pages -------------------------------------------------------------------------------

    def start(self) -> None:
        """Show the first page: setting up, or unlocking."""
        if self._front_door.exists():
            self.show_unlock()
        else:
            setup = SetupView(self._theme, self._front_door)
            setup.finished.connect(self.show_unlock)
            self._show(setup)
            setup.focus_first()

    def show_unlock(self) -> None:
        """Show who can unlock the clinic."""
        page = UnlockView(self._theme, self._front_door, self._now)
        page.unlocked.connect(self._unlocked)
        self._show(page)
        page.focus_first()

    def lock(self) -> None:
        """Close the clinic; its keys are forgotten."""
        if self._desk is not None:
            self._desk.clinic.close()
            self._desk = None
        self.show_unlock()

    def show_home(self) -> None:
        """Show today's and recent consultations, and the patients."""
        desk = self._desk
        if desk is None:
            return
        page = HomeView(self._theme, desk)
        page.consultation_wanted.connect(self._reopen)
        page.new_wanted.connect(lambda who: self._check_then(who, lambda: self._begin(who)))
        page.patient_wanted.connect(self._show_new_patient)
        page.check_wanted.connect(self.show_check)
        self._header.show_clinic(desk.details.name, desk.practitioner.printed_name, at_home=True)
        page.refresh()
        self._show(page)
        page.focus_first()

    def show_check(self) -> None:
        """Show where a signed file is checked."""
        if self._desk is not None:
            self._show_beside_home(VerifyView(self._desk, self._theme))

    def show_settings(self) -> None:
        """Show the settings; closing them comes back to where one was."""
        if any(isinstance(self._stack.widget(n), SettingsView) for n in range(self._stack.count())):
            return
        before = self._stack.currentWidget()
        page = SettingsView(self._theme, self._front_door)
        page.look_chosen.connect(self.look_chosen)

        def close() -> None:
            self._stack.removeWidget(page)
            page.deleteLater()
            if before is not None:
                self._stack.setCurrentWidget(before)
                before.setFocus(Qt.FocusReason.OtherFocusReason)

        page.closed.connect(close)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.focus_first()

    def show_keys(self) -> None:
        """Show the keys."""
        dialog = KeyMap(self._theme, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_problem(self, text: str) -> None:
        """Show one calm sentence above the page; it takes no focus and can be closed."""
        banner = Banner(self._theme, Tone.CAUTION, self.tr("Please notice"), text, dismissible=True)
        banner.setObjectName("problem")
        banner.dismissed.connect(banner.deleteLater)
        self._problems.addWidget(banner)
        banner.announce()

    # --- opening a consultation --------------------------------------------------------------

    def _unlocked(self, desk: Desk) -> None:
        self._desk = desk
        self.show_home()

    def _show_new_patient(self, typed: str) -> None:
        desk = self._desk
        if desk is None:
            return
        page = NewPatientView(self._theme, desk, typed)
        page.registered.connect(self._begin)
        page.cancelled.connect(self.show_home)
        self._show_beside_home(page)
        page.focus_first()

    def _show_beside_home(self, page: QWidget) -> None:
        """Show a page of the clinic from which the header leads back home."""
        if self._desk is not None:
            who = self._desk.practitioner.printed_name
            self._header.show_clinic(self._desk.details.name, who, at_home=False)
        self._show(page)

    def _begin(self, patient: PatientIdentity) -> None:
        if self._desk is not None:
            self._open(self._desk.casebook.begin(patient, self._desk.pack))

    def _reopen(self, consultation_id: str) -> None:
        desk = self._desk
        if desk is not None:
            patient = desk.clinic.store.consultation(consultation_id).patient
            self._check_then(patient, lambda: self._open(desk.casebook.reopen(consultation_id)))

    def _check_then(self, patient: PatientIdentity, go_on: Callable[[], None]) -> None:
        """Compare the identity first where another patient has the same name."""
        if self._desk is None:
            return
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
        self._show_beside_home(page)
        page.focus_first()

    def _open(self, consultation: Consultation) -> None:
        desk = self._desk
        if desk is None:
            return
        bridge = SessionBridge(desk, consultation, self._theme)
        view = ConsultationView(PageContext(desk, bridge), self._views)
        view.settings_requested.connect(self.show_settings)
        bridge.saving_changed.connect(lambda: self._show_saving(bridge, view))
        bridge.issued.connect(view.set_read_only)
        self._bridge = bridge
        self._header.show_patient(consultation, desk.pack.title, desk.clock.today())
        self._show(view)
        if consultation.status is ConsultationStatus.DRAFT:
            view.resume()
        else:
            view.set_read_only()
            if not view.go_to(jumps.ISSUE):
                view.show_number(1)

    def _show_saving(self, bridge: SessionBridge, view: ConsultationView) -> None:
        if self._bridge is bridge:  # a consultation that was left may still be heard of
            self._header.show_saving(bridge.session.saving, editing=view.has_pending())

    # --- leaving -----------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Record what is typed, then close the clinic, which finishes all writing."""
        if not self._leaving and not self._may_leave(self._close_all_the_same):
            event.ignore()
            return
        if self._desk is not None:
            self._desk.clinic.close()
            self._desk = None
        super().closeEvent(event)

    def _close_all_the_same(self) -> None:
        self._leaving = True
        self.close()

    def _leave_then(self, go_on: Callable[[], None]) -> None:
        if self._may_leave(go_on):
            go_on()

    def _may_leave(self, go_on: Callable[[], None]) -> bool:
        """Whether nothing is lost by leaving; otherwise ask, and `go_on` when that is wanted."""
        view = self._view()
        if view is None or self._bridge is None:
            return True
        if not view.flush():
            text = self.tr("One answer could not be read and is not recorded.")
        elif self._bridge.session.saving.state is SaveState.NOT_SAVED:
            text = self._bridge.session.saving.problem
        else:
            return True
        title = self.tr("Something is not saved")
        dialog = Confirm(self._theme, title, text, self.tr("Leave without it"), self)
        dialog.accepted.connect(go_on)
        dialog.open()
        return False

    # --- inside ------------------------------------------------------------------------------

    def _view(self) -> ConsultationView | None:
        for number in range(self._stack.count()):
            page = self._stack.widget(number)
            if isinstance(page, ConsultationView):
                return page
        return None

    def _show(self, page: QWidget) -> None:
        """Show a page and finish with all others."""
        for number in reversed(range(self._stack.count())):
            old = self._stack.widget(number)
            if old is not None:
                self._stack.removeWidget(old)
                old.deleteLater()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        inside = not isinstance(page, (UnlockView, SetupView))
        self._header.setVisible(inside)
        self._line.setVisible(inside)
        if not isinstance(page, ConsultationView):
            self._bridge = None

    def _lay_out(self) -> None:
        notice = NoticeStrip(
            self._theme,
            self._front_door.pack_notice,
            demonstration=self._front_door.demonstration,
        )
        self._line = QFrame()
        self._line.setProperty("role", "rule")
        self._line.setFixedHeight(1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(notice)
        column.addWidget(self._header)
        column.addWidget(self._line)
        column.addLayout(self._problems)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(content)
