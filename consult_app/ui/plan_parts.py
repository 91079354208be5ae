"""What the plan page says, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from consult_app.domain.assessment import Verdict
from consult_app.domain.facts import query as names
from consult_app.domain.plan import DatedLine, LineKind, Phase, ZonePlan
from consult_app.domain.report import schedule, wording
from consult_app.services.session import Session

ZONE_LEAF, DEPTH_LEAF, PASSES_LEAF = "X5.zone", "X5.depth", "X5.passes"
_SCORE = "fitzpatrick"


@dataclass(frozen=True)
class ZoneRow:
    """One zone as the table shows it; `outside` when a planned depth leaves the cautious range."""

    zone: str
    purpose: str
    window: str
    planned: str
    note: str
    outside: bool


@dataclass(frozen=True)
class SlotText:
    """One dated heading with its lines, each with its kind."""

    title: str
    lines: tuple[tuple[LineKind, str], ...]


@dataclass(frozen=True)
class PlanText:
    """Everything that the page shows."""

    booked: str
    given: str
    settings: tuple[tuple[str, str], ...]
    zones: tuple[ZoneRow, ...]
    preparation: tuple[SlotText, ...]
    call_first: tuple[str, ...]
    expect: tuple[str, ...]
    red_flags: tuple[tuple[LineKind, str], ...]
    aftercare: tuple[SlotText, ...]
    clinic_day: tuple[str, ...]
    course: str


def plan_text(session: Session) -> PlanText:
    """Look at a session's plan as it stands."""
    plan = session.plan
    treats = session.assessment.decided.treats
    prepares = treats or session.assessment.decided is Verdict.DEFER
    day = session.consultation.planned_date

    def texts(phase: Phase) -> tuple[str, ...]:
        return tuple(line.text for line in plan.lines_of(phase))

    return PlanText(
        booked=wording.long_date(day) if day is not None else "",
        given=_given(session),
        settings=_settings(session),
        zones=tuple(_zone_row(session, zone) for zone in plan.zones),
        preparation=_slots(plan.lines_of(Phase.PREPARATION)) if prepares else (),
        call_first=texts(Phase.CALL_FIRST) if prepares else (),
        expect=texts(Phase.EXPECT) if treats else (),
        red_flags=tuple((line.kind, line.text) for line in plan.lines_of(Phase.RED_FLAG))
        if treats
        else (),
        aftercare=_slots(plan.lines_of(Phase.AFTERCARE)) if treats else (),
        clinic_day=texts(Phase.CLINIC_DAY) if treats else (),
        course=session.pack.plan.course,
    )


def _given(session: Session) -> str:
    """What of the plan goes to the patient, where the verdict keeps something back."""
    verdict = session.assessment.decided
    words = wording.VERDICT_WORDS[verdict]
    if verdict.treats:
        return ""
    if verdict is Verdict.DEFER:
        text = QCoreApplication.translate(
            "Plan",
            "The verdict is \u201c{0}\u201d: the patient gets the preparation, no aftercare.",
        )
    else:
        text = QCoreApplication.translate(
            "Plan",
            "The verdict is \u201c{0}\u201d: the patient gets no preparation and no aftercare.",
        )
    return text.format(words)


def _settings(session: Session) -> tuple[tuple[str, str], ...]:
    plan = session.plan
    tr = QCoreApplication.translate
    kind = plan.skin_type
    confirmed = tr("Plan", "Type {0}, confirmed").format(kind) if kind else ""
    rows = [
        (tr("Plan", "Skin type"), confirmed or tr("Plan", "Not confirmed yet")),
        (tr("Plan", "Questions on skin type"), _score(session)),
        (tr("Plan", "Interval"), plan.interval),
        (tr("Plan", "End-point"), plan.end_point),
        (tr("Plan", "Passes"), plan.passes),
        (tr("Plan", "Main warning"), plan.warning),
    ]
    return tuple((label, value) for label, value in rows if value)


def _score(session: Session) -> str:
    """The score beside the type; it suggests and never decides."""
    score = session.pack.form.scores.get(_SCORE)
    if score is None:
        return ""
    total, _, _ = session.evidence.score(_SCORE)
    if total is None:
        return QCoreApplication.translate("Plan", "Score not taken")
    text = QCoreApplication.translate("Plan", "Score {0} suggests type {1}")
    return text.format(total, session.evidence.score_band(_SCORE, total))


def _zone_row(session: Session, zone: ZonePlan) -> ZoneRow:
    question = session.pack.form.questions[names.AREAS]
    window = QCoreApplication.translate("Plan", "No range in the sources")
    if zone.minimum is not None and zone.maximum is not None:
        low, high = _number(zone.minimum), _number(zone.maximum)
        span = low if low == high else f"{low} to {high}"
        window = QCoreApplication.translate("Plan", "{0} mm").format(span)
    planned, depths = _planned(session, zone.area)
    outside = zone.maximum is not None and any(depth > zone.maximum for depth in depths)
    return ZoneRow(
        wording.value_words(question, zone.area),
        zone.purpose,
        window,
        "\n".join(planned) or QCoreApplication.translate("Plan", "Not recorded"),
        zone.note,
        outside,
    )


def _planned(session: Session, area: str) -> tuple[list[str], list[Decimal]]:
    """The dermatologist's own numbers for an area, in words and as depths."""
    texts: list[str] = []
    depths: list[Decimal] = []
    evidence = session.evidence
    for instance in session.consultation.answers.list_state(names.PLANNED_DEPTHS).instances:
        if evidence.observe(ZONE_LEAF, instance).value != area:
            continue
        depth = evidence.observe(DEPTH_LEAF, instance).value
        passes = evidence.observe(PASSES_LEAF, instance).value
        text = QCoreApplication.translate("Plan", "Depth open")
        if isinstance(depth, Decimal):
            depths.append(depth)
            text = QCoreApplication.translate("Plan", "{0} mm").format(_number(depth))
        if isinstance(passes, Decimal):
            more = QCoreApplication.translate("Plan", "{0}, {1} passes")
            text = more.format(text, _number(passes))
        texts.append(text)
    return texts, depths


def _slots(lines: tuple[DatedLine, ...]) -> tuple[SlotText, ...]:
    return tuple(
        SlotText(
            schedule.slot_title(slot),
            tuple(
                (line.kind, line.text) for kind in LineKind for line in slot if line.kind is kind
            ),
        )
        for slot in schedule.slots(lines)
    )


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")
