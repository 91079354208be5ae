"""Dates known in full or in part, as people type them and as they cannot be misread."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from PySide6.QtCore import QCoreApplication

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_YEARS = range(1900, 2101)
_YEAR_FIRST = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:([0-9]{1,2})[-/. ]+)?([0-9]{1,2})[-/. ]+([0-9]{4})")
_NAMED = re.compile(r"(?:([0-9]{1,2})\.?\s+)?([^\W\d]{3,})\.?,?\s+([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{2}")


def parse_date(text: str) -> str:
    """Read a date; return 2026, 2026-05 or 2026-05-03.

    Understood are those three, 3/5/2026 (the day comes first), 5/2026, 3 May 2026 and May 2026.
    ValueError with one sentence for anything else.
    """
    typed = " ".join(text.split())
    if _SHORT_YEAR.fullmatch(typed):
        raise ValueError(
            QCoreApplication.translate("DateField", "Write the year with four digits.")
        )
    if found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(typed):
        day, month, year = found.groups()
    elif found := _NAMED.fullmatch(typed):
        day, name, year = found.groups()
        month = str(_month_number(name))
    else:
        message = QCoreApplication.translate(
            "DateField", "Write a date such as 3/5/2026 (day first), 5/2026 or 2026."
        )
        raise ValueError(message)
    return _checked(int(year), int(month) if month else None, int(day) if day else None)


def spell_date(value: str) -> str:
    """Write 2026-05-03 as "3 May 2026", 2026-05 as "May 2026" and 2026 as it is."""
    parts = [int(part) for part in value.split("-")]
    words = [str(parts[0])]
    if len(parts) > 1:
        words.insert(0, MONTHS[parts[1] - 1])
    if len(parts) > 2:
        words.insert(0, str(parts[2]))
    return " ".join(words)


def describe_date(value: str, today: dt.date) -> str:
    """Say what helps to notice a slip: the weekday and the distance, or what is not known."""
    if value.count("-") == 0:
        return QCoreApplication.translate("DateField", "Day and month not known")
    if value.count("-") == 1:
        return QCoreApplication.translate("DateField", "Day not known")
    day = dt.date.fromisoformat(value)
    days = (day - today).days
    months = abs(days) * 12 // 365
    years = abs(days) * 100 // 36525
    if days == 0:
        distance = QCoreApplication.translate("DateField", "today")
    elif days == 1:
        distance = QCoreApplication.translate("DateField", "tomorrow")
    elif days == -1:
        distance = QCoreApplication.translate("DateField", "yesterday")
    elif days > 0:
        distance = QCoreApplication.translate("DateField", "in {0}")
    else:
        distance = QCoreApplication.translate("DateField", "{0} ago")
    if abs(days) < 100:
        amount = QCoreApplication.translate("DateField", "{0} days").format(abs(days))
    elif months < 24:
        amount = QCoreApplication.translate("DateField", "about {0} months").format(months)
    else:
        amount = QCoreApplication.translate("DateField", "about {0} years").format(years)
    return f"{calendar.day_name[day.weekday()]}, {distance.format(amount)}"


def _month_number(name: str) -> int:
    matches = [
        number
        for number, month in enumerate(MONTHS, start=1)
        if month.casefold().startswith(name.casefold())
    ]
    if len(matches) != 1:
        message = QCoreApplication.translate("DateField", "{0} is not a month.")
        raise ValueError(message.format(name))
    return matches[0]


def _checked(year: int, month: int | None, day: int | None) -> str:
    if year not in _YEARS:
        message = QCoreApplication.translate("DateField", "The year lies outside {0} to {1}.")
        raise ValueError(message.format(_YEARS[0], _YEARS[-1]))
    if month is None:
        return f"{year}"
    if not 1 <= month <= 12:
        message = QCoreApplication.translate(
            "DateField", "{0} is not a month; the day comes before the month."
        )
        raise ValueError(message.format(month))
    if day is None:
        return f"{year}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        message = QCoreApplication.translate("DateField", "{0} {1} has no day {2}.")
        raise ValueError(message.format(MONTHS[month - 1], year, day))
    return f"{year}-{month:02d}-{day:02d}"
