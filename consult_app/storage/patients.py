"""Patients: storing one, and finding them again by what the doctor types."""

import datetime as dt
import re
import unicodedata
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from consult_app.domain.consultation import PatientIdentity
from consult_app.services.ports import AuditEntry
from consult_app.storage.schema import PATIENT
from consult_app.storage.times import to_microseconds
from consult_app.storage.writer import Change, Transaction

# Letters that Unicode does not take apart into a base letter and a mark.
_SPELT: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
)
_BETWEEN: Final = re.compile(r"[\W_]+")
_DATE: Final = re.compile(r"\b(\d{4}|\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{1,2})\b")


def folded(text: str) -> str:
    """Lower case without accents; everything between words becomes one space."""
    # Half a character, as a broken paste leaves it, cannot be stored nor looked for.
    whole = text.encode("utf-8", "replace").decode("utf-8")
    plain = unicodedata.normalize("NFKD", whole.casefold().translate(_SPELT))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _BETWEEN.sub(" ", letters).strip()


def saving(patient: PatientIdentity, actor_id: str, now: dt.datetime) -> Change:
    """The change that creates or updates `patient`, with its audit entry."""
    row = {
        "id": patient.patient_id,
        "family": patient.family,
        "given": patient.given,
        "birth_date": patient.birth_date and patient.birth_date.isoformat(),
        "record_number": patient.record_number,
        "synthetic": int(patient.synthetic),
        "search": _search_text(patient),
        "changed_at": to_microseconds(now),
    }

    def save(transaction: Transaction) -> None:
        known = sa.select(PATIENT.c.id).where(PATIENT.c.id == patient.patient_id)
        is_new = transaction.connection.execute(known).first() is None
        changes = {name: value for name, value in row.items() if name != "id"}
        statement = insert(PATIENT).values(row)
        transaction.connection.execute(
            statement.on_conflict_do_update(index_elements=[PATIENT.c.id], set_=changes)
        )
        action = "patient.create" if is_new else "patient.update"
        entry = AuditEntry(action, actor_id, patient.patient_id, now)
        transaction.chain.append_entry(transaction.cursor, entry)

    return save


def find(connection: sa.Connection, query: str, limit: int) -> tuple[PatientIdentity, ...]:
    """Patients who match every word of `query`, the most recently changed first."""
    statement = sa.select(PATIENT).order_by(PATIENT.c.changed_at.desc(), PATIENT.c.id)
    for word in _query_words(query):
        statement = statement.where(PATIENT.c.search.contains(word, autoescape=True))
    return tuple(patient_of(row) for row in connection.execute(statement.limit(limit)))


def patient_of(row: Any) -> PatientIdentity:
    """The patient in a row that holds the columns of the patient table."""
    return PatientIdentity(
        patient_id=row.id,
        family=row.family,
        given=row.given,
        birth_date=row.birth_date and dt.date.fromisoformat(row.birth_date),
        record_number=row.record_number,
        synthetic=bool(row.synthetic),
    )


def _search_text(patient: PatientIdentity) -> str:
    words = [patient.family, patient.given, patient.record_number]
    text = folded(" ".join(words))
    # A record number may be typed with or without what separates its parts.
    joined = _BETWEEN.sub("", folded(patient.record_number))
    # Day or month first: both readings of a typed date find the patient.
    born = patient.birth_date
    days = f"{born:%Y%m%d} {born:%d%m%Y} {born:%m%d%Y}" if born else ""
    return f" {text} {joined} {days} "


def _query_words(query: str) -> list[str]:
    """Words to look for; a full date becomes one word of digits, in the order typed."""

    def one_word(match: re.Match[str]) -> str:
        return "".join(part.zfill(2) for part in match.groups())

    return folded(_DATE.sub(one_word, query)).split()
