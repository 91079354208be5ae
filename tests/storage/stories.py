"""What the storage tests tell their stories with."""

import contextlib
import datetime as dt
import hashlib
import uuid

from consult_app.domain.consultation import ConsultationStatus, PatientIdentity, Role
from consult_app.services.ports import (
    AccountSpec,
    AuditEntry,
    ConsultationHead,
    DraftEvent,
    IssuedVersion,
    SigningIdentity,
    StoredDocument,
)
from consult_app.storage.engine import DatabaseFile
from consult_app.storage.keys import KdfCost

CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "four calm winter herons"
WAIT = 20  # seconds after which a Future that never resolves fails its test


class ManualClock:
    def __init__(self):
        self.moment = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)

    def now(self):
        return self.moment

    def today(self):
        return self.moment.date()

    def advance(self, **duration):
        self.moment += dt.timedelta(**duration)


def new_account(name="Dr Ada Example", passphrase=PASSPHRASE, role=Role.DERMATOLOGIST):
    return AccountSpec(name, role, "GMC 0000000", passphrase)


def signing_identity(tag=b"first"):
    return SigningIdentity(b"private key " + tag, (b"leaf " + tag, b"authority " + tag))


def synthetic_patient(patient_id="patient-1", family="Specimen", given="Zoë", **more):
    born = more.pop("birth_date", dt.date(1979, 11, 23))
    return PatientIdentity(patient_id, family, given, born, synthetic=True, **more)


def draft_of(patient, practitioner, clock, consultation_id="consultation-1", **more):
    values = {
        "consultation_id": consultation_id,
        "patient": patient,
        "practitioner": practitioner,
        "pack_id": "microneedling",
        "pack_version": "1.0.0",
        "consultation_date": clock.today(),
        "status": ConsultationStatus.DRAFT,
        "stage": "consultation",
        "version": 0,
        "verdict": "",
        "changed_at": clock.now(),
    }
    return ConsultationHead(**{**values, **more})


def document(kind, data):
    return StoredDocument(kind, hashlib.sha256(data).hexdigest(), data)


def fold(events):
    """A draft's state as the port defines it: the last value of each key, in order of first use."""
    state = {}
    for event in events:
        state[event.key] = event.value
    return {key: value for key, value in state.items() if value is not None}


class StoreStory:
    """One patient, one draft, and short words for what happens to it."""

    def __init__(self, clinic, clock):
        self.clinic, self.store, self.clock = clinic, clinic.store, clock
        self.patient = synthetic_patient()
        self.store.add_patient(self.patient).result(WAIT)
        self.open("consultation-1")

    @property
    def database(self):
        return self.store._path

    def open(self, consultation_id, **more):
        head = draft_of(self.patient, self.clinic.practitioner, self.clock, consultation_id, **more)
        self.store.open_consultation(head).result(WAIT)

    def event(self, key, value, consultation_id="consultation-1", event_id=None):
        self.clock.advance(seconds=1)
        event_id = event_id or uuid.uuid4().hex
        return DraftEvent(consultation_id, event_id, key, value, "author-1", self.clock.now())

    def answer(self, key, value, consultation_id="consultation-1"):
        event = self.event(key, value, consultation_id)
        self.store.append((event,)).result(WAIT)
        return event

    def issued(self, version=1, consultation_id="consultation-1", data=b"%PDF signed record"):
        self.clock.advance(seconds=1)
        return IssuedVersion(
            consultation_id=consultation_id,
            version=version,
            stage="consultation",
            record='{"answers":{}}',
            verdict="defer",
            documents=(document("record", data), document("patient-copy", b"copy of " + data)),
            audit=AuditEntry("consultation.issue", "author-1", consultation_id, self.clock.now()),
        )

    def issue(self, version=1, **more):
        self.store.issue(self.issued(version, **more)).result(WAIT)

    @contextlib.contextmanager
    def intruder(self):
        """A raw connection with the right key, past everything that the program refuses."""
        keys = self.store._keys
        connection = DatabaseFile(self.database, keys.database, keys.database_salt).connect()
        names = connection.execute("select name from sqlite_master where type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f"drop trigger {name}")
        connection.execute("pragma foreign_keys=off")
        yield connection
        connection.close()
