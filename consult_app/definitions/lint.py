"""What rules and questionnaire say of one another."""

from __future__ import annotations

from collections.abc import Sequence

from consult_app.definitions.devices import ReadDevice
from consult_app.definitions.forms import ReadForm
from consult_app.definitions.located import Problems
from consult_app.definitions.packs import ReadRule
from consult_app.domain.assessment import RuleBook
from consult_app.domain.conditions import reads


def check_pack(
    read: ReadForm, rules: Sequence[ReadRule], devices: Sequence[ReadDevice], problems: Problems
) -> None:
    """Check bulk cards for stop questions, and what calls itself informative."""
    _check_cards(read, rules, problems)
    _check_informative(read, rules, devices, problems)


def _check_cards(read: ReadForm, rules: Sequence[ReadRule], problems: Problems) -> None:
    """Note stop questions on bulk cards: what forbids treatment is asked one by one."""
    stopped_by: dict[str, list[str]] = {}
    for found in rules:
        if found.sound:
            for link_id in RuleBook(read.form, (found.rule,), ()).stop_questions:
                stopped_by.setdefault(link_id, []).append(found.rule.rule_id)
    for link_id, rule_ids in stopped_by.items():
        question = read.vocabulary.questions.get(link_id)
        if question is not None and question.card:
            place = read.nodes[link_id]["card"].place
            message = f"{link_id} is a stop question: {', '.join(rule_ids)} reads it."
            hint = "Take it off the card: it is never answered in bulk."
            problems.add(place, "stop-question-on-card", message, hint)


def _check_informative(
    read: ReadForm,
    rules: Sequence[ReadRule],
    devices: Sequence[ReadDevice],
    problems: Problems,
) -> None:
    """Note questions that say that no rule reads them although one does."""
    reader: dict[str, str] = {}
    for found in rules:
        for link_id in reads(found.rule.when):
            reader.setdefault(link_id, found.rule.rule_id)
    for device in devices:
        for raised in device.profile.raises:
            for link_id in reads(raised.when) if raised.when is not None else ():
                reader.setdefault(link_id, raised.rule_id)
    for link_id, question in read.vocabulary.questions.items():
        if question.informative and link_id in reader:
            place = read.nodes[link_id]["informative"].place
            message = f"{link_id} calls itself informative, but {reader[link_id]} reads it."
            problems.add(place, "informative-but-read", message)
