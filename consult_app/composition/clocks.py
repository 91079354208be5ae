"""Where the time comes from."""

from __future__ import annotations

import datetime as dt


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """Aware UTC time."""
        return dt.datetime.now(dt.UTC)

    def today(self) -> dt.date:
        """Local calendar day."""
        return self.now().astimezone().date()


class FixedClock:
    """A clock that stands at noon UTC of one day, for `--today`."""

    def __init__(self, day: dt.date) -> None:
        self._day = day

    def now(self) -> dt.datetime:
        """Noon UTC of the day."""
        return dt.datetime.combine(self._day, dt.time(12), dt.UTC)

    def today(self) -> dt.date:
        """The day."""
        return self._day
