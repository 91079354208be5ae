"""What conditions, answers and lines may name: questions, lists, scores, classes, policy values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from consult_app.definitions.located import Node, Problems
from consult_app.definitions.problems import quoted, suggestion
from consult_app.domain.answers import AnswerState
from consult_app.domain.form import Question, Score
from consult_app.domain.pack import PolicyValue


@dataclass(frozen=True)
class Vocabulary:
    """The names of a pack.

    `questions` are those that could be read, `written` the ids of all that were written: a question
    that is wrong itself is reported once, not again wherever it is named. `list_of` gives the list
    around a question, `gated` holds the questions and lists that are not always asked. `complete`
    is False when the questionnaire itself could not be read, so nothing is known to be unknown.
    """

    questions: Mapping[str, Question] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    list_of: Mapping[str, str] = field(default_factory=dict)
    gated: frozenset[str] = frozenset()
    scores: Mapping[str, Score] = field(default_factory=dict)
    classes: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()
    policy: Mapping[str, PolicyValue] = field(default_factory=dict)
    complete: bool = True

    def question(self, link_id: str, node: Node, problems: Problems) -> Question | None:
        """Look a question up; an unknown one is noted at `node`."""
        if link_id not in self.written and self.complete:
            message = f"there is no question {quoted(link_id)}."
            hint = suggestion(link_id, sorted(self.written), problems)
            if link_id in self.lists:
                hint = "It is a list: name one of its questions, inside for_any."
            problems.add(node.place, "unknown-question", message, hint)
        return self.questions.get(link_id)

    def option_codes(self, link_id: str) -> frozenset[str] | None:
        """Codes that a question may be answered with; None when that is not known."""
        question = self.questions.get(link_id)
        if question is None or not question.options:
            return None
        return frozenset(option.code for option in question.options)

    def check_codes(self, link_id: str, nodes: Iterable[Node], problems: Problems) -> None:
        """Note every text among `nodes` that is no option of the question."""
        codes = self.option_codes(link_id)
        for node in nodes:
            if codes is not None and isinstance(node.value, str) and node.value not in codes:
                note_unknown(node, f"an option of {link_id}", codes, problems)


def check_state(
    question: Question, states: Iterable[AnswerState], node: Node, problems: Problems
) -> None:
    """Note states of which none may be recorded for the question."""
    recorded = {
        AnswerState.DONT_KNOW: question.allow_dont_know,
        AnswerState.DECLINED: question.allow_declined,
    }
    if not any(recorded.get(state) for state in states):
        message = f"{question.link_id} cannot be answered so."
        hint = "See dont_know and declined of the question."
        problems.add(node.place, "state-not-taken", message, hint)


def note_unknown(node: Node, what: str, known: Iterable[str], problems: Problems) -> None:
    """Note a code that is none of the `known` ones; `what` says what it should have been."""
    written = str(node.value)
    hint = suggestion(written, sorted(known), problems)
    problems.add(node.place, "unknown-code", f"{quoted(written)} is not {what}.", hint)


def check_known(
    nodes: Iterable[Node], known: Iterable[str], code: str, what: str, problems: Problems
) -> None:
    """Note every text among `nodes` that is none of the `known` ids."""
    ids = frozenset(known)
    for node in nodes:
        if isinstance(node.value, str) and node.value not in ids:
            message = f"there is no {what} {quoted(node.value)}."
            problems.add(node.place, code, message, suggestion(node.value, sorted(ids), problems))
