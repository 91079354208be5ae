"""The medicine dictionary: what a typed name may be, and which classes follow from it.

Everything is three-valued. A class that follows whatever the open points turn out to be is
*certain*; one that follows for some of them is *possible*; the rest is ruled out. A name that the
dictionary does not know rules nothing out (decisions 5.1), an unanswered route leaves open what
differs between the routes, and a route recorded as not known reads as every possible one
(decisions 5.3). A listed misspelling is a suggestion and counts as unrecognised until a person has
confirmed the name (decisions 5.5).
"""

from consult_app.domain.medicines.dictionary import (
    NO_RELEVANT_CLASS,
    MedicineDictionary,
    Recognition,
    RecognitionKind,
    Term,
    build_dictionary,
)
from consult_app.domain.medicines.entries import (
    DEFAULT_WASHOUT,
    AmbiguousTerm,
    Effect,
    LookAlike,
    Medicine,
    MedicineClass,
)
from consult_app.domain.medicines.membership import Agent, Candidate, Membership
from consult_app.domain.medicines.names import ROUTES, is_systemic, normalise

__all__ = [
    "DEFAULT_WASHOUT",
    "NO_RELEVANT_CLASS",
    "ROUTES",
    "Agent",
    "AmbiguousTerm",
    "Candidate",
    "Effect",
    "LookAlike",
    "Medicine",
    "MedicineClass",
    "MedicineDictionary",
    "Membership",
    "Recognition",
    "RecognitionKind",
    "Term",
    "build_dictionary",
    "is_systemic",
    "normalise",
]
