"""The assessment: findings, verdict and earliest date, recomputed from immutable answers."""

from consult_app.domain.assessment.assess import (
    Assessment,
    EarliestDate,
    assess,
    evidence_after,
    evidence_for,
    reassess,
)
from consult_app.domain.assessment.finding import Finding, FindingStatus, evaluate_rule
from consult_app.domain.assessment.index import RuleBook
from consult_app.domain.assessment.verdict import (
    Verdict,
    basis_of,
    computed_outcome,
    decided_outcome,
    permitted_decisions,
    strictest,
)

__all__ = [
    "Assessment",
    "EarliestDate",
    "Finding",
    "FindingStatus",
    "RuleBook",
    "Verdict",
    "assess",
    "basis_of",
    "computed_outcome",
    "decided_outcome",
    "evaluate_rule",
    "evidence_after",
    "evidence_for",
    "permitted_decisions",
    "reassess",
    "strictest",
]
