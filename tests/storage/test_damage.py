"""A store that is missing, damaged, newer or in use says so, and is never created by opening it."""

import json
import os
import subprocess
import sys

import pytest

from consult_app.services.ports import (
    StoreBusyError,
    StoreDamagedError,
    StoreMissingError,
    StoreReadOnlyError,
    UserFacingError,
)
from consult_app.storage.vault import FileVault
from tests.storage.stories import CHEAP, PASSPHRASE, WAIT, new_account, signing_identity


@pytest.fixture
def closed(story, folder):
    """The database file of a closed clinic with some answers in it."""
    for number in range(200):
        story.answer(f"answer:S{number}", '"no"' * 20)
    story.clinic.close()
    return folder / "clinic.db"


def files(folder):
    return {place.name: place.read_bytes() for place in folder.iterdir() if place.is_file()}


def test_a_missing_database_is_not_made_anew(closed, vault, practitioner_id, folder):
    closed.unlink()
    with pytest.raises(StoreMissingError, match=r"clinic\.db is missing .* backup"):
        vault.unlock(practitioner_id, PASSPHRASE)
    assert not closed.exists()
    assert vault.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"this is a text file\n" * 500, b"SQLite format 3\0" + b"\0" * 8176],
    ids=["empty", "text", "unencrypted"],
)
def test_a_file_that_is_no_encrypted_database_is_called_damaged(
    closed, vault, practitioner_id, content
):
    closed.write_bytes(content)
    with pytest.raises(StoreDamagedError, match=r"clinic\.db .* backup"):
        vault.unlock(practitioner_id, PASSPHRASE)
    assert closed.read_bytes() == content


def test_a_truncated_database_is_called_damaged(closed, vault, practitioner_id):
    closed.write_bytes(closed.read_bytes()[: closed.stat().st_size // 2])
    with pytest.raises(StoreDamagedError, match="damaged; restore"):
        vault.unlock(practitioner_id, PASSPHRASE)


def test_every_flipped_bit_is_noticed_when_its_page_is_read(closed, vault, practitioner_id):
    whole = closed.read_bytes()
    pages = len(whole) // 4096
    assert pages > 20
    for page in range(pages):
        damaged = bytearray(whole)
        damaged[page * 4096 + 1000] ^= 1
        closed.write_bytes(damaged)
        with pytest.raises(StoreDamagedError, match="damaged"):
            read_everything(vault, practitioner_id)
    closed.write_bytes(whole)
    read_everything(vault, practitioner_id)


def read_everything(vault, practitioner_id):
    clinic = vault.unlock(practitioner_id, PASSPHRASE)
    try:
        with clinic.store._read() as connection:
            problems = connection.exec_driver_sql("pragma cipher_integrity_check").all()
            if problems:
                raise StoreDamagedError("damaged, says the cipher")
        clinic.store.verify_audit()
        clinic.store.consultations()
        clinic.store.patients()
    finally:
        clinic.abandon()


def test_a_newer_schema_is_refused_with_the_remedy(story, vault, practitioner_id):
    with story.intruder() as raw:
        raw.execute("update meta set value = '2' where key = 'schema'")
    story.clinic.close()
    with pytest.raises(UserFacingError, match="newer version of the program"):
        vault.unlock(practitioner_id, PASSPHRASE)


def test_a_failed_unlock_leaves_the_clinic_free_for_the_next_one(
    closed, vault, practitioner_id, folder
):
    whole = closed.read_bytes()
    closed.write_bytes(b"garbage" * 2000)
    with pytest.raises(StoreDamagedError):
        vault.unlock(practitioner_id, PASSPHRASE)
    closed.write_bytes(whole)
    vault.unlock(practitioner_id, PASSPHRASE).close()


# --- a second process ----------------------------------------------------------------------------

HOLDER = """
import datetime as dt, sys
from pathlib import Path
from consult_app.storage.vault import FileVault
from tests.storage.stories import CHEAP, PASSPHRASE, ManualClock
vault = FileVault(Path(sys.argv[1]), ManualClock(), CHEAP, CHEAP)
clinic = vault.unlock(vault.accounts()[0].practitioner_id, PASSPHRASE)
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(vault, folder, pytestconfig):
    """Another process that has the clinic open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=pytestconfig.rootpath,
        text=True,
    )
    with process:
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def test_a_second_process_is_told_who_has_the_clinic_open(vault, practitioner_id, holder, folder):
    before = (folder / "clinic.keys").read_bytes()
    with pytest.raises(StoreBusyError, match=f"process {holder.pid}") as refused:
        vault.unlock(practitioner_id, PASSPHRASE)
    assert os.uname().nodename in str(refused.value)
    assert (folder / "clinic.keys").read_bytes() == before
    assert vault.accounts(), "who could unlock can be read all the same"


def test_after_the_other_process_was_killed_its_lock_is_taken_over(
    vault, practitioner_id, holder, folder
):
    holder.kill()
    holder.wait()
    assert json.loads((folder / "clinic.lock").read_bytes())["pid"] == holder.pid
    vault.unlock(practitioner_id, PASSPHRASE).close()
    assert (folder / "clinic.lock").read_bytes() == b""


def test_the_same_process_cannot_open_the_clinic_twice_either(vault, clinic, practitioner_id):
    with pytest.raises(StoreBusyError, match=f"process {os.getpid()}"):
        vault.unlock(practitioner_id, PASSPHRASE)
    clinic.close()
    vault.unlock(practitioner_id, PASSPHRASE).close()


# --- a place that cannot be written to -----------------------------------------------------------


@pytest.fixture
def as_nobody(monkeypatch):
    """Without the superuser's powers, for whom no folder is read-only."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.fixture
def open_path(tmp_path_factory, monkeypatch):
    """A folder whose parents everybody may pass."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(place)


def test_a_read_only_folder_is_named_and_nothing_is_changed(open_path, clock, request):
    folder = open_path / "vault"
    vault = FileVault(folder, clock, CHEAP, CHEAP)
    vault.create("Clinic", new_account(), signing_identity(), b"anchor")
    (account,) = vault.accounts()
    before = files(folder)
    for place in (*folder.iterdir(), folder):
        place.chmod(0o555 if place.is_dir() else 0o444)
    request.getfixturevalue("as_nobody")
    assert vault.accounts() == (account,)
    with pytest.raises(StoreReadOnlyError, match="cannot be written"):
        vault.unlock(account.practitioner_id, PASSPHRASE)
    with pytest.raises(StoreReadOnlyError, match="cannot be written"):
        FileVault(open_path / "other", clock, CHEAP, CHEAP).create(
            "Clinic", new_account(), signing_identity(), b"anchor"
        )
    assert files(folder) == before


def test_a_read_only_database_in_a_writable_folder_is_named(open_path, clock, request):
    folder = open_path / "vault"
    vault = FileVault(folder, clock, CHEAP, CHEAP)
    vault.create("Clinic", new_account(), signing_identity(), b"anchor")
    (account,) = vault.accounts()
    for place in folder.iterdir():
        place.chmod(0o444 if place.name == "clinic.db" else 0o666)
    folder.chmod(0o777)
    request.getfixturevalue("as_nobody")
    clinic = None
    with pytest.raises(StoreReadOnlyError, match="cannot be written"):
        clinic = vault.unlock(account.practitioner_id, PASSPHRASE)
    assert clinic is None


def test_a_folder_that_may_not_be_read_is_named(open_path, clock, request):
    folder = open_path / "vault"
    vault = FileVault(folder, clock, CHEAP, CHEAP)
    vault.create("Clinic", new_account(), signing_identity(), b"anchor")
    (folder / "clinic.keys").chmod(0o000)
    folder.chmod(0o755)
    request.getfixturevalue("as_nobody")
    with pytest.raises(StoreReadOnlyError, match="permission"):
        vault.accounts()


def test_a_folder_that_may_not_be_entered_is_named(open_path, clock, request):
    folder = open_path / "vault"
    vault = FileVault(folder, clock, CHEAP, CHEAP)
    vault.create("Clinic", new_account(), signing_identity(), b"anchor")
    request.getfixturevalue("as_nobody")
    for work in (vault.exists, vault.accounts, lambda: vault.unlock("anybody", PASSPHRASE)):
        with pytest.raises(StoreReadOnlyError, match="permission"):
            work()


def test_writes_after_the_database_was_deleted_are_not_called_saved(story, folder):
    told = []
    story.store.on_failure(told.append)
    moved = folder / "clinic.db.elsewhere"
    (folder / "clinic.db").rename(moved)
    future = story.store.append((story.event("answer:S1", '"no"'),))
    with pytest.raises(StoreMissingError, match="deleted or replaced while it was open"):
        story.clinic.close()
    assert not future.done()
    assert isinstance(told[0], StoreMissingError)
    moved.rename(folder / "clinic.db")
    future.result(WAIT)
    story.clinic.close()


@pytest.mark.parametrize("name", ["clinic.db", "clinic.db-wal"])
def test_a_deleted_file_of_the_open_database_is_noticed_before_the_next_commit(story, folder, name):
    (folder / name).unlink()
    future = story.store.append((story.event("answer:S1", '"no"'),))
    with pytest.raises(StoreMissingError):
        story.clinic.close()
    story.clinic.abandon()
    assert isinstance(future.exception(WAIT), StoreMissingError)
