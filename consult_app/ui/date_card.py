"""The earliest date and its conditions, and what another day would give."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.assessment import Assessment
from consult_app.domain.dates import PartialDate
from consult_app.domain.facts import query as names
from consult_app.domain.report import wording
from consult_app.services.desk import Desk
from consult_app.services.session import Change
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.plain_label import IconLabel, PlainLabel


class DateCard(QFrame):
    """Earliest date, a button that plans for it, and a day to try."""

    jumped = Signal(str)

    def __init__(self, desk: Desk, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._desk = bridge, desk
        self._moved_from = ""
        theme = bridge.theme
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Earliest date"))
        self.earliest = PlainLabel("", "question", wrap=True)
        self.what_if = PlainLabel("", "body", wrap=True)
        self.moved = PlainLabel("", "body", "muted", wrap=True)
        self.plan = ActionButton(
            theme, self.tr("Plan for the earliest date"), kind="primary", icon="calendar-check"
        )
        self.plan.clicked.connect(self._plan_earliest)
        self.undo = ActionButton(theme, self.tr("Undo"), kind="quiet", icon="undo-2")
        self.undo.clicked.connect(self._undo)
        label = self.tr("What if treatment was on another day?")
        self.day = DateField(theme, label, desk.clock.today, label=label, today_button=False)
        self.take = ActionButton(theme, self.tr("Plan for this day"))
        self.take.clicked.connect(self._plan_tried)
        self.day.edited.connect(self._try_day)
        self.day.committed.connect(lambda _value: self._try_day())
        self.day.row.insertWidget(1, self.take)
        self._lay_out()
        bridge.answers_changed.connect(self._something_changed)

    def refresh(self) -> None:
        """Show the earliest date as it stands."""
        session = self._bridge.session
        assessment = session.assessment
        plannable = names.PLANNED_DATE in session.pack.form.questions
        day = self._later(assessment)
        self.earliest.setText(self._earliest_words(assessment))
        self.plan.setVisible(day is not None and plannable)
        self.moved.setVisible(bool(self._moved_from))
        self.undo.setVisible(bool(self._moved_from) and session.can_undo)
        self.moved.setText(self._moved_from)
        self.what_if.setText(self._comparison(day) if day is not None else "")
        self.what_if.setVisible(day is not None)
        self.day.setVisible(plannable)
        self._try_day()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L - SPACE_XS)
        column.setSpacing(SPACE_S + SPACE_XS)
        head = QHBoxLayout()
        head.setSpacing(SPACE_M - SPACE_XS)
        head.addWidget(IconLabel(self._bridge.theme, "calendar", "muted", 22))
        head.addWidget(self.earliest, 1)
        head.addWidget(self.plan)
        column.addLayout(head)
        column.addWidget(self.what_if)
        moved = QHBoxLayout()
        moved.addWidget(self.moved, 1)
        moved.addWidget(self.undo)
        column.addLayout(moved)
        column.addWidget(self.day)

    def _later(self, assessment: Assessment) -> dt.date | None:
        """The earliest day, where it is a later one than the day that was assessed."""
        day = assessment.earliest.day
        return day if day is not None and day > assessment.planned_date else None

    def _earliest_words(self, assessment: Assessment) -> str:
        earliest = assessment.earliest
        waits = any(found.until is not None for found in assessment.fired)
        if earliest.day is None or earliest.conditions or waits or earliest.at_least:
            return wording.earliest_sentence(assessment)
        return self.tr("No waiting time stands in the way of this date.")

    def _comparison(self, day: dt.date) -> str:
        """The verdict for `day` beside the present one."""
        session = self._bridge.session
        then = session.move_planned_date(day)
        text = self.tr("On {0}: {1}. As planned now: {2}.")
        return text.format(
            wording.long_date(day),
            wording.VERDICT_WORDS[then.decided],
            wording.VERDICT_WORDS[session.assessment.decided],
        )

    def _tried(self) -> dt.date | None:
        """The day in the field, None unless it is a full date from the consultation on."""
        try:
            value = self.day.read(self.day.text())
            day = dt.date.fromisoformat(value or "")
        except ValueError:
            return None
        return day if day >= self._bridge.session.consultation.consultation_date else None

    def _try_day(self) -> None:
        """Say what the typed day would give; nothing is changed by it."""
        day = self._tried()
        self.take.setEnabled(day is not None)
        if day is not None:
            self.day.note.setText(self._comparison(day))
            self.day.note.show()

    def _plan_earliest(self) -> None:
        day = self._bridge.session.assessment.earliest.day
        if day is not None:
            self._plan_for(day)

    def _plan_tried(self) -> None:
        day = self._tried()
        if day is not None:
            self.day.set_value(None)
            self._plan_for(day)
            self.day.take_value(None)

    def _plan_for(self, day: dt.date) -> None:
        session = self._bridge.session
        before = session.assessment
        when = wording.long_date(before.planned_date) if before.booked else self.tr("no booked day")
        self._moved_from = self.tr("Moved from {0}, where the verdict was: {1}.").format(
            when, wording.VERDICT_WORDS[before.decided]
        )
        session.answer(names.PLANNED_DATE, PartialDate.of(day))

    def _something_changed(self, change: Change) -> None:
        """Undo belongs to the move alone: after any other change it is no longer offered."""
        if change.kinds != {"position"} and names.PLANNED_DATE not in change.link_ids:
            self._moved_from = ""
            self.moved.hide()
            self.undo.hide()

    def _undo(self) -> None:
        self._moved_from = ""
        self._bridge.session.undo()
