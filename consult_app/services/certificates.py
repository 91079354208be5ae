"""Sign with a certificate from elsewhere (PKCS#12) instead of the clinic's own."""

from __future__ import annotations

from consult_app.services.ports import (
    AuditEntry,
    Clock,
    IdentityIssuer,
    OpenClinic,
    SigningIdentity,
)


class CertificateImport:
    """Replaces the signing identity of the practitioner who is signed in."""

    def __init__(self, clinic: OpenClinic, issuer: IdentityIssuer, clock: Clock) -> None:
        self._clinic = clinic
        self._issuer = issuer
        self._clock = clock

    def import_pkcs12(self, data: bytes, password: str) -> None:
        """Read a PKCS#12 file and use it from now on; see `read` and `use`."""
        self.use(self.read(data, password))

    def read(self, data: bytes, password: str) -> SigningIdentity:
        """Read the key and certificates of a PKCS#12 file; nothing changes yet.

        Raises CertificateError with one clear sentence.
        """
        return self._issuer.import_pkcs12(data, password)

    def use(self, identity: SigningIdentity) -> None:
        """Sign with `identity` from now on; the last certificate of its chain is trusted."""
        self._clinic.replace_signing(identity, identity.certificates[-1])
        practitioner = self._clinic.practitioner.practitioner_id
        self._clinic.store.audit(
            AuditEntry("certificate.import", practitioner, practitioner, self._clock.now())
        ).result()
