"""Entries of repeating lists in one line, such as ``Cheeks, depth 1 mm, passes 3``."""

from __future__ import annotations

from collections.abc import Sequence

from consult_app.domain.answers import Answer, instance_of, link_id_of, path_of
from consult_app.domain.assessment import Finding
from consult_app.domain.consultation import Consultation
from consult_app.domain.dates import PartialDate
from consult_app.domain.form import Question, QuestionKind, RepeatingList
from consult_app.domain.pack import Pack
from consult_app.domain.report import wording


def entry_line(found: Sequence[tuple[Question, Answer, str]]) -> str:
    """The answers of one entry with their marks; one that all share stands once at the end."""
    marks = {mark for _, _, mark in found}
    shared = marks.pop() if len(marks) == 1 else ""
    pieces = []
    for index, (question, answer, mark) in enumerate(found):
        piece = entry_piece(question, answer, first=index == 0)
        pieces.append(piece if mark == shared else wording.marked(piece, mark))
    return wording.marked(", ".join(pieces), shared)


def entry_piece(question: Question, answer: Answer, *, first: bool) -> str:
    """One answer inside an entry: alone where it speaks for itself, else with its label.

    An option that answers the question with "Yes, ..." or "No, ..." is named by its code, as the
    question is not printed beside it. `first` keeps the capital letter.
    """
    label = wording.small_initial(wording.label_of(question).rstrip("?"))
    value = answer.value
    if value is None:
        return f"{label}: {wording.STATE_WORDS[answer.state].lower()}"
    words = wording.value_words(question, value)
    if question.kind is QuestionKind.CHOICE and isinstance(value, str):
        if value in ("yes", "no"):
            return label if value == "yes" else f"{label}: no"
        if words.partition(" ")[0].rstrip(",:;.") in ("Yes", "No"):
            return value.replace("-", " ")
        return words if first else wording.small_initial(words)
    if isinstance(value, PartialDate) or question.kind is QuestionKind.NUMBER:
        return f"{label} {words}"
    named = first or question.kind is QuestionKind.MEDICINE
    return words if named else f"{label}: {words}"


def entry_label(pack: Pack, consultation: Consultation, path: str) -> str:
    """Label of the question at a path; inside a list with what names its entry, where known."""
    label = wording.label_words(pack.form, path)
    instance = instance_of(path)
    container = pack.form.containers.get(link_id_of(path))
    if instance is None or container is None:
        return label
    first = container.items[0]
    answer = consultation.answers.get(path_of(first.link_id, instance))
    if answer is None or answer.value is None or first.link_id == link_id_of(path):
        return label
    word, colon, rest = label.partition(":")
    return f"{word} ({wording.value_words(first, answer.value)}){colon}{rest}"


def because_labels(pack: Pack, consultation: Consultation, finding: Finding) -> tuple[str, ...]:
    """The answers behind a fired finding, each as label and answer, a list entry as one line."""
    lines: dict[str, str] = {}
    for path in finding.because:
        question = pack.form.questions.get(link_id_of(path))
        answer = consultation.answers.get(path)
        if question is None or answer is None:
            continue
        instance = instance_of(path)
        container = pack.form.containers.get(question.link_id)
        if instance is None or not isinstance(container, RepeatingList):
            words = wording.answer_words(question, answer, pack.devices)
            label = wording.label_words(pack.form, path)
            lines[path] = f"{label} {words}" if label.endswith("?") else f"{label}: {words}"
        else:
            words = _because_entry(consultation, container, instance, finding)
            lines[f"{container.link_id}[{instance}]"] = words
    return tuple(lines.values())


def _because_entry(
    consultation: Consultation, container: RepeatingList, instance: str, finding: Finding
) -> str:
    """What of an entry made the finding fire, after what names the entry."""
    found: list[tuple[Question, Answer, str]] = []
    for index, question in enumerate(container.items):
        path = path_of(question.link_id, instance)
        answer = consultation.answers.get(path)
        if answer is not None and (index == 0 or path in finding.because):
            found.append((question, answer, ""))
    return f"{container.entry_word.capitalize()}: {entry_line(found)}"
