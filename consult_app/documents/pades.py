"""Making a PAdES baseline B-B certification signature (ETSI EN 319 142-1) with pyHanko."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError as SigningFailure
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from consult_app.documents.plain_text import one_line
from consult_app.services.ports import SealRequest, SigningError, SigningIdentity

_DER = serialization.Encoding.DER
_SPKI = serialization.PublicFormat.SubjectPublicKeyInfo
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


class KeySigner(signers.Signer):
    """Signs with a key that was loaded once.

    pyHanko's own signer decodes and checks the key for each signature: with RSA that takes longer
    than everything else together.
    """

    def __init__(self, identity: SigningIdentity) -> None:
        """Load the key. Raises SigningError when it is not one that documents are signed with."""
        try:
            key = serialization.load_der_private_key(identity.private_key, None)
        except (ValueError, TypeError) as error:
            raise SigningError("The signing key of this account cannot be read.") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise SigningError("The signing key is neither an elliptic-curve nor an RSA key.")
        if not identity.certificates:
            raise SigningError("This account has no signing certificate.")
        store: SimpleCertificateStore = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        try:
            chain = [x509.Certificate.load(certificate) for certificate in identity.certificates]
            certified_key = chain[0].public_key.dump()
            store.register_multiple(chain)
        except ValueError as error:
            raise SigningError("A certificate of this account cannot be read.") from error
        if key.public_key().public_bytes(_DER, _SPKI) != certified_key:
            raise SigningError("The signing key does not belong to the signing certificate.")
        self.key = key
        super().__init__(signing_cert=chain[0], cert_registry=store)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The signature value of `data`; with `dry_run` as many bytes as it may take."""
        if dry_run:
            return bytes(self.key.key_size // 8 if isinstance(self.key, rsa.RSAPrivateKey) else 144)
        algorithm = _HASHES[digest_algorithm]
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), algorithm)
        return self.key.sign(data, ec.ECDSA(algorithm))


class _MetadataKept(IncrementalPdfFileWriter):
    """Writes the signature's revision and nothing else.

    pyHanko would also write the document's metadata anew, with the machine's time and without
    what identifies it as PDF/A and PDF/UA.
    """

    def _update_meta(self) -> None:
        """Leave information dictionary and XMP as they are."""


class _DatedPdfSigner(signers.PdfSigner):
    """Signs at a given time rather than at the machine's."""

    def __init__(
        self, metadata: signers.PdfSignatureMetadata, signer: KeySigner, moment: dt.datetime
    ) -> None:
        super().__init__(metadata, signer, stamp_style=NoOpStampStyle())
        self._moment = moment

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        """A session whose time is the given one."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._moment
        return session


def certify(pdf: bytes, identity: SigningIdentity, request: SealRequest) -> bytes:
    """Sign `pdf` in the field that `request` names. Raises SigningError."""
    signer = KeySigner(identity)
    name = ", ".join(filter(None, map(one_line, (request.signer_name, request.signer_role))))
    metadata = signers.PdfSignatureMetadata(
        field_name=request.field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        name=name or None,
        reason=one_line(request.reason) or None,
        location=one_line(request.location) or None,
    )
    try:
        writer = _MetadataKept(BytesIO(pdf))
        signed = _DatedPdfSigner(metadata, signer, request.signed_at).sign_pdf(writer)
    except (PdfError, SigningFailure, ValueError) as error:
        raise SigningError(
            "The document could not be signed because it is not as this program makes it; "
            "issue it again."
        ) from error
    return bytes(signed.getvalue())
