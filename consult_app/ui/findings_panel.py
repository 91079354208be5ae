"""Beside every page: what fired so far, what stays unknown, and how much was not asked yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from consult_app.domain.rules import Severity
from consult_app.ui.finding_groups import PanelContent, panel_content
from consult_app.ui.page_context import PageContext
from consult_app.ui.tally import Tally
from consult_app.ui.tokens import SPACE_M, SPACE_S
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.finding_panel import FindingList
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.wording import day_text

_MOST_ROWS = 3
_BESIDE_LINKS = 124
_WIDTH, _LEAST, _SHARE = 336, 280, 27


class FindingsPanel(QScrollArea):
    """At most three findings and a count; everything on request. It never takes the focus."""

    go_to = Signal(str)
    """Path of an answer."""

    missing_requested = Signal()
    """Show the list of what was not asked yet."""

    def __init__(self, context: PageContext, tally: Tally) -> None:
        super().__init__()
        self._context = context
        self._tally = tally
        self._content: PanelContent | None = None
        self._all = False
        theme = context.theme
        self.setObjectName("findings")
        self.setAccessibleName(self.tr("Findings"))
        self.setProperty("role", "scroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        nothing = self.tr("No rule has fired on the answers so far.")
        self._fired = FindingList(theme, self.tr("Fired findings"), nothing)
        self._fired.setObjectName("findings.fired")
        self._open = FindingList(theme, self.tr("Asked and unknown"), "")
        self._open.setObjectName("findings.open")
        for rows in (self._fired, self._open):
            rows.link_activated.connect(self.go_to)
        self._earliest = PlainLabel("", "body", "defer", wrap=True)
        self._earliest.setObjectName("findings.earliest")
        self._more = ActionButton(theme, "", kind="link")
        self._more.setObjectName("findings.more")
        self._more.clicked.connect(self._toggle_all)
        self._open_title = PlainLabel(self.tr("Asked, but not known"), "strong")
        self._progress = ActionButton(theme, "", kind="link")
        self._progress.setObjectName("findings.missing")
        self._progress.clicked.connect(self.missing_requested)
        self._lay_out()
        self.refresh()

    def fit(self, room: int) -> None:
        """Take a fair share of a window that is `room` wide."""
        wanted = min(self._context.theme.px(_WIDTH), max(_LEAST, room * _SHARE // 100))
        if self.width() != wanted:
            self.setFixedWidth(wanted)

    def refresh(self) -> None:
        """Show what stands; rows that stay the same keep their opened state."""
        self._show_earliest()
        self._show_progress()
        content = panel_content(self._context.session, self._link_length())
        if content != self._content:
            self._content = content
            self._show_content(content)

    def _show_content(self, content: PanelContent) -> None:
        rows = content.alone + content.counted if self._all else content.alone[:_MOST_ROWS]
        self._fired.set_findings(rows)
        self._show_more(content, len(rows))
        unknown = content.unknown if self._all else content.unknown[:_MOST_ROWS]
        self._open.set_findings(unknown)
        for widget in (self._open, self._open_title):
            widget.setVisible(bool(unknown))

    def focus_first(self) -> None:
        """Put the keyboard on the first thing in the panel that can be operated."""
        for button in self.findChildren(QWidget):
            if button.focusPolicy() & Qt.FocusPolicy.TabFocus and button.isVisibleTo(self):
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _link_length(self) -> int:
        """Characters of a link that fit the panel at the present text size."""
        return max(12, (self.width() - _BESIDE_LINKS) // self._context.theme.px(9))

    def _show_more(self, content: PanelContent, shown: int) -> None:
        hidden = len(content.alone) - min(shown, len(content.alone))
        hidden_open = max(0, len(content.unknown) - _MOST_ROWS)
        parts = []
        if hidden:
            parts.append(self.tr("{0} more").format(hidden))
        if content.changes == 1:
            parts.append(self.tr("1 change to the plan"))
        elif content.changes:
            parts.append(self.tr("{0} changes to the plan").format(content.changes))
        if content.notes:
            parts.append(self.tr("{0} for information").format(content.notes))
        if hidden_open:
            parts.append(self.tr("{0} more unknown").format(hidden_open))
        if self._all:
            self._more.setText(self.tr("Show fewer"))
        else:
            self._more.setText(" \u00b7 ".join(parts))
        foldable = bool(content.counted) or len(content.alone) > _MOST_ROWS or hidden_open > 0
        self._more.setVisible(foldable)

    def _show_earliest(self) -> None:
        assessment = self._context.session.assessment
        deferred = any(finding.severity is Severity.DEFER for finding in assessment.fired)
        earliest = assessment.earliest
        if not deferred:
            text = ""
        elif earliest.day is None:
            text = self.tr("No date alone clears this.")
        else:
            words = (
                self.tr("Earliest: at least {0}") if earliest.at_least else self.tr("Earliest: {0}")
            )
            text = words.format(day_text(earliest.day))
            if earliest.conditions:
                text = f"{text}. {self.tr('Further conditions have no date.')}"
        self._earliest.setText(text)
        self._earliest.setVisible(bool(text))

    def _show_progress(self) -> None:
        left = self._tally.total
        self._progress.setText(
            self.tr("{0} not answered yet").format(left) if left else self.tr("Everything is asked")
        )
        self._progress.setEnabled(bool(left))

    def _toggle_all(self) -> None:
        self._all = not self._all
        self._content = None
        self.refresh()

    def _lay_out(self) -> None:
        content = QFrame()
        content.setProperty("role", "side")
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(PlainLabel(self.tr("Findings"), "section"))
        column.addWidget(self._earliest)
        column.addWidget(self._fired)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeading)
        column.addSpacing(SPACE_S)
        column.addWidget(self._open_title)
        column.addWidget(self._open)
        column.addStretch(1)
        column.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignLeading)
        self.setWidget(content)
