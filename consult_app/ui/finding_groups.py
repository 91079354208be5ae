"""Which findings the panel shows together: by cause; open ones by the answer that is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from consult_app.domain.answers import instance_of, link_id_of, path_of
from consult_app.domain.assessment import Finding
from consult_app.domain.report.wording import label_words
from consult_app.domain.rules import Severity
from consult_app.services.session import Session
from consult_app.ui.finding_words import finding_text
from consult_app.ui.narrowing import CLASSIFIED_AS, NAME
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.finding_panel import FindingText
from consult_app.ui.wording import answer_text, shortened

_SHOWN_ALONE = (Severity.ABSOLUTE, Severity.DEFER, Severity.PRECAUTION)
_MOST_TITLES = 6


@dataclass(frozen=True)
class PanelContent:
    """What the panel shows.

    `alone` are rows for stops, deferrals and precautions, strictest first and one for each cause;
    `counted` are rows of milder findings, which are only counted until somebody asks; `unknown`
    are rows for questions that were asked and stay unknown.
    """

    alone: tuple[FindingText, ...]
    counted: tuple[FindingText, ...]
    unknown: tuple[FindingText, ...]
    changes: int
    notes: int


def panel_content(session: Session, longest_link: int) -> PanelContent:
    """Sort the findings of a session as it stands; `longest_link` in characters."""
    groups = _folded(session.assessment.fired)
    alone = [group for group in groups if group[0].severity in _SHOWN_ALONE]
    counted = [group for group in groups if group[0].severity not in _SHOWN_ALONE]
    return PanelContent(
        tuple(_row(session, group, longest_link) for group in alone),
        tuple(_row(session, group, longest_link) for group in counted),
        _unknown_rows(session),
        sum(1 for group in counted if group[0].severity is Severity.MODIFY),
        sum(1 for group in counted if group[0].severity is Severity.INFORMATION),
    )


def _folded(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings of one cause together under the strictest; `findings` come strictest first."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.rule.fold or finding.rule_id, []).append(finding)
    return list(groups.values())


def _row(session: Session, group: list[Finding], longest_link: int) -> FindingText:
    first, *milder = group
    text = finding_text(session, first)
    if first.raised_by is not None:
        by_label = QCoreApplication.translate("Findings", "By the device\u2019s label.")
        text = replace(text, why=f"{by_label} {text.why}")
    links = dict(text.links)
    for found in milder:
        links |= dict(finding_text(session, found).links)
    text = replace(text, links=_short_links(session, links, longest_link))
    if not milder:
        return text
    also = QCoreApplication.translate("Findings", "Also")
    details = tuple((f"{also}: {found.rule.title}", found.rule.action) for found in milder)
    return replace(text, details=(*text.details, *details))


def _short_links(
    session: Session, links: Mapping[str, str], longest: int
) -> tuple[tuple[str, str], ...]:
    """Links under their short labels: a button's text does not wrap."""
    form = session.pack.form
    return tuple((path, shortened(label_words(form, path), longest)) for path in links)


def _unknown_rows(session: Session) -> tuple[FindingText, ...]:
    """One row for each answer that was asked for and is unknown, those that block most first."""
    leaves_open: dict[str, list[Finding]] = {}
    for finding in session.assessment.undetermined:
        for path in finding.missing:
            if _is_unknown(session, path):
                leaves_open.setdefault(path, []).append(finding)
    return tuple(_unknown_row(session, path, found) for path, found in leaves_open.items())


def _is_unknown(session: Session, path: str) -> bool:
    """Whether it was asked for and what is recorded there decides nothing.

    A medicine that nobody could place asks for its class as soon as it has a name.
    """
    answer = session.consultation.answers.get(path)
    if answer is not None:
        return not answer.decides or path in session.assessment.invalid
    name = path_of(NAME, instance_of(path))
    return link_id_of(path) == CLASSIFIED_AS and session.consultation.answers.get(name) is not None


def _unknown_row(session: Session, path: str, findings: list[Finding]) -> FindingText:
    titles = [finding.rule.title for finding in findings]
    shown = "\n".join(titles[:_MOST_TITLES])
    if len(titles) > _MOST_TITLES:
        more = QCoreApplication.translate("Findings", "and {0} more")
        shown = f"{shown}\n{more.format(len(titles) - _MOST_TITLES)}"
    link = QCoreApplication.translate("Findings", "Go to the question")
    return FindingText(
        code=f"open:{path}",
        tone=Tone.OPEN,
        word=QCoreApplication.translate("Findings", "Open"),
        title=shortened(label_words(session.pack.form, path), 90),
        why=f"{_standing(session, path)}. {findings[0].rule.when_unknown}",
        details=((QCoreApplication.translate("Findings", "Leaves open"), shown),),
        links=((path, link),),
    )


def _standing(session: Session, path: str) -> str:
    """What is recorded: the answer itself, or the name of the medicine whose class is asked."""
    form, answers = session.pack.form, session.consultation.answers
    asked = path if answers.get(path) is not None else path_of(NAME, instance_of(path))
    return answer_text(form.questions[link_id_of(asked)], answers.get(asked), session.pack)
