"""The place of a clinic: a folder with the encrypted database, the key file and the lock."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from consult_app.domain.consultation import Practitioner
from consult_app.services.ports import (
    AccountSpec,
    AuditEntry,
    AuditHead,
    Clock,
    LockedOutError,
    SigningIdentity,
    StoreDamagedError,
    UserFacingError,
    WrongPassphraseError,
)
from consult_app.storage.clinic import KeyFileKeeper, UnlockedClinic
from consult_app.storage.creation import create_files
from consult_app.storage.files import working_in
from consult_app.storage.keyfile import KeyFile, read_key_file, write_key_file
from consult_app.storage.keys import (
    KEY_BYTES,
    PRODUCTION,
    ClinicKeys,
    KdfCost,
    new_recovery_key,
    recovery_secret,
)
from consult_app.storage.lockfile import FolderLock
from consult_app.storage.places import Places
from consult_app.storage.slots import (
    RECOVERY_SLOT,
    Attempts,
    Slot,
    SlotContent,
    new_slot,
    open_slot,
)
from consult_app.storage.writer import RetryDelays


@dataclass(frozen=True)
class _Proven:
    """What a right secret opened, the unchanged key file, and how many wrong ones came before."""

    opened: SlotContent
    content: KeyFile
    failures: int


class FileVault:
    """Implements the port `Vault`, which describes each method.

    `cost` is what a guess at a new passphrase costs; a key file that asks for less than `minimum`
    is refused. Only tests go below `PRODUCTION`.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        cost: KdfCost = PRODUCTION,
        minimum: KdfCost = PRODUCTION,
        retry: RetryDelays | None = None,
    ) -> None:
        if not cost.at_least(minimum):
            raise ValueError("the key derivation is cheaper than the minimum")
        self._places = Places(folder.absolute())
        self._clock = clock
        self._cost = cost
        self._minimum = minimum
        self._retry = retry

    def exists(self) -> bool:
        """Whether a clinic was set up here."""
        with working_in(self._places.folder):
            return self._places.is_set_up()

    def clinic_name(self) -> str:
        """The clinic's name, readable before unlocking."""
        return self._key_file().clinic_name

    def create(
        self, clinic_name: str, first: AccountSpec, identity: SigningIdentity, anchor: bytes
    ) -> str:
        """Set up a clinic with its first account; returns the printable recovery key.

        Raises UserFacingError when there is a clinic already, or the folder cannot be written.
        """
        _require_passphrase(first)
        data_key, store_id = os.urandom(KEY_BYTES), uuid.uuid4().hex
        recovery_key = new_recovery_key()
        practitioner = _new_practitioner(first)
        with working_in(self._places.folder):
            self._places.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked_folder() as lock, working_in(self._places.folder):
            self._places.require_free()
            account, account_keys = new_slot(
                store_id,
                practitioner.practitioner_id,
                first.passphrase,
                data_key,
                self._cost,
                practitioner,
            )
            secret = recovery_secret(recovery_key)
            recovery, _ = new_slot(store_id, RECOVERY_SLOT, secret, data_key, self._cost)
            slots = (account.with_identity(store_id, account_keys, identity), recovery)
            content = KeyFile(store_id, clinic_name, (anchor,), slots, AuditHead(0, ""))
            entry = AuditEntry(
                "clinic.create", practitioner.practitioner_id, store_id, self._clock.now()
            )
            keys = ClinicKeys.derived_from(data_key)
            create_files(self._places, keys, content, practitioner, entry)
            lock.release()
        return recovery_key

    def accounts(self) -> tuple[Practitioner, ...]:
        """Accounts that can unlock, readable before unlocking."""
        slots = self._key_file().slots
        return tuple(slot.practitioner for slot in slots if slot.practitioner is not None)

    def trust_anchors(self) -> tuple[bytes, ...]:
        """DER certificates of the clinic's own authority, readable before unlocking.

        Only unlocking proves that nobody changed them in the key file.
        """
        return self._key_file().anchors

    def unlock(self, practitioner_id: str, passphrase: str) -> UnlockedClinic:
        """Unlock. Slow on purpose (Argon2id): call it off the interface thread."""
        self._require_complete()
        with self._locked_folder() as lock:
            content = self._key_file()
            slot = content.slot(practitioner_id)
            if slot is None or slot.practitioner is None:
                raise WrongPassphraseError("This account is not in the clinic; choose another one.")
            proven = self._prove(content, slot, passphrase, "passphrase")
            return self._open(lock, proven, slot, "clinic.unlock")

    def unlock_with_recovery_key(self, recovery_key: str, account: AccountSpec) -> UnlockedClinic:
        """Open with the printed recovery key and add an account with its own passphrase.

        The account has no signing identity until `replace_signing` gives it one.
        """
        _require_passphrase(account)
        self._require_complete()
        secret = recovery_secret(recovery_key)
        with self._locked_folder() as lock:
            content = self._key_file()
            recovery = content.slot(RECOVERY_SLOT)
            if recovery is None:
                raise WrongPassphraseError("This clinic has no recovery key.")
            proven = self._prove(content, recovery, secret, "recovery key")
            data_key = proven.opened.data_key
            practitioner = _new_practitioner(account)
            slot, slot_keys = new_slot(
                content.store_id,
                practitioner.practitioner_id,
                account.passphrase,
                data_key,
                self._cost,
                practitioner,
            )
            keys = ClinicKeys.derived_from(data_key)
            changed = proven.content.with_slot(slot).authenticated(keys.key_file)
            self._write(changed, keep_previous=True)
            own = replace(proven, opened=SlotContent(slot_keys, data_key, None), content=changed)
            return self._open(lock, own, slot, "clinic.recover")

    @contextmanager
    def _locked_folder(self) -> Iterator[FolderLock]:
        """Hold the folder's lock; it is let go of here only when the block fails."""
        lock = FolderLock(self._places.lock, self._clock)
        with working_in(self._places.folder):
            lock.acquire()
        try:
            yield lock
        except BaseException:
            lock.release()
            raise

    def _require_complete(self) -> None:
        with working_in(self._places.folder):
            self._places.require_complete()

    def _key_file(self) -> KeyFile:
        return read_key_file(self._places.key_file, self._minimum)

    def _write(self, content: KeyFile, *, keep_previous: bool = False) -> None:
        with working_in(self._places.folder):
            write_key_file(self._places.key_file, content, keep_previous=keep_previous)

    def _prove(self, content: KeyFile, slot: Slot, secret: str, kind: str) -> _Proven:
        """Open a slot, or count a wrong secret.

        The try is counted before the key is derived, so that ending the program wins no free try,
        and nothing is derived while the slot is locked out.
        """
        now = self._clock.now()
        attempts = content.attempts.get(slot.slot_id, Attempts())
        until = attempts.wait_until(now)
        if until is not None:
            if until != attempts.locked_until:  # the clock was set back
                waiting = replace(attempts, locked_until=until)
                self._write(content.with_attempts(slot.slot_id, waiting))
            raise LockedOutError(_too_many(kind, (until - now).total_seconds()), until)
        counted = attempts.one_more(now)
        self._write(content.with_attempts(slot.slot_id, counted))
        opened = open_slot(content.store_id, slot, secret)
        if opened is None:
            if counted.locked_until is not None:
                pause = (counted.locked_until - now).total_seconds()
                raise LockedOutError(_too_many(kind, pause), counted.locked_until)
            raise WrongPassphraseError(f"This is not the {kind}; try again.")
        if not content.is_authentic(ClinicKeys.derived_from(opened.data_key).key_file):
            raise StoreDamagedError(
                f"The key file {self._places.key_file.name} in {self._places.folder} was changed "
                "by something else than this program; put it back from a backup."
            )
        reset = content.with_attempts(slot.slot_id, Attempts())
        self._write(reset)
        return _Proven(opened, reset, attempts.failures)

    def _open(self, lock: FolderLock, proven: _Proven, slot: Slot, action: str) -> UnlockedClinic:
        keys = ClinicKeys.derived_from(proven.opened.data_key)
        entry = AuditEntry(
            action,
            slot.slot_id,
            proven.content.store_id,
            self._clock.now(),
            details=(
                ("failed_attempts", str(proven.failures)),
                ("key_file_age", str(proven.content.age)),
            ),
        )
        return UnlockedClinic.opened(
            places=self._places,
            keys=keys,
            slot=slot,
            opened=proven.opened,
            keeper=KeyFileKeeper(self._places.key_file, proven.content, keys.key_file),
            lock=lock,
            clock=self._clock,
            entry=entry,
            retry=self._retry,
        )


def _new_practitioner(account: AccountSpec) -> Practitioner:
    return Practitioner(uuid.uuid4().hex, account.printed_name, account.role, account.credential)


def _require_passphrase(account: AccountSpec) -> None:
    if not account.passphrase.strip():
        raise UserFacingError("The account has no passphrase; choose one.")


def _too_many(kind: str, seconds: float) -> str:
    wait = f"{seconds / 60:.0f} minutes" if seconds > 90 else f"{max(seconds, 1):.0f} seconds"
    return f"Too many tries with a wrong {kind}; try again in {wait}."
