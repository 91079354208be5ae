"""Saved means durable, and what is not saved yet is kept, told of and tried again."""

import os
import resource
import subprocess
import threading
from contextlib import suppress

import pytest

from consult_app.services.ports import StoreFullError, UserFacingError
from consult_app.storage.vault import FileVault
from consult_app.storage.writer import RetryDelays
from tests.storage.stories import (
    CHEAP,
    PASSPHRASE,
    WAIT,
    StoreStory,
    new_account,
    signing_identity,
)


class SmallDisk:
    """A file system of two megabytes, which can be filled and freed."""

    def __init__(self, folder):
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self):
        with self._filler.open("wb", buffering=0) as stream:
            for size in (65536, 4096, 512):
                with suppress(OSError):
                    while True:
                        stream.write(b"\0" * size)
        assert os.statvfs(self.folder).f_bavail == 0

    def free(self):
        self._filler.unlink()


class FileSizeLimit:
    """A limit at which no file of this process may grow any more, where nothing can be mounted."""

    def __init__(self, folder):
        self.folder = folder
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self):
        sizes = [place.stat().st_size for place in self.folder.rglob("*") if place.is_file()]
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(sizes), self._before[1]))

    def free(self):
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


def mounted(folder):
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture(params=["small disk", "file size limit"])
def disk(request, tmp_path):
    """Something that can be full: a small file system where one may be mounted, else a limit."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "small disk" and mounted(folder):
        yield SmallDisk(folder)
        subprocess.run(["umount", "-l", str(folder)], check=True)
    else:
        limit = FileSizeLimit(folder)
        yield limit
        limit.free()


@pytest.fixture
def disk_vault(disk, clock):
    vault = FileVault(disk.folder / "vault", clock, CHEAP, CHEAP, RetryDelays(0.02, 0.1))
    vault.create("Clinic", new_account(), signing_identity(), b"anchor")
    return vault


@pytest.fixture
def disk_story(disk_vault, clock):
    clinic = disk_vault.unlock(disk_vault.accounts()[0].practitioner_id, PASSPHRASE)
    story = StoreStory(clinic, clock)
    yield story
    clinic.abandon()


class Listener:
    def __init__(self, store):
        self.told = []
        self.called = threading.Event()
        store.on_failure(self)

    def __call__(self, failure):
        self.told.append(failure)
        self.called.set()

    def wait(self):
        assert self.called.wait(WAIT), "nobody was told"
        return self.told[-1]


def until_full(story, disk):
    """Fill the disk and answer until an answer stays unsaved; all Futures, the last one pending."""
    listener = Listener(story.store)
    disk.fill()
    futures = []
    while not listener.called.wait(0.001):
        assert len(futures) < 5_000
        event = story.event(f"answer:S{len(futures)}", '"no"' * 200)
        futures.append((event, story.store.append((event,))))
    return listener, futures


def test_on_a_full_disk_nothing_is_lost_and_nothing_is_called_saved_that_is_not(disk_story, disk):
    listener, futures = until_full(disk_story, disk)
    failure = listener.wait()
    assert isinstance(failure, StoreFullError)
    assert "full" in str(failure)
    unsaved = [event for event, future in futures if not future.done()]
    saved = [event for event, future in futures if future.done()]
    assert unsaved
    stored = disk_story.store.events("consultation-1")
    assert set(stored) >= set(saved), "what was called saved can still be read"
    more = disk_story.event("answer:later", '"yes"')
    futures.append((more, disk_story.store.append((more,))))
    disk.free()
    for _, future in futures:
        future.result(WAIT)
    assert disk_story.store.events("consultation-1") == tuple(event for event, _ in futures)
    assert disk_story.store.verify_audit() is None
    assert len(listener.told) == 1, "one kind of failure is told once"
    disk_story.clinic.close()


def test_closing_on_a_full_disk_says_so_and_keeps_everything_until_it_succeeds(
    disk_story, disk_vault, disk
):
    _, futures = until_full(disk_story, disk)
    for _ in range(3):
        with pytest.raises(StoreFullError):
            disk_story.clinic.close()
    assert not futures[-1][1].done()
    disk.free()
    disk_story.clinic.close()
    assert futures[-1][1].done()
    clinic = disk_vault.unlock(disk_story.clinic.practitioner.practitioner_id, PASSPHRASE)
    assert clinic.store.events("consultation-1") == tuple(event for event, _ in futures)
    clinic.close()


def test_giving_up_on_a_full_disk_fails_every_unsaved_change(disk_story, disk):
    _, futures = until_full(disk_story, disk)
    disk_story.clinic.abandon()
    assert isinstance(futures[-1][1].exception(WAIT), StoreFullError)
    late = disk_story.store.append((disk_story.event("answer:S1", '"no"'),))
    assert isinstance(late.exception(WAIT), UserFacingError)


def test_a_listener_that_comes_late_is_told_of_a_lasting_failure(disk_story, disk):
    until_full(disk_story, disk)
    assert isinstance(Listener(disk_story.store).wait(), StoreFullError)


def test_issuing_on_a_full_disk_is_all_or_nothing(disk_story, disk):
    until_full(disk_story, disk)
    future = disk_story.store.issue(disk_story.issued(data=os.urandom(100_000)))
    assert disk_story.store.documents("consultation-1") == ()
    disk.free()
    future.result(WAIT)
    assert len(disk_story.store.documents("consultation-1")) == 2
    assert disk_story.store.verify_audit() is None


def test_a_clinic_on_a_full_disk_says_why_it_does_not_open(disk_vault, disk):
    (account,) = disk_vault.accounts()
    key_file = disk.folder / "vault" / "clinic.keys"
    before = key_file.read_bytes()
    disk.fill()
    if isinstance(disk, FileSizeLimit):
        resource.setrlimit(resource.RLIMIT_FSIZE, (512, disk._before[1]))
    with pytest.raises(StoreFullError, match="full"):
        disk_vault.unlock(account.practitioner_id, PASSPHRASE)
    assert key_file.read_bytes() == before
    disk.free()
    disk_vault.unlock(account.practitioner_id, PASSPHRASE).close()


# --- the writer ----------------------------------------------------------------------------------


def test_a_future_resolves_only_when_another_connection_can_see_the_change(story):
    event = story.event("answer:S1", '"no"')
    seen = []
    finished = threading.Event()

    def look(_):
        with story.store._read() as connection:
            seen.append(connection.exec_driver_sql("select count(*) from draft_event").scalar())
        finished.set()

    with_reader = story.store.append((event,))
    with_reader.add_done_callback(look)
    assert finished.wait(WAIT)
    assert seen == [1]


def test_the_database_waits_for_the_disk(story):
    connection = story.store._writer._connection
    settings = {
        name: connection.cursor.execute(f"pragma {name}").fetchone()[0]
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "secure_delete",
            "trusted_schema",
        )
    }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
    }


class Hold:
    """A change that keeps the writer busy until it is released."""

    def __init__(self, store):
        self._entered, self._release = threading.Event(), threading.Event()
        self.done = store._writer.submit(self)
        assert self._entered.wait(WAIT)

    def __call__(self, _):
        self._entered.set()
        assert self._release.wait(WAIT)

    def release(self):
        self._release.set()


def test_what_waits_is_saved_in_one_transaction(story, monkeypatch):
    commits = []
    connection = story.store._writer._connection
    commit = connection.commit
    monkeypatch.setattr(connection, "commit", lambda: (commits.append(1), commit()))
    hold = Hold(story.store)
    futures = [story.store.append((story.event("k", str(number)),)) for number in range(100)]
    assert not any(future.done() for future in futures)
    hold.release()
    for future in futures:
        future.result(WAIT)
    assert len(commits) == 2


def test_a_change_that_was_handed_over_cannot_be_taken_back(story):
    hold = Hold(story.store)
    future = story.store.append((story.event("k", "1"),))
    assert not future.cancel()
    hold.release()
    future.result(WAIT)


def test_closing_saves_what_still_waits(story, vault):
    hold = Hold(story.store)
    futures = [story.store.append((story.event("k", str(number)),)) for number in range(300)]
    threading.Thread(target=hold.release).start()
    story.clinic.close()
    assert all(future.done() and future.exception() is None for future in futures)
    late = story.store.append((story.event("k", "late"),))
    assert "closed" in str(late.exception(WAIT))
    clinic = vault.unlock(story.clinic.practitioner.practitioner_id, PASSPHRASE)
    assert len(clinic.store.events("consultation-1")) == 300
    clinic.close()


def test_changes_from_many_threads_keep_each_threads_order(story):
    def answer(thread):
        for number in range(50):
            event = story.event(f"thread{thread}", str(number), event_id=f"{thread}-{number}")
            story.store.append((event,))

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    story.answer("last", "1")
    events = story.store.events("consultation-1")
    for thread in range(4):
        values = [event.value for event in events if event.key == f"thread{thread}"]
        assert values == [str(number) for number in range(50)]
    assert story.store.verify_audit() is None


def test_a_listener_with_a_fault_does_not_stop_the_writer(story, caplog):
    def faulty(_):
        raise ZeroDivisionError

    story.store.on_failure(faulty)
    refused = story.store.append((story.event("k", "1", "unknown"),))
    assert isinstance(refused.exception(WAIT), UserFacingError)
    story.answer("k", "2")
    assert caplog.messages == ["a listener for failed writes failed: ZeroDivisionError"]
    caplog.clear()
