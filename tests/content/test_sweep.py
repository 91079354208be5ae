"""Random complete interviews of the shipped pack: the engine's laws hold on its real content."""

import datetime as dt
import random

import pytest

from consult_app.definitions.answers_file import load_answers
from consult_app.domain.answers import given, link_id_of
from consult_app.domain.assessment import (
    RuleBook,
    Verdict,
    assess,
    computed_outcome,
    evidence_after,
    evidence_for,
    reassess,
    strictest,
)
from consult_app.domain.dates import PartialDate
from consult_app.domain.form import QuestionKind, Stage, Tense
from tests.content.visits import FOLDER, shipped_pack
from tests.interviews import Interview

ON = dt.date(2026, 3, 2)
QUICK = 200
FULL = 10_000


@pytest.fixture(scope="module")
def pack():
    return shipped_pack()


@pytest.fixture(scope="module")
def book(pack):
    return RuleBook(pack.form, pack.rules, pack.devices)


def interview(seed, pack, book):
    """An interview of which the planned date and the device are settled first."""
    rng = random.Random(seed)
    told = Interview(
        pack.form,
        rng,
        tuple(device.device_id for device in pack.devices),
        valid=lambda link_id, answer: evidence_for(
            book, pack.medicines, told.answers, ON
        ).fault(link_id, answer),
        routes=lambda name: pack.medicines.recognise(name).routes,
    )  # fmt: skip
    day = PartialDate(2026, 3, rng.randint(2, 28))
    told.answers = told.answers.with_answer("V3", given(day))
    told.answers = told.answers.with_answer("V4", given(rng.choice(told.devices)))
    return told


def near_example(seed, pack, book):
    """The example consultation of which a few answers were given otherwise."""
    stated = load_answers(FOLDER / "example" / "answers.yaml", pack)
    rng = random.Random(seed)
    seen = evidence_for(book, pack.medicines, stated.answers, stated.consultation_date)
    told = Interview(
        pack.form,
        rng,
        tuple(device.device_id for device in pack.devices),
        valid=seen.fault,
        routes=lambda name: pack.medicines.recognise(name).routes,
        day=(stated.consultation_date.year, stated.consultation_date.month),
    )
    told.answers = stated.answers
    paths = [
        path
        for path in told.answers.paths()
        if pack.form.questions[link_id_of(path)].tense is not Tense.FUTURE
        and pack.form.questions[link_id_of(path)].kind is QuestionKind.CHOICE
    ]
    for path in rng.sample(sorted(paths), rng.randint(0, 3)):
        told.answers = told.answers.without(path)
        while told.answers.get(path) is None:
            told.further(skip=frozenset(told._open()) - {path})
    return stated, told


def stage_of(seed):
    return Stage.TREATMENT_DAY if seed % 3 == 0 else Stage.CONSULTATION


def check_verdict(found):
    """The verdict is the strictest status, and nothing proceeds beside an open blocking rule."""
    outcomes = [computed_outcome(finding) for finding in found.findings]
    if found.invalid:
        outcomes.append(Verdict.CANNOT_CONCLUDE)
    assert found.computed is strictest(outcomes)
    blocking = [
        f for f in found.findings if f.open_severity and f.open_severity.blocks_when_unknown
    ]
    if blocking:
        assert found.computed in (Verdict.DO_NOT_TREAT, Verdict.CANNOT_CONCLUDE)
        assert found.missing


def sweep(seeds, pack, book):
    """Tell each interview to its end and check the verdict; verdicts that occurred."""
    seen = set()
    for seed in seeds:
        told = interview(seed, pack, book)
        while told.further() is not None:
            pass
        evidence = evidence_for(book, pack.medicines, told.answers, ON)
        found = assess(book, evidence, stage_of(seed))
        check_verdict(found)
        seen.add(found.computed)
    return seen


def test_no_complete_interview_breaks_the_engine_or_its_verdict(pack, book):
    assert Verdict.DO_NOT_TREAT in sweep(range(QUICK), pack, book)


def test_near_the_example_most_verdicts_occur_and_each_is_the_strictest(pack, book):
    seen = set()
    for seed in range(QUICK):
        stated, told = near_example(seed, pack, book)
        evidence = evidence_for(book, pack.medicines, told.answers, stated.consultation_date)
        found = assess(book, evidence, stated.stage)
        check_verdict(found)
        seen.add(found.computed)
    assert len(seen) >= 4


@pytest.mark.slow
def test_ten_thousand_complete_interviews_hold_too(pack, book):
    assert Verdict.DO_NOT_TREAT in sweep(range(QUICK, QUICK + FULL), pack, book)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_settled_stays_so_and_an_indexed_pass_is_a_full_pass(seed, pack, book):
    told, stage = interview(seed, pack, book), stage_of(seed)
    evidence = evidence_for(book, pack.medicines, told.answers, ON)
    running = assess(book, evidence, stage)
    settled = {}
    steps = 0
    while (step := told.further()) is not None:
        changed, answers = step
        evidence = evidence_after(book, evidence, answers, changed)
        running = reassess(book, evidence, stage, (), running, changed)
        for finding in running.findings:
            before = settled.get(finding.rule_id)
            now = (finding.status, finding.severity)
            assert before is None or before == now, (finding.rule_id, changed)
            if finding.settled:
                settled[finding.rule_id] = now
        steps += 1
        if steps % 10 == 0:
            fresh = evidence_for(book, pack.medicines, answers, ON)
            assert running == assess(book, fresh, stage)
    assert running == assess(book, evidence_for(book, pack.medicines, told.answers, ON), stage)
