"""The issue step, with real paper: obstacles, preview, one stroke, print and save."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from consult_app.domain.consultation import ConsultationStatus, Signatory
from consult_app.ui.issue_view import IssueView
from consult_app.ui.plan_view import PlanView


def sign(bridge):
    for who in (Signatory.PATIENT, Signatory.PRACTITIONER):
        bridge.inking.type_name(who, "A Name")
        bridge.inking.accept(who)


@pytest.fixture
def issuing(desk, healthy, read):
    return read(IssueView(desk, healthy))


@pytest.fixture
def issued(issuing, healthy):
    sign(healthy)
    issuing.click("Sign and issue")
    issuing.reads("Signed, verified and stored as version 1. Verdict: Proceed.")
    return issuing


def status(desk, bridge):
    return desk.clinic.store.consultation(bridge.session.consultation.consultation_id).status


def test_what_stands_in_the_way_is_listed_with_a_way_to_it(issuing):
    assert "The patient's signature is missing." in issuing.texts()
    assert not issuing.button("Sign and issue").isEnabled()
    issuing.click("Go there")
    assert issuing.jumps == ["view:consent"]


def test_the_real_pages_are_drawn_and_turned(issuing):
    preview = issuing.view.preview
    issuing.click("Record, File to look at")
    issuing.qtbot.waitUntil(lambda: preview.pages > 1, timeout=20_000)
    assert not preview.picture().isNull()
    issuing.qtbot.mouseClick(preview.forward, Qt.MouseButton.LeftButton)
    issuing.reads(f"Page 2 of {preview.pages}")
    before = preview.picture().width()
    issuing.qtbot.mouseClick(preview.larger, Qt.MouseButton.LeftButton)
    issuing.qtbot.waitUntil(lambda: preview.picture().width() > before, timeout=20_000)


def test_larger_type_for_the_patient_is_drawn_again(issuing):
    preview = issuing.view.preview
    issuing.qtbot.waitUntil(lambda: preview.pages > 0, timeout=20_000)
    issuing.click("Extra large, Type size of the patient’s copy")
    issuing.reads("Drawing the pages…")
    issuing.qtbot.waitUntil(lambda: preview.pages > 0, timeout=20_000)


def test_one_stroke_issues_and_the_consultation_is_closed(issued, desk, healthy):
    assert status(desk, healthy) is ConsultationStatus.ISSUED
    assert not issued.offers("Sign and issue")
    kinds = [found.kind for found in desk.clinic.store.versions[0].documents]
    assert kinds == ["record", "patient-copy"]


def test_an_undecided_precaution_is_issued_as_cannot_conclude(issuing, desk, healthy):
    healthy.session.answer("H3", "yes")
    sign(healthy)
    issuing.reads("A finding waits for the dermatologist’s decision.")
    assert not issuing.button("Sign and issue").isEnabled()
    issuing.press("Issue as cannot conclude")
    issuing.reads("Verdict: Cannot conclude.")
    assert desk.clinic.store.versions[0].verdict == "cannot-conclude"


def test_cancelling_leaves_the_draft_as_it_was(issuing, desk, healthy):
    sign(healthy)
    issuing.reads("Sign and issue")
    button = issuing.button("Sign and issue")
    issuing.qtbot.waitUntil(button.isEnabled)
    issuing.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    issuing.qtbot.keyClick(issuing.view.progress, Qt.Key.Key_Escape)
    issuing.reads("Cancelled. Nothing was issued; the draft is as it was.")
    assert status(desk, healthy) is ConsultationStatus.DRAFT
    assert desk.clinic.store.versions == []


def test_the_shown_file_is_printed_page_by_page_and_audited(issued, desk, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    panel = issued.view.issued_panel
    with issued.qtbot.waitSignal(panel.printed, timeout=30_000) as told:
        panel.print_to(printer)
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert desk.previews.pages(printed) == told.args[0] > 0
    assert desk.clinic.store.entries[-1].action == "document.print"


def test_the_shown_file_is_saved_under_a_name_without_the_patient(
    issued, desk, tmp_path, monkeypatch
):
    proposed = []

    def choose(_parent, _title, name, _filter):
        proposed.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    issued.click("Save as…")
    issued.reads("The signed file was saved.")
    stored = {found.kind: found.data for found in desk.clinic.store.versions[0].documents}
    assert Path(tmp_path, proposed[0]).read_bytes() == stored["patient-copy"]
    assert "Example" not in proposed[0]
    assert "Dana" not in proposed[0]


def test_the_plan_says_when_nothing_is_booked_and_leads_to_the_question(desk, healthy, read):
    reader = read(PlanView(desk, healthy))
    assert "Treatment is planned for Tuesday 19 May 2026." in reader.texts()
    healthy.session.clear("V3")
    reader.reads("No treatment day is booked")
    reader.click("Book a day")
    assert reader.jumps == ["V3"]


def test_the_plan_keeps_aftercare_back_where_nothing_is_treated(desk, healthy, read):
    reader = read(PlanView(desk, healthy))
    healthy.session.answer("P1", "pregnant")
    reader.reads("the patient gets no preparation and no aftercare.")
