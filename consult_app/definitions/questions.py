"""One question of a questionnaire: its kind, its options and everything that goes with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from consult_app.definitions.fields import Fields, Unique
from consult_app.definitions.located import Node, Problems
from consult_app.definitions.problems import quoted, suggestion
from consult_app.definitions.quantities import read_span
from consult_app.domain.form import AskedOf, Option, Question, QuestionKind, Stage, Tense
from consult_app.domain.pack import PolicyValue

_LINK_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)?")
_REQUIRED: Final = ("question", "kind", "text")
_OPTIONAL: Final = (
    *("help", "note", "ref", "options", "asked_of", "private", "required", "stage", "enable_when"),
    *("unit", "minimum", "maximum", "max_length", "tense", "dont_know", "declined", "shelf_life"),
    *("informative", "negative", "yes_is_safe", "card"),
)
_CHOSEN: Final = (QuestionKind.CHOICE, QuestionKind.CHOICES)
_TYPED: Final = (QuestionKind.TEXT, QuestionKind.MEDICINE)
_ONLY_FOR: Final[Mapping[str, tuple[QuestionKind, ...]]] = MappingProxyType(
    {
        "options": _CHOSEN,
        "negative": _CHOSEN,
        "card": _CHOSEN,
        "yes_is_safe": _CHOSEN,
        "unit": (QuestionKind.NUMBER,),
        "minimum": (QuestionKind.NUMBER,),
        "maximum": (QuestionKind.NUMBER,),
        "max_length": _TYPED,
        "tense": (QuestionKind.DATE,),
    }
)


@dataclass(frozen=True)
class ReadQuestion:
    """A question without its gate, and the values of its keys for their places.

    `sound` is False when something was wrong with it, so that nothing is concluded from it.
    """

    question: Question
    nodes: Mapping[str, Node]
    sound: bool


@dataclass(frozen=True)
class QuestionReader:
    """Reads questions with the form's option sets and the clinic's policy at hand."""

    option_sets: Mapping[str, tuple[Option, ...]]
    policy: Mapping[str, PolicyValue]
    link_ids: Unique
    problems: Problems

    def read(self, node: Node, stage: Stage, container: str = "") -> ReadQuestion:
        """Read one question; `stage` is its section's, `container` the group or list around it."""
        before = len(self.problems.items)
        fields = Fields(node, self.problems, _REQUIRED, _OPTIONAL)
        link_id = fields.text("question")
        if link_id:
            check_link_id(link_id, fields.node("question"), container, self.problems)
            self.link_ids.take(link_id, fields.node("question"))
        kind = fields.choice("kind", QuestionKind.TEXT)
        if fields.node("kind").value == kind.value:
            self._check_keys(fields, kind)
        options = self._options(fields, kind)
        minimum = fields.decimal("minimum", None)
        maximum = fields.decimal("maximum", None)
        if minimum is not None and maximum is not None and minimum > maximum:
            message = "the minimum is larger than the maximum."
            self.problems.add(fields.node("minimum").place, "wrong-order", message)
        question = Question(
            link_id=link_id,
            kind=kind,
            text=fields.text("text"),
            help=fields.text("help"),
            note=fields.text("note"),
            ref=fields.text("ref"),
            options=options,
            asked_of=fields.choice("asked_of", AskedOf.PATIENT),
            private=fields.flag("private"),
            required=fields.flag("required", default=True),
            stage=fields.choice("stage", stage),
            unit=fields.text("unit"),
            minimum=minimum,
            maximum=maximum,
            max_length=fields.integer("max_length", 500, 1, 10_000),
            tense=fields.choice("tense", Tense.PAST),
            allow_dont_know=fields.flag("dont_know", default=True),
            allow_declined=fields.flag("declined", default=True),
            shelf_life=(
                read_span(fields.node("shelf_life"), self.policy, self.problems)
                if "shelf_life" in fields
                else None
            ),
            informative=fields.flag("informative"),
            negative=fields.text("negative"),
            yes_is_safe=fields.flag("yes_is_safe"),
            card=fields.text("card"),
        )
        self._check_negative(question, fields)
        return ReadQuestion(question, fields.nodes(), len(self.problems.items) == before)

    def _check_keys(self, fields: Fields, kind: QuestionKind) -> None:
        """Note keys that mean nothing for a question of this kind."""
        for key, kinds in _ONLY_FOR.items():
            if key in fields and kind not in kinds:
                node = fields.node(key)
                message = f"{quoted(key)} means nothing for a question of kind {kind.value}."
                self.problems.add(node.place, "unused-key", message, "Take it out.")

    def _options(self, fields: Fields, kind: QuestionKind) -> tuple[Option, ...]:
        """Read the options, or take those of the named set."""
        if kind not in _CHOSEN:
            return ()
        if "options" not in fields:
            if fields.node("kind").is_scalar:
                message = f"a question of kind {kind.value} needs options."
                self.problems.add(fields.origin.place, "missing-key", message)
            return ()
        node = fields.node("options")
        if node.is_sequence:
            return read_options(node, self.problems)
        name = node.string(self.problems)
        if name is None:
            return ()
        if name not in self.option_sets:
            hint = suggestion(name, self.option_sets, self.problems)
            message = f"there is no option set {quoted(name)}."
            self.problems.add(node.place, "unknown-option-set", message, hint)
        return self.option_sets.get(name, ())

    def _check_negative(self, question: Question, fields: Fields) -> None:
        """Note what a bulk card could not record, or must not."""
        if question.negative and question.options and not question.option(question.negative):
            codes = [option.code for option in question.options]
            message = f"the negative {quoted(question.negative)} is not an option."
            hint = suggestion(question.negative, codes, self.problems)
            self.problems.add(
                fields.node("negative").place, "negative-not-an-option", message, hint
            )
        if not question.card:
            return
        place = fields.node("card").place
        if not question.negative and question.options:
            message = "a question on a bulk card needs the negative that the card records."
            self.problems.add(place, "card-without-negative", message)
        if question.yes_is_safe:
            message = "a question that is safe on yes is never answered in bulk."
            self.problems.add(place, "card-safe-on-yes", message, "Take it off the card.")


def read_options(node: Node, problems: Problems) -> tuple[Option, ...]:
    """Read a list of options; there must be two at least."""
    codes = Unique("option", problems)
    options = []
    for element in node.sequence(problems):
        fields = Fields(
            element, problems, ("code", "text"), ("patient_text", "score", "exclusive", "ref")
        )
        code = fields.text("code")
        codes.take(code, fields.node("code"))
        options.append(
            Option(
                code=code,
                text=fields.text("text"),
                patient_text=fields.text("patient_text"),
                score=fields.integer("score", None),
                exclusive=fields.flag("exclusive"),
                ref=fields.text("ref"),
            )
        )
    if node.is_sequence and len(options) < 2:
        problems.add(node.place, "too-few-options", "a choice needs two options at least.")
    return tuple(options)


def check_link_id(link_id: str, node: Node, container: str, problems: Problems) -> None:
    """Note a linkId that is misspelt, or that does not begin with the group or list around it."""
    if not _LINK_ID.fullmatch(link_id):
        hint = "Use letters, digits, - and _, with one dot inside a group or list."
        problems.add(node.place, "wrong-id", f"{quoted(link_id)} is no linkId.", hint)
    elif container and not link_id.startswith(f"{container}."):
        leaf = link_id.rpartition(".")[2]
        message = f"{quoted(link_id)} stands inside {container}."
        problems.add(node.place, "wrong-id", message, f"Call it {container}.{leaf}.")
