"""Tables of the encrypted database.

Moments are microseconds of UTC (see `times`), days are ISO text, JSON is canonical text, for it is
digested. What must never change again is append-only, which triggers hold.
"""

from typing import Final

import sqlalchemy as sa

from consult_app.services.ports import StoreDamagedError, UserFacingError

SCHEMA_VERSION: Final = 1

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
METADATA = sa.MetaData()


def _table(name: str, *parts: sa.schema.SchemaItem, rowid: bool = True) -> sa.Table:
    return sa.Table(name, METADATA, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


def _text(name: str, *parts: sa.schema.SchemaItem, primary: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, *parts, primary_key=primary, nullable=False)


def _number(name: str, *parts: sa.schema.SchemaItem, primary: bool = False) -> sa.Column[int]:
    return sa.Column(name, _BIG, *parts, primary_key=primary, nullable=False, autoincrement=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


META = _table("meta", _text("key", primary=True), _text("value"))
"""`schema` and `store_id`."""

PRACTITIONER = _table(
    "practitioner",
    _text("id", primary=True),
    _text("printed_name"),
    _text("role", sa.CheckConstraint("role in ('dermatologist', 'assistant')")),
    _text("credential"),
)

PATIENT = _table(
    "patient",
    _text("id", primary=True),
    _text("family"),
    _text("given"),
    sa.Column("birth_date", sa.Text),
    _text("record_number"),
    _number("synthetic", sa.CheckConstraint("synthetic in (0, 1)")),
    _text("search"),
    _number("changed_at"),
)
"""`search` is what a query is looked for in, folded (see `patients`)."""
sa.Index("ix_patient_changed_at", PATIENT.c.changed_at)

PACK = _table(
    "pack",
    _text("rules_digest", primary=True),
    _text("pack_id"),
    _text("version"),
    _bytes("content"),
)

CONSULTATION = _table(
    "consultation",
    _text("id", primary=True),
    _text("patient_id", sa.ForeignKey("patient.id")),
    _text("practitioner_id", sa.ForeignKey("practitioner.id")),
    _text("pack_id"),
    _text("pack_version"),
    _text("consultation_date"),
    _text("status", sa.CheckConstraint("status in ('draft', 'issued', 'amended', 'void')")),
    _text("stage"),
    _number("version"),
    _text("verdict"),
    _number("changed_at"),
)
"""`version` is the newest one; `changed_at` of a draft is its opening, for events are newer."""
sa.Index("ix_consultation_changed_at", CONSULTATION.c.changed_at)
sa.Index("ix_consultation_patient", CONSULTATION.c.patient_id, CONSULTATION.c.changed_at)
sa.Index(
    "ix_consultation_draft", CONSULTATION.c.changed_at, sqlite_where=sa.text("status = 'draft'")
)

DRAFT_EVENT = _table(
    "draft_event",
    _text("consultation_id", sa.ForeignKey("consultation.id"), primary=True),
    _text("event_id", primary=True),
    _text("key"),
    sa.Column("value", sa.Text),
    _text("author_id"),
    _number("at"),
    _bytes("nonce"),
    _number("audit_sequence"),
    rowid=False,
)
"""Events of drafts; `audit_sequence` is both their order and their entry in the audit chain.

One tree holds the row, its uniqueness and its neighbourhood, which keeps a save at two pages.
"""

CONSULTATION_VERSION = _table(
    "consultation_version",
    _text("consultation_id", sa.ForeignKey("consultation.id"), primary=True),
    _number("version", primary=True),
    _text("stage"),
    _text("verdict"),
    _text("record"),
    _bytes("nonce"),
    _number("audit_sequence"),
)

BLOB = _table("blob", _text("sha256", primary=True), _bytes("data"))

DOCUMENT = _table(
    "document",
    _text("consultation_id", primary=True),
    _number("version", primary=True),
    _number("position", primary=True),
    _text("kind"),
    _text("sha256", sa.ForeignKey("blob.sha256")),
    sa.ForeignKeyConstraint(
        ["consultation_id", "version"],
        ["consultation_version.consultation_id", "consultation_version.version"],
    ),
)

AUDIT = _table(
    "audit",
    _number("sequence", primary=True),
    _number("at"),
    _text("actor"),
    _text("action"),
    _text("entity"),
    _text("outcome"),
    _text("payload"),
    _bytes("digest"),
)

APPEND_ONLY: Final = (PACK, DRAFT_EVENT, CONSULTATION_VERSION, BLOB, DOCUMENT, AUDIT)


def create_schema(connection: sa.Connection, store_id: str) -> None:
    """Make all tables and triggers of an empty database, inside the caller's transaction."""
    METADATA.create_all(connection)
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            connection.exec_driver_sql(
                f"create trigger {table.name}_no_{verb} before {verb} on {table.name} "
                f"begin select raise(abort, '{table.name} is append-only'); end"
            )
    connection.execute(
        META.insert(),
        [
            {"key": "schema", "value": str(SCHEMA_VERSION)},
            {"key": "store_id", "value": store_id},
        ],
    )


def check_schema(connection: sa.Connection, store_id: str) -> None:
    """Refuse a database of a newer program (UserFacingError) or another clinic's (damaged)."""
    if not sa.inspect(connection).has_table(META.name):
        raise StoreDamagedError(
            "The database of the clinic has no tables; restore it from its newest backup."
        )
    meta: dict[str, str] = {row.key: row.value for row in connection.execute(META.select())}
    if int(meta.get("schema", "0")) > SCHEMA_VERSION:
        raise UserFacingError(
            "The clinic was last opened by a newer version of the program; "
            "install that version on this computer too."
        )
    if meta.get("store_id") != store_id:
        raise StoreDamagedError(
            "The database and the key file belong to different clinics; "
            "put both files of the same backup back together."
        )
