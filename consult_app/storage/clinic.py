"""A clinic after unlocking."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from consult_app.domain.consultation import Practitioner
from consult_app.services.ports import (
    AuditEntry,
    AuditHead,
    Clock,
    SigningError,
    SigningIdentity,
    StoreDamagedError,
    UserFacingError,
)
from consult_app.storage.consultations import EncryptedStore
from consult_app.storage.engine import DatabaseFile
from consult_app.storage.files import working_in
from consult_app.storage.keyfile import KeyFile, write_key_file
from consult_app.storage.keys import ClinicKeys, SlotKeys
from consult_app.storage.lockfile import FolderLock
from consult_app.storage.places import Places
from consult_app.storage.slots import Slot, SlotContent
from consult_app.storage.writer import RetryDelays


class KeyFileKeeper:
    """The key file of an unlocked clinic; any thread may change it."""

    def __init__(self, path: Path, content: KeyFile, key: bytes) -> None:
        self._path = path
        self._content = content
        self._key = key
        self._guard = threading.Lock()

    @property
    def content(self) -> KeyFile:
        """What the file holds."""
        return self._content

    def change(self, changed: Callable[[KeyFile], KeyFile], *, keep_previous: bool) -> None:
        """Write the file with a change. Raises UserFacingError, and then nothing is changed."""
        with self._guard, working_in(self._path.parent):
            content = changed(self._content).authenticated(self._key)
            write_key_file(self._path, content, keep_previous=keep_previous)
            self._content = content

    def anchor(self, head: AuditHead) -> None:
        """Note how far the audit chain has come, so that an older database is noticed.

        A failure does no harm: the next anchor is written when the clinic is closed.
        """
        if head.sequence <= self._content.audit.sequence:
            return
        with suppress(UserFacingError):
            self.change(lambda content: replace(content, audit=head), keep_previous=False)


class UnlockedClinic:
    """Implements the port `OpenClinic`, which describes each method."""

    def __init__(
        self,
        store: EncryptedStore,
        practitioner: Practitioner,
        identity: SigningIdentity | None,
        slot_keys: SlotKeys,
        keeper: KeyFileKeeper,
        lock: FolderLock,
    ) -> None:
        self._store = store
        self._practitioner = practitioner
        self._identity = identity
        self._slot_keys: SlotKeys | None = slot_keys
        self._keeper = keeper
        self._lock = lock

    @classmethod
    def opened(
        cls,
        *,
        places: Places,
        keys: ClinicKeys,
        slot: Slot,
        opened: SlotContent,
        keeper: KeyFileKeeper,
        lock: FolderLock,
        clock: Clock,
        entry: AuditEntry,
        retry: RetryDelays | None,
    ) -> "UnlockedClinic":
        """Open the database with proven keys; `entry` tells the audit chain of it.

        Raises UserFacingError, and then nothing is left open but `lock`.
        """
        if slot.practitioner is None:
            raise ValueError("only an account can open a clinic")
        file = DatabaseFile(places.database, keys.database, keys.database_salt)

        def anchor() -> None:
            with suppress(UserFacingError):
                keeper.anchor(store.audit_head())

        store = EncryptedStore(
            file, keys, keeper.content.store_id, slot.slot_id, clock, anchor, retry
        )
        try:
            _require_current(store, keeper.content.audit, places)
        except BaseException:
            store.close()
            raise
        # Nobody waits for this: a full disk must not keep a doctor from reading.
        store.keep_practitioner(entry, slot.practitioner)
        return cls(store, slot.practitioner, opened.identity, opened.keys, keeper, lock)

    @property
    def store(self) -> EncryptedStore:
        """The clinic's store."""
        return self._store

    @property
    def practitioner(self) -> Practitioner:
        """Who unlocked it."""
        return self._practitioner

    @property
    def clinic_name(self) -> str:
        """The clinic's name."""
        return self._keeper.content.clinic_name

    @property
    def signing(self) -> SigningIdentity:
        """Signing key and certificate; SigningError while the practitioner has none."""
        if self._identity is None:
            raise SigningError(
                "This account has no signing key yet; import a certificate, or let the clinic "
                "issue one."
            )
        return self._identity

    @property
    def trust_anchors(self) -> tuple[bytes, ...]:
        """DER certificates of the clinic's own issuing authority."""
        return self._keeper.content.anchors

    def replace_signing(self, identity: SigningIdentity, anchor: bytes | None = None) -> None:
        """Use another signing identity from now on; `anchor` is trusted too, where it is given."""
        slot_keys, slot_id = self._slot_keys, self._practitioner.practitioner_id
        if slot_keys is None:
            raise UserFacingError("The clinic is closed; open it again.")

        def changed(content: KeyFile) -> KeyFile:
            slot = content.slot(slot_id)
            if slot is None:
                raise StoreDamagedError("This account is not in the key file any more.")
            added = () if anchor is None or anchor in content.anchors else (anchor,)
            own = slot.with_identity(content.store_id, slot_keys, identity)
            return replace(content.with_slot(own), anchors=(*content.anchors, *added))

        self._keeper.change(changed, keep_previous=True)
        self._identity = identity

    def close(self) -> None:
        """Close the store and forget the keys. Idempotent.

        Raises the UserFacingError that keeps changes from being saved; everything then stays open.
        """
        if self._slot_keys is None:
            return
        self._store.close()
        self._keeper.anchor(self._store.audit_head())
        self._forget()

    def abandon(self) -> None:
        """Close without what could not be saved. Idempotent."""
        if self._slot_keys is None:
            return
        self._store.abandon()
        self._forget()

    def _forget(self) -> None:
        self._slot_keys = self._identity = None
        self._lock.release()


def _require_current(store: EncryptedStore, anchor: AuditHead, places: Places) -> None:
    """Refuse a database that ends before, or differs at, what the key file knows of it."""
    if anchor.sequence and store.audit_entry(anchor.sequence) != anchor:
        raise StoreDamagedError(
            f"The database {places.database.name} in {places.folder} is older than its key file, "
            "so that newer entries are missing; put both files of the newest backup back together."
        )
