"""Everything that the two printed files of one issue are made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from consult_app.domain.assessment import Assessment, Verdict
from consult_app.domain.consultation import Clinic, Consultation
from consult_app.domain.interview import ConsultationEvidence
from consult_app.domain.pack import Pack
from consult_app.domain.plan import Plan
from consult_app.domain.report.blocks import Paper


@dataclass(frozen=True)
class IssueFacts:
    """One issue.

    `verdict` is the one under which it is issued; `fingerprint` the short form of the record's
    digest; the audit head is the one when issuing began. `draft` marks an unsigned preview.
    """

    consultation: Consultation
    pack: Pack
    evidence: ConsultationEvidence
    assessment: Assessment
    plan: Plan
    verdict: Verdict
    clinic: Clinic
    version: int
    issued_at: dt.datetime
    audit_sequence: int
    audit_digest: str
    fingerprint: str
    paper: Paper
    draft: bool = False

    @property
    def letterhead(self) -> tuple[str, ...]:
        """Clinic name, address and phone."""
        phone = (f"Phone {self.clinic.phone}",) if self.clinic.phone else ()
        return (self.clinic.name, *self.clinic.address, *phone)

    @property
    def notice(self) -> str:
        """Words that stand loudly on each page; empty when there is nothing to say."""
        parts = [self.pack.notice] if self.pack.notice else []
        if self.consultation.patient.synthetic:
            parts.append("SYNTHETIC PATIENT \N{EM DASH} demonstration")
        if self.draft:
            parts.append("PREVIEW \N{EM DASH} not signed")
        return "  \N{MIDDLE DOT}  ".join(parts)

    @property
    def treats(self) -> bool:
        """Whether consent, preparation and aftercare belong to this issue (DESIGN 9.11)."""
        return self.verdict.treats
