"""Files that survive a power cut, and what the operating system's refusals mean to a user."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from consult_app.services.ports import (
    StoreDamagedError,
    StoreFullError,
    StoreReadOnlyError,
    UserFacingError,
)

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Turn an OSError inside the block into the UserFacingError that names `folder`."""
    try:
        yield
    except OSError as error:
        raise os_failure(error, folder) from error


def os_failure(error: OSError, folder: Path) -> UserFacingError:
    """The failure to show for `error`, met while working in `folder`."""
    if error.errno in _FULL:
        return StoreFullError(
            f"The disk that holds {folder} is full; free some space and try again. "
            "What was already saved is safe."
        )
    if error.errno in _FORBIDDEN:
        return StoreReadOnlyError(
            f"The folder {folder} cannot be written to; ask for permission to read and to write "
            "there, or choose another folder."
        )
    return StoreDamagedError(f"The folder {folder} cannot be used: {error.strerror}.")


def replace_durably(path: Path, data: bytes) -> None:
    """Replace `path` by `data` in one step; after this returns it survives a power cut.

    Readers see the old file or the new one. Only the owner may read it. Raises OSError, and then
    the old file is untouched.
    """
    part = path.with_name(path.name + ".part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make the contents of `path` durable."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make renames inside `folder` durable; Windows does that by itself and cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
