"""Running a pack's own examples: each rule, and each raise of a device, on just its answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from consult_app.definitions.devices import ReadDevice, ReadRaise
from consult_app.definitions.located import Problems
from consult_app.definitions.packs import ReadRule
from consult_app.definitions.rule_parts import ReadExample
from consult_app.domain.answers import link_id_of
from consult_app.domain.assessment import (
    Finding,
    FindingStatus,
    RuleBook,
    evaluate_rule,
    evidence_for,
)
from consult_app.domain.devices import DeviceProfile
from consult_app.domain.form import Form
from consult_app.domain.interview import ConsultationEvidence
from consult_app.domain.medicines import MedicineDictionary
from consult_app.domain.rules import Expected, Rule

_STATUS: Final = {
    Expected.FIRES: FindingStatus.FIRED,
    Expected.CLEARS: FindingStatus.CLEARED,
    Expected.UNDETERMINED: FindingStatus.UNDETERMINED,
}
_PROMISED: Final = {
    Expected.FIRES: "fire",
    Expected.CLEARS: "clear",
    Expected.UNDETERMINED: "stay undetermined",
}
_HAPPENED: Final = {
    FindingStatus.FIRED: "it fires",
    FindingStatus.CLEARED: "it clears",
    FindingStatus.UNDETERMINED: "it stays undetermined",
    FindingStatus.NOT_YET: "its stage has not come",
}


@dataclass(frozen=True)
class ExampleRunner:
    """Runs examples; whatever does not come out as promised is noted where the example stands."""

    form: Form
    medicines: MedicineDictionary
    devices: tuple[DeviceProfile, ...]
    problems: Problems

    def run(self, rules: Iterable[ReadRule], devices: Sequence[ReadDevice]) -> None:
        """Run every example of the rules and raises that could be read without a problem."""
        by_id = {found.rule.rule_id: found.rule for found in rules if found.sound}
        for found in rules:
            if found.sound:
                for example in found.examples:
                    self._run_rule(found.rule, example)
        for device in devices:
            for raised in device.raises:
                base = by_id.get(raised.raised.rule_id)
                if raised.sound and base is not None:
                    for example in raised.examples:
                        self._run_raise(base, raised, example)

    def _run_rule(self, rule: Rule, example: ReadExample) -> None:
        """Run one example of a rule; where it chooses a device, with that device's raises."""
        evidence = self._evidence(rule, example)
        finding = self._evaluate(rule, evidence, example)
        if self._check_status(finding, example):
            self._check_until(finding, example)

    def _run_raise(self, rule: Rule, read: ReadRaise, example: ReadExample) -> None:
        """Run one example of a raise: its own clause must do what the example says.

        Where it fires, the rule as a whole must come out at least as severe.
        """
        raised = read.raised
        alone = replace(
            rule,
            severity=raised.severity,
            when=raised.when if raised.when is not None else rule.when,
            until=raised.until or rule.until,
        )
        evidence = self._evidence(rule, example)
        finding = evaluate_rule(alone, evidence, None, example.example.stage)
        if not self._check_status(finding, example):
            return
        whole = self._evaluate(rule, evidence, example)
        if finding.fired and not (whole.fired and whole.severity.rank >= raised.severity.rank):
            message = f'with the example "{example.example.name}" the device raises nothing.'
            hint = "The example chooses another device."
            self.problems.add(example.node.place, "example-fails", message, hint)
        else:
            self._check_until(whole, example)

    def _evidence(self, rule: Rule, read: ReadExample) -> ConsultationEvidence:
        """See an example's answers, and note those that could not count in a consultation."""
        example = read.example
        book = RuleBook(self.form, (rule,), self.devices)
        evidence = evidence_for(
            book,
            self.medicines,
            example.answers,
            example.consultation_date,
            example.planned_date,
        )
        for path, answer in example.answers.entries.items():
            link_id = link_id_of(path)
            fault = evidence.fault(link_id, answer)
            if fault is not None:
                message = f'in "{example.name}" the answer to {link_id} {fault.value}.'
                self.problems.add(read.node.place, "example-answer", message)
        return evidence

    def _evaluate(self, rule: Rule, evidence: ConsultationEvidence, read: ReadExample) -> Finding:
        chosen = evidence.device.device_id if evidence.device is not None else None
        device = next((found for found in self.devices if found.device_id == chosen), None)
        return evaluate_rule(rule, evidence, device, read.example.stage)

    def _check_status(self, finding: Finding, read: ReadExample) -> bool:
        example = read.example
        if finding.status is _STATUS[example.expected]:
            return True
        promised, happened = _PROMISED[example.expected], _HAPPENED[finding.status]
        message = f'the example "{example.name}" was to {promised}; {happened}.'
        missing = ", ".join(dict.fromkeys(link_id_of(path) for path in finding.missing))
        hint = f"Missing: {missing}." if missing else ""
        self.problems.add(read.node.place, "example-fails", message, hint)
        return False

    def _check_until(self, finding: Finding, read: ReadExample) -> None:
        wanted = read.example.until
        if wanted is not None and finding.until != wanted:
            ended = f"until {finding.until}" if finding.until else "without an end"
            message = f'the example "{read.example.name}" was to end {wanted}; it fires {ended}.'
            self.problems.add(read.node.place, "example-fails", message)
