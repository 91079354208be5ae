"""Spans, numbers and dates as packs write them; a clinic's policy may stand for the first two."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from consult_app.definitions.located import Node, Problems
from consult_app.definitions.problems import quoted, suggestion
from consult_app.domain.dates import PartialDate, Span, Unit
from consult_app.domain.pack import PolicyValue

_SPAN = re.compile(r"([0-9]{1,4}) (day|week|month|year)s?")
_UNITS = {"day": Unit.DAYS, "week": Unit.WEEKS, "month": Unit.MONTHS, "year": Unit.YEARS}


def read_span(node: Node, policy: Mapping[str, PolicyValue], problems: Problems) -> Span | None:
    """Read a span such as ``14 days``, or one of the clinic's: ``{policy: id}``."""
    if node.is_mapping:
        found = _policy_value(node, policy, problems)
        if found is None:
            return None
        if found.unit not in {unit.value for unit in Unit}:
            message = f"{quoted(found.policy_id)} is in {found.unit or 'no unit'}, not a span."
            problems.add(node.place, "policy-unit", message, "Use one in days, weeks or months.")
            return None
        return Span(found.current, Unit(found.unit))
    text = node.string(problems)
    match = _SPAN.fullmatch(text) if text is not None else None
    if match is not None:
        return Span(int(match.group(1)), _UNITS[match.group(2)])
    if text is not None:
        hint = "Write for instance 14 days, 2 weeks, 6 months or 1 year."
        problems.add(node.place, "not-a-span", f"{quoted(text)} is no span of time.", hint)
    return None


def is_span(node: Node, policy: Mapping[str, PolicyValue]) -> bool:
    """Whether a span is written here rather than a number."""
    if not node.is_mapping:
        return isinstance(node.value, str)
    named = next((value.value for key, value in node.items() if key == "policy"), None)
    found = policy.get(named) if isinstance(named, str) else None
    return found is not None and found.unit in {unit.value for unit in Unit}


def read_number(
    node: Node, policy: Mapping[str, PolicyValue], problems: Problems
) -> Decimal | None:
    """Read a number, or one of the clinic's: ``{policy: id}``."""
    if node.is_mapping:
        found = _policy_value(node, policy, problems)
        return None if found is None else Decimal(found.current)
    return node.decimal(problems)


def read_day(node: Node, problems: Problems) -> dt.date | None:
    """Read a full date such as 2026-11-22."""
    date = read_date(node, problems)
    if date is not None and not date.exact:
        hint = "Write year, month and day."
        problems.add(node.place, "not-a-day", f"{quoted(str(date))} is not a single day.", hint)
        return None
    return None if date is None else date.earliest


def read_date(node: Node, problems: Problems) -> PartialDate | None:
    """Read a date that may lack its day, or its day and month."""
    # A bare year is a whole number for YAML.
    whole = isinstance(node.value, int) and not isinstance(node.value, bool)
    text = str(node.value) if whole else node.string(problems)
    if text is None:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError:
        hint = "Write for instance 2026-05-03, 2026-05 or 2026."
        problems.add(node.place, "not-a-date", f"{quoted(text)} is no date.", hint)
        return None


def _policy_value(
    node: Node, policy: Mapping[str, PolicyValue], problems: Problems
) -> PolicyValue | None:
    """Look ``{policy: id}`` up."""
    named = node.mapping(problems, required=("policy",))["policy"]
    policy_id = named.string(problems)
    if policy_id is not None and policy_id not in policy:
        message = f"there is no policy value {quoted(policy_id)}."
        hint = suggestion(policy_id, policy, problems)
        problems.add(named.place, "unknown-policy", message, hint)
    return policy.get(policy_id or "")
