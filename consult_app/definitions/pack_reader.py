"""All files of a pack to their parts, in the order in which they name one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from consult_app.definitions.devices import ReadDevice, device_ids, read_device
from consult_app.definitions.fields import Unique
from consult_app.definitions.forms import ReadForm, read_form
from consult_app.definitions.labels import with_labels
from consult_app.definitions.located import Problems
from consult_app.definitions.pack_files import PackFiles
from consult_app.definitions.packs import ReadRule, read_rules
from consult_app.definitions.plans import read_lines, read_plan
from consult_app.definitions.rule_parts import PartReader
from consult_app.definitions.texts import (
    PackHeader,
    read_consent,
    read_header,
    read_policy,
    read_sources,
)
from consult_app.definitions.vocabulary import Vocabulary
from consult_app.domain.medicines import MedicineDictionary
from consult_app.domain.pack import ConsentText, PolicyValue
from consult_app.domain.plan import PlanSpec
from consult_app.domain.rules import Source


@dataclass(frozen=True)
class ReadPack:
    """Parts of a pack as read; None for what could not be read at all."""

    header: PackHeader | None
    form: ReadForm | None
    rules: tuple[ReadRule, ...]
    devices: tuple[ReadDevice, ...]
    plan: PlanSpec | None
    consent: ConsentText | None
    policy: tuple[PolicyValue, ...]
    sources: Mapping[str, Source]


def read_pack(
    files: PackFiles,
    medicines: MedicineDictionary,
    chosen: Mapping[str, int],
    problems: Problems,
) -> ReadPack:
    """Read every part of a pack; `chosen` are the clinic's policy values by id."""
    header, consent = files.get("pack.yaml"), files.get("consent.yaml")
    policy_node, source_node = files.get("policy.yaml"), files.get("sources.yaml")
    policy = read_policy(policy_node, chosen, problems) if policy_node is not None else ()
    sources = read_sources(source_node, problems) if source_node is not None else {}
    names = Vocabulary(
        classes=frozenset(medicines.classes),
        devices=device_ids(files.below("devices"), problems),
        policy={value.policy_id: value for value in policy},
        complete=False,
    )
    form_node = files.get("questionnaire.yaml")
    form = None
    if form_node is not None:
        form = read_form(form_node, replace(names, complete=True), problems)
        label_node = files.get("labels.yaml")
        if label_node is not None:
            form = with_labels(form, label_node, problems)
    parts = PartReader(form.vocabulary if form is not None else names, sources, problems)
    rules = _rules(files, parts, problems)
    return ReadPack(
        header=read_header(header, problems) if header is not None else None,
        form=form,
        rules=rules,
        devices=_devices(files, parts, rules, problems),
        plan=_plan(files, parts, rules, problems),
        consent=read_consent(consent, problems) if consent is not None else None,
        policy=policy,
        sources=sources,
    )


def _rules(files: PackFiles, parts: PartReader, problems: Problems) -> tuple[ReadRule, ...]:
    rule_ids = Unique("rule", problems)
    return tuple(
        rule
        for node in files.below("rules").values()
        for rule in read_rules(node, parts, rule_ids, problems)
    )


def _devices(
    files: PackFiles, parts: PartReader, rules: tuple[ReadRule, ...], problems: Problems
) -> tuple[ReadDevice, ...]:
    by_id = {found.rule.rule_id: found for found in rules}
    return tuple(
        read_device(node, parts, by_id, problems) for node in files.below("devices").values()
    )


def _plan(
    files: PackFiles, parts: PartReader, rules: tuple[ReadRule, ...], problems: Problems
) -> PlanSpec | None:
    rule_ids = [found.rule.rule_id for found in rules]
    line_ids = Unique("line", problems)
    lines = tuple(
        line
        for node in files.below("lines").values()
        for line in read_lines(node, parts, rule_ids, line_ids, problems)
    )
    node = files.get("plan.yaml")
    if node is None:
        return None
    return replace(read_plan(node, parts.vocabulary, problems), lines=lines)
