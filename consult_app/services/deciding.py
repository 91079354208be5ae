"""Record what the dermatologist decides about a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from consult_app.domain.assessment import basis_of, permitted_decisions
from consult_app.domain.consultation import Practitioner, Role
from consult_app.domain.decisions import Decision, DecisionKind
from consult_app.services import codec
from consult_app.services.ports import Clock, UserFacingError
from consult_app.services.session import Session

MINIMUM_REASON = 3
"""Fewest letters of a typed reason."""


class DecisionRefusedError(UserFacingError):
    """The decision may not be taken; the sentence says why."""


class Deciding:
    """Decisions on the findings of one session."""

    def __init__(
        self, session: Session, practitioner: Practitioner, clock: Clock, new_id: Callable[[], str]
    ) -> None:
        self._session = session
        self._practitioner = practitioner
        self._clock = clock
        self._new_id = new_id

    def permitted(self, rule_id: str) -> tuple[DecisionKind, ...]:
        """Decisions that this practitioner may record on a rule now."""
        if self._practitioner.role is not Role.DERMATOLOGIST:
            return ()
        return permitted_decisions(self._session.assessment.finding(rule_id))

    def decide(
        self,
        rule_id: str,
        kind: DecisionKind,
        reason: str,
        *,
        evidence_id: str = "",
        evidence_date: dt.date | None = None,
    ) -> None:
        """Record a decision. Raises DecisionRefusedError with one clear sentence."""
        finding = self._session.assessment.finding(rule_id)
        if self._practitioner.role is not Role.DERMATOLOGIST:
            raise DecisionRefusedError("Only a dermatologist may decide about a finding.")
        if kind not in self.permitted(rule_id):
            raise DecisionRefusedError("This finding cannot be settled in that way.")
        if len(reason.strip()) < MINIMUM_REASON:
            raise DecisionRefusedError("Type the reason; it is printed with the decision.")
        if kind is DecisionKind.SETTLED and evidence_date is None:
            raise DecisionRefusedError("Enter the date of the test or letter.")
        decision = Decision(
            decision_id=self._new_id(),
            kind=kind,
            rule_id=rule_id,
            rule_version=finding.rule.version,
            basis=basis_of(self._session.book, finding, self._session.evidence),
            reason=reason.strip(),
            author=self._practitioner.printed_name,
            at=self._clock.now(),
            evidence_id=evidence_id,
            evidence_date=evidence_date,
        )
        self._store(decision)

    def withdraw(self, rule_id: str) -> None:
        """Take a decision back, as a new entry: decisions are append-only."""
        held = self._session.assessment.decisions.get(rule_id)
        if held is None:
            return
        self._store(
            Decision(
                decision_id=self._new_id(),
                kind=DecisionKind.WITHDRAWN,
                rule_id=rule_id,
                rule_version=held.rule_version,
                basis=held.basis,
                reason="withdrawn",
                author=self._practitioner.printed_name,
                at=self._clock.now(),
            )
        )

    def _store(self, decision: Decision) -> None:
        text = codec.canonical(codec.encode_decision(decision))
        self._session.change([(f"decision:{decision.decision_id}", text)])
