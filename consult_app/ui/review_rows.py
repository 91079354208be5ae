"""Findings on the verdict page, with the decisions that they allow."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.decisions import Decision, DecisionKind
from consult_app.domain.report import wording
from consult_app.ui.decision_form import DecisionForm, decision_button
from consult_app.ui.review_parts import ReviewGroup, ReviewItem, group_title
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from consult_app.ui.widgets.buttons import ActionButton, IconButton
from consult_app.ui.widgets.finding_panel import FindingRow
from consult_app.ui.widgets.flow_layout import FlowLayout
from consult_app.ui.widgets.plain_label import IconLabel, PlainLabel


class ReviewRow(QWidget):
    """One finding: what it says, its decision or the ways to decide, and its milder siblings."""

    jumped = Signal(str)
    """Path of an answer to go to."""

    def __init__(
        self,
        bridge: SessionBridge,
        item: ReviewItem,
        today: dt.date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self.item, self._today = bridge, item, today
        self.form: DecisionForm | None = None
        self.finding = FindingRow(bridge.theme, item.text)
        self.finding.link_activated.connect(self.jumped)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._column.addWidget(self.finding)
        self.ways = self._ways()
        self._column.addWidget(self.ways)
        self.siblings = tuple(ReviewRow(bridge, sibling, today) for sibling in item.siblings)
        if self.siblings:
            self._column.addLayout(self._sibling_rows())

    def open_form(self, kind: DecisionKind) -> None:
        """Show the form of one kind of decision in place of the buttons."""
        self.close_form()
        self.form = DecisionForm(self._bridge, self.item.rule, kind, self._today)
        self.form.closed.connect(self.close_form)
        self._column.insertWidget(2, self.form)
        self.ways.hide()
        self.form.start()

    def close_form(self) -> None:
        """Take the form away and show the buttons again."""
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.ways.setVisible(self._has_ways())

    def first_button(self) -> QWidget:
        """Where the keyboard goes when it comes to this finding."""
        if self.form is None and self._has_ways():
            found = self.ways.findChildren(ActionButton)
            if found:
                return found[0]
        return self.finding.findChildren(IconButton)[0]

    def _has_ways(self) -> bool:
        return bool(self.item.permitted) or self.item.decision is not None

    def _ways(self) -> QWidget:
        area = QWidget()
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        buttons = FlowLayout()
        if self.item.decision is not None:
            column.addLayout(self._decided(self.item.decision))
            withdraw = self._button(decision_button(DecisionKind.WITHDRAWN), "undo-2")
            withdraw.clicked.connect(lambda: self._bridge.deciding.withdraw(self.item.rule_id))
            buttons.addWidget(withdraw)
        else:
            for kind in self.item.permitted:
                button = self._button(decision_button(kind))
                button.clicked.connect(lambda _checked=False, kind=kind: self.open_form(kind))
                buttons.addWidget(button)
        column.addLayout(buttons)
        area.setVisible(self._has_ways())
        return area

    def _button(self, text: str, icon: str = "") -> ActionButton:
        button = ActionButton(self._bridge.theme, text, icon=icon)
        button.setAccessibleName(f"{text.rstrip(chr(0x2026))}: {self.item.text.title}")
        return button

    def _decided(self, decision: Decision) -> QHBoxLayout:
        """What was decided, why, by whom and when."""
        head = f"{wording.DECISION_WORDS[decision.kind]}: {decision.reason}"
        if decision.evidence_date is not None:
            dated = self.tr("evidence of {0}").format(wording.short_date(decision.evidence_date))
            head = f"{head} ({dated})"
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(head, "strong", wrap=True))
        by = f"{decision.author}, {wording.moment(decision.at)}"
        words.addWidget(PlainLabel(by, "caption", "muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(IconLabel(self._bridge.theme, "pen-line", "accent", 20))
        row.addLayout(words, 1)
        return row

    def _sibling_rows(self) -> QHBoxLayout:
        """Milder findings of the same cause, set in under it."""
        column = QVBoxLayout()
        column.setSpacing(SPACE_S)
        column.addWidget(PlainLabel(self.tr("Of the same cause"), "caption", "muted"))
        for sibling in self.siblings:
            sibling.jumped.connect(self.jumped)
            column.addWidget(sibling)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addSpacing(SPACE_L)
        row.addLayout(column, 1)
        return row


class GroupCard(QFrame):
    """One group of findings under its heading; rows that stay the same are kept as they are."""

    jumped = Signal(str)

    def __init__(self, bridge: SessionBridge, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._rows: dict[str, ReviewRow] = {}
        self.setProperty("role", "card")
        self.setAccessibleName(group_title(code))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L - SPACE_XS)
        self._column.setSpacing(SPACE_M)
        self._column.addWidget(PlainLabel(group_title(code), "section"))

    def rows(self) -> tuple[ReviewRow, ...]:
        """The rows in order."""
        return tuple(self._rows.values())

    def show_group(self, group: ReviewGroup, today: dt.date) -> None:
        """Show exactly the items of `group`."""
        kept, self._rows = self._rows, {}
        for place, item in enumerate(group.items, start=1):
            row = kept.pop(item.rule_id, None)
            if row is None or row.item != item:
                if row is not None:
                    self._drop(row)
                row = ReviewRow(self._bridge, item, today)
                row.jumped.connect(self.jumped)
            self._column.removeWidget(row)
            self._column.insertWidget(place, row)
            self._rows[item.rule_id] = row
        for row in kept.values():
            self._drop(row)

    def _drop(self, row: ReviewRow) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
