"""Signatures: strokes durable one by one, a typed name as the alternative, and acceptance."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from consult_app.domain.consultation import Consultation, InkStroke, Signatory, Signature
from consult_app.services import codec, drafts
from consult_app.services.ports import Clock, UserFacingError
from consult_app.services.session import Session


class SignatureRefusedError(UserFacingError):
    """The signature cannot be accepted; the sentence says why."""


def content_basis(consultation: Consultation, consent_version: str) -> str:
    """Digest of what a signature rests on: answers, lists, decisions and the consent text."""
    answers = consultation.answers
    rows = {
        "answers": {
            path: [answer.state.value, str(answer.value)]
            for path, answer in answers.entries.items()
        },
        "lists": {
            list_id: [list(state.instances), state.complete]
            for list_id, state in answers.lists.items()
        },
        "decisions": [decision.decision_id for decision in consultation.decisions],
        "consent": consent_version,
    }
    return hashlib.sha256(codec.canonical(rows).encode()).hexdigest()


class Inking:
    """The signatures of one session."""

    def __init__(self, session: Session, clock: Clock, new_id: Callable[[], str]) -> None:
        self._session = session
        self._clock = clock
        self._new_id = new_id

    def signature(self, signatory: Signatory) -> Signature:
        """The signature as it stands, empty while nobody signed."""
        return drafts.signature_of(self._session.consultation, signatory)

    def stands(self, signatory: Signatory) -> bool:
        """Whether it was accepted and nothing that it rests on changed since."""
        signature = self.signature(signatory)
        return signature.accepted and not signature.empty and signature.basis == self._basis()

    def add_stroke(self, signatory: Signatory, stroke: InkStroke, aspect: float) -> str:
        """Record one stroke, durable on its own; it must be accepted again. Returns its id."""
        stroke_id = self._new_id()
        text = codec.canonical(codec.encode_stroke(stroke))
        events: list[tuple[str, str | None]] = []
        signature = self.signature(signatory)
        if signature.aspect != aspect or signature.typed:
            events.append(self._event(replace(signature, aspect=aspect, typed="", accepted=False)))
        events.append((f"stroke:{signatory.value}:{stroke_id}", text))
        self._session.change(events, undoable=False)
        return stroke_id

    def remove_last_stroke(self, signatory: Signatory) -> None:
        """Undo on the pad."""
        ids = self.signature(signatory).stroke_ids
        if ids:
            self._session.change([(f"stroke:{signatory.value}:{ids[-1]}", None)], undoable=False)

    def clear(self, signatory: Signatory) -> None:
        """Remove all ink and the typed name."""
        events: list[tuple[str, str | None]] = [
            (f"stroke:{signatory.value}:{stroke_id}", None)
            for stroke_id in self.signature(signatory).stroke_ids
        ]
        events.append((f"signature:{signatory.value}", None))
        self._session.change(events, undoable=False)

    def type_name(self, signatory: Signatory, typed: str) -> None:
        """Use a typed name, the accessible alternative; drawn strokes are removed."""
        self.clear(signatory)
        changed = replace(self.signature(signatory), typed=typed.strip())
        self._session.change([self._event(changed)], undoable=False)

    def accept(self, signatory: Signatory, printed_name: str = "") -> None:
        """Accept the signature as it stands. Raises SignatureRefusedError for an empty one."""
        signature = self.signature(signatory)
        if signature.empty:
            raise SignatureRefusedError("Sign first: an empty signature cannot be accepted.")
        changed = replace(
            signature,
            printed_name=printed_name.strip() or signature.printed_name,
            accepted=True,
            signed_at=self._clock.now(),
            consent_version=self._session.pack.consent.version,
            basis=self._basis(),
        )
        self._session.change([self._event(changed)], undoable=False)

    def _basis(self) -> str:
        return content_basis(self._session.consultation, self._session.pack.consent.version)

    @staticmethod
    def _event(signature: Signature) -> tuple[str, str]:
        text = codec.canonical(codec.encode_signature(signature))
        return f"signature:{signature.signatory.value}", text
