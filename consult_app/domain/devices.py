"""Device profiles: the label of a needling device and the rules that it makes stricter."""

from __future__ import annotations

from dataclasses import dataclass

from consult_app.domain.conditions import Condition
from consult_app.domain.facts import DeviceLabel
from consult_app.domain.rules import Example, Severity, Until


@dataclass(frozen=True)
class Raise:
    """A rule that this device's label makes stricter (DESIGN 9.5, decisions 3.1).

    `when` is the device's own condition; None takes the rule's. Raise only, and never overridable
    with this device: the way out is another device.
    """

    rule_id: str
    severity: Severity
    text: str
    sources: tuple[str, ...]
    when: Condition | None = None
    until: tuple[Until, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class DeviceProfile:
    """One device as a clinic may copy and edit it.

    `note` prints beside the device (label wording of precautions, what was not found).
    """

    name: str
    label: DeviceLabel
    raises: tuple[Raise, ...]
    sources: tuple[str, ...]
    note: str = ""

    @property
    def device_id(self) -> str:
        """Code that the device question stores."""
        return self.label.device_id

    def raises_of(self, rule_id: str) -> tuple[Raise, ...]:
        """Raises that concern one rule."""
        return tuple(found for found in self.raises if found.rule_id == rule_id)
