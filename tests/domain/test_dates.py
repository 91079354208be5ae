"""Calendar arithmetic, and dates known in part."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.domain.dates import PartialDate, Span, Unit, add_span, age_on

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_months_are_calendar_months_clamped_to_the_months_end(start, months, end):
    day = add_span(dt.date.fromisoformat(start), Span(months, Unit.MONTHS))
    assert day == dt.date.fromisoformat(end)


@given(DAYS, st.integers(0, 600))
def test_a_month_more_is_never_an_earlier_day(day, months):
    shorter = add_span(day, Span(months, Unit.MONTHS))
    assert shorter <= add_span(day, Span(months + 1, Unit.MONTHS))


@given(DAYS, st.integers(0, 4000))
def test_days_add_up(day, count):
    assert (add_span(day, Span(count, Unit.DAYS)) - day).days == count


def test_a_span_that_leaves_the_calendar_says_so():
    with pytest.raises(OverflowError, match="leaves the calendar"):
        add_span(dt.date(9999, 6, 1), Span(2, Unit.YEARS))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-05-03", "2026-05-03", "2026-05-03"),
    ],
)
def test_a_partial_date_spans_the_days_that_it_may_mean(text, earliest, latest):
    date = PartialDate.parse(text)
    assert (date.earliest.isoformat(), date.latest.isoformat(), str(date)) == (
        earliest,
        latest,
        text,
    )


@pytest.mark.parametrize(
    "text", ["", "26", "2026-5", "2026-13", "2026-02-30", "2026-02-03-04", "2026-05-3x", "٢٠٢٦"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


def test_a_day_without_a_month_is_refused():
    with pytest.raises(ValueError, match="needs its month"):
        PartialDate(2026, None, 3)


def test_somebody_born_on_29_february_turns_18_on_1_march():
    born = dt.date(2008, 2, 29)
    assert age_on(born, dt.date(2026, 2, 28)) == 17
    assert age_on(born, dt.date(2026, 3, 1)) == 18
