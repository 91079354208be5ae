"""A clinic in a folder of its own, with a clock that only moves when a test moves it."""

import pytest

from consult_app.storage.vault import FileVault
from consult_app.storage.writer import RetryDelays
from tests.storage.stories import (
    CHEAP,
    PASSPHRASE,
    ManualClock,
    StoreStory,
    new_account,
    signing_identity,
)


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "vault"


@pytest.fixture
def empty_vault(folder, clock):
    return FileVault(folder, clock, CHEAP, CHEAP, RetryDelays(first=0.02, longest=0.1))


@pytest.fixture
def vault(empty_vault):
    """A vault with one dermatologist; `recovery_key` is what was printed for it."""
    empty_vault.recovery_key = empty_vault.create(
        "Skin Clinic", new_account(), signing_identity(), b"anchor certificate"
    )
    return empty_vault


@pytest.fixture
def practitioner_id(vault):
    return vault.accounts()[0].practitioner_id


@pytest.fixture
def clinic(vault, practitioner_id):
    clinic = vault.unlock(practitioner_id, PASSPHRASE)
    yield clinic
    clinic.abandon()


@pytest.fixture
def story(clinic, clock):
    """The open store, with one synthetic patient and one draft."""
    return StoreStory(clinic, clock)
