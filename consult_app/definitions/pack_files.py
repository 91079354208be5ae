"""The files of a pack's folder, each read once; what has no business there is reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from consult_app.definitions.located import Node, Place, Problems, read

FILES: Final = (
    "pack.yaml",
    "questionnaire.yaml",
    "plan.yaml",
    "consent.yaml",
    "policy.yaml",
    "sources.yaml",
)
"""Files that every pack has."""

OPTIONAL_FILES: Final = ("labels.yaml",)
"""Files that a pack may have."""

FOLDERS: Final = ("rules", "devices", "lines")
"""Folders of which every YAML file is read, in the order of their names."""

_IGNORED: Final = ("example", "text", "README.md")


@dataclass(frozen=True)
class PackFiles:
    """Contents of a pack's files by name, such as ``rules/illness.yaml``; unreadable ones lack."""

    files: Mapping[str, Node]

    def get(self, name: str) -> Node | None:
        """Content of one file, None when it could not be read."""
        return self.files.get(name)

    def below(self, folder: str) -> dict[str, Node]:
        """Contents of all files of a folder."""
        return {name: node for name, node in self.files.items() if name.startswith(f"{folder}/")}


def read_files(folder: Path, problems: Problems) -> PackFiles:
    """Read all files of a pack; missing and unexpected ones are noted."""
    files: dict[str, Node] = {}
    start = Place(folder.name, 1, 1)
    try:
        if folder.is_dir():
            _read_all(folder, files, problems)
            _note_unexpected(folder, problems)
        else:
            problems.add(start, "missing-file", "there is no such folder.")
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        problems.add(start, "unreadable", f"the folder cannot be read: {reason}.")
    return PackFiles(files)


def _read_all(folder: Path, files: dict[str, Node], problems: Problems) -> None:
    """Read what a pack has to have, then what it may have."""
    for name in (*FILES, *OPTIONAL_FILES):
        if (folder / name).exists():
            _read(folder, name, files, problems)
        elif name in FILES:
            problems.add(Place(name, 1, 1), "missing-file", "a pack needs this file.")
    for name in FOLDERS:
        for path in sorted((folder / name).glob("*.yaml")):
            _read(folder, f"{name}/{path.name}", files, problems)
    if not any((folder / "rules").glob("*.yaml")):
        message = "a pack needs at least one file of rules."
        problems.add(Place("rules", 1, 1), "missing-file", message)


def _read(folder: Path, name: str, files: dict[str, Node], problems: Problems) -> None:
    node = read(folder / name, problems, name)
    if node is not None:
        files[name] = node


def _note_unexpected(folder: Path, problems: Problems) -> None:
    """Note what would silently not be read, such as a misspelt file of rules."""
    known = {*FILES, *OPTIONAL_FILES, *FOLDERS, *_IGNORED}
    entries = [entry for entry in folder.iterdir() if entry.name not in known]
    for name in FOLDERS:
        if (folder / name).is_dir():
            entries += [entry for entry in (folder / name).iterdir() if entry.suffix != ".yaml"]
    for entry in sorted(entries):
        if not entry.name.startswith("."):
            name = entry.relative_to(folder).as_posix()
            message = "nothing reads this."
            hint = "Rename it, or take it out of the pack."
            problems.add(Place(name, 1, 1), "unexpected-file", message, hint)
