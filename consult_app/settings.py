"""Where the program finds its files, and what the clinic has set.

Two small values: `Locations` (folders, found anew at each start) and `ClinicSettings` (what the
clinic prints on its papers and how its screen looks), kept as `clinic.json` in the data folder.
Nothing here concerns a patient.
"""

import json
import os
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

APPLICATION_NAME = "consult-app"
CLINIC_FILE_NAME = "clinic.json"
CLINIC_SCHEMA = "clinic/1"

MAX_TEXT_LENGTH = 120
MAX_ADDRESS_LINES = 6


class SettingsError(Exception):
    """A folder or a setting cannot be used; the message is one sentence that a user can act on."""


class Paper(StrEnum):
    """Sheet on which the clinic prints."""

    A4 = "A4"
    LETTER = "Letter"


class Theme(StrEnum):
    """Colours of the screen; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class TextScale(IntEnum):
    """Size of the text on the screen, in percent."""

    NORMAL = 100
    LARGE = 125
    LARGEST = 150


_Choice = TypeVar("_Choice", Paper, Theme, TextScale)


@dataclass(frozen=True)
class Locations:
    """Absolute folders. `forms` and `resources` exist; `data` and `logs` may still have to be made.

    `data` holds the encrypted store and `clinic.json`, `logs` the program's own log.
    """

    forms: Path
    resources: Path
    data: Path
    logs: Path

    @property
    def clinic_file(self) -> Path:
        """File of the clinic's settings."""
        return self.data / CLINIC_FILE_NAME


@dataclass(frozen=True)
class ClinicSettings:
    """What a clinic sets once. Every text is a single line, empty while it is not set.

    `phone` is the clinic's own number, `out_of_hours` the number or words for evenings and
    weekends, `emergency_number` the public emergency call.
    """

    name: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    out_of_hours: str = ""
    emergency_number: str = ""
    paper: Paper = Paper.A4
    theme: Theme = Theme.SYSTEM
    text_scale: TextScale = TextScale.NORMAL

    def missing_contacts(self) -> tuple[str, ...]:
        """Name the contact fields that are still empty: no patient leaves without them."""
        contacts = ("phone", "out_of_hours", "emergency_number")
        return tuple(field for field in contacts if not getattr(self, field).strip())


def find_locations(environ: Mapping[str, str]) -> Locations:
    """Find the program's folders for this start.

    `CONSULT_APP_FORMS`, `CONSULT_APP_RESOURCES` and `CONSULT_APP_DATA` override what the
    installation and the operating system suggest; with the last one, logs go below it too.
    Raises `SettingsError` when `forms` or `resources` is not there.
    """
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    shipped = installed if installed.is_dir() else package.parent
    data = _override(environ, "CONSULT_APP_DATA")
    logs = data / "logs" if data else platformdirs.user_log_path(APPLICATION_NAME, appauthor=False)
    return Locations(
        forms=_shipped_folder(environ, "CONSULT_APP_FORMS", shipped / "forms"),
        resources=_shipped_folder(environ, "CONSULT_APP_RESOURCES", shipped / "resources"),
        data=data or platformdirs.user_data_path(APPLICATION_NAME, appauthor=False),
        logs=logs,
    )


def _override(environ: Mapping[str, str], variable: str) -> Path | None:
    text = environ.get(variable, "").strip()
    return Path(text).absolute() if text else None


def _shipped_folder(environ: Mapping[str, str], variable: str, default: Path) -> Path:
    chosen = _override(environ, variable)
    folder = chosen or default
    if folder.is_dir():
        return folder
    if chosen:
        raise SettingsError(
            f"{variable} names {folder}, which is not a folder; correct it or unset it."
        )
    raise SettingsError(f"The folder {folder} is missing; install the program again.")


def read_clinic_settings(file: Path) -> ClinicSettings:
    """Read the clinic's settings; a file that does not exist yet gives the defaults.

    Raises `SettingsError`, which names the file and the field, on anything that is not exactly
    understood: a setting that is silently ignored could put a wrong phone number on a paper.
    """
    try:
        return _clinic_from_document(_parsed(file.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        return ClinicSettings()
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} is not UTF-8 text; save it again as UTF-8.") from error
    except SettingsError as error:
        raise SettingsError(f"{file}: {error}") from error


def write_clinic_settings(file: Path, clinic: ClinicSettings) -> None:
    """Replace the clinic's settings in one step: a reader sees the old file or the new one.

    Makes the folder when needed. Raises `SettingsError` when a value is not allowed, which leaves
    the file as it was, and when the folder cannot be written.
    """
    document = {"schema": CLINIC_SCHEMA}
    document |= {field.name: getattr(clinic, field.name) for field in fields(clinic)}
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    try:
        _clinic_from_document(json.loads(text))
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace_atomically(file, text)
    except SettingsError as error:
        raise SettingsError(f"{file}: {error}") from error
    except OSError as error:
        raise SettingsError(f"{file} cannot be saved: {error.strerror}.") from error


def _replace_atomically(file: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _parsed(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise SettingsError(f"not valid JSON at {where}: {error.msg}.") from error
    except (ValueError, RecursionError) as error:  # a number or a nesting beyond all reason
        raise SettingsError("not a settings file of this program.") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for name, value in pairs:
        if name in document:
            raise SettingsError(f"field {_shown(name)} is there twice; keep one of them.")
        document[name] = value
    return document


def _clinic_from_document(document: object) -> ClinicSettings:
    if not isinstance(document, dict):
        raise SettingsError("the file must hold one JSON object.")
    schema = document.get("schema")
    if schema != CLINIC_SCHEMA:
        raise SettingsError(f"field 'schema' must be \"{CLINIC_SCHEMA}\", not {_shown(schema)}.")
    known = [field.name for field in fields(ClinicSettings)]
    for name in document:
        if name not in known and name != "schema":
            raise SettingsError(
                f"field {_shown(name)} is not known; the fields are {', '.join(known)}."
            )
    default = ClinicSettings()
    return ClinicSettings(
        name=_line(document, "name"),
        address=_address(document.get("address", [])),
        phone=_line(document, "phone"),
        out_of_hours=_line(document, "out_of_hours"),
        emergency_number=_line(document, "emergency_number"),
        paper=_choice(document, "paper", default.paper),
        theme=_choice(document, "theme", default.theme),
        text_scale=_choice(document, "text_scale", default.text_scale),
    )


def _line(document: Mapping[str, Any], name: str) -> str:
    return _checked_line(document.get(name, ""), name)


def _address(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MAX_ADDRESS_LINES:
        raise SettingsError(f"field 'address' must be a list of at most {MAX_ADDRESS_LINES} lines.")
    return tuple(
        _checked_line(line, f"address, line {number}") for number, line in enumerate(value, start=1)
    )


def _checked_line(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise SettingsError(f"field '{name}' must be text in quotes, not {_shown(value)}.")
    if len(value) > MAX_TEXT_LENGTH:
        raise SettingsError(
            f"field '{name}' has {len(value)} characters; {MAX_TEXT_LENGTH} are allowed."
        )
    if any(map(_disturbs_a_line, value)):
        raise SettingsError(f"field '{name}' must be a single line without control characters.")
    return value


def _disturbs_a_line(character: str) -> bool:
    # Controls, lone surrogates and line separators; then the bidirectional embeddings, overrides
    # and isolates, with which a phone number can be made to read backwards on paper.
    if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
        return True
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def _choice(document: Mapping[str, Any], name: str, default: _Choice) -> _Choice:
    value = document.get(name, default.value)
    for choice in type(default):
        if type(value) is type(choice.value) and value == choice.value:
            return choice
    allowed = ", ".join(json.dumps(choice.value) for choice in type(default))
    raise SettingsError(f"field '{name}' must be one of {allowed}, not {_shown(value)}.")


def _shown(value: object) -> str:
    text = json.dumps(value)  # ASCII: any terminal can show it
    return text if len(text) <= 40 else text[:39] + "…"
