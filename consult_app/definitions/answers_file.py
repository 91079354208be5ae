"""Whole answers files (``answers/1``): a consultation written down, for demonstration and tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from consult_app.definitions.answer_syntax import AnswerReader
from consult_app.definitions.fields import Fields
from consult_app.definitions.located import (
    DefinitionError,
    Node,
    Place,
    Problem,
    Problems,
    parse,
    read,
)
from consult_app.definitions.problems import quoted
from consult_app.definitions.quantities import read_day
from consult_app.definitions.vocabulary import Vocabulary, check_known
from consult_app.domain.answers import Answers, Value, given
from consult_app.domain.consultation import PatientIdentity, Practitioner, Role, Signatory
from consult_app.domain.dates import PartialDate
from consult_app.domain.decisions import DecisionKind
from consult_app.domain.facts import query as names
from consult_app.domain.form import Stage
from consult_app.domain.pack import Pack

_STAND_IN: Final = dt.date(2000, 1, 1)
_PERSONAL: Final = ("patient", "answers", "signatures")


@dataclass(frozen=True)
class StatedDecision:
    """A decision as a file states it; the consultation adds its id, basis, author and time."""

    rule_id: str
    kind: DecisionKind
    reason: str
    evidence_id: str = ""
    evidence_date: dt.date | None = None

    def __repr__(self) -> str:
        """Kind and rule only: reasons may hold patient data and must not reach a log."""
        return f"StatedDecision({self.kind.value}, {self.rule_id})"


@dataclass(frozen=True)
class AnswersFile:
    """A consultation as an ``answers/1`` file states it.

    The header's `planned_date` and `device` and the patient's birth date are among the answers
    too, as V3, V4 and V1. Ids of patient and practitioner are empty: the store gives them.
    `typed_signatures` holds typed names; ink is never in such a file.
    """

    pack_id: str
    consultation_date: dt.date
    stage: Stage
    patient: PatientIdentity
    practitioner: Practitioner
    answers: Answers
    decisions: tuple[StatedDecision, ...] = ()
    typed_signatures: Mapping[Signatory, str] = field(default_factory=dict)

    @property
    def planned_date(self) -> dt.date | None:
        """The day for which treatment is booked, None while it is not (decisions 1.9)."""
        answer = self.answers.get(names.PLANNED_DATE)
        value = answer.value if answer is not None else None
        return value.earliest if isinstance(value, PartialDate) and value.exact else None

    def __repr__(self) -> str:
        """Pack only: the rest is patient data and must not reach a log."""
        return f"AnswersFile({self.pack_id})"


def load_answers(path: Path, pack: Pack) -> AnswersFile:
    """Read an answers file for `pack`; DefinitionError with every problem at once."""
    return _checked(lambda problems: read(path, problems), pack)


def parse_answers(text: str, file: str, pack: Pack) -> AnswersFile:
    """Read the text of an answers file; `file` is what places call it. See `load_answers`."""
    return _checked(lambda problems: parse(text, file, problems), pack)


def _checked(source: Callable[[Problems], Node | None], pack: Pack) -> AnswersFile:
    problems = Problems()
    node = source(problems)
    found = None if node is None else read_answers_file(node, pack, problems)
    if found is None or problems.any():
        raise DefinitionError(_without_values(problems.items, node))
    return found


def _without_values(problems: Iterable[Problem], root: Node | None) -> list[Problem]:
    """Take what was written about the patient out of the messages; the place says where it is."""
    written: dict[Place, str] = {}
    open_nodes = [
        value for key, value in (root.items() if root is not None else ()) if key in _PERSONAL
    ]
    while open_nodes:
        node = open_nodes.pop()
        open_nodes += [*node.elements, *(value for _, value in node.items())]
        if node.is_scalar:
            written[node.place] = quoted(str(node.value))
    return [
        replace(found, message=found.message.replace(written[found.place], quoted("...")))
        if found.place in written
        else found
        for found in problems
    ]


def pack_named_in(path: Path) -> str:
    """Id of the pack that an answers file is for; DefinitionError when it names none."""
    problems = Problems()
    node = read(path, problems)
    named = dict(node.items()).get("pack") if node is not None else None
    pack_id = named.string(problems) if named is not None else None
    if pack_id is not None:
        return pack_id
    if node is not None and named is None:
        problems.add(node.place, "missing-key", 'the key "pack" is missing.')
    raise DefinitionError(problems.items)


def vocabulary_of(pack: Pack) -> Vocabulary:
    """Names that an answers file for `pack` may use."""
    form = pack.form
    return Vocabulary(
        questions=form.questions,
        written=frozenset(form.questions),
        lists=frozenset(form.lists),
        list_of={
            question.link_id: found.link_id
            for found in form.lists.values()
            for question in found.items
        },
        devices=frozenset(pack.device_by_id),
    )


def read_answers_file(node: Node, pack: Pack, problems: Problems) -> AnswersFile:
    """Read a whole file; with problems noted, parts of the result are stand-ins."""
    fields = Fields(
        node,
        problems,
        ("schema", "pack", "consultation_date", "answers"),
        (
            "planned_date",
            "device",
            "stage",
            "patient",
            "practitioner",
            "complete",
            "decisions",
            "signatures",
        ),
    )
    fields.schema("answers/1")
    pack_id = fields.text("pack")
    if pack_id and pack_id != pack.pack_id:
        message = f"this file is for {quoted(pack_id)}, not for {quoted(pack.pack_id)}."
        problems.add(fields.node("pack").place, "other-pack", message)
    opened = _day(fields, "consultation_date", problems)
    planned = _day(fields, "planned_date", problems)
    if opened and planned and planned < opened:
        message = "the planned date lies before the consultation."
        problems.add(fields.node("planned_date").place, "wrong-order", message)
    device = fields.text("device")
    patient = _patient(fields, problems)
    answers = _answers(fields, pack, problems)
    stated: dict[str, Value | None] = {
        names.PLANNED_DATE: PartialDate.of(planned) if planned else None,
        names.DEVICE: device or None,
        names.BIRTH_DATE: PartialDate.of(patient.birth_date) if patient.birth_date else None,
    }
    for link_id, value in stated.items():
        if value is not None and link_id in pack.form.questions:
            answers = _stated(answers, link_id, value, fields, problems)
    return AnswersFile(
        pack_id=pack_id,
        consultation_date=opened or _STAND_IN,
        stage=fields.choice("stage", Stage.CONSULTATION),
        patient=patient,
        practitioner=_practitioner(fields, problems),
        answers=answers,
        decisions=tuple(_decision(e, pack, problems) for e in fields.elements("decisions")),
        typed_signatures=_signatures(fields, problems),
    )


def _answers(fields: Fields, pack: Pack, problems: Problems) -> Answers:
    vocabulary = vocabulary_of(pack)
    if "device" in fields:
        known = vocabulary.devices
        check_known([fields.node("device")], known, "unknown-device", "device", problems)
    written = fields.node("answers") if "answers" in fields else None
    reader = AnswerReader(vocabulary, problems)
    return reader.read(written, fields.elements("complete"))


def _stated(
    answers: Answers, link_id: str, value: Value, fields: Fields, problems: Problems
) -> Answers:
    """Put what the header states among the answers; the two must not contradict one another."""
    written = answers.get(link_id)
    if written is None:
        return answers.with_answer(link_id, given(value))
    if written.value != value:
        place = next(k.place for k in fields.node("answers").key_nodes() if k.value == link_id)
        message = f"the answer to {link_id} differs from what the head of the file says."
        problems.add(place, "contradiction", message, "Write it in one place only.")
    return answers


def _day(fields: Fields, key: str, problems: Problems) -> dt.date | None:
    return read_day(fields.node(key), problems) if key in fields else None


def _patient(fields: Fields, problems: Problems) -> PatientIdentity:
    if "patient" not in fields:
        return PatientIdentity("", "", "", None)
    found = Fields(
        fields.node("patient"),
        problems,
        ("family",),
        ("given", "birth_date", "record_number", "synthetic"),
    )
    return PatientIdentity(
        patient_id="",
        family=found.text("family"),
        given=found.text("given"),
        birth_date=_day(found, "birth_date", problems),
        record_number=found.text("record_number"),
        synthetic=found.flag("synthetic"),
    )


def _practitioner(fields: Fields, problems: Problems) -> Practitioner:
    if "practitioner" not in fields:
        return Practitioner("", "", Role.DERMATOLOGIST)
    node = fields.node("practitioner")
    found = Fields(node, problems, ("printed_name",), ("credential", "role"))
    role = found.choice("role", Role.DERMATOLOGIST)
    return Practitioner("", found.text("printed_name"), role, found.text("credential"))


def _decision(node: Node, pack: Pack, problems: Problems) -> StatedDecision:
    fields = Fields(node, problems, ("rule", "kind", "reason"), ("evidence", "evidence_date"))
    rule_id = fields.text("rule")
    if "rule" in fields:
        known = pack.rule_by_id
        check_known([fields.node("rule")], known, "unknown-rule", "rule", problems)
    evidence = fields.text("evidence")
    rule = pack.rule_by_id.get(rule_id)
    if evidence and rule is not None:
        offered = [found.settlement_id for found in rule.settled_by]
        node = fields.node("evidence")
        check_known([node], offered, "unknown-evidence", f"evidence for {rule_id}", problems)
    return StatedDecision(
        rule_id=rule_id,
        kind=fields.choice("kind", DecisionKind.OVERRIDE),
        reason=fields.text("reason"),
        evidence_id=evidence,
        evidence_date=_day(fields, "evidence_date", problems),
    )


def _signatures(fields: Fields, problems: Problems) -> Mapping[Signatory, str]:
    if "signatures" not in fields:
        return MappingProxyType({})
    people = [person.value for person in Signatory]
    found = Fields(fields.node("signatures"), problems, (), people)
    typed = {}
    for person in Signatory:
        if person.value in found:
            inner = Fields(found.node(person.value), problems, ("typed",))
            typed[person] = inner.text("typed")
    return MappingProxyType(typed)
