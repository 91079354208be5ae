"""Any sequence of blocks makes a sound document that says everything once and in order."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult_app.domain.report.blocks import (
    Banner,
    Callout,
    Heading,
    KeyValues,
    Lines,
    ListKind,
    PageBreak,
    Paper,
    Paragraph,
    SignatureBlock,
    TableBlock,
    TextStyle,
    Tone,
)
from tests.documents import samples
from tests.documents.conftest import run
from tests.documents.test_pages import check_geometry, squeezed, texts_of

WORDS = st.sampled_from(
    [
        "a",
        "skin",
        "Tuesday",
        "0.5",
        "mm",
        "contraindication",
        "Donaudampfschiff",
        "–",
        "(yes)",
        "éü",
    ]
)


@st.composite
def text(draw: st.DrawFn, most: int = 40) -> str:
    return " ".join(draw(st.lists(WORDS, min_size=1, max_size=most)))


@st.composite
def table(draw: st.DrawFn) -> TableBlock:
    count = draw(st.integers(1, 6))
    cells = st.tuples(*[text(12)] * count)
    rows = draw(st.lists(cells, max_size=14))
    shares = draw(st.tuples(*[st.floats(0.05, 1)] * count))
    return TableBlock("", draw(cells), tuple(rows), shares)


BLOCK = st.one_of(
    st.builds(Heading, text(8), st.integers(1, 3)),
    st.builds(Paragraph, text(200), st.sampled_from(TextStyle)),
    st.builds(
        KeyValues,
        st.just(""),
        st.lists(st.tuples(text(3), text(9)), max_size=9).map(tuple),
        st.integers(1, 2),
    ),
    table(),
    st.builds(Lines, st.lists(text(25), max_size=9).map(tuple), st.sampled_from(ListKind)),
    st.builds(Banner, st.sampled_from(Tone), text(6), text(40)),
    st.builds(
        Callout,
        st.sampled_from(Tone),
        text(6),
        text(30),
        st.lists(text(20), max_size=6).map(tuple),
    ),
    st.builds(SignatureBlock, text(2), text(3), text(20), text(3), st.just(samples.ink())),
    st.builds(PageBreak),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    blocks=st.lists(BLOCK, max_size=14),
    scale=st.sampled_from([1.0, 1.4, 1.8]),
    paper=st.sampled_from(Paper),
    notice=st.sampled_from(["", "INCOMPLETE RULE SET"]),
)
def test_any_report_is_sound_and_says_everything_in_order(
    print_report, blocks, scale, paper, notice
):
    report = samples.with_blocks(*blocks, scale=scale, paper=paper, notice=notice)
    document = print_report(report)  # checks accessibility
    check_geometry(document.path)
    spoken = squeezed(run("pdfinfo", "-struct-text", document.path))
    position = 0
    for block in blocks:
        for part in texts_of(block):
            found = spoken.find(squeezed(part), position)
            assert found >= 0, f"missing or out of order: {part}"
            position = found + len(squeezed(part))
