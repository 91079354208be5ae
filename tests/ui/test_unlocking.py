"""Unlocking the clinic: right, wrong, locked out, damaged, busy."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from consult_app.services.ports import (
    LockedOutError,
    StoreBusyError,
    StoreDamagedError,
    StoreReadOnlyError,
)
from tests import fakes
from tests.fakes import ASSISTANT, DOCTOR, PASSPHRASE, FakeFrontDoor, make_desk
from tests.ui.small_pack import small_pack


def test_the_right_passphrase_opens_the_home_page(make_user):
    user = make_user()
    user.type(PASSPHRASE, "unlock.passphrase")
    user.click("unlock.unlock")
    user.find("home")
    user.reads("Example Skin Clinic", "header")
    user.reads("Dr Example", "header")


def test_a_wrong_passphrase_says_so_and_can_be_tried_again(make_user):
    user = make_user()
    user.type("not this one", "unlock.passphrase")
    user.press(Qt.Key.Key_Return)
    user.reads("That passphrase does not open this clinic.", "unlock.problem")
    assert not user.sees("home")
    user.type(PASSPHRASE)  # the wrong one is selected, so typing replaces it
    user.press(Qt.Key.Key_Return)
    user.find("home")


def test_an_empty_passphrase_is_not_even_tried(make_user):
    user = make_user()
    user.click("unlock.unlock")
    user.reads("Type the passphrase.", "unlock")
    assert user.door.tries == []


@pytest.mark.parametrize(
    "problem",
    [
        StoreDamagedError("The clinic's file is damaged; restore the last backup."),
        StoreBusyError("Another window has this clinic open; close it first."),
        StoreReadOnlyError("The folder cannot be written to."),
    ],
)
def test_what_is_wrong_with_the_store_is_said_in_one_sentence(make_user, problem):
    user = make_user()
    user.door.problem = problem
    user.type(PASSPHRASE, "unlock.passphrase")
    user.press(Qt.Key.Key_Return)
    user.reads(str(problem), "unlock.problem")


def test_a_lock_out_holds_the_button_until_it_ends(make_user):
    user = make_user()
    clock = user.desk.clock
    user.door.problem = LockedOutError(
        "Too many tries. Wait 30 seconds.", clock.now() + dt.timedelta(seconds=30)
    )
    user.type(PASSPHRASE, "unlock.passphrase")
    user.press(Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: user.sees("unlock.problem"))
    assert not user.find("unlock.unlock").isEnabled()
    user.reads("Try again in 30 s.", "unlock")
    tries = len(user.door.tries)
    user.press(Qt.Key.Key_Return)
    assert len(user.door.tries) == tries
    user.door.problem = None
    clock.moment += dt.timedelta(seconds=31)
    user.qtbot.waitUntil(user.find("unlock.unlock").isEnabled)
    user.press(Qt.Key.Key_Return)
    user.find("home")


def test_while_the_key_is_derived_the_window_goes_on_and_takes_no_second_try(make_user):
    user = make_user()
    user.door.slow = True
    user.type(PASSPHRASE, "unlock.passphrase")
    user.press(Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: "Unlocking" in user.texts("unlock"))
    user.press(Qt.Key.Key_Return)
    assert len(user.door.tries) <= 1
    user.door.open.set()
    user.find("home")
    assert len(user.door.tries) == 1


def test_the_demonstration_fills_its_passphrase_in_and_says_so(make_user):
    user = make_user(demonstration=True)
    assert PASSPHRASE in user.texts("unlock.demonstration")
    user.reads("synthetic patients only", "notice")
    user.click("unlock.unlock")
    user.find("home")


def test_with_several_accounts_somebody_has_to_say_who(make_user):
    door = FakeFrontDoor(make_desk(small_pack()), accounts=(DOCTOR, ASSISTANT))
    user = make_user(door=door)
    user.type(PASSPHRASE, "unlock.passphrase")
    user.press(Qt.Key.Key_Return)
    user.reads("Choose who is unlocking.", "unlock")
    user.click("unlock.who", "Sam Assistant")
    user.click("unlock.unlock")
    user.find("home")
    assert door.tries == [ASSISTANT.practitioner_id]


def test_the_notice_of_a_draft_pack_stands_on_the_first_page_already(make_user):
    user = make_user()
    user.reads("INCOMPLETE RULE SET", "notice")


def test_locking_closes_the_clinic_and_asks_for_the_passphrase(make_user):
    user = make_user()
    user.unlock()
    user.click("header.lock")
    user.find("unlock")
    assert user.desk.clinic.closed
    assert not user.sees("header")


def test_a_failure_that_nobody_foresaw_is_a_calm_sentence(make_user, caplog):
    class Broken(fakes.FakeFrontDoor):
        def unlock(self, practitioner_id, passphrase):
            raise RuntimeError(f"secret {passphrase}")

    user = make_user(door=Broken(make_desk(small_pack())))
    user.type(PASSPHRASE, "unlock.passphrase")
    user.press(Qt.Key.Key_Return)
    user.reads("Something went wrong", "unlock.problem")
    assert PASSPHRASE not in caplog.text
    caplog.clear()
