"""Digests of a pack: what decides a verdict, and apart from it what is only read (DESIGN 9.9).

Both are taken over values, not over files: comments, order of keys and layout do not count, nor
does the file in which a rule, device or line stands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from consult_app.definitions.located import Kind, Node
from consult_app.domain.pack import ENGINE_VERSION

Canonical = str | list["Canonical"] | dict[str, "Canonical"]
"""A value as text, list or mapping; the first letter of a text says what it was."""


def canonical(node: Node) -> Canonical:
    """Values of a node without their places; different values never look the same."""
    if node.kind is Kind.MAPPING:
        return {str(key.value): canonical(value) for key, value in node.pairs}
    if node.kind is Kind.SEQUENCE:
        return [canonical(element) for element in node.elements]
    if isinstance(node.value, str):
        return f"s{node.value}"
    if isinstance(node.value, bool) or node.value is None:
        return f"b{node.value}"
    return f"n{node.value}"


def rules_digest(
    form: Node,
    rules: Iterable[Node],
    devices: Iterable[Node],
    medicines_digest: str,
    policy: Mapping[str, int],
) -> str:
    """Hex SHA-256 of everything on which a verdict depends.

    `rules` are files of rules, `policy` the values in force by id.
    """
    return _digest(
        {
            "engine": ENGINE_VERSION,
            "form": canonical(form),
            "rules": _gathered(rules, "rules"),
            "devices": sorted((canonical(node) for node in devices), key=_identity),
            "medicines": medicines_digest,
            "policy": {policy_id: str(value) for policy_id, value in policy.items()},
        }
    )


def text_digest(files: Mapping[str, Node], lines: Iterable[Node]) -> str:
    """Hex SHA-256 of what is read but decides nothing: plan, lines, consent and so on."""
    texts: dict[str, Canonical] = {name: canonical(node) for name, node in files.items()}
    return _digest({"files": texts, "lines": _gathered(lines, "lines")})


def _gathered(files: Iterable[Node], key: str) -> list[Canonical]:
    """Entries under `key` of all files, by id."""
    found = [
        canonical(element)
        for node in files
        for name, listed in node.items()
        if name == key
        for element in listed.elements
    ]
    return sorted(found, key=_identity)


def _identity(entry: Canonical) -> str:
    return str(entry["id"]) if isinstance(entry, dict) and "id" in entry else ""


def _digest(value: Canonical) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
