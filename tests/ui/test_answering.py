"""Answering questions with the keyboard and the mouse; nothing is answered by accident."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from consult_app.domain.answers import AnswerState, Provenance


@pytest.fixture
def stops(user):
    """The step of the stop questions, on its first one."""
    user.show_step(2)
    user.find("M1")
    return user


def test_opening_a_step_puts_the_keyboard_on_its_first_open_question(stops):
    assert stops.focus() == "P1"


@pytest.mark.parametrize(
    ("key", "state", "value"),
    [
        (Qt.Key.Key_Y, AnswerState.GIVEN, "yes"),
        (Qt.Key.Key_N, AnswerState.GIVEN, "no"),
        (Qt.Key.Key_U, AnswerState.DONT_KNOW, None),
        (Qt.Key.Key_P, AnswerState.DECLINED, None),
    ],
)
def test_one_letter_answers_the_question_that_has_the_keyboard(stops, key, state, value):
    stops.go_to_answer("M1")
    stops.press(key)
    answer = stops.answers().get("M1")
    assert (answer.state, answer.value) == (state, value)


def test_yes_on_a_question_with_choices_opens_them_and_records_nothing(stops):
    stops.go_to_answer("P1")
    stops.press(Qt.Key.Key_Y)
    assert stops.value("P1") is None
    assert stops.button("It is possible", "P1").hasFocus()
    stops.press(Qt.Key.Key_Space)
    assert stops.value("P1") == "possible"


def test_arrows_move_and_never_answer(stops):
    stops.go_to_answer("M1")
    stops.press(Qt.Key.Key_N)
    stops.press(Qt.Key.Key_Left)
    stops.press(Qt.Key.Key_Left)
    assert stops.value("M1") == "no"


def test_a_stray_space_after_coming_back_leaves_the_answer_alone(stops):
    stops.choose("M1", "No")
    stops.go_to_answer("P1")
    stops.go_to_answer("M1")
    stops.press(Qt.Key.Key_Space)
    assert stops.value("M1") == "no"


def test_a_stray_space_leaves_dont_know_alone(stops):
    stops.choose("M1", "Don’t know")
    stops.go_to_answer("P1")
    stops.go_to_answer("M1")
    stops.press(Qt.Key.Key_Space)
    assert stops.answers().get("M1").state is AnswerState.DONT_KNOW


def test_the_space_that_opened_a_step_does_not_answer_its_first_question(user):
    user.show_step(2)
    user.find("footer.next").setFocus()
    user.press(Qt.Key.Key_Space)
    user.find("H8")
    user.press(Qt.Key.Key_Backtab)
    for number in (5, 2):
        user.show_step(number)
        before = len(user.answers().entries)
        user.press(Qt.Key.Key_Space)
        user.press(Qt.Key.Key_Return)
        assert len(user.answers().entries) == before


def test_a_held_key_answers_nothing(stops):
    stops.go_to_answer("M1")
    stops.hold(Qt.Key.Key_Y, "y")
    stops.hold(Qt.Key.Key_U, "u")
    assert stops.answers().get("M1") is None


def test_the_wheel_changes_no_answer(stops):
    stops.choose("M1", "No")
    for button in stops.find("M1").findChildren(type(stops.button("No", "M1"))):
        stops.turn_wheel(button)
    assert stops.value("M1") == "no"


def test_an_answer_can_be_changed_and_undone(stops):
    stops.choose("M1", "Yes")
    stops.choose("M1", "No")
    stops.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stops.value("M1") == "yes"
    assert stops.button("Yes", "M1").isChecked()
    stops.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stops.value("M1") is None


def test_undo_shows_the_step_on_which_something_is_undone(stops):
    stops.choose("M1", "Yes")
    stops.show_step(3)
    stops.find("H8")
    stops.press(Qt.Key.Key_Tab)
    stops.find("M14")
    stops.go_to_answer("M14")
    stops.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stops.focus() == "M1"
    assert stops.value("M1") is None


def test_a_question_that_is_safe_on_yes_looks_different(stops):
    card = stops.find("C3").parentWidget()
    while card.property("role") != "card":
        card = card.parentWidget()
    assert card.property("state") == "confirm"


def test_a_follow_up_appears_under_its_question_and_goes_without_being_forgotten(user):
    user.show_step(1)
    assert not user.sees("V5_site")
    user.choose("V5", "A scar on the body")
    assert user.find("V5_site").isVisible()
    user.type("Left knee", "V5_site")
    user.choose("V5", "A scar on the body")
    user.qtbot.waitUntil(lambda: not user.sees("V5_site"))
    assert user.value("V5_site") == "Left knee"


def test_a_stray_space_on_the_way_through_changes_no_ticks(user):
    user.choose("V5", "Cheeks")
    user.go_to_answer("V4")
    user.find("V5").findChild(QCheckBox).setFocus(Qt.FocusReason.TabFocusReason)
    user.press(Qt.Key.Key_Space)
    assert user.value("V5") == ("cheeks",)
    user.press(Qt.Key.Key_Space)
    assert user.value("V5") == ("forehead", "cheeks")


def test_several_choices_are_recorded_and_unticking_the_last_takes_the_answer_back(user):
    user.choose("V5", "Cheeks")
    user.choose("V5", "Neck")
    assert user.value("V5") == ("cheeks", "neck")
    user.choose("V5", "Cheeks")
    user.choose("V5", "Neck")
    assert user.answers().get("V5") is None


def test_text_is_recorded_when_the_field_is_left(user):
    user.type("Smoother cheeks", "C4")
    user.press(Qt.Key.Key_Tab)
    assert user.value("C4") == "Smoother cheeks"


def test_text_is_recorded_when_the_step_is_left(user):
    user.type("Smoother cheeks", "C4")
    user.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    user.find("P1")
    assert user.value("C4") == "Smoother cheeks"


def test_a_number_out_of_range_is_refused_beside_the_field(user):
    user.show_step(3)
    user.type("11", "H8")
    user.press(Qt.Key.Key_Return)
    user.reads("Not recorded. The most is 10 points.", "H8")
    assert user.value("H8") is None


def test_a_date_known_in_part_is_recorded_in_part(user):
    user.show_step(3)
    user.choose("D1.taking", "In the past")
    user.type("3/2026", "D1.stopped_on")
    user.press(Qt.Key.Key_Return)
    assert str(user.value("D1.stopped_on")) == "2026-03"


def test_a_date_that_cannot_be_is_recorded_and_said_not_to_count(user):
    user.show_step(3)
    user.choose("D1.taking", "In the past")
    user.type("3/5/2031", "D1.stopped_on")
    user.press(Qt.Key.Key_Return)
    user.reads("it does not count", "D1.stopped_on")


def test_dont_know_replaces_a_typed_answer_and_stays(user):
    user.show_step(3)
    user.type("4", "H8")
    user.press(Qt.Key.Key_Return)
    user.choose("H8", "Don’t know")
    assert user.answers().get("H8").state is AnswerState.DONT_KNOW
    assert user.editor("H8").text() == ""


def test_the_device_is_chosen_from_the_pack(user):
    user.choose("V4", "Example Strict")
    assert user.value("V4") == "strict"


def test_an_answer_from_the_records_says_where_it_comes_from(user):
    user.reads("From the records", "V1")
    assert user.answers().get("V1").provenance is Provenance.RECORDS_SEEN


def test_angle_brackets_in_an_answer_are_shown_as_they_are(user):
    user.type("<b>bold</b>", "C4")
    user.press(Qt.Key.Key_Tab)
    assert user.value("C4") == "<b>bold</b>"


def test_a_private_question_says_so(user):
    user.show_step(5)
    user.find("C5a")
    user.reads("Private")


def test_the_clinicians_note_is_shown_only_on_request(make_user):
    from dataclasses import replace

    from tests.ui.small_pack import small_pack

    pack = small_pack()
    stops = pack.form.sections[1]
    noted = tuple(
        replace(item, note="Ask for the last count.") if item.link_id == "M1" else item
        for item in stops.items
    )
    sections = tuple(
        replace(section, items=noted) if section is stops else section
        for section in pack.form.sections
    )
    user = make_user(replace(pack, form=replace(pack.form, sections=sections)))
    user.unlock()
    user.begin()
    user.show_step(2)
    user.find("M1")
    assert "Ask for the last count." not in user.texts("M1")
    user.click("page.stop-questions", "Note for the clinician: Do you have a bleeding disorder?")
    user.reads("Ask for the last count.", "M1")
