"""What the verdict page says, as plain values: verdict, reasons, groups of findings, questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from consult_app.domain.answers import link_id_of
from consult_app.domain.assessment import Finding, Verdict
from consult_app.domain.decisions import Decision, DecisionKind
from consult_app.domain.facts import query as names
from consult_app.domain.form import AskedOf, Form
from consult_app.domain.report import wording
from consult_app.domain.rules import Rule, Severity
from consult_app.services.session import Session
from consult_app.ui.finding_words import finding_text
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.finding_panel import FindingText

VERDICT_TONES = {
    Verdict.DO_NOT_TREAT: Tone.STOP,
    Verdict.CANNOT_CONCLUDE: Tone.OPEN,
    Verdict.DEFER: Tone.DEFER,
    Verdict.DERMATOLOGIST_DECISION: Tone.CAUTION,
    Verdict.PROCEED_WITH_CHANGES: Tone.INFO,
    Verdict.PROCEED: Tone.NEUTRAL,
}
"""Tone of each verdict. None is the green of a finished task: a verdict is no praise."""

VERDICT_ICONS = {
    Verdict.DO_NOT_TREAT: "octagon-alert",
    Verdict.CANNOT_CONCLUDE: "circle-help",
    Verdict.DEFER: "calendar",
    Verdict.DERMATOLOGIST_DECISION: "hand",
    Verdict.PROCEED_WITH_CHANGES: "list-checks",
    Verdict.PROCEED: "arrow-right",
}
"""Shape of each verdict."""

MOST_REASONS = 3

GROUPS = (
    "stop",
    "decide",
    "prescribe",
    "zone",
    "device",
    "date",
    "settle",
    "unknown",
    "change",
    "decided",
    "information",
)
"""Codes of the groups of findings, in the order in which they are shown."""


@dataclass(frozen=True)
class ReviewItem:
    """One finding with what may be decided about it; `siblings` are milder ones of its cause."""

    text: FindingText
    rule: Rule
    permitted: tuple[DecisionKind, ...]
    decision: Decision | None
    siblings: tuple[ReviewItem, ...] = ()

    @property
    def rule_id(self) -> str:
        """Id of the rule."""
        return self.rule.rule_id


@dataclass(frozen=True)
class ReviewGroup:
    """Findings that ask for the same thing."""

    code: str
    items: tuple[ReviewItem, ...]


@dataclass(frozen=True)
class OpenQuestion:
    """A question that would settle something: its path, its words and how it stands."""

    path: str
    text: str
    state: str


@dataclass(frozen=True)
class OpenGroup:
    """Open questions that the same person can answer."""

    who: AskedOf
    questions: tuple[OpenQuestion, ...]


def group_title(code: str) -> str:
    """Heading of a group of findings."""
    titles = {
        "stop": QCoreApplication.translate("Review", "What forbids treatment"),
        "decide": QCoreApplication.translate("Review", "Decide"),
        "prescribe": QCoreApplication.translate("Review", "Prescribe"),
        "zone": QCoreApplication.translate("Review", "Remove a zone"),
        "device": QCoreApplication.translate("Review", "Change the device"),
        "date": QCoreApplication.translate("Review", "Move the date"),
        "settle": QCoreApplication.translate("Review", "Settle first"),
        "unknown": QCoreApplication.translate("Review", "Asked, but not known"),
        "change": QCoreApplication.translate("Review", "Change the plan"),
        "decided": QCoreApplication.translate("Review", "Decided"),
        "information": QCoreApplication.translate("Review", "For information"),
    }
    return titles[code]


def who_title(who: AskedOf) -> str:
    """Heading of a group of open questions."""
    titles = {
        AskedOf.PATIENT: QCoreApplication.translate("Review", "The patient can answer"),
        AskedOf.PRACTITIONER: QCoreApplication.translate("Review", "The practitioner can answer"),
        AskedOf.STAFF: QCoreApplication.translate("Review", "The staff can answer"),
    }
    return titles[who]


def reasons(session: Session) -> tuple[FindingText, ...]:
    """At most three reasons for the verdict as decided, strictest first."""
    assessment = session.assessment
    held = assessment.decisions
    fired = [
        finding
        for finding in assessment.fired
        if finding.rule_id not in held and finding.severity is not Severity.INFORMATION
    ]
    heads: dict[str, Finding] = {}
    for finding in fired:
        heads.setdefault(finding.rule.fold or finding.rule_id, finding)
    return tuple(finding_text(session, found) for found in list(heads.values())[:MOST_REASONS])


def review_groups(
    session: Session, permitted: Callable[[str], tuple[DecisionKind, ...]]
) -> tuple[ReviewGroup, ...]:
    """Fired findings, and unknown ones that were asked about, by what they ask for."""
    assessment = session.assessment
    held = assessment.decisions

    def item(finding: Finding, siblings: Iterable[ReviewItem] = ()) -> ReviewItem:
        return ReviewItem(
            finding_text(session, finding),
            finding.rule,
            permitted(finding.rule_id),
            held.get(finding.rule_id),
            tuple(siblings),
        )

    found: dict[str, list[ReviewItem]] = {code: [] for code in GROUPS}
    families: dict[str, list[Finding]] = {}
    for finding in assessment.fired:
        if finding.rule_id in held:
            found["decided"].append(item(finding))
        else:
            families.setdefault(finding.rule.fold or finding.rule_id, []).append(finding)
    for head, *milder in families.values():
        found[_group_of(session, head)].append(item(head, [item(other) for other in milder]))
    for finding in assessment.undetermined:
        if finding.fired:
            continue
        if finding.rule_id in held:
            found["decided"].append(item(finding))
        elif _asked(session, finding):
            found["unknown"].append(item(finding))
    return tuple(ReviewGroup(code, tuple(items)) for code, items in found.items() if items)


def _group_of(session: Session, finding: Finding) -> str:
    """What a fired finding asks the practitioner to do."""
    device = finding.raised_by is not None or names.DEVICE in finding.because
    match finding.severity:
        case Severity.ABSOLUTE | Severity.DEFER if device:
            return "device"
        case Severity.ABSOLUTE:
            return "zone" if _about_zone(session, finding) else "stop"
        case Severity.DEFER:
            if finding.until is not None:
                return "date"
            return "zone" if _about_zone(session, finding) else "settle"
        case Severity.PRECAUTION:
            return "decide"
        case Severity.MODIFY:
            return "prescribe" if finding.rule.action.startswith("Prescribe") else "change"
        case Severity.INFORMATION:
            return "information"


def _about_zone(session: Session, finding: Finding) -> bool:
    """Whether the finding rests on a planned area, or on something lying inside one."""
    for path in finding.because:
        answer = session.consultation.answers.get(path)
        if path == names.AREAS or (answer is not None and answer.value == "in-area"):
            return True
        if link_id_of(path).endswith(".in_area") and answer is not None and answer.value == "yes":
            return True
    return False


def _asked(session: Session, finding: Finding) -> bool:
    """Whether somebody was asked and the answer is not known: never plain silence."""
    answers = session.consultation.answers
    recorded = (answers.get(path) for path in finding.missing)
    return any(answer is not None and answer.value is None for answer in recorded)


def open_groups(session: Session) -> tuple[OpenGroup, ...]:
    """Questions that decide and are open, by who can answer them, in the form's order."""
    assessment = session.assessment
    form = session.pack.form
    paths = dict.fromkeys((*assessment.invalid, *assessment.missing))
    ordered = sorted(paths, key=lambda path: form.order.get(link_id_of(path), len(form.order)))
    found: dict[AskedOf, list[OpenQuestion]] = {who: [] for who in AskedOf}
    for path in ordered:
        question = OpenQuestion(path, wording.question_words(form, path), _state(session, path))
        found[_who(form, path)].append(question)
    return tuple(OpenGroup(who, tuple(listed)) for who, listed in found.items() if listed)


def _who(form: Form, path: str) -> AskedOf:
    link_id = link_id_of(path)
    listed = form.lists.get(link_id)
    if listed is not None:
        return listed.items[0].asked_of
    question = form.questions.get(link_id)
    return question.asked_of if question is not None else AskedOf.PRACTITIONER


def _state(session: Session, path: str) -> str:
    """How an open question stands; empty while nobody answered it."""
    if path in session.assessment.invalid:
        return QCoreApplication.translate("Review", "the answer cannot count")
    answer = session.consultation.answers.get(path)
    if answer is not None and answer.value is None:
        return wording.STATE_WORDS[answer.state].lower()
    if answer is not None:
        return QCoreApplication.translate("Review", "carried forward, to be confirmed")
    if link_id_of(path) in session.pack.form.lists:
        return QCoreApplication.translate("Review", "the list is not closed")
    return ""


def open_information(session: Session) -> tuple[str, ...]:
    """Titles of rules that are open and only inform: they forbid no conclusion."""
    return tuple(
        finding.rule.title
        for finding in session.assessment.undetermined
        if finding.open_severity is Severity.INFORMATION
    )
