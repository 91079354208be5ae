"""Facts about medicines: agents counted by ingredient, and the steroid dose (decisions 4, 5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from consult_app.domain.answers import AnswerState
from consult_app.domain.dates import PartialDate, add_span
from consult_app.domain.facts import query as names
from consult_app.domain.facts.evidence import Evidence, Observation
from consult_app.domain.facts.query import Derivation, FactQuery, Taking
from consult_app.domain.medicines import Agent
from consult_app.domain.truth import Truth, all_of, any_of, truth_of


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the medicine list: its agents and the answers that go with it."""

    name: Observation
    route: Observation
    status: Observation
    stopped_on: Observation
    supplied: Observation
    classified: Observation
    agents: tuple[Agent, ...]


def count_agents(query: FactQuery, evidence: Evidence) -> Derivation:
    """Count the distinct ingredients of the asked classes that count as taken.

    An interval: from the ingredients that are certain to those that are still possible; open
    upwards while the list is open or a name is unrecognised.
    """
    listed = evidence.listing(names.MEDICINES)
    if listed.applies is Truth.FALSE:
        return Derivation(Decimal(0), Decimal(0), because=listed.because)
    certain: set[str] = set()
    possible: set[str] = set()
    because: list[str] = []
    missing = [] if listed.complete else list(listed.missing)
    open_ended = not listed.complete
    for instance in listed.instances:
        entry = _entry(evidence, instance)
        if not entry.agents:
            # A name that nobody typed yet or nobody can place may be anything.
            open_ended = True
            missing += entry.name.missing or entry.classified.missing
            continue
        for agent in entry.agents:
            truth, wanted = _counts(query, evidence, entry, agent)
            if truth is Truth.TRUE:
                certain.add(agent.ingredient)
                because.append(entry.name.path)
            elif truth is Truth.UNKNOWN:
                possible.add(agent.ingredient)
                missing += wanted
    low = Decimal(len(certain))
    high = None if open_ended else Decimal(len(certain | possible))
    settled = because or [listed.path]
    return Derivation(low, high, because=_distinct(settled), missing=_distinct(missing))


def _entry(evidence: Evidence, instance: str) -> _Entry:
    def field(leaf: str) -> Observation:
        return evidence.observe(f"{names.MEDICINES}.{leaf}", instance)

    name, route, classified = field("name"), field("route"), field("classified_as")
    agents: tuple[Agent, ...] = ()
    if isinstance(name.value, str):
        agents = evidence.agents(
            name.value,
            route.value if isinstance(route.value, str) else None,
            classified.value if isinstance(classified.value, str) else None,
            route_unknown=route.state in (AnswerState.DONT_KNOW, AnswerState.DECLINED),
        )
    return _Entry(
        name, route, field("status"), field("stopped_on"), field("supplied"), classified, agents
    )


def _counts(
    query: FactQuery, evidence: Evidence, entry: _Entry, agent: Agent
) -> tuple[Truth, list[str]]:
    """Whether one agent counts, and the paths that would settle it."""
    classes = frozenset(query.classes)
    member = Truth.UNKNOWN
    if agent.certain & classes:
        member = Truth.TRUE
    elif not agent.possible & classes:
        member = Truth.FALSE
    taken = _taken(query, evidence, entry, agent)
    supplied = _supplied(query, entry)
    truth = all_of((member, taken, supplied))
    wanted: list[str] = []
    if member is Truth.UNKNOWN:
        wanted += entry.route.missing or entry.classified.missing or (entry.name.path,)
    if taken is Truth.UNKNOWN:
        wanted += entry.status.missing or entry.stopped_on.missing
    if supplied is Truth.UNKNOWN:
        wanted += entry.supplied.missing
    return truth, wanted


def _taken(query: FactQuery, evidence: Evidence, entry: _Entry, agent: Agent) -> Truth:
    """Taken now, or stopped so recently that it still counts."""
    if entry.status.value is None:
        return Truth.UNKNOWN
    if entry.status.value == "current":
        return Truth.TRUE
    if query.taking is Taking.CURRENT and query.stopped_within is None:
        return Truth.FALSE
    stopped = entry.stopped_on.value
    if not isinstance(stopped, PartialDate):
        return Truth.UNKNOWN
    span = query.stopped_within or agent.washout_for(query.classes)
    return truth_of(evidence.planned_date < add_span(evidence.latest_day(stopped), span))


def _supplied(query: FactQuery, entry: _Entry) -> Truth:
    """Prescribed or self-bought, where the fact asks for one of the two."""
    if not query.supplied:
        return Truth.TRUE
    if entry.supplied.value is None:
        return Truth.UNKNOWN
    return truth_of(entry.supplied.value == query.supplied)


def steroid_dose(query: FactQuery, evidence: Evidence) -> Derivation:
    """Days on at least 20 mg prednisolone equivalent a day (decisions 4, rules 25 and 26).

    The list line carries `daily_dose` in prednisolone-equivalent milligrams and `days`, the length
    of the course; an unknown dose or length is unknown.
    """
    counted = count_agents(query, evidence)
    if counted.high == 0:
        return Derivation(Decimal(0), Decimal(0), because=counted.because)
    low = Decimal(0)
    because: list[str] = list(counted.because)
    missing: list[str] = list(counted.missing)
    for instance in evidence.listing(names.MEDICINES).instances:
        entry = _entry(evidence, instance)
        relevant = any_of(_counts(query, evidence, entry, agent)[0] for agent in entry.agents)
        if relevant is Truth.FALSE and entry.agents:
            continue
        dose = evidence.observe(f"{names.MEDICINES}.daily_dose", instance)
        days = evidence.observe(f"{names.MEDICINES}.days", instance)
        if not isinstance(dose.value, Decimal):
            missing += dose.missing
        elif dose.value >= Decimal(20):
            if not isinstance(days.value, Decimal):
                missing += days.missing
            elif relevant is Truth.TRUE:
                low = max(low, days.value)
                because += [dose.path, days.path]
    high = None if missing else low
    return Derivation(low, high, because=_distinct(because), missing=_distinct(missing))


def _distinct(paths: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(paths))
