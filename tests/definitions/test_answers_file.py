"""Stories about answers files: what they may say, and what is reported."""

import datetime as dt
from decimal import Decimal

import pytest

from consult_app.definitions.answers_file import load_answers, pack_named_in, parse_answers
from consult_app.definitions.located import DefinitionError
from consult_app.domain.answers import AnswerState, given, instance_of
from consult_app.domain.consultation import Role, Signatory
from consult_app.domain.dates import PartialDate
from consult_app.domain.decisions import DecisionKind
from consult_app.domain.form import Stage

FILE = """\
schema: answers/1
pack: needling
consultation_date: 2026-11-22
planned_date: 2026-12-07
device: pen-one
stage: consultation
patient:
  {family: Example, given: Dana, birth_date: 1984-03-14, record_number: DEMO-1, synthetic: true}
practitioner: {printed_name: Dr Example, credential: Dermatologist}
complete: [medicines]
answers:
  M15: 'no'
  H2: {state: declined}
  L1: 12
  V5: [cheeks, chin]
  M9: a scar on the chin
  medicines:
    - {name: aspirin, status: current}
    - {name: cetirizine, status: stopped, stopped_on: 2026-10}
decisions:
  - {rule: recent-peel, kind: settled-by-evidence, reason: Skin examined, evidence: seen,
     evidence_date: 2026-11-21}
signatures: {patient: {typed: Dana Example}, practitioner: {typed: Dr Example}}
"""


@pytest.fixture
def pack(story):
    return story.load()


def read(pack, text=FILE):
    return parse_answers(text, "dana.yaml", pack)


def problems(pack, old, new):
    assert FILE.count(old) == 1
    with pytest.raises(DefinitionError) as caught:
        read(pack, FILE.replace(old, new))
    return str(caught.value).splitlines()


def test_answers_are_typed_by_the_form(pack):
    answers = read(pack).answers

    assert answers.get("M15") == given("no")
    assert answers.get("L1") == given(Decimal(12))
    assert answers.get("V5") == given(("cheeks", "chin"))
    assert answers.get("H2").state is AnswerState.DECLINED


def test_a_list_keeps_its_entries_apart_and_in_order(pack):
    answers = read(pack).answers
    listed = answers.list_state("medicines")

    assert listed.complete
    first, second = listed.instances
    assert answers.get(f"medicines[{first}].name") == given("aspirin")
    assert answers.get(f"medicines[{second}].stopped_on") == given(PartialDate(2026, 10))
    assert {instance_of(path) for path in answers.paths()} == {None, first, second}


def test_the_same_file_gives_the_same_entries_each_time(pack):
    assert read(pack).answers == read(pack).answers


def test_a_list_that_nobody_closed_stays_open(pack):
    found = read(pack, FILE.replace("complete: [medicines]\n", ""))

    assert not found.answers.list_state("medicines").complete
    assert not found.answers.list_state("treatments").complete


def test_what_the_head_states_is_answered_too(pack):
    found = read(pack)

    assert found.answers.get("V1") == given(PartialDate(1984, 3, 14))
    assert found.answers.get("V3") == given(PartialDate(2026, 12, 7))
    assert found.answers.get("V4") == given("pen-one")
    assert found.planned_date == dt.date(2026, 12, 7)


def test_the_planned_date_may_stand_among_the_answers(pack):
    text = FILE.replace("planned_date: 2026-12-07\n", "").replace(
        "  L1: 12\n", "  V3: 2026-12-08\n"
    )

    assert read(pack, text).planned_date == dt.date(2026, 12, 8)


def test_a_consultation_need_not_be_booked(pack):
    assert read(pack, FILE.replace("planned_date: 2026-12-07\n", "")).planned_date is None


def test_the_rest_of_the_head_is_read(pack):
    found = read(pack)

    assert (found.pack_id, found.consultation_date) == ("needling", dt.date(2026, 11, 22))
    assert found.stage is Stage.CONSULTATION
    assert found.patient.display_name == "Example, Dana"
    assert found.patient.synthetic
    assert found.patient.record_number == "DEMO-1"
    assert (found.practitioner.printed_name, found.practitioner.role) == (
        "Dr Example",
        Role.DERMATOLOGIST,
    )
    (decision,) = found.decisions
    assert (decision.kind, decision.evidence_id) == (DecisionKind.SETTLED, "seen")
    assert found.typed_signatures == {
        Signatory.PATIENT: "Dana Example",
        Signatory.PRACTITIONER: "Dr Example",
    }


def test_nothing_of_the_patient_shows_in_a_log(pack):
    found = read(pack)

    assert repr(found) == "AnswersFile(needling)"
    assert "examined" not in repr(found.decisions)
    assert "Dana" not in repr(found.patient)


def test_a_mistyped_question_is_found_with_its_place(pack):
    assert problems(pack, "  M15: 'no'", "  M51: 'no'") == [
        'dana.yaml:12:3 unknown-question there is no question "M51". Did you mean "M15"?'
    ]


def test_a_mistyped_question_of_a_list_is_found_with_its_place(pack):
    (problem,) = problems(pack, "{name: aspirin, status: current}", "{nane: aspirin}")

    assert problem == (
        'dana.yaml:18:8 unknown-question there is no question "medicines.nane". '
        'Did you mean "medicines.name"?'
    )


@pytest.mark.parametrize(
    ("old", "new", "report"),
    [
        (
            "pack: needling",
            "pack: peeling",
            'dana.yaml:2:7 other-pack this file is for "peeling", not for "needling".',
        ),
        (
            "schema: answers/1",
            "schema: answers/2",
            "dana.yaml:1:9 wrong-schema this is another schema. Write answers/1.",
        ),
        (
            "planned_date: 2026-12-07",
            "planned_date: 2026-11-07",
            "dana.yaml:4:15 wrong-order the planned date lies before the consultation.",
        ),
        (
            "consultation_date: 2026-11-22",
            "consultation_date: 2026-11",
            'dana.yaml:3:20 not-a-day "2026-11" is not a single day. Write year, month and day.',
        ),
        (
            "device: pen-one",
            "device: pen",
            'dana.yaml:5:9 unknown-device there is no device "pen". Did you mean "pen-one"?',
        ),
        (
            "  M15: 'no'",
            "  M15: none",
            'dana.yaml:12:8 unknown-code "..." is not an option of M15. Did you mean "no"?',
        ),
        (
            "  L1: 12",
            "  L1: twelve",
            'dana.yaml:14:7 wrong-type a number is expected here, not "...".',
        ),
        (
            "  L1: 12",
            "  V3: 2026-12-08",
            (
                "dana.yaml:14:3 contradiction the answer to V3 differs from what the head of the "
                "file says. Write it in one place only."
            ),
        ),
        (
            "rule: recent-peel",
            "rule: recent-peal",
            (
                'dana.yaml:21:12 unknown-rule there is no rule "recent-peal". '
                'Did you mean "recent-peel"?'
            ),
        ),
        (
            "evidence: seen",
            "evidence: scene",
            (
                'dana.yaml:21:85 unknown-evidence there is no evidence for recent-peel "scene". '
                'Did you mean "seen"?'
            ),
        ),
        (
            "complete: [medicines]",
            "complete: [medicine]",
            'dana.yaml:10:12 unknown-list there is no list "medicine". Did you mean "medicines"?',
        ),
    ],
)
def test_a_mistake_in_an_answers_file_is_reported_where_it_stands(pack, old, new, report):
    assert problems(pack, old, new) == [report]


def test_a_state_that_the_question_does_not_take_is_refused(story):
    story.change(
        "questionnaire.yaml",
        "{question: H2, kind: choice,",
        "{question: H2, declined: false, kind: choice,",
    )

    (problem,) = problems(story.load(), "  L1: 12", "  L1: 12.5")

    assert problem == (
        "dana.yaml:13:15 state-not-taken H2 cannot be answered so. "
        "See dont_know and declined of the question."
    )


def test_all_problems_of_a_file_are_reported_at_once(pack):
    with pytest.raises(DefinitionError) as caught:
        read(pack, "schema: answers/1\npack: needling\nanswers: {M51: x, L1: x}\n")

    assert [line.split()[1] for line in str(caught.value).splitlines()] == [
        "missing-key",
        "unknown-question",
        "wrong-type",
    ]


def test_what_was_written_about_the_patient_is_in_no_message(pack):
    text = FILE.replace("birth_date: 1984-03-14", "birth_date: Sunday").replace(
        "V5: [cheeks, chin]", "V5: [tattoo]"
    )

    with pytest.raises(DefinitionError) as caught:
        read(pack, text.replace("L1: 12", "L1: a lot").replace("{typed: Dana Example}", "Dana"))

    lines = str(caught.value).splitlines()
    assert [line.split()[1] for line in lines] == [
        "not-a-date",
        "wrong-type",
        "unknown-code",
        "wrong-type",
    ]
    assert not any(word in str(caught.value) for word in ("Sunday", "tattoo", "a lot", "Dana"))


def test_a_file_names_its_pack_before_anything_else_is_read(tmp_path, pack):
    path = tmp_path / "dana.yaml"
    path.write_text(FILE, encoding="utf-8")

    assert pack_named_in(path) == "needling"
    assert load_answers(path, pack).patient.given == "Dana"


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("schema: answers/1\n", 'dana.yaml:1:1 missing-key the key "pack" is missing.'),
        ("pack: 7\n", 'dana.yaml:1:7 wrong-type text is expected here, not "7".'),
        ("", "dana.yaml:1:1 empty-file the file is empty."),
    ],
)
def test_a_file_that_names_no_pack_is_refused(tmp_path, text, report):
    path = tmp_path / "dana.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DefinitionError) as caught:
        pack_named_in(path)

    assert str(caught.value).startswith(report)
