import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.bulk_card import BulkCard, BulkLine
from consult_app.ui.widgets.card import QuestionCard
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.rail import Rail, RailStep, StepState
from consult_app.ui.widgets.scroll_page import ScrollPage
from consult_app.ui.widgets.segmented import Segmented

CHOICES = (Choice("yes", "Yes", "y"), Choice("no", "No", "n"), Choice("unsure", "Not sure", "u"))
LINES = (
    BulkLine("H2", "Heart disease", CHOICES),
    BulkLine("H3", "Diabetes", CHOICES),
    BulkLine("H6", "Epilepsy", CHOICES),
)
STEPS = (
    RailStep("patient", "Patient", StepState.DONE),
    RailStep("health", "Health", StepState.STARTED, "3 open"),
    RailStep("skin", "Skin"),
)


@pytest.fixture
def bulk(theme):
    card = BulkCard(theme, "Any of these?", LINES, "None of these")
    card.denied, card.single = [], []
    card.denied_all.connect(card.denied.append)
    card.line_chosen.connect(lambda code, value: card.single.append((code, value)))
    return card


@pytest.fixture
def rail(theme):
    widget = Rail(theme, "Consultation steps")
    widget.set_steps(STEPS)
    widget.set_current("health")
    widget.asked = []
    widget.step_requested.connect(widget.asked.append)
    return widget


def test_one_act_denies_only_the_lines_that_have_no_answer(bulk, show, qtbot):
    show(bulk)
    bulk.set_line_value("H3", "yes")
    bulk.deny_open()
    assert bulk.denied == [("H2", "H6")]


def test_the_card_answers_nothing_by_itself(bulk, show):
    show(bulk)
    bulk.deny_open()
    assert [bulk.line(line.code).value() for line in LINES] == [None, None, None]


def test_shift_n_inside_the_card_denies_and_a_held_key_does_not(bulk, show, press):
    show(bulk)
    bulk.line("H3").focus_answer()
    shift = Qt.KeyboardModifier.ShiftModifier
    press(Qt.Key.Key_N, "N", shift, held=True)
    assert bulk.denied == []
    press(Qt.Key.Key_N, "N", shift)
    assert bulk.denied == [("H2", "H3", "H6")]
    assert bulk.line("H3").value() is None


def test_n_alone_answers_only_the_line_that_has_the_keyboard(bulk, show, press):
    show(bulk)
    bulk.line("H3").focus_answer()
    press(Qt.Key.Key_N, "n")
    assert bulk.single == [("H3", "no")]
    assert bulk.denied == []


def test_with_every_line_answered_there_is_nothing_left_to_deny(bulk, show, press):
    show(bulk)
    for line in LINES:
        bulk.set_line_value(line.code, "no", "together")
    assert bulk.open_lines() == ()
    bulk.line("H2").focus_answer()
    press(Qt.Key.Key_N, "N", Qt.KeyboardModifier.ShiftModifier)
    bulk.deny_open()
    assert bulk.denied == []


def test_each_line_is_named_in_full_for_a_screen_reader(bulk, show):
    show(bulk)
    names = [
        QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
        for line in LINES
        for button in bulk.line(line.code).buttons
    ]
    assert len(set(names)) == 9
    assert "No, Diabetes" in names


def test_a_narrow_card_puts_the_answers_below_the_texts(bulk, show, qtbot):
    window = show(bulk, width=900)
    answers = bulk.line("H2")
    label = next(label for label in bulk.findChildren(QLabel) if label.text() == "Heart disease")
    assert answers.geometry().top() < label.geometry().bottom()
    window.resize(460, 800)
    qtbot.waitUntil(lambda: answers.geometry().top() >= label.geometry().bottom())


def test_a_card_shows_its_tag_and_note_only_while_there_is_something_to_say(theme, show, qtbot):
    card = QuestionCard(theme, "Blood thinner?", "Aspirin too.")
    show(card)
    low = card.sizeHint().height()
    card.set_tag("Raises a flag", Tone.CAUTION)
    card.set_note("Ask for the dose.", Tone.CAUTION)
    assert card.sizeHint().height() > low
    card.set_tag("")
    card.set_note("")
    qtbot.waitUntil(lambda: card.sizeHint().height() == low)


def test_a_statement_to_affirm_looks_different_from_a_question(theme, show):
    question = QuestionCard(theme, "Pacemaker?")
    statement = QuestionCard(theme, "More than one session may be needed", kind="confirm")
    show(question, statement)
    pictures = [card.grab().toImage().pixelColor(8, 20).name() for card in (question, statement)]
    assert pictures == [theme.colours.surface, theme.colours.accent_soft]
    statement.set_attention(Tone.STOP)
    statement.set_attention(None)
    assert statement.grab().toImage().pixelColor(8, 20).name() == theme.colours.accent_soft


def test_any_step_can_be_asked_for_and_the_rail_does_not_move_by_itself(rail, show, qtbot):
    show(rail)
    qtbot.mouseClick(rail._buttons["skin"], Qt.MouseButton.LeftButton)
    assert rail.asked == ["skin"]
    assert rail.current() == "health"


def test_tab_enters_the_rail_at_the_current_step_and_arrows_walk_it(rail, show, press, tab):
    before, after = QLineEdit(), QLineEdit()
    window = show(before, rail, after)
    before.setFocus()
    assert tab(window).text() == "Health"
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget().text() == "Skin"
    assert rail.asked == []
    press(Qt.Key.Key_Space, " ")
    assert rail.asked == ["skin"]


def test_each_step_says_its_place_and_state(rail, show):
    show(rail)
    names = [button.accessibleName() for button in rail._buttons.values()]
    assert names == [
        "Step 1 of 3: Patient, complete",
        "Step 2 of 3: Health, 3 open, on the page now",
        "Step 3 of 3: Skin, not started",
    ]


def test_new_states_are_shown_on_the_same_buttons(rail, show):
    show(rail)
    button = rail._buttons["skin"]
    button.setFocus()
    rail.set_steps((*STEPS[:2], RailStep("skin", "Skin", StepState.STOPPED, "1 stop")))
    assert rail._buttons["skin"] is button
    assert button.hasFocus()
    assert button.accessibleName() == "Step 3 of 3: Skin, 1 stop"


def test_going_to_a_question_far_down_scrolls_it_into_view(theme, show):
    page = ScrollPage(theme, "Health")
    asked = []
    for number in range(12):
        card = QuestionCard(theme, f"Question {number}")
        asked.append(Segmented(theme, f"Question {number}", CHOICES))
        card.add_widget(asked[-1])
        page.add_widget(card)
    show(page, height=400)
    last = asked[-1]
    assert last.visibleRegion().isEmpty()
    page.go_to(last)
    assert not last.visibleRegion().isEmpty()
    assert last.buttons[0].hasFocus()
