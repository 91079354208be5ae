"""Domain values survive the store, and what is not ours is refused without being quoted."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.domain.answers import Answer, AnswerState, ListState, Provenance
from consult_app.domain.consultation import InkPoint
from consult_app.domain.dates import PartialDate
from consult_app.services import codec

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
VALUES = st.one_of(
    TEXTS,
    st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False),
    st.dates().map(PartialDate.of),
    st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12)),
    st.lists(TEXTS, min_size=1, max_size=4).map(tuple),
)
TIMES = st.datetimes(timezones=st.just(dt.UTC))
ANSWERS = st.one_of(
    st.builds(
        Answer, st.just(AnswerState.GIVEN), VALUES, st.sampled_from(Provenance), TEXTS, TIMES
    ),
    st.builds(Answer, st.sampled_from([AnswerState.DONT_KNOW, AnswerState.DECLINED])),
)


@given(ANSWERS)
def test_an_answer_comes_back_as_it_was(answer):
    text = codec.canonical(codec.encode_answer(answer))
    assert codec.decode_answer(codec.parse(text)) == answer


@given(st.lists(TEXTS, unique=True).map(tuple), st.booleans())
def test_a_list_comes_back_as_it_was(instances, complete):
    state = ListState(instances, complete)
    assert codec.decode_list(codec.parse(codec.canonical(codec.encode_list(state)))) == state


@given(
    st.lists(
        st.builds(
            InkPoint, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(0, 10**6)
        ),
        min_size=1,
    ).map(tuple)
)
def test_a_stroke_comes_back_as_it_was(stroke):
    text = codec.canonical(codec.encode_stroke(stroke))
    assert codec.decode_stroke(codec.parse(text)) == stroke


def test_the_same_value_gives_the_same_bytes():
    assert codec.canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "nonsense",
        "[" * 100_000,
        "{}",
        '{"state":"given","provenance":"asked","author":""}',
        '{"state":"given","provenance":"asked","author":"","value":{"number":"x"}}',
        '{"state":"given","provenance":"asked","author":"","value":{"codes":[]}}',
        '{"state":"maybe","provenance":"asked","author":""}',
        '{"state":"given","provenance":"asked","author":"","value":{"date":"2026-99"}}',
    ],
)
def test_what_is_not_ours_is_refused_without_quoting_it(text):
    with pytest.raises(codec.RecordError) as refused:
        codec.decode_answer(codec.parse(text))
    assert "2026-99" not in str(refused.value)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists))
def test_any_json_is_read_or_refused_but_never_breaks(value):
    try:
        codec.decode_answer(codec.parse(json.dumps({"value": value, "state": "given"})))
    except codec.RecordError:
        return


def test_numbers_keep_their_written_precision():
    answer = Answer(AnswerState.GIVEN, Decimal("0.50"))
    text = codec.canonical(codec.encode_answer(answer))
    assert str(codec.decode_answer(codec.parse(text)).value) == "0.50"
