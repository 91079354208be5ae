"""A sealed document convinces this program and, with our authority imported, other readers."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from consult_app.documents import PdfSealer
from consult_app.domain.report.blocks import Paragraph
from consult_app.services.ports import SigningError, SigningIdentity
from tests.documents import accessibility, samples
from tests.documents.conftest import NOW, RECORD, new_clinic, run
from tests.documents.test_certificates import certificate_for, pkcs8


def test_everything_holds_for_an_untouched_record(signed_record, clinic):
    status = clinic.inspect(signed_record)

    assert status.bottom_line
    assert status.problems == ()
    assert status.signer_name == "Dr Ana Ruiz"
    assert status.signed_at == NOW
    assert status.reason == "I issue this consultation and stand for its content."
    assert (status.revisions, status.signatures) == (2, 1)
    certificate = x509.load_der_x509_certificate(clinic.identity.certificates[0])
    assert status.signer_fingerprint == certificate.fingerprint(hashes.SHA256()).hex()


def test_the_record_comes_back_byte_for_byte(signed_record, clinic):
    assert clinic.inspect(signed_record).record == RECORD.data


def test_a_document_without_record_has_none(print_report, clinic):
    status = clinic.inspect(clinic.seal(print_report(samples.patient_copy()).data))
    assert status.bottom_line
    assert status.record is None


def test_without_an_expected_certificate_any_of_the_clinic_will_do(signed_record, clinic):
    assert PdfSealer().inspect(signed_record, (clinic.anchor,)).bottom_line


def test_a_sealed_document_still_passes_the_accessibility_checks(signed_record):
    assert accessibility.problems(signed_record) == []


def test_qpdf_finds_nothing_to_complain_about_after_signing(signed_record, tmp_path):
    path = tmp_path / "record.pdf"
    path.write_bytes(signed_record)
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", path)


def test_another_reader_finds_the_signature_valid_and_trusts_our_authority(
    signed_record, clinic, tmp_path
):
    path = tmp_path / "record.pdf"
    path.write_bytes(signed_record)
    database = tmp_path / "trust"
    database.mkdir()
    anchor = tmp_path / "anchor.pem"
    loaded = x509.load_der_x509_certificate(clinic.anchor)
    anchor.write_bytes(loaded.public_bytes(Encoding.PEM))
    where = f"sql:{database}"
    run("certutil", "-N", "-d", where, "--empty-password")
    before = run("pdfsig", "-nssdir", where, "-no-ocsp", path)
    run("certutil", "-A", "-d", where, "-n", "clinic", "-t", "C,C,C", "-i", anchor)
    after = run("pdfsig", "-nssdir", where, "-no-ocsp", path)

    assert "Signature is Valid" in before
    assert "Certificate issuer isn't Trusted" in before
    assert "Signature is Valid" in after
    assert "Certificate is Trusted" in after
    assert "Total document signed" in after
    assert "Signature Type: ETSI.CAdES.detached" in after
    assert "Signature Field Name: PractitionerSignature" in after
    assert "Signing Hash Algorithm: SHA-256" in after


def test_the_signature_says_name_role_place_and_that_it_certifies(signed_record):
    with pikepdf.open(io.BytesIO(signed_record)) as pdf:
        signature = pdf.Root.Perms.DocMDP
        assert str(signature.Name) == "Dr Ana Ruiz, dermatologist"
        assert str(signature.Location) == "Example Skin Clinic"
        assert int(signature.Reference[0].TransformParams.P) == 2
        assert str(signature.SubFilter) == "/ETSI.CAdES.detached"
        assert str(signature.M) == "D:20260504105300Z"


def test_signing_leaves_metadata_and_pages_alone(renderer, clinic):
    unsigned = renderer.render(samples.record(), NOW, (RECORD,))
    with (
        pikepdf.open(io.BytesIO(unsigned)) as before,
        pikepdf.open(io.BytesIO(clinic.seal(unsigned))) as after,
    ):
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert dict(before.docinfo) == dict(after.docinfo)
        for old, new in zip(before.pages, after.pages, strict=True):
            assert old.Contents.read_bytes() == new.Contents.read_bytes()


def test_a_signer_with_odd_characters_can_sign(print_report, clinic):
    request = replace(clinic.request, signer_name="Dr\x00 A\ud800na\n", location="", reason="")
    sealed = replace(clinic, request=request).seal(print_report(samples.with_blocks()).data)
    assert clinic.inspect(sealed).bottom_line


def test_rsa_signs_as_well(print_report):
    key = rsa.generate_private_key(65537, 2048)
    certificate, anchor = certificate_for(key)
    identity = SigningIdentity(pkcs8(key), (certificate, anchor))
    clinic = replace(new_clinic(), identity=identity, anchor=anchor)
    assert clinic.inspect(clinic.seal(print_report(samples.with_blocks()).data)).bottom_line


def test_a_document_stays_valid_after_its_certificate_has_run_out(print_report):
    key = ec.generate_private_key(ec.SECP256R1())
    signed_at = dt.datetime(2001, 5, 4, 9, 0, tzinfo=dt.UTC)
    certificate, anchor = certificate_for(key, start=signed_at - dt.timedelta(days=1), days=30)
    clinic = new_clinic()
    request = replace(clinic.request, signed_at=signed_at)
    clinic = replace(
        clinic, identity=SigningIdentity(pkcs8(key), (certificate, anchor)), anchor=anchor
    )
    sealed = replace(clinic, request=request).seal(print_report(samples.with_blocks()).data)
    assert clinic.inspect(sealed).bottom_line


def test_a_signature_made_after_the_certificate_ran_out_is_not_trusted(print_report):
    key = ec.generate_private_key(ec.SECP256R1())
    start = NOW - dt.timedelta(days=400)
    certificate, anchor = certificate_for(key, start=start, days=30)
    identity = SigningIdentity(pkcs8(key), (certificate, anchor))
    clinic = replace(new_clinic(), identity=identity, anchor=anchor)
    status = clinic.inspect(clinic.seal(print_report(samples.with_blocks()).data))
    assert status.intact
    assert not status.trusted
    assert not status.bottom_line


@pytest.mark.parametrize(
    ("identity", "sentence"),
    [
        (SigningIdentity(b"nonsense", ()), "cannot be read"),
        (
            SigningIdentity(pkcs8(ed25519.Ed25519PrivateKey.generate()), ()),
            "neither an elliptic-curve nor an RSA key",
        ),
        (
            SigningIdentity(pkcs8(ec.generate_private_key(ec.SECP256R1())), ()),
            "no signing certificate",
        ),
        (
            SigningIdentity(
                pkcs8(ec.generate_private_key(ec.SECP256R1())),
                (new_clinic().identity.certificates[0],),
            ),
            "does not belong",
        ),
        (
            SigningIdentity(pkcs8(ec.generate_private_key(ec.SECP256R1())), (b"nonsense",)),
            "certificate of this account cannot be read",
        ),
    ],
)
def test_an_unusable_key_is_refused_in_one_sentence(print_report, identity, sentence):
    clinic = replace(new_clinic(), identity=identity)
    with pytest.raises(SigningError, match=sentence):
        clinic.seal(print_report(samples.with_blocks()).data)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"\x00" * 4000])
def test_what_is_no_document_cannot_be_signed(clinic, data):
    with pytest.raises(SigningError, match="could not be signed"):
        clinic.seal(data)


def test_a_signed_document_is_not_certified_a_second_time(signed_record, clinic):
    with pytest.raises(SigningError, match="could not be signed"):
        clinic.seal(signed_record)


def test_a_failure_says_nothing_about_the_patient(clinic):
    with pytest.raises(SigningError) as caught:
        clinic.seal(b"%PDF-1.7 EXAMPLE, Alma born 14 Mar 1991")
    assert "Alma" not in str(caught.value)


def test_an_identity_does_not_show_its_key_in_a_log(clinic):
    assert repr(clinic.identity) == "SigningIdentity(...)"


def test_signing_twice_gives_two_signatures_over_the_same_pages(print_report, clinic):
    pdf = print_report(samples.with_blocks(Paragraph("x"))).data
    first, second = clinic.seal(pdf), clinic.seal(pdf)
    assert first != second  # ECDSA takes a fresh random number
    assert first.startswith(pdf)
    assert second.startswith(pdf)
