"""Issue: what stands in the way, the paper as it will be, one stroke, and the issued files."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.assessment import Verdict
from consult_app.domain.consultation import ConsultationStatus
from consult_app.services.desk import Desk
from consult_app.services.issuing import (
    STEPS,
    IssueCancelledError,
    Issued,
    Obstacle,
    Options,
    Remedy,
    obstacles,
)
from consult_app.ui import jumps
from consult_app.ui.issued_panel import IssuedPanel
from consult_app.ui.jobs import Jobs
from consult_app.ui.links import JumpLink
from consult_app.ui.page_cards import bullet_row, clear_layout, made_card
from consult_app.ui.preview_pane import PreviewPane
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.tokens import SPACE_M, SPACE_S, Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.progress_overlay import ProgressOverlay
from consult_app.ui.widgets.scroll_page import ScrollPage
from consult_app.ui.widgets.segmented import Segmented

_PLACES = {
    Remedy.SETTINGS: jumps.SETTINGS,
    Remedy.CONSENT: "C1_again",
    Remedy.SIGNATURES: jumps.CONSENT,
    Remedy.VERDICT: jumps.REVIEW,
}


class IssueView(QWidget):
    """The last step; once issued it shows the signed files to print and to save."""

    go_to = Signal(str)
    """A name of `jumps`."""

    def __init__(self, desk: Desk, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bridge = desk, bridge
        self._jobs = Jobs(self)
        self._cancelled = False
        self._drawn: tuple[object, ...] = ()
        theme = bridge.theme
        self.setAccessibleName(self.tr("Issue"))
        self.page = ScrollPage(theme, self.tr("Issue"))
        self.setFocusProxy(self.page)
        self.message = QVBoxLayout()
        self.obstacle_card, self._obstacle_column = made_card(self.tr("Before it can be issued"))
        self._obstacle_rows = QVBoxLayout()
        self._obstacle_column.addLayout(self._obstacle_rows)
        self.as_cannot_conclude = ActionButton(theme, self.tr("Issue as cannot conclude"))
        self.as_cannot_conclude.setObjectName("issue-as-cannot-conclude")
        self.issue = ActionButton(theme, self.tr("Sign and issue"), kind="primary", icon="pen-line")
        self.issue.setObjectName("issue")
        self.type_size = Segmented(theme, self.tr("Type size of the patient’s copy"), _sizes(self))
        self.type_size.set_value("1.0")
        self.which = Segmented(theme, self.tr("File to look at"), _files(self), compact=True)
        self.which.set_value("copy")
        self.preview = PreviewPane(theme, desk.previews)
        self.issued_panel = IssuedPanel(desk, bridge)
        self.issued_panel.failed.connect(self._say)
        self.progress = ProgressOverlay(theme, self)
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the consultation as it stands."""
        issued = self._bridge.session.consultation.status is not ConsultationStatus.DRAFT
        self.issued_panel.setVisible(issued)
        self._choices.setVisible(not issued)
        if issued:
            self.obstacle_card.hide()
            return
        standing = self._obstacles()
        undecided = self._undecided()
        clear_layout(self._obstacle_rows)
        for obstacle in standing:
            self._obstacle_rows.addWidget(self._obstacle_row(obstacle))
        if undecided:
            text = self.tr("A finding waits for the dermatologist’s decision.")
            self._obstacle_rows.addWidget(self._obstacle_row(Obstacle(text, Remedy.VERDICT)))
        self.obstacle_card.setVisible(bool(standing) or undecided)
        self.issue.setEnabled(not standing and not undecided)
        self.as_cannot_conclude.setVisible(undecided and not standing)
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the page was hidden."""
        super().showEvent(event)
        self.refresh()

    # --- what it shows -----------------------------------------------------------------------

    def _obstacles(self) -> tuple[Obstacle, ...]:
        session = self._bridge.session
        return obstacles(session.consultation, session.pack, session.assessment, self._desk.details)

    def _undecided(self) -> bool:
        return self._bridge.session.assessment.decided is Verdict.DERMATOLOGIST_DECISION

    def _obstacle_row(self, obstacle: Obstacle) -> QWidget:
        theme = self._bridge.theme
        row = bullet_row(theme, "circle-alert", "caution", obstacle.text)
        place = _PLACES.get(obstacle.remedy)
        layout = row.layout()
        if place is not None and layout is not None:
            layout.addWidget(JumpLink(theme, self.tr("Go there"), place, self.go_to.emit))
        return row

    def _draw(self) -> None:
        """Draw the paper as it would be, unsigned, on another thread."""
        session = self._bridge.session
        scale, which = self.type_size.value() or "1.0", self.which.value() or "copy"
        wanted = (session.consultation, scale, which)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        consultation, pack, options = session.consultation, session.pack, self._options()
        self.preview.say(self.tr("Drawing the pages…"))

        def work() -> tuple[bytes, bytes]:
            return self._desk.issuing.preview(consultation, pack, options)

        def done(files: tuple[bytes, bytes]) -> None:
            if wanted == self._drawn:
                record, copy = files
                pdf = copy if which == "copy" else record
                self.preview.show_document(pdf, which)

        self._jobs.start(work, done, self.preview.say)

    def _options(self, *, as_cannot_conclude: bool = False) -> Options:
        return Options(
            scale=float(self.type_size.value() or "1.0"), as_cannot_conclude=as_cannot_conclude
        )

    # --- issuing -----------------------------------------------------------------------------

    def _start(self, *, as_cannot_conclude: bool = False) -> None:
        if self._jobs.busy and self.progress.isVisible():
            return
        session = self._bridge.session
        consultation, pack = session.consultation, session.pack
        options = self._options(as_cannot_conclude=as_cannot_conclude)
        self._cancelled = False
        clear_layout(self.message)
        self.progress.start(self.tr("Issuing"), STEPS)

        def progress(step: int, _words: str) -> bool:
            self._jobs.post(lambda: self.progress.set_step(step))
            return not self._cancelled

        def work() -> Issued | None:
            try:
                return self._desk.issuing.issue(consultation, pack, options, progress)
            except IssueCancelledError:
                return None

        self._jobs.start(work, self._finished, self._failed)

    def _start_plain(self, _checked: bool = False) -> None:
        self._start()

    def _cancel(self) -> None:
        self._cancelled = True

    def _finished(self, issued: Issued | None) -> None:
        self.progress.finish()
        if issued is None:
            self._say(self.tr("Cancelled. Nothing was issued; the draft is as it was."))
            return
        self._bridge.session.mark_issued()
        self._bridge.issued.emit()
        self.issued_panel.show_issued(issued)
        self.refresh()

    def _failed(self, problem: str) -> None:
        self.progress.finish()
        self._say(problem)
        self.refresh()

    def _say(self, problem: str) -> None:
        clear_layout(self.message)
        banner = Banner(self._bridge.theme, Tone.CAUTION, self.tr("Not done"), problem)
        banner.setObjectName("issue-problem")
        self.message.addWidget(banner)
        banner.announce()

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        self._choices = QWidget()
        column = QVBoxLayout(self._choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        card, inside = made_card(self.tr("The patient’s copy"))
        inside.addWidget(PlainLabel(self.tr("Type size"), "body", "muted"))
        inside.addWidget(self.type_size)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.issue)
        buttons.addWidget(self.as_cannot_conclude)
        buttons.addStretch(1)
        column.addWidget(card)
        column.addLayout(buttons)
        column.addWidget(self.which)
        column.addWidget(self.preview)
        messages = QWidget()
        messages.setLayout(self.message)
        self.message.setContentsMargins(0, 0, 0, 0)
        self.page.add_widget(PlainLabel(self.tr("Issue"), "title"))
        for widget in (messages, self.obstacle_card, self.issued_panel, self._choices):
            self.page.add_widget(widget)

    def _connect(self) -> None:
        self.issue.clicked.connect(self._start_plain)
        self.as_cannot_conclude.clicked.connect(lambda: self._start(as_cannot_conclude=True))
        self.progress.cancelled.connect(self._cancel)
        self.type_size.chosen.connect(lambda _code: self._draw())
        self.which.chosen.connect(lambda _code: self._draw())
        self._bridge.answers_changed.connect(lambda _change: self._changed())

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()


def _sizes(view: QWidget) -> tuple[Choice, ...]:
    return (
        Choice("1.0", view.tr("Normal")),
        Choice("1.4", view.tr("Large")),
        Choice("1.8", view.tr("Extra large")),
    )


def _files(view: QWidget) -> tuple[Choice, ...]:
    return (
        Choice("copy", view.tr("Patient’s copy")),
        Choice("record", view.tr("Record")),
    )
