"""Stand-ins for what lies outside the interface: time, ids, store, clinic and front door.

They keep everything in memory and settle at once, unless a test asks them to wait or to fail.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from threading import Event

from consult_app.domain.consultation import (
    Clinic,
    ConsultationStatus,
    PatientIdentity,
    Practitioner,
    Role,
)
from consult_app.domain.pack import Pack
from consult_app.services.casebook import Casebook
from consult_app.services.desk import Desk
from consult_app.services.ports import (
    AccountSpec,
    AuditEntry,
    AuditHead,
    ConsultationHead,
    DraftEvent,
    IssuedVersion,
    SigningIdentity,
    StoredDocument,
    UserFacingError,
    WrongPassphraseError,
)

PASSPHRASE = "correct horse battery"
RECOVERY_KEY = "ABCD-EFGH-JKLM-NPQR"
CLINIC = Clinic("Example Skin Clinic", ("1 Example Street",), "01 23 45", "01 23 46", "112")
DOCTOR = Practitioner("doctor-1", "Dr Example", Role.DERMATOLOGIST, "Dermatologist")
ASSISTANT = Practitioner("assistant-1", "Sam Assistant", Role.ASSISTANT)


class FakeClock:
    """A clock that stands still until a test moves it; 2026-05-05 10:42 UTC at first."""

    def __init__(self, now: dt.datetime | None = None) -> None:
        self.moment = now or dt.datetime(2026, 5, 5, 10, 42, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.moment

    def today(self) -> dt.date:
        return self.moment.date()


def counting_ids(prefix: str = "id") -> Callable[[], str]:
    """Ids that count up, so that a failing test reads well."""
    numbers = itertools.count(1)
    return lambda: f"{prefix}-{next(numbers)}"


def done(problem: Exception | None = None) -> Future[None]:
    """A future that is settled already."""
    future: Future[None] = Future()
    if problem is None:
        future.set_result(None)
    else:
        future.set_exception(problem)
    return future


class FakeStore:
    """The clinic's store in memory.

    While `holding`, appended changes wait until `release()`; with `failing` they fail.
    """

    def __init__(self) -> None:
        self.people: dict[str, PatientIdentity] = {}
        self.heads: dict[str, ConsultationHead] = {}
        self.log: dict[str, list[DraftEvent]] = {}
        self.entries: list[AuditEntry] = []
        self.versions: list[IssuedVersion] = []
        self.packs: dict[str, bytes] = {}
        self.holding = False
        self.failing: UserFacingError | None = None
        self.held: list[tuple[Future[None], tuple[DraftEvent, ...]]] = []
        self.listeners: list[Callable[[UserFacingError], None]] = []
        self.closed = False

    def add_patient(self, patient: PatientIdentity) -> Future[None]:
        self.people[patient.patient_id] = patient
        return done()

    def patients(self, query: str = "", limit: int = 50) -> tuple[PatientIdentity, ...]:
        words = query.casefold().split()
        found = [
            patient
            for patient in reversed(self.people.values())
            if all(word in _searchable(patient) for word in words)
        ]
        return tuple(found[:limit])

    def open_consultation(self, head: ConsultationHead) -> Future[None]:
        self.heads[head.consultation_id] = head
        self.log[head.consultation_id] = []
        return done()

    def append(self, events: tuple[DraftEvent, ...]) -> Future[None]:
        if self.failing is not None:
            return done(self.failing)
        if self.holding:
            future: Future[None] = Future()
            self.held.append((future, events))
            return future
        self._keep(events)
        return done()

    def release(self) -> None:
        """Make everything that was held durable."""
        held, self.held, self.holding = self.held, [], False
        for future, events in held:
            self._keep(events)
            future.set_result(None)

    def _keep(self, events: tuple[DraftEvent, ...]) -> None:
        for event in events:
            self.log[event.consultation_id].append(event)
            head = self.heads[event.consultation_id]
            self.heads[event.consultation_id] = replace(head, changed_at=event.at)

    def events(self, consultation_id: str) -> tuple[DraftEvent, ...]:
        return tuple(self.log[consultation_id])

    def consultation(self, consultation_id: str) -> ConsultationHead:
        return self.heads[consultation_id]

    def consultations(
        self,
        *,
        patient_id: str | None = None,
        since: dt.date | None = None,
        status: ConsultationStatus | None = None,
        limit: int = 50,
    ) -> tuple[ConsultationHead, ...]:
        found = [
            head
            for head in self.heads.values()
            if (patient_id is None or head.patient.patient_id == patient_id)
            and (since is None or head.consultation_date >= since)
            and (status is None or head.status is status)
        ]
        return tuple(sorted(found, key=lambda head: head.changed_at, reverse=True)[:limit])

    def issue(self, issued: IssuedVersion) -> Future[None]:
        self.versions.append(issued)
        head = self.heads[issued.consultation_id]
        self.heads[issued.consultation_id] = replace(
            head, status=ConsultationStatus.ISSUED, version=issued.version, verdict=issued.verdict
        )
        return done()

    def documents(
        self, consultation_id: str, version: int | None = None
    ) -> tuple[StoredDocument, ...]:
        found = [v for v in self.versions if v.consultation_id == consultation_id]
        wanted = [v for v in found if version in (None, v.version)]
        return wanted[-1].documents if wanted else ()

    def keep_pack(
        self, rules_digest: str, pack_id: str, version: str, content: bytes
    ) -> Future[None]:
        self.packs[rules_digest] = content
        return done()

    def kept_pack(self, rules_digest: str) -> bytes | None:
        return self.packs.get(rules_digest)

    def audit(self, entry: AuditEntry) -> Future[None]:
        self.entries.append(entry)
        return done()

    def audit_head(self) -> AuditHead:
        return AuditHead(len(self.entries), "0" * 64)

    def verify_audit(self) -> int | None:
        return None

    def on_failure(self, listener: Callable[[UserFacingError], None]) -> None:
        self.listeners.append(listener)

    def close(self) -> None:
        self.closed = True


def _searchable(patient: PatientIdentity) -> str:
    born = patient.birth_date.isoformat() if patient.birth_date else ""
    return f"{patient.family} {patient.given} {born} {patient.record_number}".casefold()


class FakeClinic:
    """An unlocked clinic."""

    def __init__(self, store: FakeStore, practitioner: Practitioner = DOCTOR) -> None:
        self.store = store
        self.practitioner = practitioner
        self.signing = SigningIdentity(b"", ())
        self.trust_anchors: tuple[bytes, ...] = ()
        self.closed = False

    def replace_signing(self, identity: SigningIdentity) -> None:
        self.signing = identity

    def close(self) -> None:
        self.store.close()
        self.closed = True


class NotHere:
    """In the place of a service that a test does not use."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"this test did not expect anybody to use {name}")


def make_desk(
    pack: Pack,
    *,
    store: FakeStore | None = None,
    clock: FakeClock | None = None,
    practitioner: Practitioner = DOCTOR,
    lookup: object = None,
    demonstration: bool = False,
) -> Desk:
    """A desk on fakes; services that are not given must not be used."""
    kept = store or FakeStore()
    time = clock or FakeClock()
    new_id = counting_ids()
    return Desk(
        clinic=FakeClinic(kept, practitioner),
        current_details=lambda: CLINIC,
        pack=pack,
        casebook=Casebook(kept, practitioner, time, new_id),
        issuing=NotHere(),
        verifying=NotHere(),
        lookup=lookup or NotHere(),
        previews=NotHere(),
        clock=time,
        new_id=new_id,
        demonstration=demonstration,
    )


class FakeFrontDoor:
    """The program before unlocking: one passphrase for all accounts.

    `problem` is raised instead of unlocking; while `slow` is set, unlocking waits for `open`.
    """

    def __init__(self, desk: Desk, *, accounts: tuple[Practitioner, ...] = (DOCTOR,)) -> None:
        self.desk = desk
        self.demonstration = desk.demonstration
        self.demonstration_passphrase = PASSPHRASE if desk.demonstration else ""
        self.pack_notice = desk.pack.notice
        self.people = accounts
        self.problem: UserFacingError | None = None
        self.kept = CLINIC
        self.created: list[AccountSpec] = []
        self.tries: list[str] = []
        self.slow = False
        self.open = Event()

    def exists(self) -> bool:
        return bool(self.people)

    def accounts(self) -> tuple[Practitioner, ...]:
        return self.people

    def set_up(self, details: Clinic, account: AccountSpec) -> str:
        self.kept = details
        self.created.append(account)
        self.people = (Practitioner("doctor-1", account.printed_name, account.role),)
        return RECOVERY_KEY

    def unlock(self, practitioner_id: str, passphrase: str) -> Desk:
        self.tries.append(practitioner_id)
        if self.slow and not self.open.wait(10):
            raise AssertionError("nobody opened the slow front door")
        if self.problem is not None:
            raise self.problem
        wanted = self.created[-1].passphrase if self.created else PASSPHRASE
        if passphrase != wanted:
            raise WrongPassphraseError("That passphrase does not open this clinic.")
        return self.desk

    def details(self) -> Clinic:
        return self.kept

    def save_details(self, details: Clinic) -> None:
        self.kept = details
