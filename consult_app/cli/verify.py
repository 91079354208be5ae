"""``consult-app verify FILE.pdf``: whether this is what the clinic issued."""

from __future__ import annotations

import argparse
import base64
import json
import sys
from pathlib import Path

from consult_app.cli.exit_codes import ExitCode
from consult_app.cli.start import existing_file, program_for
from consult_app.composition import Program, Reception
from consult_app.domain.report import wording
from consult_app.services.verification import Verification, Verifying

SCHEMA = "verification/1"
MAXIMUM_BYTES = 64_000_000
"""Larger files are refused before they are read."""


def verify_file(chosen: argparse.Namespace) -> ExitCode:
    """Verify and print, as text or as JSON; exit code 1 when the file does not hold."""
    program = program_for(chosen)
    path = existing_file(chosen.file)
    if path.stat().st_size > MAXIMUM_BYTES:
        sys.stderr.write(f"consult-app: {path}: larger than any issued file\n")
        return ExitCode.BAD_INPUT
    anchors = known_anchors(program)
    if chosen.authority:
        anchors = (*anchors, read_authority(existing_file(chosen.authority)))
    verifying = Verifying(program.sealer, anchors, program.pack_of)
    found = verifying.verify(path.read_bytes())
    sys.stdout.write((as_json(found) if chosen.json else as_text(found)) + "\n")
    return ExitCode.DONE if found.bottom_line else ExitCode.NOT_IN_ORDER


def known_anchors(program: Program) -> tuple[bytes, ...]:
    """Authorities of the clinics on this machine, the demonstration included."""
    found: list[bytes] = []
    for demonstration in (False, True):
        reception = Reception(program, demonstration=demonstration)
        if reception.exists():
            found += reception.vault.trust_anchors()
    return tuple(found)


def read_authority(path: Path) -> bytes:
    """DER of a certificate in PEM or DER. Raises OSError for anything else."""
    data = path.read_bytes()
    if b"-----BEGIN CERTIFICATE-----" not in data:
        return data
    body = data.partition(b"-----BEGIN CERTIFICATE-----")[2].partition(b"-----END")[0]
    try:
        return base64.b64decode(body, validate=False)
    except ValueError as error:
        raise OSError(22, "this is not a certificate", str(path)) from error


def as_json(found: Verification) -> str:
    """The documented, stable JSON of a verification (docs/command-line.md)."""
    seal, record = found.seal, found.record
    return json.dumps(
        {
            "schema": SCHEMA,
            "holds": found.bottom_line,
            "sentence": found.sentence,
            "signature": {
                "present": seal.present,
                "intact": seal.intact,
                "whole_document": seal.whole_document,
                "expected_signer": seal.expected_signer,
                "certified": seal.certified,
                "trusted": seal.trusted,
                "signer": seal.signer_name,
                "certificate_sha256": seal.signer_fingerprint,
                "signed_at": seal.signed_at.isoformat() if seal.signed_at else None,
                "reason": seal.reason,
                "problems": list(seal.problems),
            },
            "rerun": found.rerun.value,
            "fingerprint": found.fingerprint,
            "verdict": record.decided if record else None,
            "pack": f"{record.pack.pack_id} {record.pack.version}" if record else None,
            "audit_head": (
                {"sequence": record.audit_head.sequence, "digest": record.audit_head.digest}
                if record
                else None
            ),
        },
        indent=2,
        ensure_ascii=False,
    )


def as_text(found: Verification) -> str:
    """A short report for people; the bottom line comes first."""
    seal, record = found.seal, found.record
    lines = [found.sentence, ""]
    if seal.present:
        when = wording.moment(seal.signed_at) if seal.signed_at else "at an unknown time"
        lines.append(f"Signed by {seal.signer_name or 'an unnamed signer'}, {when}")
    if record is not None:
        lines += [
            f"Fingerprint: {found.fingerprint}",
            f"Verdict stated: {record.decided} (computed {record.computed})",
            f"Verdict computed again: {found.rerun.value}",
            f"Pack: {record.pack.pack_id} {record.pack.version}",
            f"Audit head: {record.audit_head.sequence:06d} {record.audit_head.digest[:16]}",
        ]
    lines += [f"Problem: {problem}" for problem in seal.problems]
    return "\n".join(lines).rstrip()
