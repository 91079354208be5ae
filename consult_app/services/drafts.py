"""A draft as the fold of its events: one key and value in, a new consultation out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from consult_app.domain.answers import Answers
from consult_app.domain.consultation import Consultation, InkStroke, Signatory, Signature
from consult_app.services import codec
from consult_app.services.ports import ConsultationHead, DraftEvent


def begin(head: ConsultationHead) -> Consultation:
    """The empty draft of a consultation's head."""
    return Consultation(
        consultation_id=head.consultation_id,
        patient=head.patient,
        practitioner=head.practitioner,
        pack_id=head.pack_id,
        pack_version=head.pack_version,
        consultation_date=head.consultation_date,
        status=head.status,
    )


def fold(head: ConsultationHead, events: Iterable[DraftEvent]) -> Consultation:
    """Rebuild a draft. Raises codec.RecordError when an event cannot be read."""
    draft = begin(head)
    for event in events:
        draft = apply(draft, event.key, event.value)
    return draft


def apply(draft: Consultation, key: str, value: str | None) -> Consultation:
    """Apply one event; None clears what the key names. Raises codec.RecordError."""
    kind, _, rest = key.partition(":")
    match kind:
        case "answer":
            return replace(draft, answers=_answer(draft.answers, rest, value))
        case "list":
            found = codec.decode_list(codec.parse(value)) if value is not None else None
            if found is None:
                found = codec.decode_list({"instances": [], "complete": False})
            return replace(draft, answers=draft.answers.with_list(rest, found))
        case "decision":
            if value is None:
                kept = tuple(d for d in draft.decisions if d.decision_id != rest)
                return replace(draft, decisions=kept)
            decision = codec.decode_decision(codec.parse(value))
            return replace(draft, decisions=(*draft.decisions, decision))
        case "stroke":
            return _stroke(draft, rest, value)
        case "signature":
            return _signature(draft, Signatory(rest), value)
        case "position":
            return replace(draft, position="" if value is None else _text(value))
        case "note":
            return replace(draft, note="" if value is None else _text(value))
        case _:
            raise codec.RecordError("a stored change is of an unknown kind")


def text_value(text: str) -> str:
    """Canonical JSON of a plain text, as `position` and `note` store it."""
    return json.dumps(text, ensure_ascii=False)


def _text(value: str) -> str:
    try:
        found = json.loads(value)
    except ValueError as error:
        raise codec.RecordError("a stored text is not JSON") from error
    if not isinstance(found, str):
        raise codec.RecordError("a stored text is not text")
    return found


def _answer(answers: Answers, path: str, value: str | None) -> Answers:
    if value is None:
        return answers.without(path)
    return answers.with_answer(path, codec.decode_answer(codec.parse(value)))


def signature_of(draft: Consultation, signatory: Signatory) -> Signature:
    """The signature so far; an empty one with the expected printed name while nobody signed."""
    names = {
        Signatory.PATIENT: f"{draft.patient.given} {draft.patient.family}".strip(),
        Signatory.PRACTITIONER: draft.practitioner.printed_name,
    }
    return draft.signatures.get(signatory, Signature(signatory, names[signatory]))


def _stroke(draft: Consultation, rest: str, value: str | None) -> Consultation:
    who, _, stroke_id = rest.partition(":")
    signatory = Signatory(who)
    signature = signature_of(draft, signatory)
    strokes: dict[str, InkStroke] = dict(zip(signature.stroke_ids, signature.strokes, strict=True))
    if value is None:
        strokes.pop(stroke_id, None)
    else:
        strokes[stroke_id] = codec.decode_stroke(codec.parse(value))
    changed = replace(
        signature, strokes=tuple(strokes.values()), stroke_ids=tuple(strokes), accepted=False
    )
    return replace(draft, signatures={**draft.signatures, signatory: changed})


def _signature(draft: Consultation, signatory: Signatory, value: str | None) -> Consultation:
    current = signature_of(draft, signatory)
    if value is None:
        kept = {who: found for who, found in draft.signatures.items() if who is not signatory}
        return replace(draft, signatures=kept)
    strokes = dict(zip(current.stroke_ids, current.strokes, strict=True))
    changed = codec.decode_signature(signatory, codec.parse(value), strokes)
    return replace(draft, signatures={**draft.signatures, signatory: changed})
