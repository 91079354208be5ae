"""Exit codes of the command line."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the caller learns without reading anything."""

    DONE = 0
    """Done; for checks: everything is in order."""

    NOT_IN_ORDER = 1
    """The checked thing is not in order, or the consultation cannot be issued as it is."""

    BAD_INPUT = 2
    """The command or a file that it names is wrong."""

    NOT_POSSIBLE = 3
    """It could not be done on this machine now: locked, damaged, full, read-only, no screen."""
