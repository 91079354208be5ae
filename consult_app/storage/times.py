"""Moments as the store writes them: whole microseconds of UTC since 1970."""

import datetime as dt

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def to_microseconds(moment: dt.datetime) -> int:
    """Microseconds since 1970 of an aware moment; ValueError for one without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> dt.datetime:
    """Aware UTC moment of `value` microseconds since 1970."""
    return _EPOCH + value * _MICROSECOND
