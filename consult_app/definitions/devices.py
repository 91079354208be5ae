"""devices/*.yaml to device profiles: the label, and the rules that it makes stricter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from consult_app.definitions.fact_syntax import DEVICE_TYPES
from consult_app.definitions.fields import Fields, Unique
from consult_app.definitions.located import Node, Problems
from consult_app.definitions.packs import ReadRule
from consult_app.definitions.problems import suggestion
from consult_app.definitions.rule_parts import PartReader, ReadExample
from consult_app.definitions.vocabulary import Vocabulary, check_known
from consult_app.domain.devices import DeviceProfile, Raise
from consult_app.domain.facts import DeviceLabel, LabelledUse
from consult_app.domain.facts import query as names
from consult_app.domain.form import Stage
from consult_app.domain.rules import Severity

_DEEPEST: Final = 10


@dataclass(frozen=True)
class ReadRaise:
    """A raise with its examples, and whether nothing was wrong with it."""

    raised: Raise
    examples: tuple[ReadExample, ...]
    sound: bool


@dataclass(frozen=True)
class ReadDevice:
    """A device with its raises as read."""

    profile: DeviceProfile
    raises: tuple[ReadRaise, ...]


def device_ids(nodes: Mapping[str, Node], problems: Problems) -> frozenset[str]:
    """Ids of the devices in the given files, before anything else of them is read."""
    unique = Unique("device", problems)
    found = set()
    for node in nodes.values():
        named = dict(node.items()).get("id")
        if named is not None and isinstance(named.value, str):
            unique.take(named.value, named)
            found.add(named.value)
    return frozenset(found)


def read_device(
    node: Node, parts: PartReader, rules: Mapping[str, ReadRule], problems: Problems
) -> ReadDevice:
    """Read one device; `rules` are the pack's by id."""
    fields = Fields(
        node,
        problems,
        ("schema", "id", "name", "type", "min_age", "max_depth", "uses", "sources"),
        ("note", "raises"),
    )
    fields.schema("device/1")
    device_id = fields.text("id")
    if "type" in fields:
        check_known([fields.node("type")], DEVICE_TYPES, "unknown-value", "type", problems)
    label = DeviceLabel(
        device_id=device_id,
        type=fields.text("type"),
        min_age=None if _is_unknown(fields, "min_age") else fields.integer("min_age", 0, 0, 120),
        max_depth=(
            None
            if _is_unknown(fields, "max_depth")
            else fields.decimal("max_depth", Decimal(0), 0, _DEEPEST)
        ),
        uses=tuple(
            use
            for element in fields.elements("uses")
            for use in _uses(element, parts.vocabulary, problems)
        ),
    )
    raises = tuple(
        _raise(element, device_id, parts, rules, problems) for element in fields.elements("raises")
    )
    profile = DeviceProfile(
        name=fields.text("name"),
        label=label,
        raises=tuple(found.raised for found in raises),
        sources=parts.sources_of(fields),
        note=fields.text("note"),
    )
    return ReadDevice(profile, raises)


def _is_unknown(fields: Fields, key: str) -> bool:
    """Whether the label's limit is written as not known."""
    return key in fields and fields.node(key).value == "unknown"


def _uses(node: Node, vocabulary: Vocabulary, problems: Problems) -> list[LabelledUse]:
    """Read labelled uses: every area with every indication."""
    fields = Fields(node, problems, ("areas", "indications", "skin_types"))
    coded = {
        "areas": names.AREAS,
        "indications": names.INDICATIONS,
        "skin_types": names.SKIN_TYPE,
    }
    for key, link_id in coded.items():
        if key in fields:
            vocabulary.check_codes(link_id, fields.node(key).elements, problems)
    types = frozenset(fields.texts("skin_types"))
    return [
        LabelledUse(area, indication, types)
        for area in fields.texts("areas")
        for indication in fields.texts("indications")
    ]


def _raise(
    node: Node,
    device_id: str,
    parts: PartReader,
    rules: Mapping[str, ReadRule],
    problems: Problems,
) -> ReadRaise:
    before = len(problems.items)
    fields = Fields(
        node, problems, ("rule", "severity", "text", "sources", "examples"), ("when", "until")
    )
    rule_id = fields.text("rule")
    base = rules.get(rule_id)
    severity = fields.choice("severity", Severity.ABSOLUTE)
    if rule_id and base is None:
        message = f'there is no rule "{rule_id}" to raise.'
        hint = suggestion(rule_id, rules, problems)
        problems.add(fields.node("rule").place, "unknown-rule", message, hint)
    if base is not None and "severity" in base.nodes and severity.rank <= base.rule.severity.rank:
        message = f"{severity.value} does not raise {rule_id}, which is {base.rule.severity.value}."
        problems.add(fields.node("severity").place, "raises-nothing", message)
    stage = base.rule.stage if base is not None else Stage.TREATMENT_DAY
    when = parts.conditions(stage).read(fields.node("when")) if "when" in fields else None
    examples = parts.examples(fields, stage, device_id)
    raised = Raise(
        rule_id=rule_id,
        severity=severity,
        text=fields.text("text"),
        sources=parts.sources_of(fields),
        when=when,
        until=parts.untils(fields, stage),
        examples=tuple(found.example for found in examples),
    )
    return ReadRaise(raised, examples, len(problems.items) == before)
