"""What a reader of the printed pages relies on: everything is there, in order, inside the page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import pikepdf
import pytest
from PIL import ImageCms

from consult_app.documents import PdfRenderer
from consult_app.documents.flow import TextPiece
from consult_app.documents.pictograms import LIST_SIGNS, TONE_SIGNS, draw_sign
from consult_app.documents.tagging import TaggedCanvas
from consult_app.documents.typography import ACCENT, BLACK, INK, MUTED, PEN, TONES, WHITE
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
from tests.documents.conftest import NOW, RECORD, run

FILLER = "The course over the last weeks was talked about in plain words. "


def texts_of(block: object) -> Iterator[str]:
    """All texts of a block, in the order in which they are to be read."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case KeyValues():
            for row in block.rows:
                yield from row
        case TableBlock():
            yield from block.header
            for row in block.rows:
                yield from row
        case Lines():
            yield from block.items
        case Banner():
            yield from (block.title, block.text)
        case Callout():
            yield from (block.title, block.text, *block.items)
        case SignatureBlock():
            yield from (block.printed_name, block.role, block.meaning, block.signed_at)


def squeezed(text: str) -> str:
    """Without white space, and without the quotes that pdfinfo puts round each page's part."""
    return re.sub(r'[\s"]+', "", text)


@pytest.mark.parametrize("scale", [1.0, 1.4, 1.8])
@pytest.mark.parametrize("sample", [samples.record, samples.patient_copy])
def test_every_text_of_a_report_is_there_in_reading_order(print_report, sample, scale):
    report = replace(sample(), scale=scale)
    document = print_report(report)
    spoken = squeezed(run("pdfinfo", "-struct-text", document.path))
    position = 0
    for block in report.blocks:
        for text in texts_of(block):
            found = spoken.find(squeezed(text), position)
            assert found >= 0, f"missing or out of order: {text}"
            position = found + len(squeezed(text))


def test_text_comes_out_as_it_went_in(print_report):
    text = (
        "Zoë Brandão-Müller – “≤ 0.5 mm” → 2 × daily, №5, Ἑλλάς, Привет, đã uống, 10x20, a->b, µg"
    )
    assert text in print_report(samples.with_blocks(Paragraph(text, TextStyle.SMALL))).words


def test_each_page_names_patient_and_page_and_repeats_the_notice(print_report):
    document = print_report(samples.record())
    pages = [" ".join(page.split()) for page in document.pages]
    for number, page in enumerate(pages, start=1):
        assert "EXAMPLE, Alma · born 14 Mar 1991 · P-000173 · synthetic" in page
        assert "INCOMPLETE RULE SET" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "fingerprint 7F3A-19C2-88D0-4B1E" in page


def test_a_notice_is_read_out_once_and_not_on_each_page(print_report):
    document = print_report(samples.record())
    assert run("pdfinfo", "-struct-text", document.path).count("INCOMPLETE RULE SET") == 1


def test_the_first_heading_is_the_title_and_is_not_printed_twice(print_report):
    words = print_report(samples.patient_copy()).pages[0]
    assert words.count("Your microneedling treatment") == 1


def test_a_report_without_a_heading_prints_its_title(print_report):
    report = replace(samples.with_blocks(), blocks=(Paragraph("Text."),), title="Plain letter")
    structure = run("pdfinfo", "-struct-text", print_report(report).path)
    assert re.search(r'H1 .*\n\s+"Plain letter', structure)


def test_a_caption_that_repeats_its_heading_is_printed_once(print_report):
    table = TableBlock("Plan", ("a", "b"), (("1", "2"),), (0.5, 0.5))
    assert print_report(samples.with_blocks(Heading("Plan", 2), table)).words.count("Plan") == 1
    table = replace(table, caption="Plan by zone")
    assert print_report(samples.with_blocks(Heading("Plan", 2), table)).words.count("Plan") == 2


@pytest.mark.parametrize(
    ("paper", "size"), [(Paper.A4, "595.276 x 841.89"), (Paper.LETTER, "612 x 792")]
)
def test_the_paper_is_the_one_asked_for(print_report, paper, size):
    document = print_report(samples.with_blocks(paper=paper))
    assert f"Page size:       {size} pts" in run("pdfinfo", document.path)


def test_the_file_says_who_wrote_it_about_what_and_in_which_language(print_report):
    facts = run("pdfinfo", print_report(samples.record()).path)
    assert re.search(r"Title: +Consultation record 7f3a19c2", facts)
    assert re.search(r"Author: +Dr Ana Ruiz", facts)
    assert re.search(r"Tagged: +yes", facts)
    assert re.search(r"CreationDate: +Mon May +4 10:53:00 2026", facts)


def test_qpdf_finds_nothing_to_complain_about(print_report):
    document = print_report(samples.record(), (RECORD,))
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", document.path)


def test_the_same_report_gives_the_same_bytes_whatever_was_rendered_before(renderer, print_report):
    first = print_report(samples.record(), (RECORD,)).data
    print_report(samples.with_blocks(Paragraph("µ Ж שלום zzz")))
    assert print_report(samples.record(), (RECORD,)).data == first
    fresh = PdfRenderer(renderer.fonts_folder)
    assert fresh.render(samples.record(), NOW, (RECORD,)) == first


def test_another_moment_or_another_text_gives_another_file_identifier(print_report):
    def identifier(data: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as document:
            return bytes(document.trailer.ID[0])

    one = identifier(print_report(samples.with_blocks(Paragraph("one"))).data)
    two = identifier(print_report(samples.with_blocks(Paragraph("two"))).data)
    assert one != two


@pytest.mark.parametrize("scale", [0.0, -3.0, 0.5, 2.6, 1e9])
def test_an_impossible_scale_is_brought_into_reach(print_report, scale):
    document = print_report(replace(samples.patient_copy(), scale=scale))
    assert "prescribed for you." in document.words


def test_a_naive_time_is_refused(renderer):
    with pytest.raises(ValueError, match="aware"):
        renderer.render(samples.record(), NOW.replace(tzinfo=None))


def test_signs_differ_in_shape_and_not_only_in_colour():
    shapes = set()
    signs = [*TONE_SIGNS.values(), *LIST_SIGNS.values()]
    for sign in signs:
        canvas = TaggedCanvas(100, 100, "en")
        draw_sign(sign, canvas, 0, 100, 100, BLACK, BLACK)
        operators = "\n".join(canvas._code)
        shapes.add(re.sub(r"\S+ \S+ \S+ (rg|RG)", "", operators))
    assert len(shapes) == len(signs)


def test_text_keeps_its_contrast_on_every_ground():
    def luminance(tint) -> float:
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in tint
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def ratio(one, other) -> float:
        lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)

    for look in TONES.values():
        assert ratio(INK, look.ground) >= 7
        assert ratio(look.ink, look.ground) >= 7
        assert ratio(WHITE, look.ink) >= 7
    for tint in (INK, MUTED, ACCENT, PEN):
        assert ratio(tint, WHITE) >= 7


def test_the_colour_profile_does_not_carry_the_time_of_the_machine(print_report):
    with pikepdf.open(io.BytesIO(print_report(samples.with_blocks()).data)) as pdf:
        profile = pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()
    assert profile[24:36] == bytes.fromhex("07e400010001000000000000")
    assert "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))


# --- geometry ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Word:
    """A printed word and its box on a page, in points from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


_WORD = re.compile(
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>'
)


def words_on_paper(path) -> tuple[list[Word], float, float]:
    """All words with their boxes; width and height of the page."""
    listing = run("pdftotext", "-bbox", path, "-")
    words: list[Word] = []
    page = 0
    width = height = 0.0
    for line in listing.splitlines():
        if found := re.search(r'<page width="([\d.]+)" height="([\d.]+)"', line):
            page += 1
            width, height = float(found[1]), float(found[2])
        elif found := _WORD.search(line):
            words.append(Word(page, *map(float, found.groups()[:4]), found[5]))
    return words, width, height


def check_geometry(path) -> None:
    """No word leaves the margins and none lies on another."""
    words, width, height = words_on_paper(path)
    assert words
    for word in words:
        assert word.left >= 50.5, word
        assert word.right <= width - 50.5, word
        assert word.top >= 0, word
        assert word.bottom <= height - 12, word
    by_row = sorted(words, key=lambda word: (word.page, word.top))
    for index, word in enumerate(by_row):
        for other in by_row[index + 1 :]:
            if other.page != word.page or other.top >= word.bottom:
                break
            overlap = min(word.right, other.right) - max(word.left, other.left)
            assert overlap < 1.0 or word.bottom - other.top < 1.0, (word, other)


@pytest.mark.parametrize("shift", [(-20, 0), (300, 0), (0, 17)])
def test_the_geometry_check_sees_words_that_leave_the_page_or_collide(
    print_report, monkeypatch, shift
):
    draw = TextPiece.draw

    def misplaced(self, canvas, x, top):
        moved = self.lines and self.lines[0].text.startswith("MOVED")
        draw(self, canvas, x + shift[0] * moved, top + shift[1] * moved)

    monkeypatch.setattr(TextPiece, "draw", misplaced)
    blocks = (Paragraph("a line that stays where it is"), Paragraph("MOVED " * 10))
    with pytest.raises(AssertionError):
        check_geometry(print_report(samples.with_blocks(*blocks)).path)


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("scale", [1.0, 1.4, 1.8])
def test_no_word_leaves_the_page_or_lies_on_another(print_report, paper, scale):
    for sample in (samples.record(), samples.patient_copy()):
        check_geometry(print_report(replace(sample, scale=scale, paper=paper)).path)


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(print_report):
    for lines in range(20, 62, 3):
        filler = tuple(f"line {number}" for number in range(lines))
        document = print_report(
            samples.with_blocks(
                Lines(filler), Heading("HEADING", 2), Heading("BELOW", 3), Paragraph("TEXT " * 60)
            )
        )
        pages = document.pages
        with_heading = next(page for page in pages if "HEADING" in page)
        assert "BELOW" in with_heading
        assert with_heading.count("TEXT") >= 20  # at least two lines


def test_no_line_of_a_paragraph_stands_alone_on_a_page(print_report):
    splits = 0
    for lines, length in product((34, 35, 36, 37), range(4, 10)):
        filler = Lines(tuple(f"line {number}" for number in range(lines)))
        paragraph = Paragraph("\n".join(f"part{number}" for number in range(length)))
        pages = print_report(samples.with_blocks(filler, paragraph)).pages
        parts = [page.count("part") for page in pages if "part" in page]
        splits += len(parts) > 1
        assert min(parts) >= 2
    assert splits


def test_a_table_that_goes_on_repeats_its_header_as_decoration(print_report):
    rows = tuple((f"row {number}", FILLER, "x") for number in range(40))
    table = TableBlock("Long", ("Column one", "Column two", "Three"), rows, (0.2, 0.6, 0.2))
    document = print_report(samples.with_blocks(table))
    assert len(document.pages) >= 2
    assert all("Column one" in page for page in document.pages)
    assert run("pdfinfo", "-struct-text", document.path).count("Column one") == 1


def test_a_short_row_stays_whole_and_a_page_long_row_is_split(print_report):
    short = TableBlock(
        "",
        ("a", "b"),
        tuple((f"first{n} second{n} third{n}", FILLER * 2) for n in range(40)),
        (0.12, 0.88),
    )
    for page in print_report(samples.with_blocks(short)).pages:
        starts = set(re.findall(r"first(\d+)", page))
        assert starts == set(re.findall(r"third(\d+)", page))
    tall = TableBlock("", ("a", "b"), (("x", FILLER * 200), ("y", "end")), (0.3, 0.7))
    document = print_report(samples.with_blocks(tall))
    assert document.words.count("plain words.") == 200
    check_geometry(document.path)


def test_a_table_gives_room_to_the_column_that_needs_it(print_report):
    table = TableBlock(
        "",
        ("No.", "Text", "Note"),
        (("1", "one two three four five six seven", "-"),),
        (0.4, 0.2, 0.4),
    )
    words, _, _ = words_on_paper(print_report(samples.with_blocks(table)).path)
    row = {word.top for word in words if word.text in ("one", "seven")}
    assert len(row) == 1


def test_a_page_break_starts_a_page_and_several_start_only_one(print_report):
    document = print_report(
        samples.with_blocks(
            Paragraph("first"), PageBreak(), PageBreak(), Paragraph("second"), PageBreak()
        )
    )
    assert ["first" in page for page in document.pages] == [True, False]


def test_signatures_stay_together_and_with_their_heading(print_report):
    for lines in range(30, 50):
        filler = Lines(tuple(f"line {number}" for number in range(lines)))
        blocks = (
            filler,
            Heading("Signatures", 2),
            SignatureBlock("Patient", "Alma", "", "", samples.ink()),
        )
        document = print_report(
            samples.with_blocks(
                *blocks, SignatureBlock("Practitioner", "Ruiz", "", "", samples.ink())
            )
        )
        page = next(page for page in document.pages if "Signatures" in page)
        assert "Alma" in page
        assert "Ruiz" in page


def test_a_number_stays_with_its_unit_and_a_telephone_number_in_one_piece(print_report):
    for padding in range(60, 100):
        text = "x" * 3 + " y" * padding + " 500 mg and 01632 960 001 then more"
        words, _, _ = words_on_paper(print_report(samples.with_blocks(Paragraph(text))).path)
        rows = {word.text: word.top for word in words}
        assert rows["500"] == rows["mg"]
        assert rows["01632"] == rows["960"] == rows["001"]


def test_a_last_line_is_not_one_short_word_when_that_costs_nothing(print_report):
    lonely = 0
    for padding in range(20, 50):
        text = "word " * padding + "end."
        words, _, _ = words_on_paper(print_report(samples.with_blocks(Paragraph(text))).path)
        last = next(word for word in words if word.text == "end.")
        lonely += not any(word.top == last.top and word.text == "word" for word in words)
    assert lonely == 0


@pytest.mark.parametrize("kind", list(ListKind))
def test_each_kind_of_line_has_a_sign_with_alternative_text(print_report, kind):
    document = print_report(samples.with_blocks(Lines(("One line",), kind)))
    expected = {
        ListKind.PLAIN: None,  # a bullet says nothing
        ListKind.DO: "Do",
        ListKind.DONT: "Do not",
        ListKind.EXPECT: "Expect",
        ListKind.CALL: "Call us",
        ListKind.EMERGENCY: "Emergency",
    }[kind]
    assert alternatives(document.data) == ([expected] if expected else [])


@pytest.mark.parametrize("tone", list(Tone))
def test_each_tone_is_named_and_has_a_shape_of_its_own(print_report, tone):
    document = print_report(samples.with_blocks(Banner(tone, "A verdict", "One sentence.")))
    names = {
        Tone.STOP: "Stop",
        Tone.CAUTION: "Caution",
        Tone.INFO: "Information",
        Tone.GOOD: "Go ahead",
        Tone.NEUTRAL: "Note",
    }
    assert alternatives(document.data) == [names[tone]]


def test_words_of_another_language_are_marked_as_such_and_page_numbers_need_none(print_report):
    document = print_report(samples.with_blocks(Lines(("Una línea",), ListKind.DO), language="es"))
    assert re.search(r"\b1 ?/ ?1$", document.words)
    with pikepdf.open(io.BytesIO(document.data)) as pdf:
        figures = [
            obj
            for obj in pdf.objects
            if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == pikepdf.Name.Figure
        ]
        assert [str(figure.Lang) for figure in figures] == ["en"]
        assert str(pdf.Root.Lang) == "es"


def alternatives(data: bytes) -> list[str]:
    """Alternative texts of all figures."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return [
            str(obj.Alt)
            for obj in document.objects
            if isinstance(obj, pikepdf.Dictionary) and "/Alt" in obj
        ]
