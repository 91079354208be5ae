"""Stories about typing a name: what is shown, in which list, and what is never done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.services.lookup import Suggestion


def terms(suggestions: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.term for suggestion in suggestions]


def test_a_brand_typed_in_full_is_exact_and_says_what_it_is(lookup):
    result = lookup.search("roaccutane")
    (found,) = result.exact
    assert (found.term, found.medicines, found.routes) == (
        "Roaccutane",
        ("isotretinoin",),
        ("oral",),
    )
    assert result.recognised
    assert result.did_you_mean == ()


def test_a_misspelt_brand_is_offered_apart_and_not_taken(lookup, shipped):
    result = lookup.search("roacutane")
    assert result.exact == ()
    assert not result.recognised
    assert terms(result.did_you_mean)[0] == "Roaccutane"
    picked = shipped.membership(result.did_you_mean[0].term)
    assert "oral-isotretinoin" in picked.certain


def test_a_beginning_lists_medicines_before_brands_and_combinations(lookup):
    result = lookup.search("warf")
    assert result.exact == ()
    assert terms(result.prefix)[0] == "warfarin"
    aspirin = terms(lookup.search("aspi").prefix)
    assert aspirin[0] == "aspirin"
    assert all("+" not in term for term in aspirin[:2])


def test_a_later_word_finds_the_combinations_of_a_medicine(lookup):
    found = terms(lookup.search("hydrochlorothiaz", limit=30).prefix)
    assert found[0] == "hydrochlorothiazide"
    assert "losartan + hydrochlorothiazide" in found


def test_the_number_of_suggestions_is_limited(lookup):
    result = lookup.search("a", limit=5)
    assert len(result.prefix) == 5


@pytest.mark.parametrize("typed", ["wafr", "xanx", "asprn"[:4], "a", "50 mg", "1234567"])
def test_input_of_four_letters_or_fewer_gets_no_near_match(lookup, typed):
    assert lookup.search(typed).did_you_mean == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("warfrin", "warfarin"),
        ("wrafarin", "warfarin"),
        ("azithromicin", "azithromycin"),
        ("metphormin", "metformin"),
        ("isotretionin", "isotretinoin"),
        ("acutane", "Accutane"),
        ("clopidrogel 75 mg", "clopidogrel"),
    ],
)
def test_a_slip_of_the_finger_finds_the_name(lookup, typed, meant):
    result = lookup.search(typed)
    assert result.exact == ()
    assert meant in terms(result.did_you_mean)


def test_a_name_with_its_strength_offers_the_name_without_taking_it(lookup):
    for typed in ("aspirin 75mg", "Aspirin 75 mg", "aspirin 0.3 g"):
        result = lookup.search(typed)
        assert result.exact == ()
        assert terms(result.prefix)[0] == "aspirin"
        assert result.did_you_mean == ()


def test_a_strength_that_belongs_to_the_name_stays(lookup):
    result = lookup.search("diclofenac 3 % gel")
    assert result.exact[0].medicines == ("diclofenac 3 % gel",)


def test_an_ambiguous_name_offers_its_candidates_under_names_of_their_own(lookup, shipped):
    result = lookup.search("Cartia")
    assert result.exact[0].ambiguous
    assert terms(result.choices) == ["aspirin", "diltiazem"]
    lidocaine = lookup.search("lidocaine")
    assert terms(lidocaine.choices)[0] == "plain lidocaine"
    for choice in lidocaine.choices:
        assert not choice.ambiguous
        assert len(shipped.recognise(choice.term).medicines) == 1


def test_look_alikes_show_both_names_with_the_danger(lookup):
    result = lookup.search("Accutane")
    alerts = {alert.other: alert for alert in result.exact[0].alerts}
    assert alerts["Accolate"].other_is == ("zafirlukast",)
    assert alerts["Accolate"].danger == "Oral isotretinoin missed as an asthma medicine."
    assert result.alerts == result.exact[0].alerts
    (back,) = [alert for alert in lookup.search("accolate").alerts if alert.other == "Accutane"]
    assert back.other_is == ("isotretinoin",)


def test_a_near_match_carries_its_look_alikes(lookup):
    near = {found.term: found for found in lookup.search("azathiaprine").did_you_mean}
    others = [alert.other for alert in near["azathioprine"].alerts]
    assert "azithromycin" in others


def test_a_look_alike_that_is_no_medicine_still_warns(lookup):
    result = lookup.search("Sculpsure")
    assert result.exact == ()
    assert [alert.other for alert in result.alerts] == ["Sculptra"]


@pytest.mark.parametrize("typed", ["", "  ", "!!!", "®"])
def test_nothing_typed_finds_nothing(lookup, typed):
    result = lookup.search(typed)
    assert (result.exact, result.prefix, result.did_you_mean) == ((), (), ())


@given(st.text(max_size=60))
def test_any_text_can_be_searched_and_each_list_keeps_to_its_limit(lookup, text):
    result = lookup.search(text, limit=3)
    assert len(result.exact) <= 1
    assert max(len(result.prefix), len(result.did_you_mean), len(result.choices)) <= 3


@given(st.data())
def test_a_name_of_the_dictionary_is_found_exactly_and_while_it_is_typed(lookup, shipped, data):
    key = data.draw(st.sampled_from(shipped.keys))
    assert len(lookup.search(key).exact) == 1
    cut = data.draw(st.integers(1, len(key)))
    begun = lookup.search(key[:cut], limit=8)
    assert begun.exact or begun.prefix


def test_what_is_offered_is_recognised_once_it_is_picked(lookup, shipped):
    for typed in ("met", "warfrin", "lidocaine", "vit", "hydrochlor", "roacutane"):
        result = lookup.search(typed)
        for offered in (*result.choices, *result.prefix, *result.did_you_mean):
            found = shipped.recognise(offered.term)
            assert tuple(medicine.name for medicine in found.medicines) == offered.medicines
