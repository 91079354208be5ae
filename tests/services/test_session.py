"""An open consultation: every change is durable, and nothing is said before it is."""

from decimal import Decimal

import pytest

from consult_app.domain.answers import AnswerState, Provenance
from consult_app.domain.assessment import assess, evidence_for
from consult_app.domain.consultation import InkPoint, Signatory
from consult_app.domain.dates import PartialDate
from consult_app.domain.decisions import DecisionKind
from consult_app.services import drafts
from consult_app.services.deciding import DecisionRefusedError
from consult_app.services.inking import SignatureRefusedError
from consult_app.services.ports import StoreFullError
from consult_app.services.saving import SaveState
from tests.fakes import ASSISTANT, make_desk
from tests.services.conftest import PACK

STROKE = (InkPoint(0.1, 0.2, 0.5, 0), InkPoint(0.4, 0.6, 0.7, 12))


def stored(store, session):
    """The draft as the store would give it back."""
    head = store.consultation(session.consultation.consultation_id)
    return drafts.fold(head, store.events(head.consultation_id))


def test_a_new_draft_knows_the_birth_date_from_the_patients_register(session):
    answer = session.consultation.answers.get("V1")
    assert answer.value == PartialDate(1984, 3, 14)
    assert answer.provenance is Provenance.RECORDS_SEEN


def test_every_kind_of_change_comes_back_from_the_store(desk, store, session):
    session.answer("P1", "possible")
    session.answer("H8", Decimal("2.5"))
    session.answer("V5", ("cheeks", "chin"))
    session.record_state("A1", AnswerState.DECLINED)
    session.add_entry("medicines", [("name", "warfarin"), ("status", "current")])
    session.close_list("medicines")
    session.move_to("H8")
    ink = desk.inking(session)
    ink.add_stroke(Signatory.PATIENT, STROKE, 3.2)
    ink.accept(Signatory.PATIENT)
    ink.type_name(Signatory.PRACTITIONER, "Dr Example")

    assert stored(store, session) == session.consultation


def test_an_answer_updates_the_assessment_as_a_full_pass_would(session):
    session.answer("P1", "pregnant")
    evidence = evidence_for(
        session.book,
        PACK.medicines,
        session.consultation.answers,
        session.evidence.consultation_date,
    )
    assert session.assessment == assess(session.book, evidence, session.consultation.stage)
    assert session.assessment.finding("pregnant").fired is False  # V2 still hides the question

    session.answer("V2", "can")
    assert session.assessment.finding("pregnant").fired


def test_saved_is_said_only_after_the_commit(store, clock, session):
    store.holding = True
    session.answer("P1", "no")
    assert session.saving.state is SaveState.SAVING

    store.release()
    assert session.saving.state is SaveState.SAVED
    assert session.saving.saved_at == clock.now()


def test_one_of_two_pending_changes_is_not_yet_saved(store, session):
    store.holding = True
    session.answer("P1", "no")
    session.answer("C1", "yes")
    first, events = store.held.pop(0)
    store._keep(events)
    first.set_result(None)
    assert session.saving.state is SaveState.SAVING


def test_a_full_disk_is_said_and_the_answer_stays_on_the_screen(store, session):
    store.failing = StoreFullError("The disk is full.")
    session.answer("P1", "no")
    assert session.saving.state is SaveState.NOT_SAVED
    assert session.saving.problem == "The disk is full."
    assert session.consultation.answers.get("P1").value == "no"

    store.failing = None
    session.answer("C1", "yes")
    assert session.saving.state is SaveState.NOT_SAVED, "an answer is missing in the store"


def test_a_failure_that_the_store_still_mends_is_taken_back_once_it_is_durable(store, session):
    store.holding = True
    session.answer("P1", "no")
    store.listeners[0](StoreFullError("The disk is full."))
    assert session.saving.state is SaveState.NOT_SAVED

    store.release()
    assert session.saving.state is SaveState.SAVED


def test_the_same_answer_again_changes_nothing(store, session):
    session.answer("P1", "no")
    events = len(store.events(session.consultation.consultation_id))
    session.answer("P1", "no")
    assert len(store.events(session.consultation.consultation_id)) == events


def test_undo_takes_back_whole_steps_and_is_durable_itself(store, session):
    before = session.consultation.answers
    session.answer("P1", "no")
    instance = session.add_entry("medicines", [("name", "warfarin")])
    session.remove_entry("medicines", instance)
    for _ in range(3):
        assert session.undo()
    assert session.consultation.answers.entries == before.entries
    assert session.consultation.answers.list_state("medicines").instances == ()
    assert stored(store, session) == session.consultation
    assert not session.undo()


def test_undoing_a_removed_entry_brings_its_answers_back(session):
    instance = session.add_entry("medicines", [("name", "warfarin"), ("status", "current")])
    session.remove_entry("medicines", instance)
    session.undo()
    path = f"medicines[{instance}].name"
    assert session.consultation.answers.get(path).value == "warfarin"


def test_listeners_hear_what_changed(session):
    heard = []
    session.subscribe(heard.append)
    session.answer("S2.site", "none")
    session.close_list("treatments")
    assert [sorted(change.link_ids) for change in heard] == [["S2.site"], ["treatments"]]


def test_a_consultation_reopens_where_it_stood(desk, session):
    session.answer("P1", "no")
    session.move_to("C1")
    reopened = desk.casebook.reopen(session.consultation.consultation_id)
    assert reopened == session.consultation
    assert reopened.position == "C1"


def test_what_if_on_another_day_changes_nothing(session):
    before = session.consultation
    there = session.move_planned_date(session.evidence.consultation_date.replace(month=6))
    assert there.planned_date.month == 6
    assert session.consultation is before


class TestDeciding:
    """Only a dermatologist decides, with a reason, within what the rule allows."""

    @pytest.fixture
    def nickel(self, session):
        session.answer("V4", "plain")
        session.answer("A1", "nickel")
        return session

    def test_an_accepted_precaution_stands(self, desk, nickel):
        desk.deciding(nickel).decide("nickel", DecisionKind.ACCEPT, "Discussed")
        assert nickel.assessment.decisions["nickel"].reason == "Discussed"

    def test_withdrawing_adds_an_entry_and_takes_it_back(self, desk, nickel):
        deciding = desk.deciding(nickel)
        deciding.decide("nickel", DecisionKind.ACCEPT, "Discussed")
        deciding.withdraw("nickel")
        assert "nickel" not in nickel.assessment.decisions
        assert len(nickel.consultation.decisions) == 2

    @pytest.mark.parametrize(
        ("kind", "reason", "words"),
        [
            (DecisionKind.ACCEPT, " ", "Type the reason"),
            (DecisionKind.OVERRIDE, "because", "cannot be settled in that way"),
        ],
    )
    def test_what_may_not_be_is_refused_in_one_sentence(self, desk, nickel, kind, reason, words):
        with pytest.raises(DecisionRefusedError, match=words):
            desk.deciding(nickel).decide("nickel", kind, reason)

    def test_an_assistant_may_not_decide(self, store, clock, nickel):
        desk = make_desk(PACK, store=store, clock=clock, practitioner=ASSISTANT)
        with pytest.raises(DecisionRefusedError, match="Only a dermatologist"):
            desk.deciding(nickel).decide("nickel", DecisionKind.ACCEPT, "Discussed")


class TestInking:
    """A signature is ink or a typed name, never nothing, and rests on what was signed."""

    def test_an_empty_signature_is_refused(self, desk, session):
        with pytest.raises(SignatureRefusedError, match="Sign first"):
            desk.inking(session).accept(Signatory.PATIENT)

    def test_a_single_dot_is_not_a_signature(self, desk, session):
        ink = desk.inking(session)
        ink.add_stroke(Signatory.PATIENT, STROKE[:1], 3.0)
        with pytest.raises(SignatureRefusedError):
            ink.accept(Signatory.PATIENT)

    def test_a_signature_stands_until_an_answer_changes(self, desk, session):
        ink = desk.inking(session)
        ink.add_stroke(Signatory.PATIENT, STROKE, 3.0)
        ink.accept(Signatory.PATIENT)
        assert ink.stands(Signatory.PATIENT)

        session.answer("P1", "no")
        assert not ink.stands(Signatory.PATIENT)

    def test_more_ink_asks_for_acceptance_again(self, desk, session):
        ink = desk.inking(session)
        ink.add_stroke(Signatory.PATIENT, STROKE, 3.0)
        ink.accept(Signatory.PATIENT)
        ink.add_stroke(Signatory.PATIENT, STROKE, 3.0)
        assert not ink.stands(Signatory.PATIENT)

    def test_undo_and_clear_on_the_pad(self, desk, session):
        ink = desk.inking(session)
        ink.add_stroke(Signatory.PATIENT, STROKE, 3.0)
        ink.add_stroke(Signatory.PATIENT, STROKE[::-1], 3.0)
        ink.remove_last_stroke(Signatory.PATIENT)
        assert ink.signature(Signatory.PATIENT).strokes == (STROKE,)
        ink.clear(Signatory.PATIENT)
        assert ink.signature(Signatory.PATIENT).empty

    def test_a_typed_name_is_the_alternative_and_replaces_ink(self, desk, session):
        ink = desk.inking(session)
        ink.add_stroke(Signatory.PATIENT, STROKE, 3.0)
        ink.type_name(Signatory.PATIENT, " Dana Example ")
        signature = ink.signature(Signatory.PATIENT)
        assert (signature.typed, signature.strokes) == ("Dana Example", ())
        ink.accept(Signatory.PATIENT)
        assert ink.stands(Signatory.PATIENT)
