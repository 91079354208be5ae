"""The plan on the record: skin type and score, settings, and depth by zone."""

from __future__ import annotations

from consult_app.domain.answers import Value
from consult_app.domain.assessment import Verdict
from consult_app.domain.report import wording
from consult_app.domain.report.blocks import (
    Block,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TextStyle,
)
from consult_app.domain.report.issue_facts import IssueFacts


def plan_part(facts: IssueFacts) -> list[Block]:
    """The plan, where treatment is prepared or deferred; nothing otherwise."""
    plan = facts.plan
    if not facts.treats and facts.verdict is not Verdict.DEFER:
        return []
    rows = [
        ("Skin type (confirmed)", plan.skin_type or "not confirmed"),
        ("Score", _score_words(facts)),
        ("Interval", plan.interval),
        ("Passes", plan.passes),
        ("End-point", plan.end_point),
        ("Main warning", plan.warning),
    ]
    blocks: list[Block] = [
        Heading("Plan", 2),
        KeyValues("Plan", tuple((key, value) for key, value in rows if value)),
    ]
    zones = [_zone_row(facts, zone.area, zone.purpose) for zone in plan.zones]
    if zones:
        table = TableBlock(
            "Depth by zone, in millimetres",
            ("Zone", "Purpose", "Cautious range", "Planned", "Note"),
            tuple(zones),
            (0.2, 0.17, 0.17, 0.16, 0.3),
        )
        blocks += [
            table,
            Paragraph(
                "The ranges are practice defaults that warn; the dermatologist chooses the depth.",
                TextStyle.SMALL,
            ),
        ]
    return blocks


def _score_words(facts: IssueFacts) -> str:
    if "fitzpatrick" not in facts.pack.form.scores:
        return ""
    total, _, _ = facts.evidence.score("fitzpatrick")
    if total is None:
        return "score not taken"
    return f"{total} of 40 suggests type {facts.evidence.score_band('fitzpatrick', total)}"


def _zone_row(facts: IssueFacts, area: str, purpose: str) -> tuple[str, ...]:
    zone = next(z for z in facts.plan.zones if (z.area, z.purpose) == (area, purpose))
    question = facts.pack.form.questions["V5"]
    planned = [
        _planned_words(facts, instance)
        for instance in facts.consultation.answers.list_state("X5").instances
        if _planned(facts, "X5.zone", instance) == area
    ]
    window = "no range in the sources"
    if zone.minimum is not None and zone.maximum is not None:
        low, high = (format(n.normalize(), "f") for n in (zone.minimum, zone.maximum))
        window = low if low == high else f"{low} to {high}"
    return (
        wording.value_words(question, area),
        purpose,
        window,
        ", ".join(planned) or "not recorded",
        zone.note,
    )


def _planned_words(facts: IssueFacts, instance: str) -> str:
    depth = _planned(facts, "X5.depth", instance)
    passes = _planned(facts, "X5.passes", instance)
    text = f"{depth} mm" if depth is not None else "depth open"
    return f"{text}, {passes} passes" if passes is not None else text


def _planned(facts: IssueFacts, link_id: str, instance: str) -> Value | None:
    """What was planned for one zone; a pack need not ask for all of it."""
    if link_id not in facts.pack.form.questions:
        return None
    return facts.evidence.observe(link_id, instance).value
