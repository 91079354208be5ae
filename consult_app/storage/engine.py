"""The encrypted database file: opening it, and what its refusals mean to a user.

SQLCipher under SQLAlchemy's SQLite dialect, with a raw key (never a passphrase). Write-ahead log
with `synchronous=FULL`: a commit that returned survives a power cut. One engine writes, the other
may only read.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool, StaticPool
from sqlcipher3 import dbapi2 as sqlcipher

from consult_app.services.ports import (
    StoreBusyError,
    StoreDamagedError,
    StoreFullError,
    StoreMissingError,
    StoreReadOnlyError,
    UserFacingError,
)

_SETTINGS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",  # on macOS an ordinary fsync does not reach the disk
    "checkpoint_fullfsync=ON",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "mmap_size=0",
    "cache_size=-32768",
)
_LOCK_SECONDS: Final = 5.0

DatabaseError = sqlcipher.Error
"""What the driver raises; `failure_of` says what it means."""


@dataclass(frozen=True)
class DatabaseFile:
    """A database file and its raw key (32 bytes) and salt (16 bytes)."""

    path: Path
    key: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    def connect(self) -> Any:  # the driver has no types
        """A connection of the driver, without its own transactions.

        Never creates a file. Raises StoreMissingError, StoreDamagedError, StoreReadOnlyError and
        the like: the key was proven by the key file, so that a file that does not open with it is
        damaged.
        """
        try:
            size = self.path.stat().st_size
        except FileNotFoundError as error:
            raise _missing(self.path) from error
        if size == 0:  # SQLite would make a new database of it
            raise StoreDamagedError(f"{named(self.path)} is empty; restore it from a backup.")
        try:
            connection = self._driver_connection()
        except DatabaseError as error:
            raise failure_of(error, self.path) from error
        try:
            self._prepare(connection)
        except DatabaseError as error:
            connection.close()
            raise failure_of(error, self.path) from error
        return connection

    def connect_new(self) -> Any:
        """Like `connect`, for a file that must not exist yet. Raises OSError as well."""
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        connection = self._driver_connection()
        self._prepare(connection)
        return connection

    def _driver_connection(self) -> Any:
        address = f"file:{quote(self.path.absolute().as_posix())}?mode=rw"
        return sqlcipher.connect(
            address, uri=True, isolation_level=None, check_same_thread=False, timeout=_LOCK_SECONDS
        )

    def _prepare(self, connection: Any) -> None:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{self.key.hex()}{self.salt.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")


def creating_engine(file: DatabaseFile) -> sa.Engine:
    """An engine with one connection, for a file that must not exist yet."""
    return _engine(file.connect_new, "BEGIN IMMEDIATE", poolclass=StaticPool)


def writing_engine(file: DatabaseFile) -> sa.Engine:
    """An engine with one connection, whose user begins and ends transactions through the driver.

    See `WritingConnection`; for an answer, SQLAlchemy's own way would take a fifth of the time.
    """
    return _engine(file.connect, None, poolclass=StaticPool)


def reading_engine(file: DatabaseFile) -> sa.Engine:
    """An engine for any thread that cannot write."""

    def connect() -> Any:
        connection = file.connect()
        connection.execute("PRAGMA query_only=ON")
        return connection

    return _engine(connect, "BEGIN", poolclass=QueuePool, pool_size=4, max_overflow=4)


def _engine(creator: Any, begin: str | None, **pool: Any) -> sa.Engine:
    # Parameters are hidden: in the text of an exception they would carry patient data into a log.
    engine = sa.create_engine(
        "sqlite://", module=sqlcipher, creator=creator, hide_parameters=True, **pool
    )

    if begin is not None:
        # The driver is in autocommit mode; without this there would be no transactions at all.
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the database refuses inside the block into the UserFacingError that says why."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise failure_of(error.orig, path) from error
    except DatabaseError as error:
        raise failure_of(error, path) from error


def failure_of(error: BaseException | None, path: Path) -> UserFacingError:
    """What the driver's `error` about the file at `path` means to a user."""
    name = str(getattr(error, "sqlite_errorname", ""))
    kind = "_".join(name.split("_")[:2])
    where = named(path)
    if kind in {"SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_FORMAT"}:
        return StoreDamagedError(f"{where} is damaged; restore the clinic from its newest backup.")
    if kind == "SQLITE_FULL":
        return StoreFullError(
            f"The disk that holds {path.parent} is full; free some space. "
            "What was already saved is safe."
        )
    if kind == "SQLITE_IOERR":
        return StoreFullError(
            f"{where} could not be written or read: the disk is full or failing. "
            "Free some space, and check the disk. What was already saved is safe."
        )
    if kind in {"SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH"}:
        return StoreReadOnlyError(
            f"{where} cannot be written to; ask for permission to write in its folder."
        )
    if kind in {"SQLITE_BUSY", "SQLITE_LOCKED"}:
        return StoreBusyError(f"{where} is in use by another program; close that program.")
    if kind == "SQLITE_CANTOPEN":
        return _cannot_open(path)
    return UserFacingError(
        f"{where} refused a change because of a fault in the program; please report it."
    )


def _cannot_open(path: Path) -> UserFacingError:
    if path.exists() and not os.access(path.parent, os.W_OK):
        return StoreReadOnlyError(
            f"The folder {path.parent} cannot be written to; ask for permission to write there."
        )
    return _missing(path)


def named(path: Path) -> str:
    """How a message speaks of the database at `path`."""
    return f"The database {path.name} in {path.parent}"


def _missing(path: Path) -> StoreMissingError:
    return StoreMissingError(f"{named(path)} is missing; put it back, or restore it from a backup.")
