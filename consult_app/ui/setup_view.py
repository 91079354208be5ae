"""The first start: the clinic, its first dermatologist, and the recovery key written down."""

from __future__ import annotations

import hmac

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from consult_app.domain.consultation import Role
from consult_app.services.desk import FrontDoor
from consult_app.services.ports import AccountSpec
from consult_app.ui.centred_page import CentredPage
from consult_app.ui.clinic_form import ClinicForm
from consult_app.ui.form_field import FormField
from consult_app.ui.jobs import Jobs
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import PlainLabel

SHORTEST_PASSPHRASE = 12
"""Fewest characters of a passphrase: it is all that stands between a thief and the records."""


class SetupView(QWidget):
    """Three pages; the last is left only when the recovery key was typed back."""

    finished = Signal()
    """The clinic is set up; it can be unlocked now."""

    def __init__(self, theme: Theme, front_door: FrontDoor) -> None:
        super().__init__()
        self.setObjectName("setup")
        self._theme = theme
        self._front_door = front_door
        self._jobs = Jobs(self)
        self._key = ""
        self._clinic = ClinicForm(theme)
        self._clinic.show_details(front_door.details())
        self._person = FormField(theme, self.tr("Your name, as it is to be printed"))
        self._person.setObjectName("setup.person")
        self._credential = FormField(
            theme, self.tr("Title or licence number"), hint=self.tr("Printed below your name.")
        )
        self._credential.setObjectName("setup.credential")
        hint = self.tr("At least {0} characters. Several words are easier than signs.")
        self._first = FormField(
            theme,
            self.tr("Passphrase"),
            hint=hint.format(SHORTEST_PASSPHRASE),
            secret=True,
            limit=512,
        )
        self._first.setObjectName("setup.passphrase")
        self._second = FormField(theme, self.tr("The passphrase again"), secret=True, limit=512)
        self._second.setObjectName("setup.passphrase-again")
        self._typed_back = FormField(theme, self.tr("Type the recovery key back"), limit=200)
        self._typed_back.setObjectName("setup.key-back")
        self._shown_key = PlainLabel("", "title", wrap=True)
        self._shown_key.setObjectName("setup.key")
        self._create = ActionButton(theme, self.tr("Set the clinic up"), kind="primary")
        self._create.setObjectName("setup.create")
        self._waiting = PlainLabel("", "body", "muted", wrap=True)
        self._problem: Banner | None = None
        self._stack = QStackedWidget()
        self._person_page = self._made_person_page()
        self._key_page = self._made_key_page()
        for page in (self._made_clinic_page(), self._person_page, self._key_page):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        self._clinic.setFocus()

    def _made_clinic_page(self) -> CentredPage:
        text = self.tr("Everything stays on this machine, encrypted with a key that you hold.")
        page = CentredPage(self._theme, self.tr("Set up your clinic"), text)
        following = ActionButton(self._theme, self.tr("Next"), kind="primary")
        following.setObjectName("setup.next")
        following.clicked.connect(self._show_person)
        page.body.addWidget(self._clinic)
        page.body.addLayout(_foot(None, following))
        return page

    def _made_person_page(self) -> CentredPage:
        text = self.tr("The first account is a dermatologist\u2019s: only they decide and sign.")
        page = CentredPage(self._theme, self.tr("Who are you?"), text)
        back = ActionButton(self._theme, self.tr("Back"))
        back.clicked.connect(lambda: self._stack.setCurrentIndex(0))
        self._create.clicked.connect(self._set_up)
        for field in (self._person, self._credential, self._first, self._second):
            page.body.addWidget(field)
            field.entered.connect(self._set_up)
        page.body.addWidget(self._waiting)
        page.body.addLayout(_foot(back, self._create))
        self._waiting.hide()
        return page

    def _made_key_page(self) -> CentredPage:
        text = self.tr(
            "It opens the records when a passphrase is forgotten. It is shown this once: write it "
            "on paper and lock it away, not on this machine."
        )
        page = CentredPage(self._theme, self.tr("Your recovery key"), text)
        done = ActionButton(self._theme, self.tr("Finish"), kind="primary")
        done.setObjectName("setup.finish")
        done.clicked.connect(self._finish)
        self._typed_back.entered.connect(self._finish)
        page.body.addWidget(self._shown_key)
        page.body.addWidget(self._typed_back)
        page.body.addLayout(_foot(None, done))
        return page

    def _show_person(self) -> None:
        if self._clinic.check():
            self._stack.setCurrentIndex(1)
            self._person.setFocus()

    def _set_up(self) -> None:
        if self._jobs.busy or not self._checked():
            return
        details = self._clinic.details()
        account = AccountSpec(
            self._person.text(),
            Role.DERMATOLOGIST,
            self._credential.text(),
            self._first.raw_text(),
        )
        self._show_busy(True)
        self._jobs.start(
            lambda: self._front_door.set_up(details, account), self._show_key, self._failed
        )

    def _checked(self) -> bool:
        problems = (
            (self._person, not self._person.text(), self.tr("Type your name.")),
            (
                self._first,
                len(self._first.raw_text()) < SHORTEST_PASSPHRASE,
                self.tr("Use at least {0} characters.").format(SHORTEST_PASSPHRASE),
            ),
            (
                self._second,
                self._first.raw_text() != self._second.raw_text(),
                self.tr("The two are not the same."),
            ),
        )
        for field, wrong, problem in problems:
            if wrong:
                field.set_problem(problem)
                field.setFocus()
                return False
        return True

    def _show_key(self, key: str) -> None:
        self._show_busy(False)
        for secret in (self._first, self._second):
            secret.set_text("")
        self._key = key
        self._shown_key.setText(key)
        self._stack.setCurrentWidget(self._key_page)
        self._typed_back.setFocus()

    def _finish(self) -> None:
        typed, expected = _plain(self._typed_back.text()), _plain(self._key)
        if not hmac.compare_digest(typed.encode(), expected.encode()):
            self._typed_back.set_problem(self.tr("That is not the key above. Compare it."))
            self._typed_back.setFocus()
            return
        self._key = ""
        self._shown_key.setText("")
        self._typed_back.set_text("")
        self.finished.emit()

    def _failed(self, problem: str) -> None:
        self._show_busy(False)
        if self._problem is not None:
            self._person_page.body.removeWidget(self._problem)
            self._problem.hide()
            self._problem.deleteLater()
        self._problem = Banner(self._theme, Tone.STOP, self.tr("Not set up"), problem)
        self._problem.setObjectName("setup.problem")
        self._person_page.body.insertWidget(self._person_page.body.count() - 1, self._problem)
        self._problem.announce()

    def _show_busy(self, busy: bool) -> None:
        self._create.setEnabled(not busy)
        self._waiting.setText(self.tr("Making the keys\u2026 this takes a moment on purpose."))
        self._waiting.setVisible(busy)


def _plain(key: str) -> str:
    """A key without the separators and the case in which somebody copied it."""
    return "".join(character for character in key.upper() if character.isalnum())


def _foot(first: QWidget | None, last: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    if first is not None:
        row.addWidget(first)
    row.addStretch(1)
    row.addWidget(last)
    return row
