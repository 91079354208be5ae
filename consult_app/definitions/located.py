"""YAML read strictly, every value with the place it came from.

What a definition may hold is YAML 1.2 scalars in mappings and sequences, nothing else: ``no``,
``12:30``, ``010`` and ``2026-01-02`` stay text, and a key given twice, an anchor, an alias, a merge
key or a tag is refused. Events of the C parser are read without recursion, so a hostile file is
refused at the first offending line, before it can unfold.

Reading never raises. Whatever is wrong goes into a :class:`Problems`, so that one pass reports
everything, each with file, line and column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

import yaml
from yaml import CSafeLoader

from consult_app.definitions.nodes import Kind, Node, Scalar
from consult_app.definitions.problems import DefinitionError, Place, Problem, Problems, quoted

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "DefinitionError",
    "Kind",
    "Node",
    "Place",
    "Problem",
    "Problems",
    "Scalar",
    "parse",
    "read",
]

MAX_BYTES: Final = 2_000_000
"""Largest file that is read, in bytes of UTF-8."""

MAX_DEPTH: Final = 40
"""Deepest nesting of mappings and sequences that is read."""

MAX_NODES: Final = 200_000
"""Most values that are read from one file, keys included."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS: Final[dict[str, bool | None]] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}
_Opening = yaml.MappingStartEvent | yaml.SequenceStartEvent


def read(path: Path, problems: Problems, name: str = "") -> Node | None:
    """Read a file as UTF-8; `name` is what places call it (by default its file name).

    Returns None when nothing usable came out, with at least one problem noted.
    """
    file = name or path.name
    start = Place(file, 1, 1)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        problems.add(start, "unreadable", f"the file cannot be read: {reason}.")
        return None
    if len(data) > MAX_BYTES:
        _note_size(start, problems)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        place = Place(file, line, column)
        problems.add(place, "not-utf8", "this byte is not UTF-8.", "Save the file as UTF-8.")
        return None
    return parse(text, file, problems)


def parse(text: str, file: str, problems: Problems) -> Node | None:
    """Read one YAML document; `file` is what places call it.

    Returns None when nothing usable came out, with at least one problem noted. A key given twice
    is noted and its first value kept, so that the rest is still checked.
    """
    start = Place(file, 1, 1)
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        _note_size(start, problems)
        return None
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        offset = forbidden.start()
        place = Place(file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
        code_point = f"U+{ord(forbidden.group()):04X}"
        problems.add(place, "control-character", f"the character {code_point} is not allowed.")
        return None
    builder = _Builder(file, problems)
    try:
        for event in yaml.parse(text, Loader=CSafeLoader):
            if not builder.take(event):
                return None
    except yaml.MarkedYAMLError as error:
        problems.add(_error_place(file, error), "yaml-syntax", f"{error.problem or 'not YAML'}.")
        return None
    except yaml.YAMLError:
        problems.add(start, "yaml-syntax", "this is not YAML.")
        return None
    if builder.root is None:
        problems.add(start, "empty-file", "the file is empty.")
    return builder.root


def _error_place(file: str, error: yaml.MarkedYAMLError) -> Place:
    """Place of a syntax error."""
    mark = error.problem_mark or error.context_mark
    return Place(file, mark.line + 1, mark.column + 1) if mark is not None else Place(file, 1, 1)


def _note_size(place: Place, problems: Problems) -> None:
    """Note a file beyond the size limit."""
    problems.add(place, "too-large", f"the file is larger than {MAX_BYTES:,} bytes.", "Split it.")


def _typed(text: str) -> Scalar:
    """Type a plain scalar: true, false, null, whole and decimal numbers; the rest is text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-+0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that is still being read; `key` waits for its value."""

    line: int
    column: int
    is_mapping: bool
    elements: list[Node] = field(default_factory=list)
    pairs: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    key: Node | None = None

    def finished(self, file: str) -> Node:
        """Freeze into a node."""
        if self.is_mapping:
            pairs = tuple(self.pairs.values())
            return Node(file, self.line, self.column, Kind.MAPPING, pairs=pairs)
        return Node(file, self.line, self.column, Kind.SEQUENCE, elements=tuple(self.elements))


class _Builder:
    """Builds nodes from parser events with a stack of its own, so depth costs no recursion."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.root: Node | None = None
        self._file = file
        self._problems = problems
        self._stack: list[_Open] = []
        self._nodes = 0

    def take(self, event: yaml.Event) -> bool:
        """Take the next event; False when the document is refused."""
        if isinstance(event, yaml.ScalarEvent):
            return self._admit(event) and self._scalar(event)
        if isinstance(event, _Opening):
            return self._admit(event) and self._open(event)
        if isinstance(event, yaml.CollectionEndEvent):
            self._place(self._stack.pop().finished(self._file))
        if isinstance(event, yaml.AliasEvent):
            return self._refuse(event, "alias", "an alias (*) is not allowed.")
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            return self._refuse(event, "second-document", "a second document begins here.")
        return True

    def _position(self, event: yaml.Event) -> tuple[int, int]:
        """Line and column where the event begins, from 1; the parser marks every event."""
        mark = event.start_mark
        return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)

    def _refuse(self, event: yaml.Event, code: str, message: str) -> bool:
        """Note why the document is refused."""
        self._problems.add(Place(self._file, *self._position(event)), code, message)
        return False

    def _admit(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> bool:
        """Count the value; refuse anchors and tags."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            message = f"the file holds more than {MAX_NODES:,} values."
            return self._refuse(event, "too-large", message)
        if event.anchor is not None:
            return self._refuse(event, "anchor", "an anchor (&) is not allowed.")
        if event.tag is not None:
            return self._refuse(event, "tag", "a tag (!) is not allowed.")
        return True

    def _awaits_key(self) -> bool:
        """Whether the next node is a key of the innermost mapping."""
        return bool(self._stack) and self._stack[-1].is_mapping and self._stack[-1].key is None

    def _scalar(self, event: yaml.ScalarEvent) -> bool:
        """Take a scalar: a key as written, a value typed unless it is quoted."""
        text = str(event.value)
        value: Scalar = text
        is_plain = bool(event.implicit[0])
        if self._awaits_key():
            if is_plain and text == "<<":
                return self._refuse(event, "merge-key", "a merge key (<<) is not allowed.")
        elif is_plain:
            value = _typed(text)
        line, column = self._position(event)
        self._place(Node(self._file, line, column, Kind.SCALAR, value))
        return True

    def _open(self, event: _Opening) -> bool:
        """Begin a mapping or sequence."""
        if self._awaits_key():
            return self._refuse(event, "wrong-key", "a key must be a single word or text.")
        if len(self._stack) >= MAX_DEPTH:
            message = f"the nesting is deeper than {MAX_DEPTH} levels."
            return self._refuse(event, "too-deep", message)
        line, column = self._position(event)
        self._stack.append(_Open(line, column, isinstance(event, yaml.MappingStartEvent)))
        return True

    def _place(self, node: Node) -> None:
        """Put a finished node where it belongs; a key given twice is noted."""
        if not self._stack:
            self.root = node
            return
        inside = self._stack[-1]
        if not inside.is_mapping:
            inside.elements.append(node)
        elif inside.key is None:
            inside.key = node
        else:
            key, inside.key = inside.key, None
            name = str(key.value)
            if name in inside.pairs:
                message = f"the key {quoted(name)} is given twice."
                self._problems.add(key.place, "duplicate-key", message)
            inside.pairs.setdefault(name, (key, node))
