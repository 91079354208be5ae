"""Counting again only what changed gives what counting everything gives."""

from hypothesis import given
from hypothesis import strategies as st

from consult_app.domain.answers import AnswerState
from consult_app.domain.dates import PartialDate
from consult_app.domain.form import QuestionKind
from consult_app.domain.interview import left_in, missing_answers
from consult_app.ui.tally import Tally
from tests.fakes import make_desk
from tests.ui.small_pack import small_pack

PACK = small_pack()
CHOICES = [
    q
    for q in PACK.form.questions.values()
    if q.kind is QuestionKind.CHOICE and "medicines" not in q.link_id and "trips" not in q.link_id
]


@st.composite
def steps(draw):
    question = draw(st.sampled_from(CHOICES))
    kind = draw(st.sampled_from(["answer", "state", "clear", "list", "close", "date", "undo"]))
    code = draw(st.sampled_from([option.code for option in question.options]))
    return kind, question.link_id, code


@given(st.lists(steps(), max_size=25))
def test_the_tally_always_agrees_with_a_full_count(moves):
    desk = make_desk(PACK)
    patient = desk.casebook.add_patient("Example", "Dana", None)
    session = desk.session(desk.casebook.begin(patient, PACK), lambda action: action())
    tally = Tally(session)
    session.subscribe(lambda change: tally.count_again(change.link_ids))
    for kind, link_id, code in moves:
        if kind == "answer":
            session.answer(link_id, code)
        elif kind == "state":
            session.record_state(link_id, AnswerState.DONT_KNOW)
        elif kind == "clear":
            session.clear(link_id)
        elif kind == "list":
            session.add_entry("trips")
        elif kind == "close":
            session.close_list("medicines")
        elif kind == "date":
            session.answer("V3", PartialDate(2026, 6, 1))
        else:
            session.undo()
        for section in PACK.form.sections:
            assert tally.left_in(section) == left_in(session.evidence, section)
        wanted = missing_answers(session.evidence, session.consultation.stage)
        assert tally.total == len(wanted)
