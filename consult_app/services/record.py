"""The whole record of an issue as canonical JSON, and back: what `record.json` holds."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from consult_app.domain.answers import Answers
from consult_app.domain.assessment import Assessment
from consult_app.domain.consultation import (
    Clinic,
    Consultation,
    ConsultationStatus,
    PatientIdentity,
    Practitioner,
    Role,
    Signatory,
    Signature,
)
from consult_app.domain.form import Stage
from consult_app.domain.pack import ENGINE_VERSION, Pack
from consult_app.services import codec
from consult_app.services.codec import JsonObject, RecordError
from consult_app.services.ports import AuditHead

SCHEMA = "record/1"


@dataclass(frozen=True)
class PinnedPack:
    """The pack on which a verdict rests."""

    pack_id: str
    version: str
    rules_digest: str
    text_digest: str
    engine: str


@dataclass(frozen=True)
class IssuedRecord:
    """A record read back: the consultation, its pack, verdicts and the audit head at issue."""

    consultation: Consultation
    pack: PinnedPack
    version: int
    computed: str
    decided: str
    issued_at: dt.datetime
    audit_head: AuditHead


def encode_record(
    consultation: Consultation,
    pack: Pack,
    assessment: Assessment,
    clinic: Clinic,
    version: int,
    issued_at: dt.datetime,
    audit_head: AuditHead,
) -> str:
    """Write the record; its SHA-256 is the printed fingerprint (DESIGN 9.10)."""
    return codec.canonical(
        {
            "schema": SCHEMA,
            "consultation": _consultation(consultation),
            "clinic": {"name": clinic.name, "phone": clinic.phone},
            "pack": {
                "id": pack.pack_id,
                "version": pack.version,
                "rules_digest": pack.rules_digest,
                "text_digest": pack.text_digest,
                "engine": ENGINE_VERSION,
                "status": pack.status.value,
            },
            "assessment": _assessment(assessment),
            "version": version,
            "issued_at": issued_at.isoformat(),
            "audit_head": {"sequence": audit_head.sequence, "digest": audit_head.digest},
        }
    )


def fingerprint(record: str) -> str:
    """Hex SHA-256 of the record's bytes."""
    return hashlib.sha256(record.encode()).hexdigest()


def short_fingerprint(digest: str) -> str:
    """First 16 hex digits in groups of four, as printed on paper."""
    return " ".join(digest[index : index + 4] for index in range(0, 16, 4))


def _consultation(consultation: Consultation) -> dict[str, object]:
    patient, practitioner = consultation.patient, consultation.practitioner
    return {
        "id": consultation.consultation_id,
        "date": consultation.consultation_date.isoformat(),
        "stage": consultation.stage.value,
        "note": consultation.note,
        "patient": {
            "id": patient.patient_id,
            "family": patient.family,
            "given": patient.given,
            "birth_date": patient.birth_date.isoformat() if patient.birth_date else None,
            "record_number": patient.record_number,
            "synthetic": patient.synthetic,
        },
        "practitioner": {
            "id": practitioner.practitioner_id,
            "name": practitioner.printed_name,
            "role": practitioner.role.value,
            "credential": practitioner.credential,
        },
        "answers": {
            path: codec.encode_answer(answer)
            for path, answer in consultation.answers.entries.items()
        },
        "lists": {
            list_id: codec.encode_list(state)
            for list_id, state in consultation.answers.lists.items()
        },
        "decisions": [codec.encode_decision(decision) for decision in consultation.decisions],
        "signatures": {
            who.value: _signature(signature) for who, signature in consultation.signatures.items()
        },
    }


def _signature(signature: Signature) -> dict[str, object]:
    strokes = zip(signature.stroke_ids, signature.strokes, strict=True)
    return {
        **codec.encode_signature(signature),
        "strokes": [{"id": key, **codec.encode_stroke(stroke)} for key, stroke in strokes],
    }


def _assessment(assessment: Assessment) -> dict[str, object]:
    earliest = assessment.earliest
    return {
        "computed": assessment.computed.value,
        "decided": assessment.decided.value,
        "planned_date": assessment.planned_date.isoformat(),
        "booked": assessment.booked,
        "earliest_date": earliest.day.isoformat() if earliest.day else None,
        "at_least": earliest.at_least,
        "conditions": list(earliest.conditions),
        "findings": [
            {
                "rule": finding.rule_id,
                "version": finding.rule.version,
                "status": finding.status.value,
                "severity": finding.severity.value,
                "because": list(finding.because),
                "missing": list(finding.missing),
                "until": finding.until.isoformat() if finding.until else None,
            }
            for finding in assessment.findings
        ],
    }


def decode_record(text: str) -> IssuedRecord:
    """Read a record back. Raises codec.RecordError for anything that is not one."""
    found = codec.parse(text)
    if found.get("schema") != SCHEMA:
        raise RecordError(f"the record is not of the schema {SCHEMA}")
    try:
        pack, assessment, head = found["pack"], found["assessment"], found["audit_head"]
        return IssuedRecord(
            consultation=_decode_consultation(found["consultation"], pack),
            pack=PinnedPack(
                str(pack["id"]),
                str(pack["version"]),
                str(pack["rules_digest"]),
                str(pack["text_digest"]),
                str(pack["engine"]),
            ),
            version=int(found["version"]),
            computed=str(assessment["computed"]),
            decided=str(assessment["decided"]),
            issued_at=dt.datetime.fromisoformat(found["issued_at"]),
            audit_head=AuditHead(int(head["sequence"]), str(head["digest"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RecordError("the record is incomplete or of an unknown form") from error


def _decode_consultation(found: JsonObject, pack: JsonObject) -> Consultation:
    patient, practitioner = found["patient"], found["practitioner"]
    born = patient["birth_date"]
    answers = Answers(
        {path: codec.decode_answer(answer) for path, answer in found["answers"].items()},
        {list_id: codec.decode_list(state) for list_id, state in found["lists"].items()},
    )
    return Consultation(
        consultation_id=str(found["id"]),
        patient=PatientIdentity(
            str(patient["id"]),
            str(patient["family"]),
            str(patient["given"]),
            dt.date.fromisoformat(born) if born else None,
            str(patient["record_number"]),
            patient["synthetic"] is True,
        ),
        practitioner=Practitioner(
            str(practitioner["id"]),
            str(practitioner["name"]),
            Role(practitioner["role"]),
            str(practitioner["credential"]),
        ),
        pack_id=str(pack["id"]),
        pack_version=str(pack["version"]),
        consultation_date=dt.date.fromisoformat(found["date"]),
        stage=Stage(found["stage"]),
        status=ConsultationStatus.ISSUED,
        answers=answers,
        decisions=tuple(codec.decode_decision(decision) for decision in found["decisions"]),
        signatures={
            Signatory(who): _decode_signature(Signatory(who), signature)
            for who, signature in found["signatures"].items()
        },
        note=str(found["note"]),
    )


def _decode_signature(who: Signatory, found: JsonObject) -> Signature:
    strokes = {str(stroke["id"]): codec.decode_stroke(stroke) for stroke in found["strokes"]}
    return codec.decode_signature(who, found, strokes)
