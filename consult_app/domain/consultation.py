"""The consultation as a whole: who, with what pack, which answers, decisions and signatures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from consult_app.domain.answers import Answers
from consult_app.domain.dates import PartialDate
from consult_app.domain.decisions import Decision
from consult_app.domain.facts import query as names
from consult_app.domain.form import Stage


class ConsultationStatus(Enum):
    """Life of a consultation; an issued one is immutable."""

    DRAFT = "draft"
    ISSUED = "issued"
    AMENDED = "amended"
    VOID = "void"


class Role(Enum):
    """What a person may do; only a dermatologist overrides, issues and signs."""

    DERMATOLOGIST = "dermatologist"
    ASSISTANT = "assistant"


@dataclass(frozen=True)
class PatientIdentity:
    """Who the patient is. `synthetic` marks demonstration patients on every screen and page."""

    patient_id: str
    family: str
    given: str
    birth_date: dt.date | None
    record_number: str = ""
    synthetic: bool = False

    def __repr__(self) -> str:
        """Id only: identities must not reach a log."""
        return f"PatientIdentity({self.patient_id})"

    @property
    def display_name(self) -> str:
        """Family name first, as on the clinic's lists."""
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True)
class Practitioner:
    """Who treats and signs."""

    practitioner_id: str
    printed_name: str
    role: Role
    credential: str = ""


@dataclass(frozen=True, slots=True)
class InkPoint:
    """One sample of a pen: x and y from 0 to 1 of the pad (y downwards), pressure 0 to 1, ms."""

    x: float
    y: float
    pressure: float
    milliseconds: int


InkStroke = tuple[InkPoint, ...]


@dataclass(frozen=True)
class Clinic:
    """The clinic as it stands on paper; issuing waits until the three numbers are set."""

    name: str
    address: tuple[str, ...] = ()
    phone: str = ""
    out_of_hours: str = ""
    emergency_number: str = ""

    @property
    def reachable(self) -> bool:
        """Whether a patient would know whom to call, by day, by night and in an emergency."""
        return bool(self.phone and self.out_of_hours and self.emergency_number)


class Signatory(Enum):
    """Who signs a consultation."""

    PATIENT = "patient"
    PRACTITIONER = "practitioner"


@dataclass(frozen=True)
class Signature:
    """Ink (or a typed name, the accessible alternative) of one person.

    `stroke_ids` parallels `strokes`; `aspect` is the pad's width over height; `signed_at` is the
    time of acceptance; `consent_version` is the text that was on the screen; `basis` is the
    digest of the answers and decisions that were signed: a later change asks for a new signature.
    """

    signatory: Signatory
    printed_name: str
    strokes: tuple[InkStroke, ...] = ()
    stroke_ids: tuple[str, ...] = ()
    typed: str = ""
    aspect: float = 3.0
    signed_at: dt.datetime | None = None
    accepted: bool = False
    consent_version: str = ""
    basis: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing that could count as a signature."""
        drawn = any(len(stroke) > 1 for stroke in self.strokes)
        return not drawn and not self.typed.strip()


@dataclass(frozen=True)
class Consultation:
    """One consultation. `consultation_date` is the local day on which it was opened."""

    consultation_id: str
    patient: PatientIdentity
    practitioner: Practitioner
    pack_id: str
    pack_version: str
    consultation_date: dt.date
    stage: Stage = Stage.CONSULTATION
    status: ConsultationStatus = ConsultationStatus.DRAFT
    answers: Answers = field(default_factory=Answers)
    decisions: tuple[Decision, ...] = ()
    signatures: Mapping[Signatory, Signature] = field(default_factory=dict)
    position: str = ""
    note: str = ""

    def __repr__(self) -> str:
        """Id and status only: a consultation must not reach a log."""
        return f"Consultation({self.consultation_id}, {self.status.value})"

    @property
    def planned_date(self) -> dt.date | None:
        """The day for which treatment is booked; None while it is not booked (decisions 1.9)."""
        answer = self.answers.get(names.PLANNED_DATE)
        value = answer.value if answer is not None and answer.decides else None
        return value.earliest if isinstance(value, PartialDate) and value.exact else None

    @property
    def device_id(self) -> str | None:
        """The chosen device."""
        answer = self.answers.get(names.DEVICE)
        value = answer.value if answer is not None and answer.decides else None
        return value if isinstance(value, str) else None
