"""Signing identities: self-issued under a clinic authority, or imported from PKCS#12.

P-256 throughout: a signature takes a fifth of a millisecond, and every reader checks it. The leaf
carries two extended key usages: document signing (RFC 9336) for what it is, and e-mail protection
because readers built on NSS accept only that one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from consult_app.services.ports import CertificateError, SigningIdentity

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
_SIGNING_PURPOSES = frozenset(
    {
        DOCUMENT_SIGNING,
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
        ObjectIdentifier("1.2.840.113583.1.1.5"),  # Adobe, authentic documents
        ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # Microsoft, document signing
    }
)
_LEAST_RSA_BITS = 2048
_LONGEST_NAME = 64
"""Upper bound of a common name (RFC 5280, appendix A.1)."""

LEAF_YEARS, AUTHORITY_YEARS = 10, 25


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class CertificateIssuer:
    """Makes and imports signing identities (an `IdentityIssuer`).

    `now` gives aware UTC time, to tell whether an imported certificate has run out.
    """

    def __init__(self, now: Callable[[], dt.datetime] = _utc_now) -> None:
        self._now = now

    def issue(
        self, clinic_name: str, printed_name: str, now: dt.datetime
    ) -> tuple[SigningIdentity, bytes]:
        """A new identity under a new clinic authority, and that authority's certificate (DER).

        The authority's key is thrown away: nobody can issue a second certificate under it.
        """
        authority_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        authority_name = _name(clinic_name, f"{clinic_name} signing authority")
        start = now.astimezone(dt.UTC) - dt.timedelta(days=1)
        authority = _builder(authority_name, authority_name, authority_key, start, AUTHORITY_YEARS)
        authority = authority.add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        authority = authority.add_extension(_usage(authority=True), True)
        anchor = authority.sign(authority_key, hashes.SHA256())
        leaf = _builder(
            _name(clinic_name, printed_name), authority_name, leaf_key, start, LEAF_YEARS
        )
        leaf = (
            leaf.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
            .add_extension(_usage(authority=False), True)
            .add_extension(
                x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]),
                critical=False,
            )
            .add_extension(_revocation_place(authority_name), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
                critical=False,
            )
        )
        certificate = leaf.sign(authority_key, hashes.SHA256())
        identity = SigningIdentity(_key_bytes(leaf_key), (_der(certificate), _der(anchor)))
        return identity, _der(anchor)

    def import_pkcs12(self, data: bytes, password: str) -> SigningIdentity:
        """Read a PKCS#12 file (.p12, .pfx). Raises CertificateError with one clear sentence."""
        key, certificate, others = _open_pkcs12(data, password)
        _require_strong(key)
        if _spki(key.public_key()) != _spki(certificate.public_key()):
            raise CertificateError(
                "The private key in this file does not belong to its certificate."
            )
        self._require_current(certificate)
        _require_signing(certificate)
        return SigningIdentity(_key_bytes(key), tuple(map(_der, (certificate, *others))))

    def _require_current(self, certificate: x509.Certificate) -> None:
        now = self._now()
        if certificate.not_valid_after_utc < now:
            day = certificate.not_valid_after_utc.date().isoformat()
            raise CertificateError(
                f"This certificate expired on {day}; ask its issuer for a new one."
            )
        if certificate.not_valid_before_utc > now:
            day = certificate.not_valid_before_utc.date().isoformat()
            raise CertificateError(f"This certificate is not valid before {day}.")


SigningKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def _open_pkcs12(
    data: bytes, password: str
) -> tuple[SigningKey, x509.Certificate, list[x509.Certificate]]:
    if data[:1] != b"\x30":
        raise CertificateError(
            "This is not a PKCS#12 file; choose the .p12 or .pfx file that holds the key."
        )
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(
            data, password.encode("utf-8") or None
        )
    except ValueError as error:
        raise CertificateError(
            "The file cannot be opened: the password is wrong or the file is damaged."
        ) from error
    if key is None:
        raise CertificateError(
            "The file holds no private key; export the certificate together with its key."
        )
    if certificate is None:
        raise CertificateError("The file holds no certificate for its private key.")
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise CertificateError(_UNSUITABLE_KEY)
    return key, certificate, list(others)


_UNSUITABLE_KEY = (
    "The key in this file cannot be used: it must be P-256 or RSA with at least 2048 bits."
)


def _require_strong(key: SigningKey) -> None:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        suitable = isinstance(key.curve, ec.SECP256R1)
    else:
        suitable = key.key_size >= _LEAST_RSA_BITS
    if not suitable:
        raise CertificateError(_UNSUITABLE_KEY)


def _require_signing(certificate: x509.Certificate) -> None:
    """Key usage and extended key usage, where present, must allow signing documents."""
    extensions = certificate.extensions
    allowed = True
    with suppress(x509.ExtensionNotFound):
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
        allowed = usage.digital_signature or usage.content_commitment
    with suppress(x509.ExtensionNotFound):
        purposes = set(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
        allowed = allowed and bool(purposes & _SIGNING_PURPOSES)
    with suppress(x509.ExtensionNotFound):
        constraints = extensions.get_extension_for_class(x509.BasicConstraints).value
        allowed = allowed and not constraints.ca
    if not allowed:
        raise CertificateError(
            "This certificate is not made for signing documents; use a signing certificate."
        )


def _name(organisation: str, common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _part(organisation)),
            x509.NameAttribute(NameOID.COMMON_NAME, _part(common_name)),
        ]
    )


def _part(text: str) -> str:
    """A name's part: printable, not empty, not longer than the standard allows."""
    printable = "".join(character for character in text if character.isprintable()).strip()
    return printable[:_LONGEST_NAME].strip() or "-"


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    start: dt.datetime,
    years: int,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=365 * years + years // 4))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _revocation_place(authority: x509.Name) -> x509.CRLDistributionPoints:
    """Where a revocation list would be: named, without a network address.

    There is none. But readers built on NSS distrust a certificate that does not say where to look,
    and a web address would be asked by every reader that opens the document.
    """
    place = x509.DistributionPoint([x509.DirectoryName(authority)], None, None, None)
    return x509.CRLDistributionPoints([place])


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _key_bytes(key: SigningKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _spki(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
