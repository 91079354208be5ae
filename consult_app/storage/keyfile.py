"""The key file beside the database: who can unlock it, and their wrapped keys.

It is JSON and names the accounts in clear, so that they can be chosen before unlocking. Losing it
means losing the data, so that two older generations are kept and read when the newest is damaged.
A checksum finds damage before anybody is told of a wrong passphrase; a code keyed by the data key
finds what somebody changed on purpose, once it is unlocked.
"""

import datetime as dt
import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from consult_app.domain.consultation import Practitioner, Role
from consult_app.services.ports import AuditHead, StoreDamagedError, StoreMissingError
from consult_app.storage.files import os_failure, replace_durably, sync_folder
from consult_app.storage.keys import CEILING, KdfCost
from consult_app.storage.slots import Attempts, Slot

FORMAT: Final = "consult-app-keys/1"
OLDER_GENERATIONS: Final = 2


@dataclass(frozen=True)
class KeyFile:
    """Everything in a key file.

    `anchors` are DER certificates of the clinic's own authority. `audit` is the newest entry of
    the audit chain when the file was last written: a database that ends before it is an older one.
    `attempts` belongs to slot ids; `code` does not cover it, for it changes before unlocking.
    `age` is the generation that was read, 0 for the newest, and is not written.
    """

    store_id: str
    clinic_name: str
    anchors: tuple[bytes, ...]
    slots: tuple[Slot, ...]
    audit: AuditHead
    attempts: Mapping[str, Attempts] = field(default_factory=lambda: MappingProxyType({}))
    code: str = ""
    age: int = 0

    def slot(self, slot_id: str) -> Slot | None:
        """The slot of this id, or None."""
        return next((slot for slot in self.slots if slot.slot_id == slot_id), None)

    def with_slot(self, slot: Slot) -> "KeyFile":
        """This file with `slot` added, or in the place of the one with its id."""
        if self.slot(slot.slot_id) is None:
            return replace(self, slots=(*self.slots, slot))
        kept = (slot if old.slot_id == slot.slot_id else old for old in self.slots)
        return replace(self, slots=tuple(kept))

    def with_attempts(self, slot_id: str, attempts: Attempts) -> "KeyFile":
        """This file with another count of wrong secrets for one slot."""
        return replace(self, attempts=MappingProxyType({**self.attempts, slot_id: attempts}))

    def authenticated(self, key: bytes) -> "KeyFile":
        """This file with its code made anew."""
        return replace(self, code=self._code(key))

    def is_authentic(self, key: bytes) -> bool:
        """Whether nobody without the data key changed it."""
        return hmac.compare_digest(self.code, self._code(key))

    def _code(self, key: bytes) -> str:
        return hmac.new(key, _canonical(_covered(self)), hashlib.sha256).hexdigest()


def generations(path: Path) -> tuple[Path, ...]:
    """The places of a key file and its older generations, newest first."""
    older = (path.with_name(f"{path.name}.{age}") for age in range(1, OLDER_GENERATIONS + 1))
    return (path, *older)


def read_key_file(path: Path, floor: KdfCost) -> KeyFile:
    """Read the newest generation that can be read.

    Raises StoreMissingError when there is none at all, StoreDamagedError when none can be read or
    one asks for cheaper key derivation than `floor`, StoreReadOnlyError when reading is forbidden.
    """
    damage: StoreDamagedError | None = None
    for age, place in enumerate(generations(path)):
        try:
            return replace(_key_file(place.read_bytes(), floor), age=age)
        except FileNotFoundError:
            continue
        except StoreDamagedError as error:
            damage = damage or error
        except OSError as error:
            raise os_failure(error, path.parent) from error
    if damage is None:
        raise StoreMissingError(
            f"The key file {path.name} is missing from {path.parent}; put it back from a backup. "
            "The clinic's data cannot be opened without it."
        )
    raise StoreDamagedError(
        f"The key file {path.name} in {path.parent} {damage}; put it back from a backup."
    ) from damage


def write_key_file(path: Path, content: KeyFile, *, keep_previous: bool) -> None:
    """Write the key file durably; with `keep_previous` the old one becomes an older generation.

    Raises OSError, and then the newest generation that can be read is still the old one.
    """
    body = {
        **_covered(content),
        "attempts": {slot_id: _attempts_out(a) for slot_id, a in content.attempts.items()},
        "code": content.code,
    }
    document = {"checksum": hashlib.sha256(_canonical(body)).hexdigest(), "content": body}
    if keep_previous:
        _shift_generations(path)
    replace_durably(path, json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n")


def _shift_generations(path: Path) -> None:
    places = generations(path)
    for younger, older in reversed(tuple(pairwise(places))):
        if younger.exists():
            younger.replace(older)
    sync_folder(path.parent)


def _canonical(document: object) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _covered(content: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "store_id": content.store_id,
        "clinic_name": content.clinic_name,
        "anchors": [_text(anchor) for anchor in content.anchors],
        "audit": {"sequence": content.audit.sequence, "digest": content.audit.digest},
        "slots": [_slot_out(slot) for slot in content.slots],
    }


def _slot_out(slot: Slot) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": slot.slot_id,
        "argon2id": {
            "memory_kib": slot.cost.memory_kib,
            "passes": slot.cost.passes,
            "lanes": slot.cost.lanes,
        },
        "salt": _text(slot.salt),
        "data_key": _text(slot.data_key),
        "identity": _text(slot.identity),
    }
    if slot.practitioner is not None:
        document["account"] = {
            "printed_name": slot.practitioner.printed_name,
            "role": slot.practitioner.role.value,
            "credential": slot.practitioner.credential,
        }
    return document


def _attempts_out(attempts: Attempts) -> dict[str, Any]:
    until = attempts.locked_until
    return {
        "failures": attempts.failures,
        "locked_until": None if until is None else until.isoformat(),
    }


def _key_file(data: bytes, floor: KdfCost) -> KeyFile:
    try:
        document = json.loads(data)
        body = document["content"]
        if hashlib.sha256(_canonical(body)).hexdigest() != document["checksum"]:
            raise StoreDamagedError("is damaged")
        if body["format"] != FORMAT:
            raise StoreDamagedError("was written by another version of the program")
        return KeyFile(
            store_id=str(body["store_id"]),
            clinic_name=str(body["clinic_name"]),
            anchors=tuple(b64decode(anchor) for anchor in body["anchors"]),
            slots=tuple(_slot_in(slot, floor) for slot in body["slots"]),
            audit=AuditHead(int(body["audit"]["sequence"]), str(body["audit"]["digest"])),
            attempts=MappingProxyType(
                {str(slot_id): _attempts_in(a) for slot_id, a in body["attempts"].items()}
            ),
            code=str(body["code"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreDamagedError("is damaged") from error


def _slot_in(document: Mapping[str, Any], floor: KdfCost) -> Slot:
    asked = document["argon2id"]
    cost = KdfCost(int(asked["memory_kib"]), int(asked["passes"]), int(asked["lanes"]))
    if not cost.at_least(floor) or not CEILING.at_least(cost) or not 1 <= cost.lanes <= 64:
        raise StoreDamagedError("was changed: it asks for a protection that is not allowed")
    slot_id, account = str(document["id"]), document.get("account")
    practitioner = account and Practitioner(
        practitioner_id=slot_id,
        printed_name=str(account["printed_name"]),
        role=Role(account["role"]),
        credential=str(account["credential"]),
    )
    return Slot(
        slot_id=slot_id,
        cost=cost,
        salt=b64decode(document["salt"]),
        data_key=b64decode(document["data_key"]),
        identity=b64decode(document["identity"]),
        practitioner=practitioner,
    )


def _attempts_in(document: Mapping[str, Any]) -> Attempts:
    until = document["locked_until"]
    return Attempts(
        failures=int(document["failures"]),
        locked_until=None if until is None else dt.datetime.fromisoformat(until),
    )


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")
