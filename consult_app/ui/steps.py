"""The steps of a consultation in the rail: the questionnaire's sections, then what concludes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from consult_app.domain.form import Form, Section, Stage
from consult_app.domain.rules import Severity
from consult_app.services.session import Session
from consult_app.ui.page_context import PageContext
from consult_app.ui.part import PageFacts
from consult_app.ui.tally import Tally
from consult_app.ui.widgets.rail import RailStep, StepState

GoTo = Callable[[str], object]
"""Shows the place of an answer, or another step named in `jumps`."""

MadeView = tuple[QWidget, Callable[[], None]]
"""A view, and what brings it up to date."""


@dataclass(frozen=True)
class ViewStep:
    """A step that is not a page of questions; `code` is one of `jumps`.

    `make` builds its view on the first visit and gives it its way to other places.
    """

    code: str
    title: str
    make: Callable[[PageContext, GoTo], MadeView]


Step = Section | ViewStep


def steps_of(form: Form, stage: Stage, views: Sequence[ViewStep]) -> tuple[Step, ...]:
    """Steps in their order.

    A section without questions marks the place of the verdict: the views come there, and the
    sections behind it (consent) stand between the first two views and the others.
    """
    asked = [section for section in form.sections if section.stage in (Stage.CONSULTATION, stage)]
    marks = [place for place, section in enumerate(asked) if not section.items]
    place = marks[0] if marks else len(asked)
    before = [section for section in asked[:place] if section.items]
    after = [section for section in asked[place:] if section.items]
    closing = [section for section in after if section.stage is Stage.CONSULTATION]
    today = [section for section in after if section.stage is not Stage.CONSULTATION]
    return (*today, *before, *views[:2], *closing, *views[2:])


def code_of(step: Step) -> str:
    """Code of a step in the rail."""
    return step.section_id if isinstance(step, Section) else step.code


def rail_step(step: Step, session: Session, facts: PageFacts, tally: Tally) -> RailStep:
    """How a step stands, in shape and words."""
    if isinstance(step, ViewStep):
        return RailStep(step.code, step.title)
    left = len(tally.left_in(step))
    detail = QCoreApplication.translate("Steps", "{0} left").format(left) if left else ""
    flags = _flags_in(step, session, facts)
    if Severity.ABSOLUTE in flags:
        state = StepState.STOPPED
    elif flags:
        state = StepState.FLAGGED
    elif not left:
        state = StepState.DONE
    elif _touched(step, session):
        state = StepState.STARTED
    else:
        state = StepState.NOT_STARTED
    return RailStep(step.section_id, step.title, state, detail)


def _flags_in(section: Section, session: Session, facts: PageFacts) -> set[Severity]:
    found = set()
    for path, severity in facts.flags.items():
        owner = session.pack.form.section_of.get(path.partition("[")[0]) or (
            session.pack.form.section_of.get(path)
        )
        if owner is section:
            found.add(severity)
    return found


def _touched(section: Section, session: Session) -> bool:
    section_of = session.pack.form.section_of
    paths = (*session.consultation.answers.paths(), *session.consultation.answers.lists)
    return any(section_of.get(path.partition("[")[0]) is section for path in paths)
