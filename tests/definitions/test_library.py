"""Stories about loading a whole pack: what becomes of it, what refuses it, what its digests say."""

import datetime as dt
import itertools
import re
from decimal import Decimal

import pytest

from consult_app.definitions.library import check, load_pack
from consult_app.definitions.located import DefinitionError
from consult_app.domain.answers import AnswerState, link_id_of
from consult_app.domain.conditions import All, FactLeaf, ForAny, Operator, QuestionLeaf
from consult_app.domain.dates import PartialDate, Span, Unit
from consult_app.domain.facts import FactKind
from consult_app.domain.form import Group, RepeatingList, Stage, Tense
from consult_app.domain.pack import PackStatus
from consult_app.domain.rules import Expected, Severity, Until

# --- what becomes of a good pack ------------------------------------------------------------------


def test_a_good_pack_has_no_problems(story):
    assert story.problems() == []


def test_the_head_of_a_pack_says_what_it_is(story):
    pack = story.load()

    assert (pack.pack_id, pack.version, pack.status) == ("needling", "2026.11.0", PackStatus.DRAFT)
    assert pack.notice.startswith("INCOMPLETE RULE SET")
    assert pack.sources["PC"].citation == "Practice"
    assert pack.consent.sections[0].lines == ("It stings.",)
    assert pack.medicines is story.medicines


def test_questions_groups_and_lists_keep_their_order_and_their_gates(story):
    form = story.load().form

    assert list(form.questions)[:4] == ["V1", "V3", "V4", "V5"]
    assert isinstance(form.containers["S7.grade"], Group)
    assert isinstance(form.lists["medicines"], RepeatingList)
    assert form.questions["V3"].tense is Tense.FUTURE
    assert form.questions["H2"].negative == "no"
    assert [option.code for option in form.questions["H2"].options] == ["yes", "no"]
    assert form.questions["S7.in_area"].enable_when == QuestionLeaf(
        "S7.grade", Operator.EQUALS, "severe"
    )
    assert form.scores["spots"].band(Decimal(2)) == "many"


def test_a_question_takes_the_stage_of_its_section(story):
    form = story.load().form

    assert form.questions["DAY2"].stage is Stage.TREATMENT_DAY
    assert form.questions["H2"].stage is Stage.CONSULTATION


def test_a_list_passes_its_own_stage_on_to_its_questions(story):
    story.change(
        "questionnaire.yaml",
        "- list: treatments\n",
        "- list: treatments\n        stage: treatment-day\n",
    )

    assert [line.split()[1] for line in story.problems()] == [
        "reads-ahead",
        "reads-ahead",
        "reads-ahead",
    ]


def test_rules_carry_conditions_windows_and_typed_examples(story):
    fever, peel = (story.load().rule_by_id[name] for name in ("fever", "recent-peel"))

    assert fever.severity is Severity.ABSOLUTE
    assert not fever.override.allowed
    assert peel.until == (Until("treatments.date", Span(14, Unit.DAYS)),)
    assert peel.when == ForAny(
        "treatments",
        All(
            (
                QuestionLeaf("treatments.kind", Operator.EQUALS, "peel"),
                QuestionLeaf("treatments.date", Operator.WITHIN, Span(14, Unit.DAYS)),
            )
        ),
    )
    fires, _, open_example = peel.examples
    assert (fires.expected, fires.until) == (Expected.FIRES, dt.date(2026, 3, 11))
    assert fires.consultation_date == dt.date(2026, 3, 2)
    values = {link_id_of(path): answer.value for path, answer in fires.answers.entries.items()}
    assert values == {
        "treatments.kind": "peel",
        "treatments.date": PartialDate(2026, 2, 25),
    }
    assert not fires.answers.list_state("treatments").complete
    states = {answer.state for answer in open_example.answers.entries.values()}
    assert states == {AnswerState.GIVEN, AnswerState.DONT_KNOW}


def test_a_fact_is_read_with_its_classes(story):
    leaf = story.load().rule_by_id["antiplatelet"].when

    assert isinstance(leaf, FactLeaf)
    assert (leaf.fact.kind, leaf.fact.classes) == (FactKind.AGENTS, ("antiplatelet",))
    assert leaf.value == Decimal(1)


def test_a_fact_may_name_a_question_and_a_state_may_be_read(story):
    story.change(
        "rules/illness.yaml",
        "when: {question: M15, op: '=', value: 'yes'}",
        "when: {any: [{question: M15, state: [dont-know]}, {question: M15, op: '=', value: 'yes'},"
        " {all: [{fact: days-since, question: V1, earliest: true, op: '<', value: 7},"
        " {question: M15, op: '=', value: 'yes'}]}]}",
    )

    assert story.problems() == []


def test_a_device_carries_its_label_and_what_it_raises(story):
    device = story.load().device_by_id["pen-one"]

    assert (device.label.min_age, device.label.max_depth) == (22, Decimal("1.5"))
    assert [(use.area, use.indication) for use in device.label.uses] == [
        ("cheeks", "lines"),
        ("cheeks", "acne-scars"),
    ]
    (raised,) = device.raises_of("antiplatelet")
    assert (raised.severity, raised.when) == (Severity.ABSOLUTE, None)
    assert {answer.value for answer in raised.examples[0].answers.entries.values()} > {"pen-one"}


def test_a_limit_that_the_label_does_not_give_is_unknown(story):
    story.change("devices/pen-one.yaml", "max_depth: 1.5", "max_depth: unknown")
    story.change("devices/pen-one.yaml", "min_age: 22", "min_age: unknown")

    label = story.load().device_by_id["pen-one"].label

    assert (label.max_depth, label.min_age) == (None, None)


def test_a_plan_has_its_windows_and_lines(story):
    plan = story.load().plan

    assert (plan.windows[0].minimum, plan.windows[0].maximum) == (Decimal("0.25"), Decimal("0.5"))
    assert plan.skin_types[0].interval_days == 28
    (line,) = plan.lines
    assert (line.offset.days, line.findings, line.merge) == (-28, ("recent-peel",), "sun")


# --- the clinic's own numbers ---------------------------------------------------------------------


def test_the_clinic_s_number_goes_into_the_rules(story):
    pack = story.load({"peel-wait": 21})

    assert pack.rule_by_id["recent-peel"].until == (Until("treatments.date", Span(21, Unit.DAYS)),)
    assert [(value.default, value.current) for value in pack.policy] == [(14, 21)]


def test_the_examples_run_on_the_defaults_whatever_the_clinic_chose(story):
    assert story.load({"peel-wait": 7}).rules_digest != story.load().rules_digest

    story.change("rules/illness.yaml", "until: 2026-03-11", "until: 2026-03-04")
    with pytest.raises(DefinitionError, match="it fires until 2026-03-11"):
        story.load({"peel-wait": 7})


def test_a_clinic_s_number_outside_the_bounds_is_refused(story):
    with pytest.raises(DefinitionError) as caught:
        story.load({"peel-wait": 6})

    assert str(caught.value) == (
        'policy.yaml:3:55 policy-bounds the clinic\'s "peel-wait" of 6 does not lie between 7 and '
        "28. Change it in the clinic's settings."
    )


def test_a_clinic_s_number_that_the_pack_does_not_have_is_refused(story):
    with pytest.raises(DefinitionError) as caught:
        story.load({"peel-weight": 14})

    assert str(caught.value) == (
        'policy.yaml:3:3 unknown-policy the clinic set "peel-weight", which this pack does not '
        'have. Did you mean "peel-wait"?'
    )


# --- whole files ----------------------------------------------------------------------------------


def test_every_problem_of_every_file_is_reported_at_once(story):
    story.change("pack.yaml", "status: draft", "status: drift")
    story.change("questionnaire.yaml", "unit: a day", "units: a day")
    story.change("rules/illness.yaml", "number: '3'", "numbers: '3'")
    story.change("rules/bleeding.yaml", "sources: ['1']", "sources: []")
    story.change("devices/pen-one.yaml", "type: pen", "type: pencil")
    story.change("plan.yaml", "area: cheeks", "area: cheek")
    story.change("lines/before.yaml", "kind: dont", "kind: never")
    story.change("consent.yaml", "language: en", "tongue: en")
    story.change("policy.yaml", "default: 14", "default: 140")
    story.change("sources.yaml", "citation: A label, ", "")

    assert [line.split(" ", 2)[:2] for line in story.problems()] == [
        ["consent.yaml:1:1", "missing-key"],
        ["consent.yaml:3:1", "unknown-key"],
        ["devices/pen-one.yaml:4:7", "unknown-value"],
        ["lines/before.yaml:5:11", "unknown-value"],
        ["pack.yaml:6:9", "unknown-value"],
        ["plan.yaml:4:12", "unknown-code"],
        ["policy.yaml:3:55", "policy-bounds"],
        ["questionnaire.yaml:35:62", "unknown-key"],
        ["rules/bleeding.yaml:11:14", "missing-source"],
        ["rules/illness.yaml:5:5", "unknown-key"],
        ["sources.yaml:3:5", "missing-key"],
    ]


@pytest.mark.parametrize("name", ["pack.yaml", "plan.yaml", "consent.yaml", "sources.yaml"])
def test_a_missing_file_is_one_problem(story, name):
    del story.files[name]

    assert story.problems() == [f"{name}:1:1 missing-file a pack needs this file."]


def test_without_the_policy_nothing_is_said_of_the_numbers_that_it_would_hold(story):
    del story.files["policy.yaml"]

    assert story.problems() == ["policy.yaml:1:1 missing-file a pack needs this file."]


def test_without_the_questionnaire_nothing_is_said_of_its_questions(story):
    del story.files["questionnaire.yaml"]

    assert story.problems() == ["questionnaire.yaml:1:1 missing-file a pack needs this file."]


def test_a_pack_without_rules_is_refused(story):
    del story.files["rules/illness.yaml"]
    del story.files["rules/bleeding.yaml"]

    assert story.problems() == ["rules:1:1 missing-file a pack needs at least one file of rules."]


def test_a_broken_file_of_rules_is_one_problem_and_its_rules_count_as_unread(story):
    story.files["rules/bleeding.yaml"] = "rules: ["

    (problem,) = story.problems()

    assert problem.startswith("rules/bleeding.yaml:2:1 yaml-syntax ")


def test_a_folder_that_is_not_there_is_refused(story, tmp_path):
    (problem,) = check(tmp_path / "nowhere", story.medicines)

    assert str(problem) == "nowhere:1:1 missing-file there is no such folder."


def test_a_folder_that_cannot_be_read_is_refused(story, tmp_path):
    (problem,) = check(tmp_path / ("x" * 300), story.medicines)

    assert problem.code == "unreadable"
    assert problem.message.startswith("the folder cannot be read: ")


def test_a_folder_in_the_place_of_a_file_is_refused(story):
    (story.write() / "rules" / "more.yaml").mkdir()

    (problem,) = check(story.folder, story.medicines)

    assert str(problem).startswith("rules/more.yaml:1:1 unreadable the file cannot be read: ")


def test_a_file_that_nothing_reads_is_reported_rather_than_passed_over(story):
    story.files["rules/sun.yml"] = "schema: rules/1\nrules: []\n"
    story.files["rule/sun.yaml"] = "schema: rules/1\nrules: []\n"
    story.files[".hidden"] = ""
    story.files["README.md"] = "For its authors."

    assert story.problems() == [
        f"{name}:1:1 unexpected-file nothing reads this. Rename it, or take it out of the pack."
        for name in ("rule", "rules/sun.yml")
    ]


def test_a_device_given_twice_is_reported(story):
    story.files["devices/pen-two.yaml"] = story.files["devices/pen-one.yaml"]

    (problem,) = story.problems()

    assert problem == (
        'devices/pen-two.yaml:2:5 duplicate-id the device "pen-one" is given twice, first at '
        "devices/pen-one.yaml:2:5."
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-file"),
        ("- a\n- b\n", "wrong-type"),
        ("[" * 5000, "too-deep"),
        ("a: &a [x, x]\nb: [*a, *a]\n", "anchor"),
        ("rules: !!python/object/apply:os.system ['true']\n", "tag"),
        ("schema: rules/1\nschema: rules/1\nrules: []\n", "duplicate-key"),
        ("rules: {<<: {a: 1}}\n", "merge-key"),
        ("rules: \x00\n", "control-character"),
        ("schema: rules/1\nrules: 7\n", "wrong-type"),
        ("schema: rules/1\nrules: [7, text, [], {}]\n", "wrong-type"),
        ("schema: rules/1\nrules: [{when: {all: [{not: {any: 1}}]}}]\n", "wrong-type"),
        ("schema: rules/1\nrules: [{examples: 3, until: [3], settled_by: x}]\n", "wrong-type"),
    ],
)
def test_a_hostile_file_of_rules_is_refused_with_its_place(story, text, code):
    story.files["rules/hostile.yaml"] = text

    lines = [line for line in story.problems() if line.startswith("rules/hostile.yaml:")]

    assert code in {line.split()[1] for line in lines}


@pytest.mark.parametrize("name", ["questionnaire.yaml", "devices/pen-one.yaml", "plan.yaml"])
@pytest.mark.parametrize("text", ["7\n", "[]\n", "{}\n", "a: [{b: [[]]}]\n"])
def test_a_file_of_another_shape_never_escapes_as_another_error(story, name, text):
    story.files[name] = text

    with pytest.raises(DefinitionError):
        story.load()


@pytest.mark.parametrize(
    "name",
    [
        *("pack.yaml", "questionnaire.yaml", "plan.yaml", "consent.yaml", "policy.yaml"),
        *("rules/illness.yaml", "rules/bleeding.yaml", "lines/before.yaml", "sources.yaml"),
        "devices/pen-one.yaml",
    ],
)
def test_any_value_may_be_of_any_shape_without_another_error(story, name):
    """Put something else in the place of every single value of a file, one after another."""
    shapes = itertools.cycle(["7", "[]", "{}", "[[]]", "{a: 1}", "text", "''", "[{a: [1]}]", "~"])
    good = story.files[name]
    story.write()
    for found in re.finditer(r"(?<=: )[^,{}\[\]\n]+", good):
        text = f"{good[: found.start()]}{next(shapes)}{good[found.end() :]}"
        (story.folder / name).write_text(text, encoding="utf-8")
        for problem in check(story.folder, story.medicines):
            assert problem.place.line >= 1


# --- digests --------------------------------------------------------------------------------------


def test_layout_comments_and_files_do_not_change_the_digests(story):
    before = story.load()
    head, fever, peel = story.files["rules/illness.yaml"].partition("  - id: recent-peel")
    story.files["rules/illness.yaml"] = "# a comment\n" + head
    story.files["rules/later.yaml"] = "schema: rules/1\nrules:\n" + fever + peel

    after = story.load()

    assert after.rules_digest == before.rules_digest
    assert after.text_digest == before.text_digest


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("questionnaire.yaml", "text: Do you have a fever?", "text: Is there a fever?"),
        ("rules/illness.yaml", "severity: defer-until", "severity: relative-precaution"),
        ("devices/pen-one.yaml", "max_depth: 1.5", "max_depth: 1.6"),
        ("policy.yaml", "minimum: 7", "minimum: 8"),
    ],
)
def test_what_decides_a_verdict_changes_the_rules_digest_only(story, name, old, new):
    before = story.load()
    story.change(name, old, new)

    after = story.load()

    assert (after.rules_digest != before.rules_digest) is (name != "policy.yaml")
    assert (after.text_digest != before.text_digest) is (name == "policy.yaml")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("plan.yaml", "note: gently", "note: very gently"),
        ("lines/before.yaml", "text: No strong sun.", "text: No sun."),
        ("consent.yaml", "It stings.", "It hurts."),
        ("sources.yaml", "citation: A label", "citation: The label"),
    ],
)
def test_what_is_only_read_changes_the_text_digest_only(story, name, old, new):
    before = story.load()
    story.change(name, old, new)

    after = story.load()

    assert after.rules_digest == before.rules_digest
    assert after.text_digest != before.text_digest


def test_text_that_looks_like_a_number_is_not_the_number(story):
    before = story.load()
    story.change("devices/pen-one.yaml", "note: The label was read in part.", "note: '1'")
    first = story.load().rules_digest
    story.change("devices/pen-one.yaml", "note: '1'", "note: n1")

    assert len({before.rules_digest, first, story.load().rules_digest}) == 3


def test_another_dictionary_is_another_rules_digest(story):
    before = story.load().rules_digest
    fields = {name: getattr(story.medicines, name) for name in story.medicines.__slots__}
    other = type(story.medicines)(**{**fields, "digest": "e" * 64})

    assert load_pack(story.write(), other).rules_digest != before


def test_a_pack_may_be_loaded_without_running_its_examples(story):
    story.change("rules/illness.yaml", "until: 2026-03-11", "until: 2026-03-12")

    assert story.load(run_examples=False).rules_digest
    with pytest.raises(DefinitionError):
        story.load()
