"""Findings as rows: shape, word, title, one line why; details and ways on when opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_M, SPACE_S, SPACE_XS, Tone
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.buttons import ActionButton, IconButton
from consult_app.ui.widgets.flow_layout import FlowLayout
from consult_app.ui.widgets.plain_label import PlainLabel, tone_icon


@dataclass(frozen=True, slots=True)
class FindingText:
    """Everything that one row shows.

    `word` says the severity in words ("Stop"); `details` are (heading, text); `links` and
    `actions` are (code, label): links lead to an answer, actions do something about the finding.
    """

    code: str
    tone: Tone
    word: str
    title: str
    why: str = ""
    details: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    actions: tuple[tuple[str, str], ...] = ()


class FindingRow(QFrame):
    """One finding."""

    link_activated = Signal(str)
    action_requested = Signal(str)
    toggled = Signal(bool)

    def __init__(self, theme: Theme, finding: FindingText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.finding = finding
        self.setProperty("role", "note")
        self.setProperty("tone", finding.tone.value)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(f"{finding.word}: {finding.title}. {finding.why}".strip())
        self._details = self._details_area()
        self._details.hide()
        column = QVBoxLayout(self)
        edge = SPACE_M - SPACE_XS
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(SPACE_S)
        column.addLayout(self._head())
        column.addWidget(self._details)

    def is_expanded(self) -> bool:
        """Whether the details are shown."""
        return not self._details.isHidden()

    def set_expanded(self, expanded: bool) -> None:
        """Show or hide the details."""
        if expanded == self.is_expanded() or self._toggle is None:
            return
        self._details.setVisible(expanded)
        self._toggle.set_icon_name("chevron-down" if expanded else "chevron-right")
        self._toggle.setAccessibleName(self._toggle_name(expanded))
        self.toggled.emit(expanded)

    def _head(self) -> QHBoxLayout:
        finding = self.finding
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(finding.word, "word", finding.tone.value))
        words.addWidget(PlainLabel(finding.title, "strong", wrap=True))
        if finding.why:
            words.addWidget(PlainLabel(finding.why, wrap=True))
        head = QHBoxLayout()
        head.setSpacing(SPACE_M - SPACE_XS)
        head.addWidget(tone_icon(self.theme, finding.tone, 22), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self._toggle: IconButton | None = None
        if finding.details or finding.links or finding.actions:
            self._toggle = IconButton(self.theme, self._toggle_name(False), "chevron-right")
            self._toggle.clicked.connect(lambda: self.set_expanded(not self.is_expanded()))
            head.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _toggle_name(self, expanded: bool) -> str:
        text = self.tr("Hide details: {0}") if expanded else self.tr("Show details: {0}")
        return text.format(self.finding.title)

    def _details_area(self) -> QWidget:
        area = QWidget()
        row = QHBoxLayout(area)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addSpacing(self.theme.px(22) + SPACE_M - SPACE_XS)  # margins would not mirror
        column = QVBoxLayout()
        column.setSpacing(SPACE_XS)
        row.addLayout(column, 1)
        for heading, text in self.finding.details:
            column.addWidget(PlainLabel(heading, "caption", "muted"))
            column.addWidget(PlainLabel(text, wrap=True))
        for code, label in self.finding.links:
            link = ActionButton(self.theme, label, kind="link")
            link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            link.clicked.connect(lambda _checked=False, code=code: self.link_activated.emit(code))
            column.addWidget(link)
        ways = FlowLayout()
        for code, label in self.finding.actions:
            button = ActionButton(self.theme, label)
            button.setAccessibleDescription(self.finding.title)
            button.clicked.connect(
                lambda _checked=False, code=code: self.action_requested.emit(code)
            )
            ways.addWidget(button)
        column.addLayout(ways)
        return area


class FindingList(QWidget):
    """Rows in the order given; a row that stays the same keeps its opened state."""

    link_activated = Signal(str)
    """Code of the answer to go to."""

    action_requested = Signal(str, str)
    """Codes of the finding and of the action."""

    def __init__(
        self, theme: Theme, name: str, empty_text: str, parent: QWidget | None = None
    ) -> None:
        """`name` is for assistive technology; `empty_text` is shown while there is no row."""
        super().__init__(parent)
        self.theme = theme
        self._rows: dict[str, FindingRow] = {}
        self._filled = False
        self._empty = PlainLabel(empty_text, "body", "muted", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._column.addWidget(self._empty)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def rows(self) -> tuple[FindingRow, ...]:
        """The rows in order."""
        return tuple(self._rows.values())

    def set_findings(self, findings: Sequence[FindingText]) -> None:
        """Show exactly `findings`; those that are new since the last time are read out."""
        kept = self._rows
        added = [finding for finding in findings if finding.code not in kept]
        self._rows = {}
        for place, finding in enumerate(findings, start=1):
            row = kept.pop(finding.code, None)
            if row is None or row.finding != finding:
                row = self._replaced(row, finding)
            self._column.removeWidget(row)
            self._column.insertWidget(place, row)
            self._rows[finding.code] = row
        for row in kept.values():
            self._drop(row)
        self._empty.setVisible(not findings)
        if self._filled:
            for finding in added:
                text = f"{finding.word}: {finding.title}"
                announce(self, text, urgent=finding.tone is Tone.STOP)
        self._filled = True

    def _replaced(self, old: FindingRow | None, finding: FindingText) -> FindingRow:
        row = FindingRow(self.theme, finding, self)
        row.link_activated.connect(self.link_activated)
        row.action_requested.connect(
            lambda action, code=finding.code: self.action_requested.emit(code, action)
        )
        if old is not None:
            row.set_expanded(old.is_expanded())
            self._drop(old)
        return row

    def _drop(self, row: FindingRow) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
