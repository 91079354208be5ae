"""Antithrombotics ticked and listed are counted as one set (decisions 5.4)."""

import pytest

from consult_app.domain.answers import Answers
from consult_app.domain.assessment import RuleBook
from tests.content.visits import shipped_pack
from tests.scenario import Scenario

RULE = "dual-antithrombotic"


@pytest.fixture(scope="module")
def book():
    pack = shipped_pack()
    return RuleBook(pack.form, pack.rules, pack.devices), pack.medicines


@pytest.fixture
def patient(book):
    told = Scenario(*book)
    assert told.answers == Answers()
    return told.answer("M8", "no")


def test_two_ticks_are_enough_while_the_list_is_open(patient):
    patient.answer("D3.kind", "doac").answer("D4.agents", "clopidogrel")

    assert patient.status(RULE) == "fired"


def test_one_tick_and_silence_about_the_other_stays_open(patient):
    patient.answer("D3.kind", "doac").that_is_all("medicines")

    assert patient.status(RULE) == "undetermined"
    assert patient.missing(RULE) == ("D4.agents",)


def test_a_listed_medicine_of_the_ticked_kind_is_the_same_one(patient):
    patient.answer("D3.kind", "doac").answer("D4.agents", "none")
    patient.takes("apixaban").that_is_all("medicines")

    assert patient.status(RULE) == "cleared"


def test_two_medicines_of_the_ticked_kind_are_two(patient):
    patient.answer("D3.kind", "doac").answer("D4.agents", "none")
    patient.takes("apixaban").takes("rivaroxaban").that_is_all("medicines")

    assert patient.status(RULE) == "fired"


def test_a_blood_thinner_without_a_name_may_be_what_was_ticked(patient):
    patient.answer("D3.kind", "doac").answer("D4.agents", "none")
    patient.takes("blood thinner").that_is_all("medicines")

    assert patient.status(RULE) == "undetermined"
    assert any(path.endswith("].name") for path in patient.missing(RULE))
