"""One answer through the engine: an indexed pass, and a full one beside it.

    python benchmarks/bench_engine.py [PACK_FOLDER]

Prints p50 and p95 in milliseconds over random interviews of the shipped pack; the floor is one
loop over all rules that does nothing but look at their ids.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from consult_app.definitions.library import load_pack  # noqa: E402
from consult_app.definitions.medicines import load_medicines  # noqa: E402
from consult_app.domain.assessment import (  # noqa: E402
    RuleBook,
    assess,
    evidence_after,
    evidence_for,
    reassess,
)
from consult_app.domain.form import Stage  # noqa: E402
from consult_app.domain.medicines import MedicineDictionary  # noqa: E402
from tests.interviews import Interview  # noqa: E402

ON = dt.date(2026, 3, 2)


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


def run_interview(
    book: RuleBook,
    medicines: MedicineDictionary,
    seed: int,
    times: tuple[list[float], list[float], list[float]],
) -> None:
    """Answer everything in random order, timing each answer."""
    full, indexed, floor = times
    interview = Interview(
        book.form,
        random.Random(seed),
        tuple(device.device_id for device in book.devices),
        valid=lambda link_id, answer: evidence_for(book, medicines, interview.answers, ON).fault(
            link_id, answer
        ),
        routes=lambda name: medicines.recognise(name).routes,
    )
    evidence = evidence_for(book, medicines, interview.answers, ON)
    running = assess(book, evidence, Stage.CONSULTATION)
    while (step := interview.further()) is not None:
        changed, answers = step
        started = time.perf_counter()
        assess(book, evidence_for(book, medicines, answers, ON), Stage.CONSULTATION)
        full.append(time.perf_counter() - started)
        started = time.perf_counter()
        evidence = evidence_after(book, evidence, answers, changed)
        running = reassess(book, evidence, Stage.CONSULTATION, (), running, changed)
        indexed.append(time.perf_counter() - started)
        started = time.perf_counter()
        [rule.rule_id for rule in book.rules]
        floor.append(time.perf_counter() - started)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "forms" / "microneedling"
    medicines = load_medicines(ROOT / "resources" / "medicines")
    started = time.perf_counter()
    pack = load_pack(folder, medicines)
    loading = time.perf_counter() - started
    book = RuleBook(pack.form, pack.rules, pack.devices)
    full: list[float] = []
    indexed: list[float] = []
    floor: list[float] = []
    for seed in range(6):
        run_interview(book, medicines, seed, (full, indexed, floor))
    print(f"rules {len(pack.rules)}  questions {len(pack.form.questions)}  answers {len(full)}")
    print(f"load with examples {loading * 1000:8.0f} ms")
    for name, values in (("one answer", indexed), ("full pass", full), ("floor", floor)):
        print(
            f"{name:12} p50 {statistics.median(values) * 1000:7.3f} ms"
            f"   p95 {quantile(values, 0.95):7.3f} ms"
        )


if __name__ == "__main__":
    main()
