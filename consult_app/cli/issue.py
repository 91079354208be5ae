"""``consult-app issue`` and ``consult-app demo``: an answers file to signed PDFs in a folder."""

from __future__ import annotations

import argparse
import base64
import datetime as dt
import getpass
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from consult_app.cli.exit_codes import ExitCode
from consult_app.cli.start import existing_file, program_for, report_problems
from consult_app.composition import Reception
from consult_app.composition.demonstration import (
    example_file,
    open_demonstration,
    unlock_demonstration,
)
from consult_app.definitions.answers_file import AnswersFile, load_answers, pack_named_in
from consult_app.definitions.located import DefinitionError
from consult_app.domain.answers import given
from consult_app.domain.dates import PartialDate
from consult_app.domain.facts import query as names
from consult_app.domain.report import wording
from consult_app.services.desk import Desk
from consult_app.services.issuing import Issued, Options
from consult_app.services.transcription import write_answers, write_signatures


def issue_file(chosen: argparse.Namespace) -> ExitCode:
    """Issue an answers file; the files are named by consultation, never by patient."""
    program = program_for(chosen)
    try:
        path = existing_file(chosen.answers)
        pack = program.pack_named(pack_named_in(path))
        stated = load_answers(path, pack)
    except DefinitionError as error:
        report_problems(error)
        return ExitCode.BAD_INPUT
    if not stated.patient.family:
        sys.stderr.write(f"consult-app: {path}: a patient is needed to issue; add 'patient:'\n")
        return ExitCode.BAD_INPUT
    if stated.consultation_date > program.clock.today():
        sys.stderr.write(f"consult-app: {path}: the consultation date lies in the future\n")
        return ExitCode.BAD_INPUT
    folder = output_folder(chosen.out)
    clinic_is_here = Reception(program).exists()
    if chosen.demo or (stated.patient.synthetic and not clinic_is_here):
        if not stated.patient.synthetic:
            sys.stderr.write(
                "consult-app: the demonstration clinic takes synthetic patients only; "
                "mark the patient with 'synthetic: true'\n"
            )
            return ExitCode.BAD_INPUT
        reception = open_demonstration(program)
        desk = unlock_demonstration(reception)
        sys.stderr.write("Signing as the demonstration clinic: synthetic data only.\n")
    elif clinic_is_here:
        reception = Reception(program)
        account = reception.accounts()[0]
        desk = reception.unlock(account.practitioner_id, passphrase_from(chosen))
    else:
        sys.stderr.write(
            "consult-app: no clinic is set up here; start consult-app once, or add --demo\n"
        )
        return ExitCode.NOT_POSSIBLE
    options = Options(scale=float(chosen.scale), as_cannot_conclude=chosen.as_cannot_conclude)
    try:
        issued = issue_stated(desk, stated, options)
    finally:
        desk.clinic.close()
    report_issued(folder, issued, reception.vault.trust_anchors()[0])
    return ExitCode.DONE


def issue_example(chosen: argparse.Namespace) -> ExitCode:
    """Issue the example consultation of the shipped pack in the demonstration clinic."""
    program = program_for(chosen)
    folder = output_folder(chosen.out)
    try:
        stated = load_answers(example_file(program), program.pack())
    except DefinitionError as error:
        report_problems(error)
        return ExitCode.BAD_INPUT
    stated = as_of(stated, program.clock.today())
    reception = open_demonstration(program)
    desk = unlock_demonstration(reception)
    try:
        issued = issue_stated(desk, stated, Options())
    finally:
        desk.clinic.close()
    report_issued(folder, issued, reception.vault.trust_anchors()[0])
    return ExitCode.DONE


def as_of(stated: AnswersFile, day: dt.date) -> AnswersFile:
    """The example as if it were taken on `day`, its planned date moved along."""
    answers = stated.answers
    if stated.planned_date is not None:
        planned = PartialDate.of(day + (stated.planned_date - stated.consultation_date))
        answers = answers.with_answer(names.PLANNED_DATE, given(planned))
    return replace(stated, consultation_date=day, answers=answers)


def issue_stated(desk: Desk, stated: AnswersFile, options: Options) -> Issued:
    """Take a stated consultation through a real session to its signed files."""
    patient = desk.casebook.add_patient(
        stated.patient.family,
        stated.patient.given,
        stated.patient.birth_date,
        stated.patient.record_number,
        synthetic=stated.patient.synthetic,
    )
    draft = desk.casebook.begin(patient, desk.pack, stated.consultation_date)
    session = desk.session(draft, lambda call: call())
    write_answers(session, stated.answers)
    deciding = desk.deciding(session)
    for decision in stated.decisions:
        deciding.decide(
            decision.rule_id,
            decision.kind,
            decision.reason,
            evidence_id=decision.evidence_id,
            evidence_date=decision.evidence_date,
        )
    write_signatures(desk.inking(session), stated.typed_signatures)
    return desk.issuing.issue(session.consultation, desk.pack, options)


def passphrase_from(chosen: argparse.Namespace) -> str:
    """Passphrase from the named file, or asked for on the terminal."""
    if chosen.passphrase_file:
        text = existing_file(chosen.passphrase_file).read_text(encoding="utf-8")
        return text.rstrip("\r\n")
    return getpass.getpass("Passphrase: ")


def output_folder(name: str) -> Path:
    """Create the folder for the files. Raises OSError with its name."""
    folder = Path(name)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def report_issued(folder: Path, issued: Issued, authority: bytes) -> None:
    """Write the files and print what was written, the verdict first."""
    mark = issued.fingerprint[:12]
    names = {
        f"record-{mark}.pdf": issued.record.data,
        f"patient-copy-{mark}.pdf": issued.patient_copy.data,
        "clinic-authority.pem": pem(authority),
    }
    for name, data in names.items():
        write_new(folder / name, data)
    sys.stdout.write(f"Issued and verified: {wording.VERDICT_WORDS[issued.verdict]}\n")
    for name in names:
        sys.stdout.write(f"{folder / name}\n")


def pem(certificate: bytes) -> bytes:
    """A DER certificate as PEM."""
    body = base64.encodebytes(certificate)
    return b"-----BEGIN CERTIFICATE-----\n" + body + b"-----END CERTIFICATE-----\n"


def write_new(path: Path, data: bytes) -> None:
    """Write through a temporary file beside it, so that a link at the name is never followed."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".issue-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
