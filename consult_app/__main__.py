"""Start the program: ``python -m consult_app`` or ``consult-app``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from consult_app.cli import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run with command line arguments; returns the exit code."""
    return run(sys.argv[1:] if arguments is None else list(arguments))


if __name__ == "__main__":
    sys.exit(main())
