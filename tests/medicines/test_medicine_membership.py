"""Stories about classes: what follows from name, route and classification, and what stays open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.domain.medicines import ROUTES, Membership, is_systemic


def sets(membership: Membership) -> tuple[set[str], set[str], set[str]]:
    return set(membership.certain), set(membership.possible), set(membership.missing)


EVERYTHING = {"thin", "steroid", "cream", "immune", "plain"}


def test_a_medicine_given_one_way_is_settled_without_asking_the_route(small):
    assert sets(small.membership("Alpha")) == ({"thin"}, {"thin"}, set())


def test_an_unanswered_route_leaves_open_only_what_differs_between_the_routes(small):
    assert sets(small.membership("Delta")) == ({"thin"}, {"thin", "immune"}, {"route"})
    assert sets(small.membership("Delta", "oral")) == ({"thin"}, {"thin"}, set())
    assert sets(small.membership("Delta", "injection")) == (
        {"thin", "immune"},
        {"thin", "immune"},
        set(),
    )


def test_a_route_that_nobody_knows_raises_the_classes_of_every_route(small):
    unknown = small.membership("Beta", route_unknown=True)
    assert sets(unknown) == ({"steroid", "cream", "plain"}, {"steroid", "cream", "plain"}, set())


def test_a_coarse_route_stands_for_the_finer_ones_that_it_covers(small):
    assert sets(small.membership("Beta", "topical")) == ({"cream"}, {"cream"}, set())
    assert sets(small.membership("Gamma", "oral"))[2] == set()
    assert small.membership("Delta", "injection").settled


def test_an_unlisted_route_is_an_unknown_product_and_rules_nothing_out(small):
    assert sets(small.membership("Alpha", "inhaled")) == (
        {"thin"},
        EVERYTHING,
        {"name", "route", "classified_as"},
    )


def test_an_unrecognised_name_rules_nothing_out_until_it_is_classified(small):
    assert sets(small.membership("Zeta")) == (set(), EVERYTHING, {"name", "classified_as"})
    assert sets(small.membership("Zeta", classified_as="immune")) == ({"immune"}, {"immune"}, set())
    assert sets(small.membership("Zeta", classified_as="none")) == (set(), set(), set())
    assert not small.membership("Zeta", "oral").settled


def test_a_classification_that_is_no_class_settles_nothing(small):
    assert sets(small.membership("Zeta", classified_as="harmless"))[1] == EVERYTHING


def test_a_classification_does_not_touch_what_the_dictionary_knows(small):
    assert sets(small.membership("Alpha", classified_as="none")) == ({"thin"}, {"thin"}, set())
    assert sets(small.membership("Delta", classified_as="none")) == (
        {"thin"},
        {"thin", "immune"},
        {"route"},
    )


def test_an_ambiguous_name_has_what_all_candidates_share_and_may_have_what_any_has(small):
    assert sets(small.membership("AD")) == (
        {"thin"},
        {"thin", "immune"},
        {"name", "route", "classified_as"},
    )
    assert sets(small.membership("AB")) == (
        set(),
        {"thin", "steroid", "cream", "plain"},
        {"name", "route", "classified_as"},
    )


def test_the_route_can_tell_the_candidates_of_an_ambiguous_name_apart(small):
    assert sets(small.membership("AB", "topical")) == ({"cream"}, {"cream"}, set())
    assert sets(small.membership("AB", "oral")) == (
        set(),
        {"thin", "steroid"},
        {"name", "classified_as"},
    )


def test_a_classification_settles_an_ambiguous_name_within_its_candidates(small):
    assert sets(small.membership("AB", classified_as="thin")) == ({"thin"}, {"thin"}, set())
    assert sets(small.membership("AD", classified_as="none")) == ({"thin"}, {"thin"}, set())
    outside = small.membership("AB", classified_as="immune")
    assert outside == small.membership("AB")


def test_a_classification_that_contradicts_the_route_leaves_the_class_open(small):
    torn = small.membership("AB", "topical", classified_as="thin")
    assert sets(torn) == (set(), {"thin", "cream"}, {"name", "route", "classified_as"})


def test_a_lay_word_raises_its_class_and_rules_nothing_out(small):
    assert sets(small.membership("thinner")) == ({"thin"}, EVERYTHING, {"name", "classified_as"})
    assert sets(small.membership("tablets")) == ({"thin"}, EVERYTHING, {"name", "classified_as"})
    settled = small.membership("tablets", classified_as="steroid")
    assert sets(settled) == ({"thin", "steroid"}, {"thin", "steroid"}, set())


def test_systemic_routes_are_those_that_reach_the_whole_body():
    assert {route for route in ROUTES if is_systemic(route)} == {
        *("oral", "injection", "rectal", "transdermal", "sublingual", "buccal", "implant")
    }


NAMES = st.sampled_from(
    [
        "Alpha",
        "Beta",
        "Gamma",
        "Delta",
        "Alpha + Gamma",
        "thinner",
        "AB",
        "AD",
        "AAG",
        "tablets",
        "?",
    ]
)
ROUTE_ANSWERS = st.sampled_from([*({"route": route} for route in ROUTES), {"route_unknown": True}])
CLASSIFICATIONS = st.sampled_from([*sorted(EVERYTHING), "none", "no such class"]).map(
    lambda chosen: {"classified_as": chosen}
)


def never_flips(before: Membership, after: Membership) -> bool:
    return before.certain <= after.possible and after.certain <= before.possible


@given(NAMES, ROUTE_ANSWERS, CLASSIFICATIONS)
def test_no_further_answer_turns_a_class_from_true_to_false_or_the_reverse(
    small, name, route, classified
):
    nothing = small.membership(name)
    with_route = small.membership(name, **route)
    with_class = small.membership(name, **classified)
    both = small.membership(name, **route, **classified)
    assert never_flips(nothing, with_class)
    assert never_flips(with_class, both)
    assert never_flips(with_route, both)
    # A route that the dictionary lacks for the name reopens classes; it never turns one round.
    assert nothing.certain <= with_route.possible


@given(NAMES, ROUTE_ANSWERS, CLASSIFICATIONS)
def test_certain_is_within_possible_and_missing_says_whether_anything_is_open(
    small, name, route, classified
):
    for membership in (small.membership(name), small.membership(name, **route, **classified)):
        assert membership.certain <= membership.possible
        assert membership.settled == (not membership.missing)


@given(NAMES, st.sampled_from(ROUTES))
def test_a_listed_route_only_ever_settles_more(small, name, route):
    before = small.membership(name)
    after = small.membership(name, route)
    if route in small.recognise(name).routes:
        assert before.certain <= after.certain
        assert after.possible <= before.possible


@pytest.mark.parametrize("typed", ["", "   ", "!?", "\N{ZERO WIDTH SPACE}", "x" * 10_000])
def test_text_without_a_name_in_it_is_unrecognised(small, typed):
    assert sets(small.membership(typed))[1] == EVERYTHING
