"""What the header says of durability, and that nothing is lost on the way out."""

import datetime as dt

from PySide6.QtCore import Qt

from consult_app.services.ports import StoreFullError

FULL = StoreFullError("The disk is full; make room, nothing already saved is lost.")


def words(user):
    return user.find("header.saved").text()


def test_saved_is_said_only_when_the_store_says_so(user):
    user.store.holding = True
    user.show_step(2)
    user.choose("M1", "No")
    user.qtbot.waitUntil(lambda: words(user) == "Saving…")
    user.store.release()
    moment = user.desk.clock.now().astimezone().strftime("%H:%M")
    user.qtbot.waitUntil(lambda: words(user) == f"Saved {moment}")


def test_typing_is_editing_until_it_is_recorded(user):
    user.choose("V4", "Example Pen")
    user.qtbot.waitUntil(lambda: words(user).startswith("Saved"))
    user.type("Smo", "C4")
    user.qtbot.waitUntil(lambda: words(user) == "Editing")
    user.press(Qt.Key.Key_Tab)
    user.qtbot.waitUntil(lambda: words(user).startswith("Saved"))


def test_a_failure_says_not_saved_and_why(user):
    user.store.failing = FULL
    user.show_step(2)
    user.choose("M1", "No")
    user.qtbot.waitUntil(lambda: words(user) == "Not saved")
    user.reads(str(FULL), "header.problem")


def test_the_time_is_that_of_the_last_durable_change(user):
    user.choose("V4", "Example Pen")
    user.desk.clock.moment += dt.timedelta(minutes=7)
    user.choose("V4", "Example Strict")
    later = user.desk.clock.now().astimezone().strftime("%H:%M")
    user.qtbot.waitUntil(lambda: words(user) == f"Saved {later}")


def test_closing_the_window_records_what_is_still_in_a_field_and_closes_the_clinic(user):
    user.type("Smoother", "C4")
    user.window.close()
    assert user.value("C4") == "Smoother"
    assert user.desk.clinic.closed


def test_leaving_with_something_unreadable_asks_first(user):
    user.show_step(3)
    user.type("many", "H8")
    user.click("header.home")
    user.reads("One answer could not be read and is not recorded.", "confirm")
    user.click("confirm.stay")
    user.qtbot.waitUntil(lambda: not user.sees("confirm"))
    assert user.editor("H8").text() == "many"
    user.click("header.home")
    user.click("confirm.go-on")
    user.find("home")


def test_closing_with_something_that_is_not_saved_asks_first(user):
    user.store.failing = FULL
    user.choose("V4", "Example Pen")
    user.qtbot.waitUntil(lambda: words(user) == "Not saved")
    user.window.close()
    user.reads(str(FULL), "confirm")
    assert user.window.isVisible()
    user.click("confirm.go-on")
    user.qtbot.waitUntil(lambda: not user.window.isVisible())


def test_the_notice_and_the_patient_stay_on_every_step(user):
    for number in range(1, 6):
        user.show_step(number)
        user.reads("INCOMPLETE RULE SET", "notice")
        user.reads("Born 14 March 1984 (42)", "header")


def test_the_patient_leaves_the_header_with_the_consultation(user):
    user.click("header.home")
    user.find("home")
    assert "Dana" not in user.texts("header")
    assert "Saved" not in user.texts("header")
