"""What stands on the desk: the services of one signed-in practitioner, and the door before them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from consult_app.domain.consultation import Clinic, Consultation, Practitioner
from consult_app.domain.pack import Pack
from consult_app.services.casebook import Casebook
from consult_app.services.certificates import CertificateImport
from consult_app.services.deciding import Deciding
from consult_app.services.inking import Inking
from consult_app.services.issuing import Issuing
from consult_app.services.lookup import MedicineLookup
from consult_app.services.ports import (
    AccountSpec,
    Clock,
    OpenClinic,
    PreviewRenderer,
)
from consult_app.services.saving import Deliver
from consult_app.services.session import Session
from consult_app.services.verification import Verifying


@dataclass(frozen=True)
class Desk:
    """Everything that the views of an unlocked clinic use."""

    clinic: OpenClinic
    current_details: Callable[[], Clinic]
    pack: Pack
    casebook: Casebook
    issuing: Issuing
    verifying: Verifying
    lookup: MedicineLookup
    previews: PreviewRenderer
    clock: Clock
    new_id: Callable[[], str]
    demonstration: bool
    certificates: CertificateImport | None = None

    @property
    def details(self) -> Clinic:
        """The clinic's details as they are kept now."""
        return self.current_details()

    @property
    def practitioner(self) -> Practitioner:
        """Who is signed in."""
        return self.clinic.practitioner

    def session(self, consultation: Consultation, deliver: Deliver) -> Session:
        """Open a draft; `deliver` runs a callable on the interface thread."""
        return Session(
            consultation,
            self.pack,
            self.clinic.store,
            self.clock,
            self.practitioner.practitioner_id,
            self.new_id,
            deliver,
        )

    def deciding(self, session: Session) -> Deciding:
        """Decisions on the findings of a session."""
        return Deciding(session, self.practitioner, self.clock, self.new_id)

    def inking(self, session: Session) -> Inking:
        """Signatures of a session."""
        return Inking(session, self.clock, self.new_id)


class FrontDoor(Protocol):
    """The program before a clinic is unlocked."""

    @property
    def demonstration(self) -> bool:
        """Whether this is the demonstration clinic with synthetic patients."""
        ...

    @property
    def demonstration_passphrase(self) -> str:
        """Passphrase that the demonstration prints on its unlock page; empty otherwise."""
        ...

    @property
    def pack_notice(self) -> str:
        """Notice of the pack that will be used."""
        ...

    def exists(self) -> bool:
        """Whether a clinic was set up."""
        ...

    def accounts(self) -> tuple[Practitioner, ...]:
        """Accounts that can unlock."""
        ...

    def set_up(self, details: Clinic, account: AccountSpec) -> str:
        """Set up a clinic; returns the recovery key. Slow: call it off the interface thread."""
        ...

    def unlock(self, practitioner_id: str, passphrase: str) -> Desk:
        """Unlock. Slow: call it off the interface thread. Raises as `ports.Vault.unlock`."""
        ...

    def details(self) -> Clinic:
        """The clinic's details as they are kept beside the store."""
        ...

    def save_details(self, details: Clinic) -> None:
        """Keep changed details; they count from the next unlocking or issue on."""
        ...
