"""Heads of consultations: opening a draft, and listing what there is."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from consult_app.domain.consultation import ConsultationStatus, Practitioner, Role
from consult_app.services.ports import AuditEntry, ConsultationHead, UserFacingError
from consult_app.storage.patients import patient_of
from consult_app.storage.schema import CONSULTATION, DRAFT_EVENT, PATIENT, PRACTITIONER
from consult_app.storage.times import from_microseconds, to_microseconds
from consult_app.storage.writer import Change, Transaction

_DRAFT: Final = ConsultationStatus.DRAFT.value

# A draft's time of change is that of its newest event, so that saving an answer need not touch it.
_NEWEST_EVENT: Final = (
    sa.select(sa.func.max(DRAFT_EVENT.c.at))
    .where(DRAFT_EVENT.c.consultation_id == CONSULTATION.c.id)
    .scalar_subquery()
)
_DRAFT_CHANGED: Final = sa.func.max(CONSULTATION.c.changed_at, sa.func.coalesce(_NEWEST_EVENT, 0))


def opening(head: ConsultationHead, actor_id: str, now: dt.datetime) -> Change:
    """The change that creates a draft, or opens the next version of an issued consultation.

    The latter needs a version above the issued one. ValueError at once for a head that is not a
    draft; the change raises UserFacingError for an unknown patient or an id that is taken.
    """
    if head.status is not ConsultationStatus.DRAFT:
        raise ValueError("only a draft can be opened")
    row = _row_of(head)

    def open_(transaction: Transaction) -> None:
        connection = transaction.connection
        known = sa.select(PATIENT.c.id).where(PATIENT.c.id == head.patient.patient_id)
        if connection.execute(known).first() is None:
            raise UserFacingError(
                "This patient is not in the clinic's store; add the patient first."
            )
        keep_practitioner(connection, head.practitioner)
        place = CONSULTATION.c.id == head.consultation_id
        stored = connection.execute(sa.select(CONSULTATION).where(place)).first()
        if stored is None:
            connection.execute(CONSULTATION.insert(), row)
            action = "consultation.open"
        else:
            _require_reopenable(stored, head)
            connection.execute(CONSULTATION.update().where(place).values(row))
            action = "consultation.reopen"
        details = (("version", str(head.version)),)
        entry = AuditEntry(action, actor_id, head.consultation_id, now, details=details)
        transaction.chain.append_entry(transaction.cursor, entry)

    return open_


def keep_practitioner(connection: sa.Connection, practitioner: Practitioner) -> None:
    """Create or update a practitioner."""
    row = {
        "printed_name": practitioner.printed_name,
        "role": practitioner.role.value,
        "credential": practitioner.credential,
    }
    statement = insert(PRACTITIONER).values(id=practitioner.practitioner_id, **row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=[PRACTITIONER.c.id], set_=row)
    )


def find_one(connection: sa.Connection, consultation_id: str) -> ConsultationHead:
    """Head of one consultation. Raises KeyError for an unknown id."""
    row = connection.execute(_heads(_DRAFT_CHANGED).where(CONSULTATION.c.id == consultation_id))
    found = row.first()
    if found is None:
        raise KeyError(consultation_id)
    return _head_of(found)


def find_many(
    connection: sa.Connection,
    *,
    patient_id: str | None,
    since: dt.date | None,
    status: ConsultationStatus | None,
    limit: int,
) -> tuple[ConsultationHead, ...]:
    """Heads that match everything given, most recently changed first."""
    conditions: list[sa.ColumnElement[bool]] = []
    if patient_id is not None:
        conditions.append(CONSULTATION.c.patient_id == patient_id)
    if since is not None:
        conditions.append(CONSULTATION.c.consultation_date >= since.isoformat())
    rows: list[Any] = []
    if status in {None, ConsultationStatus.DRAFT}:  # few, and each one's events must be looked at
        drafts = [*conditions, CONSULTATION.c.status == _DRAFT]
        rows += connection.execute(_newest(_DRAFT_CHANGED, drafts, limit))
    if status is None:
        others = [*conditions, CONSULTATION.c.status != _DRAFT]
        rows += connection.execute(_newest(CONSULTATION.c.changed_at, others, limit))
    elif status is not ConsultationStatus.DRAFT:
        others = [*conditions, CONSULTATION.c.status == status.value]
        rows += connection.execute(_newest(CONSULTATION.c.changed_at, others, limit))
    rows.sort(key=lambda row: (-row.changed, row.consultation_id))
    return tuple(_head_of(row) for row in rows[:limit])


def _row_of(head: ConsultationHead) -> dict[str, str | int]:
    return {
        "id": head.consultation_id,
        "patient_id": head.patient.patient_id,
        "practitioner_id": head.practitioner.practitioner_id,
        "pack_id": head.pack_id,
        "pack_version": head.pack_version,
        "consultation_date": head.consultation_date.isoformat(),
        "status": _DRAFT,
        "stage": head.stage,
        "version": head.version,
        "verdict": head.verdict,
        "changed_at": to_microseconds(head.changed_at),
    }


def _require_reopenable(stored: Any, head: ConsultationHead) -> None:
    if stored.status == _DRAFT:
        raise UserFacingError("This consultation is already open as a draft; continue it there.")
    if stored.patient_id != head.patient.patient_id:
        raise UserFacingError("This consultation belongs to another patient.")
    if head.version <= stored.version:
        raise UserFacingError(
            f"Version {stored.version} of this consultation was issued; "
            f"the next one to open is version {stored.version + 1}."
        )


def _heads(changed: sa.ColumnElement[int]) -> sa.Select[Any]:
    columns = [
        column
        for column in CONSULTATION.c
        if column.name not in {"id", "patient_id", "practitioner_id", "changed_at"}
    ]
    return (
        sa.select(
            CONSULTATION.c.id.label("consultation_id"),
            *columns,
            changed.label("changed"),
            *PATIENT.c,
            PRACTITIONER.c.id.label("practitioner_id"),
            PRACTITIONER.c.printed_name,
            PRACTITIONER.c.role,
            PRACTITIONER.c.credential,
        )
        .join(PATIENT, PATIENT.c.id == CONSULTATION.c.patient_id)
        .join(PRACTITIONER, PRACTITIONER.c.id == CONSULTATION.c.practitioner_id)
    )


def _newest(
    changed: sa.ColumnElement[int], conditions: Iterable[sa.ColumnElement[bool]], limit: int
) -> sa.Select[Any]:
    return _heads(changed).where(*conditions).order_by(sa.desc("changed")).limit(limit)


def _head_of(row: Any) -> ConsultationHead:
    return ConsultationHead(
        consultation_id=row.consultation_id,
        patient=patient_of(row),
        practitioner=Practitioner(
            row.practitioner_id, row.printed_name, Role(row.role), row.credential
        ),
        pack_id=row.pack_id,
        pack_version=row.pack_version,
        consultation_date=dt.date.fromisoformat(row.consultation_date),
        status=ConsultationStatus(row.status),
        stage=row.stage,
        version=row.version,
        verdict=row.verdict,
        changed_at=from_microseconds(row.changed),
    )
