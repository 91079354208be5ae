"""Fonts and icons that come with the program: present, readable where they are needed, free."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtSvg import QSvgRenderer
from reportlab.pdfbase.ttfonts import TTFont

from consult_app.settings import find_locations

RESOURCES = find_locations({}).resources
FONTS = sorted((RESOURCES / "fonts").glob("*.ttf"))
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))


def test_each_weight_of_the_screen_font_is_there_under_one_name(qapp):
    for file in FONTS:
        assert QFontDatabase.addApplicationFont(str(file)) != -1, file.name
    for weight in (400, 500, 600, 700):
        font = QFont("Inter", 12)
        font.setWeight(QFont.Weight(weight))
        assert QFontInfo(font).family() == "Inter"
        assert QFontInfo(font).weight() == weight


@pytest.mark.parametrize("file", FONTS, ids=lambda file: file.stem)
def test_every_font_can_be_embedded_in_a_pdf(file):
    assert TTFont(file.stem, str(file)).face.name


@pytest.mark.parametrize(
    ("family", "sample"),
    [
        ("NotoSans", "Zoë naïve 0,5 mm – 2 × 10° ½ µg «ñ» Łódź Ελλάδα Привет Tiếng Việt ±…"),
        ("NotoSansArabic", "عيادة الجلد ۱۲۳ (123)"),
        ("NotoSansHebrew", "מרפאת עור (123)"),
        ("NotoSansDevanagari", "त्वचा क्लिनिक १२३ (123)"),
        ("Inter", "≤ ≥ → ✓ Zoë Łódź Ελλάδα Привет Tiếng Việt"),
    ],
)
def test_each_family_has_the_letters_of_its_languages(family, sample):
    for weight in ("Regular", "Bold"):
        known = TTFont(
            "probe", str(RESOURCES / "fonts" / f"{family}-{weight}.ttf")
        ).face.charToGlyph
        assert {letter for letter in sample if ord(letter) not in known} == set()


def test_every_font_family_and_the_icons_have_their_licence_beside_them():
    families = {file.stem.split("-")[0] for file in FONTS}
    for family in families:
        licence = RESOURCES / "fonts" / f"OFL-{family}.txt"
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8").upper()
    assert "ISC License" in (RESOURCES / "icons" / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", ICONS, ids=lambda file: file.stem)
def test_every_icon_is_drawn_in_the_colour_that_the_theme_gives_it(file: Path, qapp):
    assert QSvgRenderer(str(file)).isValid()
    assert 'stroke="currentColor"' in file.read_text(encoding="utf-8")
