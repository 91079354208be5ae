"""Stories about counting: each ingredient is one agent, however many boxes it comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.domain.dates import Span, Unit
from consult_app.domain.medicines import DEFAULT_WASHOUT, ROUTES, Agent


def read(agents: tuple[Agent, ...]) -> list[tuple[str, set[str], set[str]]]:
    return [(agent.ingredient, set(agent.certain), set(agent.possible)) for agent in agents]


def test_a_single_medicine_is_one_agent_under_its_own_name(small):
    assert read(small.agents("alpha")) == [("Alpha", {"thin"}, {"thin"})]


def test_a_combination_gives_each_class_to_the_ingredients_that_have_it(small):
    # Nobody has "plain" alone, so it goes to the first.
    assert read(small.agents("Alpha + Gamma")) == [
        ("Alpha", {"thin", "plain"}, {"thin", "plain"}),
        ("Gamma", {"thin", "immune"}, {"thin", "immune"}),
    ]


def test_an_unrecognised_name_is_no_agent_until_it_is_classified(small):
    assert small.agents("Zeta") == ()
    assert read(small.agents("Zeta!", classified_as="thin")) == [("zeta", {"thin"}, {"thin"})]
    assert read(small.agents("Zeta", classified_as="none")) == [("zeta", set(), set())]


def test_an_ambiguous_name_is_as_many_agents_as_its_largest_candidate(small):
    assert read(small.agents("AAG")) == [
        ("aag", {"thin"}, {"thin", "immune", "plain"}),
        ("aag (2)", set(), {"thin", "immune", "plain"}),
    ]


def test_an_unlisted_route_keeps_the_ingredients_and_rules_nothing_out(small):
    ((name, certain, possible), (other, _, _)) = read(small.agents("Alpha + Gamma", "nasal"))
    assert (name, other) == ("Alpha", "Gamma")
    assert certain == {"thin", "immune", "plain"}
    assert possible == set(small.classes)


def test_the_washout_is_that_of_the_class_asked_about(small):
    (agent,) = small.agents("Gamma")
    assert agent.washout_for({"immune"}) == Span(3, Unit.MONTHS)
    assert agent.washout_for({"thin"}) == Span(7, Unit.DAYS)
    assert agent.washout_for({"cream"}) == DEFAULT_WASHOUT
    assert agent.washout == Span(3, Unit.MONTHS)


@pytest.mark.parametrize(
    ("typed", "ingredients"),
    [
        ("Aspirin + Clopidogrel", ["aspirin", "clopidogrel"]),
        ("aspirin/dipyridamole", ["aspirin", "dipyridamole"]),
        ("rivaroxaban + aspirin", ["rivaroxaban", "aspirin"]),
    ],
)
def test_a_tablet_with_two_antithrombotics_counts_as_two_agents(shipped, typed, ingredients):
    classes = {"antiplatelet", "anticoagulant-doac"}
    agents = shipped.agents(typed)
    assert [agent.ingredient for agent in agents] == ingredients
    assert all(agent.certain & classes for agent in agents)


def test_the_same_ingredient_under_two_names_is_one_agent(shipped):
    names = ["Plavix", "clopidogrel", "aspirin + clopidogrel"]
    counted = {
        agent.ingredient
        for name in names
        for agent in shipped.agents(name)
        if "antiplatelet" in agent.certain
    }
    assert counted == {"aspirin", "clopidogrel"}


@pytest.mark.parametrize(
    ("typed", "asked", "span"),
    [
        ("amiodarone", "antiarrhythmic-class-3", Span(6, Unit.MONTHS)),
        ("sotalol", "antiarrhythmic-class-3", Span(7, Unit.DAYS)),
        ("Rituxan", "biologic-immunosuppressive", Span(12, Unit.MONTHS)),
        ("Humira", "biologic-immunosuppressive", Span(3, Unit.MONTHS)),
        ("azathioprine", "systemic-immunosuppressant", Span(3, Unit.MONTHS)),
        ("tofacitinib", "jak-inhibitor", Span(3, Unit.MONTHS)),
        ("methotrexate", "photosensitiser", Span(7, Unit.DAYS)),
        ("turmeric", "bleeding-supplement", Span(14, Unit.DAYS)),
        ("ibuprofen", "nsaid", Span(7, Unit.DAYS)),
    ],
)
def test_a_stopped_medicine_counts_for_the_washout_of_its_class(shipped, typed, asked, span):
    (agent,) = shipped.agents(typed)
    assert agent.washout_for({asked}) == span


@given(st.data())
def test_agents_together_have_exactly_the_classes_of_the_entry(shipped, data):
    typed = data.draw(st.sampled_from(shipped.keys))
    route = data.draw(st.none() | st.sampled_from(ROUTES))
    unknown = data.draw(st.booleans()) if route is None else False
    chosen = data.draw(st.none() | st.just("none") | st.sampled_from(sorted(shipped.classes)))
    answers = {"route_unknown": unknown, "classified_as": chosen}
    whole = shipped.membership(typed, route, **answers)
    agents = shipped.agents(typed, route, **answers)
    assert frozenset().union(*(agent.certain for agent in agents)) == whole.certain
    assert frozenset().union(*(agent.possible for agent in agents)) == whole.possible
    assert all(agent.certain <= agent.possible for agent in agents)
