"""The pages of an open consultation: built when they are first needed, and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from consult_app.domain.form import Section
from consult_app.ui.missing_view import MissingView
from consult_app.ui.page_context import PageContext
from consult_app.ui.part import PageFacts
from consult_app.ui.question_page import QuestionPage
from consult_app.ui.steps import Step, ViewStep, code_of
from consult_app.ui.tally import Tally

MISSING = "view:missing"
"""Code of the list of what is missing, which is no step."""


class StepPages(QStackedWidget):
    """One page for each step, and the list of what is missing."""

    jumped = Signal(str)
    """Somebody wants to go to the place of an answer, or to a view named in `jumps`."""

    reached = Signal(str)
    """Path of the question that has the keyboard now."""

    def __init__(self, context: PageContext, steps: Sequence[Step], tally: Tally) -> None:
        super().__init__()
        self._context = context
        self._steps = {code_of(step): step for step in steps}
        self._tally = tally
        self._made: dict[str, QWidget] = {}
        self._refreshers: dict[str, Callable[[], None]] = {}
        self._read_only = False
        self.current_code = ""

    def show_page(self, code: str, facts: PageFacts) -> QWidget | None:
        """Show a page as things stand, recording first what is typed on the one before."""
        before = self.question_page()
        if before is not None and code != self.current_code:
            before.flush_quietly()
        page = self._page(code)
        if page is None:
            return None
        self.current_code = code
        if isinstance(page, QuestionPage):
            page.start(facts)
        else:
            self._refreshers[code]()
        self.setCurrentWidget(page)
        return page

    def question_page(self) -> QuestionPage | None:
        """The page that is shown, where it asks questions."""
        page = self._made.get(self.current_code)
        return page if isinstance(page, QuestionPage) else None

    def refresh(self, facts: PageFacts) -> None:
        """Bring the shown questions, or the list of what is missing, up to date."""
        page = self._made.get(self.current_code)
        if isinstance(page, QuestionPage):
            page.refresh(facts)
        elif isinstance(page, MissingView):
            page.refresh()

    def prepare(self, step: Step) -> None:
        """Build a step's questions while nothing else is to be done."""
        if isinstance(step, Section) and step.section_id not in self._made:
            page = self._page(step.section_id)
            if isinstance(page, QuestionPage):
                page.start_unhurried()

    def flush(self) -> bool:
        """Record everything typed on every page; False when something cannot be read."""
        refused = [page for page in self._question_pages() if not page.flush()]
        return not refused

    def has_pending(self) -> bool:
        """Whether something is typed on a page that is not recorded."""
        return any(page.has_pending() for page in self._question_pages())

    def set_read_only(self) -> None:
        """Let answers be looked at and no longer changed."""
        self._read_only = True
        for page in self._question_pages():
            page.set_read_only()

    def _question_pages(self) -> list[QuestionPage]:
        return [page for page in self._made.values() if isinstance(page, QuestionPage)]

    def _page(self, code: str) -> QWidget | None:
        found = self._made.get(code)
        if found is not None:
            return found
        step = self._steps.get(code)
        if isinstance(step, Section):
            made: QWidget = self._made_questions(step)
        elif isinstance(step, ViewStep):
            made, self._refreshers[code] = step.make(self._context, self.jumped.emit)
        elif code == MISSING:
            missing = MissingView(self._context, self._tally)
            missing.go_to.connect(self.jumped)
            made, self._refreshers[code] = missing, missing.refresh
        else:
            return None
        self._made[code] = made
        self.addWidget(made)
        return made

    def _made_questions(self, section: Section) -> QuestionPage:
        page = QuestionPage(self._context, section)
        page.reached.connect(self.reached)
        if self._read_only:
            page.set_read_only()
        return page
