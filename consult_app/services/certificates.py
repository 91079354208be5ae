"""Sign with a certificate from elsewhere (PKCS#12) instead of the clinic's own."""

from __future__ import annotations

from consult_app.services.ports import AuditEntry, Clock, IdentityIssuer, OpenClinic


class CertificateImport:
    """Replaces the signing identity of the practitioner who is signed in."""

    def __init__(self, clinic: OpenClinic, issuer: IdentityIssuer, clock: Clock) -> None:
        self._clinic = clinic
        self._issuer = issuer
        self._clock = clock

    def import_pkcs12(self, data: bytes, password: str) -> None:
        """Use the key and certificate of a PKCS#12 file from now on.

        The last certificate of its chain is trusted as its authority. Raises CertificateError with
        one clear sentence; the identity in use stays until everything was read and stored.
        """
        identity = self._issuer.import_pkcs12(data, password)
        self._clinic.replace_signing(identity, identity.certificates[-1])
        practitioner = self._clinic.practitioner.practitioner_id
        self._clinic.store.audit(
            AuditEntry("certificate.import", practitioner, practitioner, self._clock.now())
        ).result()
