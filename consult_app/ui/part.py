"""What the parts of a question page have in common, and what they are refreshed with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from consult_app.domain.assessment import Assessment
from consult_app.domain.evidence import ConsultationEvidence
from consult_app.domain.rules import Severity
from consult_app.services.session import Session
from consult_app.ui.slot import Slot

_FLAGGED = (Severity.ABSOLUTE, Severity.DEFER, Severity.PRECAUTION)


@dataclass(frozen=True)
class PageFacts:
    """What a refresh needs, looked up once for the whole page.

    `flags` are the severities of fired findings by the path of an answer that fired them;
    `wanted` are the paths that would settle a finding that is open.
    """

    evidence: ConsultationEvidence
    flags: Mapping[str, Severity]
    wanted: frozenset[str]


def page_facts(session: Session) -> PageFacts:
    """Look at a session as it stands."""
    return PageFacts(session.evidence, _flags(session.assessment), _wanted(session.assessment))


def _flags(assessment: Assessment) -> dict[str, Severity]:
    found: dict[str, Severity] = {}
    for finding in assessment.fired:  # strictest first
        if finding.severity in _FLAGGED:
            for path in finding.because:
                found.setdefault(path, finding.severity)
    return found


def _wanted(assessment: Assessment) -> frozenset[str]:
    return frozenset(path for finding in assessment.undetermined for path in finding.missing)


class Part(Protocol):
    """A card, or something inside one, that shows questions."""

    def refresh(self, facts: PageFacts) -> bool:
        """Show what stands, touching only what changed; whether anything in it applies."""
        ...

    def reveal(self, path: str) -> bool:
        """Put the keyboard on a question, list or entry; False when it is not in here."""
        ...

    def slots(self) -> Iterator[Slot]:
        """Questions that have been built, from top to bottom."""
        ...
