"""Change the rules of a pack, one small thing at a time, and see whether its examples notice.

    python tools/mutate_pack.py [forms/microneedling]

Changed are: every window and limit (one day or one step up and down), every operator, every code of
an ``in`` (left out), every connective, and every severity. Windows, limits, operators, codes and
connectives are to be noticed by the examples of the rule or raise; severities by the tables of
tests/content. A survivor that means the same as the rule is justified by name in
tools/equivalent_mutants.yaml; any other ends the program with 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from consult_app.definitions.library import load_pack  # noqa: E402 - the path is set above
from consult_app.definitions.medicines import load_medicines  # noqa: E402
from consult_app.domain import conditions, dates  # noqa: E402
from consult_app.domain.assessment import (  # noqa: E402
    FindingStatus,
    RuleBook,
    evaluate_rule,
    evidence_for,
    finding,
)
from consult_app.domain.conditions import (  # noqa: E402
    All,
    AnyOf,
    Condition,
    FactLeaf,
    ForAny,
    Not,
    Operator,
    QuestionLeaf,
    StateLeaf,
)
from consult_app.domain.dates import Span  # noqa: E402
from consult_app.domain.facts import agents, derivation  # noqa: E402
from consult_app.domain.rules import Expected, Rule, Severity  # noqa: E402
from tests.content.test_evidence_ids import raise_table, severity_table  # noqa: E402

_SWAPS = {
    Operator.EQUALS: Operator.DIFFERS,
    Operator.DIFFERS: Operator.EQUALS,
    Operator.LESS: Operator.AT_MOST,
    Operator.AT_MOST: Operator.LESS,
    Operator.GREATER: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.GREATER,
}
_STATUS = {
    Expected.FIRES: FindingStatus.FIRED,
    Expected.CLEARS: FindingStatus.CLEARED,
    Expected.UNDETERMINED: FindingStatus.UNDETERMINED,
}


@dataclass(frozen=True, slots=True)
class Shifted(Span):
    """A span that ends `days` later: six calendar months and a day cannot be written otherwise."""

    days: int = 0


def add_shifted(day, span, sign=1):
    """`dates.add_span`, which heeds the shift."""
    moved = dates.add_span(day, span, sign)
    if isinstance(span, Shifted):
        moved += dates.dt.timedelta(days=sign * span.days)
    return moved


def shifts(span: Span) -> Iterator[tuple[str, Span]]:
    """The span a day longer and a day shorter."""
    for days in (1, -1):
        yield f"{span} {days:+d} day", Shifted(span.amount, span.unit, days)


def of_leaf(leaf: QuestionLeaf | StateLeaf | FactLeaf) -> Iterator[tuple[str, Condition]]:
    """Mutants of one leaf."""
    if isinstance(leaf, StateLeaf):
        for state in leaf.states if len(leaf.states) > 1 else ():
            less = leaf.states - {state}
            yield f"{leaf.question} state without {state.value}", replace(leaf, states=less)
        return
    name = leaf.question if isinstance(leaf, QuestionLeaf) else _fact_name(leaf)
    if leaf.operator in _SWAPS:
        swapped = _SWAPS[leaf.operator]
        yield f"{name} {leaf.operator.value} to {swapped.value}", replace(leaf, operator=swapped)
    if isinstance(leaf.value, Span):
        for words, span in shifts(leaf.value):
            yield f"{name} within {words}", replace(leaf, value=span)
    elif isinstance(leaf.value, Decimal):
        step = Decimal(1).scaleb(leaf.value.as_tuple().exponent)
        for value in (leaf.value + step, leaf.value - step):
            yield f"{name} {leaf.value} to {value}", replace(leaf, value=value)
    elif isinstance(leaf.value, tuple) and len(leaf.value) > 1:
        for code in leaf.value:
            rest = tuple(other for other in leaf.value if other != code)
            yield f"{name} without {code}", replace(leaf, value=rest)
    if isinstance(leaf, FactLeaf):
        yield from _of_query(leaf, name)


def _fact_name(leaf: FactLeaf) -> str:
    query = leaf.fact
    return f"{query.kind.value} {query.question or '+'.join(query.classes) or query.score}".strip()


def _of_query(leaf: FactLeaf, name: str) -> Iterator[tuple[str, Condition]]:
    query = leaf.fact
    if query.stopped_within is not None:
        for words, span in shifts(query.stopped_within):
            changed = replace(query, stopped_within=span)
            yield f"{name} stopped within {words}", replace(leaf, fact=changed)
    for code in query.classes if len(query.classes) > 1 else ():
        rest = tuple(other for other in query.classes if other != code)
        yield f"{name} without {code}", replace(leaf, fact=replace(query, classes=rest))
    for tick in query.ticks:
        rest = tuple(other for other in query.ticks if other != tick)
        changed = replace(query, ticks=rest)
        yield f"{name} without tick {tick.code}", replace(leaf, fact=changed)
    if query.earliest:
        yield f"{name} latest", replace(leaf, fact=replace(query, earliest=False))


def of_condition(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """All mutants of a condition, each changed in one place."""
    match condition:
        case All(parts) | AnyOf(parts):
            yield from _of_parts(condition, parts)
        case Not(part):
            yield "not left out", part
            yield from ((words, Not(found)) for words, found in of_condition(part))
        case ForAny(list_id, part):
            yield from ((words, ForAny(list_id, found)) for words, found in of_condition(part))
        case _:
            yield from of_leaf(condition)


def _of_parts(condition, parts):
    kind, other = (All, AnyOf) if isinstance(condition, All) else (AnyOf, All)
    if len(parts) > 1:
        first = min(conditions.reads(condition), default="")
        words = f"{kind.__name__} to {other.__name__} of {len(parts)} ({first})"
        yield words, other(parts)
    for index, part in enumerate(parts):
        for words, found in of_condition(part):
            yield words, kind((*parts[:index], found, *parts[index + 1 :]))


def of_untils(untils):
    """Ends of a deferral a day later and earlier."""
    for index, until in enumerate(untils):
        for words, span in shifts(until.plus):
            changed = replace(until, plus=span)
            yield (
                f"until {until.question} {words}",
                (*untils[:index], changed, *untils[index + 1 :]),
            )


class Workshop:
    """Runs the examples of one pack on changed rules."""

    def __init__(self, pack) -> None:
        self.pack = pack
        self.evidence = {}
        self.base = {rule.rule_id: rule for rule in pack.rules}

    def holds(self, rule: Rule, examples, *, alone: bool) -> bool:
        """Whether every example still comes out as promised."""
        return all(self._holds(rule, example, alone=alone) for example in examples)

    def _holds(self, rule, example, *, alone: bool) -> bool:
        key = id(example)
        if key not in self.evidence:
            book = RuleBook(self.pack.form, (rule,), self.pack.devices)
            self.evidence[key] = evidence_for(
                book,
                self.pack.medicines,
                example.answers,
                example.consultation_date,
                example.planned_date,
            )
        seen = self.evidence[key]
        device = None
        if not alone and seen.device is not None:
            chosen = seen.device.device_id
            device = next(d for d in self.pack.devices if d.device_id == chosen)
        found = evaluate_rule(rule, seen, device, example.stage)
        if found.status is not _STATUS[example.expected]:
            return False
        return example.until is None or found.until == example.until


def survivors(pack) -> Iterator[tuple[str, bool]]:
    """Name of every mutant, and whether it survived."""
    shop = Workshop(pack)
    for rule in pack.rules:
        for words, when in of_condition(rule.when):
            changed = replace(rule, when=when)
            yield f"{rule.rule_id}: {words}", shop.holds(changed, rule.examples, alone=False)
        for words, untils in of_untils(rule.until):
            changed = replace(rule, until=untils)
            yield f"{rule.rule_id}: {words}", shop.holds(changed, rule.examples, alone=False)
        for severity in Severity:
            if severity is not rule.severity:
                kept = severity_table()[rule.rule_id] == severity.value
                yield f"{rule.rule_id}: severity {severity.value}", kept
    for device in pack.devices:
        for raised in device.raises:
            yield from _of_raise(shop, device.device_id, raised)


def _of_raise(shop, device_id, raised):
    name = f"{device_id}/{raised.rule_id}/{raised.severity.value}"
    rule = shop.base[raised.rule_id]
    alone = replace(
        rule,
        severity=raised.severity,
        when=raised.when or rule.when,
        until=raised.until or rule.until,
    )
    for words, when in of_condition(raised.when) if raised.when is not None else ():
        changed = replace(alone, when=when)
        yield f"{name}: {words}", shop.holds(changed, raised.examples, alone=True)
    for words, untils in of_untils(raised.until):
        changed = replace(alone, until=untils)
        yield f"{name}: {words}", shop.holds(changed, raised.examples, alone=True)
    table = raise_table()
    for severity in Severity:
        if severity is not raised.severity:
            kept = (device_id, raised.rule_id, severity.value) in table
            yield f"{name}: severity {severity.value}", kept


def main(arguments: list[str]) -> int:
    """Print the survivors and a summary; 1 when one of them is not justified."""
    folder = Path(arguments[0]) if arguments else ROOT / "forms" / "microneedling"
    medicines = load_medicines(ROOT / "resources" / "medicines")
    pack = load_pack(folder, medicines, run_examples=False)
    for module in (conditions, derivation, agents, finding):
        module.add_span = add_shifted
    listed = ROOT / "tools" / "equivalent_mutants.yaml"
    equivalent = yaml.safe_load(listed.read_text(encoding="utf-8")) if listed.exists() else {}
    found = list(survivors(pack))
    alive = [name for name, survived in found if survived]
    unjustified = [name for name in alive if name not in (equivalent or {})]
    for name in unjustified:
        sys.stdout.write(f"{name}\n")
    for name in sorted(set(equivalent or {}) - set(alive)):
        sys.stdout.write(f"no longer a survivor: {name}\n")
    sys.stdout.write(
        f"{len(found)} changes, {len(found) - len(alive)} noticed, "
        f"{len(alive) - len(unjustified)} equivalent, {len(unjustified)} survive\n"
    )
    return 1 if unjustified else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
