"""The consent as it is read, and the signatures of patient and practitioner below it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.domain.assessment import Verdict
from consult_app.domain.consultation import Role, Signatory
from consult_app.domain.pack import ConsentSection
from consult_app.domain.report import wording
from consult_app.services.desk import Desk
from consult_app.ui import jumps
from consult_app.ui.links import JumpLink
from consult_app.ui.page_cards import bullet_row, made_card
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.signature_step import SignatureStep
from consult_app.ui.tokens import SPACE_M, SPACE_S, Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.scroll_page import ScrollPage


class ConsentView(QWidget):
    """Consent where the verdict treats; otherwise the practitioner's signature alone."""

    go_to = Signal(str)
    """A name of `jumps`."""

    def __init__(self, desk: Desk, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bridge = desk, bridge
        self.setAccessibleName(self.tr("Consent and signatures"))
        self.page = ScrollPage(bridge.theme, self.tr("Consent and signatures"))
        self.setFocusProxy(self.page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        consent = bridge.session.pack.consent
        self.consent_text = self._consent_text()
        self.patient = SignatureStep(
            bridge, Signatory.PATIENT, self.tr("The patient\u2019s signature"), consent.declaration
        )
        self.practitioner = SignatureStep(
            bridge,
            Signatory.PRACTITIONER,
            self.tr("The practitioner\u2019s signature"),
            consent.practitioner_declaration,
        )
        self.not_now = QWidget()
        self._not_now_column = QVBoxLayout(self.not_now)
        self._not_now_column.setContentsMargins(0, 0, 0, 0)
        self._why_not = PlainLabel("", "body", wrap=True)
        self.may_not_sign = PlainLabel("", "body", "muted", wrap=True)
        self._lay_out()
        bridge.answers_changed.connect(lambda _change: self._changed())
        self.refresh()

    def refresh(self) -> None:
        """Show what has to be signed for the verdict as it stands."""
        verdict = self._bridge.session.assessment.decided
        self.consent_text.setVisible(verdict.treats)
        self.patient.setVisible(verdict.treats)
        self.not_now.setVisible(not verdict.treats)
        self._why_not.setText(self._not_now_words(verdict))
        consent = self._bridge.session.pack.consent
        self.practitioner.set_declaration(
            consent.practitioner_declaration
            if verdict.treats
            else self.tr("I assessed the patient and stand for this record.")
        )
        problem = self._signer_problem()
        self.may_not_sign.setText(problem)
        self.may_not_sign.setVisible(bool(problem))
        self.practitioner.setVisible(not problem)
        self.patient.refresh()
        self.practitioner.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the page was hidden."""
        super().showEvent(event)
        self.refresh()

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def _lay_out(self) -> None:
        self.page.add_widget(PlainLabel(self.tr("Consent and signatures"), "title"))
        frame, column = made_card(self.tr("No consent is taken"))
        column.addWidget(self._why_not)
        column.addWidget(
            JumpLink(
                self._bridge.theme,
                self.tr("Go to the verdict"),
                jumps.REVIEW,
                self.go_to.emit,
            )
        )
        self._not_now_column.addWidget(frame)
        for widget in (
            self.not_now,
            self.consent_text,
            self.patient,
            self.may_not_sign,
            self.practitioner,
        ):
            self.page.add_widget(widget)

    def _consent_text(self) -> QWidget:
        consent = self._bridge.session.pack.consent
        area = QWidget()
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        reviewed = (
            self.tr("reviewed by {0}").format(consent.reviewed_by)
            if consent.reviewed_by
            else self.tr("awaiting review")
        )
        version = self.tr("Consent text {0}, {1}").format(consent.version, reviewed)
        column.addWidget(PlainLabel(version, "body", "muted", wrap=True))
        if not consent.reviewed_by:
            column.addWidget(
                Banner(
                    self._bridge.theme,
                    Tone.CAUTION,
                    self.tr("This consent text awaits review"),
                    self.tr("It is shown as a draft until a named dermatologist has reviewed it."),
                )
            )
        for section in consent.sections:
            column.addWidget(self._section(section))
        return area

    def _section(self, section: ConsentSection) -> QWidget:
        frame, column = made_card(section.title)
        for paragraph in section.paragraphs:
            column.addWidget(PlainLabel(paragraph, wrap=True))
            column.addSpacing(SPACE_S)
        for line in section.lines:
            column.addWidget(bullet_row(self._bridge.theme, "minus", "muted", line))
        return frame

    def _not_now_words(self, verdict: Verdict) -> str:
        text = self.tr(
            "The verdict is \u201c{0}\u201d: there is nothing for the patient to consent to. "
            "The practitioner signs the record."
        )
        return text.format(wording.VERDICT_WORDS[verdict])

    def _signer_problem(self) -> str:
        """Why whoever is signed in may not sign; empty when they may."""
        owner = self._bridge.session.consultation.practitioner
        if self._desk.practitioner.role is not Role.DERMATOLOGIST:
            return self.tr("Only a dermatologist may sign as the practitioner.")
        if owner.practitioner_id != self._desk.practitioner.practitioner_id:
            text = self.tr("This consultation belongs to {0}, who signs it after signing in.")
            return text.format(owner.printed_name)
        return ""
