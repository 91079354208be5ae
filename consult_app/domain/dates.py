"""Calendar arithmetic and dates known in part (decisions 2.1, 2.2, 2.11 and 7.1)."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import Enum


class Unit(Enum):
    """Unit of a calendar span."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Span:
    """A non-negative calendar span such as 28 days or 6 months."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        """English reading, for instance '6 months' or '1 day'."""
        word = self.unit.value
        return f"{self.amount} {word[:-1] if self.amount == 1 else word}"


def add_span(day: dt.date, span: Span, sign: int = 1) -> dt.date:
    """Move `day` by `span` (backwards with sign -1).

    Months and years are calendar months, clamped to the month's end (31 Aug + 6 months =
    28 or 29 Feb, decisions 2.2). Raises OverflowError outside the years 1 to 9999.
    """
    if span.unit is Unit.DAYS:
        return day + dt.timedelta(days=sign * span.amount)
    if span.unit is Unit.WEEKS:
        return day + dt.timedelta(weeks=sign * span.amount)
    months = span.amount * (12 if span.unit is Unit.YEARS else 1)
    index = day.year * 12 + (day.month - 1) + sign * months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"{span} from {day} leaves the calendar")
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date that may lack its day, or its day and month.

    Year 1 to 9999, month 1 to 12, day within the month; ValueError otherwise.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse dates that no calendar has."""
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        dt.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read '2026', '2026-05' or '2026-05-03'; ValueError for anything else."""
        parts = text.split("-")
        if (
            len(parts[0]) != 4
            or len(parts) > 3
            or not all(p.isascii() and p.isdigit() for p in parts)
        ):
            raise ValueError(f"{text!r} is not a date such as 2026, 2026-05 or 2026-05-03")
        if any(len(part) != 2 for part in parts[1:]):
            raise ValueError(f"{text!r} is not a date such as 2026, 2026-05 or 2026-05-03")
        return cls(*(int(part) for part in parts))

    @classmethod
    def of(cls, day: dt.date) -> PartialDate:
        """Wrap a full date."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        """ISO 8601, as far as the date is known."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    @property
    def earliest(self) -> dt.date:
        """First day that the date may mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        """Last day that the date may mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def exact(self) -> bool:
        """Whether year, month and day are all known."""
        return self.day is not None


def age_on(born: dt.date, day: dt.date) -> int:
    """Whole years lived on `day`; somebody born on 29 February ages on 1 March (decisions 2.11)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
