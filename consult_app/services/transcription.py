"""Write a consultation that was stated elsewhere into a session, answer by answer."""

from __future__ import annotations

from collections.abc import Mapping

from consult_app.domain.answers import Answers
from consult_app.domain.consultation import Signatory
from consult_app.services import codec
from consult_app.services.inking import Inking
from consult_app.services.session import Session


def write_answers(session: Session, answers: Answers) -> None:
    """Record all answers and lists in one step; what the draft already holds stays."""
    events = [
        (f"list:{list_id}", codec.canonical(codec.encode_list(state)))
        for list_id, state in answers.lists.items()
    ]
    events += [
        (f"answer:{path}", codec.canonical(codec.encode_answer(answer)))
        for path, answer in answers.entries.items()
    ]
    session.change(events)


def write_signatures(inking: Inking, typed: Mapping[Signatory, str]) -> None:
    """Sign with typed names. Raises SignatureRefusedError for an empty one."""
    for signatory, name in typed.items():
        inking.type_name(signatory, name)
        inking.accept(signatory)
