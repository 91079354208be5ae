"""The door of a clinic: set up, unlock, and put everything on the desk."""

from __future__ import annotations

from dataclasses import replace

from consult_app.composition.program import Program
from consult_app.domain.consultation import Clinic, Practitioner
from consult_app.services.casebook import Casebook
from consult_app.services.certificates import CertificateImport
from consult_app.services.desk import Desk
from consult_app.services.issuing import Issuing
from consult_app.services.ports import AccountSpec
from consult_app.services.verification import Verifying
from consult_app.settings import (
    ClinicSettings,
    TextScale,
    Theme,
    read_clinic_settings,
    write_clinic_settings,
)

DEMONSTRATION_PASSPHRASE = "demonstration only"  # noqa: S105 - printed on the page, synthetic data


class Reception:
    """Implements `services.desk.FrontDoor` on a folder of the machine."""

    def __init__(self, program: Program, *, demonstration: bool = False) -> None:
        self._program = program
        self._demonstration = demonstration
        folder = program.locations.data
        self._folder = folder / ("demonstration" if demonstration else "clinic")
        self._settings_file = self._folder / "clinic.json"
        self.vault = program.vault(self._folder)

    @property
    def demonstration(self) -> bool:
        """Whether this is the demonstration clinic with synthetic patients."""
        return self._demonstration

    @property
    def demonstration_passphrase(self) -> str:
        """Passphrase that the demonstration prints on its unlock page."""
        return DEMONSTRATION_PASSPHRASE if self._demonstration else ""

    @property
    def pack_notice(self) -> str:
        """Notice of the pack that will be used."""
        return self._program.pack().notice

    def exists(self) -> bool:
        """Whether a clinic was set up."""
        return self.vault.exists()

    def accounts(self) -> tuple[Practitioner, ...]:
        """Accounts that can unlock."""
        return self.vault.accounts()

    def set_up(self, details: Clinic, account: AccountSpec) -> str:
        """Set up a clinic with its first practitioner; returns the recovery key."""
        identity, anchor = self._program.identities.issue(
            details.name, account.printed_name, self._program.clock.now()
        )
        recovery_key = self.vault.create(details.name, account, identity, anchor)
        self.save_details(details)
        return recovery_key

    def unlock(self, practitioner_id: str, passphrase: str) -> Desk:
        """Unlock and lay the desk."""
        program = self._program
        clinic = self.vault.unlock(practitioner_id, passphrase)
        casebook = Casebook(clinic.store, clinic.practitioner, program.clock, program.new_id)
        return Desk(
            clinic=clinic,
            current_details=self.details,
            pack=program.pack(),
            casebook=casebook,
            issuing=Issuing(clinic, self.details, program.renderer, program.sealer, program.clock),
            verifying=Verifying(program.sealer, clinic.trust_anchors, program.pack_of),
            lookup=program.lookup,
            previews=program.previews,
            clock=program.clock,
            new_id=program.new_id,
            demonstration=self._demonstration,
            certificates=CertificateImport(clinic, program.identities, program.clock),
        )

    def settings(self) -> ClinicSettings:
        """What the clinic has set. Raises SettingsError."""
        return read_clinic_settings(self._settings_file)

    def save_look(self, theme: str, text_scale: int) -> None:
        """Keep the chosen colours and text size; high contrast follows the system's own setting."""
        known = {choice.value for choice in Theme}
        changed = replace(
            self.settings(),
            theme=Theme(theme) if theme in known else Theme.SYSTEM,
            text_scale=TextScale(text_scale),
        )
        write_clinic_settings(self._settings_file, changed)

    def details(self) -> Clinic:
        """The clinic's details as they are kept beside the store."""
        found = self.settings()
        return Clinic(
            found.name,
            found.address,
            found.phone,
            found.out_of_hours,
            found.emergency_number,
        )

    def save_details(self, details: Clinic) -> None:
        """Keep changed details."""
        changed = replace(
            self.settings(),
            name=details.name,
            address=details.address,
            phone=details.phone,
            out_of_hours=details.out_of_hours,
            emergency_number=details.emergency_number,
        )
        write_clinic_settings(self._settings_file, changed)
