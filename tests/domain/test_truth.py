"""The Kleene laws, over all values."""

from itertools import product

import pytest

from consult_app.domain.truth import Truth, all_of, any_of, truth_of

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
EVERY = (T, F, U)


@pytest.mark.parametrize(
    ("left", "right", "conjunction", "disjunction"),
    [
        (T, T, T, T), (T, F, F, T), (T, U, U, T),
        (F, T, F, T), (F, F, F, F), (F, U, F, U),
        (U, T, U, T), (U, F, F, U), (U, U, U, U),
    ],
)  # fmt: skip
def test_the_truth_tables_are_those_of_kleene(left, right, conjunction, disjunction):
    assert left & right is conjunction
    assert left | right is disjunction


def test_negation_leaves_the_unknown_unknown():
    assert [~value for value in EVERY] == [F, T, U]


def test_de_morgan_association_and_distribution_hold_for_all_values():
    for a, b, c in product(EVERY, repeat=3):
        assert ~(a & b) is (~a | ~b)
        assert (a & b) & c is a & (b & c)
        assert a & (b | c) is (a & b) | (a & c)


def test_settling_an_unknown_never_flips_a_settled_result():
    for a, b in product((T, F), EVERY):
        if (a & U) is not U:
            assert a & b is a & U
        if (a | U) is not U:
            assert a | b is a | U


def test_a_truth_refuses_to_be_read_as_a_bool():
    with pytest.raises(TypeError, match="three values"):
        bool(U)


def test_folds_over_nothing_are_the_neutral_elements():
    assert all_of(()) is T
    assert any_of(()) is F
    assert all_of((T, U, F)) is F
    assert any_of((F, U, T)) is T
    assert (truth_of(True), truth_of(False)) == (T, F)
