"""The one window: notice, header, and the page that is being worked on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from consult_app.services.desk import Desk, FrontDoor
from consult_app.ui.header_bar import HeaderBar
from consult_app.ui.key_map import KeyMap
from consult_app.ui.notice_strip import NoticeStrip
from consult_app.ui.settings_view import SettingsView
from consult_app.ui.setup_view import SetupView
from consult_app.ui.shortcuts import add_shortcuts
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_S, SPACE_XL, Tone
from consult_app.ui.unlock_view import UnlockView
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.focus_ring import FocusRing

if TYPE_CHECKING:  # nothing behind the passphrase is needed to show the first page
    from consult_app.ui.consultation_view import ConsultationView
    from consult_app.ui.workplace import ShowPage, Workplace

    MakeWorkplace = Callable[[Desk, Theme, HeaderBar, ShowPage], Workplace]

_SIZE = (1280, 880)
_SMALLEST = (960, 600)


class MainWindow(QMainWindow):
    """Sets up, unlocks, and leaves the rest to the workplace of whoever unlocked."""

    look_chosen = Signal()
    """Colours or text size were chosen in the settings."""

    def __init__(
        self,
        theme: Theme,
        front_door: FrontDoor,
        make_workplace: MakeWorkplace,
        now: Callable[[], dt.datetime],
    ) -> None:
        """`now` is aware UTC time."""
        super().__init__()
        self._theme = theme
        self._front_door = front_door
        self._make_workplace = make_workplace
        self._now = now
        self._workplace: Workplace | None = None
        self._leaving = False
        self.setWindowTitle(self.tr("Consultation"))
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self._header = HeaderBar(theme)
        self._header.home_requested.connect(self._go_home)
        self._header.lock_requested.connect(lambda: self._leave_then(self.lock))
        self._header.settings_requested.connect(self.show_settings)
        self._header.keys_requested.connect(self.show_keys)
        self._problems = QVBoxLayout()
        self._problems.setContentsMargins(SPACE_XL, 0, SPACE_XL, 0)
        self._problems.setSpacing(SPACE_S)
        self._stack = QStackedWidget()
        self._lay_out()
        self._ring = FocusRing(theme, self)
        add_shortcuts(self, self._consultation, self.show_keys)

    def start(self) -> None:
        """Show the first page: setting up, or unlocking."""
        if self._front_door.exists():
            self.show_unlock()
            return
        setup = SetupView(self._theme, self._front_door)
        setup.finished.connect(self.show_unlock)
        self._show(setup, inside=False)
        setup.focus_first()

    def show_unlock(self) -> None:
        """Show who can unlock the clinic."""
        page = UnlockView(self._theme, self._front_door, self._now)
        page.unlocked.connect(self._unlocked)
        self._show(page, inside=False)
        page.focus_first()

    def lock(self) -> None:
        """Close the clinic; its keys are forgotten."""
        if self._workplace is not None:
            self._workplace.close()
            self._workplace = None
        self.show_unlock()

    def show_settings(self) -> None:
        """Show the settings; closing them comes back to where one was."""
        pages = [self._stack.widget(number) for number in range(self._stack.count())]
        if any(isinstance(page, SettingsView) for page in pages):
            return
        before = self._stack.currentWidget()
        certificates = self._workplace.certificates if self._workplace is not None else None
        page = SettingsView(self._theme, self._front_door, certificates)
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

    def closeEvent(self, event: QCloseEvent) -> None:
        """Record what is typed, then close the clinic, which finishes all writing."""
        workplace = self._workplace
        if workplace is not None:
            if not self._leaving and not workplace.may_leave(self, self._close_all_the_same):
                event.ignore()
                return
            workplace.close()
            self._workplace = None
        super().closeEvent(event)

    def _close_all_the_same(self) -> None:
        self._leaving = True
        self.close()

    def _leave_then(self, go_on: Callable[[], None]) -> None:
        if self._workplace is not None and self._workplace.may_leave(self, go_on):
            go_on()

    def _go_home(self) -> None:
        if self._workplace is not None:
            self._leave_then(self._workplace.show_home)

    def _unlocked(self, desk: Desk) -> None:
        self._workplace = self._make_workplace(desk, self._theme, self._header, self._show)
        self._workplace.settings_requested.connect(self.show_settings)
        self._workplace.show_home()

    def _consultation(self) -> ConsultationView | None:
        return self._workplace.consultation if self._workplace is not None else None

    def _show(self, page: QWidget, *, inside: bool = True) -> None:
        """Show a page and finish with all others; the header is only there inside the clinic."""
        for number in reversed(range(self._stack.count())):
            old = self._stack.widget(number)
            if old is not None:
                self._stack.removeWidget(old)
                old.deleteLater()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._header.setVisible(inside)
        self._line.setVisible(inside)

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
