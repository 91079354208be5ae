"""A report is rendered, sealed and inspected."""

import datetime as dt
from pathlib import Path

from consult_app.documents import PdfRenderer, PdfSealer
from consult_app.documents.certificates import CertificateIssuer
from consult_app.domain.report.blocks import Banner, Heading, Paragraph, Report, Tone
from consult_app.services.ports import Attachment, SealRequest

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
NOW = dt.datetime(2026, 5, 4, 9, 30, tzinfo=dt.UTC)


def test_a_rendered_report_is_sealed_and_the_seal_holds():
    identity, anchor = CertificateIssuer().issue("Example Skin Clinic", "Dr Example", NOW)
    report = Report(
        title="Consultation record",
        subject="Microneedling",
        author="Dr Example",
        language="en-GB",
        running="EXAMPLE, Alma (synthetic)",
        footer="",
        notice="",
        letterhead=("Example Skin Clinic",),
        blocks=(Banner(Tone.INFO, "Deferred", "Until 12 May."), Heading("Why", 1), Paragraph("…")),
    )
    record = Attachment("record.json", "application/json", "Record", b"{}")
    pdf = PdfRenderer(FONTS).render(report, NOW, (record,))
    request = SealRequest("Dr Example", "dermatologist", "Issued", "Example Skin Clinic", NOW)

    status = PdfSealer().inspect(
        PdfSealer().seal(pdf, identity, request), (anchor,), identity.certificates[0]
    )

    assert status.bottom_line
    assert status.record == b"{}"
    assert status.signed_at == NOW
