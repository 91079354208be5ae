"""Finding, registering and opening: never the wrong patient."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from consult_app.domain.consultation import ConsultationStatus


@pytest.fixture
def reception(make_user):
    user = make_user()
    user.unlock()
    return user


def register(user, family, given, born, number=""):
    return user.desk.casebook.add_patient(family, given, born, number, synthetic=True)


def test_an_empty_clinic_says_how_to_begin(reception):
    reception.reads("No consultation yet. Begin with a new patient.", "home")


def test_a_new_patient_opens_a_consultation_under_the_right_name(reception):
    reception.begin("Example", "Dana", "14/3/1984")
    assert reception.texts("header.name") == "Example, Dana"
    assert "Born 14 March 1984 (42)" in reception.texts("header.identity")
    assert "Microneedling" in reception.texts("header.identity")


def test_the_registered_birth_date_answers_the_question_for_it(reception):
    reception.begin("Example", "Dana", "14/3/1984")
    assert str(reception.value("V1")) == "1984-03-14"


def test_a_name_is_needed_and_half_a_birth_date_is_not_enough(reception):
    reception.click("home.new-patient")
    reception.click("new-patient.begin")
    reception.reads("Type the family name.", "new-patient")
    reception.type("Example", "new-patient.family")
    reception.type("1984", "new-patient.born")
    reception.click("new-patient.begin")
    reception.reads("Type day, month and year, or leave it empty.", "new-patient")
    assert reception.store.people == {}


def test_a_second_patient_of_the_same_name_is_pointed_out_before_anybody_is_registered(reception):
    register(reception, "Example", "Dana", dt.date(1961, 1, 2), "17")
    reception.click("home.new-patient")
    reception.type("example", "new-patient.family")
    reception.type("DANA", "new-patient.given")
    reception.click("new-patient.begin")
    reception.reads("There is already a patient of this name", "new-patient")
    reception.reads("Born 2 January 1961 (65)", "new-patient")
    assert len(reception.store.people) == 1
    reception.click("new-patient.begin")
    reception.find("findings")
    assert len(reception.store.people) == 2


def test_it_can_be_the_patient_who_was_there_already(reception):
    known = register(reception, "Example", "Dana", dt.date(1961, 1, 2), "17")
    reception.click("home.new-patient")
    reception.type("Example", "new-patient.family")
    reception.type("Dana", "new-patient.given")
    reception.press(Qt.Key.Key_Tab)
    reception.click(f"new-patient.same.{known.patient_id}", "It is this one")
    reception.find("findings")
    assert len(reception.store.people) == 1
    assert "Record 17" in reception.texts("header.identity")


def test_a_patient_is_found_by_part_of_the_name_and_begins_from_the_panel(reception):
    register(reception, "Sample", "Robin", dt.date(1992, 7, 2))
    register(reception, "Example", "Dana", dt.date(1984, 3, 14))
    reception.type("rob", "home.search")
    rows = reception.find("home.list")
    reception.qtbot.waitUntil(lambda: len(rows.rows()) == 1)
    rows.setFocus()
    reception.press(Qt.Key.Key_Down)
    reception.reads("Sample, Robin", "home.patient")
    reception.click("home.new-consultation")
    reception.find("findings")
    assert reception.texts("header.name") == "Sample, Robin"


def test_nobody_found_is_said(reception):
    reception.type("nobody", "home.search")
    reception.reads("No patient is found under “nobody”.", "home")


def test_a_draft_is_opened_again_with_enter(reception):
    reception.begin("Example", "Dana", "14/3/1984")
    reception.click("header.home")
    rows = reception.find("home.list")
    assert [row.title for row in rows.rows()] == ["Today", "Example, Dana"]
    rows.setFocus()
    reception.press(Qt.Key.Key_Down)
    reception.press(Qt.Key.Key_Return)
    reception.find("findings")
    assert len(reception.store.heads) == 1


def test_where_two_carry_the_same_name_the_identity_is_confirmed_before_a_draft_opens(reception):
    first = register(reception, "Example", "Dana", dt.date(1984, 3, 14), "1")
    register(reception, "Example", "Dana", dt.date(1961, 1, 2), "2")
    draft = reception.desk.casebook.begin(first, reception.desk.pack)
    reception.click("header.settings")
    reception.click("settings.close")
    reception.type("Example", "home.search")
    rows = reception.find("home.list")
    reception.qtbot.waitUntil(lambda: len(rows.rows()) == 2)
    rows.setFocus()
    reception.press(Qt.Key.Key_End)
    reception.reads("Born 14 March 1984", "home.patient")
    reception.click(f"home.open.{draft.consultation_id}")
    reception.reads("Is this the patient in the room?", "patient-check")
    reception.reads("Born 2 January 1961 (65)", "patient-check")
    reception.press(Qt.Key.Key_Space)  # a stray key goes back
    reception.find("home")
    assert not reception.sees("findings")


def test_an_issued_consultation_can_be_read_and_not_changed(reception):
    someone = register(reception, "Example", "Dana", dt.date(1984, 3, 14))
    draft = reception.desk.casebook.begin(someone, reception.desk.pack)
    head = reception.store.heads[draft.consultation_id]
    from dataclasses import replace

    reception.store.heads[draft.consultation_id] = replace(head, status=ConsultationStatus.ISSUED)
    reception.click("header.settings")
    reception.click("settings.close")
    reception.type("Example", "home.search")
    rows = reception.find("home.list")
    reception.qtbot.waitUntil(lambda: len(rows.rows()) == 1)
    rows.setFocus()
    reception.press(Qt.Key.Key_Down)
    reception.click(f"home.open.{draft.consultation_id}")
    reception.find("findings")
    before = len(reception.store.log[draft.consultation_id])
    reception.show_step(2)
    assert not reception.find("P1").isEnabled()
    reception.click("P1", "Yes")
    assert len(reception.store.log[draft.consultation_id]) == before


def test_a_signed_file_can_be_checked_from_the_home_page_and_back(reception):
    reception.click("home.check")
    reception.find("verify.open")
    reception.click("header.home")
    reception.find("home")
