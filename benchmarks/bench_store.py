"""How long one answer takes to be durable, against a bare commit on the same encrypted file.

The floor is the least that saves anything: one row in one transaction, through the driver, on the
calling thread, with the same key and the same settings. The store does it on its writer thread,
with the audit entry, and the time counts until its Future has resolved. Both take turns, so that
whatever else the computer does meets both alike.

Usage: python benchmarks/bench_store.py [answers] [rounds]
"""

import datetime as dt
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from consult_app.domain.consultation import (
    ConsultationStatus,
    PatientIdentity,
    Role,
)
from consult_app.services.ports import (
    AccountSpec,
    ConsultationHead,
    DraftEvent,
    SigningIdentity,
)
from consult_app.storage.clinic import UnlockedClinic
from consult_app.storage.engine import DatabaseFile
from consult_app.storage.keys import ClinicKeys
from consult_app.storage.vault import FileVault

PASSPHRASE = "a passphrase for the benchmark"
VALUE = '{"state":"given","value":"no","provenance":"asked","author":"a","at":"2026-03-02"}'
GOAL_RATIO = 1.3
GOAL_P95_MS = 16.0


class SystemClock:
    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def today(self) -> dt.date:
        return dt.datetime.now().astimezone().date()


def bare_commit(file: DatabaseFile) -> Callable[[int], None]:
    connection = file.connect()
    connection.execute("create table floor (id text primary key, value text) without rowid")
    cursor = connection.cursor()

    def commit(_: int) -> None:
        cursor.execute("begin immediate")
        cursor.execute("insert into floor values (?, ?)", (str(uuid.uuid4()), VALUE))
        cursor.execute("commit")

    return commit


def stored_answer(clinic: UnlockedClinic) -> Callable[[int], None]:
    store = clinic.store
    patient = PatientIdentity("p1", "Synthetic", "Patient", None, synthetic=True)
    store.add_patient(patient)
    head = ConsultationHead(
        consultation_id="c1",
        patient=patient,
        practitioner=clinic.practitioner,
        pack_id="microneedling",
        pack_version="1",
        consultation_date=dt.date(2026, 3, 2),
        status=ConsultationStatus.DRAFT,
        stage="consultation",
        version=0,
        verdict="",
        changed_at=dt.datetime.now(dt.UTC),
    )
    store.open_consultation(head).result()

    def answer(number: int) -> None:
        key = f"answer:S{number % 90}"
        now = dt.datetime.now(dt.UTC)
        store.append((DraftEvent("c1", str(uuid.uuid4()), key, VALUE, "a", now),)).result()

    return answer


def measured(work: Callable[[int], None], count: int) -> list[float]:
    times = []
    for number in range(count):
        start = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - start) * 1e3)
    return times


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


def main(answers: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        vault = FileVault(Path(folder) / "vault", SystemClock())
        account = AccountSpec("Benchmark", Role.DERMATOLOGIST, "", PASSPHRASE)
        vault.create("Benchmark", account, SigningIdentity(b"-", (b"-",)), b"-")
        clinic = vault.unlock(vault.accounts()[0].practitioner_id, PASSPHRASE)
        keys: ClinicKeys = clinic.store._keys
        file = DatabaseFile(Path(folder) / "vault" / "clinic.db", keys.database, keys.database_salt)
        bare, stored = bare_commit(file), stored_answer(clinic)
        measured(bare, 50)
        measured(stored, 50)
        floor: list[float] = []
        store: list[float] = []
        for _ in range(rounds):
            floor += measured(bare, answers // rounds)
            store += measured(stored, answers // rounds)
        clinic.close()
    print(f"{'':24}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
    for name, times in (("bare commit", floor), ("answer durable", store)):
        values = (statistics.median(times), percentile(times, 0.95), percentile(times, 0.99))
        print(f"{name:24}" + "".join(f"{value:9.2f}" for value in values))
    ratio = statistics.median(store) / statistics.median(floor)
    p95 = percentile(store, 0.95)
    print(f"{'ratio of medians':24}{ratio:9.2f}   goal {GOAL_RATIO}, p95 goal {GOAL_P95_MS:.0f} ms")
    print("goal met" if ratio <= GOAL_RATIO and p95 < GOAL_P95_MS else "goal missed")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]), *(4000, 20)[len(sys.argv) - 1 :])
