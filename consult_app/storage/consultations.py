"""The clinic's encrypted store, open for one signed-in practitioner."""

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from consult_app.domain.consultation import ConsultationStatus, PatientIdentity, Practitioner
from consult_app.services.ports import (
    AuditEntry,
    AuditHead,
    Clock,
    ConsultationHead,
    DraftEvent,
    IssuedVersion,
    StoredDocument,
    UserFacingError,
)
from consult_app.storage import drafts, heads, patients, versions
from consult_app.storage.audit import AuditChain, genesis
from consult_app.storage.engine import DatabaseFile, reading, reading_engine
from consult_app.storage.keys import ClinicKeys
from consult_app.storage.schema import AUDIT, PACK, check_schema
from consult_app.storage.verification import first_broken_entry
from consult_app.storage.writer import RetryDelays, Transaction, Writer


class EncryptedStore:
    """Implements the port `ConsultationStore`, which describes each method."""

    def __init__(
        self,
        file: DatabaseFile,
        keys: ClinicKeys,
        store_id: str,
        actor_id: str,
        clock: Clock,
        after_issue: Callable[[], None] = lambda: None,
        retry: RetryDelays | None = None,
    ) -> None:
        """Open the database and check that it is this clinic's. Raises UserFacingError.

        `after_issue` is called from the writer thread when an issued version is durable.
        """
        self._path = file.path
        self._keys = keys
        self._store_id = store_id
        self._actor_id = actor_id
        self._clock = clock
        self._after_issue = after_issue
        self._last_head: AuditHead | None = None
        self._reader = reading_engine(file)
        try:
            with reading(self._path), self._reader.begin() as connection:
                check_schema(connection, store_id)
            self._writer = Writer(file, AuditChain(keys.audit, store_id), retry)
        except BaseException:
            self._reader.dispose()
            raise

    def add_patient(self, patient: PatientIdentity) -> Future[None]:
        """Create or update a patient."""
        return self._writer.submit(patients.saving(patient, self._actor_id, self._clock.now()))

    def patients(self, query: str = "", limit: int = 50) -> tuple[PatientIdentity, ...]:
        """Patients by name fragment, birth date or record number; newest first."""
        with self._read() as connection:
            return patients.find(connection, query, limit)

    def open_consultation(self, head: ConsultationHead) -> Future[None]:
        """Create a draft, or open the next version of an issued consultation."""
        return self._writer.submit(heads.opening(head, self._actor_id, self._clock.now()))

    def append(self, events: tuple[DraftEvent, ...]) -> Future[None]:
        """Append events of a draft; refused (StoreReadOnlyError) for an issued consultation."""
        return self._writer.submit(drafts.appending(events, self._keys.content))

    def events(self, consultation_id: str) -> tuple[DraftEvent, ...]:
        """All events of a consultation in their order."""
        with self._read() as connection:
            return drafts.stored_events(connection, consultation_id)

    def consultation(self, consultation_id: str) -> ConsultationHead:
        """Head of one consultation. Raises KeyError for an unknown id."""
        with self._read() as connection:
            return heads.find_one(connection, consultation_id)

    def consultations(
        self,
        *,
        patient_id: str | None = None,
        since: dt.date | None = None,
        status: ConsultationStatus | None = None,
        limit: int = 50,
    ) -> tuple[ConsultationHead, ...]:
        """Consultations, most recently changed first."""
        with self._read() as connection:
            return heads.find_many(
                connection, patient_id=patient_id, since=since, status=status, limit=limit
            )

    def issue(self, issued: IssuedVersion) -> Future[None]:
        """Store an issued version with its documents and audit entry, all or nothing."""
        done = self._writer.submit(versions.issuing(issued, self._keys.content))
        done.add_done_callback(lambda future: future.exception() or self._after_issue())
        return done

    def documents(
        self, consultation_id: str, version: int | None = None
    ) -> tuple[StoredDocument, ...]:
        """Documents of an issued version, the newest by default."""
        with self._read() as connection:
            return versions.stored_documents(connection, consultation_id, version)

    def keep_pack(
        self, rules_digest: str, pack_id: str, version: str, content: bytes
    ) -> Future[None]:
        """Keep a pack version that was used; one that is kept already stays as it is."""
        row = {
            "rules_digest": rules_digest,
            "pack_id": pack_id,
            "version": version,
            "content": content,
        }
        entry = AuditEntry("pack.keep", self._actor_id, rules_digest, self._clock.now())

        def keep(transaction: Transaction) -> None:
            added = transaction.connection.execute(insert(PACK).on_conflict_do_nothing(), row)
            if added.rowcount:
                transaction.chain.append_entry(transaction.cursor, entry)

        return self._writer.submit(keep)

    def kept_pack(self, rules_digest: str) -> bytes | None:
        """Content of a pack version that was kept, or None."""
        statement = sa.select(PACK.c.content).where(PACK.c.rules_digest == rules_digest)
        with self._read() as connection:
            return connection.scalar(statement)

    def audit(self, entry: AuditEntry) -> Future[None]:
        """Append an audit entry on its own."""

        def append(transaction: Transaction) -> None:
            transaction.chain.append_entry(transaction.cursor, entry)

        return self._writer.submit(append)

    def audit_head(self) -> AuditHead:
        """Newest audit entry; after closing the one that was the newest then."""
        if self._last_head is not None:
            return self._last_head
        return self.audit_entry(None) or AuditHead(
            0, genesis(self._keys.audit, self._store_id).hex()
        )

    def audit_entry(self, sequence: int | None) -> AuditHead | None:
        """One audit entry, by default the newest; None when it is not there."""
        statement = sa.select(AUDIT.c.sequence, AUDIT.c.digest)
        if sequence is None:
            statement = statement.order_by(AUDIT.c.sequence.desc()).limit(1)
        else:
            statement = statement.where(AUDIT.c.sequence == sequence)
        with self._read() as connection:
            row = connection.execute(statement).first()
        return None if row is None else AuditHead(row.sequence, row.digest.hex())

    def verify_audit(self) -> int | None:
        """Check the whole chain; the number of the first broken entry, or None."""
        with self._read() as connection:
            return first_broken_entry(
                connection, self._keys.audit, self._keys.content, self._store_id
            )

    def keep_practitioner(self, entry: AuditEntry, practitioner: Practitioner) -> Future[None]:
        """Create or update the practitioner who signed in, with the audit entry of that."""

        def keep(transaction: Transaction) -> None:
            heads.keep_practitioner(transaction.connection, practitioner)
            transaction.chain.append_entry(transaction.cursor, entry)

        return self._writer.submit(keep)

    def on_failure(self, listener: Callable[[UserFacingError], None]) -> None:
        """Call `listener` (from the writer thread) when a write could not be made durable."""
        self._writer.on_failure(listener)

    def close(self) -> None:
        """Finish all writes, check-point and close. Idempotent.

        Raises the UserFacingError that keeps changes from being saved; the store then stays open
        and goes on trying.
        """
        self._writer.close()
        self._shut()

    def abandon(self) -> None:
        """Close without what could not be saved; the Futures of that fail. Idempotent."""
        self._writer.abandon()
        self._shut()

    def _shut(self) -> None:
        if self._last_head is None:
            try:
                self._last_head = self.audit_head()
            except UserFacingError:  # its files are gone or damaged; closing goes on all the same
                self._last_head = AuditHead(0, "")
            self._reader.dispose()

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        if self._last_head is not None:
            raise UserFacingError("The clinic is closed; open it again.")
        with reading(self._path), self._reader.begin() as connection:
            yield connection
