"""Issued versions: the record, its documents and the audit entry, in one transaction."""

import dataclasses
import hashlib
import os
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from consult_app.services.ports import (
    IssuedVersion,
    NotIssuableError,
    StoreDamagedError,
    StoredDocument,
)
from consult_app.storage.audit import CONTENT, content_digest
from consult_app.storage.drafts import NONCE_BYTES, require_draft
from consult_app.storage.schema import BLOB, CONSULTATION, CONSULTATION_VERSION, DOCUMENT
from consult_app.storage.times import to_microseconds
from consult_app.storage.writer import Change, Transaction

_NEWEST: Final = sa.func.max(CONSULTATION_VERSION.c.version)


def issuing(issued: IssuedVersion, content_key: bytes) -> Change:
    """The change that stores `issued`, all or nothing.

    ValueError at once when a document does not have the digest that it is given with. The change
    raises StoreReadOnlyError for a consultation that is issued already, NotIssuableError when
    `issued` is not the version that comes next.
    """
    for document in issued.documents:
        if hashlib.sha256(document.data).hexdigest() != document.sha256:
            raise ValueError("a document does not have its digest")
    nonce = os.urandom(NONCE_BYTES)
    digest = content_digest(content_key, nonce, version_parts(issued, issued.documents))
    details = (*issued.audit.details, (CONTENT, digest), ("version", str(issued.version)))
    entry = dataclasses.replace(issued.audit, entity=issued.consultation_id, details=details)

    def issue(transaction: Transaction) -> None:
        require_draft(transaction.cursor, (issued.consultation_id,))
        _require_next(transaction.connection, issued)
        sequence = transaction.chain.next_sequence(transaction.cursor)
        _insert(transaction.connection, issued, nonce, sequence)
        transaction.connection.execute(
            CONSULTATION.update()
            .where(CONSULTATION.c.id == issued.consultation_id)
            .values(
                status="issued",
                stage=issued.stage,
                version=issued.version,
                verdict=issued.verdict,
                changed_at=to_microseconds(entry.at),
            )
        )
        transaction.chain.append_entry(transaction.cursor, entry)

    return issue


def version_parts(version: Any, documents: Any) -> tuple[str | int, ...]:
    """What the digest of a version covers, from an IssuedVersion or its row in the store."""
    files = (part for document in documents for part in (document.kind, document.sha256))
    return (
        version.consultation_id,
        version.version,
        version.stage,
        version.verdict,
        version.record,
        *files,
    )


def _require_next(connection: sa.Connection, issued: IssuedVersion) -> None:
    newest = connection.scalar(
        sa.select(_NEWEST).where(CONSULTATION_VERSION.c.consultation_id == issued.consultation_id)
    )
    if issued.version != (newest or 0) + 1:
        raise NotIssuableError(
            f"Version {issued.version} of this consultation cannot be issued: the next one is "
            f"version {(newest or 0) + 1}. Open the consultation again and issue it from there."
        )


def _insert(connection: sa.Connection, issued: IssuedVersion, nonce: bytes, sequence: int) -> None:
    key = {"consultation_id": issued.consultation_id, "version": issued.version}
    connection.execute(
        CONSULTATION_VERSION.insert(),
        {
            **key,
            "stage": issued.stage,
            "verdict": issued.verdict,
            "record": issued.record,
            "nonce": nonce,
            "audit_sequence": sequence,
        },
    )
    for position, document in enumerate(issued.documents):
        blob = {"sha256": document.sha256, "data": document.data}
        connection.execute(insert(BLOB).on_conflict_do_nothing(), blob)
        reference = {"position": position, "kind": document.kind, "sha256": document.sha256}
        connection.execute(DOCUMENT.insert(), {**key, **reference})


def stored_documents(
    connection: sa.Connection, consultation_id: str, version: int | None
) -> tuple[StoredDocument, ...]:
    """Documents of one version, the newest by default; none for a version that is not there.

    Raises StoreDamagedError when a file is not the one that was stored.
    """
    if version is None:
        newest = sa.select(_NEWEST).where(CONSULTATION_VERSION.c.consultation_id == consultation_id)
        version = connection.scalar(newest)
    rows = connection.execute(
        sa.select(DOCUMENT.c.kind, BLOB.c.sha256, BLOB.c.data)
        .join(BLOB, BLOB.c.sha256 == DOCUMENT.c.sha256)
        .where(DOCUMENT.c.consultation_id == consultation_id, DOCUMENT.c.version == version)
        .order_by(DOCUMENT.c.position)
    )
    documents = tuple(StoredDocument(row.kind, row.sha256, row.data) for row in rows)
    for document in documents:
        if hashlib.sha256(document.data).hexdigest() != document.sha256:
            raise StoreDamagedError(
                f"The issued document {document.sha256[:16]} is damaged; "
                "restore the clinic from its newest backup."
            )
    return documents
