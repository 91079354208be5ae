"""``consult-app certificate import FILE.p12``: sign with a certificate from elsewhere."""

from __future__ import annotations

import argparse
import getpass
import sys

from consult_app.cli.exit_codes import ExitCode
from consult_app.cli.issue import passphrase_from
from consult_app.cli.start import existing_file, program_for
from consult_app.composition import Reception
from consult_app.composition.demonstration import open_demonstration
from consult_app.services.certificates import CertificateImport
from consult_app.services.ports import CertificateError


def import_certificate(chosen: argparse.Namespace) -> ExitCode:
    """Import a PKCS#12 file into the clinic of this machine, for its first account."""
    program = program_for(chosen)
    data = existing_file(chosen.file).read_bytes()
    reception = open_demonstration(program) if chosen.demo else Reception(program)
    if not reception.exists():
        sys.stderr.write("consult-app: no clinic is set up here; start consult-app once\n")
        return ExitCode.NOT_POSSIBLE
    passphrase = reception.demonstration_passphrase or passphrase_from(chosen)
    desk = reception.unlock(reception.accounts()[0].practitioner_id, passphrase)
    try:
        importing = CertificateImport(desk.clinic, program.identities, program.clock)
        importing.import_pkcs12(data, password_from(chosen))
    except CertificateError as problem:
        sys.stderr.write(f"consult-app: {chosen.file}: {problem}\n")
        return ExitCode.BAD_INPUT
    finally:
        desk.clinic.close()
    sys.stdout.write("Imported: documents are signed with this certificate from now on.\n")
    return ExitCode.DONE


def password_from(chosen: argparse.Namespace) -> str:
    """Password of the PKCS#12 file, from the named file or asked for on the terminal."""
    if chosen.password_file:
        text = existing_file(chosen.password_file).read_text(encoding="utf-8")
        return text.rstrip("\r\n")
    return getpass.getpass("Password of the certificate file: ")
