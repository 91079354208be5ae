"""A form on which nobody answered anything: nothing is concluded, and what is missing is listed."""

import json

import pytest

from consult_app.cli.entry import run
from tests.content.visits import shipped_pack

EMPTY = """\
schema: answers/1
pack: microneedling
consultation_date: 2026-03-02
stage: consultation
answers: {}
"""


@pytest.fixture
def told(tmp_path, capsys):
    """What `assess --json` prints for the empty file."""
    path = tmp_path / "answers.yaml"
    path.write_text(EMPTY, encoding="utf-8")
    assert run(["assess", "--json", str(path)]) == 0
    return json.loads(capsys.readouterr().out)


def test_nothing_is_concluded_from_silence(told):
    assert told["verdict"] == told["computed_verdict"] == "cannot-conclude"
    assert told["earliest_is_at_least"]

    statuses = {rule["status"] for rule in told["rules"]}
    assert statuses == {"undetermined", "not-yet"}


def test_what_is_missing_is_listed_in_the_order_of_the_form(told):
    order = shipped_pack().form.order

    assert len(told["missing"]) > 90
    assert told["missing"] == sorted(told["missing"], key=lambda path: order[path])


def test_each_blocking_rule_names_what_would_settle_it(told):
    missing = set(told["missing"])

    for rule in told["rules"]:
        if rule["status"] == "undetermined":
            assert rule["missing"]
        if rule["open_severity"] not in (None, "information"):
            assert set(rule["missing"]) <= missing
