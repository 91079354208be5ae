"""Signing identities: made for a clinic, or imported from a file that may be wrong in many ways."""

from __future__ import annotations

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from consult_app.documents.certificates import DOCUMENT_SIGNING, CertificateIssuer
from consult_app.services.ports import CertificateError

NOW = dt.datetime(2026, 5, 4, 10, 53, tzinfo=dt.UTC)
P256 = ec.generate_private_key(ec.SECP256R1())
AUTHORITY = ec.generate_private_key(ec.SECP256R1())


def pkcs8(key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def usage(**allowed: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


def certificate_for(
    key,
    *,
    start: dt.datetime = NOW - dt.timedelta(days=1),
    days: int = 365,
    extensions: tuple[tuple[x509.ExtensionType, bool], ...] | None = None,
) -> tuple[bytes, bytes]:
    """A certificate as an outside authority might issue it, and that authority's (DER)."""
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Outside authority")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dr Ana Ruiz")])

    def build(name: x509.Name, public: object) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + dt.timedelta(days=days))
        )

    if extensions is None:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        extensions = ((usage(digital_signature=True), True), (purposes, False))
    leaf = build(subject, key.public_key())
    for extension, critical in extensions:
        leaf = leaf.add_extension(extension, critical)
    anchor = (
        build(issuer, AUTHORITY.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .add_extension(usage(key_cert_sign=True), True)
    )
    return tuple(
        builder.sign(AUTHORITY, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
        for builder in (leaf, anchor)
    )


def packed(key, *certificates: bytes, password: bytes = b"correct horse") -> bytes:
    """A PKCS#12 file."""
    loaded = [x509.load_der_x509_certificate(data) for data in certificates]
    first = loaded[0] if loaded else None
    quick = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(1000)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(password)
    )
    return pkcs12.serialize_key_and_certificates(b"signing", key, first, loaded[1:], quick)


def test_a_clinic_makes_its_own_identity():
    identity, anchor = CertificateIssuer().issue("Example Skin Clinic", "Dr Ana Ruiz", NOW)

    leaf, issuer = map(x509.load_der_x509_certificate, identity.certificates)
    assert issuer.public_bytes(serialization.Encoding.DER) == anchor
    leaf.verify_directly_issued_by(issuer)
    assert leaf.subject.rfc4514_string() == "CN=Dr Ana Ruiz,O=Example Skin Clinic"
    assert isinstance(leaf.public_key().curve, ec.SECP256R1)
    purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert set(purposes) == {DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION}
    assert leaf.extensions.get_extension_for_class(x509.KeyUsage).value.content_commitment
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert leaf.not_valid_before_utc <= NOW
    assert leaf.not_valid_after_utc > NOW + dt.timedelta(days=3650)
    assert issuer.not_valid_after_utc > leaf.not_valid_after_utc


def test_two_identities_share_nothing():
    first, anchor = CertificateIssuer().issue("Clinic", "Dr Ana Ruiz", NOW)
    second, other = CertificateIssuer().issue("Clinic", "Dr Ana Ruiz", NOW)
    assert first.private_key != second.private_key
    assert anchor != other


@pytest.mark.parametrize("name", ["", "   ", "x" * 300, "Dr\x00 Ana\nRuiz", "Ζωή Брандао"])
def test_any_printed_name_can_be_certified(name):
    identity, _ = CertificateIssuer().issue(name, name, NOW)
    subject = x509.load_der_x509_certificate(identity.certificates[0]).subject
    common = subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    assert 1 <= len(common) <= 64
    assert common.isprintable()


@pytest.fixture
def issuer():
    return CertificateIssuer(lambda: NOW)


@pytest.mark.parametrize("key", [P256, rsa.generate_private_key(65537, 2048)])
def test_a_sound_file_is_imported_with_its_chain(issuer, key):
    certificate, anchor = certificate_for(key)
    identity = issuer.import_pkcs12(packed(key, certificate, anchor), "correct horse")
    assert identity.private_key == pkcs8(key)
    assert identity.certificates == (certificate, anchor)


def test_a_certificate_that_names_no_usage_is_accepted(issuer):
    certificate, anchor = certificate_for(P256, extensions=())
    assert issuer.import_pkcs12(packed(P256, certificate, anchor), "correct horse")


def test_a_file_without_password_is_imported(issuer):
    certificate, _ = certificate_for(P256)
    data = pkcs12.serialize_key_and_certificates(
        b"x",
        P256,
        x509.load_der_x509_certificate(certificate),
        None,
        serialization.NoEncryption(),
    )
    assert issuer.import_pkcs12(data, "").certificates == (certificate,)


SOUND, ANCHOR = certificate_for(P256)
SMALL = rsa.generate_private_key(65537, 1024)
CURVE = ec.generate_private_key(ec.SECP384R1())
ODD = dsa.generate_private_key(2048)
ONLY_AGREES = ((usage(key_agreement=True), True),)
ONLY_SERVES = ((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),)
ISSUES = ((x509.BasicConstraints(ca=True, path_length=0), True),)


@pytest.mark.parametrize(
    ("data", "password", "sentence"),
    [
        (packed(P256, SOUND), "wrong", "password is wrong or the file is damaged"),
        (packed(P256, SOUND), "", "password is wrong or the file is damaged"),
        (packed(P256, SOUND)[:-40], "correct horse", "password is wrong or the file is damaged"),
        (b"", "x", "not a PKCS#12 file"),
        (b"-----BEGIN CERTIFICATE-----", "x", "not a PKCS#12 file"),
        (SOUND, "x", "password is wrong or the file is damaged"),
        (packed(None, SOUND), "correct horse", "holds no private key"),
        (packed(P256), "correct horse", "holds no certificate"),
        (packed(SMALL, certificate_for(SMALL)[0]), "correct horse", "P-256 or RSA"),
        (packed(CURVE, certificate_for(CURVE)[0]), "correct horse", "P-256 or RSA"),
        (packed(ODD, certificate_for(ODD)[0]), "correct horse", "P-256 or RSA"),
        (
            packed(P256, certificate_for(P256, start=NOW - dt.timedelta(days=90), days=30)[0]),
            "correct horse",
            "expired on 2026-03-05; ask its issuer",
        ),
        (
            packed(P256, certificate_for(P256, start=NOW + dt.timedelta(days=9))[0]),
            "correct horse",
            "not valid before 2026-05-13",
        ),
        (
            packed(P256, certificate_for(P256, extensions=ONLY_AGREES)[0]),
            "correct horse",
            "not made for signing documents",
        ),
        (
            packed(P256, certificate_for(P256, extensions=ONLY_SERVES)[0]),
            "correct horse",
            "not made for signing documents",
        ),
        (
            packed(P256, certificate_for(P256, extensions=ISSUES)[0]),
            "correct horse",
            "not made for signing documents",
        ),
    ],
)
def test_each_unusable_file_is_refused_in_one_sentence(issuer, data, password, sentence):
    with pytest.raises(CertificateError, match=sentence) as caught:
        issuer.import_pkcs12(data, password)
    assert str(caught.value).count(". ") == 0
