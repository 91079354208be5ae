"""Setting a clinic up so that a crash leaves either a whole clinic or none.

Database and key file are made under other names; the clinic exists from the moment in which the
key file gets its own name.
"""

from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from consult_app.domain.consultation import Practitioner
from consult_app.services.ports import AuditEntry, AuditHead
from consult_app.storage.audit import AuditChain
from consult_app.storage.engine import DatabaseFile, creating_engine, reading
from consult_app.storage.files import replace_durably, sync_file, sync_folder
from consult_app.storage.heads import keep_practitioner
from consult_app.storage.keyfile import KeyFile, generations, write_key_file
from consult_app.storage.keys import ClinicKeys
from consult_app.storage.places import Places
from consult_app.storage.schema import create_schema


def create_files(
    places: Places, keys: ClinicKeys, content: KeyFile, first: Practitioner, entry: AuditEntry
) -> None:
    """Make the database and the key file of a new clinic; `entry` opens its audit chain.

    Raises UserFacingError when something is there already, and OSError.
    """
    places.require_free()
    remove_unfinished(places)
    file = DatabaseFile(places.unfinished_database, keys.database, keys.database_salt)
    head = _create_database(file, keys, content.store_id, first, entry)
    whole = replace(content, audit=head).authenticated(keys.key_file)
    write_key_file(places.unfinished_key_file, whole, keep_previous=False)
    places.unfinished_database.replace(places.database)
    sync_folder(places.folder)
    places.unfinished_key_file.replace(places.key_file)
    sync_folder(places.folder)
    # The clinic depends on this small file, so that it starts with a second copy.
    replace_durably(generations(places.key_file)[1], places.key_file.read_bytes())


def remove_unfinished(places: Places) -> None:
    """Remove what an interrupted set-up left; nobody ever got a key to it."""
    if places.is_set_up():
        return
    for place in (places.unfinished_database, places.database):
        for part in (place, _beside(place, "-wal"), _beside(place, "-shm")):
            part.unlink(missing_ok=True)
    places.unfinished_key_file.unlink(missing_ok=True)


def _create_database(
    file: DatabaseFile, keys: ClinicKeys, store_id: str, first: Practitioner, entry: AuditEntry
) -> AuditHead:
    engine = creating_engine(file)
    chain = AuditChain(keys.audit, store_id)
    try:
        with reading(file.path), engine.connect() as connection:
            with connection.begin():
                create_schema(connection, store_id)
                keep_practitioner(connection, first)
                cursor = connection.connection.cursor()
                head = chain.append_entry(cursor, entry)
                cursor.close()
            _empty_log(connection)
    finally:
        engine.dispose()
    sync_file(file.path)
    return head


def _empty_log(connection: sa.Connection) -> None:
    # Only then the one file holds everything and can be renamed by itself.
    connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


def _beside(place: Path, ending: str) -> Path:
    return place.with_name(place.name + ending)
