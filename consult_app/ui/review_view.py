"""The verdict and everything that leads on from it: dates, decisions, open questions."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from consult_app.domain.consultation import Role
from consult_app.domain.report import wording
from consult_app.services.desk import Desk
from consult_app.ui.date_card import DateCard
from consult_app.ui.page_cards import made_card
from consult_app.ui.review_cards import OpenQuestionsCard, ReasonsCard, VerdictPanel
from consult_app.ui.review_parts import (
    GROUPS,
    open_groups,
    open_information,
    reasons,
    review_groups,
)
from consult_app.ui.review_rows import GroupCard, ReviewRow
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.tokens import SPACE_M, Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.scroll_page import ScrollPage


class ReviewView(QWidget):
    """The verdict page of one consultation."""

    go_to = Signal(str)
    """Path of a question or list, or a name of `jumps`, to which the user wants to go."""

    def __init__(self, desk: Desk, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bridge = desk, bridge
        theme = bridge.theme
        self._stale = True
        self.setAccessibleName(self.tr("Verdict"))
        self.page = ScrollPage(theme, self.tr("Verdict"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        self.setFocusProxy(self.page)
        self.page.add_widget(PlainLabel(self.tr("Verdict"), "title"))
        self.counted = PlainLabel("", "body", "muted", wrap=True)
        self.verdict = VerdictPanel(theme)
        self.dates = DateCard(desk, bridge)
        self.lapsed = QVBoxLayout()
        self.lapsed.setSpacing(SPACE_M)
        lapsed = QWidget()
        lapsed.setLayout(self.lapsed)
        self.lapsed.setContentsMargins(0, 0, 0, 0)
        self._lapsed_area = lapsed
        self.reasons = ReasonsCard(theme)
        self.groups = {code: GroupCard(bridge, code) for code in GROUPS}
        self.questions = OpenQuestionsCard(theme)
        self.role_note = PlainLabel(
            self.tr("Only a dermatologist may decide about a finding."), "body", "muted", wrap=True
        )
        self._information, self._information_text = self._information_card()
        for widget in (self.counted, self.verdict, self.dates, lapsed, self.reasons):
            self.page.add_widget(widget)
        self.page.add_widget(self.role_note)
        for code, group in self.groups.items():
            group.jumped.connect(self.go_to)
            if code == "information":
                self.page.add_widget(self.questions)
            self.page.add_widget(group)
        self.page.add_widget(self._information)
        self.questions.jumped.connect(self.go_to)
        self.dates.jumped.connect(self.go_to)
        bridge.assessment_changed.connect(self._assessed)
        self.refresh()

    def refresh(self) -> None:
        """Show the assessment as it stands, touching only what changed."""
        self._stale = False
        session = self._bridge.session
        assessment = session.assessment
        focused = self._focused_rule()
        self.verdict.show_assessment(assessment)
        self.counted.setText(self._counted())
        self.dates.refresh()
        self._show_lapsed()
        self.reasons.show_reasons(reasons(session))
        shown = {
            group.code: group for group in review_groups(session, self._bridge.deciding.permitted)
        }
        for code, widget in self.groups.items():
            widget.setVisible(code in shown)
            if code in shown:
                widget.show_group(shown[code], self._desk.clock.today())
        self.role_note.setVisible(
            bool(shown) and self._desk.practitioner.role is not Role.DERMATOLOGIST
        )
        self.questions.show_groups(open_groups(session))
        unknown = open_information(session)
        self._information.setVisible(bool(unknown))
        self._information_text.setText("\n".join(unknown))
        self._keep_focus(focused)

    def row(self, rule_id: str) -> ReviewRow | None:
        """The row of one finding, or None while it has none."""
        for group in self.groups.values():
            for row in group.rows():
                for found in (row, *row.siblings):
                    if found.item.rule_id == rule_id:
                        return found
        return None

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _assessed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _counted(self) -> str:
        """To which day the windows were counted."""
        assessment = self._bridge.session.assessment
        day = wording.long_date(assessment.planned_date)
        if assessment.booked:
            return self.tr("For treatment on {0}").format(day)
        return self.tr("No day is booked: all waiting times are counted to {0}.").format(day)

    def _show_lapsed(self) -> None:
        while (item := self.lapsed.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        lapsed = self._bridge.session.assessment.lapsed
        self._lapsed_area.setVisible(bool(lapsed))
        for decision in lapsed:
            rule = self._bridge.session.pack.rule_by_id.get(decision.rule_id)
            title = self.tr("A decision no longer holds: {0}").format(
                rule.title if rule is not None else decision.rule_id
            )
            text = self.tr(
                "\u201c{0}: {1}\u201d lapsed because something that it rested on changed. "
                "Look at the finding again."
            ).format(wording.DECISION_WORDS[decision.kind], decision.reason)
            self.lapsed.addWidget(Banner(self._bridge.theme, Tone.CAUTION, title, text))

    def _information_card(self) -> tuple[QWidget, PlainLabel]:
        frame, column = made_card(self.tr("Open, for information only"))
        text = PlainLabel("", "body", "muted", wrap=True)
        column.addWidget(text)
        return frame, text

    def _focused_rule(self) -> str | None:
        """Rule of the row that has the keyboard, so that it is found again after a decision."""
        widget = QApplication.focusWidget()
        while widget is not None and widget is not self:
            if isinstance(widget, ReviewRow):
                return widget.item.rule_id
            widget = widget.parentWidget()
        return None

    def _keep_focus(self, rule_id: str | None) -> None:
        """After a decision the keyboard stays with the finding, wherever it stands now."""
        focus = QApplication.focusWidget()
        if rule_id is None or (
            focus is not None and focus.isVisible() and self.isAncestorOf(focus)
        ):
            return
        row = self.row(rule_id)
        if row is not None:
            self.page.go_to(row.first_button())
