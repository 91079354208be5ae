"""Draft events: the hot path of saving an answer, through the driver's own cursor."""

import os
from collections.abc import Iterable
from typing import Any, Final

from consult_app.services.ports import DraftEvent, StoreReadOnlyError, UserFacingError
from consult_app.storage.audit import CONTENT, EVENT_SAVED, canonical, content_digest
from consult_app.storage.times import from_microseconds, to_microseconds
from consult_app.storage.writer import Change, Transaction

NONCE_BYTES: Final = 16

_STATUS: Final = "select status from consultation where id = ?"
_INSERT: Final = (
    "insert into draft_event "
    "(consultation_id, event_id, key, value, author_id, at, nonce, audit_sequence) "
    "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing"
)
_STORED: Final = (
    "select consultation_id, event_id, key, value, author_id, at from draft_event "
    "where consultation_id = ? and event_id = ?"
)
_ALL: Final = (
    "select consultation_id, event_id, key, value, author_id, at from draft_event "
    "where consultation_id = ? order by audit_sequence"
)


def appending(events: tuple[DraftEvent, ...], content_key: bytes) -> Change:
    """The change that appends `events`, each with its entry in the audit chain.

    An event that is there already is left as it is, so that a retry is harmless. The change raises
    StoreReadOnlyError for an issued consultation, UserFacingError for an unknown one or an event
    id that stands for something else already.
    """

    def append(transaction: Transaction) -> None:
        require_draft(transaction.cursor, {event.consultation_id for event in events})
        for event in events:
            _append(transaction, event, content_key)

    return append


def require_draft(cursor: Any, consultation_ids: Iterable[str]) -> None:
    """Raise StoreReadOnlyError or UserFacingError unless all these are drafts."""
    for consultation_id in consultation_ids:
        row = cursor.execute(_STATUS, (consultation_id,)).fetchone()
        if row is None:
            raise UserFacingError("This consultation is not in the clinic's store.")
        if row[0] != "draft":
            raise StoreReadOnlyError(
                "This consultation was issued and cannot be changed any more; "
                "open a new version of it to go on."
            )


def _append(transaction: Transaction, event: DraftEvent, content_key: bytes) -> None:
    cursor, chain = transaction.cursor, transaction.chain
    row = _row(event)
    nonce = os.urandom(NONCE_BYTES)
    cursor.execute(_INSERT, (*row, nonce, chain.next_sequence(cursor)))
    if cursor.rowcount == 0:
        stored = cursor.execute(_STORED, row[:2]).fetchone()
        if tuple(stored) != row:
            raise UserFacingError(
                "A change was not saved: its number is already taken by another change."
            )
        return
    digest = content_digest(content_key, nonce, row)
    payload = canonical({CONTENT: digest, "event": event.event_id})
    chain.append(
        cursor, EVENT_SAVED, event.author_id, event.consultation_id, row[5], "success", payload
    )


def _row(event: DraftEvent) -> tuple[str, str, str, str | None, str, int]:
    at = to_microseconds(event.at)
    return event.consultation_id, event.event_id, event.key, event.value, event.author_id, at


def stored_events(connection: Any, consultation_id: str) -> tuple[DraftEvent, ...]:
    """All events of a consultation in their order, through a connection of SQLAlchemy."""
    rows = connection.exec_driver_sql(_ALL, (consultation_id,))
    return tuple(
        DraftEvent(row[0], row[1], row[2], row[3], row[4], from_microseconds(row[5]))
        for row in rows
    )
