"""The appendix of the record: positives first, negatives as compact lines with provenance."""

from __future__ import annotations

from consult_app.domain.answers import Answer, Provenance, path_of
from consult_app.domain.form import Group, Item, Question, RepeatingList, Section
from consult_app.domain.interview import Progress, item_states
from consult_app.domain.report import wording
from consult_app.domain.report.blocks import (
    Block,
    Heading,
    Paragraph,
    TableBlock,
    TextStyle,
)
from consult_app.domain.report.issue_facts import IssueFacts

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


def answers_part(facts: IssueFacts) -> list[Block]:
    """All answers: what was answered positively in a table for each step, the rest in lines."""
    blocks: list[Block] = [Heading("Answers", 2)]
    for section in facts.pack.form.sections:
        blocks += _section(facts, section)
    blocks.append(
        Paragraph(
            "Marks: (e) examined, (r) records seen, (p) entered by the patient, (b) denied on a "
            "list read out, (c) carried forward and reconfirmed, (d) clinic default confirmed, "
            "(?) carried forward and not confirmed; no mark: asked.",
            TextStyle.SMALL,
        )
    )
    return blocks


def _section(facts: IssueFacts, section: Section) -> list[Block]:
    positives: list[tuple[str, str]] = []
    negatives: list[str] = []
    for item in section.items:
        _item(facts, item, positives, negatives)
    if not positives and not negatives:
        return []
    blocks: list[Block] = [Heading(section.title, 3)]
    if positives:
        blocks.append(
            TableBlock(section.title, ("Question", "Answer"), tuple(positives), (0.62, 0.38))
        )
    if negatives:
        blocks.append(Paragraph("Answered no or none: " + "; ".join(negatives), TextStyle.SMALL))
    return blocks


def _item(
    facts: IssueFacts, item: Item, positives: list[tuple[str, str]], negatives: list[str]
) -> None:
    if isinstance(item, RepeatingList):
        state = facts.consultation.answers.list_state(item.link_id)
        if not state.instances and state.complete:
            negatives.append(item.text)
        elif state.instances and not state.complete:
            positives.append((item.text, "list not closed"))
    for found in item_states(facts.evidence, item):
        answer = facts.consultation.answers.get(found.path)
        if answer is None or found.progress is Progress.HIDDEN:
            continue
        words = _words(facts, found.question, answer)
        label = _label(item, found.question)
        if found.question.negative and answer.value in (
            found.question.negative,
            (found.question.negative,),
        ):
            mark = _MARKS[answer.provenance]
            negatives.append(f"{label.rstrip('?')}{f' ({mark})' if mark else ''}")
        else:
            positives.append((label, words))


def _label(item: Item, question: Question) -> str:
    if isinstance(item, RepeatingList):
        return f"{item.entry_word.capitalize()}: {question.text}"
    if isinstance(item, Group) and len(question.text) < 24:
        return f"{item.text}: {question.text}"
    return question.text


def _words(facts: IssueFacts, question: Question, answer: Answer) -> str:
    mark = _MARKS[answer.provenance]
    words = wording.answer_words(question, answer, facts.pack.devices)
    return f"{words} ({mark})" if mark else words


def medicines_part(facts: IssueFacts) -> list[Block]:
    """Medicine list and allergies on the second page."""
    answers = facts.consultation.answers
    state = answers.list_state("medicines")
    leaves = ("name", "route", "status", "supplied", "classified_as")
    rows = [
        tuple(_field(facts, f"medicines.{leaf}", instance) for leaf in leaves)
        for instance in state.instances
    ]
    blocks: list[Block] = [Heading("Medicines", 2)]
    if rows:
        blocks.append(
            TableBlock(
                "Medicines",
                ("Medicine", "Route", "Taken", "Supplied", "Classified as"),
                tuple(rows),
                (0.32, 0.16, 0.18, 0.17, 0.17),
            )
        )
    if not state.complete:
        blocks.append(Paragraph("The list was not closed: there may be more.", TextStyle.STRONG))
    elif not rows:
        blocks.append(Paragraph("None, as stated."))
    return blocks


def _field(facts: IssueFacts, link_id: str, instance: str) -> str:
    question = facts.pack.form.questions.get(link_id)
    if question is None:
        return ""
    answer = facts.consultation.answers.get(path_of(link_id, instance))
    return "" if answer is None else wording.answer_words(question, answer)
