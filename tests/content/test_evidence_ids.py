"""The pack holds the rules of the evidence and of the decisions: no more, no fewer, none milder."""

from decimal import Decimal
from pathlib import Path

import pytest

from consult_app.domain.answers import Answers, ListState, given
from consult_app.domain.assessment import FindingStatus, RuleBook, evaluate_rule, evidence_for
from tests.content.visits import shipped_pack

A = "absolute-contraindication"
D = "defer-until"
P = "relative-precaution"
M = "modify-treatment"
N = "information"

DECIDED = {
    "day-recheck-failed": (A, "84"),
    "other-condition-recorded": (P, "-"),
    "easy-bruising": (P, "17"),
    "systemic-steroid-recent": (P, "26"),
    "biologic-type2": (N, "25"),
    "anticancer-1-to-6-months": (P, "27"),
    "morphea-outside-or-inactive": (P, "28"),
    "organ-specific-autoimmune": (N, "30"),
    "cancer-treated-in-area-under-12-months": (D, "37"),
    "pyoderma-gangrenosum": (A, "45"),
    "lichen-active-in-area": (D, "45"),
    "filler-stimulator-recent": (D, "68"),
    "surgery-6-to-12-months": (P, "73"),
    "exposed-work": (N, "6"),
    "anaphylaxis-history": (M, "77"),
    "anaesthetic-allergy-unsure": (P, "78"),
    "methaemoglobinaemia-risk-noted": (N, "80"),
    "depth-over-area-default": (N, "86"),
}
"""Rules that the decisions split off or add (decisions 6)."""

MADE_STRICTER = {"rf-microneedling": A}
"""Severities that the decisions change: radiofrequency is not treated under this pack (3.5)."""

NO_OVERRIDE = {
    "capacity-or-consent-not-valid",
    "pregnancy-current",
    "skin-cancer-active-in-area",
    "severe-immunocompromise",
    "stainless-steel-allergy",
    "device-or-cartridge-not-acceptable",
    "area-inside-orbital-rim",
    "hsv-active",
    "skin-infection-in-area",
    "suspicious-lesion-in-area",
    "consent-not-reliable-today",
    "pregnancy-possible",
    "systemic-infection-or-fever",
    "warfarin-inr-high",
    "open-wound-or-irritated-skin",
}
"""Evidence A.1.7 and decisions 4."""


RAISED = {
    ("exceed", "antithrombotic-prescribed", A),
    ("exceed", "blood-borne-virus", A),
    ("exceed", "skip-zones-in-area", A),
    ("exceed", "acne-mild-in-area", D),
    ("exceed", "filler-older-or-permanent", D),
    ("exceed", "surgery-6-to-12-months", D),
}
"""What device labels make stricter (decisions 3.1)."""


def evidence_rules():
    """Rows of A.2: number, severity and sources by id."""
    text = (Path(__file__).parent / "evidence_rules.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {row[1]: (row[0], row[2], tuple(row[3:])) for row in rows}


def severity_table():
    """Severity of every rule by id."""
    found = {name: row[1] for name, row in evidence_rules().items()}
    return found | {name: row[0] for name, row in DECIDED.items()} | MADE_STRICTER


def raise_table():
    """Device, rule and severity of every raise."""
    return RAISED


@pytest.fixture(scope="module")
def pack():
    return shipped_pack()


def test_the_pack_holds_exactly_the_rules_of_evidence_and_decisions(pack):
    wanted = evidence_rules().keys() | DECIDED.keys()
    assert len(evidence_rules()) == 90

    assert {rule.rule_id for rule in pack.rules} == wanted
    assert len(pack.rules) == 108


def test_every_rule_has_the_severity_of_the_evidence(pack):
    assert {rule.rule_id: rule.severity.value for rule in pack.rules} == severity_table()


def test_every_rule_has_the_number_of_the_evidence(pack):
    wanted = {name: row[0] for name, row in evidence_rules().items()}
    wanted |= {name: row[1] for name, row in DECIDED.items()}

    assert {rule.rule_id: rule.number for rule in pack.rules} == wanted


def test_devices_raise_what_their_labels_forbid_and_nothing_else(pack):
    raised = {
        (device.device_id, found.rule_id, found.severity.value)
        for device in pack.devices
        for found in device.raises
    }

    assert raised == raise_table()


def test_every_rule_of_the_evidence_cites_its_sources(pack):
    cited = {rule.rule_id: rule.sources for rule in pack.rules}

    for rule_id, row in evidence_rules().items():
        assert cited[rule_id] == row[2], rule_id


def test_what_may_not_be_overridden_cannot_be(pack):
    forbidden = {rule.rule_id for rule in pack.rules if not rule.override.allowed}

    assert forbidden >= NO_OVERRIDE


def test_the_depth_defaults_of_the_rule_are_those_of_the_plan(pack):
    """The rule repeats the plan's windows, so that they count in the rules digest."""
    rule = next(r for r in pack.rules if r.rule_id == "depth-over-area-default")
    book = RuleBook(pack.form, (rule,), ())
    aims = {"scars": "acne-scars", "rejuvenation": "lines"}
    assert pack.plan.windows

    for window in pack.plan.windows:
        for depth, status in (
            (window.maximum, FindingStatus.CLEARED),
            (window.maximum + Decimal("0.01"), FindingStatus.FIRED),
        ):
            answers = Answers().with_list("X5", ListState(("z",), complete=True))
            for path, value in {
                "V6": (aims[window.purpose],),
                "X5[z].zone": window.area,
                "X5[z].depth": depth,
            }.items():
                answers = answers.with_answer(path, given(value))
            day = rule.reviewed
            found = evaluate_rule(
                rule, evidence_for(book, pack.medicines, answers, day), None, rule.stage
            )
            assert found.status is status, (window.area, window.purpose, depth)
