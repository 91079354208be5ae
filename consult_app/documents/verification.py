"""What a signed PDF is worth: every question answered on its own, nothing taken for granted.

A viewer's "signature is valid" is not enough: text laid over a signed page, a swapped attachment
or a new annotation leave it valid for the earlier revision. Here the signature must stand in the
expected field, be the only one, certify the document, cover the whole file, and come from the
expected certificate.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from consult_app.services.ports import SealRequest, SealStatus

EXPECTED_FIELD = SealRequest.__dataclass_fields__["field"].default
EXPECTED_REVISIONS = 2
"""The document as rendered, and the signature."""

RECORD_NAME = "record.json"
_DIGESTS = frozenset({"sha256", "sha384", "sha512"})

# What is wrong with a file is returned to the caller; pyHanko would also log it, with details
# of the certificate.
for _logger in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_logger).setLevel(logging.CRITICAL)


def inspect(pdf: bytes, anchors: tuple[bytes, ...], signer: bytes | None) -> SealStatus:
    """Inspect a file. `anchors` and `signer` are DER certificates; see `SealStatus`.

    Without `signer` any certificate under the anchors is expected.
    """
    # A hostile file may break the reader in any way: each ends in a refusal, never in a traceback.
    try:
        reader = PdfFileReader(BytesIO(pdf))
        signatures = list(reader.embedded_signatures)
        revisions = int(reader.xrefs.total_revisions)
    except Exception:
        return SealStatus(problems=("The file cannot be read as a PDF document.",))
    if not signatures:
        return SealStatus(revisions=revisions, problems=("The document carries no signature.",))
    counted = SealStatus(revisions=revisions, signatures=len(signatures))
    chosen = [found for found in signatures if found.field_name == EXPECTED_FIELD]
    if not chosen:
        problem = "The practitioner's signature field is not signed."
        return replace(counted, problems=(problem,))
    try:
        return _status(reader, chosen[0], anchors, signer, counted)
    except Exception:
        problem = "The signature cannot be read; it is damaged."
        return replace(counted, present=True, problems=(problem,))


def _status(
    reader: PdfFileReader,
    signature: EmbeddedPdfSignature,
    anchors: tuple[bytes, ...],
    signer: bytes | None,
    counted: SealStatus,
) -> SealStatus:
    certificate: bytes = signature.signer_cert.dump()
    claimed = signature.self_reported_timestamp
    result = _validate(signature, anchors, claimed)
    intact = bool(result.intact and result.valid) and signature.md_algorithm in _DIGESTS
    trusted = bool(result.trusted)
    expected = trusted if signer is None else certificate == signer
    whole = result.coverage == SignatureCoverageLevel.ENTIRE_FILE
    certified = _certifies(reader, signature)
    problems = [
        sentence
        for holds, sentence in (
            (intact, "The document or its signature was changed: the digest does not match."),
            (whole, "Something was added to or changed in the file after it was signed."),
            (not whole or counted.revisions == EXPECTED_REVISIONS,
             "The document was changed before it was signed: this program signs what it rendered."),
            (counted.signatures == 1, "The document carries more than one signature."),
            (certified, "The signature does not certify the document against changes."),
            (trusted, "The signer's certificate was not issued by an authority of this clinic."),
            (expected, "The document was signed with another certificate than expected."),
            (claimed is not None, "The signature does not say when it was made."),
            (bool(result.docmdp_ok), "Changes were made that the certification forbids."),
        )
        if not holds
    ]  # fmt: skip
    return replace(
        counted,
        present=True,
        intact=intact,
        whole_document=whole,
        expected_signer=expected,
        certified=certified,
        trusted=trusted,
        signer_name=str(signature.signer_cert.subject.native.get("common_name", "")),
        signer_fingerprint=signature.signer_cert.sha256.hex(),
        signed_at=claimed,
        reason=str(signature.sig_object.get("/Reason", "")),
        problems=tuple(problems),
        record=_record(reader, signature) if intact else None,
    )


def _validate(
    signature: EmbeddedPdfSignature, anchors: tuple[bytes, ...], claimed: dt.datetime | None
) -> PdfSignatureStatus:
    """Check digest, signature and chain, offline.

    The chain is judged at the time that the signature states, so that a document stays verifiable
    when its certificate has run out. Without a trusted time-stamp that time is the signer's word;
    the audit chain of the clinic vouches for it.
    """
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(anchor) for anchor in anchors],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=claimed,
    )
    usage = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
    return validate_pdf_signature(signature, context, key_usage_settings=usage)


def _certifies(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> bool:
    """Whether the catalogue names this signature as the certification, with P=1 or P=2."""
    try:
        named = reader.root["/Perms"].raw_get("/DocMDP").reference
    except KeyError:
        return False
    own = signature.sig_field.raw_get("/V").reference
    forbids = signature.docmdp_level in (MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS)
    return bool(named == own) and forbids


def _record(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> bytes | None:
    """The embedded record as it was signed, whatever later revisions say."""
    root = reader.get_historical_resolver(signature.signed_revision).root
    for name, specification in _embedded_files(root):
        if name == RECORD_NAME:
            return bytes(specification["/EF"]["/F"].data)
    return None


def _embedded_files(root: DictionaryObject) -> Iterator[tuple[str, DictionaryObject]]:
    """Names and file specifications of the embedded files; this program writes one flat list."""
    try:
        listed = root["/Names"]["/EmbeddedFiles"]["/Names"]
    except KeyError:
        return
    for index in range(0, len(listed) - 1, 2):
        yield str(listed[index]), listed[index + 1]
