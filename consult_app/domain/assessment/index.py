"""Which rules read which questions, through gates and facts as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from consult_app.domain.conditions import reads
from consult_app.domain.devices import DeviceProfile
from consult_app.domain.facts import query as names
from consult_app.domain.form import Form
from consult_app.domain.rules import Rule, Severity


@dataclass(frozen=True)
class RuleBook:
    """The rules of a pack with the form and the devices that they are evaluated on."""

    form: Form
    rules: tuple[Rule, ...]
    devices: tuple[DeviceProfile, ...]

    @cached_property
    def dependencies(self) -> Mapping[str, frozenset[str]]:
        """LinkIds on which each rule depends, by rule id."""
        return {rule.rule_id: self._closure(self._read_by(rule)) for rule in self.rules}

    @cached_property
    def readers(self) -> Mapping[str, frozenset[str]]:
        """Rule ids that depend on each linkId."""
        found: dict[str, set[str]] = {}
        for rule_id, link_ids in self.dependencies.items():
            for link_id in link_ids:
                found.setdefault(link_id, set()).add(rule_id)
        return {link_id: frozenset(rules) for link_id, rules in found.items()}

    @cached_property
    def stop_questions(self) -> frozenset[str]:
        """Questions that an absolute or a no-override rule reads; they are never bulk.

        Computed, not listed by hand. Rules that change the plan or inform cannot be overridden
        for want of anything to override: they stop nothing.
        """
        found: set[str] = set()
        for rule in self.rules:
            deferring = rule.severity in (Severity.DEFER, Severity.PRECAUTION)
            if rule.severity is Severity.ABSOLUTE or (deferring and not rule.override.allowed):
                found |= {link for link in reads(rule.when) if link in self.form.questions}
        return frozenset(found)

    @cached_property
    def dating(self) -> frozenset[str]:
        """Ids of rules that bear on the earliest date: deferrals, and what time can clear."""
        raised = {
            found.rule_id
            for device in self.devices
            for found in device.raises
            if found.until or found.severity is Severity.DEFER
        }
        own = {rule.rule_id for rule in self.rules if rule.dated or rule.severity is Severity.DEFER}
        return frozenset(raised | own)

    def _read_by(self, rule: Rule) -> frozenset[str]:
        found = set(reads(rule.when)) | {until.question for until in rule.until}
        for device in self.devices:
            for raised in device.raises_of(rule.rule_id):
                found.add(names.DEVICE)
                if raised.when is not None:
                    found |= reads(raised.when)
                found |= {until.question for until in raised.until}
        return frozenset(found)

    def _closure(self, link_ids: Iterable[str]) -> frozenset[str]:
        """Add what the gates read, the parts of scores and the questions inside lists."""
        open_ids = list(link_ids)
        found: set[str] = set()
        while open_ids:
            link_id = open_ids.pop()
            if link_id in found:
                continue
            found.add(link_id)
            open_ids += self._next(link_id)
        return frozenset(found)

    def _next(self, link_id: str) -> list[str]:
        if link_id in self.form.scores:
            return list(self.form.scores[link_id].questions)
        following = [read for gate in self.form.gates[link_id] for read in reads(gate)]
        container = self.form.containers.get(link_id)
        if container is not None:
            following.append(container.link_id)
        if link_id in self.form.lists:
            following += [question.link_id for question in self.form.lists[link_id].items]
        return following
