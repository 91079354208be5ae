"""The one connection that writes, and its watch over the files that it writes to."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from consult_app.services.ports import StoreMissingError
from consult_app.storage.engine import DatabaseFile, named, reading, writing_engine


class WritingConnection:
    """A connection with explicit transactions; used by one thread at a time.

    `sqlalchemy` and `cursor` (the driver's own, for what must be quick) work inside the same
    transaction. SQLAlchemy believes that it is in one transaction all the time.
    """

    def __init__(self, file: DatabaseFile) -> None:
        """Open the connection. Raises UserFacingError, StoreReadOnlyError among others."""
        self._engine = writing_engine(file)
        self.sqlalchemy: sa.Connection = self._engine.connect()
        self.cursor: Any = self.sqlalchemy.connection.cursor()
        self._driver: Any = self.sqlalchemy.connection.driver_connection
        try:
            # SQLite opens a file that it may only read without a word, until the first write.
            with reading(file.path):
                self.begin()
                self.cursor.execute("PRAGMA user_version=0")
                self.roll_back()
            self._identity = FileIdentity(file.path)
        except BaseException:
            self.close()
            raise

    def begin(self) -> None:
        """Begin and take the write lock at once, so that no later statement fails for it."""
        self.cursor.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make the transaction durable.

        Raises StoreMissingError, without committing, when the files are not the ones opened.
        """
        self._identity.check()
        self.cursor.execute("COMMIT")

    def roll_back(self) -> None:
        """Undo the transaction; some failures already did."""
        if self._driver.in_transaction:
            self.cursor.execute("ROLLBACK")

    def empty_log(self) -> None:
        """Move the write-ahead log into the database file, as far as nobody reads from it."""
        self.cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close the connection."""
        self.cursor.close()
        self.sqlalchemy.close()
        self._engine.dispose()


class FileIdentity:
    """Notices when the files of an open database are deleted or replaced.

    Elsewhere than on Windows that is possible, and writes then succeed into a file without a name,
    which is gone when the program ends.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places = (path, path.with_name(path.name + "-wal"))
        self._known = tuple(_inode(place) for place in self._places)

    def check(self) -> None:
        """Raise StoreMissingError when one of the files is not the one that was opened."""
        try:
            current = tuple(_inode(place) for place in self._places)
        except FileNotFoundError:
            current = ()
        if current != self._known:
            raise StoreMissingError(
                f"{named(self._path)} was deleted or replaced while it was open, and newer "
                "changes are not saved; put the same file back."
            )


def _inode(place: Path) -> tuple[int, int]:
    status = place.stat()
    return status.st_dev, status.st_ino
