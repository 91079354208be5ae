import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from consult_app.ui import tokens
from consult_app.ui.theme import ColourMode, Theme, load_fonts
from consult_app.ui.tokens import EDGE_PAIRS, TEXT_PAIRS, TYPE_SCALE, Tone, contrast_ratio
from consult_app.ui.widgets.plain_label import TONE_ICONS, PlainLabel

ROOT = Path(__file__).resolve().parents[3]
TABLES = {
    "light": (tokens.LIGHT, 4.5),
    "dark": (tokens.DARK, 4.5),
    "contrast light": (tokens.CONTRAST_LIGHT, 7.0),
    "contrast dark": (tokens.CONTRAST_DARK, 7.0),
}


def test_the_contrast_formula_gives_the_values_that_the_standard_names():
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#123456", "#123456") == 1


@pytest.mark.parametrize("name", TABLES)
def test_every_text_can_be_read_on_every_ground_it_stands_on(name):
    colours, least = TABLES[name]
    measured = {
        pair: contrast_ratio(colours.of(pair[0]), colours.of(pair[1])) for pair in TEXT_PAIRS
    }
    assert {pair: ratio for pair, ratio in measured.items() if ratio < least} == {}


@pytest.mark.parametrize("name", TABLES)
def test_every_edge_that_can_be_operated_can_be_seen(name):
    colours, _ = TABLES[name]
    measured = {
        pair: contrast_ratio(colours.of(pair[0]), colours.of(pair[1])) for pair in EDGE_PAIRS
    }
    assert {pair: ratio for pair, ratio in measured.items() if ratio < 3} == {}


def test_colours_are_written_nowhere_but_in_the_tokens():
    found = [
        f"{path.name}: {match}"
        for path in (ROOT / "consult_app" / "ui").rglob("*.py")
        if path.name != "tokens.py"
        for match in re.findall(r"#[0-9a-fA-F]{6}\b", path.read_text("utf-8"))
    ]
    assert found == []


def test_each_tone_has_a_shape_of_its_own_and_the_file_for_it(theme):
    assert set(TONE_ICONS) == set(Tone)
    assert len(set(TONE_ICONS.values())) == len(Tone)
    assert theme.icons.missing(tuple(TONE_ICONS.values())) == ()


def test_a_lost_icon_is_drawn_as_a_ring_and_reported(tmp_path, theme):
    bare = Theme(tmp_path, tmp_path)
    assert bare.icons.missing(("check",)) == ("check",)
    image = bare.pixmap("check", "#112233", 20, 2.0).toImage()
    assert image.width() == 40
    assert any(image.pixelColor(x, 20).alpha() for x in range(40))


def test_icons_are_tinted_and_sharp_at_the_screen_s_resolution(theme):
    image = theme.pixmap("check", "#ff0000", 20, 1.5).toImage()
    assert image.width() == 30
    painted = [image.pixelColor(x, y) for x in range(30) for y in range(30)]
    assert any(colour.alpha() > 200 and colour.red() > 250 for colour in painted)
    assert all(colour.green() < 5 for colour in painted if colour.alpha() > 200)


def test_icons_that_point_are_mirrored_and_others_are_not(theme):
    icons = theme.icons

    def image(name, *, right_to_left):
        return icons.pixmap(name, "#000000", 20, right_to_left=right_to_left).toImage()

    def tip_points_right(name, *, right_to_left):
        row = [
            image(name, right_to_left=right_to_left).pixelColor(x, 10).alpha() for x in range(20)
        ]
        return sum(row[10:]) > sum(row[:10])

    assert tip_points_right("chevron-right", right_to_left=False)
    assert not tip_points_right("chevron-right", right_to_left=True)
    assert image("check", right_to_left=True) == image("check", right_to_left=False)


def test_an_unknown_colour_scheme_of_the_desktop_is_read_as_light(theme, qapp):
    assert qapp.styleHints().colorScheme() is Qt.ColorScheme.Unknown
    theme.set_mode(ColourMode.SYSTEM)
    assert theme.colours is tokens.LIGHT


def test_each_mode_reaches_the_palette(theme, qapp, qtbot):
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(ColourMode.DARK)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == tokens.DARK.page
    theme.set_mode(ColourMode.CONTRAST_DARK)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == "#000000"


def test_text_grows_with_the_chosen_size(theme, show):
    label = PlainLabel("Medical history", "title")
    show(label)
    assert label.font().pixelSize() == TYPE_SCALE["title"][0]
    theme.set_text_scale(150)
    assert label.font().pixelSize() == 36
    assert theme.font("body").pixelSize() == 22
    with pytest.raises(ValueError, match="text scale"):
        theme.set_text_scale(90)


def test_the_interface_uses_its_own_font_and_falls_back_where_it_is_missing(theme, tmp_path, qapp):
    assert theme.font().families() == ["Inter"]
    assert load_fonts(tmp_path, "Inter") == []
    assert Theme(tmp_path, tmp_path).font().families()


def test_a_further_script_is_loaded_behind_the_usual_font(qapp):
    theme = Theme(ROOT / "resources" / "icons", ROOT / "resources" / "fonts")
    theme.install(qapp)
    theme.add_script("NotoSansArabic")
    assert theme.font().families() == ["Inter", "Noto Sans Arabic"]


def test_markup_in_a_text_is_shown_and_not_read(theme, show):
    label = PlainLabel("<img src=x> & <b>bold</b>")
    show(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.sizeHint().width() > QLabel("bold").sizeHint().width() * 2
