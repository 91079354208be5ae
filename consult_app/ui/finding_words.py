"""One finding in full: why it stands, what to do, its sources and where they disagree."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from consult_app.domain.answers import link_id_of
from consult_app.domain.assessment import Finding
from consult_app.domain.report import wording
from consult_app.domain.report.entry_words import because_labels
from consult_app.domain.rules import Severity
from consult_app.services.session import Session
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.finding_panel import FindingText
from consult_app.ui.wording import SEVERITY_TONES, path_text, severity_word, shortened

_LONGEST_WHY = 200
_MOST_LINKS = 8


def finding_text(session: Session, finding: Finding) -> FindingText:
    """Everything that a row says about a fired or undetermined finding."""
    fired = finding.fired
    return FindingText(
        code=finding.rule_id,
        tone=SEVERITY_TONES[finding.severity] if fired else Tone.OPEN,
        word=severity_word(finding.severity)
        if fired
        else QCoreApplication.translate("Finding", "Not known"),
        title=finding.rule.title,
        why=_why(session, finding) if fired else finding.rule.when_unknown,
        details=tuple(_details(session, finding)),
        links=_links(session, finding),
    )


def _why(session: Session, finding: Finding) -> str:
    """One line: what time or evidence ends it, or else the answers behind it."""
    if finding.until is not None:
        until = QCoreApplication.translate("Finding", "Not before {0}.")
        return until.format(wording.long_date(finding.until))
    if finding.severity is Severity.DEFER and finding.rule.until_text:
        text = finding.rule.until_text
        return f"{text[:1].upper()}{text[1:]}."
    because = because_labels(session.pack, session.consultation, finding)
    return shortened("; ".join(because), _LONGEST_WHY)


def _details(session: Session, finding: Finding) -> list[tuple[str, str]]:
    rule = finding.rule
    rows: list[tuple[str, str]] = []
    because = because_labels(session.pack, session.consultation, finding)
    if because:
        rows.append((QCoreApplication.translate("Finding", "Because"), "\n".join(because)))
    if finding.raised_by is not None:
        heading = QCoreApplication.translate("Finding", "Raised by the chosen device")
        rows.append((heading, finding.raised_by.text))
    rows.append((QCoreApplication.translate("Finding", "What to do"), rule.action))
    if finding.open_severity is not None and rule.when_unknown:
        rows.append((QCoreApplication.translate("Finding", "To find out"), rule.when_unknown))
    if rule.disagreement:
        heading = QCoreApplication.translate("Finding", "Where sources disagree")
        rows.append((heading, rule.disagreement))
    if finding.fired and finding.severity in (
        Severity.ABSOLUTE,
        Severity.DEFER,
        Severity.PRECAUTION,
    ):
        rows.append((QCoreApplication.translate("Finding", "Override"), _override(finding)))
    rows.append((QCoreApplication.translate("Finding", "Sources"), _sources(session, finding)))
    if finding.expired:
        heading = QCoreApplication.translate("Finding", "Review")
        text = QCoreApplication.translate("Finding", "The review of this rule is overdue.")
        rows.append((heading, text))
    rule_text = QCoreApplication.translate("Finding", "{0}, version {1}, reviewed {2}")
    reviewed = wording.short_date(rule.reviewed)
    heading = QCoreApplication.translate("Finding", "Rule")
    rows.append((heading, rule_text.format(rule.rule_id, rule.version, reviewed)))
    return rows


def _override(finding: Finding) -> str:
    """What a dermatologist may do about it, in words."""
    if finding.raised_by is not None:
        return QCoreApplication.translate(
            "Finding", "Not possible with this device: its label forbids it."
        )
    policy = finding.rule.override
    if not policy.allowed:
        return QCoreApplication.translate("Finding", "Not possible.")
    text = QCoreApplication.translate("Finding", "Possible: {0}.").format(policy.needs.rstrip("."))
    if policy.against_label:
        against = QCoreApplication.translate("Finding", "This is against device labelling.")
        text = f"{text} {against}"
    if finding.open_severity is not None:
        still = QCoreApplication.translate(
            "Finding", "Something stricter is still open here: answer that first."
        )
        text = f"{text} {still}"
    return text


def _sources(session: Session, finding: Finding) -> str:
    """Each source in full, then how sure the rule is."""
    lines: list[str] = []
    for number in finding.rule.sources:
        source = session.pack.sources.get(number)
        cited = f"{source.citation} ({source.confidence})" if source is not None else ""
        lines.append(f"{number}: {cited}".rstrip(": "))
    sure = finding.rule.confidence_note or finding.rule.confidence.value.replace("-", " ")
    lines.append(QCoreApplication.translate("Finding", "Confidence: {0}").format(sure))
    return "\n".join(lines)


def _links(session: Session, finding: Finding) -> tuple[tuple[str, str], ...]:
    """Ways to the answers behind it, and to those that would settle it."""
    form = session.pack.form
    change = QCoreApplication.translate("Finding", "Go to: {0}")
    paths = dict.fromkeys((*finding.because, *finding.missing))
    known = [
        path
        for path in paths
        if link_id_of(path) in form.questions or link_id_of(path) in form.lists
    ]
    return tuple(
        (path, change.format(shortened(path_text(form, path), 64))) for path in known[:_MOST_LINKS]
    )
