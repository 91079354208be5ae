"""One process at a time: a lock on a file of the vault folder, which also says who holds it.

The operating system holds the lock and lets go of it when the process ends, however it ends. So a
lock file that a killed process left behind is simply taken over.
"""

import getpass
import json
import os
import platform
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from consult_app.services.ports import Clock, StoreBusyError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Windows forbids others to read a locked byte, so that byte lies far behind the words in the file.
_LOCKED_BYTE: Final = 1 << 30


class FolderLock:
    """The lock of one vault folder, held from `acquire` to `release`."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises StoreBusyError, which names the holder, or OSError."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            raise StoreBusyError(self._busy()) from error
        holder = {
            "pid": os.getpid(),
            "computer": platform.node(),
            "user": _user(),
            "since": self._clock.now().isoformat(timespec="seconds"),
        }
        with suppress(OSError):  # on a full disk the lock still holds, it only cannot say for whom
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, json.dumps(holder).encode("ascii"))
        self._handle = handle

    def release(self) -> None:
        """Let go of the lock. Idempotent."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        with suppress(OSError):
            os.ftruncate(handle, 0)
        _unlock(handle)
        os.close(handle)

    def _busy(self) -> str:
        start = "The clinic is already open in another window of the program"
        try:
            holder = json.loads(self._path.read_bytes())
            who = f"user {holder['user']} on {holder['computer']}, process {holder['pid']}"
            return f"{start} ({who}, since {holder['since']}); close it there first."
        except (OSError, ValueError, KeyError, TypeError):
            return f"{start}; close it there first."


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user id without a name
        return "unknown"


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
