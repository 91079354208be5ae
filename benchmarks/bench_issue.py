"""What tagging, layout and a careful seal cost, against a floor that does the bare minimum.

The floor sets the same words as plain ReportLab paragraphs in one of its built-in fonts (no tags,
no embedded font, no tables, no metadata) and signs them with pyHanko as its manual shows, then
validates the signature. Ours renders the tagged, archivable record, seals it and inspects the
seal. All take turns in one process, so that whatever else the computer does meets all alike.

Usage: python benchmarks/bench_issue.py [rounds]
"""

import datetime as dt
import io
import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from asn1crypto import keys, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from consult_app.documents import PdfRenderer, PdfSealer
from consult_app.documents.certificates import CertificateIssuer
from consult_app.domain.report.blocks import Report
from consult_app.services.ports import Attachment, SealRequest
from tests.documents import samples

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
ROUNDS = 40
GOAL_RATIO = 1.5
NOW = dt.datetime(2026, 5, 4, 10, 53, tzinfo=dt.UTC)
RECORD = Attachment("record.json", "application/json", "Record", b'{"answers": []}' * 900)


def texts(value: object) -> Iterator[str]:
    """All texts in a report's blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    elif hasattr(value, "__slots__"):
        for name in value.__slots__:
            if name != "strokes":
                yield from texts(getattr(value, name))


def bare_rendering(words: list[str]) -> bytes:
    out = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(out).build([Paragraph(escape(text), style) for text in words])
    return out.getvalue()


class BareSeal:
    """pyHanko as in its manual, with the same key and certificates."""

    def __init__(self, identity: object, anchor: bytes) -> None:
        chain = [x509.Certificate.load(data) for data in identity.certificates]
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        key = keys.PrivateKeyInfo.load(identity.private_key)
        self.signer = signers.SimpleSigner(
            signing_cert=chain[0], signing_key=key, cert_registry=store
        )
        self.anchor = x509.Certificate.load(anchor)

    def sign(self, pdf: bytes) -> bytes:
        metadata = signers.PdfSignatureMetadata(
            field_name="Signature", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        return signers.sign_pdf(writer, metadata, self.signer).getvalue()

    def validate(self, pdf: bytes) -> bool:
        context = ValidationContext(trust_roots=[self.anchor], allow_fetching=False, moment=NOW)
        signature = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[0]
        return bool(validate_pdf_signature(signature, context).intact)


def timed(work: Callable[..., object], *arguments: object) -> tuple[float, object]:
    """Milliseconds that `work` took, and its result."""
    started = time.perf_counter()
    result = work(*arguments)
    return (time.perf_counter() - started) * 1e3, result


def measure(report: Report, attachments: tuple[Attachment, ...], rounds: int) -> dict[str, list]:
    """Milliseconds of each step, and bytes of both files under ``size``."""
    identity, anchor = CertificateIssuer().issue("Example Skin Clinic", "Dr Ana Ruiz", NOW)
    renderer, sealer = PdfRenderer(FONTS), PdfSealer()
    request = SealRequest("Dr Ana Ruiz", "dermatologist", "Issued", "Example Skin Clinic", NOW)
    bare, certificate = BareSeal(identity, anchor), identity.certificates[0]
    words = list(texts(report.blocks))
    found: dict[str, list] = {}
    for number in range(rounds + 3):
        steps: dict[str, float] = {}
        steps["floor render"], plain = timed(bare_rendering, words)
        steps["render"], ours = timed(renderer.render, report, NOW, attachments)
        steps["floor sign"], plain_signed = timed(bare.sign, plain)
        steps["sign"], signed = timed(sealer.seal, ours, identity, request)
        steps["floor verify"], sound = timed(bare.validate, plain_signed)
        steps["verify"], status = timed(sealer.inspect, signed, (anchor,), certificate)
        assert sound
        assert status.bottom_line
        if number >= 3:  # the first rounds fill caches
            for name, value in steps.items():
                found.setdefault(name, []).append(value)
    found["size"] = [len(plain_signed), len(signed)]
    return found


def main(rounds: int) -> None:
    logging.disable(logging.CRITICAL)
    print(f"{'':28}{'floor ms':>12}{'ours ms':>12}{'ratio':>8}{'best':>14}{'kB':>14}")
    reports = {
        "record, 4 pages": (samples.record(), (RECORD,)),
        "patient's copy": (samples.patient_copy(), ()),
        "patient's copy, 14 pt": (samples.patient_copy(1.4), ()),
    }
    for name, (report, attachments) in reports.items():
        found = measure(report, attachments, rounds)
        for step in ("render", "sign", "verify"):
            row(step, found[f"floor {step}"], found[step])
        totals = [
            [sum(parts) for parts in zip(*(found[f"{kind}{step}"] for step in STEPS), strict=True)]
            for kind in ("floor ", "")
        ]
        row(name, *totals, sizes=found["size"])
    print(f"\ngoal: ratio of the totals at most {GOAL_RATIO} (median of {rounds} rounds)")


STEPS = ("render", "sign", "verify")


def row(name: str, floor: list[float], ours: list[float], sizes: list[int] | None = None) -> None:
    medians = statistics.median(floor), statistics.median(ours)
    bytes_of = "" if sizes is None else f"{sizes[0] / 1000:.0f} / {sizes[1] / 1000:.0f}"
    best = f"{min(floor):.1f} / {min(ours):.1f}"
    indent = "" if sizes else "  "
    print(
        f"{indent + name:28}{medians[0]:>12.1f}{medians[1]:>12.1f}"
        f"{medians[1] / medians[0]:>8.2f}{best:>14}{bytes_of:>14}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
