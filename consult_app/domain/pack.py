"""A procedure pack: questionnaire, rules, devices, plan and consent text, pinned by digests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from consult_app.domain.devices import DeviceProfile
from consult_app.domain.form import Form
from consult_app.domain.medicines import MedicineDictionary
from consult_app.domain.plan import PlanSpec
from consult_app.domain.rules import Rule, Source

ENGINE_VERSION = "1"
"""Version of the evaluation semantics; part of the rules digest."""


class PackStatus(Enum):
    """Life cycle of a pack; a draft pack marks every screen and page INCOMPLETE RULE SET."""

    DRAFT = "draft"
    TESTING = "testing"
    APPROVED = "approved"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class ConsentSection:
    """One part of the consent text: its heading and its paragraphs or list lines."""

    title: str
    paragraphs: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConsentText:
    """The consent as it is read and signed; the version is pinned to the signature."""

    version: str
    language: str
    reviewed_by: str
    sections: tuple[ConsentSection, ...]
    declaration: str
    practitioner_declaration: str


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """One clinic-editable number of `policy.yaml`; `current` lies between minimum and maximum."""

    policy_id: str
    text: str
    default: int
    current: int
    unit: str
    minimum: int
    maximum: int
    source: str


@dataclass(frozen=True)
class Pack:
    """Everything that a procedure needs.

    `rules_digest` and `text_digest` are hex SHA-256 (DESIGN 9.9). `approved_by` is empty until a
    named dermatologist signed the content off.
    """

    pack_id: str
    version: str
    title: str
    procedure: str
    status: PackStatus
    approved_by: str
    form: Form
    rules: tuple[Rule, ...]
    devices: tuple[DeviceProfile, ...]
    plan: PlanSpec
    consent: ConsentText
    policy: tuple[PolicyValue, ...]
    sources: Mapping[str, Source]
    medicines: MedicineDictionary
    rules_digest: str
    text_digest: str

    @cached_property
    def rule_by_id(self) -> Mapping[str, Rule]:
        """Rules by id."""
        return {rule.rule_id: rule for rule in self.rules}

    @cached_property
    def device_by_id(self) -> Mapping[str, DeviceProfile]:
        """Devices by id."""
        return {device.device_id: device for device in self.devices}

    @property
    def notice(self) -> str:
        """The words that every screen and page carries; empty for an approved, complete pack."""
        if self.status is PackStatus.DRAFT:
            return "INCOMPLETE RULE SET \N{EM DASH} awaiting clinical sign-off"
        if self.status is PackStatus.EXPIRED:
            return "EXPIRED RULE SET \N{EM DASH} review is overdue"
        if not self.approved_by:
            return "Awaiting clinical sign-off"
        return ""
