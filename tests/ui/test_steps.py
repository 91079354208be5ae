"""Moving through a consultation: steps, keys, what is missing, and coming back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from consult_app.ui.steps import ViewStep
from consult_app.ui.widgets.rail import StepButton, StepState
from tests.fakes import FakeFrontDoor

CONTROL = Qt.KeyboardModifier.ControlModifier


def rail(user):
    return {
        button.step.code: (button.step.state, button.step.detail)
        for button in user.window.findChildren(StepButton)
        if button.isVisible()
    }


def test_the_rail_counts_what_is_left_in_each_step(user):
    assert rail(user)["stop-questions"] == (StepState.NOT_STARTED, "3 left")
    user.show_step(2)
    user.choose("P1", "No")
    assert rail(user)["stop-questions"] == (StepState.STARTED, "2 left")
    user.choose("M1", "No")
    user.choose("C3", "Yes")
    assert rail(user)["stop-questions"] == (StepState.DONE, "")


def test_the_rail_marks_the_step_in_which_a_flag_was_raised(user):
    user.show_step(2)
    user.choose("M1", "Yes")
    assert rail(user)["stop-questions"][0] is StepState.FLAGGED
    user.choose("P1", "Yes")
    assert rail(user)["stop-questions"][0] is StepState.STOPPED


def test_dont_know_is_an_answer_to_the_step_and_not_left_open(user):
    user.show_step(2)
    user.choose("P1", "Don’t know")
    assert rail(user)["stop-questions"][1] == "2 left"


def test_next_goes_on_although_questions_are_open_and_says_how_many(user):
    user.show_step(2)
    user.reads("3 open on this page", "footer.open")
    user.reads("Next: Health", "footer.next")
    user.click("footer.next")
    user.find("H8")
    user.click("footer.back")
    user.find("P1")


def test_control_enter_goes_to_the_next_step_and_a_click_on_the_rail_to_any(user):
    user.press(Qt.Key.Key_Return, CONTROL)
    user.find("P1")
    user.click(user.button("Skin and sun"))
    assert user.find("FST").isVisible()
    user.show_step(1)
    user.find("V4")


def test_f6_goes_round_rail_page_and_findings(user):
    user.show_step(2)
    user.choose("M1", "Yes")
    seen = []
    for _ in range(3):
        user.press(Qt.Key.Key_F6)
        widget = QApplication.focusWidget()
        names = []
        while widget is not None:
            names.append(type(widget).__name__)
            widget = widget.parentWidget()
        seen.append(next(n for n in names if n in ("FindingsPanel", "Rail", "QuestionPage")))
    assert seen == ["FindingsPanel", "Rail", "QuestionPage"]
    assert user.focus() == "M1"


def test_f1_shows_the_keys_and_escape_closes_them(user):
    user.press(Qt.Key.Key_F1)
    user.reads("Prefer not to say", "keys")
    keys = user.find("keys")
    user.qtbot.keyClick(keys, Qt.Key.Key_Escape)
    user.qtbot.waitUntil(lambda: not user.sees("keys"))


def test_what_is_missing_is_a_list_of_ways_to_the_questions(user):
    user.show_step(2)
    user.choose("P1", "No")
    user.click("footer.open")
    user.find("page.missing")
    assert not user.sees("missing.P1")
    user.click("missing.FST")
    user.find("FST")
    assert user.focus() == "FST"


def test_an_open_list_is_missing_too_and_its_way_leads_to_where_entries_are_added(user):
    user.click("findings.missing")
    user.click("missing.medicines")
    assert user.focus() == "medicines.add"


def test_a_killed_program_opens_the_draft_at_the_same_question(user, make_user):
    user.show_step(3)
    user.find("D1.taking")
    user.go_to_answer("D1.taking")
    [draft] = user.store.heads
    # Nothing is closed properly: a second window opens the same store.
    again = make_user(door=FakeFrontDoor(user.desk))
    again.unlock()
    rows = again.find("home.list")
    rows.setFocus()
    again.press(Qt.Key.Key_Down)
    again.press(Qt.Key.Key_Return)
    again.find("D1.taking")
    assert again.focus() == "D1.taking"
    assert list(again.store.heads) == [draft]


def test_a_draft_that_was_left_on_an_entry_opens_that_entry(user, make_user):
    user.show_step(4)
    user.type("warfarin", "medicines.add")
    user.press(Qt.Key.Key_Return)
    [entry] = user.answers().list_state("medicines").instances
    user.choose(f"medicines[{entry}].status", "Taken now")
    again = make_user(door=FakeFrontDoor(user.desk))
    again.unlock()
    rows = again.find("home.list")
    rows.setFocus()
    again.press(Qt.Key.Key_Down)
    again.press(Qt.Key.Key_Return)
    assert again.find(f"medicines[{entry}].status")
    assert again.focus() == f"medicines[{entry}].status"


class Verdict(QWidget):
    """A step that concludes the consultation, as small as can be."""

    def __init__(self):
        super().__init__()
        self.setObjectName("verdict")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.refreshed = 0

    def refresh(self):
        self.refreshed += 1


@pytest.fixture
def verdicts():
    return []


@pytest.fixture
def concluding(make_user, verdicts):
    def make(_context, go_to):
        verdict = Verdict()
        verdict.go_to = go_to
        verdicts.append(verdict)
        return verdict, verdict.refresh

    someone = make_user(views=(ViewStep("view:review", "Verdict", make),))
    someone.unlock()
    someone.begin()
    return someone


def test_the_closing_steps_follow_the_questions_and_are_built_when_they_are_first_seen(
    concluding, verdicts
):
    assert verdicts == []
    concluding.show_step(6)
    concluding.find("verdict")
    assert verdicts[0].refreshed == 1
    concluding.show_step(1)
    concluding.show_step(6)
    assert verdicts[0].refreshed == 2


def test_a_closing_step_leads_back_to_an_answer(concluding, verdicts):
    concluding.show_step(6)
    concluding.find("verdict")
    verdicts[0].go_to("M1")
    concluding.find("M1")
    assert concluding.focus() == "M1"


def test_a_stop_offers_to_finish_now(concluding):
    concluding.show_step(2)
    concluding.choose("P1", "Yes")
    concluding.click("stop.pregnant", "Finish now")
    concluding.find("verdict")


def test_a_closing_step_can_ask_for_the_settings_and_comes_back(concluding, verdicts):
    concluding.show_step(6)
    concluding.find("verdict")
    verdicts[0].go_to("view:settings")
    concluding.find("settings")
    concluding.type(" Ltd", "clinic.name")
    concluding.click("settings.save")
    concluding.find("verdict")
    assert concluding.door.kept.name.endswith("Ltd")
