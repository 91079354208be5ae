"""Facts about the plan against the device's label (decisions 3)."""

from __future__ import annotations

from decimal import Decimal

from consult_app.domain.facts import query as names
from consult_app.domain.facts.evidence import DeviceLabel, Evidence
from consult_app.domain.facts.query import Derivation


def label_uses_outside(evidence: Evidence) -> Derivation:
    """Count the planned (area, indication) pairs that the label does not cover (decisions 3.3).

    A pair that the label does not define counts as outside; a pair whose skin types are limited
    is unknown until the skin type is confirmed.
    """
    device = evidence.observe(names.DEVICE)
    areas = evidence.observe(names.AREAS)
    indications = evidence.observe(names.INDICATIONS)
    skin_type = evidence.observe(names.SKIN_TYPE)
    label = evidence.device
    missing = (*device.missing, *areas.missing, *indications.missing)
    if label is None or not isinstance(areas.value, tuple):
        return Derivation(missing=missing)
    if not isinstance(indications.value, tuple):
        return Derivation(missing=missing)
    type_code = skin_type.value if isinstance(skin_type.value, str) else None
    outside = unsure = 0
    for area in areas.value:
        for indication in indications.value:
            covered = _covered(label, area, indication, type_code)
            outside += covered is False
            unsure += covered is None
    because = (device.path, areas.path, indications.path, skin_type.path)
    return Derivation(
        Decimal(outside),
        Decimal(outside + unsure),
        because=because,
        missing=skin_type.missing if unsure else (),
    )


def _covered(label: DeviceLabel, area: str, indication: str, skin_type: str | None) -> bool | None:
    """Whether the label covers a pair; None while that hangs on the skin type."""
    uses = [use for use in label.uses if (use.area, use.indication) == (area, indication)]
    if not uses:
        return False
    types = frozenset[str]().union(*(use.skin_types for use in uses))
    if skin_type is None:
        return None
    return skin_type in types


def depth_excess(evidence: Evidence) -> Derivation:
    """Millimetres by which the deepest planned zone exceeds the label (rule 86).

    Infinite where the label's limit is not known, so that the rule fires (decisions 3.4).
    """
    device = evidence.observe(names.DEVICE)
    zones = evidence.listing(names.PLANNED_DEPTHS)
    label = evidence.device
    if label is None:
        return Derivation(missing=device.missing)
    if label.max_depth is None:
        return Derivation(Decimal("Infinity"), Decimal("Infinity"), because=(device.path,))
    depths: list[Decimal] = []
    because = [device.path]
    missing = [] if zones.complete else list(zones.missing)
    for instance in zones.instances:
        seen = evidence.observe(f"{names.PLANNED_DEPTHS}.depth", instance)
        if isinstance(seen.value, Decimal):
            depths.append(seen.value)
            because.append(seen.path)
        else:
            missing.extend(seen.missing)
    low = max(depths) - label.max_depth if depths else None
    high = None if missing else (low if low is not None else -label.max_depth)
    return Derivation(low, high, because=tuple(because), missing=tuple(missing))
