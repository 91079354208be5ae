"""Every document that these tests make passes the accessibility checks, or the test fails."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from consult_app.documents import PdfRenderer, PdfSealer
from consult_app.documents.certificates import CertificateIssuer
from consult_app.domain.report.blocks import Report
from consult_app.services.ports import Attachment, SealRequest, SigningIdentity
from tests.documents import accessibility, samples

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
NOW = dt.datetime(2026, 5, 4, 10, 53, tzinfo=dt.UTC)
RECORD = Attachment(
    "record.json",
    "application/json",
    "Machine-readable record of this consultation",
    b'{"patient": "EXAMPLE, Alma (synthetic)", "verdict": "proceed-with-changes"}',
)


def run(*command: object) -> str:
    """What a program prints; fails when it does or is not installed (`make test` installs it)."""
    name = str(command[0])
    program = shutil.which(name)
    assert program, f"{name} is not installed"
    done = subprocess.run(
        [program, *map(str, command[1:])], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass(frozen=True)
class Printed:
    """A rendered document in a folder of its own."""

    data: bytes
    path: Path

    @property
    def text(self) -> str:
        """Its text in reading order, as pdftotext sees it."""
        return run("pdftotext", self.path, "-")

    @property
    def words(self) -> str:
        """Its text with all white space as single spaces."""
        return " ".join(self.text.split())

    @property
    def pages(self) -> list[str]:
        """Text of each page."""
        return self.text.split("\f")[:-1]


@pytest.fixture(scope="session")
def renderer():
    return PdfRenderer(FONTS)


@pytest.fixture
def print_report(renderer, tmp_path):
    """Render a report, check it, and write it to a file."""
    made = 0

    def make(report: Report, attachments: tuple[Attachment, ...] = ()) -> Printed:
        nonlocal made
        made += 1
        data = renderer.render(report, NOW, attachments)
        assert accessibility.problems(data) == []
        path = tmp_path / f"document-{made}.pdf"
        path.write_bytes(data)
        return Printed(data, path)

    return make


@dataclass(frozen=True)
class Clinic:
    """Somebody who signs: identity, anchor, and the request for a signature."""

    identity: SigningIdentity
    anchor: bytes
    request: SealRequest

    def seal(self, pdf: bytes) -> bytes:
        """Sign a document."""
        return PdfSealer().seal(pdf, self.identity, self.request)

    def inspect(self, pdf: bytes):
        """Inspect a document as this clinic's."""
        return PdfSealer().inspect(pdf, (self.anchor,), self.identity.certificates[0])


def new_clinic(name: str = "Example Skin Clinic") -> Clinic:
    """A clinic with a freshly issued identity."""
    identity, anchor = CertificateIssuer().issue(name, "Dr Ana Ruiz", NOW)
    request = SealRequest(
        signer_name="Dr Ana Ruiz",
        signer_role="dermatologist",
        reason="I issue this consultation and stand for its content.",
        location=name,
        signed_at=NOW,
    )
    return Clinic(identity, anchor, request)


@pytest.fixture(scope="session")
def clinic():
    return new_clinic()


@pytest.fixture(scope="session")
def signed_record(renderer, clinic):
    """The sample record with its embedded data, signed."""
    return clinic.seal(renderer.render(samples.record(), NOW, (RECORD,)))
