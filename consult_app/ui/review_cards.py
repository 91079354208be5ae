"""The upper and the lower part of the verdict page: verdict, reasons, dates, open questions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.assessment import Assessment, Verdict
from consult_app.domain.report import wording
from consult_app.ui.links import JumpLink
from consult_app.ui.page_cards import clear_layout
from consult_app.ui.review_parts import (
    VERDICT_ICONS,
    VERDICT_TONES,
    OpenGroup,
    who_title,
)
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.finding_panel import FindingText
from consult_app.ui.widgets.plain_label import (
    IconLabel,
    PlainLabel,
    repolish,
    tone_icon,
    tone_token,
)

_SHOWN_AT_FIRST = 8
"""Questions of each person that are listed before somebody asks for all."""


class VerdictPanel(QFrame):
    """The verdict in words and shape, one sentence, and both verdicts where they differ."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "note")
        self.setProperty("tone", "neutral")
        self.setProperty("strong", True)
        self._icon = IconLabel(theme, "circle", "muted", 40)
        self._words = PlainLabel("", "title", wrap=True)
        self._sentence = PlainLabel("", "body", wrap=True)
        self._two = PlainLabel("", "strong", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(SPACE_XS)
        for label in (self._words, self._sentence, self._two):
            column.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_M + SPACE_XS, SPACE_L, SPACE_M + SPACE_XS)
        row.setSpacing(SPACE_M)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def show_assessment(self, assessment: Assessment) -> None:
        """Show the verdict as decided, and as computed where a decision changed it."""
        verdict = assessment.decided
        tone = VERDICT_TONES[verdict]
        self._icon.set_icon(VERDICT_ICONS[verdict], tone_token(tone))
        self._words.setText(wording.verdict_line(verdict, assessment))
        self._words.set_tone("" if verdict is Verdict.PROCEED else tone.value)
        self._sentence.setText(wording.verdict_sentence(verdict, assessment))
        self._sentence.setVisible(bool(self._sentence.text()))
        self._show_two(assessment)
        if self.property("tone") != tone.value:
            self.setProperty("tone", tone.value)
            repolish(self)
        spoken = f"{self._words.text()}. {self._sentence.text()} {self._two.text()}"
        self.setAccessibleName(spoken.strip())

    def _show_two(self, assessment: Assessment) -> None:
        differ = assessment.computed is not assessment.decided
        text = self.tr("As computed: {0}.  As decided: {1}.").format(
            wording.VERDICT_WORDS[assessment.computed], wording.VERDICT_WORDS[assessment.decided]
        )
        self._two.setText(text if differ else "")
        self._two.setVisible(differ)


class ReasonsCard(QFrame):
    """At most three reasons, each in two lines."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[FindingText, ...] | None = None
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Main reasons"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L - SPACE_XS)
        column.setSpacing(SPACE_S)
        column.addWidget(PlainLabel(self.tr("Main reasons"), "section"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_M)
        column.addLayout(self._rows)

    def show_reasons(self, reasons: Sequence[FindingText]) -> None:
        """Show exactly `reasons`; the card hides while there are none."""
        self.setVisible(bool(reasons))
        if tuple(reasons) == self._shown:
            return
        self._shown = tuple(reasons)
        clear_layout(self._rows)
        for reason in reasons:
            line = QWidget()
            line.setAccessibleName(f"{reason.word}: {reason.title}")
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(PlainLabel(f"{reason.word}: {reason.title}", "strong", wrap=True))
            if reason.why:
                words.addWidget(PlainLabel(reason.why, "body", "muted", wrap=True))
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(SPACE_M - SPACE_XS)
            icon = tone_icon(self._theme, reason.tone, 20)
            row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(words, 1)
            self._rows.addWidget(line)


class OpenQuestionsCard(QFrame):
    """Open questions by who can answer them; each is a way to the question."""

    jumped = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[OpenGroup, ...] | None = None
        self._unfolded = False
        self.setProperty("role", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L - SPACE_XS)
        self._column.setSpacing(SPACE_XS)

    def show_groups(self, groups: tuple[OpenGroup, ...]) -> None:
        """Show exactly `groups`; the card hides while there are none."""
        self.setVisible(bool(groups))
        if groups != self._shown:
            self._shown = groups
            self._fill()

    def _fill(self) -> None:
        clear_layout(self._column)
        groups = self._shown or ()
        count = sum(len(group.questions) for group in groups)
        title = (
            self.tr("One question that decides is open")
            if count == 1
            else self.tr("{0} questions that decide are open").format(count)
        )
        self.setAccessibleName(title)
        self._column.addWidget(PlainLabel(title, "section", wrap=True))
        hidden = 0
        for group in groups:
            room = len(group.questions)
            if not self._unfolded and room > _SHOWN_AT_FIRST + 2:
                room = _SHOWN_AT_FIRST
            hidden += len(group.questions) - room
            self._column.addSpacing(SPACE_S)
            head = f"{who_title(group.who)} ({len(group.questions)})"
            self._column.addWidget(PlainLabel(head, "strong"))
            for question in group.questions[:room]:
                state = f" \u2014 {question.state}" if question.state else ""
                link = JumpLink(
                    self._theme, f"{question.text}{state}", question.path, self.jumped.emit
                )
                self._column.addWidget(link)
        if hidden:
            text = self.tr("Show {0} more").format(hidden)
            more = ActionButton(self._theme, text, kind="quiet", icon="chevron-down")
            more.clicked.connect(self._unfold)
            self._column.addSpacing(SPACE_S)
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeading)

    def _unfold(self) -> None:
        self._unfolded = True
        self._fill()
        links = self.findChildren(JumpLink)
        if len(links) > _SHOWN_AT_FIRST:
            links[_SHOWN_AT_FIRST].setFocus(Qt.FocusReason.OtherFocusReason)
