"""What the panel says: strictest first, few at a time, and never that silence is clearance."""

import pytest
from PySide6.QtCore import Qt

from consult_app.ui.widgets.finding_panel import FindingList


@pytest.fixture
def panel(user):
    user.show_step(2)
    user.find("M1")
    return user


def rows(user, name="findings.fired"):
    return [(row.finding.word, row.finding.title) for row in user.find(name, FindingList).rows()]


def open_details(user, title):
    user.click("findings", f"Show details: {title}")


def test_an_empty_panel_says_only_that_nothing_fired_so_far_and_how_much_is_open(panel):
    panel.reads("No rule has fired on the answers so far.", "findings")
    panel.reads("not answered yet", "findings")
    text = panel.texts("findings").casefold()
    assert "safe" not in text
    assert "clear" not in text


def test_what_was_not_asked_yet_is_no_finding(panel):
    assert rows(panel) == []
    assert not panel.sees("findings.open")


def test_findings_stand_strictest_first_whatever_the_order_of_the_answers(panel):
    panel.show_step(3)
    panel.choose("H3", "Yes")
    panel.show_step(2)
    panel.choose("M1", "Yes")
    panel.choose("P1", "Yes")
    assert rows(panel) == [
        ("Do not treat", "Pregnant"),
        ("Wait", "Bleeding disorder"),
        ("Decide", "Slow wound healing"),
    ]


def test_a_milder_finding_of_the_same_cause_is_folded_into_the_stricter_one(panel):
    panel.choose("P1", "It is possible")
    assert rows(panel) == [("Wait", "Might be pregnant")]
    panel.choose("P1", "Yes")
    assert rows(panel) == [("Do not treat", "Pregnant")]
    open_details(panel, "Pregnant")
    panel.reads("Also: Might be pregnant", "findings")


def test_three_are_shown_and_the_others_are_counted_until_somebody_asks(panel):
    panel.choose("P1", "Yes")
    panel.choose("M1", "Yes")
    panel.show_step(3)
    panel.choose("H3", "Yes")
    panel.choose("H2", "Yes…")
    panel.choose("H2", "Yes, in the area to be treated")
    panel.choose("M14", "Yes")
    assert len(rows(panel)) == 3
    panel.reads("1 more · 1 change to the plan", "findings.more")
    panel.click("findings.more")
    assert ("Decide", "Psoriasis in the area") in rows(panel)
    assert ("Change the plan", "Faints easily") in rows(panel)
    panel.click("findings.more")
    assert len(rows(panel)) == 3


def test_changes_to_the_plan_and_notes_are_only_counted(panel):
    panel.show_step(3)
    panel.choose("M14", "Yes")
    panel.choose("H2", "Yes…")
    panel.choose("H2", "Yes, but elsewhere")
    assert rows(panel) == []
    panel.reads("1 change to the plan · 1 for information", "findings.more")


def test_a_finding_says_what_to_do_why_how_sure_and_where_sources_disagree(panel):
    panel.show_step(3)
    panel.choose("D1.taking", "Now")
    open_details(panel, "Isotretinoin in the last 6 months")
    panel.reads("What to do about: isotretinoin in the last 6 months.", "findings")
    panel.reads("made up for the tests", "findings")
    panel.reads("Consensus asks for no wait", "findings")
    panel.reads("A made-up source", "findings")


def test_a_deferral_says_until_when_and_the_panel_the_earliest_date(panel):
    panel.show_step(3)
    panel.choose("D1.taking", "In the past")
    panel.type("5/4/2026", "D1.stopped_on")
    panel.press(Qt.Key.Key_Return)
    panel.reads("5 October 2026", "findings.fired")
    panel.reads("5 October 2026", "findings.earliest")


def test_a_way_from_a_finding_leads_to_its_answer(panel):
    panel.choose("M1", "Yes")
    panel.show_step(5)
    panel.find("FST")
    open_details(panel, "Bleeding disorder")
    panel.click("findings", "Do you have a bleeding…")
    panel.find("M1")
    assert panel.focus() == "M1"


def test_an_answer_that_is_not_known_is_shown_as_open_with_what_it_leaves_open(panel):
    panel.choose("M1", "Don’t know")
    assert rows(panel, "findings.open") == [("Open", "Do you have a bleeding disorder?")]
    panel.reads("Find out about: bleeding disorder.", "findings.open")
    panel.choose("M1", "No")
    panel.qtbot.waitUntil(lambda: not panel.sees("findings.open"))


def test_the_devices_label_makes_a_finding_stricter_and_is_named(panel):
    panel.show_step(4)
    panel.type("warfarin", "medicines.add")
    panel.press(Qt.Key.Key_Return)
    [entry] = panel.answers().list_state("medicines").instances
    panel.choose(f"medicines[{entry}].status", "Taken now")
    assert rows(panel) == [("Decide", "Blood thinner")]
    panel.show_step(1)
    panel.choose("V4", "Example Strict")
    assert rows(panel) == [("Do not treat", "Blood thinner")]
    panel.reads("By the device’s label.", "findings.fired")
    open_details(panel, "Blood thinner")
    panel.reads("Example Strict label: not with blood thinners.", "findings")


def test_only_a_rule_that_forbids_treatment_interrupts_and_only_once(panel):
    panel.choose("M1", "Yes")
    assert not panel.sees("stop.bleeding")
    panel.choose("P1", "Yes")
    panel.find("stop.pregnant")
    assert panel.focus() == "P1"  # it takes no focus
    panel.click("stop.pregnant", "Close: Do not treat")
    panel.qtbot.waitUntil(lambda: not panel.sees("stop.pregnant"))
    panel.choose("P1", "No")
    panel.choose("P1", "Yes")
    assert not panel.sees("stop.pregnant")


def test_the_banner_goes_when_the_rule_no_longer_fires(panel):
    panel.choose("P1", "Yes")
    panel.find("stop.pregnant")
    panel.choose("P1", "No")
    panel.qtbot.waitUntil(lambda: not panel.sees("stop.pregnant"))


def test_the_card_of_an_answer_that_raised_a_flag_says_so(panel):
    panel.choose("M1", "Yes")
    panel.reads("Wait", "page.stop-questions")
    panel.choose("M1", "No")
    assert "Wait" not in panel.texts("page.stop-questions")
