import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit

from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.choice_list import ChoiceList
from consult_app.ui.widgets.segmented import Segmented

CHOICES = (Choice("yes", "Yes", "y"), Choice("no", "No", "n"), Choice("unsure", "Not sure", "u"))


@pytest.fixture(params=[Segmented, ChoiceList], ids=["segmented", "list"])
def answers(request, theme):
    widget = request.param(theme, "Pregnant?", CHOICES)
    widget.heard = []
    widget.chosen.connect(widget.heard.append)
    return widget


def button(answers, code):
    return next(b for b in answers.buttons if b.choice.code == code)


def test_a_new_question_has_no_answer(answers, show):
    show(answers)
    assert answers.value() is None
    assert not any(b.isChecked() for b in answers.buttons)


def test_a_click_anywhere_on_an_option_answers(answers, show, qtbot):
    show(answers)
    qtbot.mouseClick(button(answers, "no"), Qt.MouseButton.LeftButton)
    assert answers.value() == "no"
    assert answers.heard == ["no"]


def test_clicking_what_is_chosen_does_nothing(answers, show, qtbot):
    show(answers)
    answers.set_value("no")
    qtbot.mouseClick(button(answers, "no"), Qt.MouseButton.LeftButton)
    assert answers.value() == "no"
    assert button(answers, "no").isChecked()
    assert answers.heard == []


def test_each_option_has_its_key(answers, show, press):
    show(answers)
    answers.focus_answer()
    press(Qt.Key.Key_U, "u")
    press(Qt.Key.Key_Y, "Y")
    assert answers.heard == ["unsure", "yes"]


def test_pressing_the_key_of_what_is_chosen_does_nothing(answers, show, press):
    show(answers)
    answers.set_value("yes")
    answers.focus_answer()
    press(Qt.Key.Key_Y, "y")
    assert answers.heard == []


def test_tab_enters_an_answered_question_at_its_answer_and_space_changes_nothing(
    answers, show, press, tab
):
    before = QLineEdit()
    window = show(before, answers)
    answers.set_value("unsure")
    before.setFocus()
    assert tab(window) is button(answers, "unsure")
    press(Qt.Key.Key_Space, " ")
    assert answers.value() == "unsure"
    assert answers.heard == []


def test_shift_tab_enters_an_answered_question_at_its_answer_too(answers, show, press, tab):
    after = QLineEdit()
    window = show(answers, after)
    answers.set_value("no")
    after.setFocus()
    assert tab(window, back=True) is button(answers, "no")
    press(Qt.Key.Key_Return, "\r")
    assert answers.heard == []


def test_a_question_is_one_tab_stop(answers, show, tab):
    before, after = QLineEdit(), QLineEdit()
    window = show(before, answers, after)
    before.setFocus()
    assert tab(window) in answers.buttons
    assert tab(window) is after


def test_arrows_move_the_focus_and_never_answer(answers, show, press):
    show(answers)
    answers.set_value("yes")
    answers.focus_answer()
    press(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is button(answers, "no")
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is button(answers, "yes")
    assert answers.value() == "yes"
    assert answers.heard == []


def test_space_answers_with_the_option_that_the_arrows_reached(answers, show, press):
    show(answers)
    answers.focus_answer()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space, " ")
    assert answers.heard == ["no"]


def test_leaving_after_the_arrows_brings_tab_back_to_the_answer(answers, show, press, tab):
    after = QLineEdit()
    window = show(answers, after)
    answers.set_value("no")
    answers.focus_answer()
    press(Qt.Key.Key_Left)
    assert tab(window) is after
    assert tab(window, back=True) is button(answers, "no")


@pytest.mark.parametrize(
    ("key", "text"),
    [(Qt.Key.Key_Y, "y"), (Qt.Key.Key_Space, " "), (Qt.Key.Key_Return, "\r")],
)
def test_a_held_key_never_answers(answers, show, press, key, text):
    show(answers)
    answers.focus_answer()
    press(key, text, held=True)
    assert answers.value() is None
    assert answers.heard == []


def test_the_wheel_changes_nothing(answers, show, turn_wheel):
    show(answers)
    answers.set_value("no")
    answers.focus_answer()
    turn_wheel(button(answers, "no"))
    turn_wheel(button(answers, "yes"))
    assert answers.value() == "no"
    assert answers.heard == []


@pytest.mark.parametrize(
    "modifier",
    [
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
    ],
)
def test_keys_with_a_modifier_are_left_to_the_page(answers, show, press, modifier):
    show(answers)
    answers.focus_answer()
    press(Qt.Key.Key_N, "N", modifier)
    assert answers.value() is None


def test_the_program_can_show_an_answer_and_take_it_back_without_a_signal(answers, show):
    show(answers)
    answers.set_value("yes")
    assert button(answers, "yes").isChecked()
    answers.set_value(None)
    assert not any(b.isChecked() for b in answers.buttons)
    assert answers.heard == []


def test_an_unknown_answer_is_refused(answers):
    with pytest.raises(ValueError, match="no option"):
        answers.set_value("maybe")


def test_a_disabled_question_cannot_be_answered(answers, show, qtbot):
    show(answers)
    answers.setEnabled(False)
    qtbot.mouseClick(button(answers, "no"), Qt.MouseButton.LeftButton)
    assert answers.value() is None


def test_an_unconfirmed_answer_survives_space_and_is_confirmed_by_its_key(answers, show, press):
    show(answers)
    answers.set_value("no")
    answers.set_tentative(True)
    answers.focus_answer()
    press(Qt.Key.Key_Space, " ")
    assert answers.heard == []
    press(Qt.Key.Key_N, "n")
    assert answers.heard == ["no"]
    press(Qt.Key.Key_N, "n")
    assert answers.heard == ["no"]


def test_a_screen_reader_can_choose_and_hears_the_question(answers, show):
    show(answers)
    interface = QAccessible.queryAccessibleInterface(button(answers, "unsure"))
    assert interface.role() == QAccessible.Role.RadioButton
    assert interface.text(QAccessible.Text.Name) == "Not sure, Pregnant?"
    interface.actionInterface().doAction(interface.actionInterface().actionNames()[0])
    assert answers.heard == ["unsure"]


@pytest.mark.parametrize(
    "choices",
    [
        (),
        (Choice("a", "A"), Choice("a", "B")),
        (Choice("a", "A", "x"), Choice("b", "B", "X")),
    ],
    ids=["none", "same code", "same key"],
)
def test_choices_that_cannot_be_told_apart_are_refused(theme, choices):
    with pytest.raises(ValueError, match=r"choice|repeated"):
        Segmented(theme, "Q", choices)


def test_the_right_arrow_goes_to_the_right_when_reading_runs_from_right_to_left(
    theme, show, press, qapp
):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    answers = Segmented(theme, "Pregnant?", CHOICES)
    show(answers)
    yes, no, unsure = answers.buttons
    assert yes.x() > no.x() > unsure.x()
    answers.focus_answer()
    press(Qt.Key.Key_Left)
    assert QApplication.focusWidget() is no
    press(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is yes


def test_answers_stack_when_the_row_is_too_narrow_and_none_is_cut(theme, show):
    answers = Segmented(
        theme,
        "Isotretinoin?",
        (
            Choice("a", "Yes, within the last six months"),
            Choice("b", "Yes, but it was longer ago than that"),
            Choice("c", "The patient prefers not to say"),
        ),
    )
    window = show(answers, width=420)
    tops = [b.y() for b in answers.buttons]
    assert answers.stacked
    assert tops == sorted(set(tops))
    assert all(b.geometry().bottom() <= answers.height() for b in answers.buttons)
    window.resize(1200, 600)
    assert not answers.stacked
    assert len({b.y() for b in answers.buttons}) == 1


def test_short_answers_move_together_before_they_stack(theme, show):
    theme.set_text_scale(150)
    answers = Segmented(theme, "Pregnant?", CHOICES)
    window = show(answers, width=answers.sizeHint().width() - 20)
    assert not answers.stacked
    assert answers.buttons[-1].geometry().right() < answers.width()
    window.resize(240, 600)
    assert answers.stacked


def test_up_and_down_scroll_the_page_from_a_row_of_answers(theme, show, press):
    answers = Segmented(theme, "Pregnant?", CHOICES)
    show(answers)
    answers.focus_answer()
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is answers.buttons[0]


def test_up_and_down_move_in_a_list(theme, show, press):
    answers = ChoiceList(theme, "Pregnant?", CHOICES)
    show(answers)
    answers.focus_answer()
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is answers.buttons[1]
    press(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is answers.buttons[0]


def test_answers_are_at_least_46_pixels_high_and_grow_with_the_text(theme, show):
    answers = Segmented(theme, "Pregnant?", CHOICES)
    show(answers)
    assert answers.buttons[0].height() >= 46
    theme.set_text_scale(150)
    assert answers.sizeHint().height() >= 69


def test_a_long_list_wraps_its_text_and_gives_every_row_its_height(theme, show):
    long = "A very long answer that cannot fit into one line of a narrow card by any means"
    answers = ChoiceList(theme, "Q", (Choice("a", "Short"), Choice("b", long, help=long)))
    show(answers, width=320)
    short, tall = answers.buttons
    assert tall.height() > short.height()
    assert tall.geometry().bottom() < answers.height()
