"""Domain values as canonical JSON and back; the same input always gives the same bytes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from consult_app.domain.answers import Answer, AnswerState, ListState, Provenance, Value
from consult_app.domain.consultation import InkPoint, InkStroke, Signatory, Signature
from consult_app.domain.dates import PartialDate
from consult_app.domain.decisions import Decision, DecisionKind

JsonObject = Mapping[str, Any]
"""A decoded JSON object; its members are checked as they are read."""


class RecordError(ValueError):
    """Stored text that is not what this program writes; the message never quotes it."""


def canonical(value: object) -> str:
    """Serialise to canonical JSON: sorted keys, no spaces, no escapes beyond the necessary."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def parse(text: str) -> JsonObject:
    """Read one JSON object. Raises RecordError for anything else."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordError("the stored value is not JSON") from error
    if not isinstance(value, dict):
        raise RecordError("the stored value is not an object")
    return value


def encode_value(value: Value) -> dict[str, object]:
    """Tag a value with its type."""
    match value:
        case str():
            return {"text": value}
        case Decimal():
            return {"number": str(value)}
        case PartialDate():
            return {"date": str(value)}
        case tuple():
            return {"codes": list(value)}


def decode_value(found: JsonObject) -> Value:
    """Read a tagged value back. Raises RecordError."""
    try:
        match dict(found):
            case {"text": str(text)}:
                return text
            case {"number": str(number)}:
                return Decimal(number)
            case {"date": str(date)}:
                return PartialDate.parse(date)
            case {"codes": [*codes]} if codes and all(isinstance(code, str) for code in codes):
                return tuple(codes)
    except (ValueError, InvalidOperation) as error:
        raise RecordError("a stored answer has a value that is out of range") from error
    raise RecordError("a stored answer has an unknown kind of value")


def encode_answer(answer: Answer) -> dict[str, object]:
    """One answer with its state and provenance."""
    found: dict[str, object] = {
        "state": answer.state.value,
        "provenance": answer.provenance.value,
        "author": answer.author,
    }
    if answer.value is not None:
        found["value"] = encode_value(answer.value)
    if answer.at is not None:
        found["at"] = answer.at.isoformat()
    return found


def decode_answer(found: JsonObject) -> Answer:
    """Read an answer back. Raises RecordError."""
    try:
        return Answer(
            AnswerState(found["state"]),
            decode_value(found["value"]) if "value" in found else None,
            Provenance(found["provenance"]),
            str(found["author"]),
            dt.datetime.fromisoformat(found["at"]) if "at" in found else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError("a stored answer is incomplete") from error


def encode_list(state: ListState) -> dict[str, object]:
    """Instances and completeness of a list."""
    return {"instances": list(state.instances), "complete": state.complete}


def decode_list(found: JsonObject) -> ListState:
    """Read a list's state back. Raises RecordError."""
    try:
        instances = tuple(str(instance) for instance in found["instances"])
        return ListState(instances, found["complete"] is True)
    except (KeyError, TypeError) as error:
        raise RecordError("a stored list is incomplete") from error


def encode_decision(decision: Decision) -> dict[str, object]:
    """One decision."""
    found: dict[str, object] = {
        "id": decision.decision_id,
        "kind": decision.kind.value,
        "rule": decision.rule_id,
        "rule_version": decision.rule_version,
        "basis": decision.basis,
        "reason": decision.reason,
        "author": decision.author,
        "at": decision.at.isoformat(),
    }
    if decision.evidence_id:
        found["evidence"] = decision.evidence_id
    if decision.evidence_date is not None:
        found["evidence_date"] = decision.evidence_date.isoformat()
    return found


def decode_decision(found: JsonObject) -> Decision:
    """Read a decision back. Raises RecordError."""
    try:
        date = found.get("evidence_date")
        return Decision(
            decision_id=str(found["id"]),
            kind=DecisionKind(found["kind"]),
            rule_id=str(found["rule"]),
            rule_version=int(found["rule_version"]),
            basis=str(found["basis"]),
            reason=str(found["reason"]),
            author=str(found["author"]),
            at=dt.datetime.fromisoformat(found["at"]),
            evidence_id=str(found.get("evidence", "")),
            evidence_date=dt.date.fromisoformat(date) if date else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError("a stored decision is incomplete") from error


def encode_stroke(stroke: InkStroke) -> dict[str, object]:
    """One pen stroke as rows of x, y, pressure and milliseconds."""
    rows = [[p.x, p.y, p.pressure, p.milliseconds] for p in stroke]
    return {"points": rows}


def decode_stroke(found: JsonObject) -> InkStroke:
    """Read a stroke back. Raises RecordError."""
    try:
        return tuple(
            InkPoint(float(x), float(y), float(pressure), int(ms))
            for x, y, pressure, ms in found["points"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError("a stored stroke is incomplete") from error


def encode_signature(signature: Signature) -> dict[str, object]:
    """A signature without its strokes, which are stored one by one."""
    found: dict[str, object] = {
        "printed_name": signature.printed_name,
        "typed": signature.typed,
        "aspect": signature.aspect,
        "accepted": signature.accepted,
        "consent_version": signature.consent_version,
        "basis": signature.basis,
    }
    if signature.signed_at is not None:
        found["signed_at"] = signature.signed_at.isoformat()
    return found


def decode_signature(
    signatory: Signatory, found: JsonObject, strokes: Mapping[str, InkStroke]
) -> Signature:
    """Read a signature back with its strokes. Raises RecordError."""
    try:
        at = found.get("signed_at")
        return Signature(
            signatory=signatory,
            printed_name=str(found["printed_name"]),
            strokes=tuple(strokes.values()),
            stroke_ids=tuple(strokes),
            typed=str(found["typed"]),
            aspect=float(found["aspect"]),
            signed_at=dt.datetime.fromisoformat(at) if at else None,
            accepted=found["accepted"] is True,
            consent_version=str(found["consent_version"]),
            basis=str(found["basis"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError("a stored signature is incomplete") from error
