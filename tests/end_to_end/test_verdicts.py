"""What the issue promises of the shipped pack, through the command line."""

import datetime as dt

import pytest


def test_the_example_of_a_clean_patient_proceeds(consult_app, example):
    said = consult_app("assess", example(), "--json")
    assert said.code == 0
    assert said.json["verdict"] == "proceed"
    assert said.json["missing"] == []


def test_without_one_answer_that_a_blocking_rule_reads_it_names_the_question(consult_app, example):
    said = consult_app("assess", example("missing-answer"), "--json")
    assert said.json["verdict"] == "cannot-conclude"
    assert len(said.json["missing"]) == 1

    text = consult_app("assess", example("missing-answer"))
    assert "Cannot conclude" in text.out
    assert said.json["missing"][0] in text.out


def test_roaccutane_is_do_not_treat_with_its_source(consult_app, example):
    said = consult_app("assess", example("roaccutane"), "--json")
    assert said.json["verdict"] == "do-not-treat"
    rule = said.rule("isotretinoin-current")
    assert rule["status"] == "fired"
    assert {"1", "2", "31", "32"} <= set(rule["sources"])

    assert "Sources: 1, 2, 31" in consult_app("assess", example("roaccutane")).out


def test_a_filler_13_days_before_defers_to_the_exact_day_and_14_days_does_not(consult_app, example):
    early = consult_app("assess", example("filler-13-days"), "--json")
    rule = early.rule("ha-filler-under-2-weeks")
    planned = dt.date.fromisoformat(early.json["planned_date"])
    assert early.json["verdict"] == "defer"
    assert rule["until"] == (planned + dt.timedelta(days=1)).isoformat()
    assert early.json["earliest_date"] == rule["until"]

    late = consult_app("assess", example("filler-14-days"), "--json")
    assert late.rule("ha-filler-under-2-weeks")["status"] == "cleared"
    assert late.json["verdict"] != "defer"


def test_moving_today_moves_the_windows_that_count_from_it(consult_app, example):
    said = consult_app("assess", example(), "--json", "--today", "2031-01-01")
    assert said.json["verdict"] == "cannot-conclude"
    assert "V3" in said.json["invalid"]


def test_a_form_that_nobody_answered_concludes_nothing_and_lists_what_is_missing(
    consult_app, tmp_path
):
    path = tmp_path / "empty.yaml"
    path.write_text(
        "schema: answers/1\npack: microneedling\nconsultation_date: 2026-03-02\nanswers: {}\n",
        encoding="utf-8",
    )
    said = consult_app("assess", path, "--json")
    assert said.json["verdict"] == "cannot-conclude"
    assert len(said.json["missing"]) > 60
    assert {rule["status"] for rule in said.json["rules"]} <= {"undetermined", "not-yet"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no such file"),
        ("", "1:1"),
        ("schema: answers/1\npack: [\n", ":"),
        ("schema: answers/1\npack: nothing\n", "There is no pack 'nothing' here"),
        ("a: &b [1]\nc: *b\n", ":1:"),
        ("\x00", ":1:1"),
    ],
)
def test_a_bad_file_gives_one_clear_line_and_no_traceback(consult_app, tmp_path, content, words):
    path = tmp_path / "bad.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    said = consult_app("assess", path)
    assert said.code in (2, 3)
    assert words in said.err
    assert said.out == ""


def test_an_unknown_question_is_named_with_line_and_column(consult_app, changed):
    path = changed({"answers:\n": "answers:\n  P99: 'no'\n"})
    said = consult_app("assess", path)
    assert said.code == 2
    line = path.read_text().splitlines().index("  P99: 'no'") + 1
    assert f"changed.yaml:{line}:3" in said.err
    assert "P99" in said.err


def test_wrong_usage_gives_one_line(consult_app):
    said = consult_app("assess")
    assert said.code == 2
    assert said.err.count("\n") == 1


def test_the_shipped_packs_pass_their_check(consult_app):
    said = consult_app("forms", "check")
    assert (said.code, said.out.strip().endswith("0 with problems")) == (0, True)


def test_a_pack_with_a_fault_is_refused_with_its_place(consult_app, tmp_path):
    import shutil

    from tests.end_to_end.conftest import ROOT

    folder = tmp_path / "microneedling"
    shutil.copytree(ROOT / "forms" / "microneedling", folder)
    rules = next((folder / "rules").glob("*.yaml"))
    rules.write_text(rules.read_text().replace("severity: ", "severtiy: ", 1))
    said = consult_app("forms", "check", folder)
    assert said.code == 1
    assert f"rules/{rules.name}:" in said.out
    assert "did you mean" in said.out.lower()


def test_a_decision_in_the_file_counts_and_both_verdicts_are_told(consult_app, example):
    said = consult_app("assess", example("decision"), "--json")
    assert said.json["computed_verdict"] == "dermatologist-decision"
    assert said.json["verdict"] == "proceed-with-changes"
