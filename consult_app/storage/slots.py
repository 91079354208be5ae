"""Slots of the key file: one for each account and one for the recovery key.

Also how many wrong secrets a slot bears: after five it waits half a minute, then twice as long
with each further one, up to a quarter of an hour.
"""

import datetime as dt
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from consult_app.domain.consultation import Practitioner
from consult_app.services.ports import SigningIdentity
from consult_app.storage.keys import (
    SALT_BYTES,
    KdfCost,
    SlotKeys,
    slot_keys,
    unwrap,
    wrap,
)

RECOVERY_SLOT: Final = "recovery"

FREE_FAILURES: Final = 5
FIRST_WAIT: Final = dt.timedelta(seconds=30)
LONGEST_WAIT: Final = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Slot:
    """The wrapped data key of one account, or of the recovery key (`practitioner` is None then).

    `identity` is the account's wrapped signing identity, empty while it has none.
    """

    slot_id: str
    cost: KdfCost
    salt: bytes
    data_key: bytes
    identity: bytes = b""
    practitioner: Practitioner | None = None

    def bound_to(self, store_id: str, purpose: str) -> tuple[str, ...]:
        """What a wrapped value belongs to, so that nothing can be moved to another slot or file."""
        cost = f"{self.cost.memory_kib},{self.cost.passes},{self.cost.lanes}"
        return (store_id, self.slot_id, cost, b64encode(self.salt).decode(), purpose)

    def with_identity(self, store_id: str, keys: SlotKeys, identity: SigningIdentity) -> "Slot":
        """This slot with another signing identity."""
        content = _packed_identity(identity)
        bound = self.bound_to(store_id, "identity")
        return replace(self, identity=wrap(keys.identity_wrapping, content, bound))


@dataclass(frozen=True)
class SlotContent:
    """What an opened slot holds."""

    keys: SlotKeys = field(repr=False)
    data_key: bytes = field(repr=False)
    identity: SigningIdentity | None


@dataclass(frozen=True)
class Attempts:
    """Wrong secrets in a row, and until when the next one must wait."""

    failures: int = 0
    locked_until: dt.datetime | None = None

    def wait_until(self, now: dt.datetime) -> dt.datetime | None:
        """When the next try is allowed, or None for now; a clock set back waits no longer."""
        if self.locked_until is None or self.locked_until <= now:
            return None
        return min(self.locked_until, now + LONGEST_WAIT)

    def one_more(self, now: dt.datetime) -> "Attempts":
        """The state after one more wrong secret at `now`."""
        failures = self.failures + 1
        if failures < FREE_FAILURES:
            return Attempts(failures)
        doublings = min(failures - FREE_FAILURES, 10)
        wait: dt.timedelta = min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
        return Attempts(failures, now + wait)


def new_slot(
    store_id: str,
    slot_id: str,
    secret: str,
    data_key: bytes,
    cost: KdfCost,
    practitioner: Practitioner | None = None,
) -> tuple[Slot, SlotKeys]:
    """A slot without a signing identity that opens with `secret`, and its keys. Slow on purpose."""
    empty = Slot(slot_id, cost, os.urandom(SALT_BYTES), b"", practitioner=practitioner)
    keys = slot_keys(secret, empty.salt, cost)
    wrapped = wrap(keys.data_wrapping, data_key, empty.bound_to(store_id, "data-key"))
    return replace(empty, data_key=wrapped), keys


def open_slot(store_id: str, slot: Slot, secret: str) -> SlotContent | None:
    """What the slot holds, or None for a wrong secret. Slow on purpose."""
    keys = slot_keys(secret, slot.salt, slot.cost)
    data_key = unwrap(keys.data_wrapping, slot.data_key, slot.bound_to(store_id, "data-key"))
    if data_key is None:
        return None
    bound = slot.bound_to(store_id, "identity")
    packed = unwrap(keys.identity_wrapping, slot.identity, bound) if slot.identity else None
    return SlotContent(keys, data_key, None if packed is None else _unpacked_identity(packed))


def _packed_identity(identity: SigningIdentity) -> bytes:
    parts = (identity.private_key, *identity.certificates)
    return json.dumps([b64encode(part).decode() for part in parts]).encode("ascii")


def _unpacked_identity(packed: bytes) -> SigningIdentity:
    parts: Sequence[str] = json.loads(packed)
    private_key, *certificates = (b64decode(part) for part in parts)
    return SigningIdentity(private_key, tuple(certificates))
