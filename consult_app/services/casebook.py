"""Start, find and open consultations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

from consult_app.domain.answers import Answer, AnswerState, Provenance
from consult_app.domain.consultation import (
    Consultation,
    ConsultationStatus,
    PatientIdentity,
    Practitioner,
)
from consult_app.domain.dates import PartialDate
from consult_app.domain.facts import query as names
from consult_app.domain.pack import Pack
from consult_app.services import codec, drafts
from consult_app.services.ports import (
    AuditEntry,
    Clock,
    ConsultationHead,
    ConsultationStore,
    DraftEvent,
)


class Casebook:
    """The clinic's patients and consultations, for one signed-in practitioner."""

    def __init__(
        self,
        store: ConsultationStore,
        practitioner: Practitioner,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._practitioner = practitioner
        self._clock = clock
        self._new_id = new_id

    def add_patient(
        self,
        family: str,
        given: str,
        birth_date: dt.date | None,
        record_number: str = "",
        *,
        synthetic: bool = False,
    ) -> PatientIdentity:
        """Register a patient."""
        patient = PatientIdentity(
            self._new_id(),
            family.strip(),
            given.strip(),
            birth_date,
            record_number.strip(),
            synthetic,
        )
        self._store.add_patient(patient).result()
        return patient

    def same_name(self, family: str, given: str) -> tuple[PatientIdentity, ...]:
        """Patients already registered under this name, so that nobody takes one for the other."""
        wanted = (family.strip().casefold(), given.strip().casefold())
        return tuple(
            patient
            for patient in self._store.patients(f"{family} {given}".strip())
            if (patient.family.casefold(), patient.given.casefold()) == wanted
        )

    def patients(self, query: str = "", limit: int = 50) -> tuple[PatientIdentity, ...]:
        """Patients by name fragment, birth date or record number."""
        return self._store.patients(query, limit)

    def today(self) -> tuple[ConsultationHead, ...]:
        """Consultations of today, newest first."""
        today = self._clock.today()
        return tuple(
            head
            for head in self._store.consultations(since=today)
            if head.consultation_date == today
        )

    def recent(self, limit: int = 30) -> tuple[ConsultationHead, ...]:
        """Consultations most recently changed."""
        return self._store.consultations(limit=limit)

    def begin(
        self, patient: PatientIdentity, pack: Pack, day: dt.date | None = None
    ) -> Consultation:
        """Open a draft with a pack; the registered birth date answers the birth date question.

        `day` is the day of the consultation, today unless it is written down later.
        """
        now = self._clock.now()
        head = ConsultationHead(
            consultation_id=self._new_id(),
            patient=patient,
            practitioner=self._practitioner,
            pack_id=pack.pack_id,
            pack_version=pack.version,
            consultation_date=day or self._clock.today(),
            status=ConsultationStatus.DRAFT,
            stage="consultation",
            version=0,
            verdict="",
            changed_at=now,
        )
        self._store.open_consultation(head).result()
        draft = drafts.begin(head)
        if patient.birth_date is None or names.BIRTH_DATE not in pack.form.questions:
            return draft
        answer = Answer(
            AnswerState.GIVEN,
            PartialDate.of(patient.birth_date),
            Provenance.RECORDS_SEEN,
            self._practitioner.practitioner_id,
            now,
        )
        value = codec.canonical(codec.encode_answer(answer))
        key = f"answer:{names.BIRTH_DATE}"
        event = DraftEvent(head.consultation_id, self._new_id(), key, value, answer.author, now)
        self._store.append((event,)).result()
        return drafts.apply(draft, key, value)

    def reopen(self, consultation_id: str) -> Consultation:
        """Load a consultation as it stands; the reading is audited. Raises KeyError."""
        head = self._store.consultation(consultation_id)
        consultation = drafts.fold(head, self._store.events(consultation_id))
        self.audit("consultation.open", consultation_id)
        return replace(consultation, status=head.status)

    def audit(self, action: str, entity: str, **details: str) -> Future[None]:
        """Note a reading, printing or export; ids only."""
        return self._store.audit(
            AuditEntry(
                action,
                self._practitioner.practitioner_id,
                entity,
                self._clock.now(),
                details=tuple(sorted(details.items())),
            )
        )
