"""The demonstration clinic: clearly marked, with synthetic patients and an example."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from consult_app.composition.program import Program
from consult_app.composition.reception import DEMONSTRATION_PASSPHRASE, Reception
from consult_app.domain.consultation import Clinic, Role
from consult_app.services.desk import Desk
from consult_app.services.ports import AccountSpec

_DETAILS = Clinic(
    "Demonstration clinic",
    ("1 Example Street", "Sampletown"),
    "00000 000000",
    "00000 000001",
    "000",
)
_PATIENTS = (
    ("Example", "Dana", dt.date(1984, 3, 14), "DEMO-1"),
    ("Sample", "Robin", dt.date(1992, 7, 2), "DEMO-2"),
    ("Placeholder", "Amara", dt.date(1975, 11, 30), "DEMO-3"),
    ("Muster", "Zoë", dt.date(2001, 1, 19), "DEMO-4"),
)


def open_demonstration(program: Program) -> Reception:
    """Return the demonstration clinic's door, setting the clinic up on first use."""
    reception = Reception(program, demonstration=True)
    if not reception.exists():
        account = AccountSpec(
            "Dr Ada Example", Role.DERMATOLOGIST, "Dermatologist", DEMONSTRATION_PASSPHRASE
        )
        reception.set_up(_DETAILS, account)
        desk = unlock_demonstration(reception)
        for family, given, born, number in _PATIENTS:
            desk.casebook.add_patient(family, given, born, number, synthetic=True)
        desk.clinic.close()
    return reception


def unlock_demonstration(reception: Reception) -> Desk:
    """Unlock the demonstration clinic with its printed passphrase."""
    account = reception.accounts()[0]
    return reception.unlock(account.practitioner_id, DEMONSTRATION_PASSPHRASE)


def example_file(program: Program) -> Path:
    """The example consultation that the pack ships."""
    return program.locations.forms / "microneedling" / "example" / "answers.yaml"
