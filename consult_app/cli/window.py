"""``consult-app``: open the window."""

from __future__ import annotations

import argparse
import os
import sys

from consult_app.cli.exit_codes import ExitCode
from consult_app.cli.start import program_for, report_problems
from consult_app.composition import Reception
from consult_app.composition.demonstration import open_demonstration
from consult_app.definitions.located import DefinitionError


def open_window(chosen: argparse.Namespace) -> ExitCode:
    """Open the program on the clinic of this machine, or on the demonstration."""
    if not screen_is_there():
        sys.stderr.write(
            "consult-app: there is no screen here; "
            "'consult-app demo --out out' issues the example instead\n"
        )
        return ExitCode.NOT_POSSIBLE
    program = program_for(chosen)
    try:
        program.pack()
    except DefinitionError as error:
        report_problems(error)
        return ExitCode.NOT_IN_ORDER
    reception = open_demonstration(program) if chosen.demo else Reception(program)
    from consult_app.ui.application import run  # noqa: PLC0415 - Qt only where a window opens
    from consult_app.ui.theme import ColourMode  # noqa: PLC0415

    look = reception.settings()
    code = run(
        reception,
        program.locations.resources,
        mode=ColourMode(look.theme.value),
        text_scale=int(look.text_scale),
        remember_look=lambda mode, scale: reception.save_look(mode.value, scale),
    )
    return ExitCode.DONE if code == 0 else ExitCode.NOT_POSSIBLE


def screen_is_there() -> bool:
    """Whether a window can be opened: always asked on Linux only."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY")
    return bool(os.environ.get("QT_QPA_PLATFORM") or any(os.environ.get(name) for name in names))
