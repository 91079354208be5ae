"""questionnaire.yaml to a `Form`, with the names that rules may use and the place of everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from consult_app.definitions.condition_syntax import ConditionReader
from consult_app.definitions.fields import Fields, Unique
from consult_app.definitions.located import Node, Problems
from consult_app.definitions.questions import QuestionReader, check_link_id, read_options
from consult_app.definitions.vocabulary import Vocabulary
from consult_app.domain.conditions import Condition
from consult_app.domain.form import (
    Band,
    Card,
    Form,
    Group,
    Item,
    Option,
    Question,
    QuestionKind,
    RepeatingList,
    Score,
    Section,
    Stage,
)
from consult_app.domain.pack import PolicyValue

_GROUP_KEYS: Final = ("help", "ref", "enable_when")
_LIST_KEYS: Final = ("help", "note", "ref", "entry_word", "required", "stage", "enable_when")


@dataclass(frozen=True)
class ReadForm:
    """A form as read, what conditions may name, and where each key of each item stands.

    `nodes` maps linkIds, of groups and lists too, to the values of their keys; `cards` maps
    (section id, card id) to the node that declares the card, `scores` has the fields of each score.
    `sound` is False when something was wrong.
    """

    form: Form
    vocabulary: Vocabulary
    nodes: Mapping[str, Mapping[str, Node]]
    cards: Mapping[tuple[str, str], Node]
    scores: Mapping[str, Fields]
    root: Node
    sound: bool


@dataclass
class _Draft:
    """What has been collected so far, while the form is being read."""

    questions: dict[str, Question] = field(default_factory=dict)
    nodes: dict[str, Mapping[str, Node]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    list_of: dict[str, str] = field(default_factory=dict)
    gated: set[str] = field(default_factory=set)
    stages: dict[str, Stage] = field(default_factory=dict)
    cards: dict[tuple[str, str], Node] = field(default_factory=dict)


def read_form(node: Node, names: Vocabulary, problems: Problems) -> ReadForm:
    """Read a questionnaire.

    `names` brings what conditions may name beside questions: classes, devices and policy values.
    """
    before = len(problems.items)
    fields = Fields(
        node, problems, ("schema", "id", "version", "title", "sections"), ("option_sets", "scores")
    )
    fields.schema("form/1")
    reader = _FormReader(_option_sets(fields, problems), names.policy, problems)
    sections = tuple(reader.section(element) for element in fields.elements("sections"))
    draft = reader.draft
    score_fields, scores = reader.scores(fields)
    vocabulary = replace(
        names,
        questions=MappingProxyType(draft.questions),
        written=frozenset(draft.written),
        lists=frozenset(draft.lists),
        list_of=MappingProxyType(draft.list_of),
        gated=frozenset(draft.gated),
        scores=MappingProxyType(scores),
    )
    gates = _read_gates(draft, vocabulary, problems)
    form = Form(
        form_id=fields.text("id"),
        version=fields.text("version"),
        title=fields.text("title"),
        sections=tuple(_with_gates(section, gates) for section in sections),
        scores=MappingProxyType(scores),
    )
    vocabulary = replace(
        vocabulary,
        questions={key: form.questions[key] for key in draft.questions if key in form.questions},
    )
    sound = len(problems.items) == before
    return ReadForm(form, vocabulary, draft.nodes, draft.cards, score_fields, node, sound)


def _option_sets(fields: Fields, problems: Problems) -> dict[str, tuple[Option, ...]]:
    if "option_sets" not in fields:
        return {}
    node = fields.node("option_sets")
    node.mapping(problems, optional=[name for name, _ in node.items()])
    return {name: read_options(options, problems) for name, options in node.items()}


class _FormReader:
    """Reads sections and their items into a draft; gates come when all names are known."""

    def __init__(
        self,
        option_sets: Mapping[str, tuple[Option, ...]],
        policy: Mapping[str, PolicyValue],
        problems: Problems,
    ) -> None:
        self.draft = _Draft()
        self._problems = problems
        self._link_ids = Unique("linkId", problems)
        self._section_ids = Unique("section", problems)
        self._questions = QuestionReader(option_sets, policy, self._link_ids, problems)

    def section(self, node: Node) -> Section:
        """Read one section."""
        fields = Fields(
            node, self._problems, ("id", "title", "items"), ("seconds", "help", "stage", "cards")
        )
        section_id = fields.text("id")
        self._section_ids.take(section_id, fields.node("id"))
        stage = fields.choice("stage", Stage.CONSULTATION)
        return Section(
            section_id=section_id,
            title=fields.text("title"),
            items=tuple(self._item(element, stage) for element in fields.elements("items")),
            help=fields.text("help"),
            seconds=fields.integer("seconds", 0, 0, 3600),
            stage=stage,
            cards=tuple(self._card(element, section_id) for element in fields.elements("cards")),
        )

    def _card(self, node: Node, section_id: str) -> Card:
        fields = Fields(node, self._problems, ("id", "title"))
        card = Card(fields.text("id"), fields.text("title"))
        first = self.draft.cards.setdefault((section_id, card.card_id), fields.node("id"))
        if first is not fields.node("id") and card.card_id:
            message = f'the card "{card.card_id}" is given twice, first at {first.place}.'
            self._problems.add(fields.node("id").place, "duplicate-id", message)
        return card

    def _item(self, node: Node, stage: Stage) -> Item:
        """Read a question, a group or a list, told apart by their first key."""
        keys = {name for name, _ in node.items()}
        if "group" in keys:
            return self._group(node, stage)
        if "list" in keys:
            return self._list(node, stage)
        if node.is_mapping and "question" not in keys:
            hint = "Begin with question, group or list."
            self._problems.add(node.place, "unknown-item", "this is no item of a form.", hint)
            return Question("", QuestionKind.TEXT, "")
        return self._question(node, stage)

    def _question(self, node: Node, stage: Stage, container: str = "") -> Question:
        found = self._questions.read(node, stage, container)
        link_id = found.question.link_id
        self.draft.written.add(link_id)
        self.draft.nodes.setdefault(link_id, found.nodes)
        self.draft.stages.setdefault(link_id, found.question.stage)
        if found.sound:
            self.draft.questions.setdefault(link_id, found.question)
        if "enable_when" in found.nodes or container in self.draft.gated:
            self.draft.gated.add(link_id)
        return found.question

    def _container(self, fields: Fields, key: str, stage: Stage) -> str:
        """Take the linkId of a group or list."""
        link_id = fields.text(key)
        if link_id:
            check_link_id(link_id, fields.node(key), "", self._problems)
            self._link_ids.take(link_id, fields.node(key))
        self.draft.nodes.setdefault(link_id, fields.nodes())
        self.draft.stages.setdefault(link_id, stage)
        if "enable_when" in fields:
            self.draft.gated.add(link_id)
        return link_id

    def _group(self, node: Node, stage: Stage) -> Group:
        fields = Fields(node, self._problems, ("group", "text", "items"), _GROUP_KEYS)
        link_id = self._container(fields, "group", stage)
        return Group(
            link_id=link_id,
            text=fields.text("text"),
            items=tuple(self._question(e, stage, link_id) for e in fields.elements("items")),
            help=fields.text("help"),
            ref=fields.text("ref"),
        )

    def _list(self, node: Node, stage: Stage) -> RepeatingList:
        fields = Fields(node, self._problems, ("list", "text", "items"), _LIST_KEYS)
        stage = fields.choice("stage", stage)
        link_id = self._container(fields, "list", stage)
        items = tuple(self._question(e, stage, link_id) for e in fields.elements("items"))
        self.draft.lists.add(link_id)
        for question in items:
            self.draft.list_of.setdefault(question.link_id, link_id)
        return RepeatingList(
            link_id=link_id,
            text=fields.text("text"),
            items=items,
            help=fields.text("help"),
            note=fields.text("note"),
            ref=fields.text("ref"),
            entry_word=fields.text("entry_word", "entry"),
            required=fields.flag("required", default=True),
            stage=stage,
        )

    def scores(self, fields: Fields) -> tuple[dict[str, Fields], dict[str, Score]]:
        """Read the scores; their ids share the linkIds' name space."""
        places: dict[str, Fields] = {}
        scores: dict[str, Score] = {}
        for element in fields.elements("scores"):
            found = Fields(element, self._problems, ("id", "questions", "bands"), ("caveat",))
            score_id = found.text("id")
            self._link_ids.take(score_id, found.node("id"))
            bands = []
            for band in found.elements("bands"):
                inner = Fields(band, self._problems, ("maximum", "code"))
                bands.append(Band(inner.integer("maximum", 0), inner.text("code")))
            places.setdefault(score_id, found)
            scores.setdefault(
                score_id,
                Score(score_id, found.texts("questions"), tuple(bands), found.text("caveat")),
            )
        return places, scores


def _read_gates(
    draft: _Draft, vocabulary: Vocabulary, problems: Problems
) -> Mapping[str, Condition]:
    """Read every ``enable_when``.

    Inside a list it speaks of the same entry; at the consultation it reads nothing asked later.
    """
    gates: dict[str, Condition] = {}
    for link_id, nodes in draft.nodes.items():
        if "enable_when" in nodes:
            reader = ConditionReader(
                vocabulary,
                problems,
                gate=True,
                stage=draft.stages[link_id],
                list_id=draft.list_of.get(link_id, ""),
            )
            gates[link_id] = reader.read(nodes["enable_when"])
    return gates


def _with_gates(section: Section, gates: Mapping[str, Condition]) -> Section:
    """Put the gates on the items of a section."""
    return replace(section, items=tuple(_gated(item, gates) for item in section.items))


def _gated(item: Item, gates: Mapping[str, Condition]) -> Item:
    gate = gates.get(item.link_id)
    if isinstance(item, Question):
        return replace(item, enable_when=gate) if gate is not None else item
    items = tuple(
        replace(question, enable_when=gates[question.link_id])
        if question.link_id in gates
        else question
        for question in item.items
    )
    return replace(item, items=items, enable_when=gate)
