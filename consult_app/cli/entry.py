"""Parse arguments, run one command, turn every failure into one clear line."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys

from consult_app import __version__
from consult_app.cli.exit_codes import ExitCode
from consult_app.cli.start import report_problems
from consult_app.definitions.located import DefinitionError
from consult_app.services.ports import NotIssuableError, UserFacingError
from consult_app.settings import SettingsError


class _Parser(argparse.ArgumentParser):
    """Reports wrong usage in one line."""

    def error(self, message: str) -> None:  # type: ignore[override]  # argparse exits here
        """Print one line and leave with code 2."""
        self.exit(ExitCode.BAD_INPUT, f"consult-app: {message}. Try: {self.prog} --help\n")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-22") from error


def _parser() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False)
    shared.add_argument("--today", type=_day, metavar="DAY", help="take DAY for today")
    shared.add_argument("--data", metavar="DIR", help="folder that holds the clinic")
    parser = _Parser(
        prog="consult-app",
        description="Consultation assistant for dermatologists; without a command it opens.",
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=f"consult-app {__version__}")
    parser.add_argument("--demo", action="store_true", help="open the demonstration clinic")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    assess = commands.add_parser("assess", parents=[shared], help="assess an answers file")
    assess.add_argument("answers", metavar="ANSWERS.yaml")
    assess.add_argument("--json", action="store_true", help="print JSON")

    issue = commands.add_parser("issue", parents=[shared], help="issue an answers file as PDF")
    issue.add_argument("answers", metavar="ANSWERS.yaml")
    issue.add_argument("--out", required=True, metavar="DIR")
    issue.add_argument("--demo", action="store_true", help="sign as the demonstration clinic")
    issue.add_argument("--passphrase-file", metavar="FILE")
    issue.add_argument("--scale", choices=["1.0", "1.4", "1.8"], default="1.0")
    issue.add_argument("--as-cannot-conclude", action="store_true")

    verify = commands.add_parser("verify", parents=[shared], help="verify an issued PDF")
    verify.add_argument("file", metavar="FILE.pdf")
    verify.add_argument("--json", action="store_true", help="print JSON")
    verify.add_argument("--authority", metavar="CERT.pem", help="trust this clinic's authority")

    forms = commands.add_parser("forms", help="work on packs")
    for_forms = forms.add_subparsers(dest="forms_command", required=True, metavar="COMMAND")
    check = for_forms.add_parser("check", parents=[shared], help="check packs")
    check.add_argument("folder", nargs="?", metavar="FOLDER")

    certificate = commands.add_parser("certificate", help="the certificate that signs")
    for_certificate = certificate.add_subparsers(
        dest="certificate_command", required=True, metavar="COMMAND"
    )
    bring = for_certificate.add_parser("import", parents=[shared], help="import a PKCS#12 file")
    bring.add_argument("file", metavar="FILE.p12")
    bring.add_argument("--password-file", metavar="FILE", help="password of the PKCS#12 file")
    bring.add_argument("--passphrase-file", metavar="FILE", help="passphrase of the clinic")
    bring.add_argument("--demo", action="store_true", help="into the demonstration clinic")

    demo = commands.add_parser("demo", parents=[shared], help="issue the example consultation")
    demo.add_argument("--out", required=True, metavar="DIR")
    return parser


def run(arguments: list[str]) -> int:
    """Run one command; returns the exit code and never shows a traceback."""
    try:
        chosen = _parser().parse_args(arguments)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    try:
        return int(_dispatch(chosen))
    except KeyboardInterrupt:
        return _fail("stopped", ExitCode.NOT_POSSIBLE)
    except NotIssuableError as problem:
        return _fail(str(problem), ExitCode.NOT_IN_ORDER)
    except DefinitionError as error:
        report_problems(error)
        return _fail("a pack or the medicine dictionary is faulty", ExitCode.NOT_POSSIBLE)
    except (UserFacingError, SettingsError) as problem:
        return _fail(str(problem), ExitCode.NOT_POSSIBLE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.DONE)
    except OSError as problem:
        name = f"{problem.filename}: " if problem.filename else ""
        return _fail(f"{name}{problem.strerror or 'the file cannot be used'}", ExitCode.BAD_INPUT)


def _fail(message: str, code: ExitCode) -> int:
    sys.stderr.write(f"consult-app: {message}\n")
    return int(code)


def _dispatch(chosen: argparse.Namespace) -> ExitCode:
    # Each command imports what it needs: `assess` must not pay for PDF or Qt.
    match chosen.command:
        case None:
            from consult_app.cli.window import open_window  # noqa: PLC0415

            return open_window(chosen)
        case "assess":
            from consult_app.cli.assess import assess_file  # noqa: PLC0415

            return assess_file(chosen)
        case "issue":
            from consult_app.cli.issue import issue_file  # noqa: PLC0415

            return issue_file(chosen)
        case "demo":
            from consult_app.cli.issue import issue_example  # noqa: PLC0415

            return issue_example(chosen)
        case "certificate":
            from consult_app.cli.certificate import import_certificate  # noqa: PLC0415

            return import_certificate(chosen)
        case "verify":
            from consult_app.cli.verify import verify_file  # noqa: PLC0415

            return verify_file(chosen)
        case _:
            from consult_app.cli.forms import check_forms  # noqa: PLC0415

            return check_forms(chosen)
