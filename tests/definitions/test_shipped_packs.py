"""The packs that ship with the program load, and hold what a pack promises."""

from pathlib import Path

import pytest

from consult_app.definitions.library import check, load_pack
from consult_app.definitions.medicines import load_medicines
from consult_app.domain.assessment import RuleBook
from consult_app.domain.rules import Expected

ROOT = Path(__file__).parents[2]
PACKS = sorted(path.parent for path in (ROOT / "forms").glob("*/pack.yaml"))


@pytest.fixture(scope="module")
def medicines():
    return load_medicines(ROOT / "resources" / "medicines")


@pytest.fixture(scope="module", params=PACKS, ids=lambda folder: folder.name)
def pack(request, medicines):
    # The first story checks the examples.
    return load_pack(request.param, medicines, run_examples=False)


def test_microneedling_is_shipped():
    assert [folder.name for folder in PACKS] == ["microneedling"]


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_a_shipped_pack_has_no_problems_and_passes_its_own_examples(folder, medicines):
    assert [str(problem) for problem in check(folder, medicines)] == []


def test_every_rule_and_every_raise_shows_that_it_fires_clears_and_stays_open(pack):
    raises = [found for device in pack.devices for found in device.raises]
    assert raises

    for found in (*pack.rules, *raises):
        assert {example.expected for example in found.examples} == set(Expected)


def test_no_stop_question_is_on_a_bulk_card(pack):
    stop_questions = RuleBook(pack.form, pack.rules, pack.devices).stop_questions
    assert stop_questions

    assert {link for link in stop_questions if pack.form.questions[link].card} == set()


def test_every_cited_source_is_listed(pack):
    cited = {number for rule in pack.rules for number in rule.sources}
    cited |= {number for line in pack.plan.lines for number in line.sources}
    cited |= {number for device in pack.devices for number in device.sources}

    assert cited <= set(pack.sources)


def test_the_shipped_pack_says_on_every_page_that_it_awaits_sign_off(pack):
    assert pack.approved_by == ""
    assert pack.notice
