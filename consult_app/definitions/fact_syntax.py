"""Facts in conditions: the keys that each takes, its values, and what it needs of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from consult_app.definitions.fields import Fields
from consult_app.definitions.located import Node, Problems
from consult_app.definitions.problems import quoted
from consult_app.definitions.quantities import is_span, read_number, read_span
from consult_app.definitions.vocabulary import Vocabulary, check_known
from consult_app.domain.facts import FactKind, FactQuery, Taking, Tick
from consult_app.domain.facts import query as names
from consult_app.domain.form import QuestionKind, Score

DEVICE_TYPES: Final = ("pen", "stamp", "roller", "rf")
"""Kinds of needling device (evidence C.1)."""

SUPPLIES: Final = ("prescribed", "self-bought")
"""How a medicine was come by."""

_MEDICINES = names.MEDICINES
_AGENTS: Final[Mapping[str, QuestionKind]] = MappingProxyType(
    {
        f"{_MEDICINES}.name": QuestionKind.MEDICINE,
        f"{_MEDICINES}.route": QuestionKind.CHOICE,
        f"{_MEDICINES}.status": QuestionKind.CHOICE,
        f"{_MEDICINES}.stopped_on": QuestionKind.DATE,
        f"{_MEDICINES}.supplied": QuestionKind.CHOICE,
        f"{_MEDICINES}.classified_as": QuestionKind.CHOICE,
    }
)
_COURSE: Final[Mapping[str, QuestionKind]] = MappingProxyType(
    {
        **_AGENTS,
        f"{_MEDICINES}.daily_dose": QuestionKind.NUMBER,
        f"{_MEDICINES}.days": QuestionKind.NUMBER,
    }
)
_AGE: Final = {names.BIRTH_DATE: QuestionKind.DATE}
_DEVICE: Final = {names.DEVICE: QuestionKind.DEVICE}
_USES: Final = {
    **_DEVICE,
    names.AREAS: QuestionKind.CHOICES,
    names.INDICATIONS: QuestionKind.CHOICES,
    names.SKIN_TYPE: QuestionKind.CHOICE,
}
_DEPTH: Final = {**_DEVICE, f"{names.PLANNED_DEPTHS}.depth": QuestionKind.NUMBER}

ALWAYS_NEEDED: Final[Mapping[str, QuestionKind]] = MappingProxyType(
    {names.PLANNED_DATE: QuestionKind.DATE, **_AGE, **_USES}
)
"""Questions that the engine and the plan read in every pack."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """Keys of a fact beside ``fact``, ``op`` and ``value``, and the questions that it reads."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    reads: Mapping[str, QuestionKind] = field(default_factory=dict)
    codes: bool = False


_WINDOW: Final = ("taking", "stopped_within", "supplied")
_DAYS: Final = (FactKind.DAYS_SINCE, FactKind.DAYS_UNTIL)
_SHAPES: Final[Mapping[FactKind, _Shape]] = MappingProxyType(
    {
        FactKind.AGE: _Shape(reads=_AGE),
        FactKind.AGENTS: _Shape(("classes",), (*_WINDOW, "ticked"), _AGENTS),
        FactKind.DAYS_SINCE: _Shape(("question",), ("earliest",)),
        FactKind.DAYS_UNTIL: _Shape(("question",), ("earliest",)),
        FactKind.YEARS_BELOW_LABEL_AGE: _Shape(reads={**_AGE, **_DEVICE}),
        FactKind.LABEL_USES_OUTSIDE: _Shape(reads=_USES),
        FactKind.DEPTH_EXCESS: _Shape(reads=_DEPTH),
        FactKind.DEVICE_TYPE: _Shape(reads=_DEVICE, codes=True),
        FactKind.SCORE: _Shape(("score",)),
        FactKind.SCORE_BAND: _Shape(("score",), codes=True),
        FactKind.STEROID_DOSE: _Shape(("classes",), _WINDOW, _COURSE),
    }
)


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact as read: the query, the questions that it looks at, and the rest of its leaf.

    `codes` are the codes that it may be compared with, None for a number.
    """

    query: FactQuery
    reads: tuple[str, ...]
    codes: tuple[str, ...] | None
    fields: Fields

    @property
    def counts_days(self) -> bool:
        """Whether the value may be a span as well as a number."""
        return self.query.kind in _DAYS


def read_fact(node: Node, vocabulary: Vocabulary, problems: Problems) -> ReadFact | None:
    """Read the part of a leaf that says which fact is meant; None when that cannot be told."""
    written = next(value for key, value in node.items() if key == "fact")
    kind = written.choice(problems, FactKind)
    if kind is None:
        return None
    shape = _SHAPES[kind]
    fields = Fields(node, problems, ("fact", *shape.required, "op", "value"), shape.optional)
    query = _query(kind, fields, vocabulary, problems)
    if "score" in fields and vocabulary.complete:
        check_known([fields.node("score")], vocabulary.scores, "unknown-score", "score", problems)
    _check_form(written, kind, shape.reads, vocabulary, problems)
    codes = _codes(kind, vocabulary.scores.get(query.score)) if shape.codes else None
    return ReadFact(query, questions_of(query, vocabulary.scores), codes, fields)


def questions_of(query: FactQuery, scores: Mapping[str, Score]) -> tuple[str, ...]:
    """Every question that a fact looks at, those inside lists and scores too."""
    score = scores.get(query.score)
    asked = [query.question] if query.question else []
    asked += [tick.question for tick in query.ticks]
    return (*_SHAPES[query.kind].reads, *(score.questions if score else ()), *asked)


def _query(kind: FactKind, fields: Fields, vocabulary: Vocabulary, problems: Problems) -> FactQuery:
    """Read the keys that narrow a fact."""
    classes = fields.texts("classes")
    if "classes" in fields:
        check_known(
            fields.node("classes").elements,
            vocabulary.classes,
            "unknown-class",
            "medicine class",
            problems,
        )
        if not fields.node("classes").elements:
            problems.add(fields.node("classes").place, "empty-list", "name at least one class.")
    within = None
    if "stopped_within" in fields:
        within = read_span(fields.node("stopped_within"), vocabulary.policy, problems)
    supplied = fields.text("supplied")
    if "supplied" in fields and supplied:
        known = [fields.node("supplied")]
        check_known(known, SUPPLIES, "unknown-value", "way of supply", problems)
    question = fields.text("question")
    if question:
        asked = vocabulary.question(question, fields.node("question"), problems)
        note_unless_date(asked is None or asked.kind is QuestionKind.DATE, fields, problems)
    return FactQuery(
        kind=kind,
        classes=classes,
        taking=fields.choice("taking", Taking.WASHOUT),
        stopped_within=within,
        supplied=supplied,
        question=question,
        earliest=fields.flag("earliest"),
        ticks=_ticks(fields, vocabulary, problems),
        score=fields.text("score"),
    )


def _ticks(fields: Fields, vocabulary: Vocabulary, problems: Problems) -> tuple[Tick, ...]:
    """Read the codes of other questions that stand for medicines."""
    found = []
    for element in fields.elements("ticked") if "ticked" in fields else ():
        inner = Fields(element, problems, ("question", "code"), ("classes",))
        link_id = inner.text("question")
        asked = vocabulary.question(link_id, inner.node("question"), problems) if link_id else None
        if asked is not None and asked.kind is not QuestionKind.CHOICES:
            message = f"{link_id} is not a question with several answers."
            problems.add(inner.node("question").place, "not-a-choices-question", message)
        elif "code" in inner:
            vocabulary.check_codes(link_id, [inner.node("code")], problems)
        if "classes" in inner:
            known = vocabulary.classes
            elements = inner.node("classes").elements
            check_known(elements, known, "unknown-class", "medicine class", problems)
        found.append(Tick(link_id, inner.text("code"), inner.texts("classes")))
    return tuple(found)


def read_days(
    found: ReadFact, node: Node, vocabulary: Vocabulary, problems: Problems
) -> tuple[FactQuery, Decimal] | None:
    """Read what days are compared with: a number of them, or a span counted by the calendar.

    With a span the query counts from its end, so that it is compared with 0.
    """
    if not is_span(node, vocabulary.policy):
        number = read_number(node, vocabulary.policy, problems)
        return None if number is None else (found.query, number)
    span = read_span(node, vocabulary.policy, problems)
    return None if span is None else (replace(found.query, span=span), Decimal(0))


def note_unless_date(is_date: bool, fields: Fields, problems: Problems) -> None:
    """Note that the question named under ``question`` is not a date."""
    if not is_date:
        node = fields.node("question")
        message = f"{quoted(str(node.value))} is not answered with a date."
        problems.add(node.place, "not-a-date-question", message)


def _check_form(
    node: Node,
    kind: FactKind,
    needed: Mapping[str, QuestionKind],
    vocabulary: Vocabulary,
    problems: Problems,
) -> None:
    """Note the questions that the fact reads and the form lacks, or has in another kind."""
    if not vocabulary.complete:
        return
    for link_id, wanted in needed.items():
        if link_id not in vocabulary.written:
            message = f'the fact "{kind.value}" reads the question {link_id}, which is not there.'
            hint = "Add it to the questionnaire."
        elif link_id in vocabulary.questions and vocabulary.questions[link_id].kind is not wanted:
            message = f'the fact "{kind.value}" reads {link_id} as a {wanted.value}.'
            hint = f"Give the question kind: {wanted.value}."
        else:
            continue
        problems.add(node.place, "fact-question", message, hint)


def _codes(kind: FactKind, score: Score | None) -> tuple[str, ...]:
    """Codes that a fact may have; none where its score is not known."""
    if kind is FactKind.DEVICE_TYPE:
        return DEVICE_TYPES
    return tuple(band.code for band in score.bands) if score else ()
