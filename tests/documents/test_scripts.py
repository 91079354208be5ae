"""Scripts other than Latin: order, joining, fallback between fonts, and text that copies out.

Two oracles that share no code with ours: python-bidi (a port of the reference algorithm) for
order, and Qt's text layout for glyphs.
"""

from __future__ import annotations

import io
import unicodedata

import bidi
import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consult_app.documents import bidirectional
from consult_app.documents.typeface import FontLibrary, clusters
from consult_app.domain.report.blocks import (
    Banner,
    Callout,
    Heading,
    KeyValues,
    Lines,
    ListKind,
    Paragraph,
    TableBlock,
    Tone,
)
from tests.documents import samples
from tests.documents.conftest import FONTS
from tests.documents.test_pages import words_on_paper

ARABIC = "يعاني المريض من ألم منذ 3 أيام، وتناول Ibuprofen 400 mg (قرصين) مرتين يومياً بنسبة 50%."
HEBREW = "המטופל מתלונן על כאבים מזה 3 ימים, ונטל Ibuprofen 400 mg (שתי טבליות) פעמיים ביום."
HINDI = "रोगी को Ibuprofen 400 mg दिन में दो बार लेने की सलाह दी गई; क्या उन्होंने दवा ली है?"
VIETNAMESE = "Bệnh nhân bị đau từ ba ngày trước, đã uống thuốc giảm đau hai lần mỗi ngày."

CHARACTERS = "ab9 1,.-+%:/()[]אבשمرحä…€'\u0591\u0301"
SENTENCES = st.text(st.sampled_from(CHARACTERS), max_size=24)


def reordered(text: str, base: int) -> str:
    """`text` as it stands on the line from left to right, by our levels."""
    levels = bidirectional.levels(text, base) or [0] * len(text)
    items = bidirectional.visual_order(list(zip(text, levels, strict=True)))
    return "".join(character for character, _ in items)


@given(SENTENCES, st.sampled_from("LR"))
@example("abc (אבג) 123", "R")
@example("א(ב[a)c]", "L")
@example("1%א-2$", "R")
def test_order_agrees_with_an_independent_implementation(text, direction):
    base = int(direction == "R")
    theirs = bidi.get_display(text, base_dir=direction)
    ours = reordered(text, base)
    # Both leave the order of a mark and its letter to the font; compare letters and signs.
    bare = [
        "".join(c for c in line if unicodedata.bidirectional(c) != "NSM") for line in (ours, theirs)
    ]
    assert bare[0] == bare[1]


@given(SENTENCES)
def test_the_direction_of_a_paragraph_is_that_of_its_first_strong_letter(text):
    if any(unicodedata.bidirectional(character) in ("L", "R", "AL") for character in text):
        assert bidirectional.base_level(text, right_to_left=True) == bidi.get_base_level(text)


@given(st.text(max_size=40))
def test_clusters_lose_nothing_and_never_begin_with_a_mark(text):
    parts = clusters(text)
    assert "".join(parts) == text
    assert not any(unicodedata.category(part[0])[0] == "M" for part in parts[1:])


@pytest.mark.parametrize(
    ("language", "text"),
    [("ar", ARABIC), ("he", HEBREW), ("hi", HINDI), ("ar", ARABIC + HEBREW)],
)
def test_text_of_any_covered_script_copies_out_as_it_was_written(print_report, language, text):
    # Readers guess the direction of a page from what most of it is.
    document = print_report(samples.with_blocks(*[Paragraph(text)] * 6, language=language))
    assert "could not be printed" not in document.words
    copied = letters(document.text)
    assert all(word in copied for word in letters(text))
    assert text in spoken_texts(document.data)


def letters(text: str) -> set[str]:
    """Words without signs, whose order and place readers settle in their own ways.

    Words with vowel marks are left out: readers differ in where they put those.
    """
    words = "".join(c if c.isalpha() or combines(c) else " " for c in text).split()
    return {word for word in words if not any(map(combines, word))}


def combines(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def spoken_texts(data: bytes) -> list[str]:
    """What structure elements give to a screen reader in place of their glyphs."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            str(obj.ActualText)
            for obj in pdf.objects
            if isinstance(obj, pikepdf.Dictionary) and "/ActualText" in obj
        ]


@pytest.mark.parametrize("language", ["ar", "he"])
def test_pages_of_a_right_to_left_language_are_mirrored(print_report, language):
    text = {"ar": "مرحبا", "he": "שלום"}[language]
    blocks = (
        Heading(text, 2),
        Banner(Tone.STOP, text, text),
        Callout(Tone.INFO, text, text, (text,)),
        Lines((text,), ListKind.DO),
        KeyValues(text, (("label", "value"),)),
        TableBlock(text, ("first", "second", "third"), ((text, text, text),), (0.3, 0.3, 0.4)),
        Paragraph(text),
    )
    document = print_report(samples.with_blocks(*blocks, language=language, letterhead=(text,)))
    words, width, _ = words_on_paper(document.path)
    assert all(word.left >= 50 and word.right <= width - 50 for word in words)
    place = {word.text: word.left for word in words}
    assert place["first"] > place["second"] > place["third"]
    assert place["label"] > place["value"]


# --- glyphs: Qt as oracle ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def qt_glyphs(qapp):
    """Glyph ids that Qt sets for a text in one of our font files, from left to right."""
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QFont, QFontDatabase, QRawFont, QTextLayout

    def glyphs(path: str, text: str) -> list[int]:
        QFontDatabase.addApplicationFont(path)
        raw = QRawFont(path, 20.0)
        font = QFont(raw.familyName())
        font.setStyleName(raw.styleName())
        font.setPixelSize(20)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
        layout = QTextLayout(text, font)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(100_000)
        line.setPosition(QPointF(0, 0))
        layout.endLayout()
        placed = [
            (position.x(), index)
            for run_ in line.glyphRuns()
            for index, position in zip(run_.glyphIndexes(), run_.positions(), strict=True)
        ]
        return sorted(index for _, index in placed)

    return glyphs


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("NotoSansArabic-Regular", ["المريض", "الله", "لا", "أيام", "يومياً", "مرتين"]),
        ("NotoSansHebrew-Regular", ["המטופל", "שָׁלוֹם", "כאבים"]),
        ("NotoSansDevanagari-Regular", ["चिकित्सक", "उन्होंने", "स्थिति", "क्या", "ज्ञ", "र्कि"]),
        ("NotoSans-Regular", ["Ελληνικά", "кириллица", "uống"]),
    ],
)
def test_words_are_joined_and_shaped_as_qt_does(qt_glyphs, file, words):
    library = FontLibrary(FONTS)
    face = next(face for face in library.regular.faces if face.name == file)
    for word in words:
        assert face.covers(word)
        right_to_left = unicodedata.bidirectional(word[0]) in ("R", "AL")
        runs = face.shape(word, right_to_left=right_to_left)
        ours = sorted(glyph for one in runs for glyph, _ in one.glyphs)
        assert ours == qt_glyphs(str(FONTS / f"{file}.ttf"), word), word
