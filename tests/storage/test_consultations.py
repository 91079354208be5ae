"""What is saved comes back: patients, drafts, issued versions, documents and packs."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult_app.domain.consultation import ConsultationStatus, PatientIdentity, Role
from consult_app.services.ports import (
    AuditEntry,
    ConsultationStore,
    NotIssuableError,
    StoreReadOnlyError,
    UserFacingError,
)
from tests.storage.stories import (
    PASSPHRASE,
    WAIT,
    document,
    draft_of,
    fold,
    synthetic_patient,
)


def reopened(story, vault):
    story.clinic.close()
    return vault.unlock(story.clinic.practitioner.practitioner_id, PASSPHRASE)


def test_the_store_fits_its_port(story):
    port: ConsultationStore = story.store
    assert port.audit_head().sequence > 0


# --- drafts --------------------------------------------------------------------------------------


def test_a_draft_is_the_fold_of_its_events_also_after_reopening(story, vault):
    story.answer("answer:S1", '"no"')
    story.answer("answer:S2", '"yes"')
    story.answer("answer:S1", '"yes"')
    story.answer("answer:S2", None)
    story.answer("stroke:patient:1", "[[0.1,0.2,0.5,12]]")
    expected = story.store.events("consultation-1")
    assert [event.key for event in expected] == [
        "answer:S1", "answer:S2", "answer:S1", "answer:S2", "stroke:patient:1",
    ]  # fmt: skip
    clinic = reopened(story, vault)
    assert clinic.store.events("consultation-1") == expected
    assert fold(expected) == {"answer:S1": '"yes"', "stroke:patient:1": "[[0.1,0.2,0.5,12]]"}
    clinic.close()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.none() | st.text(st.characters(codec="utf-8"), max_size=30),
        ),
        max_size=12,
    )
)
def test_any_events_come_back_in_their_order_and_fold_to_the_same(story, steps):
    consultation_id = f"consultation-{story.clock.moment.timestamp()}"
    story.clock.advance(seconds=1)
    story.open(consultation_id)
    events = tuple(story.event(key, value, consultation_id) for key, value in steps)
    story.store.append(events).result(WAIT)
    assert story.store.events(consultation_id) == events
    assert fold(story.store.events(consultation_id)) == {
        key: value for key, value in dict(steps).items() if value is not None
    }


def test_drafts_do_not_see_one_another(story):
    story.open("consultation-2")
    story.answer("answer:S1", '"one"')
    story.answer("answer:S1", '"two"', "consultation-2")
    assert [event.value for event in story.store.events("consultation-1")] == ['"one"']
    assert [event.value for event in story.store.events("consultation-2")] == ['"two"']
    assert story.store.events("never opened") == ()


def test_a_retried_event_is_harmless(story):
    event = story.answer("answer:S1", '"no"')
    head = story.store.audit_head()
    story.store.append((event, event)).result(WAIT)
    assert story.store.events("consultation-1") == (event,)
    assert story.store.audit_head() == head


def test_an_event_number_never_stands_for_two_changes(story):
    event = story.answer("answer:S1", '"no"')
    other = dataclasses.replace(event, value='"yes"')
    with pytest.raises(UserFacingError, match="already taken"):
        story.store.append((other,)).result(WAIT)
    assert story.store.events("consultation-1") == (event,)


def test_events_of_one_call_are_saved_all_or_none(story):
    taken = story.answer("answer:S1", '"no"')
    clash = dataclasses.replace(taken, value='"yes"')
    with pytest.raises(UserFacingError):
        story.store.append((story.event("answer:S2", '"a"'), clash)).result(WAIT)
    assert story.store.events("consultation-1") == (taken,)
    assert story.store.verify_audit() is None


def test_a_consultation_that_was_never_opened_takes_no_events(story):
    with pytest.raises(UserFacingError, match="not in the clinic's store"):
        story.store.append((story.event("answer:S1", '"no"', "unknown"),)).result(WAIT)


def test_a_refused_change_does_not_hold_up_the_others_in_its_group(story):
    good = [story.event("answer:S1", str(number)) for number in range(20)]
    bad = story.event("answer:S1", '"no"', "unknown")
    futures = [story.store.append((event,)) for event in [*good[:10], bad, *good[10:]]]
    assert isinstance(futures.pop(10).exception(WAIT), UserFacingError)
    for future in futures:
        future.result(WAIT)
    assert story.store.events("consultation-1") == tuple(good)
    assert story.store.verify_audit() is None


def test_an_unsaved_change_says_nothing_about_itself(story, caplog):
    naive = dataclasses.replace(
        story.event("answer:S1", '"Zzcanary"'), at=story.clock.now().replace(tzinfo=None)
    )
    failure = story.store.append((naive,)).exception(WAIT)
    assert isinstance(failure, UserFacingError)
    assert "fault in the program" in str(failure)
    assert "ValueError" in caplog.text
    assert "Zzcanary" not in caplog.text
    caplog.clear()


# --- heads ---------------------------------------------------------------------------------------


def test_a_head_comes_back_as_it_was_opened(story):
    head = draft_of(
        story.patient, story.clinic.practitioner, story.clock, "consultation-9", verdict="defer"
    )
    story.store.open_consultation(head).result(WAIT)
    assert story.store.consultation("consultation-9") == head
    with pytest.raises(KeyError):
        story.store.consultation("unknown")


def test_the_most_recently_changed_consultation_comes_first(story):
    for number in (2, 3, 4):
        story.clock.advance(minutes=1)
        story.open(f"consultation-{number}")
    story.issue(consultation_id="consultation-3")
    story.answer("answer:S1", '"no"', "consultation-1")
    listed = [head.consultation_id for head in story.store.consultations()]
    assert listed == ["consultation-1", "consultation-3", "consultation-4", "consultation-2"]
    assert story.store.consultations()[0].changed_at == story.clock.now()
    assert len(story.store.consultations(limit=2)) == 2


def test_consultations_are_found_by_patient_day_and_status(story):
    other = synthetic_patient("patient-2", "Other")
    story.store.add_patient(other).result(WAIT)
    story.clock.advance(days=1)
    head = draft_of(other, story.clinic.practitioner, story.clock, "consultation-2")
    story.store.open_consultation(head).result(WAIT)
    story.issue(consultation_id="consultation-2")

    def ids(**conditions):
        return [head.consultation_id for head in story.store.consultations(**conditions)]

    assert ids(patient_id="patient-2") == ["consultation-2"]
    assert ids(patient_id="patient-1") == ["consultation-1"]
    assert ids(since=story.clock.today()) == ["consultation-2"]
    assert ids(status=ConsultationStatus.DRAFT) == ["consultation-1"]
    assert ids(status=ConsultationStatus.ISSUED) == ["consultation-2"]
    assert ids(status=ConsultationStatus.VOID) == []


def test_a_draft_needs_a_patient_who_is_in_the_store(story):
    stranger = synthetic_patient("patient-9")
    head = draft_of(stranger, story.clinic.practitioner, story.clock, "consultation-9")
    with pytest.raises(UserFacingError, match="add the patient"):
        story.store.open_consultation(head).result(WAIT)


def test_a_draft_is_not_opened_twice(story):
    story.answer("answer:S1", '"no"')
    with pytest.raises(UserFacingError, match="already open"):
        story.open("consultation-1")
    assert len(story.store.events("consultation-1")) == 1


# --- patients ------------------------------------------------------------------------------------


@pytest.fixture
def patients(story):
    several = [
        PatientIdentity("p1", "Müller-Lüdenscheidt", "Zoë", dt.date(1985, 4, 7), "MRN-0071", True),
        PatientIdentity("p2", "Søndergård", "Åse", dt.date(1990, 12, 31), "4711", True),
        PatientIdentity("p3", "O'Neill", "Anne Marie", None, "", True),
        PatientIdentity("p4", "Łukasiewicz", "Jan", dt.date(1985, 4, 7), "", True),
        PatientIdentity("p5", "Ιωάννου", "Ελένη", dt.date(2001, 1, 1), "100%_x", True),
    ]
    for patient in several:
        story.clock.advance(seconds=1)
        story.store.add_patient(patient).result(WAIT)
    return story.store


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("muller", ["p1"]),
        ("MÜLLER", ["p1"]),
        ("denscheidt zoe", ["p1"]),
        ("sondergard", ["p2"]),
        ("ase", ["p2"]),
        ("o neill", ["p3"]),
        ("anne", ["p3"]),
        ("lukasi", ["p4"]),
        ("ιωαννου", ["p5"]),
        ("mrn-0071", ["p1"]),
        ("mrn0071", ["p1"]),
        ("4711", ["p2"]),
        ("07.04.1985", ["p4", "p1"]),
        ("7/4/1985", ["p4", "p1"]),
        ("04/07/1985", ["p4", "p1"]),
        ("1985-04-07", ["p4", "p1"]),
        ("19850407 jan", ["p4"]),
        ("31.12.1990", ["p2"]),
        ("nobody", []),
        ("100%_", ["p5"]),
        ("%", ["p5", "p4", "p3", "p2", "p1", "patient-1"]),
        ("", ["p5", "p4", "p3", "p2", "p1", "patient-1"]),
    ],
)
def test_patients_are_found_by_what_is_known_of_them(patients, query, found):
    assert [patient.patient_id for patient in patients.patients(query)] == found


def test_a_patient_comes_back_whole_and_can_be_corrected(story):
    corrected = dataclasses.replace(
        story.patient, family="Corrected", birth_date=None, record_number="7"
    )
    story.store.add_patient(corrected).result(WAIT)
    assert story.store.patients("corrected") == (corrected,)
    assert story.store.patients("specimen") == ()
    assert story.store.consultation("consultation-1").patient == corrected
    assert len(story.store.patients(limit=1)) == 1


@given(query=st.text(max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_typed_into_the_search_breaks_it(story, query):
    assert len(story.store.patients(query)) <= 1


# --- issuing -------------------------------------------------------------------------------------


def test_issuing_stores_version_documents_status_and_audit_together(story, vault):
    before = story.store.audit_head().sequence
    issued = story.issued()
    story.store.issue(issued).result(WAIT)
    clinic = reopened(story, vault)
    head = clinic.store.consultation("consultation-1")
    assert (head.status, head.version, head.verdict) == (ConsultationStatus.ISSUED, 1, "defer")
    assert head.changed_at == issued.audit.at
    assert clinic.store.documents("consultation-1") == issued.documents
    assert clinic.store.documents("consultation-1", 2) == ()
    assert clinic.store.documents("unknown") == ()
    assert clinic.store.audit_head().sequence > before
    assert clinic.store.verify_audit() is None
    clinic.close()


def test_an_issued_consultation_takes_no_more_events(story):
    story.answer("answer:S1", '"no"')
    story.issue()
    with pytest.raises(StoreReadOnlyError, match="issued and cannot be changed"):
        story.store.append((story.event("answer:S1", '"yes"'),)).result(WAIT)
    with pytest.raises(StoreReadOnlyError):
        story.store.issue(story.issued(2)).result(WAIT)
    assert [event.value for event in story.store.events("consultation-1")] == ['"no"']


def test_the_next_version_is_opened_filled_and_issued_and_the_first_one_stays(story):
    story.answer("answer:S1", '"no"')
    story.issue(data=b"first record")
    with pytest.raises(UserFacingError, match="version 2"):
        story.open("consultation-1", version=1)
    story.open("consultation-1", version=2, stage="treatment-day")
    assert story.store.consultation("consultation-1").status is ConsultationStatus.DRAFT
    story.answer("answer:T1", '"yes"')
    with pytest.raises(NotIssuableError, match="version 2"):
        story.store.issue(story.issued(3)).result(WAIT)
    story.issue(2, data=b"second record")
    newest = story.store.documents("consultation-1")
    assert newest[0].data == b"second record"
    assert story.store.documents("consultation-1", 1)[0].data == b"first record"
    assert story.store.verify_audit() is None


def test_a_version_that_cannot_be_stored_whole_leaves_nothing_behind(story, caplog):
    head = story.store.audit_head()
    twice = story.issued()
    clash = dataclasses.replace(
        twice, audit=AuditEntry("bad action", "author-1", "x", story.clock.now())
    )
    with pytest.raises(UserFacingError):
        story.store.issue(clash).result(WAIT)
    assert story.store.documents("consultation-1") == ()
    assert story.store.consultation("consultation-1").status is ConsultationStatus.DRAFT
    assert story.store.audit_head() == head
    story.store.issue(twice).result(WAIT)
    assert caplog.messages == ["a change could not be saved: ValueError"]
    caplog.clear()


def test_a_document_must_have_the_digest_that_it_is_given_with(story):
    lying = dataclasses.replace(document("record", b"one"), data=b"another")
    with pytest.raises(ValueError, match="digest"):
        story.store.issue(dataclasses.replace(story.issued(), documents=(lying,)))


def test_the_same_file_issued_twice_is_kept_once(story):
    story.issue()
    story.open("consultation-2")
    story.issue(consultation_id="consultation-2")
    with story.intruder() as raw:
        assert raw.execute("select count(*) from blob").fetchone() == (2,)


# --- packs ---------------------------------------------------------------------------------------


def test_a_used_pack_is_kept_once_and_never_replaced(story):
    assert story.store.kept_pack("digest") is None
    story.store.keep_pack("digest", "microneedling", "1.0.0", b"content").result(WAIT)
    head = story.store.audit_head()
    story.store.keep_pack("digest", "microneedling", "1.0.0", b"other").result(WAIT)
    assert story.store.kept_pack("digest") == b"content"
    assert story.store.audit_head() == head


def test_an_assistant_is_told_apart_from_the_dermatologist_in_heads(story):
    helper = dataclasses.replace(
        story.clinic.practitioner, practitioner_id="helper", role=Role.ASSISTANT
    )
    head = draft_of(story.patient, helper, story.clock, "consultation-7")
    story.store.open_consultation(head).result(WAIT)
    assert story.store.consultation("consultation-7").practitioner == helper
