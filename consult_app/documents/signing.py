"""The sealer that the use cases hold: PAdES B-B certification signatures, made and inspected."""

from __future__ import annotations

from consult_app.services.ports import SealRequest, SealStatus, SigningIdentity


class PdfSealer:
    """Signs and inspects PDFs (a `Sealer`). Holds nothing but time-savers; thread-safe."""

    def warm_up(self) -> None:
        """Import pyHanko (0.7 s), so that the first signature is quick."""
        from consult_app.documents import pades, verification  # noqa: F401, PLC0415 - see `seal`

    def seal(self, pdf: bytes, identity: SigningIdentity, request: SealRequest) -> bytes:
        """`pdf` with a certification signature that allows nothing but filling in forms (P=2).

        Raises SigningError.
        """
        # pyHanko takes 0.7 s to import: paid at the first issue, not at start.
        from consult_app.documents import pades  # noqa: PLC0415

        return pades.certify(pdf, identity, request)

    def inspect(
        self, pdf: bytes, anchors: tuple[bytes, ...], signer: bytes | None = None
    ) -> SealStatus:
        """What the signature of `pdf` is worth, given DER anchors and the expected certificate.

        Never raises on the file's account: whatever is wrong with it is in `problems`.
        """
        from consult_app.documents import verification  # noqa: PLC0415 - as above

        return verification.inspect(pdf, anchors, signer)
