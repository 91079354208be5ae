"""pack.yaml, consent.yaml, policy.yaml and sources.yaml: identity, words, numbers and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from consult_app.definitions.fields import Fields, Unique
from consult_app.definitions.located import Node, Problems
from consult_app.definitions.problems import quoted, suggestion
from consult_app.domain.pack import ConsentSection, ConsentText, PackStatus, PolicyValue
from consult_app.domain.rules import Source

_POLICY_LIMIT: Final = 100_000


@dataclass(frozen=True)
class PackHeader:
    """What pack.yaml says of the whole pack."""

    pack_id: str
    version: str
    title: str
    procedure: str
    status: PackStatus
    approved_by: str


def read_header(node: Node, problems: Problems) -> PackHeader:
    """Read pack.yaml; an approved pack names who approved it."""
    fields = Fields(
        node,
        problems,
        ("schema", "id", "version", "title", "procedure", "status"),
        ("approved_by",),
    )
    fields.schema("pack/1")
    header = PackHeader(
        pack_id=fields.text("id"),
        version=fields.text("version"),
        title=fields.text("title"),
        procedure=fields.text("procedure"),
        status=fields.choice("status", PackStatus.DRAFT),
        approved_by=fields.text("approved_by"),
    )
    if header.status is PackStatus.APPROVED and not header.approved_by.strip():
        message = "an approved pack needs the name of the dermatologist who approved it."
        hint = "Fill approved_by, or set status to draft."
        problems.add(fields.node("status").place, "not-approved", message, hint)
    return header


def read_policy(
    node: Node, chosen: Mapping[str, int], problems: Problems
) -> tuple[PolicyValue, ...]:
    """Read policy.yaml; `chosen` are the clinic's own values by id, within the pack's bounds."""
    fields = Fields(node, problems, ("schema", "values"))
    fields.schema("policy/1")
    unique = Unique("policy value", problems)
    values = []
    for element in fields.elements("values"):
        value = _policy_value(element, chosen, unique, problems)
        values.append(value)
    known = [value.policy_id for value in values]
    for policy_id in chosen:
        if policy_id not in known:
            message = f"the clinic set {quoted(policy_id)}, which this pack does not have."
            hint = suggestion(policy_id, known, problems)
            problems.add(fields.node("values").place, "unknown-policy", message, hint)
    return tuple(values)


def _policy_value(
    node: Node, chosen: Mapping[str, int], unique: Unique, problems: Problems
) -> PolicyValue:
    fields = Fields(
        node,
        problems,
        ("id", "text", "default", "unit", "minimum", "maximum", "source"),
    )
    policy_id = fields.text("id")
    unique.take(policy_id, fields.node("id"))
    minimum = fields.integer("minimum", 0, -_POLICY_LIMIT, _POLICY_LIMIT)
    maximum = fields.integer("maximum", _POLICY_LIMIT, -_POLICY_LIMIT, _POLICY_LIMIT)
    default = fields.integer("default", minimum)
    current = chosen.get(policy_id, default)
    place = fields.node("default").place
    if minimum > maximum:
        message = "the minimum is larger than the maximum."
        problems.add(fields.node("minimum").place, "wrong-order", message)
    elif not minimum <= default <= maximum:
        message = f"the default {default} does not lie between {minimum} and {maximum}."
        problems.add(place, "policy-bounds", message)
    elif not minimum <= current <= maximum:
        message = (
            f"the clinic's {quoted(policy_id)} of {current} does not lie between "
            f"{minimum} and {maximum}."
        )
        problems.add(place, "policy-bounds", message, "Change it in the clinic's settings.")
    return PolicyValue(
        policy_id=policy_id,
        text=fields.text("text"),
        default=default,
        current=current,
        unit=fields.text("unit"),
        minimum=minimum,
        maximum=maximum,
        source=fields.text("source"),
    )


def read_sources(node: Node, problems: Problems) -> dict[str, Source]:
    """Read sources.yaml, by number."""
    fields = Fields(node, problems, ("schema", "sources"))
    fields.schema("sources/1")
    unique = Unique("source", problems)
    sources: dict[str, Source] = {}
    for element in fields.elements("sources"):
        found = Fields(element, problems, ("number", "citation", "seen", "confidence"))
        number = found.text("number")
        unique.take(number, found.node("number"))
        sources.setdefault(
            number,
            Source(number, found.text("citation"), found.text("seen"), found.text("confidence")),
        )
    return sources


def read_consent(node: Node, problems: Problems) -> ConsentText:
    """Read consent.yaml; every section says something."""
    fields = Fields(
        node,
        problems,
        ("schema", "version", "language", "sections", "declaration", "practitioner_declaration"),
        ("reviewed_by",),
    )
    fields.schema("consent/1")
    sections = []
    for element in fields.elements("sections"):
        found = Fields(element, problems, ("title",), ("paragraphs", "lines"))
        section = ConsentSection(
            found.text("title"), found.texts("paragraphs"), found.texts("lines")
        )
        if not section.paragraphs and not section.lines and element.is_mapping:
            message = "this section of the consent has neither paragraphs nor lines."
            problems.add(element.place, "empty-list", message)
        sections.append(section)
    return ConsentText(
        version=fields.text("version"),
        language=fields.text("language"),
        reviewed_by=fields.text("reviewed_by"),
        sections=tuple(sections),
        declaration=fields.text("declaration"),
        practitioner_declaration=fields.text("practitioner_declaration"),
    )
