"""The only thing that interrupts: a rule that forbids treatment has just fired. Once per rule."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.domain.assessment import Finding
from consult_app.domain.rules import Severity
from consult_app.ui.page_context import PageContext
from consult_app.ui.tokens import SPACE_M, SPACE_S, SPACE_XL, Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.wording import severity_word


class StopBanners(QWidget):
    """Banners above the page; they take no focus and go when the rule no longer fires."""

    verdict_requested = Signal()
    """Finish now: go to the verdict."""

    def __init__(self, context: PageContext, *, offers_verdict: bool) -> None:
        """`offers_verdict` tells whether there is a verdict to go to."""
        super().__init__()
        self._context = context
        self._offers_verdict = offers_verdict
        self._banners: dict[str, Banner] = {}
        self._seen = {finding.rule_id for finding in self._stops()}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_XL, SPACE_M, SPACE_XL, 0)
        self._column.setSpacing(SPACE_S)
        self.hide()

    def refresh(self) -> None:
        """Show a banner for each rule that has fired since the last time, take others away."""
        stops = {finding.rule_id: finding for finding in self._stops()}
        for rule_id in [found for found in self._banners if found not in stops]:
            self._drop(rule_id)
        for rule_id, finding in stops.items():
            if rule_id not in self._seen:
                self._seen.add(rule_id)
                self._add(rule_id, finding.rule.title)
        self.setVisible(bool(self._banners))

    def _stops(self) -> list[Finding]:
        fired = self._context.session.assessment.fired
        return [finding for finding in fired if finding.severity is Severity.ABSOLUTE]

    def _add(self, rule_id: str, title: str) -> None:
        banner = Banner(
            self._context.theme,
            Tone.STOP,
            severity_word(Severity.ABSOLUTE),
            title,
            action=self.tr("Finish now") if self._offers_verdict else "",
            dismissible=True,
        )
        banner.setObjectName(f"stop.{rule_id}")
        banner.action_requested.connect(self.verdict_requested)
        banner.dismissed.connect(lambda: self._dismissed(rule_id))
        self._banners[rule_id] = banner
        self._column.addWidget(banner)
        self.show()
        banner.announce()

    def _dismissed(self, rule_id: str) -> None:
        self._drop(rule_id)
        self.setVisible(bool(self._banners))

    def _drop(self, rule_id: str) -> None:
        banner = self._banners.pop(rule_id)
        self._column.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
