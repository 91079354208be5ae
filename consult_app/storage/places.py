"""The files of a vault folder, and which of them say that a clinic was set up there."""

from dataclasses import dataclass
from pathlib import Path

from consult_app.services.ports import StoreDamagedError, StoreMissingError, UserFacingError
from consult_app.storage.keyfile import generations


@dataclass(frozen=True)
class Places:
    """The files of one vault. `unfinished_*` are there only while a clinic is being set up."""

    folder: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.folder / "clinic.db"

    @property
    def key_file(self) -> Path:
        """The key file; its older generations lie beside it."""
        return self.folder / "clinic.keys"

    @property
    def lock(self) -> Path:
        """The lock of the process that has the clinic open."""
        return self.folder / "clinic.lock"

    @property
    def unfinished_database(self) -> Path:
        """The database before the clinic is set up."""
        return self.folder / "clinic.db.new"

    @property
    def unfinished_key_file(self) -> Path:
        """The key file before the clinic is set up."""
        return self.folder / "clinic.keys.new"

    def is_set_up(self) -> bool:
        """Whether there is a clinic, even a damaged one: no part of it may be set up over."""
        if any(place.exists() for place in generations(self.key_file)):
            return True
        return self.database.exists() and not self.unfinished_key_file.exists()

    def require_free(self) -> None:
        """Raise UserFacingError unless a clinic can be set up here."""
        if not self.is_set_up():
            return
        if any(place.exists() for place in generations(self.key_file)):
            raise UserFacingError(
                f"There is a clinic in {self.folder} already; unlock it, or choose another folder."
            )
        raise StoreDamagedError(
            f"There is a database in {self.folder}, but its key file {self.key_file.name} is "
            "missing; put the key file back from a backup, or choose another folder."
        )

    def require_complete(self) -> None:
        """Raise StoreMissingError unless the database is there."""
        if not self.is_set_up():
            raise StoreMissingError(
                f"There is no clinic in {self.folder}; choose the clinic's folder, or set one up."
            )
        if not self.database.exists():
            raise StoreMissingError(
                f"The database {self.database.name} is missing from {self.folder}; put it back, "
                "or restore it from a backup."
            )
