"""Issue: assess, report, render, sign, verify the own output, store with its audit entry."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from consult_app.domain.assessment import Assessment, RuleBook, Verdict, assess, evidence_for
from consult_app.domain.consultation import (
    Clinic,
    Consultation,
    ConsultationStatus,
    Role,
    Signatory,
)
from consult_app.domain.facts import query as names
from consult_app.domain.interview import ConsultationEvidence
from consult_app.domain.pack import Pack
from consult_app.domain.plan import Plan
from consult_app.domain.report.blocks import Paper, Report
from consult_app.domain.report.patient_copy import patient_copy
from consult_app.domain.report.record import IssueFacts, record_report
from consult_app.services.inking import content_basis
from consult_app.services.ports import (
    Attachment,
    AuditEntry,
    Clock,
    ConsultationStore,
    IssuedVersion,
    NotIssuableError,
    OpenClinic,
    ReportRenderer,
    Sealer,
    SealRequest,
    SealStatus,
    SigningError,
    StoredDocument,
)
from consult_app.services.record import encode_record, fingerprint, short_fingerprint
from consult_app.services.session import plan_for

RECORD_NAME = "record.json"
STEPS = (
    "Checking the answers once more",
    "Writing the record",
    "Writing the patient's copy",
    "Signing",
    "Verifying the signed files",
    "Storing",
)

Progress = Callable[[int, str], bool]
"""Told the step (from 0) and its words; returns False to cancel. Runs on the worker's thread."""


@dataclass(frozen=True)
class Issued:
    """What one issue produced, verified and stored."""

    version: int
    verdict: Verdict
    fingerprint: str
    record: StoredDocument
    patient_copy: StoredDocument
    seal: SealStatus


@dataclass(frozen=True)
class Options:
    """Choices made at issue; `scale` is that of the patient's copy."""

    paper: Paper = Paper.A4
    scale: float = 1.0
    as_cannot_conclude: bool = False


class IssueCancelledError(Exception):
    """The user cancelled; nothing was stored."""


class Remedy(Enum):
    """Where an obstacle is removed."""

    NONE = "none"
    SETTINGS = "settings"
    CONSENT = "consent"
    SIGNATURES = "signatures"
    VERDICT = "verdict"


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands in the way of issuing, in one sentence."""

    text: str
    remedy: Remedy


def obstacles(
    consultation: Consultation, pack: Pack, assessment: Assessment, clinic: Clinic
) -> tuple[Obstacle, ...]:
    """What stands in the way of issuing; empty when it can be issued."""
    found: list[Obstacle] = []
    if consultation.practitioner.role is not Role.DERMATOLOGIST:
        found.append(Obstacle("Only a dermatologist may issue and sign.", Remedy.NONE))
    if consultation.status is not ConsultationStatus.DRAFT:
        found.append(Obstacle("This consultation was issued already.", Remedy.NONE))
    if not clinic.reachable:
        text = (
            "Set the clinic's phone, its out-of-hours route and the emergency number in the "
            "settings: they are printed on the patient's copy."
        )
        found.append(Obstacle(text, Remedy.SETTINGS))
    needed = [Signatory.PRACTITIONER]
    if assessment.decided.treats and not _confirmed_again(consultation, pack):
        text = (
            "Confirm once more, on the consent page, that the patient understands and that it is "
            "their own decision."
        )
        found.append(Obstacle(text, Remedy.CONSENT))
    if assessment.decided.treats:
        needed.insert(0, Signatory.PATIENT)
    basis = content_basis(consultation, pack.consent.version)
    for who in needed:
        signature = consultation.signatures.get(who)
        if signature is None or signature.empty or not signature.accepted:
            found.append(Obstacle(f"The {who.value}'s signature is missing.", Remedy.SIGNATURES))
        elif signature.basis != basis:
            text = f"Something changed after the {who.value} signed: sign again."
            found.append(Obstacle(text, Remedy.SIGNATURES))
    return tuple(found)


def _confirmed_again(consultation: Consultation, pack: Pack) -> bool:
    """Whether what a consent rests on was confirmed again, as far as the pack asks for it."""
    for link_id, code in names.CONFIRMED_BEFORE_SIGNING.items():
        if link_id in pack.form.questions:
            answer = consultation.answers.get(link_id)
            if answer is None or not answer.decides or answer.value != code:
                return False
    return True


class Issuing:
    """Issues consultations of one open clinic; `details` gives the clinic's details as they are."""

    def __init__(
        self,
        clinic: OpenClinic,
        details: Callable[[], Clinic],
        renderer: ReportRenderer,
        sealer: Sealer,
        clock: Clock,
    ) -> None:
        self._open = clinic
        self._store: ConsultationStore = clinic.store
        self._details = details
        self._renderer = renderer
        self._sealer = sealer
        self._clock = clock

    def issue(
        self,
        consultation: Consultation,
        pack: Pack,
        options: Options | None = None,
        progress: Progress = lambda _step, _words: True,
    ) -> Issued:
        """Issue a draft, all or nothing. Slow: call it off the interface thread.

        Raises NotIssuableError, SigningError, IssueCancelledError or a store's error; the draft is
        untouched in all of these cases.
        """
        chosen = options or Options()

        def step(number: int) -> None:
            if not progress(number, STEPS[number]):
                raise IssueCancelledError

        step(0)
        now = self._clock.now()
        facts, text = self._prepare(consultation, pack, now, chosen)
        step(1)
        record = self._render(record_report(facts), now, (_attachment(text),))
        step(2)
        copy = self._render(patient_copy(facts, chosen.scale), now, ())
        step(3)
        request = self._seal_request(consultation, now)
        sealed = self._sealer.seal(record, self._open.signing, request)
        sealed_copy = self._sealer.seal(copy, self._open.signing, request)
        step(4)
        seal = self._verified(sealed, text.encode())
        self._verified(sealed_copy, None)
        step(5)
        issued = Issued(
            facts.version,
            facts.verdict,
            fingerprint(text),
            _document("record", sealed),
            _document("patient-copy", sealed_copy),
            seal,
        )
        self._keep(consultation, pack, issued, text, now)
        return issued

    def preview(
        self, consultation: Consultation, pack: Pack, options: Options | None = None
    ) -> tuple[bytes, bytes]:
        """Record and patient's copy as they would be printed, unsigned; stores nothing."""
        chosen = options or Options()
        now = self._clock.now()
        facts, _ = self._facts(consultation, pack, now, chosen)
        draft = replace(facts, draft=True)
        return (
            self._render(record_report(draft), now, ()),
            self._render(patient_copy(draft, chosen.scale), now, ()),
        )

    def _prepare(
        self, consultation: Consultation, pack: Pack, now: dt.datetime, options: Options
    ) -> tuple[IssueFacts, str]:
        facts, text = self._facts(consultation, pack, now, options)
        found = obstacles(consultation, pack, facts.assessment, self._details())
        problems = tuple(obstacle.text for obstacle in found)
        undecided = facts.assessment.decided is Verdict.DERMATOLOGIST_DECISION
        if undecided and not options.as_cannot_conclude:
            problems = (*problems, "A finding waits for the dermatologist's decision.")
        if problems:
            raise NotIssuableError(" ".join(problems))
        return facts, text

    def _facts(
        self, consultation: Consultation, pack: Pack, now: dt.datetime, options: Options
    ) -> tuple[IssueFacts, str]:
        assessment, evidence, plan = conclude(consultation, pack)
        verdict = assessment.decided
        if verdict is Verdict.DERMATOLOGIST_DECISION and options.as_cannot_conclude:
            verdict = Verdict.CANNOT_CONCLUDE
        head = self._store.audit_head()
        version = self._store.consultation(consultation.consultation_id).version + 1
        text = encode_record(consultation, pack, assessment, self._details(), version, now, head)
        digest = fingerprint(text)
        facts = IssueFacts(
            consultation=consultation,
            pack=pack,
            evidence=evidence,
            assessment=assessment,
            plan=plan,
            verdict=verdict,
            clinic=self._details(),
            version=version,
            issued_at=now,
            audit_sequence=head.sequence,
            audit_digest=head.digest,
            fingerprint=short_fingerprint(digest),
            paper=options.paper,
        )
        return facts, text

    def _render(
        self, report: Report, now: dt.datetime, attachments: tuple[Attachment, ...]
    ) -> bytes:
        return self._renderer.render(report, now, attachments)

    def _seal_request(self, consultation: Consultation, now: dt.datetime) -> SealRequest:
        practitioner = consultation.practitioner
        return SealRequest(
            signer_name=practitioner.printed_name,
            signer_role=practitioner.credential or practitioner.role.value,
            reason="I issue this consultation and stand for its content.",
            location=self._details().name,
            signed_at=now,
        )

    def _verified(self, pdf: bytes, record: bytes | None) -> SealStatus:
        status = self._sealer.inspect(
            pdf, self._open.trust_anchors, self._open.signing.certificates[0]
        )
        if not status.bottom_line or status.record != record:
            reasons = " ".join(status.problems) or "Nothing was stored; try again."
            raise SigningError(f"The signed file did not pass its own verification. {reasons}")
        return status

    def _keep(
        self, consultation: Consultation, pack: Pack, issued: Issued, text: str, now: dt.datetime
    ) -> None:
        entry = AuditEntry(
            action="consultation.issue",
            actor_id=self._open.practitioner.practitioner_id,
            entity=consultation.consultation_id,
            at=now,
            details=(
                ("fingerprint", issued.fingerprint),
                ("patient-copy", issued.patient_copy.sha256),
                ("record", issued.record.sha256),
                ("rules", pack.rules_digest),
            ),
        )
        self._store.issue(
            IssuedVersion(
                consultation_id=consultation.consultation_id,
                version=issued.version,
                stage=consultation.stage.value,
                record=text,
                verdict=issued.verdict.value,
                documents=(issued.record, issued.patient_copy),
                audit=entry,
            )
        ).result()


def conclude(
    consultation: Consultation, pack: Pack
) -> tuple[Assessment, ConsultationEvidence, Plan]:
    """Full assessment and plan of a consultation, from nothing but its answers."""
    book = RuleBook(pack.form, pack.rules, pack.devices)
    evidence = evidence_for(
        book, pack.medicines, consultation.answers, consultation.consultation_date
    )
    assessment = assess(book, evidence, consultation.stage, consultation.decisions)
    return assessment, evidence, plan_for(pack, evidence, assessment, consultation)


def _attachment(text: str) -> Attachment:
    return Attachment(
        RECORD_NAME,
        "application/json",
        "Machine-readable record of this consultation",
        text.encode(),
    )


def _document(kind: str, data: bytes) -> StoredDocument:
    return StoredDocument(kind, hashlib.sha256(data).hexdigest(), data)
