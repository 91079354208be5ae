"""Issued files on disk: names without patients, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from consult_app.services.ports import UserFacingError

LARGEST_FILE = 64 * 1024 * 1024
"""No file that this program issues comes near; larger ones are not read."""


def proposed_name(kind: str, consultation_id: str, version: int) -> str:
    """File name of a document: its kind and version, nothing about the patient."""
    return f"{kind}-{consultation_id[:8]}-v{version}.pdf"


def save_document(data: bytes, target: Path) -> None:
    """Write `data` to `target` through a new file beside it, so that it is whole or absent.

    A link is refused rather than followed. Raises UserFacingError with one sentence.
    """
    if target.is_symlink():
        raise UserFacingError("That name is a link to another place. Choose another name.")
    if target.is_dir():
        raise UserFacingError("That name belongs to a folder. Choose another name.")
    beside = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}")
    try:
        _write_new(data, beside)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        reason = os.strerror(error.errno) if error.errno else "unknown reason"
        raise UserFacingError(
            f"The file could not be saved there ({reason.lower()}). Choose another folder."
        ) from error


def _write_new(data: bytes, path: Path) -> None:
    """Create `path`, readable by its owner only; never opens a file that is there already."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def read_document(path: Path) -> bytes:
    """Read a file to be checked. Raises UserFacingError with one sentence."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserFacingError("This file is far larger than anything issued here.")
        return path.read_bytes()
    except OSError as error:
        raise UserFacingError("This file cannot be read. Is it still there?") from error
