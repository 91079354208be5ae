"""Checking the audit chain against itself and against what is stored."""

import hashlib
import json
from collections import defaultdict
from typing import Any, Final

import sqlalchemy as sa

from consult_app.storage.audit import CONTENT, EVENT_SAVED, content_digest, genesis, link
from consult_app.storage.versions import version_parts

_ENTRIES: Final = (
    "select sequence, at, actor, action, entity, outcome, payload, digest from audit "
    "order by sequence"
)
_EVENTS: Final = (
    "select e.consultation_id, e.event_id, e.key, e.value, e.author_id, e.at, e.nonce, "
    "e.audit_sequence, a.action, a.entity, a.payload "
    "from draft_event e left join audit a on a.sequence = e.audit_sequence"
)
_EVENTS_WITHOUT_ROW: Final = (
    "select min(a.sequence) from audit a where a.action = ? and not exists "
    "(select 1 from draft_event e where e.consultation_id = a.entity "
    "and e.event_id = iif(json_valid(a.payload), json_extract(a.payload, '$.event'), null))"
)
_VERSIONS: Final = (
    "select v.*, a.entity as entity, a.payload as payload from consultation_version v "
    "left join audit a on a.sequence = v.audit_sequence"
)
_DOCUMENTS: Final = (
    "select consultation_id, version, kind, sha256 from document "
    "order by consultation_id, version, position"
)
_VERSIONS_WITHOUT_ROW: Final = (
    "select min(a.sequence) from audit a where iif(json_valid(a.payload), "
    "json_extract(a.payload, '$.version') is not null "
    "and json_extract(a.payload, '$.content') is not null, false) and not exists "
    "(select 1 from consultation_version v where v.audit_sequence = a.sequence)"
)


def first_broken_entry(
    connection: sa.Connection, audit_key: bytes, content_key: bytes, store_id: str
) -> int | None:
    """The number of the first entry that is missing, changed, or whose content is; or None.

    Content that no entry speaks of counts as the entry that it claims, or as the next one.
    """
    broken, last = _broken_link(connection, audit_key, store_id)
    suspects = [
        broken,
        _broken_event(connection, content_key, last),
        _scalar(connection, _EVENTS_WITHOUT_ROW, (EVENT_SAVED,)),
        _broken_version(connection, content_key, last),
        _scalar(connection, _VERSIONS_WITHOUT_ROW, ()),
        _broken_file(connection, last),
    ]
    return min((suspect for suspect in suspects if suspect is not None), default=None)


def _broken_link(connection: sa.Connection, key: bytes, store_id: str) -> tuple[int | None, int]:
    """The first entry that does not follow from the one before it, and the last one's number."""
    before, expected = genesis(key, store_id), 1
    for *entry, digest in connection.exec_driver_sql(_ENTRIES):
        sequence, at, actor, action, entity, outcome, payload = entry
        if sequence != expected:
            return expected, expected
        before = link(key, before, (sequence, at, actor, action, entity, outcome, payload))
        if before != digest:
            return sequence, sequence
        expected += 1
    return None, expected - 1


def _broken_event(connection: sa.Connection, key: bytes, last: int) -> int | None:
    suspects = []
    for row in connection.exec_driver_sql(_EVENTS):
        *parts, nonce, sequence, action, entity, payload = row
        sound = (
            action == EVENT_SAVED
            and entity == row.consultation_id
            and _details(payload)
            == {CONTENT: content_digest(key, nonce, tuple(parts)), "event": row.event_id}
        )
        if not sound:
            suspects.append(min(sequence, last + 1))
    return min(suspects, default=None)


def _broken_version(connection: sa.Connection, key: bytes, last: int) -> int | None:
    documents: defaultdict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in connection.exec_driver_sql(_DOCUMENTS):
        documents[row.consultation_id, row.version].append(row)
    suspects = []
    for row in connection.exec_driver_sql(_VERSIONS):
        parts = version_parts(row, documents[row.consultation_id, row.version])
        details = _details(row.payload)
        sound = (
            row.entity == row.consultation_id
            and details.get("version") == str(row.version)
            and details.get(CONTENT) == content_digest(key, row.nonce, parts)
        )
        if not sound:
            suspects.append(min(row.audit_sequence, last + 1))
    return min(suspects, default=None)


_FILES: Final = (
    "select b.sha256, b.data, min(v.audit_sequence) as sequence from document d "
    "join consultation_version v using (consultation_id, version) "
    "left join blob b on b.sha256 = d.sha256 group by d.sha256"
)


def _broken_file(connection: sa.Connection, last: int) -> int | None:
    suspects = [
        min(row.sequence, last + 1)
        for row in connection.exec_driver_sql(_FILES)
        if row.data is None or hashlib.sha256(row.data).hexdigest() != row.sha256
    ]
    return min(suspects, default=None)


def _details(payload: str | None) -> dict[str, Any]:
    try:
        details = json.loads(payload or "{}")
    except ValueError:
        return {}
    return details if isinstance(details, dict) else {}


def _scalar(connection: sa.Connection, statement: str, values: tuple[str, ...]) -> int | None:
    found: int | None = connection.exec_driver_sql(statement, values).scalar()
    return found
