"""rules/*.yaml to rules with their examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from consult_app.definitions.condition_syntax import UNREADABLE
from consult_app.definitions.fields import Fields, Unique
from consult_app.definitions.located import Node, Problems
from consult_app.definitions.quantities import read_day, read_span
from consult_app.definitions.rule_parts import PartReader, ReadExample
from consult_app.domain.dates import Span, Unit
from consult_app.domain.form import Stage
from consult_app.domain.rules import Confidence, OverridePolicy, Rule, Settlement, Severity

_REQUIRED: Final = (
    *("id", "version", "title", "severity", "when", "action", "when_unknown", "override"),
    *("sources", "confidence", "reviewed", "review_due", "examples"),
)
_OPTIONAL: Final = (
    *("number", "until", "until_text", "settled_by", "disagreement", "stage", "fold", "presets"),
    "confidence_note",
)
_NO_TIME: Final = Span(0, Unit.DAYS)
_NO_DAY: Final = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class ReadRule:
    """A rule as read: the values of its keys, its examples, and whether nothing was wrong."""

    rule: Rule
    nodes: Mapping[str, Node]
    origin: Node
    examples: tuple[ReadExample, ...]
    sound: bool


def read_rules(
    node: Node, parts: PartReader, rule_ids: Unique, problems: Problems
) -> list[ReadRule]:
    """Read one file of rules; `rule_ids` is shared by all files of the pack."""
    fields = Fields(node, problems, ("schema", "rules"))
    fields.schema("rules/1")
    return [_rule(element, parts, rule_ids, problems) for element in fields.elements("rules")]


def _rule(node: Node, parts: PartReader, rule_ids: Unique, problems: Problems) -> ReadRule:
    before = len(problems.items)
    fields = Fields(node, problems, _REQUIRED, _OPTIONAL)
    rule_id = fields.text("id")
    rule_ids.take(rule_id, fields.node("id"))
    stage = fields.choice("stage", Stage.CONSULTATION)
    examples = parts.examples(fields, stage)
    reviewed, due = _reviews(fields, problems)
    when = parts.conditions(stage).read(fields.node("when")) if "when" in fields else UNREADABLE
    rule = Rule(
        rule_id=rule_id,
        version=fields.integer("version", 1, 1),
        number=fields.text("number"),
        title=fields.text("title"),
        severity=fields.choice("severity", Severity.ABSOLUTE),
        when=when,
        action=fields.text("action"),
        when_unknown=fields.text("when_unknown"),
        override=_override(fields, problems),
        sources=parts.sources_of(fields),
        confidence=fields.choice("confidence", Confidence.PRACTICE),
        confidence_note=fields.text("confidence_note"),
        reviewed=reviewed,
        review_due=due,
        until=parts.untils(fields, stage),
        until_text=fields.text("until_text"),
        disagreement=fields.text("disagreement"),
        stage=stage,
        fold=fields.text("fold"),
        presets=fields.texts("presets"),
        settled_by=_settlements(fields, parts, problems),
        examples=tuple(found.example for found in examples),
    )
    if rule.severity is Severity.DEFER and "severity" in fields:
        _check_end(rule, fields, problems)
    return ReadRule(rule, fields.nodes(), node, examples, len(problems.items) == before)


def _check_end(rule: Rule, fields: Fields, problems: Problems) -> None:
    """Note a deferral that does not say until when."""
    if not rule.until and not rule.until_text.strip():
        message = "a deferral says until when."
        hint = "Fill until, or until_text where no date ends it."
        problems.add(fields.node("severity").place, "deferral-without-end", message, hint)


def _reviews(fields: Fields, problems: Problems) -> tuple[dt.date, dt.date]:
    """Read the day of the last review and of the next, which comes later."""
    days = {
        key: read_day(fields.node(key), problems) if key in fields else None
        for key in ("reviewed", "review_due")
    }
    reviewed, due = days["reviewed"], days["review_due"]
    if reviewed is not None and due is not None and due <= reviewed:
        message = "the next review is not later than the last one."
        problems.add(fields.node("review_due").place, "review-order", message)
    return reviewed or _NO_DAY, due or _NO_DAY


def _override(fields: Fields, problems: Problems) -> OverridePolicy:
    """Read ``none``, or what an override needs."""
    node = fields.node("override")
    if "override" not in fields or node.value == "none":
        return OverridePolicy(allowed=False)
    if not node.is_mapping:
        message = "an override policy is none, or says what an override needs."
        hint = "Write none or {needs: ...}."
        problems.add(node.place, "not-an-override", message, hint)
        return OverridePolicy(allowed=False)
    found = Fields(node, problems, ("needs",), ("against_label",))
    return OverridePolicy(True, found.text("needs"), found.flag("against_label"))


def _settlements(fields: Fields, parts: PartReader, problems: Problems) -> tuple[Settlement, ...]:
    """Read the evidence that may be recorded on the rule."""
    unique = Unique("evidence", problems)
    settlements = []
    for element in fields.elements("settled_by"):
        found = Fields(element, problems, ("id", "text", "valid_for"))
        settlement_id = found.text("id")
        unique.take(settlement_id, found.node("id"))
        span = None
        if "valid_for" in found:
            span = read_span(found.node("valid_for"), parts.vocabulary.policy, problems)
        settlements.append(Settlement(settlement_id, found.text("text"), span or _NO_TIME))
    return tuple(settlements)
