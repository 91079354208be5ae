"""The form in which one decision about a finding is recorded, with its reason."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.dates import add_span
from consult_app.domain.decisions import DecisionKind
from consult_app.domain.report import wording
from consult_app.domain.rules import Rule, Settlement
from consult_app.services.ports import UserFacingError
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.tokens import SPACE_M, SPACE_S
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.choice_list import ChoiceList
from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.text_field import TextField

_OTHER = "other"
_LONGEST_REASON = 400


def decision_button(kind: DecisionKind) -> str:
    """Words of the button that opens the form."""
    words = {
        DecisionKind.OVERRIDE: QCoreApplication.translate("Decision", "Override\u2026"),
        DecisionKind.ACCEPT: QCoreApplication.translate("Decision", "Accept\u2026"),
        DecisionKind.ACKNOWLEDGE: QCoreApplication.translate(
            "Decision", "Acknowledge as unknown\u2026"
        ),
        DecisionKind.TREAT_AS_YES: QCoreApplication.translate("Decision", "Treat as yes\u2026"),
        DecisionKind.NOT_PRESENT: QCoreApplication.translate(
            "Decision", "Assessed: not present\u2026"
        ),
        DecisionKind.SETTLED: QCoreApplication.translate("Decision", "Record evidence\u2026"),
        DecisionKind.WITHDRAWN: QCoreApplication.translate("Decision", "Withdraw"),
    }
    return words[kind]


def _question(kind: DecisionKind) -> str:
    """Label above the reason."""
    words = {
        DecisionKind.OVERRIDE: QCoreApplication.translate(
            "Decision", "Why treatment goes ahead in spite of this finding"
        ),
        DecisionKind.ACCEPT: QCoreApplication.translate("Decision", "Why this is acceptable"),
        DecisionKind.ACKNOWLEDGE: QCoreApplication.translate("Decision", "Why it may stay unknown"),
        DecisionKind.TREAT_AS_YES: QCoreApplication.translate(
            "Decision", "What is done because it counts as yes"
        ),
        DecisionKind.NOT_PRESENT: QCoreApplication.translate(
            "Decision", "How it was assessed as not present"
        ),
        DecisionKind.SETTLED: QCoreApplication.translate("Decision", "What it says"),
        DecisionKind.WITHDRAWN: "",
    }
    return words[kind]


class DecisionForm(QFrame):
    """Preset or typed reason, evidence with its date where needed, and one button to record."""

    closed = Signal()
    """Recorded or cancelled: the form is no longer wanted."""

    def __init__(
        self,
        bridge: SessionBridge,
        rule: Rule,
        kind: DecisionKind,
        today: dt.date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._rule, self.kind = bridge, rule, kind
        self._today = today
        self._theme = bridge.theme
        self.setAccessibleName(f"{decision_button(kind)} {rule.title}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_S, 0, 0)
        column.setSpacing(SPACE_M)
        self.presets = self._preset_list()
        self.settlements = self._settlement_list()
        self.date = self._date_field()
        self.reason = TextField(
            self._theme,
            f"{_question(kind)}: {rule.title}",
            label=_question(kind),
            multiline=kind is DecisionKind.OVERRIDE,
            max_length=_LONGEST_REASON,
        )
        self.reason.setVisible(self.presets is None)
        self.problem = PlainLabel("", "body", "stop", wrap=True)
        self.problem.hide()
        for widget in (self._needs(), self.settlements, self.date, self.presets, self.reason):
            if widget is not None:
                column.addWidget(widget)
        column.addWidget(self.problem)
        column.addLayout(self._buttons())

    def start(self) -> None:
        """Put the keyboard on the first thing to fill in."""
        for widget in (self.settlements, self.presets):
            if widget is not None:
                widget.focus_answer()
                return
        (self.date or self.reason).setFocus()

    def _needs(self) -> PlainLabel | None:
        """What the pack asks of an override."""
        policy = self._rule.override
        if self.kind is not DecisionKind.OVERRIDE:
            return None
        text = self.tr("Needed: {0}.").format(policy.needs.rstrip(".")) if policy.needs else ""
        if policy.against_label:
            text = f"{text} {self.tr('This is against device labelling.')}".strip()
        return PlainLabel(text, "body", "muted", wrap=True) if text else None

    def _preset_list(self) -> ChoiceList | None:
        presets = self._rule.presets
        if self.kind is not DecisionKind.ACCEPT or not presets:
            return None
        choices = [Choice(str(place), text) for place, text in enumerate(presets)]
        choices.append(Choice(_OTHER, self.tr("Another reason")))
        listed = ChoiceList(self._theme, _question(self.kind), choices)
        listed.chosen.connect(self._preset_chosen)
        return listed

    def _settlement_list(self) -> ChoiceList | None:
        if self.kind is not DecisionKind.SETTLED:
            return None
        choices = [
            Choice(
                found.settlement_id,
                _sentence(found.text),
                help=self.tr("Counts for {0} before treatment").format(found.valid_for),
            )
            for found in self._rule.settled_by
        ]
        listed = ChoiceList(self._theme, self.tr("Evidence"), choices)
        if len(choices) == 1:
            listed.set_value(choices[0].code)
        return listed

    def _date_field(self) -> DateField | None:
        if self.kind is not DecisionKind.SETTLED:
            return None
        label = self.tr("Date of the test or letter")
        return DateField(self._theme, label, lambda: self._today, label=label)

    def _buttons(self) -> QHBoxLayout:
        danger = self.kind is DecisionKind.OVERRIDE
        words = self.tr("Override and record") if danger else self.tr("Record")
        self.record = ActionButton(self._theme, words, kind="danger" if danger else "primary")
        self.record.clicked.connect(self._record)
        self.record.setAccessibleDescription(self._rule.title)
        cancel = ActionButton(self._theme, self.tr("Cancel"), kind="quiet")
        cancel.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.record)
        row.addWidget(cancel)
        row.addStretch(1)
        return row

    def _preset_chosen(self, code: str) -> None:
        self.reason.setVisible(code == _OTHER)
        if code == _OTHER:
            self.reason.setFocus()

    def _record(self) -> None:
        self.reason.flush()
        if self.date is not None and not self.date.flush():
            self._refuse(self.tr("The date cannot be read."))
            return
        try:
            self._decide()
        except UserFacingError as problem:
            self._refuse(str(problem))
            return
        self.closed.emit()

    def _decide(self) -> None:
        """Record it. Raises UserFacingError with the sentence to show."""
        settlement = self._settlement()
        day = self._evidence_day()
        if settlement is not None and day is not None:
            self._require_fresh(settlement, day)
        self._bridge.deciding.decide(
            self._rule.rule_id,
            self.kind,
            self._reason(settlement),
            evidence_id=settlement.settlement_id if settlement is not None else "",
            evidence_date=day,
        )

    def _settlement(self) -> Settlement | None:
        if self.settlements is None:
            return None
        code = self.settlements.value()
        if code is None:
            raise UserFacingError(self.tr("Choose which evidence there is."))
        return next(found for found in self._rule.settled_by if found.settlement_id == code)

    def _evidence_day(self) -> dt.date | None:
        value = self.date.value() if self.date is not None else None
        if value is None:
            return None
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            text = self.tr("The day has to be known: write a date such as 3/5/2026.")
            raise UserFacingError(text) from error

    def _require_fresh(self, settlement: Settlement, day: dt.date) -> None:
        """Refuse evidence that would not hold on the planned day: it would lapse at once."""
        if day > self._today:
            raise UserFacingError(self.tr("The date of the evidence lies in the future."))
        planned = self._bridge.session.assessment.planned_date
        if planned > add_span(day, settlement.valid_for):
            text = self.tr("It counts for {0} before treatment, which is planned for {1}.")
            raise UserFacingError(text.format(settlement.valid_for, wording.short_date(planned)))

    def _reason(self, settlement: Settlement | None) -> str:
        typed = self.reason.value() or ""
        if self.presets is not None:
            code = self.presets.value()
            if code is None:
                raise UserFacingError(self.tr("Choose a reason, or type another one."))
            if code != _OTHER:
                return self._rule.presets[int(code)]
        if settlement is not None and not typed:
            return settlement.text
        return typed

    def _refuse(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        announce(self, sentence, urgent=True)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
