"""The vocabulary in which tests tell a consultation: answer, state, list, plan, decide, look."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

from consult_app.domain.answers import (
    Answer,
    Answers,
    AnswerState,
    ListState,
    Provenance,
    given,
    path_of,
)
from consult_app.domain.assessment import (
    Assessment,
    Finding,
    RuleBook,
    assess,
    basis_of,
    evidence_for,
)
from consult_app.domain.dates import PartialDate
from consult_app.domain.decisions import Decision, DecisionKind
from consult_app.domain.form import QuestionKind, Stage
from consult_app.domain.interview import ConsultationEvidence
from consult_app.domain.medicines import MedicineDictionary


class Scenario:
    """One consultation, told step by step; every step returns the scenario."""

    def __init__(
        self, book: RuleBook, medicines: MedicineDictionary, on: str = "2026-03-02"
    ) -> None:
        self.book = book
        self.medicines = medicines
        self.on = dt.date.fromisoformat(on)
        self.answers = Answers()
        self.decisions: tuple[Decision, ...] = ()
        self.stage = Stage.CONSULTATION
        self._ids = itertools.count(1)

    # --- telling -----------------------------------------------------------------------------

    def answer(self, path: str, value: object, provenance: Provenance = Provenance.ASKED):
        """Answer a question; dates and numbers may be written as text."""
        link_id = path if "[" not in path else path[: path.index("[")] + path.split("]")[1]
        kind = self.book.form.questions[link_id].kind
        if kind is QuestionKind.DATE and isinstance(value, str):
            value = PartialDate.parse(value)
        if kind is QuestionKind.NUMBER:
            value = Decimal(str(value))
        if kind is QuestionKind.CHOICES and isinstance(value, str):
            value = (value,)
        self.answers = self.answers.with_answer(path, given(value, provenance))
        return self

    def answering(self, **values: object):
        """Answer several questions without dots in their ids."""
        for path, value in values.items():
            self.answer(path, value)
        return self

    def does_not_know(self, path: str):
        self.answers = self.answers.with_answer(path, Answer(AnswerState.DONT_KNOW))
        return self

    def declines(self, path: str):
        self.answers = self.answers.with_answer(path, Answer(AnswerState.DECLINED))
        return self

    def takes_back(self, path: str):
        self.answers = self.answers.without(path)
        return self

    def entry(self, list_id: str, **leaves: object):
        """Add an entry to a list; an earlier "that is all" stands."""
        state = self.answers.list_state(list_id)
        instance = f"e{next(self._ids)}"
        self.answers = self.answers.with_list(
            list_id, ListState((*state.instances, instance), state.complete)
        )
        for leaf, value in leaves.items():
            self.answer(path_of(f"{list_id}.{leaf}", instance), value)
        return self

    def that_is_all(self, *list_ids: str):
        for list_id in list_ids:
            state = self.answers.list_state(list_id)
            self.answers = self.answers.with_list(list_id, ListState(state.instances, True))
        return self

    def takes(self, name: str, status: str = "current", **leaves: object):
        return self.entry("medicines", name=name, status=status, **leaves)

    def planned_for(self, day: str):
        return self.answer("V3", day)

    def with_device(self, device_id: str):
        return self.answer("V4", device_id)

    def on_the_day(self):
        self.stage = Stage.TREATMENT_DAY
        return self

    def decides(self, rule_id: str, kind: DecisionKind, reason: str = "discussed", **more):
        """Record a decision on a finding as it stands now."""
        finding = self.finding(rule_id)
        decision = Decision(
            decision_id=f"d{next(self._ids)}",
            kind=kind,
            rule_id=rule_id,
            rule_version=finding.rule.version,
            basis=basis_of(self.book, finding, self.evidence),
            reason=reason,
            author="Dr Example",
            at=dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC),
            **more,
        )
        self.decisions = (*self.decisions, decision)
        return self

    # --- looking -----------------------------------------------------------------------------

    @property
    def evidence(self) -> ConsultationEvidence:
        return evidence_for(self.book, self.medicines, self.answers, self.on)

    @property
    def assessment(self) -> Assessment:
        return assess(self.book, self.evidence, self.stage, self.decisions)

    def finding(self, rule_id: str) -> Finding:
        return self.assessment.finding(rule_id)

    def status(self, rule_id: str) -> str:
        return self.finding(rule_id).status.value

    def missing(self, rule_id: str) -> tuple[str, ...]:
        return self.finding(rule_id).missing

    @property
    def verdict(self) -> str:
        return self.assessment.decided.value

    @property
    def computed(self) -> str:
        return self.assessment.computed.value

    @property
    def earliest(self) -> str | None:
        day = self.assessment.earliest.day
        return day.isoformat() if day else None
