"""Scenarios on the small made-up rule book."""

import pytest

from tests.domain.small_book import BOOK, MEDICINES
from tests.scenario import Scenario


@pytest.fixture
def nothing_asked():
    """A consultation in which nobody answered anything."""
    return Scenario(BOOK, MEDICINES)


@pytest.fixture
def healthy():
    """A complete consultation in which nothing fires: Dana, 42, cheeks, lines."""
    scenario = Scenario(BOOK, MEDICINES).answering(
        V1="1984-03-14", V2="can", V3="2026-03-16", V4="plain", V5="cheeks", V6="lines",
        FST="I", P1="no", C1="yes", A1="none", H8=2, NOTE="no",
    )  # fmt: skip
    scenario.answer("S2.site", "none").entry("X5", zone="cheeks", depth="0.5")
    return scenario.that_is_all("medicines", "treatments", "X5")
