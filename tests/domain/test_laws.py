"""Laws of the engine on random interviews."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult_app.domain.answers import given as given_answer
from consult_app.domain.assessment import (
    Verdict,
    assess,
    evidence_after,
    evidence_for,
    reassess,
    strictest,
)
from consult_app.domain.dates import PartialDate
from consult_app.domain.form import Stage
from tests.domain.small_book import BOOK, FORM, MEDICINES
from tests.interviews import Interview

ON = dt.date(2026, 3, 2)
DEVICES = ("plain", "strict", "unlabelled")


def evidence_of(answers):
    return evidence_for(BOOK, MEDICINES, answers, ON)


def interview(seed: int) -> Interview:
    """An interview whose planned date and device are settled first: moving those is a change."""
    rng = random.Random(seed)
    started = Interview(
        FORM,
        rng,
        DEVICES,
        valid=lambda link_id, answer: evidence_of(started.answers).fault(link_id, answer),
        routes=lambda name: MEDICINES.recognise(name).routes,
    )
    started.answers = started.answers.with_answer("V3", given_answer(PartialDate(2026, 3, 20)))
    started.answers = started.answers.with_answer("V4", given_answer(rng.choice(DEVICES)))
    return started


def stages(rng_seed: int) -> Stage:
    return Stage.TREATMENT_DAY if rng_seed % 3 == 0 else Stage.CONSULTATION


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_a_settled_finding_never_flips_as_further_questions_are_answered(seed):
    told, stage = interview(seed), stages(seed)
    settled = {}
    while (step := told.further()) is not None:
        for finding in assess(BOOK, evidence_of(step[1]), stage).findings:
            before = settled.get(finding.rule_id)
            now = (finding.status, finding.severity)
            assert before is None or before == now, finding.rule_id
            if finding.settled:
                settled[finding.rule_id] = now


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_an_indexed_pass_gives_what_a_full_pass_gives(seed):
    told, stage = interview(seed), stages(seed)
    evidence = evidence_of(told.answers)
    running = assess(BOOK, evidence, stage)
    while (step := told.further()) is not None:
        changed, answers = step
        evidence = evidence_after(BOOK, evidence, answers, changed)
        running = reassess(BOOK, evidence, stage, (), running, changed)
        assert running == assess(BOOK, evidence_of(answers), stage)


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_proceed_never_appears_beside_an_open_blocking_rule(seed):
    told, stage = interview(seed), stages(seed)
    while (step := told.further()) is not None:
        found = assess(BOOK, evidence_of(step[1]), stage)
        blocking = [
            f for f in found.findings if f.open_severity and f.open_severity.blocks_when_unknown
        ]
        if blocking:
            assert found.decided in (Verdict.DO_NOT_TREAT, Verdict.CANNOT_CONCLUDE)
            assert found.missing or found.invalid


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_every_undetermined_finding_names_what_would_settle_it(seed):
    told, stage = interview(seed), stages(seed)
    while (step := told.further()) is not None:
        for finding in assess(BOOK, evidence_of(step[1]), stage).findings:
            if finding.open_severity is not None:
                assert finding.missing, finding.rule_id
            if finding.fired:
                assert finding.because, finding.rule_id


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_nothing_dated_fires_on_the_earliest_date_and_something_did_before(seed):
    told = interview(seed)
    while told.further() is not None:
        pass
    found = assess(BOOK, evidence_of(told.answers), Stage.CONSULTATION)
    day = found.earliest.day
    if day is None:
        return
    dated = [f.rule_id for f in found.findings if f.until or f.rule.dated]
    conditions = set(found.earliest.conditions)
    there = assess(BOOK, evidence_for(BOOK, MEDICINES, told.answers, ON, day), Stage.CONSULTATION)
    fired = {f.rule_id for f in there.findings if f.fired and f.rule_id in dated}
    assert fired <= conditions


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_strictest_verdict_wins(verdict):
    milder = [found for found in Verdict if found.rank <= verdict.rank]
    assert strictest(milder) is verdict
