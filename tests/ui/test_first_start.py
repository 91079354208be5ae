"""The first start of a clinic."""

import pytest
from PySide6.QtCore import Qt

from tests.fakes import RECOVERY_KEY, FakeFrontDoor, make_desk
from tests.ui.small_pack import small_pack

SECRET = "four words are enough"


@pytest.fixture
def newcomer(make_user):
    return make_user(door=FakeFrontDoor(make_desk(small_pack()), accounts=()))


def fill_in_the_clinic(user):
    user.find("clinic.name")
    for name in ("name", "address", "phone", "out-of-hours", "emergency"):
        editor = user.find(f"clinic.{name}").editor
        editor.clear()
    user.type("Sample Clinic", "clinic.name")
    user.type("1 Sample Road, Sampletown", "clinic.address")
    user.type("01 11", "clinic.phone")
    user.type("01 12", "clinic.out-of-hours")
    user.type("112", "clinic.emergency")
    user.click("setup.next")


def say_who(user, first=SECRET, second=SECRET):
    user.type("Dr Sample", "setup.person")
    user.type(first, "setup.passphrase")
    user.type(second, "setup.passphrase-again")
    user.press(Qt.Key.Key_Return)


def test_a_clinic_is_set_up_and_then_unlocked_with_its_new_passphrase(newcomer):
    user = newcomer
    fill_in_the_clinic(user)
    say_who(user)
    user.reads(RECOVERY_KEY, "setup.key")
    user.type(RECOVERY_KEY.lower().replace("-", " "), "setup.key-back")
    user.click("setup.finish")
    user.find("unlock")
    details = user.door.kept
    assert details.name == "Sample Clinic"
    assert details.address == ("1 Sample Road", "Sampletown")
    assert details.reachable
    user.type(SECRET, "unlock.passphrase")
    user.press(Qt.Key.Key_Return)
    user.find("home")


def test_nothing_goes_on_before_the_recovery_key_was_typed_back(newcomer):
    user = newcomer
    fill_in_the_clinic(user)
    say_who(user)
    user.find("setup.key-back")
    user.type("ABCD-EFGH-JKLM-XXXX", "setup.key-back")
    user.click("setup.finish")
    user.reads("That is not the key above.", "setup")
    assert not user.sees("unlock")


def test_a_short_passphrase_and_two_different_ones_are_refused(newcomer):
    user = newcomer
    fill_in_the_clinic(user)
    say_who(user, "short", "short")
    user.reads("Use at least 12 characters.", "setup")
    user.find("setup.passphrase").editor.clear()
    user.find("setup.passphrase-again").editor.clear()
    user.type(SECRET, "setup.passphrase")
    user.type("something else altogether", "setup.passphrase-again")
    user.press(Qt.Key.Key_Return)
    user.reads("The two are not the same.", "setup")
    assert user.door.created == []


def test_a_clinic_without_a_name_is_asked_for_it(newcomer):
    user = newcomer
    user.find("clinic.name").editor.clear()
    user.click("setup.next")
    user.reads("Type the name of the clinic.", "setup")
    assert not user.sees("setup.person")
