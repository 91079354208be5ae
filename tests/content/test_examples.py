"""The example consultations that the pack ships tell the stories that they promise."""

import datetime as dt
from dataclasses import replace

import pypdfium2
import pytest

from consult_app.definitions.answers_file import load_answers
from consult_app.documents import PdfRenderer
from consult_app.domain.assessment import Verdict
from consult_app.domain.consultation import Clinic
from consult_app.domain.form import Stage
from consult_app.domain.report.blocks import Paper
from consult_app.domain.report.issue_facts import IssueFacts
from consult_app.domain.report.patient_copy import patient_copy
from tests.content.visits import FOLDER, NOW, ROOT, Visit, shipped_pack

EXAMPLES = sorted((FOLDER / "example").glob("*.yaml"))


@pytest.fixture(scope="module")
def pack():
    return shipped_pack()


def test_every_example_is_of_the_same_synthetic_patient(pack):
    assert len(EXAMPLES) == 8
    for path in EXAMPLES:
        patient = load_answers(path, pack).patient
        assert patient.synthetic
        assert patient.record_number == "DEMO-1"


@pytest.mark.parametrize(
    ("name", "verdict", "fired"),
    [
        ("answers", Verdict.PROCEED, set()),
        ("missing-answer", Verdict.CANNOT_CONCLUDE, set()),
        ("cannot-conclude", Verdict.CANNOT_CONCLUDE, set()),
        ("roaccutane", Verdict.DO_NOT_TREAT, {"isotretinoin-current", "photosensitivity"}),
        ("filler-13-days", Verdict.DEFER, {"ha-filler-under-2-weeks"}),
        ("filler-14-days", Verdict.DERMATOLOGIST_DECISION, {"filler-older-or-permanent"}),
        ("defer", Verdict.DEFER, {"sunburn-or-recent-tan"}),
        ("decision", Verdict.DERMATOLOGIST_DECISION, {"antithrombotic-prescribed"}),
    ],
)
def test_each_example_tells_its_story(pack, name, verdict, fired):
    assessment = Visit(pack, name).assessment
    assert assessment.computed is verdict
    assert {finding.rule_id for finding in assessment.fired} == fired
    assert assessment.invalid == ()


def test_the_deferrals_of_the_examples_end_on_the_day_after_their_interval(pack):
    assert Visit(pack, "filler-13-days").assessment.earliest.day == dt.date(2026, 12, 1)
    assert Visit(pack, "defer").assessment.earliest.day == dt.date(2026, 12, 13)


def test_an_unrecognised_tablet_and_an_unknown_are_both_named_as_missing(pack):
    missing = Visit(pack, "cannot-conclude").assessment.missing
    assert "A1" in missing
    assert any(path.endswith(".classified_as") for path in missing)


def test_the_decision_of_the_example_settles_its_precaution(pack):
    decided = Visit(pack, "decision").decide()
    assert decided.computed is Verdict.DERMATOLOGIST_DECISION
    assert decided.decided is Verdict.PROCEED_WITH_CHANGES


def test_the_sheet_of_the_treatment_day_takes_two_pages(pack):
    visit = Visit(pack)
    clinic = Clinic("Example Skin Clinic", ("1 Example Street",), "00000 1", "00000 2", "000")
    facts = IssueFacts(
        replace(visit.consultation, stage=Stage.TREATMENT_DAY), pack, visit.evidence,
        visit.assessment, visit.plan, Verdict.PROCEED, clinic, 1, NOW, 1, "0" * 64, "example",
        Paper.A4,
    )  # fmt: skip
    pdf = PdfRenderer(ROOT / "resources" / "fonts").render(patient_copy(facts), NOW)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 2
