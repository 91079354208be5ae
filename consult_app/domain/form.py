"""The questionnaire of a pack: sections of questions, groups and repeating lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cached_property

from consult_app.domain.conditions import Condition, depends_on_dates, reads
from consult_app.domain.dates import Span


class QuestionKind(Enum):
    """How a question is answered; there is one editor for each."""

    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MEDICINE = "medicine"
    DEVICE = "device"


class Stage(Enum):
    """When a question is asked and a rule is evaluated (decisions 1.6)."""

    CONSULTATION = "consultation"
    TREATMENT_DAY = "treatment-day"


class AskedOf(Enum):
    """Who answers."""

    PATIENT = "patient"
    PRACTITIONER = "practitioner"
    STAFF = "staff"


class Tense(Enum):
    """Which days a date answer may name: an event that was, a plan that will be, or either."""

    PAST = "past"
    FUTURE = "future"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; `exclusive` (such as "none") cannot stand beside others; `score` in points."""

    code: str
    text: str
    patient_text: str = ""
    score: int | None = None
    exclusive: bool = False
    ref: str = ""


@dataclass(frozen=True)
class Question:
    """One scalar question (DESIGN 9.2).

    `text` is the plain wording that is read to the patient, `note` is for the practitioner only.
    `negative` is the option that a bulk card would record; `yes_is_safe` marks questions that are
    safe on "yes" and therefore look different and are never bulk. `card` names the bulk card.
    `shelf_life` is how long the answer may be carried forward. `ref` is the evidence code. `label`
    is the practitioner's short name for it, empty where the pack has none.
    """

    link_id: str
    kind: QuestionKind
    text: str
    help: str = ""
    note: str = ""
    ref: str = ""
    options: tuple[Option, ...] = ()
    asked_of: AskedOf = AskedOf.PATIENT
    private: bool = False
    required: bool = True
    stage: Stage = Stage.CONSULTATION
    enable_when: Condition | None = None
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: int = 500
    tense: Tense = Tense.PAST
    allow_dont_know: bool = True
    allow_declined: bool = True
    shelf_life: Span | None = None
    informative: bool = False
    negative: str = ""
    yes_is_safe: bool = False
    card: str = ""
    label: str = ""

    def option(self, code: str) -> Option | None:
        """Return the option of that code, or None."""
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True)
class Group:
    """Questions that belong together, such as a finding with its area and date."""

    link_id: str
    text: str
    items: tuple[Question, ...]
    help: str = ""
    ref: str = ""
    enable_when: Condition | None = None
    label: str = ""


@dataclass(frozen=True)
class RepeatingList:
    """Any number of entries of the same questions; closed only by "that is all"."""

    link_id: str
    text: str
    items: tuple[Question, ...]
    help: str = ""
    note: str = ""
    ref: str = ""
    entry_word: str = "entry"
    required: bool = True
    stage: Stage = Stage.CONSULTATION
    enable_when: Condition | None = None
    label: str = ""


Item = Question | Group | RepeatingList


@dataclass(frozen=True)
class Card:
    """A bulk card: its title; its lines are the questions that name it (at most 8)."""

    card_id: str
    title: str


@dataclass(frozen=True)
class Section:
    """One step of the consultation; `seconds` is its target time."""

    section_id: str
    title: str
    items: tuple[Item, ...]
    help: str = ""
    seconds: int = 0
    stage: Stage = Stage.CONSULTATION
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True)
class Band:
    """Totals up to and including `maximum` have this code."""

    maximum: int
    code: str


@dataclass(frozen=True)
class Score:
    """Sum over the chosen options' points; no total until every part is answered."""

    score_id: str
    questions: tuple[str, ...]
    bands: tuple[Band, ...]
    caveat: str = ""

    def band(self, total: Decimal) -> str:
        """Code of the band in which `total` falls; ValueError above the last band."""
        for band in self.bands:
            if total <= band.maximum:
                return band.code
        raise ValueError(f"score {self.score_id}: {total} lies above every band")


@dataclass(frozen=True)
class Form:
    """The whole questionnaire; linkIds are unique over questions, groups and lists."""

    form_id: str
    version: str
    title: str
    sections: tuple[Section, ...]
    scores: Mapping[str, Score]

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All questions by linkId, in the form's order."""
        return {question.link_id: question for question in self._walk()}

    @cached_property
    def lists(self) -> Mapping[str, RepeatingList]:
        """All repeating lists by linkId."""
        return {item.link_id: item for item in self.items() if isinstance(item, RepeatingList)}

    @cached_property
    def containers(self) -> Mapping[str, Group | RepeatingList]:
        """The group or list around each question that has one."""
        return {
            question.link_id: item
            for item in self.items()
            if not isinstance(item, Question)
            for question in item.items
        }

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of each question, group and list."""
        found: dict[str, Section] = {}
        for section in self.sections:
            for item in section.items:
                found[item.link_id] = section
                if not isinstance(item, Question):
                    found |= {question.link_id: section for question in item.items}
        return found

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Position of each linkId, lists and groups before their questions."""
        found: list[str] = []
        for item in self.items():
            found.append(item.link_id)
            if not isinstance(item, Question):
                found += [question.link_id for question in item.items]
        return {link_id: index for index, link_id in enumerate(found)}

    @cached_property
    def listed(self) -> frozenset[str]:
        """LinkIds of questions inside repeating lists."""
        return frozenset(
            question.link_id for found in self.lists.values() for question in found.items
        )

    @cached_property
    def gates(self) -> Mapping[str, tuple[Condition, ...]]:
        """Gates around each question, group and list, outermost first."""
        found: dict[str, tuple[Condition, ...]] = {}
        for item in self.items():
            outer = () if item.enable_when is None else (item.enable_when,)
            found[item.link_id] = outer
            if not isinstance(item, Question):
                for question in item.items:
                    inner = () if question.enable_when is None else (question.enable_when,)
                    found[question.link_id] = outer + inner
        return found

    @cached_property
    def gates_on_dates(self) -> frozenset[str]:
        """LinkIds whose gates look at dates, directly or through other gates."""
        direct = {
            link_id
            for link_id, gates in self.gates.items()
            if any(depends_on_dates(gate) for gate in gates)
        }
        return self.affected_by(frozenset(direct)) if direct else frozenset()

    def affected_by(self, changed: frozenset[str]) -> frozenset[str]:
        """`changed`, the lists around them and inside them, and all whose gates read any of it."""
        found: set[str] = set()
        waiting = list(changed)
        while waiting:
            link_id = waiting.pop()
            if link_id in found:
                continue
            found.add(link_id)
            waiting += self._gated_by.get(link_id, ())
            if link_id in self.listed:
                waiting.append(self.containers[link_id].link_id)
            elif link_id in self.lists:
                found |= {question.link_id for question in self.lists[link_id].items}
        return frozenset(found)

    @cached_property
    def _gated_by(self) -> Mapping[str, tuple[str, ...]]:
        """LinkIds whose own gates read each linkId; scores stand for their questions."""
        found: dict[str, list[str]] = {}
        for link_id, gates in self.gates.items():
            for read in {name for gate in gates for name in reads(gate)}:
                parts = self.scores[read].questions if read in self.scores else (read,)
                for part in parts:
                    found.setdefault(part, []).append(link_id)
        return {read: tuple(link_ids) for read, link_ids in found.items()}

    def items(self) -> Iterator[Item]:
        """All items of all sections, in order."""
        for section in self.sections:
            yield from section.items

    def _walk(self) -> Iterator[Question]:
        for item in self.items():
            if isinstance(item, Question):
                yield item
            else:
                yield from item.items
