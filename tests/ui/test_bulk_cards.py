"""Denying several questions together: deliberate, visible, undoable, and never too much."""

import pytest
from PySide6.QtCore import Qt

from consult_app.domain.answers import AnswerState, Provenance

SHIFT = Qt.KeyboardModifier.ShiftModifier
LINES = ("H2", "H3", "M14", "S7.grade")


@pytest.fixture
def health(user):
    user.show_step(3)
    user.find("card.illness")
    return user


def test_shift_n_denies_what_is_open_and_says_that_it_was_together(health):
    health.choose("H3", "Yes")
    health.go_to_answer("M14")
    health.press(Qt.Key.Key_N, SHIFT)
    answers = health.answers()
    assert {line: answers.get(line).value for line in LINES} == {
        "H2": "no",
        "H3": "yes",
        "M14": "no",
        "S7.grade": "none",
    }
    assert answers.get("M14").provenance is Provenance.BULK_NEGATIVE
    assert answers.get("H3").provenance is Provenance.ASKED
    health.reads("3 denied together", "card.illness")
    health.reads("together", "M14")


def test_the_button_does_the_same_and_its_undo_takes_all_of_it_back(health):
    health.click("card.illness.deny")
    assert health.value("M14") == "no"
    health.click("card.illness.undo")
    assert all(health.answers().get(line) is None for line in LINES)
    assert not health.sees("card.illness.undo")


def test_the_undo_goes_when_something_else_was_answered_since(health):
    health.click("card.illness.deny")
    health.find("card.illness.undo")
    health.choose("H3", "Yes")
    health.qtbot.waitUntil(lambda: not health.sees("card.illness.undo"))


def test_a_held_shift_n_denies_nothing(health):
    health.go_to_answer("M14")
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_N, SHIFT, "N", True, 1)
    QApplication.sendEvent(QApplication.focusWidget(), held)
    assert health.answers().get("M14") is None


def test_shift_n_outside_the_card_denies_nothing(health):
    health.go_to_answer("D1.taking")
    health.press(Qt.Key.Key_N, SHIFT)
    assert health.answers().get("M14") is None


def test_yes_opens_the_choices_of_a_line_and_records_nothing(health):
    health.choose("H2", "Yes…")
    assert health.value("H2") is None
    health.choose("H2", "Yes, but elsewhere")
    assert health.value("H2") == "elsewhere"


def test_a_line_to_which_yes_was_said_is_not_denied_by_the_card(health):
    health.choose("H2", "Yes…")
    health.click("card.illness.deny")
    assert health.answers().get("H2") is None
    assert health.answers().get("M14") is None
    assert health.focus() == "H2"


def test_y_on_a_line_with_choices_opens_them(health):
    health.go_to_answer("H2")
    health.press(Qt.Key.Key_Y)
    assert health.value("H2") is None
    assert health.button("Yes, in the area to be treated", "H2").hasFocus()


def test_a_line_can_be_unknown(health):
    health.go_to_answer("H2")
    health.press(Qt.Key.Key_U)
    assert health.answers().get("H2").state is AnswerState.DONT_KNOW
    health.click("card.illness.deny")
    assert health.answers().get("H2").state is AnswerState.DONT_KNOW


def test_a_stray_yes_on_a_denied_line_leaves_the_denial_until_a_choice_is_made(health):
    health.choose("H2", "No")
    health.choose("H2", "Yes…")
    assert health.value("H2") == "no"
    assert health.button("No", "H2").isChecked()


def test_what_follows_from_a_line_is_asked_under_it(health):
    assert not health.sees("S7.in_area")
    health.choose("S7.grade", "Yes…")
    health.choose("S7.grade", "A few")
    health.choose("S7.in_area", "No")
    assert health.value("S7.in_area") == "no"


def test_stop_questions_are_on_no_bulk_card(health):
    health.show_step(2)
    health.find("P1")
    health.go_to_answer("M1")
    health.press(Qt.Key.Key_N, SHIFT)
    assert health.answers().get("M1") is None
