"""The appendix of the record: positives first, negatives as compact lines with provenance."""

from __future__ import annotations

from dataclasses import dataclass, field

from consult_app.domain.answers import Answer, Provenance, instance_of, path_of
from consult_app.domain.form import Item, Question, RepeatingList, Section
from consult_app.domain.interview import Progress, QuestionState, item_states
from consult_app.domain.report import wording
from consult_app.domain.report.blocks import (
    Block,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TextStyle,
)
from consult_app.domain.report.entry_words import entry_line, entry_piece
from consult_app.domain.report.issue_facts import IssueFacts
from consult_app.domain.truth import Truth

_MARKS = {
    Provenance.ASKED: "",
    Provenance.PATIENT_ENTERED: "p",
    Provenance.EXAMINED: "e",
    Provenance.RECORDS_SEEN: "r",
    Provenance.CARRIED_FORWARD: "?",
    Provenance.RECONFIRMED: "c",
    Provenance.BULK_NEGATIVE: "b",
    Provenance.CLINIC_DEFAULT: "d",
}
_CANNOT_COUNT = "!"
_STOPPED_ON = "medicines.stopped_on"
_TAKEN = {"current": "Current", "stopped": "Stopped"}
"""Every pack has these two options of ``medicines.status``."""

_LEGEND = (
    "Marks: (e) examined, (r) records seen, (p) entered by the patient, (b) denied on a list read "
    "out, (c) carried forward and reconfirmed, (d) clinic default confirmed, (?) carried forward "
    "and not confirmed, (!) the answer cannot count; no mark: asked."
)


@dataclass
class _Answered:
    """What was answered in one section, in the order of the form."""

    rows: list[tuple[str, str]] = field(default_factory=list)
    entries: list[tuple[str, str]] = field(default_factory=list)
    negatives: list[str] = field(default_factory=list)
    unconfirmed: list[str] = field(default_factory=list)
    scores: set[str] = field(default_factory=set)

    def blocks(self, title: str) -> list[Block]:
        """Positives two beside each other, entries below, negatives in one paragraph."""
        found: list[Block] = []
        if self.rows:
            found.append(KeyValues("", tuple(self.rows), 2))
        if self.entries:
            found.append(KeyValues("", tuple(self.entries), 1))
        if self.negatives:
            text = f"Answered no or none: {'; '.join(self.negatives)}."
            found.append(Paragraph(text, TextStyle.SMALL))
        if self.unconfirmed:
            lines = "; ".join(self.unconfirmed)
            text = f"Answered no or none at an earlier visit, not confirmed: {lines}."
            found.append(Paragraph(text, TextStyle.SMALL))
        return [Heading(title, 3), *found] if found else []


def answers_part(facts: IssueFacts) -> list[Block]:
    """All answers by their short labels, step by step."""
    blocks: list[Block] = [Heading("Answers", 2)]
    for section in facts.pack.form.sections:
        blocks += _section(facts, section).blocks(section.title)
    return [*blocks, Paragraph(_LEGEND, TextStyle.SMALL)]


def _section(facts: IssueFacts, section: Section) -> _Answered:
    answered = _Answered()
    scored = {
        link_id: score_id
        for score_id, score in facts.pack.form.scores.items()
        for link_id in score.questions
    }
    for item in section.items:
        if isinstance(item, RepeatingList):
            _list(facts, item, answered)
            continue
        for state, answer in _recorded(facts, item):
            score_id = scored.get(state.question.link_id)
            if score_id is None:
                _answer(facts, state, answer, answered)
            elif score_id not in answered.scores:
                answered.scores.add(score_id)
                answered.rows.append(_score(facts, score_id))
    return answered


def _recorded(facts: IssueFacts, item: Item) -> list[tuple[QuestionState, Answer]]:
    """The questions of an item that apply and were answered."""
    found = []
    for state in item_states(facts.evidence, item):
        answer = facts.consultation.answers.get(state.path)
        if answer is not None and state.progress is not Progress.HIDDEN:
            found.append((state, answer))
    return found


def _answer(facts: IssueFacts, state: QuestionState, answer: Answer, answered: _Answered) -> None:
    """Put one answer with the positives or the negatives; only what counts is a negative."""
    label = wording.label_words(facts.pack.form, state.path).rstrip("?")
    mark = _mark(state, answer)
    negative = state.question.negative
    if state.progress is Progress.INVALID or not negative:
        denied = False
    else:
        denied = answer.value in (negative, (negative,))
    if not denied:
        words = wording.answer_words(state.question, answer, facts.pack.devices)
        answered.rows.append((label, wording.marked(words, mark)))
    elif answer.decides:
        answered.negatives.append(wording.marked(label, mark))
    else:
        answered.unconfirmed.append(label)


def _list(facts: IssueFacts, item: RepeatingList, answered: _Answered) -> None:
    """Each entry on one line; a list that was closed without any is a negative."""
    if facts.evidence.applies(item.link_id).truth is not Truth.TRUE:
        return
    state = facts.consultation.answers.list_state(item.link_id)
    recorded: dict[str | None, list[tuple[Question, Answer, str]]] = {}
    for found, answer in _recorded(facts, item):
        entry = recorded.setdefault(instance_of(found.path), [])
        entry.append((found.question, answer, _mark(found, answer)))
    word = item.entry_word.capitalize()
    answered.entries += [(word, entry_line(entry)) for entry in recorded.values()]
    if state.instances and not state.complete:
        answered.entries.append((wording.label_of(item), "list not closed: there may be more"))
    elif state.complete and not state.instances:
        answered.negatives.append(wording.label_of(item).rstrip("?"))


def _score(facts: IssueFacts, score_id: str) -> tuple[str, str]:
    """A score in one row; without a total while an answer is missing."""
    score = facts.pack.form.scores[score_id]
    total, used, _ = facts.evidence.score(score_id)
    count = len(score.questions)
    words = f"not complete: {len(used)} of {count} answered"
    if total is not None:
        words = f"{total} of {score.bands[-1].maximum}"
    return f"{score_id.replace('-', ' ').capitalize()} score, {count} questions", words


def _mark(state: QuestionState, answer: Answer) -> str:
    return _CANNOT_COUNT if state.progress is Progress.INVALID else _MARKS[answer.provenance]


def medicines_part(facts: IssueFacts) -> list[Block]:
    """Medicine list and allergies on the second page."""
    answers = facts.consultation.answers
    state = answers.list_state("medicines")
    rows = [_medicine(facts, instance) for instance in state.instances]
    blocks: list[Block] = [Heading("Medicines", 2)]
    if rows:
        header: tuple[str, ...] = ("Medicine", "Route", "Taken", "Supplied", "Classified as")
        widths: tuple[float, ...] = (0.28, 0.14, 0.22, 0.18, 0.18)
        if not any(row[-1] for row in rows):
            header, widths = header[:-1], (0.32, 0.18, 0.26, 0.24)
            rows = [row[:-1] for row in rows]
        blocks.append(TableBlock("Medicines", header, tuple(rows), widths))
    if not state.complete:
        blocks.append(Paragraph("The list was not closed: there may be more.", TextStyle.STRONG))
    elif not rows:
        blocks.append(Paragraph("None, as stated."))
    return blocks


def _medicine(facts: IssueFacts, instance: str) -> tuple[str, ...]:
    """Name, route, since when not taken, supply and the class that the practitioner chose."""
    name, route, supplied, classified = (
        _field(facts, f"medicines.{leaf}", instance)
        for leaf in ("name", "route", "supplied", "classified_as")
    )
    answer = facts.consultation.answers.get(path_of("medicines.status", instance))
    taken = _TAKEN.get(answer.value, "") if answer and isinstance(answer.value, str) else ""
    taken = taken or _field(facts, "medicines.status", instance)
    stopped = facts.consultation.answers.get(path_of(_STOPPED_ON, instance))
    if stopped is not None and _field(facts, _STOPPED_ON, instance):
        question = facts.pack.form.questions[_STOPPED_ON]
        taken += f", {entry_piece(question, stopped, first=False)}"
    return name, route, taken, supplied, classified


def _field(facts: IssueFacts, link_id: str, instance: str) -> str:
    """One answer of a medicine; empty while it is unanswered or does not apply."""
    question = facts.pack.form.questions.get(link_id)
    if question is None:
        return ""
    if facts.evidence.applies(link_id, instance).truth is not Truth.TRUE:
        return ""
    answer = facts.consultation.answers.get(path_of(link_id, instance))
    return "" if answer is None else wording.answer_words(question, answer)
