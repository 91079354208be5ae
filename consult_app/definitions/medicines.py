"""A folder of medicine files to a medicine dictionary, or every problem at once.

The folder holds ``classes.yaml``, ``ambiguous.yaml``, ``lookalikes.yaml`` and any number of
``medicines-*.yaml``, each beginning with ``schema: medicines/1`` (see ``docs/medicines.md``).
"""

from __future__ import annotations

import contextlib
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from consult_app.definitions import medicine_json
from consult_app.definitions.located import DefinitionError, Node, Place, Problems, parse
from consult_app.definitions.medicine_entries import (
    LocatedMedicine,
    read_ambiguous,
    read_class,
    read_lookalike,
    read_medicine,
)
from consult_app.definitions.problems import quoted, suggestion
from consult_app.domain.medicines import (
    AmbiguousTerm,
    LookAlike,
    Medicine,
    MedicineClass,
    MedicineDictionary,
    normalise,
)

SCHEMA: Final = "medicines/1"
"""Version of the file format."""

_FIXED_FILES: Final = ("classes.yaml", "ambiguous.yaml", "lookalikes.yaml")


def load_medicines(folder: Path, cache: Path | None = None) -> MedicineDictionary:
    """Load the dictionary from `folder`.

    `cache` is a folder that keeps the compiled content under the digest of the sources; it may be
    absent, unwritable or stale, which costs time only. Raises DefinitionError with every problem.
    """
    sources, problems = _sources(folder)
    compiled = cache / f"medicines-{_digest(sources)}.json" if cache is not None else None
    if compiled is not None and not problems.any():
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, IndexError):
            return medicine_json.decode(compiled.read_bytes())
    content = _read_all(sources, problems)
    if problems.any():
        raise DefinitionError(problems.items)
    data = content.encoded()
    if compiled is not None:
        _keep(compiled, data)
    return medicine_json.decode(data)


@dataclass
class _Content:
    """What was read so far; `names` are the medicines' names, those of wrong entries too."""

    version: str = ""
    classes: dict[str, MedicineClass] = field(default_factory=dict)
    medicines: dict[str, LocatedMedicine] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    ambiguous: list[tuple[AmbiguousTerm, Place]] = field(default_factory=list)
    lookalikes: list[LookAlike] = field(default_factory=list)

    def encoded(self) -> bytes:
        """Canonical JSON; medicines in the order of their names, whatever file they stand in."""
        return medicine_json.encode(
            self.version,
            self.classes.values(),
            [self.medicines[name].medicine for name in sorted(self.medicines)],
            [entry for entry, _ in self.ambiguous],
            self.lookalikes,
        )


def _sources(folder: Path) -> tuple[dict[str, bytes], Problems]:
    """Read the bytes of every file, and note what is missing or unreadable."""
    problems = Problems()
    sources: dict[str, bytes] = {}
    names = [*_FIXED_FILES, *sorted(path.name for path in folder.glob("medicines-*.yaml"))]
    for name in names:
        try:
            sources[name] = (folder / name).read_bytes()
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            place = Place(name, 1, 1)
            problems.add(place, "unreadable", f"the file cannot be read: {reason}.")
    return sources, problems


def _digest(sources: dict[str, bytes]) -> str:
    """SHA-256 over names and bytes of all files."""
    total = hashlib.sha256(f"{SCHEMA} {medicine_json.FORMAT}".encode())
    for name, data in sources.items():
        total.update(f"\n{name} {len(data)}\n".encode())
        total.update(data)
    return total.hexdigest()


def _keep(path: Path, data: bytes) -> None:
    """Write the cache whole or not at all; that it cannot be written matters to nobody."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{uuid.uuid4().hex}")
        try:
            partial.write_bytes(data)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def _read_all(sources: dict[str, bytes], problems: Problems) -> _Content:
    """Read every file and check what they say about one another."""
    content = _Content()
    roots = {name: _root(name, data, problems) for name, data in sources.items()}
    if (root := roots.pop("classes.yaml", None)) is not None:
        _read_classes(root, content, problems)
    ambiguous, lookalikes = roots.pop("ambiguous.yaml", None), roots.pop("lookalikes.yaml", None)
    for root in roots.values():
        _read_medicines(root, content, problems)
    known = {name: located.medicine for name, located in content.medicines.items()}
    for node in _list_of(ambiguous, "ambiguous", problems):
        if (term := read_ambiguous(node, content.names, problems)) is not None:
            content.ambiguous.append((term, node.place))
    for node in _list_of(lookalikes, "lookalikes", problems):
        if (pair := read_lookalike(node, problems)) is not None:
            content.lookalikes.append(pair)
    if not problems.any():
        _check_terms(content, problems)
        _check_ingredients(content.medicines.values(), known, problems)
    return content


def _root(name: str, data: bytes, problems: Problems) -> Node | None:
    """Parse one file."""
    try:
        return parse(data.decode("utf-8-sig"), name, problems)
    except UnicodeDecodeError:
        place = Place(name, 1, 1)
        problems.add(place, "not-utf8", "the file is not UTF-8.", "Save the file as UTF-8.")
        return None


def _check_schema(node: Node, problems: Problems) -> None:
    """Note a file of another format."""
    written = node.string(problems)
    if written is not None and written != SCHEMA:
        problems.add(node.place, "wrong-schema", f"{quoted(written)} is not {quoted(SCHEMA)}.")


def _list_of(root: Node | None, key: str, problems: Problems) -> tuple[Node, ...]:
    """Entries of a file that holds one list beside its schema."""
    if root is None:
        return ()
    fields = root.mapping(problems, ["schema", key])
    _check_schema(fields["schema"], problems)
    return fields[key].sequence(problems)


def _read_classes(root: Node, content: _Content, problems: Problems) -> None:
    """Read the classes and the version of the content."""
    fields = root.mapping(problems, ["schema", "version", "status", "classes"])
    _check_schema(fields["schema"], problems)
    content.version = fields["version"].string(problems) or ""
    fields["status"].string(problems)
    for class_id, node in fields["classes"].items():
        if (entry := read_class(class_id, node, problems)) is not None:
            content.classes[class_id] = entry


def _read_medicines(root: Node | None, content: _Content, problems: Problems) -> None:
    """Read one file of medicines; a name may be listed once over all files."""
    for node in _list_of(root, "medicines", problems):
        content.names |= {str(v.value) for key, v in node.items() if key == "name"}
        located = read_medicine(node, content.classes, problems)
        if located is None:
            continue
        name = located.medicine.name
        if name in content.medicines:
            first = content.medicines[name].place
            problems.add(
                located.place, "duplicate-medicine", f"{quoted(name)} is listed at {first} too."
            )
        content.medicines.setdefault(name, located)


def _check_terms(content: _Content, problems: Problems) -> None:
    """Each name stands for one medicine unless declared ambiguous, and each medicine has a name."""
    declared = {normalise(entry.term): entry for entry, _ in content.ambiguous}
    taken: dict[str, tuple[str, Place]] = {}
    for located in content.medicines.values():
        name = located.medicine.name
        reachable = False
        for text, place in located.terms:
            key = normalise(text)
            entry = declared.get(key)
            reachable = reachable or entry is None
            if entry is not None and name not in entry.medicines:
                message = f"the ambiguous name {quoted(text)} does not list {quoted(name)}."
                problems.add(place, "ambiguous-name", message, "Add it in ambiguous.yaml.")
            owner, first = taken.setdefault(key, (name, place))
            if entry is None and owner != name:
                message = f"{quoted(text)} stands for {quoted(owner)} at {first} too."
                problems.add(place, "name-taken", message, "Declare it in ambiguous.yaml.")
        if not reachable:
            message = f"every name of {quoted(name)} is ambiguous."
            problems.add(located.place, "unreachable", message, "Give it a name of its own.")
        texts = {*located.medicine.terms, *(entry.term for entry, _ in content.ambiguous)}
        for term, place in located.term_routes:
            if term not in texts:
                hint = suggestion(term, texts, problems)
                problems.add(place, "unknown-term", f"there is no name {quoted(term)}.", hint)


def _check_ingredients(
    medicines: Iterable[LocatedMedicine], known: dict[str, Medicine], problems: Problems
) -> None:
    """Every ingredient of a combination is an entry of its own, so that its classes are known."""
    for located in medicines:
        if len(located.medicine.ingredients) < 2:
            continue
        for name, place in located.ingredients:
            if name not in known:
                hint = suggestion(name, known, problems)
                message = f"the ingredient {quoted(name)} is not listed."
                problems.add(place, "unknown-ingredient", message, hint)
