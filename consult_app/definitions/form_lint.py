"""What can be wrong with a questionnaire as a whole, though every line of it can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from consult_app.definitions.fact_syntax import ALWAYS_NEEDED, questions_of
from consult_app.definitions.fields import Fields
from consult_app.definitions.forms import ReadForm
from consult_app.definitions.located import Place, Problems
from consult_app.definitions.reach import can_hold
from consult_app.domain.conditions import All, Condition, FactLeaf, leaves, reads
from consult_app.domain.form import Form, Question, QuestionKind, Score

CARD_LINES: Final = 8
"""Most lines of a bulk card: it is itself the list of what is denied, so it must be readable."""


def check_form(read: ReadForm, problems: Problems) -> bool:
    """Check gates, cards, scores and the questions that the engine reads by name.

    Returns whether answers can be evaluated on this form at all.
    """
    complete = _check_needed(read, problems)
    _check_cards(read, problems)
    for score_id, score in read.form.scores.items():
        _check_score(score, read.scores[score_id], read, problems)
    if not read.sound or _check_cycles(read, problems):
        return False
    _check_reach(read, problems)
    return complete


# --- questions that the engine reads by name -----------------------------------------------------


def _check_needed(read: ReadForm, problems: Problems) -> bool:
    complete = True
    for link_id, kind in ALWAYS_NEEDED.items():
        question = read.vocabulary.questions.get(link_id)
        if link_id not in read.vocabulary.written:
            message = (
                f"the question {link_id}, of kind {kind.value}, is missing: it is always read."
            )
            problems.add(read.root.place, "needed-question", message)
        elif question is not None and question.kind is not kind:
            message = f"{link_id} must be of kind {kind.value}."
            place = read.nodes[link_id]["kind"].place
            problems.add(place, "needed-question", message)
        else:
            continue
        complete = False
    return complete


# --- bulk cards ----------------------------------------------------------------------------------


def _check_cards(read: ReadForm, problems: Problems) -> None:
    lines: dict[tuple[str, str], int] = dict.fromkeys(read.cards, 0)
    for section in read.form.sections:
        for item in section.items:
            for question in [item] if isinstance(item, Question) else item.items:
                if question.card:
                    _count_line(read, section.section_id, question, lines, problems)
    for key, count in lines.items():
        if count == 0:
            message = f'no question names the card "{key[1]}".'
            problems.add(read.cards[key].place, "empty-card", message)


def _count_line(
    read: ReadForm,
    section_id: str,
    question: Question,
    lines: dict[tuple[str, str], int],
    problems: Problems,
) -> None:
    key = (section_id, question.card)
    place = read.nodes[question.link_id]["card"].place
    if key not in lines:
        message = f'the section "{section_id}" declares no card "{question.card}".'
        problems.add(place, "unknown-card", message, "Declare it under cards.")
        return
    if question.link_id in read.vocabulary.list_of:
        message = "a question of a list cannot stand on a bulk card."
        problems.add(place, "card-in-list", message, "Take it off the card.")
    lines[key] += 1
    if lines[key] == CARD_LINES + 1:
        message = f'the card "{question.card}" has more than {CARD_LINES} lines.'
        problems.add(place, "card-too-long", message, "Begin another card.")


# --- scores --------------------------------------------------------------------------------------


def _check_score(score: Score, fields: Fields, read: ReadForm, problems: Problems) -> None:
    highest = _highest(score, fields, read, problems)
    if "bands" not in fields or not fields.node("bands").is_sequence:
        return
    limits = [band.maximum for band in score.bands]
    for index, (lower, upper) in enumerate(pairwise(limits)):
        if upper <= lower:
            place = fields.node("bands").elements[index + 1].place
            message = f"the band up to {upper} follows the band up to {lower}."
            problems.add(place, "band-order", message, "Let the maxima ascend.")
    if highest is not None and (not limits or max(limits) < highest):
        message = f"the bands end at {max(limits, default=0)}, the score reaches {highest}."
        problems.add(fields.node("bands").place, "bands-end-early", message)


def _highest(score: Score, fields: Fields, read: ReadForm, problems: Problems) -> int | None:
    """Largest possible total; None when a question of the score is not usable."""
    total: int | None = 0
    if "questions" in fields and not score.questions:
        place = fields.node("questions").place
        problems.add(place, "empty-list", "name the questions of the score.")
    for node in fields.node("questions").elements if "questions" in fields else ():
        link_id = str(node.value)
        question = read.vocabulary.question(link_id, node, problems)
        points = [option.score for option in question.options] if question is not None else []
        usable = [point for point in points if point is not None]
        if question is not None and question.kind is not QuestionKind.CHOICE:
            message = f"{link_id} is not a choice, so it has no points."
            problems.add(node.place, "score-question", message)
        elif len(usable) < len(points):
            message = f"an option of {link_id} has no score."
            problems.add(node.place, "option-without-score", message, "Give every option a score.")
        elif link_id in read.vocabulary.list_of:
            message = f"{link_id} belongs to a list, so it has no single answer."
            problems.add(node.place, "score-question", message)
        total = total + max(usable) if usable and total is not None else None
    return total


# --- gates ---------------------------------------------------------------------------------------


def _check_cycles(read: ReadForm, problems: Problems) -> bool:
    """Note questions that wait for one another; whether there are any."""
    following = _dependencies(read.form)
    done: set[str] = set()
    found = False
    for start in following:
        for cycle in _cycles_from(start, following, done):
            found = True
            chain = " -> ".join((*cycle, cycle[0]))
            message = f"these wait for one another: {chain}."
            problems.add(_gate_place(read, cycle), "gate-cycle", message)
    return found


def _gate_place(read: ReadForm, cycle: list[str]) -> Place:
    """Place of the first gate on a cycle; a cycle without a gate cannot be."""
    gated = next(link_id for link_id in cycle if "enable_when" in read.nodes[link_id])
    return read.nodes[gated]["enable_when"].place


def _dependencies(form: Form) -> dict[str, list[str]]:
    """What must be known before each question, group or list is known to apply."""
    following: dict[str, list[str]] = {}
    for item in form.items():
        following[item.link_id] = _read_by(item.enable_when, form)
        if not isinstance(item, Question):
            for question in item.items:
                following[question.link_id] = [
                    item.link_id,
                    *_read_by(question.enable_when, form),
                ]
    return following


def _read_by(gate: Condition | None, form: Form) -> list[str]:
    if gate is None:
        return []
    found = dict.fromkeys(sorted(reads(gate)))
    for leaf in leaves(gate):
        if isinstance(leaf, FactLeaf):
            found |= dict.fromkeys(questions_of(leaf.fact, form.scores))
    return list(found)


def _cycles_from(
    start: str, following: Mapping[str, list[str]], done: set[str]
) -> Iterator[list[str]]:
    """Walk on from `start` without recursion; each cycle is met once."""
    trail: list[str] = []
    stack: list[tuple[str, int]] = [(start, 0)]
    while stack:
        link_id, position = stack.pop()
        if position == 0:
            if link_id in done or link_id not in following:
                continue
            trail.append(link_id)
        if position < len(following[link_id]):
            stack.append((link_id, position + 1))
            next_id = following[link_id][position]
            if next_id in trail:
                yield trail[trail.index(next_id) :]
            else:
                stack.append((next_id, 0))
        else:
            done.add(link_id)
            trail.pop()


def _check_reach(read: ReadForm, problems: Problems) -> None:
    """Note gates that can never open, alone or together with that of the group or list around."""
    for link_id, nodes in read.nodes.items():
        if "enable_when" in nodes:
            gates = read.form.gates[link_id]
            if not can_hold(All(gates), read.form):
                message = f"{link_id} can never be asked: no answers open this gate."
                problems.add(nodes["enable_when"].place, "never-asked", message)
