"""Facts about medicines: agents counted by ingredient, and the steroid dose (decisions 4, 5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from consult_app.domain.answers import AnswerState
from consult_app.domain.dates import PartialDate, add_span
from consult_app.domain.facts import query as names
from consult_app.domain.facts.evidence import Evidence, Observation
from consult_app.domain.facts.query import Derivation, FactQuery, Taking, Tick
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


@dataclass(slots=True)
class _Tally:
    """What the list says of the asked classes: agents by ingredient, certain and possible."""

    certain: dict[str, Agent] = field(default_factory=dict)
    possible: set[str] = field(default_factory=set)
    because: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    open_ended: bool = False


def count_agents(query: FactQuery, evidence: Evidence) -> Derivation:
    """Count the distinct ingredients of the asked classes that count as taken.

    An interval: from the ingredients that are certain to those that are still possible; open
    upwards while the list is open or a name is unrecognised. Ticked answers are united with the
    list (decisions 5.4): the same medicine, ticked and listed, counts once.
    """
    listed = evidence.listing(names.MEDICINES)
    if listed.applies is Truth.FALSE:
        return Derivation(Decimal(0), Decimal(0), because=listed.because)
    tally = _tally(query, evidence)
    low = len(tally.certain)
    high = len(tally.certain.keys() | tally.possible)
    if query.ticks:
        low, high = _with_ticks(query, evidence, tally)
    settled = tally.because or [listed.path]
    return Derivation(
        Decimal(low),
        None if tally.open_ended else Decimal(high),
        because=_distinct(settled),
        missing=_distinct(tally.missing),
    )


def _tally(query: FactQuery, evidence: Evidence) -> _Tally:
    """Go through the medicine list."""
    listed = evidence.listing(names.MEDICINES)
    tally = _Tally(open_ended=not listed.complete)
    if not listed.complete:
        tally.missing += listed.missing
    for instance in listed.instances:
        entry = _entry(evidence, instance)
        if not entry.agents:
            # A name that nobody typed yet or nobody can place may be anything.
            tally.open_ended = True
            tally.missing += entry.name.missing or entry.classified.missing
            continue
        for agent in entry.agents:
            truth, wanted = _counts(query, evidence, entry, agent)
            if truth is Truth.TRUE:
                tally.certain[agent.ingredient] = agent
                tally.because.append(entry.name.path)
                if query.ticks and agent.possible != agent.certain:
                    # It may turn out to be what was ticked.
                    tally.missing += (entry.name.path, *entry.route.missing)
            elif truth is Truth.UNKNOWN:
                tally.possible.add(agent.ingredient)
                tally.missing += wanted
    return tally


def _with_ticks(query: FactQuery, evidence: Evidence, tally: _Tally) -> tuple[int, int]:
    """Fewest and most ingredients once the ticked ones are counted too."""
    ticked = apart = further = 0
    for tick in query.ticks:
        seen = evidence.observe(tick.question)
        if seen.applies is Truth.FALSE:
            continue
        if not isinstance(seen.value, tuple):
            tally.missing += seen.missing
        elif tick.code not in seen.value:
            continue
        else:
            ticked += 1
            tally.because.append(seen.path)
            apart += not any(_may_be(tick, agent) for agent in tally.certain.values())
        further += not any(_is(tick, agent) for agent in tally.certain.values())
    low = max(len(tally.certain) + apart, ticked)
    return low, max(low, len(tally.certain.keys() | tally.possible) + further)


def _is(tick: Tick, agent: Agent) -> bool:
    """Whether a listed agent certainly is the ticked medicine."""
    if tick.classes:
        return not agent.certain.isdisjoint(tick.classes)
    return agent.ingredient == tick.code


def _may_be(tick: Tick, agent: Agent) -> bool:
    """Whether a listed agent may be the ticked medicine: all that is not certain is possible."""
    if _is(tick, agent):
        return True
    if tick.classes:
        return not agent.possible.isdisjoint(tick.classes)
    return agent.possible != agent.certain


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
    return truth_of(evidence.planned_date < add_span(_stopped_day(evidence, stopped), span))


def _stopped_day(evidence: Evidence, stopped: PartialDate) -> dt.date:
    return evidence.latest_day(stopped, f"{names.MEDICINES}.stopped_on")


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
