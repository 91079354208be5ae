"""Stories about names: what is recognised, what is asked about, and what is only a suggestion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.domain.medicines import (
    AmbiguousTerm,
    Effect,
    Medicine,
    MedicineClass,
    RecognitionKind,
    build_dictionary,
    normalise,
)

RECOGNISED = RecognitionKind.RECOGNISED
AMBIGUOUS = RecognitionKind.AMBIGUOUS
UNRECOGNISED = RecognitionKind.UNRECOGNISED


@pytest.mark.parametrize(
    "typed", ["Roaccutane", "ROACCUTANE", " roaccutane ", "Accutane", "Curacné"]
)
def test_a_brand_of_oral_isotretinoin_is_isotretinoin_by_mouth(shipped, typed):
    found = shipped.recognise(typed)
    assert found.kind is RECOGNISED
    assert [medicine.name for medicine in found.medicines] == ["isotretinoin"]
    assert found.routes == ("oral",)
    membership = shipped.membership(typed)
    assert membership.settled
    assert "oral-isotretinoin" in membership.certain


def test_isotretinoin_without_a_brand_needs_its_route(shipped):
    membership = shipped.membership("isotretinoin")
    assert "oral-isotretinoin" not in membership.certain
    assert "oral-isotretinoin" in membership.possible
    assert membership.missing == {"route"}
    assert "oral-isotretinoin" in shipped.membership("isotretinoin", "oral").certain
    assert "oral-isotretinoin" not in shipped.membership("isotretinoin", "topical").possible
    assert "oral-isotretinoin" in shipped.membership("isotretinoin", route_unknown=True).certain


def test_a_listed_misspelling_is_a_suggestion_and_counts_as_unrecognised(shipped):
    found = shipped.recognise("roacutane")
    assert found.kind is UNRECOGNISED
    assert found.medicines == ()
    assert [medicine.name for medicine in found.suggested] == ["isotretinoin"]
    assert shipped.membership("roacutane").possible == frozenset(shipped.classes)
    assert shipped.membership("roacutane").missing == {"name", "classified_as"}


def test_a_name_that_nobody_knows_is_unrecognised(shipped):
    found = shipped.recognise("Zzyzxol forte")
    assert (found.kind, found.medicines, found.suggested) == (UNRECOGNISED, (), ())


def test_a_name_with_its_strength_is_not_a_name(shipped):
    assert shipped.recognise("aspirin 75 mg").kind is UNRECOGNISED


def test_a_name_that_means_different_things_in_different_countries_is_ambiguous(shipped):
    found = shipped.recognise("cartia")
    assert found.kind is AMBIGUOUS
    assert [medicine.name for medicine in found.medicines] == ["aspirin", "diltiazem"]
    assert found.matched_term == "Cartia"
    assert "diltiazem" in found.note


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("heart tablets", AMBIGUOUS),
        ("water tablets", AMBIGUOUS),
        ("blood thinner", RECOGNISED),
        ("numbing cream", RECOGNISED),
    ],
)
def test_a_lay_word_for_a_group_rules_nothing_out(shipped, typed, kind):
    found = shipped.recognise(typed)
    assert found.kind is kind
    assert found.open_ended
    assert shipped.membership(typed).possible == frozenset(shipped.classes)


def test_the_route_can_settle_what_the_name_leaves_open(shipped):
    assert shipped.membership("collagen").missing == {"name", "route", "classified_as"}
    assert shipped.membership("collagen", "oral").settled


def test_every_name_of_the_dictionary_leads_to_its_medicine(shipped):
    for medicine in shipped.medicines:
        for text in medicine.terms:
            assert medicine in shipped.recognise(text).medicines, text


def test_every_medicine_has_a_name_of_its_own(shipped, lookup):
    for medicine in shipped.medicines:
        found = shipped.recognise(lookup.label_of(medicine))
        assert (found.kind, found.medicines) == (RECOGNISED, (medicine,))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Co-Trimoxazole ", "co trimoxazole"),
        ("aspirin + clopidogrel", "aspirin + clopidogrel"),
        ("diclofenac 3 % gel", "diclofenac 3 gel"),
        ("Botox®", "botox"),
        ("Botox™", "botox"),
        ("Doliprane™ 500", "doliprane 500"),
        ("Käthe’s Crème", "kathe s creme"),
        ("ΑΣΠΙΡΊΝΗ", "ασπιρινη"),
        ("Straße", "strasse"),
        ("ｗａｒｆａｒｉｎ", "warfarin"),
        ("‐–—", ""),
        ("아스피린", normalise("아스피린")),
    ],
)
def test_names_are_folded_to_letters_digits_and_plus(text, folded):
    assert normalise(text) == folded


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(max_size=40))
def test_any_text_can_be_asked_about(shipped, text):
    found = shipped.recognise(text)
    assert (found.kind is UNRECOGNISED) == (not found.medicines)


def oral(name: str, *synonyms: str, classes: str = "c", ingredients: str = "") -> Medicine:
    parts = tuple(ingredients.split()) or (name,)
    return Medicine(name, ("oral",), {"oral": frozenset({classes})}, parts, synonyms)


KNOWN = [MedicineClass("c", "c", "c", Effect.FIRE)]


@pytest.mark.parametrize(
    ("medicines", "ambiguous", "said"),
    [
        ([oral("A", "X"), oral("B", "x!")], [], "two medicines"),
        ([oral("A", classes="d")], [], "class"),
        ([oral("A", ingredients="A Q")], [], "ingredient"),
        ([Medicine("A", ("oral",), {}, ("A",))], [], "route"),
        ([Medicine("A", ("up",), {"up": frozenset("c")}, ("A",))], [], "route"),
        ([Medicine("A", ("oral",), {"oral": frozenset("c")}, ())], [], "ingredient"),
        ([oral("A")], [AmbiguousTerm("x", ("A", "Q"))], "not there"),
    ],
)
def test_a_dictionary_that_contradicts_itself_is_not_built(medicines, ambiguous, said):
    with pytest.raises(ValueError, match=said):
        build_dictionary(medicines, KNOWN, ambiguous=ambiguous)


def test_a_name_declared_ambiguous_may_stand_for_two():
    dictionary = build_dictionary(
        [oral("A", "X"), oral("B", "X")], KNOWN, ambiguous=[AmbiguousTerm("x", ("A", "B"))]
    )
    assert dictionary.recognise("X").kind is AMBIGUOUS


def test_a_misspelling_that_is_a_name_stays_that_name():
    spelt = Medicine("A", ("oral",), {"oral": frozenset("c")}, ("A",), misspellings=("B", "Aa"))
    dictionary = build_dictionary([spelt, oral("B")], KNOWN)
    assert [medicine.name for medicine in dictionary.recognise("b").medicines] == ["B"]
    assert [medicine.name for medicine in dictionary.recognise("aa").suggested] == ["A"]


def test_messages_about_a_medicine_name_it_and_nothing_else():
    assert repr(oral("A", "secret")) == "Medicine(A)"
