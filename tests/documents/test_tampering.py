"""No changed document passes: each attack of the threat list is refused, with a reason."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from consult_app.documents import PdfSealer
from consult_app.documents.pades import KeySigner
from consult_app.services.ports import Attachment
from tests.documents import samples
from tests.documents.conftest import NOW, RECORD, new_clinic, run

FORGED = b'{"verdict": "proceed"}'


def appended(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with a change in a new revision behind the signed one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def overlay(writer: IncrementalPdfFileWriter) -> None:
    """A white rectangle over the verdict."""
    cover = generic.StreamObject(stream_data=b"q 1 1 1 rg 50 500 400 90 re f Q")
    writer.add_stream_to_page(0, writer.add_object(cover))


def other_page(writer: IncrementalPdfFileWriter) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    kids[1]["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.mark_update(kids.raw_get(1))


def free_text(writer: IncrementalPdfFileWriter) -> None:
    reference = writer.root["/Pages"]["/Kids"].raw_get(0)
    page = reference.get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (60, 700, 300, 740))),
            pdf_name("/Contents"): generic.TextStringObject("PROCEED"),
        }
    )
    page["/Annots"] = generic.ArrayObject([*page["/Annots"], writer.add_object(note)])
    writer.mark_update(reference)


def swapped_record(writer: IncrementalPdfFileWriter) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    specification = names[1]
    forged = writer.add_object(generic.StreamObject(stream_data=FORGED))
    specification["/EF"] = generic.DictionaryObject(
        {pdf_name("/F"): forged, pdf_name("/UF"): forged}
    )
    writer.mark_update(names.raw_get(1))


def other_title(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(generic.DictionaryObject({pdf_name("/Title"): generic.pdf_string("Other")}))


def nothing_new(writer: IncrementalPdfFileWriter) -> None:
    writer.add_object(generic.NumberObject(1))


INCREMENTS = [overlay, other_page, free_text, swapped_record, other_title, nothing_new]


@pytest.mark.parametrize("change", INCREMENTS)
def test_a_change_behind_the_signature_is_refused(signed_record, clinic, change):
    status = clinic.inspect(appended(signed_record, change))
    assert not status.bottom_line
    assert not status.whole_document
    assert any("after it was signed" in problem for problem in status.problems)


@pytest.mark.parametrize("change", [overlay, swapped_record])
def test_other_readers_still_call_such_a_signature_valid(signed_record, tmp_path, change):
    path = tmp_path / "changed.pdf"
    path.write_bytes(appended(signed_record, change))
    listing = run("pdfsig", "-nocert", path)
    assert "Signature is Valid" in listing
    assert "Not total document signed" in listing


def test_the_record_is_read_as_it_was_signed_not_as_it_was_swapped(signed_record, clinic):
    forged = appended(signed_record, swapped_record)
    assert FORGED in forged
    assert clinic.inspect(forged).record == RECORD.data


def test_bytes_added_to_the_end_are_refused(signed_record, clinic):
    assert not clinic.inspect(signed_record + b"\n% a comment\n").bottom_line


def test_a_second_signature_is_refused(signed_record, clinic):
    other = new_clinic("Another clinic")
    metadata = signers.PdfSignatureMetadata(
        field_name="Second", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(signed_record))
    signed = signers.PdfSigner(metadata, KeySigner(other.identity)).sign_pdf(writer)
    status = clinic.inspect(signed.getvalue())
    assert status.signatures == 2
    assert not status.bottom_line
    assert "The document carries more than one signature." in status.problems


def test_a_document_that_was_changed_before_it_was_signed_is_refused(renderer, clinic):
    prepared = appended(renderer.render(samples.record(), NOW, (RECORD,)), overlay)
    status = clinic.inspect(clinic.seal(prepared))
    assert status.intact
    assert status.whole_document
    assert status.revisions == 3
    assert not status.bottom_line


def test_a_stripped_signature_leaves_a_document_that_nobody_signed(renderer, signed_record, clinic):
    unsigned = renderer.render(samples.record(), NOW, (RECORD,))
    assert signed_record.startswith(unsigned)
    status = clinic.inspect(unsigned)
    assert not status.present
    assert status.problems == ("The document carries no signature.",)


def test_a_document_written_anew_is_refused(signed_record, clinic):
    with pikepdf.open(io.BytesIO(signed_record)) as pdf:
        out = io.BytesIO()
        pdf.save(out)
    status = clinic.inspect(out.getvalue())
    assert not status.bottom_line
    assert not status.intact
    assert status.record is None


def test_a_forged_signature_value_is_not_called_intact(signed_record, clinic):
    hole = signed_record.index(b"/Contents <30") + len(b"/Contents <")
    value = signed_record[hole : signed_record.index(b">", hole)].rstrip(b"0")
    last = hole + len(value) - 21  # the signature value is what the container ends with
    digit = b"0" if signed_record[last : last + 1] != b"0" else b"1"
    status = clinic.inspect(signed_record[:last] + digit + signed_record[last + 1 :])
    assert status.present
    assert not status.intact
    assert status.record is None


def test_a_page_replaced_in_a_document_written_anew_is_refused(signed_record, renderer, clinic):
    other = renderer.render(samples.patient_copy(), NOW)
    with pikepdf.open(io.BytesIO(signed_record)) as pdf, pikepdf.open(io.BytesIO(other)) as donor:
        pdf.pages[0].Contents = pdf.copy_foreign(donor.pages[0].Contents)
        out = io.BytesIO()
        pdf.save(out)
    assert not clinic.inspect(out.getvalue()).bottom_line


def test_a_forger_with_a_certificate_of_the_same_name_is_refused(renderer, clinic):
    forger = new_clinic()
    pdf = renderer.render(samples.record(), NOW, (replace_data(RECORD),))
    status = clinic.inspect(forger.seal(pdf))
    assert status.intact
    assert status.signer_name == "Dr Ana Ruiz"
    assert not status.trusted
    assert not status.expected_signer
    assert not status.bottom_line


def replace_data(attachment: Attachment) -> Attachment:
    return replace(attachment, data=FORGED)


def test_another_practitioner_of_the_clinic_is_not_the_expected_one(signed_record, clinic):
    colleague = new_clinic()
    status = PdfSealer().inspect(
        signed_record, (clinic.anchor, colleague.anchor), colleague.identity.certificates[0]
    )
    assert status.trusted
    assert not status.expected_signer
    assert not status.bottom_line


def test_without_anchors_nothing_is_trusted(signed_record, clinic):
    status = PdfSealer().inspect(signed_record, (), clinic.identity.certificates[0])
    assert not status.trusted
    assert not status.bottom_line


def signed_otherwise(pdf: bytes, clinic, **changes: object) -> bytes:
    """A signature that differs from ours in what `changes` says."""
    settings_of_signature = {
        "field_name": "PractitionerSignature",
        "md_algorithm": "sha256",
        "subfilter": SigSeedSubFilter.PADES,
        "certify": True,
        **changes,
    }
    metadata = signers.PdfSignatureMetadata(**settings_of_signature)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return signers.PdfSigner(metadata, KeySigner(clinic.identity)).sign_pdf(writer).getvalue()


def test_a_signature_that_does_not_certify_is_refused(renderer, clinic):
    pdf = renderer.render(samples.record(), NOW)
    status = clinic.inspect(signed_otherwise(pdf, clinic, certify=False))
    assert status.intact
    assert not status.certified
    assert not status.bottom_line


def test_a_signature_in_another_field_is_refused(renderer, clinic):
    pdf = renderer.render(samples.record(), NOW)
    status = clinic.inspect(signed_otherwise(pdf, clinic, field_name="Elsewhere"))
    assert not status.present
    assert status.problems == ("The practitioner's signature field is not signed.",)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"\xff" * 999, b"%PDF-1.7\nstartxref\n9\n%%EOF"]
)
def test_what_is_no_document_is_refused_without_a_traceback(clinic, data):
    status = clinic.inspect(data)
    assert not status.bottom_line
    assert status.problems == ("The file cannot be read as a PDF document.",)


@settings(
    max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.data())
def test_no_flipped_byte_goes_unnoticed(signed_record, clinic, data):
    signed = bytearray(signed_record)
    start = signed_record.index(b"/ByteRange")
    hole = signed_record.index(b"/Contents <", start - 20000) + len(b"/Contents <")
    end = signed_record.index(b">", hole)
    # Inside the hole, zeros that pad the signature to its reserved room are no data.
    value_end = hole + len(signed_record[hole:end].rstrip(b"0"))
    positions = (
        st.one_of(st.integers(0, hole - 1), st.integers(end + 1, len(signed) - 1))
        if data.draw(st.booleans())
        else st.integers(value_end - 100, value_end - 1)
    )
    place = data.draw(positions)
    inside = hole <= place < end
    signed[place] = (
        (b"1" if signed[place : place + 1] != b"1" else b"2")[0] if inside else signed[place] ^ 1
    )
    assert not clinic.inspect(bytes(signed)).bottom_line


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.integers(0, 60_000))
def test_a_truncated_document_is_refused(signed_record, clinic, length):
    assert not clinic.inspect(signed_record[: min(length, len(signed_record) - 1)]).bottom_line
