"""Stories about labels.yaml: the practitioner's short name of everything in the questionnaire."""

import re

import pytest

from tests.definitions.conftest import QUESTIONNAIRE

LINK_IDS = re.findall(r"(?:question|group|list): ([\w.]+)", QUESTIONNAIRE.partition("scores:")[0])
GOOD = "schema: labels/1\nlabels:\n" + "".join(
    f"  {link_id}: Short {link_id}\n" for link_id in dict.fromkeys(LINK_IDS)
)


@pytest.fixture
def labelled(story):
    """The small pack with a label for everything."""
    story.files["labels.yaml"] = GOOD
    return story


def test_a_label_stands_on_its_question_group_or_list(labelled):
    form = labelled.load().form

    assert form.questions["M15"].label == "Short M15"
    assert form.questions["S7.in_area"].label == "Short S7.in_area"
    assert form.questions["S7.in_area"].enable_when is not None
    assert form.containers["S7.grade"].label == "Short S7"
    assert form.lists["treatments"].label == "Short treatments"
    assert form.questions["treatments.date"].label == "Short treatments.date"


def test_a_pack_may_do_without_labels(story):
    assert {question.label for question in story.load().form.questions.values()} == {""}


def test_a_question_without_a_label_is_a_problem(labelled):
    labelled.change("labels.yaml", "  S7.grade: Short S7.grade\n", "")

    assert labelled.problems() == ["labels.yaml:3:3 no-label S7.grade has no label. Add one."]


def test_groups_and_lists_need_labels_too(labelled):
    labelled.change("labels.yaml", "  S7: Short S7\n", "")
    labelled.change("labels.yaml", "  medicines: Short medicines\n", "")

    assert labelled.problems() == [
        "labels.yaml:3:3 no-label S7 has no label. Add one.",
        "labels.yaml:3:3 no-label medicines has no label. Add one.",
    ]


def test_a_label_of_something_that_is_not_there_is_a_problem(labelled):
    labelled.files["labels.yaml"] += "  S7.graed: Grade of the spots\n"

    assert labelled.problems() == [
        (
            f"{labelled.place('labels.yaml', 'S7.graed')} unknown-link-id "
            'there is no question, group or list "S7.graed". Did you mean "S7.grade"?'
        )
    ]


def test_a_label_may_have_forty_characters_but_no_more(labelled):
    labelled.change("labels.yaml", "M15: Short M15\n", f"M15: {'x' * 40}\n")
    assert labelled.problems() == []

    labelled.change("labels.yaml", "x" * 40, "x" * 41)
    assert labelled.problems() == [
        (
            f"{labelled.place('labels.yaml', 'xxx')} label-too-long "
            "this label has 41 characters, 40 are the most. Use the field's short term."
        )
    ]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("''", "blank-text"),
        ("7", "wrong-type"),
        ("[Short]", "wrong-type"),
        ("{text: Short}", "wrong-type"),
        ('"Short\\nM15"', "label-of-two-lines"),
    ],
)
def test_a_label_is_one_line_of_text(labelled, label, code):
    labelled.change("labels.yaml", "M15: Short M15", f"M15: {label}")

    assert [line.split()[1] for line in labelled.problems()] == [code]


@pytest.mark.parametrize("text", ["schema: labels/1\n", "schema: labels/2\nlabels: []\n", "[]\n"])
def test_a_file_of_another_shape_is_reported_in_its_place(labelled, text):
    labelled.files["labels.yaml"] = text

    found = labelled.problems()

    assert found
    assert {line.partition(":")[0] for line in found} == {"labels.yaml"}


def test_a_label_given_twice_is_a_problem(labelled):
    labelled.files["labels.yaml"] += "  M15: Fever\n"

    assert [line.split()[1] for line in labelled.problems()] == ["duplicate-key"]


def test_labels_decide_nothing(labelled):
    before = labelled.load()
    labelled.change("labels.yaml", "Short M15", "Fever")

    after = labelled.load()

    assert after.rules_digest == before.rules_digest
    assert after.text_digest != before.text_digest
