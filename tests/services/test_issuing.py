"""Issuing: all or nothing, verified before it is said, and right for each verdict."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from consult_app.domain.answers import ListState
from consult_app.domain.assessment import Verdict
from consult_app.domain.consultation import Clinic, Signatory
from consult_app.domain.dates import PartialDate
from consult_app.domain.decisions import DecisionKind
from consult_app.domain.report.blocks import Callout, Heading, Lines, SignatureBlock
from consult_app.services.issuing import IssueCancelledError, Issuing, Options, obstacles
from consult_app.services.ports import (
    NotIssuableError,
    SealStatus,
    SigningError,
    SigningIdentity,
)
from consult_app.services.record import decode_record, fingerprint
from consult_app.services.verification import Rerun, Verifying
from tests.fakes import CLINIC, DOCTOR, FakeClinic
from tests.services.conftest import PACK

GOOD = SealStatus(True, True, True, True, True, True, signer_name="Dr Example")


class Paper:
    """Renders to bytes that name the title, and keeps what it was given."""

    def __init__(self):
        self.reports = []
        self.attachments = []

    def render(self, report, created, attachments=()):
        self.reports.append(report)
        self.attachments.append(attachments)
        return report.title.encode()


class Wax:
    """Seals by appending; `status` is what inspection finds."""

    def __init__(self, paper):
        self.paper = paper
        self.status = GOOD

    def seal(self, pdf, identity, request):
        return pdf + b" sealed"

    def inspect(self, pdf, anchors, signer=None):
        carried = [found for found in self.paper.attachments if found]
        record = carried[-1][0].data if carried and b"record" in pdf.lower() else None
        return dataclasses.replace(self.status, record=record)


@pytest.fixture
def paper():
    return Paper()


@pytest.fixture
def wax(paper):
    return Wax(paper)


@pytest.fixture
def issuing(store, clock, paper, wax):
    clinic = FakeClinic(store, DOCTOR)
    clinic.signing = SigningIdentity(b"key", (b"certificate",))
    return Issuing(clinic, lambda: CLINIC, paper, wax, clock)


@pytest.fixture
def complete(session):
    """A draft on which nothing fires."""
    answers = {
        "V2": "can", "V4": "plain", "V5": ("cheeks",), "V6": ("lines",), "FST": "I", "P1": "no",
        "S2.site": "none", "C1": "yes", "A1": "none", "NOTE": "no",
    }  # fmt: skip
    for path, value in answers.items():
        session.answer(path, value)
    session.answer("H8", Decimal(2))
    for list_id in ("medicines", "treatments", "X5"):
        session.close_list(list_id)
    return session


def sign(desk, session, *people):
    ink = desk.inking(session)
    for who in people or (Signatory.PATIENT, Signatory.PRACTITIONER):
        ink.type_name(who, "A Name")
        ink.accept(who)


def blocks(report, kind):
    return [block for block in report.blocks if isinstance(block, kind)]


def test_a_clean_consultation_is_issued_with_its_record(desk, store, issuing, complete):
    sign(desk, complete)
    issued = issuing.issue(complete.consultation, PACK)

    assert issued.verdict is Verdict.PROCEED
    assert store.versions[0].documents == (issued.record, issued.patient_copy)
    record = decode_record(store.versions[0].record)
    assert record.consultation.answers == complete.consultation.answers
    assert fingerprint(store.versions[0].record) == issued.fingerprint
    assert store.versions[0].audit.action == "consultation.issue"
    assert dict(store.versions[0].audit.details)["record"] == issued.record.sha256


def test_the_audit_entry_holds_no_word_of_the_patient(desk, store, issuing, complete):
    sign(desk, complete)
    issuing.issue(complete.consultation, PACK)
    assert "Dana" not in str(store.versions[0].audit)


@pytest.mark.parametrize(
    "broken",
    ["present", "intact", "whole_document", "expected_signer", "certified", "trusted"],
)
def test_a_file_that_does_not_verify_is_never_stored(desk, store, issuing, wax, complete, broken):
    sign(desk, complete)
    wax.status = dataclasses.replace(GOOD, **{broken: False})
    with pytest.raises(SigningError, match="did not pass its own verification"):
        issuing.issue(complete.consultation, PACK)
    assert store.versions == []


def test_cancelling_stores_nothing(desk, store, issuing, complete):
    sign(desk, complete)
    with pytest.raises(IssueCancelledError):
        issuing.issue(complete.consultation, PACK, progress=lambda step, words: step < 3)
    assert store.versions == []


def test_progress_names_each_step(desk, issuing, complete):
    sign(desk, complete)
    seen = []
    issuing.issue(
        complete.consultation, PACK, progress=lambda step, words: not seen.append((step, words))
    )
    assert [step for step, _ in seen] == [0, 1, 2, 3, 4, 5]


def test_what_is_missing_is_said_in_words(complete):
    clinic = Clinic("Somewhere", phone="1")
    standing = obstacles(complete.consultation, PACK, complete.assessment, clinic)
    found = tuple(obstacle.text for obstacle in standing)
    assert found[0].startswith("Set the clinic's phone")
    assert found[1:] == (
        "The patient's signature is missing.",
        "The practitioner's signature is missing.",
    )


def test_a_change_after_signing_asks_for_new_signatures(desk, issuing, complete):
    sign(desk, complete)
    complete.answer("NOTE", "yes")
    with pytest.raises(NotIssuableError, match="Something changed after the patient signed"):
        issuing.issue(complete.consultation, PACK)


def test_an_undecided_precaution_is_decided_or_issued_as_cannot_conclude(
    desk, store, issuing, complete
):
    complete.answer("A1", "nickel")
    sign(desk, complete)
    with pytest.raises(NotIssuableError, match="waits for the dermatologist"):
        issuing.issue(complete.consultation, PACK)

    issued = issuing.issue(complete.consultation, PACK, Options(as_cannot_conclude=True))
    assert issued.verdict is Verdict.CANNOT_CONCLUDE
    assert store.versions[0].verdict == "cannot-conclude"


def test_a_decided_precaution_prints_its_reason(desk, issuing, paper, complete):
    complete.answer("A1", "nickel")
    desk.deciding(complete).decide("nickel", DecisionKind.ACCEPT, "Patch test was clear")
    sign(desk, complete)
    issued = issuing.issue(complete.consultation, PACK)
    assert issued.verdict is Verdict.PROCEED_WITH_CHANGES
    assert "Patch test was clear" in str(paper.reports[0].blocks)


class TestPaperByVerdict:
    """What is printed depends on the outcome (DESIGN 9.11)."""

    def test_treatment_prints_consent_and_dated_aftercare(self, desk, issuing, paper, complete):
        complete.answer("V3", PartialDate(2026, 3, 16))
        sign(desk, complete)
        issuing.issue(complete.consultation, PACK)
        record, copy = paper.reports
        assert len(blocks(record, SignatureBlock)) == 2
        titles = [heading.text for heading in blocks(copy, Heading)]
        assert "24 h: Tuesday 17 March 2026" in titles

    def test_do_not_treat_prints_no_consent_and_no_aftercare(self, desk, issuing, paper, complete):
        complete.answer("P1", "pregnant")
        sign(desk, complete, Signatory.PRACTITIONER)
        issuing.issue(complete.consultation, PACK)
        record, copy = paper.reports
        for report in (record, copy):
            assert "Wash gently." not in str(report.blocks)
        assert [b.role for b in blocks(record, SignatureBlock)] == ["Practitioner"]
        assert "pregnan" not in str(copy.blocks).lower()

    def test_an_open_question_prints_cannot_conclude_and_names_it(
        self, desk, issuing, paper, complete
    ):
        complete.clear("C1")
        sign(desk, complete, Signatory.PRACTITIONER)
        issued = issuing.issue(complete.consultation, PACK)
        assert issued.verdict is Verdict.CANNOT_CONCLUDE
        items = [item for block in blocks(paper.reports[0], Lines) for item in block.items]
        assert "C1? — not answered" in items

    def test_a_deferral_prints_its_date_for_the_patient_too(self, desk, issuing, paper, complete):
        complete.add_entry(
            "treatments",
            [("kind", "botulinum"), ("in_area", "yes"), ("date", PartialDate(2026, 2, 20))],
        )
        complete.close_list("treatments")
        sign(desk, complete, Signatory.PRACTITIONER)
        issued = issuing.issue(complete.consultation, PACK)
        assert issued.verdict is Verdict.DEFER
        assert "Friday 6 March 2026" in str(paper.reports[1].blocks)

    def test_every_page_says_that_the_rule_set_is_incomplete_and_the_patient_synthetic(
        self, desk, issuing, paper, complete
    ):
        sign(desk, complete)
        issuing.issue(complete.consultation, PACK)
        for report in paper.reports:
            assert "INCOMPLETE RULE SET" in report.notice
            assert "SYNTHETIC PATIENT" in report.notice

    def test_the_emergency_number_comes_from_the_settings(self, desk, issuing, paper, complete):
        sign(desk, complete)
        issuing.issue(complete.consultation, PACK)
        callouts = str(blocks(paper.reports[1], Callout))
        assert CLINIC.emergency_number in callouts


class TestVerifying:
    """A verdict is computed again from the embedded answers."""

    def verify(self, wax, pack_of=lambda digest: PACK):
        return Verifying(wax, (), pack_of).verify(b"record sealed")

    @pytest.fixture
    def issued(self, desk, issuing, complete):
        sign(desk, complete)
        return issuing.issue(complete.consultation, PACK)

    def test_the_same_answers_give_the_same_verdict(self, issued, wax):
        found = self.verify(wax)
        assert found.bottom_line
        assert found.rerun is Rerun.SAME

    def test_a_pack_that_is_not_here_is_said_not_guessed(self, issued, wax):
        found = self.verify(wax, lambda digest: None)
        assert found.rerun is Rerun.PACK_NOT_AVAILABLE
        assert "not computed again" in found.sentence

    def test_answers_that_give_another_verdict_are_found(self, issued, wax, paper):
        attachment = paper.attachments[0][0]
        changed = attachment.data.replace(b'"decided":"proceed"', b'"decided":"defer"')
        paper.attachments[0] = (dataclasses.replace(attachment, data=changed),)
        assert self.verify(wax).rerun is Rerun.DIFFERENT

    def test_a_record_that_cannot_be_read_is_not_accepted(self, issued, wax, paper):
        attachment = paper.attachments[0][0]
        paper.attachments[0] = (dataclasses.replace(attachment, data=b"{}"),)
        found = self.verify(wax)
        assert found.rerun is Rerun.UNREADABLE
        assert not found.bottom_line

    def test_an_unsigned_file_is_refused(self, wax):
        wax.status = SealStatus()
        assert self.verify(wax).sentence.startswith("Not signed by this clinic")


def test_a_preview_is_marked_and_stores_nothing(store, issuing, paper, complete):
    issuing.preview(complete.consultation, PACK)
    assert all("PREVIEW" in report.notice for report in paper.reports)
    assert store.versions == []


def test_a_second_version_counts_up(desk, store, issuing, complete):
    sign(desk, complete)
    issuing.issue(complete.consultation, PACK)
    record = decode_record(store.versions[0].record)
    assert record.version == 1
    assert record.issued_at == dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
    assert record.consultation.answers.list_state("medicines") == ListState((), True)
