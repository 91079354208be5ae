"""plan.yaml and lines/*.yaml to the plan part of a pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from consult_app.definitions.condition_syntax import ConditionReader
from consult_app.definitions.fields import Fields, Unique
from consult_app.definitions.located import Node, Problems
from consult_app.definitions.rule_parts import PartReader
from consult_app.definitions.vocabulary import Vocabulary, check_known
from consult_app.domain.facts import query as names
from consult_app.domain.plan import (
    DepthWindow,
    LineKind,
    LineSpec,
    Offset,
    Phase,
    PlanSpec,
    SkinTypeRow,
)
from consult_app.domain.rules import Confidence

PURPOSES: Final = ("rejuvenation", "scars")
"""What a depth window is for (evidence C.5)."""

_DEEPEST: Final = 10
_FAR: Final = 730


def read_plan(node: Node, vocabulary: Vocabulary, problems: Problems) -> PlanSpec:
    """Read plan.yaml; the lines come from their own files."""
    fields = Fields(
        node, problems, ("schema", "scar_indications", "windows", "skin_types"), ("course",)
    )
    fields.schema("plan/1")
    if "scar_indications" in fields:
        scars = fields.node("scar_indications").elements
        vocabulary.check_codes(names.INDICATIONS, scars, problems)
    windows = Unique("depth window", problems)
    types = Unique("skin type", problems)
    return PlanSpec(
        windows=tuple(
            _window(element, vocabulary, windows, problems)
            for element in fields.elements("windows")
        ),
        skin_types=tuple(
            _skin_types(element, vocabulary, types, problems)
            for element in fields.elements("skin_types")
        ),
        scar_indications=frozenset(fields.texts("scar_indications")),
        lines=(),
        course=fields.text("course"),
    )


def _window(node: Node, vocabulary: Vocabulary, unique: Unique, problems: Problems) -> DepthWindow:
    """Read a depth window in millimetres."""
    fields = Fields(node, problems, ("area", "purpose", "minimum", "maximum"), ("note",))
    area, purpose = fields.text("area"), fields.text("purpose")
    if "area" in fields:
        vocabulary.check_codes(names.AREAS, [fields.node("area")], problems)
    if "purpose" in fields:
        check_known([fields.node("purpose")], PURPOSES, "unknown-value", "purpose", problems)
    unique.take(f"{area}, {purpose}", node)
    minimum = fields.decimal("minimum", None, 0, _DEEPEST)
    maximum = fields.decimal("maximum", None, 0, _DEEPEST)
    if minimum is not None and maximum is not None and minimum > maximum:
        message = f"the window begins at {minimum} mm and ends at {maximum} mm."
        problems.add(fields.node("minimum").place, "wrong-order", message)
    return DepthWindow(
        area, purpose, minimum or Decimal(0), maximum or Decimal(0), fields.text("note")
    )


def _skin_types(
    node: Node, vocabulary: Vocabulary, unique: Unique, problems: Problems
) -> SkinTypeRow:
    fields = Fields(
        node,
        problems,
        ("skin_types", "share", "end_point", "passes", "interval", "interval_days"),
        ("warning",),
    )
    elements = fields.elements("skin_types")
    vocabulary.check_codes(names.SKIN_TYPE, elements, problems)
    for element in elements:
        unique.take(str(element.value), element)
    return SkinTypeRow(
        skin_types=frozenset(fields.texts("skin_types")),
        share=fields.decimal("share", Decimal(0), 0, 1),
        end_point=fields.text("end_point"),
        passes=fields.text("passes"),
        interval=fields.text("interval"),
        interval_days=fields.integer("interval_days", 0, 1, _FAR),
        warning=fields.text("warning"),
    )


def read_lines(
    node: Node,
    parts: PartReader,
    rule_ids: Iterable[str],
    line_ids: Unique,
    problems: Problems,
) -> list[LineSpec]:
    """Read one file of lines; `rule_ids` are the pack's, `line_ids` is shared by all files."""
    fields = Fields(node, problems, ("schema", "lines"))
    fields.schema("lines/1")
    reader = _LineReader(parts, frozenset(rule_ids), line_ids, problems)
    return [reader.read(element) for element in fields.elements("lines")]


@dataclass(frozen=True)
class _LineReader:
    """Reads lines against the names of the pack."""

    parts: PartReader
    rule_ids: frozenset[str]
    line_ids: Unique
    problems: Problems

    def read(self, node: Node) -> LineSpec:
        """Read one line."""
        fields = Fields(
            node,
            self.problems,
            ("id", "phase", "kind", "text", "sources"),
            ("slot", "offset", "when", "findings", "merge", "rank", "confidence"),
        )
        line_id = fields.text("id")
        self.line_ids.take(line_id, fields.node("id"))
        findings = fields.elements("findings")
        check_known(findings, self.rule_ids, "unknown-rule", "rule", self.problems)
        line = LineSpec(
            line_id=line_id,
            phase=fields.choice("phase", Phase.PREPARATION),
            kind=fields.choice("kind", LineKind.DO),
            text=fields.text("text"),
            offset=self._offset(fields),
            slot=fields.text("slot"),
            findings=fields.texts("findings"),
            merge=fields.text("merge"),
            rank=fields.integer("rank", 0, 0, 1000),
            confidence=fields.choice("confidence", Confidence.PRACTICE),
            sources=self.parts.sources_of(fields),
        )
        if "when" not in fields:
            return line
        reader = ConditionReader(self.parts.vocabulary, self.problems)
        return replace(line, when=reader.read(fields.node("when")))

    def _offset(self, fields: Fields) -> Offset:
        """Read where a line stands; a period does not end before it begins."""
        if "offset" not in fields:
            return Offset()
        node = fields.node("offset")
        found = Fields(node, self.problems, (), ("days", "hours", "until_days", "until_hours"))
        offset = Offset(
            days=found.integer("days", 0, -_FAR, _FAR),
            hours=found.integer("hours", None, -_FAR, _FAR),
            until_days=found.integer("until_days", None, -_FAR, _FAR),
            until_hours=found.integer("until_hours", None, -_FAR, _FAR),
        )
        ends_early = offset.until_days is not None and offset.until_days < offset.days
        hours = offset.hours or 0
        ends_early |= offset.until_hours is not None and offset.until_hours < hours
        if ends_early:
            self.problems.add(node.place, "wrong-order", "the period ends before it begins.")
        return offset
