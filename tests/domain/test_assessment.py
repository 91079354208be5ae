"""What the rules make of a consultation."""

import pytest

from consult_app.domain.answers import Provenance
from consult_app.domain.decisions import DecisionKind


def test_a_clean_patient_may_proceed_and_the_wording_claims_no_more(healthy):
    assert healthy.verdict == "proceed"
    assert healthy.assessment.summary == "No rule in this list fired."


def test_silence_is_never_clearance(nothing_asked):
    assessment = nothing_asked.assessment
    assert nothing_asked.verdict == "cannot-conclude"
    assert {finding.status.value for finding in assessment.findings} == {
        "undetermined",
        "not-yet",
    }


@pytest.mark.parametrize(
    ("path", "rule_id"),
    [
        ("P1", "pregnant"),
        ("C1", "no-capacity"),
        ("S2.site", "infection"),
        ("V1", "under-18"),
        ("H8", "afraid"),
        ("A1", "nickel"),
    ],
)
def test_taking_back_one_answer_that_a_blocking_rule_reads_names_it(healthy, path, rule_id):
    healthy.takes_back(path)

    assert healthy.verdict == "cannot-conclude"
    assert healthy.missing(rule_id) == (path,)
    assert path in healthy.assessment.missing


def test_an_open_medicine_list_keeps_every_medicine_rule_open(healthy):
    closed = healthy.answers.list_state("medicines")
    healthy.answers = healthy.answers.with_list(
        "medicines", type(closed)(closed.instances, complete=False)
    )
    assert healthy.status("thinner") == "undetermined"
    assert healthy.missing("thinner") == ("medicines",)


def test_a_fired_absolute_rule_decides_whatever_is_missing(nothing_asked):
    nothing_asked.takes("Roaccutane")
    assert nothing_asked.verdict == "do-not-treat"


def test_a_brand_name_fires_the_rule_of_its_ingredient(healthy):
    healthy.takes("ROACCUTANE")
    assert healthy.status("retinoid-now") == "fired"
    assert healthy.verdict == "do-not-treat"


def test_an_unrecognised_medicine_blocks_until_somebody_classifies_it(healthy):
    healthy.takes("Zyxomab")
    assert healthy.verdict == "cannot-conclude"
    assert "medicines[e2].classified_as" in healthy.missing("retinoid-now")

    healthy.answer("medicines[e2].classified_as", "none")
    assert healthy.verdict == "proceed"


def test_a_practitioners_classification_fires_the_rule(healthy):
    healthy.takes("Zyxomab").answer("medicines[e2].classified_as", "retinoid")
    assert healthy.verdict == "do-not-treat"


def test_agents_are_counted_by_ingredient_not_by_entry(healthy):
    healthy.takes("warfarin").takes("Warfarin")
    assert healthy.status("two-thinners") == "cleared"

    healthy.takes("apixaban")
    assert healthy.status("two-thinners") == "fired"


def test_the_route_decides_the_class_and_an_unasked_route_decides_nothing(healthy):
    healthy.takes("diclofenac")
    assert healthy.status("thinner") == "undetermined"
    assert healthy.missing("thinner") == ("medicines[e2].route",)

    assert healthy.answer("medicines[e2].route", "topical").status("thinner") == "cleared"
    assert healthy.answer("medicines[e2].route", "oral").status("thinner") == "fired"


def test_a_route_that_nobody_knows_reads_as_systemic(healthy):
    healthy.takes("diclofenac").does_not_know("medicines[e2].route")
    assert healthy.status("thinner") == "fired"


@pytest.mark.parametrize(
    ("injected", "status", "until"),
    [("2026-03-03", "fired", "2026-03-17"), ("2026-03-02", "cleared", None)],
)
def test_13_days_defer_to_the_exact_day_and_14_do_not(healthy, injected, status, until):
    healthy.entry("treatments", kind="botulinum", in_area="yes", date=injected)

    finding = healthy.finding("botulinum")
    assert finding.status.value == status
    assert (finding.until.isoformat() if finding.until else None) == until
    assert healthy.verdict == ("defer" if until else "proceed")


def test_a_treatment_elsewhere_fires_nothing(healthy):
    healthy.entry("treatments", kind="botulinum", in_area="no")
    assert healthy.verdict == "proceed"


def test_the_earliest_date_is_the_first_day_on_which_nothing_dated_fires(healthy):
    healthy.entry("treatments", kind="botulinum", in_area="yes", date="2026-03-10")
    healthy.answer("S2.site", "recent").answer("S2.cleared_on", "2026-03-12")
    assert healthy.verdict == "defer"
    assert healthy.earliest == "2026-03-26"
    assert not healthy.assessment.earliest.at_least

    healthy.planned_for("2026-03-26")
    assert healthy.verdict == "proceed"


def test_a_deferral_without_a_date_stands_beside_the_earliest_date(healthy):
    healthy.entry("treatments", kind="botulinum", in_area="yes", date="2026-03-10")
    healthy.answer("P1", "possible")
    assert healthy.earliest == "2026-03-24"
    assert healthy.assessment.earliest.conditions == ("possibly-pregnant",)


def test_an_open_dated_rule_makes_the_earliest_date_at_least(healthy):
    healthy.entry("treatments", kind="botulinum", in_area="yes", date="2026-03-10")
    healthy.takes_back("S2.site")
    assert healthy.earliest == "2026-03-24"
    assert healthy.assessment.earliest.at_least


def test_a_date_known_in_part_counts_as_its_latest_day_but_not_after_the_visit(healthy):
    healthy.entry("treatments", kind="botulinum", in_area="yes", date="2026")
    assert healthy.finding("botulinum").status.value == "cleared"

    healthy.planned_for("2026-03-15")
    assert healthy.finding("botulinum").until.isoformat() == "2026-03-16"


def test_an_event_after_the_planned_date_is_an_input_error_and_blocks(healthy):
    healthy.entry("treatments", kind="botulinum", in_area="yes", date="2026-03-20")
    assert healthy.assessment.invalid == ("treatments[e2].date",)
    assert healthy.verdict == "cannot-conclude"


def test_a_planned_date_before_the_consultation_is_an_input_error(healthy):
    healthy.planned_for("2026-03-01")
    assert healthy.assessment.invalid == ("V3",)
    assert healthy.verdict == "cannot-conclude"


@pytest.mark.parametrize("year", ["0001", "1500", "2999", "9999"])
def test_a_year_that_cannot_be_meant_is_an_input_error_and_never_a_crash(healthy, year):
    healthy.entry("treatments", kind="botulinum", in_area="yes", date=f"{year}-12-31")
    assert healthy.verdict == "cannot-conclude"
    healthy.planned_for(f"{year}-12-31")
    assert "V3" in healthy.assessment.invalid


def test_without_a_planned_date_the_rules_are_evaluated_as_of_today(healthy):
    healthy.takes_back("V3")
    assert not healthy.assessment.booked
    assert healthy.assessment.planned_date == healthy.on


def test_a_question_that_does_not_apply_is_a_real_no(healthy):
    healthy.answer("V2", "cannot").takes_back("P1")
    assert healthy.status("pregnant") == "cleared"


def test_a_gate_that_is_unanswered_keeps_what_is_behind_it_open(healthy):
    healthy.takes_back("V2").takes_back("P1")
    assert healthy.missing("pregnant") == ("V2",)


def test_who_prefers_not_to_say_whether_she_can_is_asked(healthy):
    healthy.declines("V2").takes_back("P1")
    assert healthy.missing("pregnant") == ("P1",)


def test_dont_know_is_unknown_except_where_a_rule_names_it(healthy):
    healthy.does_not_know("A1")
    assert healthy.status("nickel") == "undetermined"

    healthy.does_not_know("C1")
    assert healthy.status("no-capacity") == "fired"


def test_a_carried_forward_answer_decides_only_after_it_was_confirmed(healthy):
    healthy.answer("A1", "none", Provenance.CARRIED_FORWARD)
    assert healthy.verdict == "cannot-conclude"

    healthy.answer("A1", "none", Provenance.RECONFIRMED)
    assert healthy.verdict == "proceed"


def test_an_answer_that_cannot_count_is_open_and_named(healthy):
    healthy.answer("H8", 11)
    assert healthy.assessment.invalid == ("H8",)
    assert healthy.verdict == "cannot-conclude"


def test_information_never_changes_the_verdict(healthy):
    healthy.takes_back("NOTE")
    assert healthy.verdict == "proceed"
    healthy.answer("NOTE", "yes")
    assert (healthy.status("note"), healthy.verdict) == ("fired", "proceed")
    assert healthy.assessment.summary == "No blocking rule fired."


def test_a_day_rule_reads_not_yet_before_its_day(healthy):
    assert healthy.status("day-check") == "not-yet"

    healthy.on_the_day()
    assert healthy.status("day-check") == "undetermined"
    assert healthy.verdict == "cannot-conclude"
    assert healthy.answer("DAY2", "no").verdict == "do-not-treat"


class TestDevices:
    """The label of the device makes rules stricter, and never milder."""

    def test_a_precaution_becomes_a_stop_that_nobody_overrides(self, healthy):
        healthy.answer("A1", "nickel")
        assert healthy.verdict == "dermatologist-decision"

        healthy.with_device("strict")
        finding = healthy.finding("nickel")
        assert healthy.verdict == "do-not-treat"
        assert not finding.overridable
        assert finding.raised_by.text == "Label: no."

    def test_a_raise_with_its_own_condition_reports_under_the_base_rule(self, healthy):
        healthy.with_device("strict")
        healthy.entry("treatments", kind="filler", in_area="yes", date="2026-01-10")
        finding = healthy.finding("botulinum")
        assert finding.status.value == "fired"
        assert finding.until.isoformat() == "2026-07-10"

    def test_while_no_device_is_chosen_its_label_may_forbid(self, healthy):
        healthy.answer("A1", "nickel").takes_back("V4")
        assert healthy.verdict == "cannot-conclude"
        assert "V4" in healthy.missing("nickel")

    def test_a_depth_over_the_label_fires_and_an_unknown_limit_too(self, healthy):
        assert healthy.status("too-deep") == "cleared"
        healthy.entry("X5", zone="chin", depth="2.0")
        assert healthy.status("too-deep") == "fired"

    def test_an_unknown_limit_fires(self, healthy):
        assert healthy.with_device("unlabelled").status("too-deep") == "fired"

    def test_an_area_that_the_label_does_not_name_is_off_label(self, healthy):
        assert healthy.with_device("unlabelled").status("off-label") == "fired"

    def test_a_device_that_is_not_in_the_pack_cannot_count(self, healthy):
        assert healthy.with_device("unheard-of").verdict == "cannot-conclude"


class TestDecisions:
    """A decision settles a finding, prints its reason, and lapses when its ground moves."""

    def test_an_accepted_precaution_proceeds_with_changes(self, healthy):
        healthy.answer("A1", "nickel").decides("nickel", DecisionKind.ACCEPT)
        assert (healthy.computed, healthy.verdict) == (
            "dermatologist-decision",
            "proceed-with-changes",
        )

    def test_it_lapses_when_the_answer_changes_and_says_so(self, healthy):
        healthy.takes("warfarin").decides("thinner", DecisionKind.ACCEPT)
        assert healthy.verdict == "proceed-with-changes"

        healthy.takes("apixaban")
        assert healthy.verdict == "dermatologist-decision"
        assert [d.rule_id for d in healthy.assessment.lapsed] == ["thinner"]

    def test_a_rule_without_override_stays(self, healthy):
        healthy.answer("P1", "pregnant").decides("pregnant", DecisionKind.OVERRIDE)
        assert healthy.verdict == "do-not-treat"

    def test_an_overridable_stop_may_be_overridden(self, healthy):
        healthy.answer("V1", "2010-01-01").decides("under-18", DecisionKind.OVERRIDE)
        assert healthy.verdict == "proceed-with-changes"

    def test_a_decision_without_a_reason_does_not_hold(self, healthy):
        healthy.answer("A1", "nickel").decides("nickel", DecisionKind.ACCEPT, reason=" ")
        assert healthy.verdict == "dermatologist-decision"

    def test_fresh_evidence_settles_and_stale_evidence_does_not(self, healthy):
        fresh, stale = healthy.on.replace(day=9), healthy.on.replace(day=8)
        healthy.answer("P1", "possible")
        healthy.decides(
            "possibly-pregnant", DecisionKind.SETTLED, evidence_id="test", evidence_date=fresh
        )
        assert healthy.verdict == "proceed"

        healthy.decides(
            "possibly-pregnant", DecisionKind.SETTLED, evidence_id="test", evidence_date=stale
        )
        assert healthy.verdict == "defer"

    def test_an_unknown_behind_a_stop_rule_stays_open(self, healthy):
        healthy.does_not_know("P1").decides("pregnant", DecisionKind.TREAT_AS_YES)
        assert healthy.verdict == "cannot-conclude"

    def test_an_unknown_precaution_may_be_treated_as_yes(self, healthy):
        healthy.does_not_know("A1").decides("nickel", DecisionKind.TREAT_AS_YES)
        assert healthy.verdict == "proceed-with-changes"

    def test_an_unknown_change_of_plan_may_be_acknowledged(self, healthy):
        healthy.does_not_know("H8").decides("afraid", DecisionKind.ACKNOWLEDGE)
        assert healthy.verdict == "proceed-with-changes"

    def test_a_withdrawn_decision_no_longer_holds(self, healthy):
        healthy.answer("A1", "nickel").decides("nickel", DecisionKind.ACCEPT)
        healthy.decides("nickel", DecisionKind.WITHDRAWN)
        assert healthy.verdict == "dermatologist-decision"
