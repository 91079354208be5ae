"""Consent and signatures: drawn or typed, durable at once, standing only for what was signed."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from consult_app.domain.consultation import Role, Signatory
from consult_app.ui.consent_view import ConsentView
from consult_app.ui.session_bridge import SessionBridge

PATIENT, PRACTITIONER = Signatory.PATIENT, Signatory.PRACTITIONER


@pytest.fixture
def consent(desk, healthy, read):
    return read(ConsentView(desk, healthy), height=1800)


def test_the_text_its_version_and_its_review_are_readable(consent):
    words = consent.texts()
    assert "A made-up text." in words
    assert "Consent text 1, awaiting review" in words


def test_an_empty_pad_is_refused_in_one_sentence(consent, healthy):
    consent.click("Accept: The patient’s signature")
    consent.reads("Sign first: an empty signature cannot be accepted.")
    assert not healthy.inking.stands(PATIENT)


def test_a_stroke_is_stored_when_the_pen_is_lifted(consent, desk, healthy):
    consent.draw(consent.view.patient.box.pad)
    stored = desk.casebook.reopen(healthy.session.consultation.consultation_id)
    assert len(stored.signatures[PATIENT].strokes) == 1
    assert not stored.signatures[PATIENT].accepted


def test_a_drawn_signature_is_accepted_and_says_who_and_when(consent, healthy):
    consent.draw(consent.view.patient.box.pad)
    consent.click("Accept: The patient’s signature")
    consent.reads("Signed by Dana Example, 5 May 2026, 10:42 UTC (drawn)")
    assert healthy.inking.stands(PATIENT)


def test_ink_outlives_a_restart_and_a_change_of_size(consent, desk, healthy, read):
    pad = consent.view.patient.box.pad
    consent.draw(pad)
    consent.draw(pad, start=180)
    consent.window.resize(600, 1500)
    assert len(pad.strokes()) == 2
    stored = desk.casebook.reopen(healthy.session.consultation.consultation_id)
    again = read(ConsentView(desk, SessionBridge(desk, stored, healthy.theme)), height=1800)
    assert len(again.view.patient.box.pad.strokes()) == 2


def test_undo_and_clear_take_ink_away_from_the_store_too(consent, healthy):
    pad = consent.view.patient.box.pad
    for start in (40, 150, 260):
        consent.draw(pad, start=start)
    consent.qtbot.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(healthy.inking.signature(PATIENT).strokes) == 2
    consent.click("Clear")
    consent.click("Clear all ink")
    assert healthy.inking.signature(PATIENT).strokes == ()


def test_a_name_is_typed_instead_of_drawn(consent, healthy):
    step = consent.view.practitioner
    way = step.way
    way.focus_answer()
    consent.qtbot.mouseClick(way.buttons[1], Qt.MouseButton.LeftButton)
    consent.click("Accept: The practitioner’s signature")
    consent.reads("Type the full name and tick the statement first.")
    consent.type(step.typed.name_field, "Dr Example")
    tick = step.typed.findChildren(QWidget, "")
    box = next(w for w in tick if type(w).__name__ == "CheckRow")
    consent.qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    consent.click("Accept: The practitioner’s signature")
    consent.reads("Signed by Dr Example, 5 May 2026, 10:42 UTC (typed)")
    assert healthy.inking.signature(PRACTITIONER).typed == "Dr Example"


def test_a_signature_no_longer_stands_after_an_answer_changed(consent, healthy):
    consent.draw(consent.view.patient.box.pad)
    consent.click("Accept: The patient’s signature")
    healthy.session.answer("C4", "Smoother cheeks")
    consent.reads("Something changed after this was signed")
    consent.click("Sign again: The patient’s signature")
    assert consent.view.patient.box.pad.strokes() == ()
    assert healthy.inking.signature(PATIENT).strokes == ()


def test_where_nothing_is_treated_nobody_consents(consent, healthy):
    healthy.session.answer("P1", "pregnant")
    consent.reads("No consent is taken")
    assert not consent.offers("Accept: The patient’s signature")
    assert consent.offers("Accept: The practitioner’s signature")
    consent.click("Go to the verdict")
    assert consent.jumps == ["view:review"]


def test_an_assistant_does_not_sign_as_the_practitioner(desk, healthy, read):
    clinic = desk.clinic
    clinic.practitioner = dataclasses.replace(clinic.practitioner, role=Role.ASSISTANT)
    reader = read(ConsentView(desk, healthy))
    assert "Only a dermatologist may sign as the practitioner." in reader.texts()
    assert not reader.offers("Accept: The practitioner’s signature")
