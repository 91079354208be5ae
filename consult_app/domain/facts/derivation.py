"""Derive one fact from the evidence."""

from __future__ import annotations

from decimal import Decimal

from consult_app.domain.dates import PartialDate, add_span, age_on
from consult_app.domain.facts import query as names
from consult_app.domain.facts.agents import count_agents, steroid_dose
from consult_app.domain.facts.evidence import Evidence, Observation
from consult_app.domain.facts.labels import depth_excess, label_uses_outside
from consult_app.domain.facts.query import Derivation, FactKind, FactQuery


def derive(query: FactQuery, evidence: Evidence, instance: str | None = None) -> Derivation:
    """Derive the fact that `query` asks for; `instance` scopes questions of a repeating list."""
    if instance is not None and query.kind in (FactKind.DAYS_SINCE, FactKind.DAYS_UNTIL):
        return _days(query, evidence.observe(query.question, instance), evidence)
    return evidence.derived(query, lambda: _derive(query, evidence))


def _derive(query: FactQuery, evidence: Evidence) -> Derivation:
    match query.kind:
        case FactKind.AGE:
            return _age(evidence)
        case FactKind.AGENTS:
            return count_agents(query, evidence)
        case FactKind.STEROID_DOSE:
            return steroid_dose(query, evidence)
        case FactKind.DAYS_SINCE | FactKind.DAYS_UNTIL:
            return _days(query, evidence.observe(query.question), evidence)
        case FactKind.YEARS_BELOW_LABEL_AGE:
            return _years_below_label_age(evidence)
        case FactKind.LABEL_USES_OUTSIDE:
            return label_uses_outside(evidence)
        case FactKind.DEPTH_EXCESS:
            return depth_excess(evidence)
        case FactKind.DEVICE_TYPE:
            return _device_type(evidence)
        case FactKind.SCORE | FactKind.SCORE_BAND:
            return _score(query, evidence)


def _age(evidence: Evidence) -> Derivation:
    """Whole years on the planned date, an interval while the birth date is known in part."""
    seen = evidence.observe(names.BIRTH_DATE)
    if not isinstance(seen.value, PartialDate):
        return Derivation(missing=seen.missing)
    youngest = age_on(seen.value.latest, evidence.planned_date)
    oldest = age_on(seen.value.earliest, evidence.planned_date)
    missing = () if youngest == oldest else (seen.path,)
    return Derivation(Decimal(youngest), Decimal(oldest), because=(seen.path,), missing=missing)


def _days(query: FactQuery, seen: Observation, evidence: Evidence) -> Derivation:
    """Days from a dated event to the planned date, or from that to the event.

    Counted from the end of the query's span where there is one, so that 0 is the day on which the
    span is over. Nothing is known where no date was given.
    """
    if not isinstance(seen.value, PartialDate):
        return Derivation(missing=seen.missing)
    pick = evidence.earliest_day if query.earliest else evidence.latest_day
    first, last = pick(seen.value, query.question), evidence.planned_date
    if query.kind is FactKind.DAYS_UNTIL:
        first, last = last, first
    if query.span is not None:
        first = add_span(first, query.span)
    days = Decimal((last - first).days)
    return Derivation(days, days, because=(seen.path,))


def _years_below_label_age(evidence: Evidence) -> Derivation:
    """Years by which the patient is younger than the label's minimum; 0 or less is inside it."""
    device = evidence.observe(names.DEVICE)
    label = evidence.device
    age = _age(evidence)
    if label is None:
        return Derivation(missing=(*device.missing, *age.missing))
    if label.min_age is None:
        # A label whose minimum age is not known cannot be shown to be kept.
        return Derivation(Decimal("Infinity"), Decimal("Infinity"), because=(device.path,))
    low = None if age.high is None else label.min_age - age.high
    high = None if age.low is None else label.min_age - age.low
    return Derivation(low, high, because=(*age.because, device.path), missing=age.missing)


def _device_type(evidence: Evidence) -> Derivation:
    device = evidence.observe(names.DEVICE)
    if evidence.device is None:
        return Derivation(missing=device.missing)
    return Derivation(codes=frozenset({evidence.device.type}), because=(device.path,))


def _score(query: FactQuery, evidence: Evidence) -> Derivation:
    """Total of a score, or its band; nothing until every part is answered."""
    total, because, missing = evidence.score(query.score)
    if total is None:
        return Derivation(because=because, missing=missing)
    if query.kind is FactKind.SCORE:
        return Derivation(total, total, because=because)
    return Derivation(codes=frozenset({evidence.score_band(query.score, total)}), because=because)
