"""Preparation, call-first, expected effects, red flags and aftercare as dated blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from consult_app.domain.plan import DatedLine, LineKind, Phase
from consult_app.domain.report.blocks import (
    Block,
    Callout,
    Heading,
    Lines,
    ListKind,
    Paragraph,
    TextStyle,
    Tone,
)
from consult_app.domain.report.issue_facts import IssueFacts
from consult_app.domain.report.wording import long_date

_KINDS = {
    LineKind.DO: ListKind.DO,
    LineKind.DONT: ListKind.DONT,
    LineKind.EXPECT: ListKind.EXPECT,
    LineKind.CALL: ListKind.CALL,
    LineKind.EMERGENCY: ListKind.EMERGENCY,
}


def slot_title(lines: list[DatedLine]) -> str:
    """Heading of one slot: its words, and the real date where treatment is booked."""
    first = lines[0]
    if first.starts is None:
        return first.slot
    when = long_date(first.starts)
    if first.at is not None:
        when += f", {first.at:%H:%M}"
    elif first.ends is not None and first.ends != first.starts:
        when = f"{_from(first)} {when} to {long_date(first.ends)}"
        return f"{first.slot}: {when}".replace(":  ", ": ")
    return f"{first.slot}: {when}" if first.slot else when


def _from(line: DatedLine) -> str:
    """Preparation runs up to its day, aftercare from it."""
    return "" if line.phase is Phase.PREPARATION else "from"


def slots(lines: Iterable[DatedLine]) -> list[list[DatedLine]]:
    """Lines by slot, in the order of their first line."""
    found: dict[str, list[DatedLine]] = {}
    for line in lines:
        found.setdefault(line.slot, []).append(line)
    return list(found.values())


def slot_blocks(lines: Iterable[DatedLine], level: int) -> list[Block]:
    """One heading for each slot, and its lines by kind."""
    blocks: list[Block] = []
    for slot in slots(lines):
        blocks.append(Heading(slot_title(slot), level))
        for kind in LineKind:
            texts = tuple(line.text for line in slot if line.kind is kind)
            if texts:
                blocks.append(Lines(texts, _KINDS[kind]))
    return blocks


def preparation_blocks(facts: IssueFacts, level: int) -> list[Block]:
    """Dated preparation, and what to call about before coming."""
    lines = facts.plan.lines_of(Phase.PREPARATION)
    calls = facts.plan.lines_of(Phase.CALL_FIRST)
    blocks: list[Block] = []
    if lines:
        blocks += [Heading("Before your treatment", level), *slot_blocks(lines, level + 1)]
    if calls:
        blocks.append(
            Callout(
                Tone.INFO,
                "Call us before coming if",
                items=tuple(line.text for line in calls),
            )
        )
    return blocks


def aftercare_blocks(facts: IssueFacts, level: int) -> list[Block]:
    """What to expect, warning signs, and dated aftercare."""
    blocks: list[Block] = []
    expect = facts.plan.lines_of(Phase.EXPECT)
    if expect:
        blocks += [
            Heading("What to expect", level),
            Lines(tuple(line.text for line in expect), ListKind.EXPECT),
        ]
    lines = facts.plan.lines_of(Phase.AFTERCARE)
    if lines:
        blocks += [Heading("After your treatment", level), *slot_blocks(lines, level + 1)]
    return blocks


def red_flag_blocks(facts: IssueFacts, level: int) -> list[Block]:
    """Emergency box and reasons to call, in this order."""
    flags = facts.plan.lines_of(Phase.RED_FLAG)
    urgent = tuple(line.text for line in flags if line.kind is LineKind.EMERGENCY)
    calls = tuple(line.text for line in flags if line.kind is not LineKind.EMERGENCY)
    blocks: list[Block] = []
    if urgent:
        blocks.append(
            Callout(
                Tone.STOP,
                f"Emergency: call {facts.clinic.emergency_number} at once for",
                items=urgent,
            )
        )
    if calls:
        blocks += [Heading("Call us the same day for", level), Lines(calls, ListKind.CALL)]
    return blocks


def contact_block(facts: IssueFacts) -> Callout:
    """Whom to call, by day, by night and in an emergency; never hard-coded (evidence D.4)."""
    clinic = facts.clinic
    return Callout(
        Tone.INFO,
        "Questions or worries?",
        items=(
            f"{clinic.name}: {clinic.phone}",
            f"Out of hours: {clinic.out_of_hours}",
            f"Emergency: {clinic.emergency_number}",
        ),
    )


def undated_note(planned: dt.date | None) -> list[Block]:
    """A word where no day is booked, so that nobody reads a date into the lines."""
    if planned is not None:
        return []
    return [Paragraph("Your treatment day is not booked yet.", TextStyle.STRONG)]
