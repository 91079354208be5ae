"""What every command begins with: the folders, the clock and the program."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from consult_app.composition import FixedClock, Program, SystemClock
from consult_app.composition.program import locations_with_data
from consult_app.definitions.located import DefinitionError
from consult_app.settings import find_locations


def program_for(chosen: argparse.Namespace) -> Program:
    """Build the program for the shared options. Raises SettingsError."""
    locations = locations_with_data(find_locations(os.environ), chosen.data)
    clock = SystemClock() if chosen.today is None else FixedClock(chosen.today)
    return Program(locations, clock)


def report_problems(error: DefinitionError) -> None:
    """Print every problem of a definition, one line each, to stderr."""
    for problem in error.problems:
        sys.stderr.write(f"{problem}\n")


def existing_file(name: str) -> Path:
    """The path of a file that is there. Raises FileNotFoundError, IsADirectoryError."""
    path = Path(name)
    if path.is_dir():
        raise IsADirectoryError(21, "this is a folder, not a file", name)
    if not path.is_file():
        raise FileNotFoundError(2, "there is no such file", name)
    return path
