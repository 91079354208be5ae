"""``consult-app forms check [FOLDER]``: every problem of a pack, one line each."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from consult_app.cli.exit_codes import ExitCode
from consult_app.cli.start import program_for, report_problems
from consult_app.definitions.library import check
from consult_app.definitions.located import DefinitionError


def check_forms(chosen: argparse.Namespace) -> ExitCode:
    """Check one pack, or all packs of a folder; the shipped ones by default."""
    program = program_for(chosen)
    root = Path(chosen.folder) if chosen.folder else program.locations.forms
    if not root.is_dir():
        raise NotADirectoryError(20, "there is no such folder", str(root))
    folders = [root] if (root / "pack.yaml").is_file() else packs_in(root)
    if not folders:
        sys.stderr.write(f"consult-app: {root}: no pack here; a pack has a pack.yaml\n")
        return ExitCode.BAD_INPUT
    try:
        medicines = program.medicines
    except DefinitionError as error:
        report_problems(error)
        return ExitCode.NOT_IN_ORDER
    bad = 0
    for folder in folders:
        problems = check(folder, medicines)
        for problem in problems:
            sys.stdout.write(f"{problem}\n")
        bad += bool(problems)
    words = "1 pack" if len(folders) == 1 else f"{len(folders)} packs"
    sys.stdout.write(f"{words} checked, {bad} with problems\n")
    return ExitCode.NOT_IN_ORDER if bad else ExitCode.DONE


def packs_in(root: Path) -> list[Path]:
    """Folders of a folder that hold a pack."""
    return sorted(found.parent for found in root.glob("*/pack.yaml"))
