"""The verdict page: what it says, what it offers, and what it never offers."""

import dataclasses
import datetime as dt

import pytest
from PySide6.QtCore import Qt

from consult_app.domain.answers import AnswerState
from consult_app.domain.assessment import Verdict
from consult_app.domain.consultation import Role
from consult_app.domain.dates import PartialDate
from consult_app.domain.decisions import DecisionKind
from consult_app.ui.review_view import ReviewView


@pytest.fixture
def review(desk, healthy, read):
    return read(ReviewView(desk, healthy))


def test_nothing_fired_is_said_without_praise(review):
    words = review.texts()
    assert "Proceed" in words
    assert "No rule in this list fired." in words
    assert not any(word in words.casefold() for word in ("safe", "%", "score", "cleared"))


def test_an_empty_draft_cannot_conclude_and_every_open_question_is_a_way_to_it(desk, bridge, read):
    reader = read(ReviewView(desk, bridge))
    assert "Cannot conclude" in reader.texts()
    assert "The practitioner can answer (1)" in reader.texts()
    reader.click("Are you pregnant, or could you be?")
    reader.press("Skin type", Qt.Key.Key_Return)
    assert reader.jumps == ["P1", "FST"]


def test_a_precaution_is_accepted_with_a_typed_reason_and_both_verdicts_are_shown(review, healthy):
    healthy.session.answer("H3", "yes")
    review.reads("Dermatologist decision needed")
    review.click("Accept: Slow wound healing")
    review.click("Record")
    review.reads("Type the reason; it is printed with the decision.")
    row = review.view.row("wound-healing")
    review.type(row.form.reason, "Seen, shallow only")
    review.click("Record")
    review.reads("Accepted: Seen, shallow only")
    assert "As computed: Dermatologist decision needed." in review.texts()
    assert healthy.session.assessment.decided is Verdict.PROCEED_WITH_CHANGES


def test_a_preset_reason_needs_no_typing(desk, healthy, read):
    pack = healthy.session.pack
    rules = tuple(
        dataclasses.replace(rule, presets=("Healed well before",))
        if rule.rule_id == "wound-healing"
        else rule
        for rule in pack.rules
    )
    bridge = type(healthy)(
        dataclasses.replace(desk, pack=dataclasses.replace(pack, rules=rules)),
        healthy.session.consultation,
        healthy.theme,
    )
    bridge.session.answer("H3", "yes")
    reader = read(ReviewView(desk, bridge))
    reader.press("Accept: Slow wound healing")
    reader.click("Record")
    reader.reads("Choose a reason, or type another one.")
    reader.click("Healed well before, Why this is acceptable")
    reader.click("Record")
    reader.reads("Accepted: Healed well before")


def test_a_decision_is_withdrawn_and_asked_for_again(review, healthy):
    healthy.session.answer("H3", "yes")
    healthy.deciding.decide("wound-healing", DecisionKind.ACCEPT, "Seen")
    review.reads("Accepted: Seen")
    review.click("Withdraw: Slow wound healing")
    review.reads("Dermatologist decision needed")
    review.reads("Accept: Slow wound healing")


def test_a_lapsed_decision_is_said(review, healthy):
    session = healthy.session
    session.answer("M1", "yes")
    healthy.deciding.decide("bleeding", DecisionKind.OVERRIDE, "Counts seen today")
    review.reads("Overridden: Counts seen today")
    session.answer("M1", "no")
    review.reads("A decision no longer holds: Bleeding disorder")


def test_what_may_not_be_overridden_is_never_offered_an_override(review, healthy):
    healthy.session.answer("P1", "pregnant")
    review.reads("Do not treat")
    review.click("Show details: Pregnant")
    assert not review.offers("Override: Pregnant")
    assert "Not possible." in review.texts()
    assert "Example et al. A made-up source. 2025." in review.texts()
    review.click("Go to: Are you pregnant, or could you be?")
    assert review.jumps == ["P1"]


def test_the_label_of_a_device_is_named_and_answered_by_another_device(review, healthy):
    session = healthy.session
    session.answer("V4", "strict")
    session.add_entry("medicines", [("name", "apixaban"), ("status", "current")])
    session.close_list("medicines")
    review.reads("Change the device")
    review.click("Show details: Blood thinner")
    assert not review.offers("Override: Blood thinner")
    assert "Example Strict label: not with blood thinners." in review.texts()


def test_an_assistant_is_offered_no_decision(desk, bridge, healthy, read):
    healthy.session.answer("H3", "yes")
    clinic = desk.clinic
    clinic.practitioner = dataclasses.replace(clinic.practitioner, role=Role.ASSISTANT)
    other = type(healthy)(desk, healthy.session.consultation, healthy.theme)
    reader = read(ReviewView(desk, other))
    assert "Only a dermatologist may decide about a finding." in reader.texts()
    assert not reader.offers("Accept: Slow wound healing")


def test_what_was_asked_and_is_not_known_may_be_treated_as_yes(review, healthy):
    healthy.session.record_state("M14", AnswerState.DONT_KNOW)
    review.reads("Asked, but not known")
    review.click("Treat as yes: Faints easily")
    row = review.view.row("faints")
    review.type(row.form.reason, "Lying down throughout")
    review.click("Record")
    review.reads("Treated as yes: Lying down throughout")


def test_treatment_is_planned_for_the_earliest_date_and_moved_back(review, healthy):
    session = healthy.session
    session.answer("D1.taking", "stopped")
    session.answer("D1.stopped_on", PartialDate(2026, 3, 1))
    review.reads("Move the date")
    assert "Defer until" in review.texts()
    earliest = session.assessment.earliest.day
    assert dt.date(2026, 9, 1) <= earliest <= dt.date(2026, 9, 2)
    review.click("Plan for the earliest date")
    assert session.consultation.planned_date == earliest
    assert session.assessment.decided is Verdict.PROCEED
    review.reads("Moved from Tuesday 19 May 2026, where the verdict was: Defer.")
    review.click("Undo")
    assert session.consultation.planned_date == dt.date(2026, 5, 19)


def test_another_day_is_tried_without_changing_anything(review, healthy):
    session = healthy.session
    session.answer("D1.taking", "stopped")
    session.answer("D1.stopped_on", PartialDate(2026, 3, 1))
    review.type(review.view.dates.day, "1/12/2026")
    review.reads("On Tuesday 1 December 2026: Proceed. As planned now: Defer.")
    assert session.consultation.planned_date == dt.date(2026, 5, 19)


def test_at_most_three_reasons_stand_first(review, healthy):
    for path, value in {"P1": "pregnant", "M1": "yes", "D1.taking": "current"}.items():
        healthy.session.answer(path, value)
    healthy.session.answer("S7.grade", "nodules")
    healthy.session.answer("H3", "yes")
    review.reads("Do not treat: Pregnant")
    card = review.view.reasons
    named = [found for found in card.findChildren(type(review.view.counted)) if found.isVisible()]
    heads = [label.text() for label in named if label.property("role") == "strong"]
    assert len(heads) == 3
    assert "Pregnant" in heads[0]


def test_markup_in_a_reason_is_shown_as_it_was_typed(review, healthy):
    healthy.session.answer("H3", "yes")
    healthy.deciding.decide("wound-healing", DecisionKind.ACCEPT, "<b>seen</b> & noted")
    review.reads("Accepted: <b>seen</b> & noted")
