"""What the dermatologist decided about a finding: append-only, and bound to what it rested on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum


class DecisionKind(Enum):
    """Ways in which a person settles a finding (DESIGN 9.4)."""

    OVERRIDE = "override"
    ACCEPT = "accept"
    ACKNOWLEDGE = "acknowledge"
    TREAT_AS_YES = "treat-as-yes"
    NOT_PRESENT = "assessed-not-present"
    SETTLED = "settled-by-evidence"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Decision:
    """One decision on one rule.

    `basis` is the digest of the answers that the rule read; the decision lapses when that changes.
    `reason` is typed or a preset; `evidence_id` and `evidence_date` belong to SETTLED.
    """

    decision_id: str
    kind: DecisionKind
    rule_id: str
    rule_version: int
    basis: str
    reason: str
    author: str
    at: dt.datetime
    evidence_id: str = ""
    evidence_date: dt.date | None = None

    def __repr__(self) -> str:
        """Kind and rule only: reasons may hold patient data and must not reach a log."""
        return f"Decision({self.kind.value}, {self.rule_id})"
