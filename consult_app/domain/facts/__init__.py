"""Derived facts: typed, three-valued, each with because and missing (DESIGN 9.1)."""

from consult_app.domain.facts.derivation import derive
from consult_app.domain.facts.evidence import (
    DeviceLabel,
    Evidence,
    LabelledUse,
    Listing,
    Observation,
)
from consult_app.domain.facts.query import (
    DATED_FACTS,
    Derivation,
    FactKind,
    FactQuery,
    Taking,
    Tick,
)

__all__ = [
    "DATED_FACTS",
    "Derivation",
    "DeviceLabel",
    "Evidence",
    "FactKind",
    "FactQuery",
    "LabelledUse",
    "Listing",
    "Observation",
    "Taking",
    "Tick",
    "derive",
]
