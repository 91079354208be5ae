"""Lists: entries, names that are looked up, and "that is all"."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from consult_app.domain.answers import AnswerState
from consult_app.ui.widgets.suggestions import RowKind


@pytest.fixture
def medicines(user):
    user.show_step(4)
    user.find("medicines.add")
    return user


def instances(user, list_id):
    return user.answers().list_state(list_id).instances


def first(user, list_id, leaf):
    return f"{list_id}[{instances(user, list_id)[0]}].{leaf}"


def suggestions(user, text):
    """What the list under the field offers while `text` is typed."""
    user.type(text, "medicines.add")
    field = user.find("medicines.add")
    user.qtbot.waitUntil(field.is_open)
    return [(row.kind, row.text) for row in field.shown_rows()]


def test_a_medicine_is_added_by_typing_its_beginning_and_choosing(medicines):
    rows = suggestions(medicines, "apix")
    assert (RowKind.MATCH, "apixaban") in rows
    medicines.press(Qt.Key.Key_Down)
    medicines.press(Qt.Key.Key_Return)
    assert medicines.value(first(medicines, "medicines", "name")) == "apixaban"


def test_a_brand_is_recorded_as_it_was_said_and_shown_with_what_it_is(medicines):
    suggestions(medicines, "Eliquis")
    medicines.press(Qt.Key.Key_Down)
    medicines.press(Qt.Key.Key_Return)
    path = first(medicines, "medicines", "name")
    assert medicines.value(path) == "Eliquis"
    medicines.reads("apixaban", path)


def test_a_misspelling_is_offered_apart_and_never_taken_by_itself(medicines):
    rows = suggestions(medicines, "apixiban")
    assert (RowKind.HEADING, "Did you mean") in rows
    assert (RowKind.NEAR, "apixaban") in rows
    medicines.press(Qt.Key.Key_Return)
    path = first(medicines, "medicines", "name")
    assert medicines.value(path) == "apixiban"
    medicines.reads("Unrecognised – check", path)
    medicines.reads("Did you mean apixaban?", path)


def test_an_unrecognised_name_can_be_classified(medicines):
    medicines.type("Foobarol", "medicines.add")
    medicines.press(Qt.Key.Key_Return)
    path = first(medicines, "medicines", "name")
    medicines.reads("Unrecognised – check", path)
    medicines.click(path, "Classify…")
    classified = first(medicines, "medicines", "classified_as")
    assert medicines.focus() == classified
    medicines.choose(classified, "None that matters here")
    assert medicines.value(classified) == "none"


def test_an_unrecognised_name_stands_among_what_is_open(medicines):
    medicines.type("Foobarol", "medicines.add")
    medicines.press(Qt.Key.Key_Return)
    medicines.choose(first(medicines, "medicines", "status"), "Taken now")
    medicines.reads("what kind of medicine is it?", "findings.open")
    medicines.reads("Foobarol", "findings.open")


def test_a_recorded_name_is_changed_only_on_request(medicines):
    medicines.type("Foobarol", "medicines.add")
    medicines.press(Qt.Key.Key_Return)
    path = first(medicines, "medicines", "name")
    medicines.click(path, "Change")
    medicines.type("bisoprolol", path)
    medicines.press(Qt.Key.Key_Return)
    assert medicines.value(path) == "bisoprolol"
    assert "Unrecognised" not in medicines.texts(path)


def test_a_recognised_medicine_does_not_ask_for_its_class(medicines):
    medicines.type("bisoprolol", "medicines.add")
    medicines.press(Qt.Key.Key_Return)
    assert not medicines.sees(first(medicines, "medicines", "classified_as"))


def test_the_list_is_open_until_somebody_says_that_is_all(medicines):
    assert not medicines.answers().list_state("medicines").complete
    medicines.type("bisoprolol", "medicines.add")
    medicines.press(Qt.Key.Key_Return)
    medicines.reads("Open until somebody says that this is all.", "medicines")
    medicines.click("medicines.close")
    assert medicines.answers().list_state("medicines").complete
    medicines.reads("Closed: that is all.", "medicines")
    medicines.click("medicines.reopen")
    assert not medicines.answers().list_state("medicines").complete


def test_no_medicine_at_all_has_to_be_said(medicines):
    medicines.reads("None", "medicines.close")
    medicines.click("medicines.close")
    state = medicines.answers().list_state("medicines")
    assert (state.instances, state.complete) == ((), True)


def test_adding_another_opens_a_closed_list_again(medicines):
    medicines.click("medicines.close")
    medicines.type("warfarin", "medicines.add")
    medicines.press(Qt.Key.Key_Return)
    assert not medicines.answers().list_state("medicines").complete


def test_a_list_is_not_closed_over_a_name_that_is_still_being_typed(medicines):
    medicines.type("warfa", "medicines.add")
    medicines.click("medicines.close")
    assert not medicines.answers().list_state("medicines").complete
    assert instances(medicines, "medicines") == ()


def test_a_name_left_in_the_field_is_kept_unchecked_when_the_step_is_left(medicines):
    medicines.type("warfa", "medicines.add")
    medicines.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    medicines.find("FST")
    assert medicines.value(first(medicines, "medicines", "name")) == "warfa"


def test_an_entry_can_be_removed_and_brought_back(medicines):
    medicines.type("warfarin", "medicines.add")
    medicines.press(Qt.Key.Key_Return)
    [entry] = instances(medicines, "medicines")
    medicines.click(f"medicines[{entry}].remove")
    assert instances(medicines, "medicines") == ()
    medicines.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert medicines.value(f"medicines[{entry}].name") == "warfarin"


def test_a_list_that_somebody_said_has_entries_cannot_be_closed_empty(user):
    user.show_step(5)
    user.find("L1")
    assert not user.sees("trips.add")
    user.choose("L1", "Yes")
    user.find("trips.add")
    assert not user.find("trips.close").isEnabled()
    user.reads("Add at least one, or change the answer above.", "trips")
    user.click("trips.add")
    assert user.focus() == first(user, "trips", "first_day")
    user.type("1/6/2026")
    user.press(Qt.Key.Key_Return)
    user.click("trips.close")
    assert user.answers().list_state("trips").complete


def test_the_medicine_search_has_its_own_key(user):
    user.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    user.find("medicines.add")
    user.type("warfarin")
    user.press(Qt.Key.Key_Return)
    assert user.value(first(user, "medicines", "name")) == "warfarin"


def test_a_name_can_be_unknown_and_the_list_still_says_so(medicines):
    medicines.type("warfarin", "medicines.add")
    medicines.press(Qt.Key.Key_Return)
    status = first(medicines, "medicines", "status")
    medicines.choose(status, "Don’t know")
    assert medicines.answers().get(status).state is AnswerState.DONT_KNOW
    assert QApplication.focusWidget() is not None
