"""The one mutable object: an open consultation, changed answer by answer, durable each time.

It lives on the interface thread. Every change goes to the store as an event; `saved` is only said
after the store's future resolved (see `saving`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from consult_app.domain.answers import (
    Answer,
    AnswerState,
    ListState,
    Provenance,
    Value,
    link_id_of,
    path_of,
)
from consult_app.domain.assessment import (
    Assessment,
    RuleBook,
    assess,
    evidence_after,
    evidence_for,
    reassess,
)
from consult_app.domain.consultation import Consultation, ConsultationStatus
from consult_app.domain.form import Group, Question, QuestionKind, RepeatingList
from consult_app.domain.interview import ConsultationEvidence, Progress, question_state
from consult_app.domain.pack import Pack
from consult_app.domain.plan import Plan, make_plan
from consult_app.domain.truth import Truth
from consult_app.services import codec, drafts
from consult_app.services.ports import Clock, ConsultationStore, DraftEvent
from consult_app.services.saving import Deliver, Saving


@dataclass(frozen=True)
class Change:
    """What one step changed: linkIds or list ids of answers, and the other kinds of event."""

    link_ids: frozenset[str]
    kinds: frozenset[str]


Listener = Callable[[Change], None]


class Session:
    """An open draft with its assessment and plan, recomputed after every change."""

    def __init__(
        self,
        consultation: Consultation,
        pack: Pack,
        store: ConsultationStore,
        clock: Clock,
        author_id: str,
        new_id: Callable[[], str],
        deliver: Deliver,
    ) -> None:
        """Open a draft. `new_id` gives unique ids; `deliver` runs a callable on this thread."""
        self.pack = pack
        self.book = RuleBook(pack.form, pack.rules, pack.devices)
        self.saving = Saving(store, clock, deliver)
        self._clock = clock
        self._author_id = author_id
        self._new_id = new_id
        self._listeners: list[Listener] = []
        self._undo: list[list[tuple[str, str | None]]] = []
        self._values: dict[str, str | None] = {}
        self.consultation = consultation
        self.evidence = self._evidence()
        self.assessment = assess(
            self.book, self.evidence, consultation.stage, consultation.decisions
        )
        self._remember(consultation)

    # --- listening ---------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` after each change, on this thread."""
        self._listeners.append(listener)

    # --- answers -----------------------------------------------------------------------------

    def answer(self, path: str, value: Value, provenance: Provenance = Provenance.ASKED) -> None:
        """Record a given answer."""
        self._record(path, Answer(AnswerState.GIVEN, value, provenance))

    def record_state(self, path: str, state: AnswerState) -> None:
        """Record "don't know" or "prefer not to say"."""
        self._record(path, Answer(state))

    def clear(self, path: str) -> None:
        """Take an answer back; the question is open again."""
        if self.consultation.answers.get(path) is not None:
            self._change([(f"answer:{path}", None)])

    def _record(self, path: str, answer: Answer) -> None:
        current = self.consultation.answers.get(path)
        same = current is not None and (current.state, current.value, current.provenance) == (
            answer.state,
            answer.value,
            answer.provenance,
        )
        if not same:
            self._change([self._answer_event(path, answer)])

    def _answer_event(self, path: str, answer: Answer) -> tuple[str, str]:
        signed = replace(answer, author=self._author_id, at=self._clock.now())
        return f"answer:{path}", codec.canonical(codec.encode_answer(signed))

    # --- lists -------------------------------------------------------------------------------

    def add_entry(self, list_id: str, values: Iterable[tuple[str, Value]] = ()) -> str:
        """Add an entry to a list, with answers by leaf; the list is open again. Returns its id."""
        state = self.consultation.answers.list_state(list_id)
        instance = self._new_id()
        events = [self._list_event(list_id, ListState((*state.instances, instance), False))]
        for leaf, value in values:
            path = path_of(f"{list_id}.{leaf}", instance)
            events.append(self._answer_event(path, Answer(AnswerState.GIVEN, value)))
        self._change(events)
        return instance

    def remove_entry(self, list_id: str, instance: str) -> None:
        """Remove an entry with its answers."""
        state = self.consultation.answers.list_state(list_id)
        kept = tuple(found for found in state.instances if found != instance)
        events: list[tuple[str, str | None]] = [
            (f"answer:{path}", None)
            for path in self.consultation.answers.paths()
            if path.startswith(f"{list_id}[{instance}].")
        ]
        events.append(self._list_event(list_id, ListState(kept, state.complete)))
        self._change(events)

    def close_list(self, list_id: str, complete: bool = True) -> None:
        """Record that somebody said "that is all", or open the list again."""
        state = self.consultation.answers.list_state(list_id)
        if state.complete is not complete:
            self._change([self._list_event(list_id, ListState(state.instances, complete))])

    @staticmethod
    def _list_event(list_id: str, state: ListState) -> tuple[str, str]:
        return f"list:{list_id}", codec.canonical(codec.encode_list(state))

    # --- bulk negatives ----------------------------------------------------------------------

    def bulk_lines(self, card_id: str) -> tuple[str, ...]:
        """Open questions that "none of these" on a card would deny, stop questions left out."""
        return tuple(
            question.link_id
            for question in self.pack.form.questions.values()
            if question.card == card_id
            and question.negative
            and not question.yes_is_safe
            and question.link_id not in self.book.stop_questions
            and question_state(self.evidence, question).progress
            in (Progress.OPEN, Progress.UNCONFIRMED)
        )

    def deny_all(self, card_id: str) -> tuple[str, ...]:
        """Record the negative of every open line of a card, as bulk negative; one undo step."""
        lines = self.bulk_lines(card_id)
        events = []
        for link_id in lines:
            question = self.pack.form.questions[link_id]
            several = question.kind is QuestionKind.CHOICES
            value: Value = (question.negative,) if several else question.negative
            answer = Answer(AnswerState.GIVEN, value, Provenance.BULK_NEGATIVE)
            events.append(self._answer_event(link_id, answer))
        if events:
            self._change(events)
        return lines

    # --- other changes -----------------------------------------------------------------------

    def change(self, events: Iterable[tuple[str, str | None]], *, undoable: bool = True) -> None:
        """Apply events of other kinds (decisions, ink, signatures) in one step."""
        self._change(list(events), undoable=undoable)

    def move_to(self, position: str) -> None:
        """Remember the question at which the draft is to be reopened; not an undo step."""
        if position != self.consultation.position:
            self._change([("position", drafts.text_value(position))], undoable=False)

    def move_planned_date(self, day: dt.date) -> Assessment:
        """Assess the same answers for another day, changing nothing (what-if)."""
        evidence = evidence_for(
            self.book,
            self.pack.medicines,
            self.consultation.answers,
            self.consultation.consultation_date,
            day,
        )
        return assess(self.book, evidence, self.consultation.stage, self.consultation.decisions)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._undo)

    def undo(self) -> bool:
        """Take the last step back, as a new durable change; False when there is none."""
        if not self._undo:
            return False
        self._apply(self._undo.pop())
        return True

    def mark_issued(self) -> None:
        """Show the draft as issued, after the store said so; nothing can be changed any more."""
        self.consultation = replace(self.consultation, status=ConsultationStatus.ISSUED)
        self._undo.clear()

    # --- what follows ------------------------------------------------------------------------

    @property
    def plan(self) -> Plan:
        """Plan as the answers stand."""
        return plan_for(self.pack, self.evidence, self.assessment, self.consultation)

    def items_of(self, section_id: str) -> tuple[Question | Group | RepeatingList, ...]:
        """Items of one section."""
        for section in self.pack.form.sections:
            if section.section_id == section_id:
                return section.items
        raise KeyError(section_id)

    # --- inside ------------------------------------------------------------------------------

    def _remember(self, consultation: Consultation) -> None:
        """Current value of each key, so that a step can be undone."""
        for path, answer in consultation.answers.entries.items():
            self._values[f"answer:{path}"] = codec.canonical(codec.encode_answer(answer))
        for list_id, state in consultation.answers.lists.items():
            self._values[f"list:{list_id}"] = codec.canonical(codec.encode_list(state))

    def _change(self, events: Iterable[tuple[str, str | None]], undoable: bool = True) -> None:
        steps = list(events)
        before = [(key, self._values.get(key)) for key, _ in reversed(steps)]
        if undoable:
            self._undo.append(before)
        self._apply(steps)

    def _apply(self, events: list[tuple[str, str | None]]) -> None:
        now = self._clock.now()
        draft = self.consultation
        stored: list[DraftEvent] = []
        for key, value in events:
            draft = drafts.apply(draft, key, value)
            self._values[key] = value
            stored.append(
                DraftEvent(draft.consultation_id, self._new_id(), key, value, self._author_id, now)
            )
        self.consultation = draft
        kinds = frozenset(key.partition(":")[0] for key, _ in events)
        changed = Change(frozenset(_link_ids(key for key, _ in events)), kinds)
        self.saving.send(tuple(stored))
        if kinds & {"answer", "list", "decision"}:
            self._recompute(changed.link_ids)
        for listener in tuple(self._listeners):
            listener(changed)

    def _recompute(self, changed: frozenset[str]) -> None:
        self.evidence = evidence_after(self.book, self.evidence, self.consultation.answers, changed)
        self.assessment = reassess(
            self.book,
            self.evidence,
            self.consultation.stage,
            self.consultation.decisions,
            self.assessment,
            changed,
        )

    def _evidence(self) -> ConsultationEvidence:
        return evidence_for(
            self.book,
            self.pack.medicines,
            self.consultation.answers,
            self.consultation.consultation_date,
        )


def _link_ids(keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        kind, _, rest = key.partition(":")
        if kind == "answer":
            yield link_id_of(rest)
        elif kind == "list":
            yield rest


def plan_for(
    pack: Pack,
    evidence: ConsultationEvidence,
    assessment: Assessment,
    consultation: Consultation,
) -> Plan:
    """The plan that follows from an assessment, dated from the booked day where there is one."""
    truth = {
        finding.rule_id: Truth.TRUE
        if finding.fired
        else (Truth.UNKNOWN if finding.open_severity is not None else Truth.FALSE)
        for finding in assessment.findings
    }

    def concerns(rule_id: str) -> Truth:
        return truth.get(rule_id, Truth.UNKNOWN)

    return make_plan(pack.plan, evidence, concerns, consultation.planned_date)
