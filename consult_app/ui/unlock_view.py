"""Unlocking the clinic: who it is, and the passphrase."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout

from consult_app.domain.consultation import Practitioner
from consult_app.services.desk import Desk, FrontDoor
from consult_app.services.ports import LockedOutError, UserFacingError
from consult_app.ui.centred_page import CentredPage
from consult_app.ui.form_field import FormField
from consult_app.ui.jobs import Jobs
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.choice_list import ChoiceList
from consult_app.ui.widgets.plain_label import PlainLabel

_LOOK_AGAIN_MS = 1000


class UnlockView(CentredPage):
    """Accounts, passphrase, and in plain words what went wrong."""

    unlocked = Signal(object)
    """The `Desk` of the unlocked clinic."""

    def __init__(self, theme: Theme, front_door: FrontDoor, now: Callable[[], dt.datetime]) -> None:
        """`now` is aware UTC time, to tell when a lock-out ends."""
        super().__init__(theme, front_door.details().name or "", "")
        self.setObjectName("unlock")
        if not front_door.details().name:
            self.title.setText(self.tr("Unlock"))
        self.sentence.setText(self.tr("Everything is encrypted until you unlock it."))
        self.sentence.show()
        self._front_door = front_door
        self._now = now
        self._jobs = Jobs(self)
        self._locked_until: dt.datetime | None = None
        self._accounts = front_door.accounts()
        self._who = self._made_accounts()
        self._passphrase = FormField(theme, self.tr("Passphrase"), secret=True, limit=512)
        self._passphrase.setObjectName("unlock.passphrase")
        self._passphrase.entered.connect(self._unlock)
        self._problem: Banner | None = None
        self._button = ActionButton(theme, self.tr("Unlock"), kind="primary", icon="lock-open")
        self._button.setObjectName("unlock.unlock")
        self._button.clicked.connect(self._unlock)
        self._waiting = PlainLabel("", "body", "muted", wrap=True)
        self._waiting.hide()
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_AGAIN_MS)
        self._clock.timeout.connect(self._show_lock)
        foot = QHBoxLayout()
        foot.addWidget(self._waiting, 1)
        foot.addWidget(self._button)
        self.body.addWidget(self._passphrase)
        self._show_demonstration()
        self.body.addLayout(foot)

    def focus_first(self) -> None:
        """Put the keyboard into the passphrase, or on the accounts where there are several."""
        if self._who is not None and self._who.value() is None:
            self._who.focus_answer()
        else:
            self._passphrase.setFocus()

    def _made_accounts(self) -> ChoiceList | None:
        if not self._accounts:
            return None
        if len(self._accounts) == 1:
            only = self._accounts[0]
            self.body.addWidget(PlainLabel(only.printed_name, "section", wrap=True))
            self.body.addWidget(PlainLabel(_role_text(only), "body", "muted"))
            return None
        choices = [
            Choice(account.practitioner_id, account.printed_name, help=_role_text(account))
            for account in self._accounts
        ]
        who = ChoiceList(self.theme, self.tr("Who is unlocking?"), choices)
        who.setObjectName("unlock.who")
        who.chosen.connect(lambda _code: self._passphrase.setFocus())
        self.body.addWidget(PlainLabel(self.tr("Who is unlocking?"), "strong"))
        self.body.addWidget(who)
        return who

    def _show_demonstration(self) -> None:
        if not self._front_door.demonstration:
            return
        self._passphrase.set_text(self._front_door.demonstration_passphrase)
        note = self.tr(
            "This is the demonstration clinic. Its passphrase is filled in: \u201c{0}\u201d."
        )
        text = note.format(self._front_door.demonstration_passphrase)
        label = PlainLabel(text, "body", "info", wrap=True)
        label.setObjectName("unlock.demonstration")
        self.body.addWidget(label)

    def _chosen(self) -> str | None:
        if self._who is not None:
            return self._who.value()
        return self._accounts[0].practitioner_id if self._accounts else None

    def _unlock(self) -> None:
        if self._jobs.busy or self._is_locked():
            return
        who = self._chosen()
        if who is None:
            self._show_problem(self.tr("Choose who is unlocking."))
            return
        passphrase = self._passphrase.raw_text()
        if not passphrase:
            self._passphrase.set_problem(self.tr("Type the passphrase."))
            self._passphrase.setFocus()
            return
        self._show_busy(True)

        def attempt() -> Desk | UserFacingError:
            try:
                return self._front_door.unlock(who, passphrase)
            except UserFacingError as problem:
                return problem

        self._jobs.start(attempt, self._settled, self._failed)

    def _settled(self, result: Desk | UserFacingError) -> None:
        self._show_busy(False)
        if isinstance(result, Desk):
            self._passphrase.set_text("")
            self.unlocked.emit(result)
            return
        if isinstance(result, LockedOutError):
            self._locked_until = result.until
            self._clock.start()
        self._failed(str(result))
        self._show_lock()

    def _failed(self, problem: str) -> None:
        self._show_busy(False)
        self._show_problem(problem)
        self._passphrase.setFocus()
        self._passphrase.editor.selectAll()

    def _show_problem(self, problem: str) -> None:
        if self._problem is not None:
            self.body.removeWidget(self._problem)
            self._problem.hide()
            self._problem.deleteLater()
        self._problem = Banner(self.theme, Tone.STOP, self.tr("Not unlocked"), problem)
        self._problem.setObjectName("unlock.problem")
        self.body.insertWidget(self.body.count() - 1, self._problem)
        self._problem.announce()

    def _show_busy(self, busy: bool) -> None:
        self._button.setEnabled(not busy)
        self._passphrase.editor.setReadOnly(busy)
        text = self.tr("Unlocking\u2026 this takes a moment on purpose.") if busy else ""
        self._waiting.setText(text)
        self._waiting.setVisible(busy)
        if busy:
            announce(self, text)

    def _is_locked(self) -> bool:
        return self._locked_until is not None and self._now() < self._locked_until

    def _show_lock(self) -> None:
        """Count the lock-out down; the button comes back when it ends."""
        if self._locked_until is None:
            return
        left = int((self._locked_until - self._now()).total_seconds())
        if left <= 0:
            self._clock.stop()
            self._locked_until = None
        text = self.tr("Try again in {0} s.").format(left) if left > 0 else ""
        self._waiting.setText(text)
        self._waiting.setVisible(bool(text))
        self._button.setEnabled(left <= 0)


def _role_text(account: Practitioner) -> str:
    role = account.role.value.capitalize()
    return account.credential or role
