"""Kill a process that is saving answers, at random instants, and look whether anything is lost.

Each round starts a process that unlocks the clinic and saves events as fast as it can, some of them
issues. It reports each one through a pipe in the moment in which the screen would say "saved". Some
milliseconds after the first report it is killed (SIGKILL). Then the clinic must open, everything
reported must be stored, at most what was under way may be stored besides, and the audit chain must
hold. Every tenth round the process is killed while it sets a clinic up instead.

Usage: python tools/kill_rounds.py [rounds]. The exit code is 1 when anything was lost. It needs
an operating system that can fork.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
import select
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from consult_app.domain.consultation import ConsultationStatus, PatientIdentity, Role
from consult_app.services.ports import (
    AccountSpec,
    AuditEntry,
    ConsultationHead,
    DraftEvent,
    IssuedVersion,
    SigningIdentity,
    StoredDocument,
)
from consult_app.storage.clinic import UnlockedClinic
from consult_app.storage.keys import KdfCost
from consult_app.storage.vault import FileVault

CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
WORDS = "only for killing rounds"
CHANCE = secrets.SystemRandom()
UNDER_WAY = 8
ROUNDS_PER_CLINIC = 25
LONGEST_LIFE = 0.15


Stored = set[tuple[str, str]]
"""Kind and id of everything stored, or reported as stored."""


class SystemClock:
    """The computer's clock."""

    def now(self) -> dt.datetime:
        """Aware UTC time."""
        return dt.datetime.now(dt.UTC)

    def today(self) -> dt.date:
        """Local day."""
        return dt.datetime.now().astimezone().date()


def vault_in(folder: Path) -> FileVault:
    """The vault that all rounds use, with a cheap key derivation."""
    return FileVault(folder, SystemClock(), CHEAP, CHEAP)


def set_up(folder: Path) -> None:
    """Set a clinic up."""
    account = AccountSpec("Dr Kill Rounds", Role.DERMATOLOGIST, "", WORDS)
    vault_in(folder).create("Kill rounds", account, SigningIdentity(b"k", (b"c",)), b"a")


def unlocked(folder: Path) -> UnlockedClinic:
    """The clinic, opened."""
    vault = vault_in(folder)
    return vault.unlock(vault.accounts()[0].practitioner_id, WORDS)


# --- the process that is killed ------------------------------------------------------------------


class Victim:
    """Saves events until it is killed, and reports each as soon as it is durable."""

    def __init__(self, folder: Path, pipe: int) -> None:
        self._clinic = unlocked(folder)
        self._pipe = pipe
        self._under_way = threading.Semaphore(UNDER_WAY)

    def save_until_killed(self) -> None:
        """Never returns."""
        store = self._clinic.store
        patient = PatientIdentity("p", "Synthetic", "Patient", None, synthetic=True)
        store.add_patient(patient)
        while True:
            consultation_id = uuid.uuid4().hex
            head = self._head(consultation_id, patient)
            self._report("draft", consultation_id, partial(store.open_consultation, head))
            for number in range(CHANCE.randrange(5, 60)):
                event = self._event(consultation_id, number)
                self._report("event", event.event_id, partial(store.append, (event,)))
            issued = self._issued(consultation_id)
            self._report("issue", consultation_id, partial(store.issue, issued))

    def _report(self, kind: str, name: str, change: Callable[[], Future[None]]) -> None:
        """Make a change, and report it when it is saved; no more than a few are under way."""

        def report(done: Future[None]) -> None:
            done.result()
            os.write(self._pipe, f"{kind} {name}\n".encode())
            self._under_way.release()

        self._under_way.acquire()
        change().add_done_callback(report)

    def _head(self, consultation_id: str, patient: PatientIdentity) -> ConsultationHead:
        now = dt.datetime.now(dt.UTC)
        return ConsultationHead(
            consultation_id=consultation_id,
            patient=patient,
            practitioner=self._clinic.practitioner,
            pack_id="microneedling",
            pack_version="1",
            consultation_date=now.date(),
            status=ConsultationStatus.DRAFT,
            stage="consultation",
            version=0,
            verdict="",
            changed_at=now,
        )

    def _event(self, consultation_id: str, number: int) -> DraftEvent:
        value = os.urandom(CHANCE.randrange(4, 400)).hex()
        # The value vouches for itself, so that a torn one would be found.
        checked = f'"{value}{hashlib.sha256(value.encode()).hexdigest()}"'
        return DraftEvent(
            consultation_id,
            uuid.uuid4().hex,
            f"answer:S{number % 40}",
            checked,
            "author",
            dt.datetime.now(dt.UTC),
        )

    def _issued(self, consultation_id: str) -> IssuedVersion:
        data = os.urandom(CHANCE.randrange(1_000, 60_000))
        document = StoredDocument("record", hashlib.sha256(data).hexdigest(), data)
        entry = AuditEntry("consultation.issue", "author", consultation_id, dt.datetime.now(dt.UTC))
        return IssuedVersion(consultation_id, 1, "consultation", "{}", "defer", (document,), entry)


# --- the process that kills ----------------------------------------------------------------------


def killed_at_random(work: Callable[[Path, int], None], folder: Path, longest: float) -> Stored:
    """What a process reports that does `work` until `longest` seconds after its first report."""
    reading, writing = os.pipe()
    victim = os.fork()
    if victim == 0:
        try:
            work(folder, writing)
        finally:
            os._exit(3)
    os.close(writing)
    heard = os.read(reading, 1)
    deadline = time.monotonic() + CHANCE.uniform(0, longest)
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            more = os.read(reading, 65536)
            if not more:
                break
            heard += more
    os.kill(victim, signal.SIGKILL)
    os.waitpid(victim, 0)
    while more := os.read(reading, 65536):
        heard += more
    os.close(reading)
    whole_lines = heard.decode().rpartition("\n")[0].splitlines()
    return {(kind, name) for kind, _, name in (line.partition(" ") for line in whole_lines)}


def save(folder: Path, pipe: int) -> None:
    """Work of a victim that saves."""
    Victim(folder, pipe).save_until_killed()


def set_up_reporting(folder: Path, pipe: int) -> None:
    """Work of a victim that sets a clinic up."""
    os.write(pipe, b"ready \n")
    set_up(folder)


def check_saving(folder: Path, before: Stored, tally: Counter[str]) -> Stored:
    """One round: kill a process that saves, then compare with what was stored before."""
    reported = killed_at_random(save, folder, LONGEST_LIFE)
    after = stored_in(folder, tally)
    tally["reported"] += len(reported)
    tally["lost"] += len((before | reported) - after)
    tally["invented"] += max(len(after - before - reported) - UNDER_WAY, 0)
    return after


def stored_in(folder: Path, tally: Counter[str]) -> Stored:
    """What the clinic holds, named as its reports are; counts what is torn or broken."""
    clinic = unlocked(folder)
    store = clinic.store
    found: Stored = set()
    for head in store.consultations(limit=1_000_000):
        found.add(("draft", head.consultation_id))
        if head.status is ConsultationStatus.ISSUED:
            if len(store.documents(head.consultation_id)) == 1:
                found.add(("issue", head.consultation_id))
            else:
                tally["torn"] += 1
        for event in store.events(head.consultation_id):
            found.add(("event", event.event_id))
            text = (event.value or "").strip('"')
            tally["torn"] += hashlib.sha256(text[:-64].encode()).hexdigest() != text[-64:]
    tally["chains_broken"] += store.verify_audit() is not None
    clinic.close()
    return found


def check_setting_up(folder: Path, tally: Counter[str]) -> None:
    """One round: kill a process that sets a clinic up; there must be a whole one or none."""
    killed_at_random(set_up_reporting, folder, 0.06)
    tally["set-ups killed"] += 1
    if vault_in(folder).exists():
        tally["set-ups whole"] += 1
    else:
        set_up(folder)
    tally["lost"] += bool(stored_in(folder, tally))


def run(rounds: int) -> int:
    """All rounds; 0 when nothing was lost, torn, invented or broken."""
    tally: Counter[str] = Counter()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        for number in range(rounds):
            folder = Path(place) / f"clinic{number // ROUNDS_PER_CLINIC}"
            if not folder.exists():
                set_up(folder)
                stored: Stored = set()
            if number % 10 == 9:
                check_setting_up(Path(place) / f"set-up{number}", tally)
            else:
                stored = check_saving(folder, stored, tally)
    failures = sum(tally[kind] for kind in ("lost", "torn", "invented", "chains_broken"))
    sys.stdout.write(
        f"{rounds} kills in {time.monotonic() - start:.0f} s: "
        f"{tally['reported']} changes reported as saved, {tally['lost']} lost, "
        f"{tally['torn']} torn, {tally['invented']} invented, "
        f"{tally['chains_broken']} audit chains broken; {tally['set-ups killed']} of them while "
        f"setting up, which left {tally['set-ups whole']} whole clinics and no half one\n"
    )
    return 1 if failures or not tally["reported"] else 0


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
