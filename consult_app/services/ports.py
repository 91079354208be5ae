"""What the use cases need from outside, as Protocols, and the failures a user can act on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from consult_app.domain.consultation import (
    ConsultationStatus,
    PatientIdentity,
    Practitioner,
    Role,
)
from consult_app.domain.report.blocks import Report

# --- failures ------------------------------------------------------------------------------------


class UserFacingError(Exception):
    """A failure that its reader can act on: `str()` is one clear sentence without patient data."""


class WrongPassphraseError(UserFacingError):
    """No key slot opens with this passphrase."""


class LockedOutError(UserFacingError):
    """Too many wrong passphrases; `until` says when the next try is allowed."""

    def __init__(self, message: str, until: dt.datetime) -> None:
        super().__init__(message)
        self.until = until


class StoreMissingError(UserFacingError):
    """There is no clinic at this place."""


class StoreDamagedError(UserFacingError):
    """The store or its key file cannot be read; a backup is needed."""


class StoreBusyError(UserFacingError):
    """Another process has the clinic open."""


class StoreReadOnlyError(UserFacingError):
    """The place cannot be written to."""


class StoreFullError(UserFacingError):
    """The disk is full; nothing already saved is lost."""


class SigningError(UserFacingError):
    """The document could not be signed, or the signed document did not verify."""


class CertificateError(UserFacingError):
    """A certificate file cannot be used, or its password is wrong."""


class NotIssuableError(UserFacingError):
    """The consultation is not ready to be issued; the sentence names what is open."""


# --- time ----------------------------------------------------------------------------------------


class Clock(Protocol):
    """Where the time comes from; tests and `--today` fix it."""

    def now(self) -> dt.datetime:
        """Aware UTC time."""
        ...

    def today(self) -> dt.date:
        """Local calendar day of the clinic."""
        ...


# --- store ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DraftEvent:
    """One durable change of a draft.

    `key` names what changed (``answer:S1``, ``list:scars``, ``decision:<id>``,
    ``stroke:patient:<id>``, ``position`` ...), `value` is canonical JSON or None to clear it.
    The state of a draft is the fold of its events: the last value of each key, in the order in
    which keys were first set. `event_id` is unique, so that a retry is harmless. `at` is aware UTC.
    """

    consultation_id: str
    event_id: str
    key: str
    value: str | None
    author_id: str
    at: dt.datetime

    def __repr__(self) -> str:
        """Ids only: values are patient data and must not reach a log."""
        return f"DraftEvent({self.consultation_id}, {self.event_id})"


@dataclass(frozen=True)
class ConsultationHead:
    """One consultation in a list, without its answers."""

    consultation_id: str
    patient: PatientIdentity
    practitioner: Practitioner
    pack_id: str
    pack_version: str
    consultation_date: dt.date
    status: ConsultationStatus
    stage: str
    version: int
    verdict: str
    changed_at: dt.datetime


@dataclass(frozen=True)
class StoredDocument:
    """One issued file. `kind` is ``record`` or ``patient-copy``; `sha256` is hex."""

    kind: str
    sha256: str
    data: bytes


@dataclass(frozen=True)
class AuditHead:
    """Newest entry of the audit chain: its number (0 while empty) and its hex hash."""

    sequence: int
    digest: str


@dataclass(frozen=True)
class AuditEntry:
    """What happened, for the audit chain: opaque ids and digests only, never patient data.

    `action` is a word such as ``consultation.issue``; `details` are sorted into the payload.
    """

    action: str
    actor_id: str
    entity: str
    at: dt.datetime
    outcome: str = "success"
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class IssuedVersion:
    """Everything that one issue stores, in one transaction, with its audit entry.

    `record` is the canonical JSON of the whole record; `verdict` the decided verdict's word. The
    store adds the version and a digest of the content to the details of `audit`.
    """

    consultation_id: str
    version: int
    stage: str
    record: str
    verdict: str
    documents: tuple[StoredDocument, ...]
    audit: AuditEntry


class ConsultationStore(Protocol):
    """The clinic's encrypted store, open for one signed-in practitioner.

    Writes go through one writer thread with group commit. A Future resolves only when the change
    is durable; its exception is a UserFacingError. Reads are synchronous and quick.
    """

    def add_patient(self, patient: PatientIdentity) -> Future[None]:
        """Create or update a patient."""
        ...

    def patients(self, query: str = "", limit: int = 50) -> tuple[PatientIdentity, ...]:
        """Patients by name fragment (accents folded), birth date or record number; newest first."""
        ...

    def open_consultation(self, head: ConsultationHead) -> Future[None]:
        """Create a draft."""
        ...

    def append(self, events: tuple[DraftEvent, ...]) -> Future[None]:
        """Append events of a draft; refused for an issued consultation."""
        ...

    def events(self, consultation_id: str) -> tuple[DraftEvent, ...]:
        """All events of a consultation in their order."""
        ...

    def consultation(self, consultation_id: str) -> ConsultationHead:
        """Head of one consultation. Raises KeyError for an unknown id."""
        ...

    def consultations(
        self,
        *,
        patient_id: str | None = None,
        since: dt.date | None = None,
        status: ConsultationStatus | None = None,
        limit: int = 50,
    ) -> tuple[ConsultationHead, ...]:
        """Consultations, most recently changed first."""
        ...

    def issue(self, issued: IssuedVersion) -> Future[None]:
        """Store an issued version with its documents and audit entry, all or nothing."""
        ...

    def documents(
        self, consultation_id: str, version: int | None = None
    ) -> tuple[StoredDocument, ...]:
        """Documents of an issued version, the newest by default."""
        ...

    def keep_pack(
        self, rules_digest: str, pack_id: str, version: str, content: bytes
    ) -> Future[None]:
        """Keep a pack version that was used, so that its verdicts can be computed again."""
        ...

    def kept_pack(self, rules_digest: str) -> bytes | None:
        """Content of a pack version that was kept, or None."""
        ...

    def audit(self, entry: AuditEntry) -> Future[None]:
        """Append an audit entry on its own (reads, prints, exports, sign-ins)."""
        ...

    def audit_head(self) -> AuditHead:
        """Newest audit entry."""
        ...

    def verify_audit(self) -> int | None:
        """Check the whole chain; the number of the first broken entry, or None."""
        ...

    def on_failure(self, listener: Callable[[UserFacingError], None]) -> None:
        """Call `listener` (from the writer thread) when a write could not be made durable."""
        ...

    def close(self) -> None:
        """Finish all writes, check-point and close. Idempotent."""
        ...


# --- accounts ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AccountSpec:
    """A practitioner or assistant to be added to a clinic."""

    printed_name: str
    role: Role
    credential: str
    passphrase: str

    def __repr__(self) -> str:
        """Nothing: it holds a passphrase."""
        return "AccountSpec(...)"


@dataclass(frozen=True)
class SigningIdentity:
    """A P-256 signing key with its certificate chain, both DER; the leaf certificate is first."""

    private_key: bytes
    certificates: tuple[bytes, ...]

    def __repr__(self) -> str:
        """Nothing: it holds a private key."""
        return "SigningIdentity(...)"


class OpenClinic(Protocol):
    """A clinic after unlocking."""

    @property
    def store(self) -> ConsultationStore:
        """The clinic's store."""
        ...

    @property
    def practitioner(self) -> Practitioner:
        """Who unlocked it."""
        ...

    @property
    def signing(self) -> SigningIdentity:
        """Signing key and certificate of the practitioner."""
        ...

    @property
    def trust_anchors(self) -> tuple[bytes, ...]:
        """DER certificates of the clinic's own issuing authority."""
        ...

    def replace_signing(self, identity: SigningIdentity, anchor: bytes | None = None) -> None:
        """Use an imported certificate from now on (PKCS#12 import).

        `anchor` is the DER certificate of its authority, trusted from then on where it is given.
        """
        ...

    def close(self) -> None:
        """Close the store and forget the keys. Idempotent."""
        ...


class Vault(Protocol):
    """The place of a clinic's store and key file."""

    def exists(self) -> bool:
        """Whether a clinic was set up here."""
        ...

    def create(
        self, clinic_name: str, first: AccountSpec, identity: SigningIdentity, anchor: bytes
    ) -> str:
        """Set up a clinic with its first account; returns the printable recovery key."""
        ...

    def accounts(self) -> tuple[Practitioner, ...]:
        """Accounts that can unlock, readable before unlocking."""
        ...

    def trust_anchors(self) -> tuple[bytes, ...]:
        """DER certificates of the clinic's own authority, readable before unlocking."""
        ...

    def unlock(self, practitioner_id: str, passphrase: str) -> OpenClinic:
        """Unlock. Slow on purpose (Argon2id): call it off the interface thread.

        Raises WrongPassphraseError, LockedOutError, StoreMissingError, StoreDamagedError,
        StoreBusyError or StoreReadOnlyError.
        """
        ...

    def unlock_with_recovery_key(self, recovery_key: str, account: AccountSpec) -> OpenClinic:
        """Open with the printed recovery key and set a new account's passphrase."""
        ...


# --- documents -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attachment:
    """A file embedded in a PDF; `relationship` is the AFRelationship, such as Data."""

    name: str
    media_type: str
    description: str
    data: bytes
    relationship: str = "Data"


class ReportRenderer(Protocol):
    """Turns a report into an accessible, archivable PDF."""

    def render(
        self, report: Report, created: dt.datetime, attachments: tuple[Attachment, ...] = ()
    ) -> bytes:
        """Render; the same input gives the same bytes."""
        ...


@dataclass(frozen=True)
class SealRequest:
    """What a certification signature says: who, in which role, when and why."""

    signer_name: str
    signer_role: str
    reason: str
    location: str
    signed_at: dt.datetime
    field: str = "PractitionerSignature"


@dataclass(frozen=True)
class SealStatus:
    """What a signed PDF shows on inspection; each question has its own answer.

    `present`: a signature in the expected field; `intact`: digest and signature are right;
    `whole_document`: the signature covers the file as it is; `expected_signer`: made by one of the
    expected certificates; `certified`: a certification that forbids content changes;
    `trusted`: chains to an expected anchor. `problems` are plain sentences. `record` is the
    embedded record.json as signed.
    """

    present: bool = False
    intact: bool = False
    whole_document: bool = False
    expected_signer: bool = False
    certified: bool = False
    trusted: bool = False
    signer_name: str = ""
    signer_fingerprint: str = ""
    signed_at: dt.datetime | None = None
    reason: str = ""
    revisions: int = 0
    signatures: int = 0
    problems: tuple[str, ...] = ()
    record: bytes | None = None

    @property
    def bottom_line(self) -> bool:
        """Whether everything holds; anything less is not accepted."""
        return (
            self.present
            and self.intact
            and self.whole_document
            and self.expected_signer
            and self.certified
            and self.trusted
            and not self.problems
        )


class Sealer(Protocol):
    """Signs PDFs with a certification signature (PAdES B-B)."""

    def seal(self, pdf: bytes, identity: SigningIdentity, request: SealRequest) -> bytes:
        """Sign. Raises SigningError."""
        ...

    def inspect(
        self, pdf: bytes, anchors: tuple[bytes, ...], signer: bytes | None = None
    ) -> SealStatus:
        """Inspect a signed PDF against DER anchors and, where given, the expected certificate."""
        ...


class IdentityIssuer(Protocol):
    """Makes and imports signing identities."""

    def issue(
        self, clinic_name: str, printed_name: str, now: dt.datetime
    ) -> tuple[SigningIdentity, bytes]:
        """Self-issue a P-256 identity under a clinic authority; returns it and the anchor (DER)."""
        ...

    def import_pkcs12(self, data: bytes, password: str) -> SigningIdentity:
        """Read a PKCS#12 file. Raises CertificateError with one clear sentence."""
        ...


# --- packs ---------------------------------------------------------------------------------------


class PreviewRenderer(Protocol):
    """Turns a PDF page into a picture for the screen."""

    def pages(self, pdf: bytes) -> int:
        """Number of pages."""
        ...

    def picture(self, pdf: bytes, page: int, dots_per_inch: int) -> tuple[int, int, bytes]:
        """Width, height and BGRX bytes of one page (page counts from 0)."""
        ...
