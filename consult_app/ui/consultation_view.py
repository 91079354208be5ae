"""One open consultation: its steps, the page of one step, and the findings beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from consult_app.domain.answers import link_id_of
from consult_app.domain.form import Section
from consult_app.services.session import Change
from consult_app.ui import jumps
from consult_app.ui.findings_panel import FindingsPanel
from consult_app.ui.missing_view import MissingView
from consult_app.ui.page_context import PageContext
from consult_app.ui.part import page_facts
from consult_app.ui.question_page import QuestionPage
from consult_app.ui.step_footer import StepFooter
from consult_app.ui.step_pages import MISSING, StepPages
from consult_app.ui.steps import ViewStep, code_of, rail_step, steps_of
from consult_app.ui.stop_banners import StopBanners
from consult_app.ui.tally import Tally
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.rail import Rail, RailStep
from consult_app.ui.wording import path_text

_IDLE_MS = 150


class ConsultationView(QWidget):
    """Rail, page and findings. Pages are built on their first visit and kept."""

    settings_requested = Signal()
    """Somebody has to fill in the clinic's details first."""

    def __init__(self, context: PageContext, views: Sequence[ViewStep]) -> None:
        """`views` are the steps that conclude the consultation, in their order."""
        super().__init__()
        self._context = context
        self._steps = steps_of(context.pack.form, context.session.consultation.stage, views)
        self._rail_steps: list[RailStep] = []
        self._read_only = False
        self._tally = Tally(context.session)
        self._facts = page_facts(context.session)
        theme = context.theme
        self._rail = Rail(theme, self.tr("Steps"))
        self._rail.step_requested.connect(self.show_step)
        self._pages = StepPages(context, self._steps, self._tally)
        self._pages.jumped.connect(self.go_to)
        self._pages.reached.connect(self._remember)
        self._banners = StopBanners(context, offers_verdict=self._has(jumps.REVIEW))
        self._banners.verdict_requested.connect(lambda: self.show_step(jumps.REVIEW))
        self._footer = StepFooter(theme)
        self._footer.back_requested.connect(lambda: self.step_by(-1))
        self._footer.next_requested.connect(lambda: self.step_by(1))
        self._footer.missing_requested.connect(self.show_missing)
        self._findings = FindingsPanel(context, self._tally)
        self._findings.go_to.connect(self.go_to)
        self._findings.missing_requested.connect(self.show_missing)
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_IDLE_MS)
        self._ahead.timeout.connect(self._prepare_next)
        self._lay_out()
        context.bridge.answers_changed.connect(self._answers_changed)
        context.bridge.assessment_changed.connect(self._assessment_changed)
        self._show_rail()

    # --- moving ------------------------------------------------------------------------------

    def resume(self) -> None:
        """Show the question at which the draft was left, or the first open one."""
        position = self._context.session.consultation.position
        if not position or not self.go_to(position):
            self.show_step(code_of(self._steps[0]))

    def show_step(self, code: str) -> None:
        """Show a step and put the keyboard on its first open question."""
        page = self._show_page(code)
        if isinstance(page, QuestionPage):
            page.focus_first_open()
        elif page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)
            self._remember(code)

    def go_to(self, target: str) -> bool:
        """Show an answer's place, or a view named in `jumps`; False when there is no such place."""
        if target == jumps.SETTINGS:
            self.settings_requested.emit()
            return True
        if self._has(target):
            self.show_step(target)
            return True
        section = self._section_of(target)
        if section is None:
            return False
        page = self._show_page(section.section_id)
        if isinstance(page, QuestionPage) and not page.reveal(target):
            page.focus_first_open()
        return True

    def step_by(self, by: int) -> None:
        """Show the step so many places on."""
        codes = [code_of(step) for step in self._steps]
        place = (
            codes.index(self._pages.current_code) + by if self._pages.current_code in codes else 0
        )
        if 0 <= place < len(codes):
            self.show_step(codes[place])

    def show_number(self, number: int) -> None:
        """Show the step of that number, counting from 1."""
        if number <= len(self._steps):
            self.show_step(code_of(self._steps[number - 1]))

    def show_missing(self) -> None:
        """Show the list of what is open."""
        page = self._show_page(MISSING)
        if isinstance(page, MissingView):
            page.focus_first()

    def cycle_focus(self) -> None:
        """Move the keyboard from the rail to the page, to the findings, and round again."""
        focus = self.focusWidget()
        if focus is not None and self._rail.isAncestorOf(focus):
            page = self._pages.currentWidget()
            if isinstance(page, QuestionPage):
                page.focus_last_place()
            elif page is not None:
                page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif focus is not None and self._pages.isAncestorOf(focus):
            self._findings.focus_first()
        else:
            self._rail.focus_current()

    def focus_medicines(self) -> None:
        """Show the medicines and put the keyboard into their search."""
        for step in self._steps:
            if isinstance(step, Section) and QuestionPage.searchable(step):
                page = self._show_page(step.section_id)
                if isinstance(page, QuestionPage):
                    page.focus_search()
                return

    def undo(self) -> None:
        """Take the last step back and show where it was."""
        undone: list[str] = []

        def note(change: object) -> None:
            if isinstance(change, Change):
                undone.extend(sorted(change.link_ids))

        connection = self._context.bridge.answers_changed.connect(note)
        self._context.session.undo()
        self._context.bridge.answers_changed.disconnect(connection)
        section_of = self._context.pack.form.section_of
        place = next((link_id for link_id in undone if link_id in section_of), None)
        if place is None:
            return
        if section_of[place].section_id != self._pages.current_code:
            self.go_to(place)
        announce(self, self.tr("Undone: {0}").format(path_text(self._context.pack.form, place)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        self._findings.fit(self.width())

    # --- leaving -----------------------------------------------------------------------------

    def flush(self) -> bool:
        """Record everything typed on every page; False when something cannot be read."""
        return self._pages.flush()

    def has_pending(self) -> bool:
        """Whether something is typed on a page that is not recorded."""
        return self._pages.has_pending()

    def set_read_only(self) -> None:
        """Answers can be looked at and no longer changed: the consultation is issued."""
        self._read_only = True
        self._pages.set_read_only()

    # --- inside ------------------------------------------------------------------------------

    def _has(self, code: str) -> bool:
        return any(code_of(step) == code for step in self._steps)

    def _section_of(self, path: str) -> Section | None:
        found = self._context.pack.form.section_of.get(link_id_of(path))
        return found if found is not None and self._has(found.section_id) else None

    def _remember(self, place: str) -> None:
        """Keep the place at which the draft is to be reopened."""
        if not self._read_only:
            self._context.session.move_to(place)

    def _show_page(self, code: str) -> QWidget | None:
        page = self._pages.show_page(code, self._facts)
        if page is not None:
            self._rail.set_current(code)
            self._show_rail()
            self._ahead.start()
        return page

    def _prepare_next(self) -> None:
        """Build the page of the next step while nothing else is to be done."""
        page = self._pages.question_page()
        if page is not None and not page.complete:
            self._ahead.start()
            return
        codes = [code_of(step) for step in self._steps]
        current = self._pages.current_code
        place = codes.index(current) + 1 if current in codes else len(codes)
        if place < len(codes):
            self._pages.prepare(self._steps[place])

    def _answers_changed(self, change: Change) -> None:
        if not change.kinds & {"answer", "list", "decision"}:
            return
        self._tally.count_again(change.link_ids)
        self._facts = page_facts(self._context.session)
        self._pages.refresh(self._facts)

    def _assessment_changed(self) -> None:
        self._findings.refresh()
        self._banners.refresh()
        self._show_rail()

    def _show_rail(self) -> None:
        steps = [
            rail_step(step, self._context.session, self._facts, self._tally) for step in self._steps
        ]
        if steps != self._rail_steps:
            self._rail_steps = steps
            self._rail.set_steps(steps)
        width = self._rail.minimumSizeHint().width()
        if self._rail_area.minimumWidth() != width:
            self._rail_area.setFixedWidth(width)
        codes = [code_of(step) for step in self._steps]
        if self._pages.current_code not in codes:
            self._footer.show_step(self._title(0), self._title(0), None)
            return
        place = codes.index(self._pages.current_code)
        step = self._steps[place]
        left = len(self._tally.left_in(step)) if isinstance(step, Section) else None
        self._footer.show_step(self._title(place - 1), self._title(place + 1), left)

    def _title(self, place: int) -> str:
        return self._steps[place].title if 0 <= place < len(self._steps) else ""

    def _lay_out(self) -> None:
        rail = QScrollArea()
        rail.setProperty("role", "side")
        rail.setFrameShape(QFrame.Shape.NoFrame)
        rail.setWidgetResizable(True)
        rail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rail.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rail.setWidget(self._rail)
        self._rail_area = rail
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._banners)
        middle.addWidget(self._pages, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(rail)
        row.addWidget(_rule(vertical=True))
        row.addLayout(middle, 1)
        row.addWidget(_rule(vertical=True))
        row.addWidget(self._findings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(_rule(vertical=False))
        column.addWidget(self._footer)


def _rule(*, vertical: bool) -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    if vertical:
        rule.setFixedWidth(1)
    else:
        rule.setFixedHeight(1)
    return rule
