"""The command line; `docs/command-line.md` describes it."""

from consult_app.cli.entry import run

__all__ = ["run"]
