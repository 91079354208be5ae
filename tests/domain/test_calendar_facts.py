"""Days counted from dates: by number, by calendar spans, forwards and back."""

import datetime as dt
from dataclasses import dataclass

import pytest

from consult_app.domain.dates import PartialDate, Span, Unit
from consult_app.domain.facts import FactKind, FactQuery, Observation, derive
from consult_app.domain.truth import Truth

HALF_A_YEAR = Span(6, Unit.MONTHS)


@dataclass
class Dated:
    """Evidence of one date, on one planned date."""

    value: PartialDate | None
    planned_date: dt.date

    def observe(self, link_id, instance=None):
        missing = () if self.value else (link_id,)
        return Observation(link_id, Truth.TRUE, self.value, missing=missing)

    def derived(self, query, found):
        return found()

    def latest_day(self, date, question):
        return date.latest

    def earliest_day(self, date, question):
        return date.earliest


def days(kind, event, planned, **more):
    value = PartialDate.parse(event) if event else None
    evidence = Dated(value, dt.date.fromisoformat(planned))
    return derive(FactQuery(kind, question="event", **more), evidence)


@pytest.mark.parametrize(
    ("event", "planned", "left"),
    [
        ("2025-09-02", "2026-03-01", -1),
        ("2025-09-02", "2026-03-02", 0),
        ("2025-09-02", "2026-03-03", 1),
        ("2025-08-31", "2026-02-27", -1),
        ("2025-08-31", "2026-02-28", 0),
        ("2023-08-31", "2024-02-29", 0),
    ],
)
def test_six_months_end_on_the_calendar_day_clamped_to_the_months_end(event, planned, left):
    found = days(FactKind.DAYS_SINCE, event, planned, span=HALF_A_YEAR)

    assert (found.low, found.high) == (left, left)


def test_without_a_span_plain_days_are_counted():
    assert days(FactKind.DAYS_SINCE, "2026-02-23", "2026-03-02").low == 7
    assert days(FactKind.DAYS_UNTIL, "2026-03-09", "2026-03-02").low == 7


def test_days_until_count_from_the_end_of_the_span_after_the_treatment():
    found = days(FactKind.DAYS_UNTIL, "2026-03-30", "2026-03-02", span=Span(28, Unit.DAYS))

    assert found.low == 0


def test_a_month_may_be_taken_at_either_end():
    first = days(FactKind.DAYS_UNTIL, "2026-04", "2026-03-02", earliest=True)
    last = days(FactKind.DAYS_UNTIL, "2026-04", "2026-03-02")

    assert (first.low, last.low) == (30, 59)


def test_an_unknown_date_settles_nothing_and_is_named():
    found = days(FactKind.DAYS_UNTIL, None, "2026-03-02", span=HALF_A_YEAR)

    assert (found.low, found.high, found.missing) == (None, None, ("event",))
