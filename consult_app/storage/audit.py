"""The audit chain: what happened, each entry linked to the one before it by a keyed hash.

Entries hold opaque ids and digests, never patient data. An entry about stored content carries that
content's digest, keyed and salted with a nonce that lives in the content's own row. So an edited,
removed or added row is found, and where somebody's rows are erased nothing about them remains.
"""

import hmac
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from consult_app.services.ports import AuditEntry, AuditHead
from consult_app.storage.times import to_microseconds

EVENT_SAVED: Final = "draft.save"
"""Action of the entry that each draft event gets."""

CONTENT: Final = "content"
"""Detail of an entry that holds the digest of what was stored with it."""

_LAST: Final = "select sequence, digest from audit order by sequence desc limit 1"
_INSERT: Final = (
    "insert into audit (sequence, at, actor, action, entity, outcome, payload, digest) "
    "values (?, ?, ?, ?, ?, ?, ?, ?)"
)
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_OPAQUE: Final = re.compile(r"[\w.:@+/-]{0,200}", re.ASCII)


class AuditChain:
    """Appends entries through a cursor of the driver, inside the writer's transaction.

    It remembers the head between transactions; after a rollback call `forget`.
    """

    def __init__(self, key: bytes, store_id: str) -> None:
        self._key = key
        self._genesis = genesis(key, store_id)
        self._head: tuple[int, bytes] | None = None

    def next_sequence(self, cursor: Any) -> int:
        """Number of the entry that the next `append` makes."""
        return self._current(cursor)[0] + 1

    def append(
        self, cursor: Any, action: str, actor: str, entity: str, at: int, outcome: str, payload: str
    ) -> None:
        """Append one entry; `at` in microseconds, `payload` is canonical JSON."""
        for word in (action, actor, entity, outcome):
            if not _OPAQUE.fullmatch(word):
                raise ValueError("an audit entry takes opaque ids and words only")
        last, before = self._current(cursor)
        sequence = last + 1
        digest = link(self._key, before, (sequence, at, actor, action, entity, outcome, payload))
        cursor.execute(_INSERT, (sequence, at, actor, action, entity, outcome, payload, digest))
        self._head = (sequence, digest)

    def append_entry(self, cursor: Any, entry: AuditEntry) -> AuditHead:
        """Append `entry`, which becomes the head.

        ValueError when a detail is named twice or a word is not opaque.
        """
        details = dict(entry.details)
        if len(details) != len(entry.details):
            raise ValueError("a detail of an audit entry is named twice")
        payload = canonical(details)
        at = to_microseconds(entry.at)
        self.append(cursor, entry.action, entry.actor_id, entry.entity, at, entry.outcome, payload)
        sequence, digest = self._current(cursor)
        return AuditHead(sequence, digest.hex())

    def forget(self) -> None:
        """Read the head from the database again before the next entry."""
        self._head = None

    def _current(self, cursor: Any) -> tuple[int, bytes]:
        if self._head is None:
            row = cursor.execute(_LAST).fetchone()
            self._head = (0, self._genesis) if row is None else (row[0], row[1])
        return self._head


def canonical(details: Mapping[str, str]) -> str:
    """The payload of an entry: JSON with sorted names, in ASCII, on one line."""
    return _ENCODER.encode(dict(details))


def genesis(key: bytes, store_id: str) -> bytes:
    """What the first entry is linked to."""
    return hmac.digest(key, f"genesis {store_id}".encode(), "sha256")


def link(key: bytes, before: bytes, entry: tuple[int, int, str, str, str, str, str]) -> bytes:
    """Hash of an entry: number, moment, actor, action, entity, outcome and payload.

    The payload is JSON on one line and the other words hold no line break, so that no two entries
    read the same.
    """
    return hmac.digest(key, before + "\n".join(map(str, entry)).encode(), "sha256")


def content_digest(key: bytes, nonce: bytes, parts: tuple[str | int | None, ...]) -> str:
    """Hex digest of stored content, keyed and salted with the nonce in its row."""
    # Each part with its length before it: no two lists of parts give the same bytes.
    packed = "".join("-," if part is None else f"{len(str(part))}:{part}," for part in parts)
    return hmac.digest(key, nonce + packed.encode(), "sha256").hex()
