"""Whatever somebody types is printed as it was typed: never interpreted, hidden or left out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from consult_app.documents.plain_text import clean, lines_of, one_line
from consult_app.domain.consultation import InkPoint
from consult_app.domain.report.blocks import (
    Banner,
    Callout,
    Heading,
    KeyValues,
    Lines,
    ListKind,
    Paragraph,
    SignatureBlock,
    TableBlock,
    Tone,
)
from tests.documents import samples
from tests.documents.conftest import run
from tests.documents.test_pages import check_geometry

BLOCKS = {
    "paragraph": Paragraph,
    "heading": lambda text: Heading(text, 2),
    "values": lambda text: KeyValues(text, ((text, "v"), ("k", text), (text, text))),
    "table": lambda text: TableBlock(text, ("a", text, "b"), ((text, "1", text),), (0.3, 0.3, 0.4)),
    "list": lambda text: Lines((text, "two", text), ListKind.DONT),
    "banner": lambda text: Banner(Tone.STOP, text, text),
    "callout": lambda text: Callout(Tone.CAUTION, text, text, (text, text)),
    "signature": lambda text: SignatureBlock(text, text, text, text, typed=text),
}
MARKUP = '</para><b>x</b> &amp; &#0; <img src="file:///etc/hosts"/> <a href="javascript:x()">y</a>'
TEXTS = {
    "markup": MARKUP,
    "braces": "{name} {0} %s %(x)s \\u202e $HOME `id` (unbalanced \\( ) [TJ] <</MCID 1>> BDC EMC",
    "long word": "Donaudampfschifffahrtsgesellschaft" * 40,
    "many words": "ipsum " * 4000,
    "many lines": "one line\n" * 900,
    "blank": "   \n \t \n",
    "control characters": "a\x00b\x1b c\ud800d\u202ee\u2066f\u2069\ufeff\U000e0041 \x85 g",
    "digits": "1 2 " * 800,
}


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("block", BLOCKS)
def test_any_text_in_any_block_makes_a_sound_document(print_report, block, kind):
    document = print_report(samples.with_blocks(BLOCKS[block](TEXTS[kind]), Paragraph("THE END")))
    assert "THE END" in document.words
    check_geometry(document.path)


@pytest.mark.parametrize("block", BLOCKS)
def test_markup_is_printed_and_not_obeyed(print_report, block):
    document = print_report(samples.with_blocks(BLOCKS[block](MARKUP)))
    assert re.sub(r"\s", "", MARKUP) in re.sub(r"\s", "", document.text)
    assert b"/URI" not in document.data
    assert b"/Image" not in document.data


@pytest.mark.parametrize("block", BLOCKS)
def test_no_letter_of_a_very_long_word_is_lost(print_report, block):
    word = "".join(f"{number:05d}" for number in range(300))
    document = print_report(samples.with_blocks(BLOCKS[block](f"w{word}w")))
    spoken = re.sub(
        r"\s|\"|P \(block\)|P|LBody|Lbl", "", run("pdfinfo", "-struct-text", document.path)
    )
    assert "00299w" in spoken
    digits = re.sub(r"\D", "", document.text)
    assert digits.count("00142") >= 1
    assert digits.count("00297") >= 1


@pytest.mark.parametrize("part", ["title", "running", "footer", "notice", "author", "subject"])
@pytest.mark.parametrize("kind", TEXTS)
def test_any_text_round_the_page_makes_a_sound_document(print_report, part, kind):
    document = print_report(samples.with_blocks(Paragraph("THE END"), **{part: TEXTS[kind]}))
    assert "THE END" in document.words
    check_geometry(document.path)


@pytest.mark.parametrize("kind", TEXTS)
def test_any_letterhead_makes_a_sound_document(print_report, kind):
    text = TEXTS[kind]
    check_geometry(print_report(samples.with_blocks(letterhead=(text, text, text))).path)


def test_a_long_notice_is_cut_on_the_pages_and_stands_in_full_on_the_first(print_report):
    notice = " ".join(f"warning{number}" for number in range(200))
    document = print_report(samples.with_blocks(Paragraph("x\n" * 90), notice=notice))
    assert "warning199" in document.pages[0]
    assert "warning0" in document.pages[1]
    assert "…" in document.pages[1]
    assert "warning199" not in document.pages[1]


def test_a_very_long_answer_is_printed_to_its_last_word(print_report):
    text = " ".join(f"word{number}" for number in range(20_000))
    words = print_report(samples.with_blocks(Paragraph(text))).words
    assert all(f"word{number} " in words for number in range(0, 19_900, 100))


@pytest.mark.parametrize("header", ["Column " * 800, "x" * 5000])
def test_a_header_taller_than_a_page_does_not_stop_the_printing(print_report, header):
    table = TableBlock("", (header, "b"), (("1", "LAST CELL"),), (0.5, 0.5))
    assert "LAST CELL" in print_report(samples.with_blocks(table)).words


@pytest.mark.parametrize(
    ("header", "rows", "widths"),
    [
        ((), (("alpha", "beta"),), ()),
        (("one",), (("alpha", "beta", "gamma"),), (1.0,)),
        (("one", "two"), (("alpha",), ()), (0.0, 0.0)),
        (("one", "two"), (("alpha", "beta"),), (-1.0, 2.0)),
        (("one", "two"), (), (0.5, 0.5)),
    ],
)
def test_a_table_whose_parts_do_not_match_still_prints_every_cell(
    print_report, header, rows, widths
):
    words = print_report(samples.with_blocks(TableBlock("", header, rows, widths))).words.split()
    assert all(cell in words for row in rows for cell in row)


def test_heading_levels_never_jump_whatever_the_blocks_say(print_report):
    # The accessibility check of `print_report` looks at the levels.
    print_report(samples.with_blocks(Heading("a", 3), Heading("b", 1), Heading("c", 9)))


# --- characters ----------------------------------------------------------------------------------


def test_a_character_without_glyph_becomes_a_box_with_a_warning_and_can_be_copied(print_report):
    document = print_report(samples.with_blocks(Paragraph("Takes 中文 daily, 中 again")))
    assert "Takes 中文 daily, 中 again" in document.words  # what is copied out is what was typed
    assert "Some characters could not be printed" in document.words
    assert "(3 in all): U+4E2D, U+6587" in document.words
    pictures = run("pdftotext", "-bbox", document.path, "-")
    assert "中文" in pictures


def test_a_report_of_known_characters_carries_no_warning(print_report):
    document = print_report(samples.with_blocks(Paragraph("Ελληνικά, кириллица, tiếng Việt, Łódź")))
    assert "could not be printed" not in document.words


def test_private_characters_of_the_font_are_not_printed_as_its_icons(print_report):
    document = print_report(samples.with_blocks(Paragraph("a \ue000 b")))
    assert "U+E000" in document.words


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("dose\u202e05\u202c mg", "dose05 mg"),
        ("a\u2066b\u2069c\u2068d", "abcd"),
        ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("soft\u00adhyphen, zero\u200bwidth, mark\ufeff", "softhyphen, zerowidth, mark"),
        ("tag\U000e0041ged", "tagged"),
        ("tab\there", "tab here"),
        ("line\r\nends\rand\u2028more\x85", "line\nends\nand\nmore\n"),
        ("cafe\u0301", "caf\u00e9"),
        ("narrow\u202fno-break", "narrow\u00a0no-break"),
    ],
)
def test_characters_that_hide_or_reorder_are_taken_out(typed, printed):
    assert clean(typed) == printed


def test_blank_lines_are_kept_singly_and_only_between_lines():
    assert lines_of("\n\n one \n\n\n two\n\n") == ["one", "", "two"]
    assert one_line("  a\n b\t c ") == "a b c"


def test_a_file_that_says_what_was_typed_is_made_of_it_even_when_it_reads_oddly(print_report):
    words = print_report(samples.with_blocks(Paragraph("x\u202egnp.exe\u202c"))).words
    assert "xgnp.exe" in words


def test_combining_marks_stay_on_their_letter(print_report):
    zalgo = "e" + "\u0301" * 60 + " and n\u0303 q\u0323\u0302"
    assert "and ñ" in print_report(samples.with_blocks(Paragraph(zalgo))).words


# --- ink -----------------------------------------------------------------------------------------

NAN = float("nan")


@pytest.mark.parametrize(
    ("strokes", "aspect"),
    [
        (((InkPoint(0.5, 0.5, 0.5, 0),),), 3.0),
        (((InkPoint(0.5, 0.5, 0.5, 0),) * 5,), 3.0),
        (
            ((InkPoint(-7.0, 99.0, 5.0, 0), InkPoint(NAN, NAN, NAN, 1), InkPoint(1e300, 0, 0, 2)),),
            3.0,
        ),
        (((), (InkPoint(0.1, 0.1, 1.0, 0), InkPoint(0.9, 0.9, 0.0, 9))), 3.0),
        (samples.ink(), 0.0),
        (samples.ink(), NAN),
        (samples.ink(), 1e9),
        (samples.ink(), 0.3),
    ],
)
def test_any_ink_makes_a_sound_document(print_report, strokes, aspect):
    block = SignatureBlock("Patient", "Alma Example", "I consent.", "today", strokes, aspect)
    document = print_report(samples.with_blocks(block))
    check_geometry(document.path)
    run("qpdf", "--check", document.path)


def test_ink_is_drawn_as_curves_and_described(print_report):
    block = SignatureBlock("Patient", "Alma Example", "I consent.", "today", samples.ink())
    with_ink = print_report(samples.with_blocks(block))
    without = print_report(samples.with_blocks(replace(block, strokes=())))
    assert b"/Image" not in with_ink.data
    assert len(with_ink.data) > len(without.data) + 500
    assert (
        "Handwritten signature, Patient: Alma Example" in run("pdfinfo", "-struct", with_ink.path)
        or "Alma Example" in with_ink.words
    )
    assert "Not signed" in without.words
    assert "Not signed" not in with_ink.words


def test_a_typed_signature_says_that_it_was_typed(print_report):
    block = SignatureBlock("Patient", "Alma Example", "I consent.", "today", typed="A. Example")
    words = print_report(samples.with_blocks(block)).words
    assert "A. Example" in words
    assert "Signed by typing the name" in words
