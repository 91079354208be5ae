"""Medicine look-up per key: p50 and p95 in milliseconds over realistic keystrokes.

Run ``python benchmarks/bench_medicines.py``. The goal is a p95 under 5 ms. It also prints how long
the dictionary takes to load from its files and from its compiled cache.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from consult_app.definitions.medicines import load_medicines
from consult_app.definitions.near_matches import NearMatches
from consult_app.services.lookup import MedicineLookup

FOLDER = Path(__file__).parent.parent / "resources" / "medicines"
TYPED = (
    "Roaccutane",
    "roacutane",
    "isotretinoin",
    "warfarin",
    "warfrin",
    "amlodipine 5 mg",
    "hydrochlorothiazide",
    "metformin",
    "metphormin",
    "omeprazole",
    "candesartan",
    "st johns wort",
    "levothyroxine",
    "levothyroxin 50 mcg",
    "diclofenac gel",
    "heart tablets",
    "azathioprine",
    "azithromicin",
    "Eucreas",
    "something unheard of",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
)


def keystrokes() -> list[str]:
    return [text[:end] for text in TYPED for end in range(1, len(text) + 1)]


def milliseconds(run: object, *args: object) -> float:
    start = time.perf_counter()
    run(*args)  # type: ignore[operator]
    return (time.perf_counter() - start) * 1000


def report(name: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=20)
    print(f"{name:<24} p50 {cuts[9]:7.2f} ms   p95 {cuts[18]:7.2f} ms   n={len(times)}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        report("load from files", [milliseconds(load_medicines, FOLDER) for _ in range(5)])
        load_medicines(FOLDER, cache)
        report("load from cache", [milliseconds(load_medicines, FOLDER, cache) for _ in range(20)])
        dictionary = load_medicines(FOLDER, cache)
    lookup = MedicineLookup(dictionary, NearMatches(dictionary))
    report("look-up per key", [milliseconds(lookup.search, t) for t in keystrokes() * 5])
    report("agents of a name", [milliseconds(dictionary.agents, text) for text in TYPED * 200])


if __name__ == "__main__":
    main()
