"""The gallery shows every widget in its states, so it is also where every widget is checked."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

sys.path.append(str(Path(__file__).resolve().parents[3] / "tools"))

from ui_gallery_pages import PAGES

NAMED = {
    QAccessible.Role.Button,
    QAccessible.Role.PushButton,
    QAccessible.Role.RadioButton,
    QAccessible.Role.CheckBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
}


def walk(interface):
    yield interface
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid():
            yield from walk(child)


def seen(page):
    return [
        part
        for part in walk(QAccessible.queryAccessibleInterface(page))
        if not part.state().invisible
    ]


@pytest.fixture
def shown(theme, qtbot):
    pages = []

    def build(name):
        page = PAGES[name](theme)
        pages.append(page)
        qtbot.addWidget(page)
        page.show()
        layout = page.layout()
        for _ in range(2):  # a bulk card may stack its lines once it knows its width
            QApplication.processEvents()
            page.resize(page.width(), max(page.height(), layout.heightForWidth(page.width())))
        QApplication.processEvents()
        return page

    return build


@pytest.mark.parametrize("name", PAGES)
def test_every_control_says_its_name(shown, name):
    controls = [part for part in seen(shown(name)) if part.role() in NAMED]
    assert controls
    nameless = [part for part in controls if not part.text(QAccessible.Text.Name).strip()]
    assert nameless == []


@pytest.mark.parametrize("name", PAGES)
def test_every_icon_that_is_drawn_has_its_file(shown, theme, name, monkeypatch):
    drawn = set()
    original = type(theme.icons).pixmap

    def note(icons, icon, *args, **options):
        drawn.add(icon)
        return original(icons, icon, *args, **options)

    monkeypatch.setattr(type(theme.icons), "pixmap", note)
    shown(name).grab()
    assert theme.icons.missing(tuple(drawn)) == ()


@pytest.mark.parametrize("scale", [100, 125, 150])
@pytest.mark.parametrize("right_to_left", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_that_can_be_operated_is_cut_or_too_small(
    shown, theme, qapp, name, right_to_left, scale
):
    theme.set_text_scale(scale)
    if right_to_left:
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page = shown(name)
    for part in seen(page):
        if part.role() not in NAMED - {QAccessible.Role.List, QAccessible.Role.ListItem}:
            continue
        widget = part.object()
        assert min(widget.width(), widget.height()) >= 24, part.text(QAccessible.Text.Name)
        hidden = widget.rect().height() - widget.visibleRegion().boundingRect().height()
        # An open list and a sheet lie over things; a scrolled page goes on below its edge.
        covered = name in ("medicines", "progress", "whole")
        assert hidden <= 1 or covered, part.text(QAccessible.Text.Name)


@pytest.mark.parametrize("name", ["answers", "lists", "fields", "bulk", "signatures"])
def test_no_two_controls_of_a_page_that_do_different_things_share_a_name(shown, name):
    page = shown(name)
    names = [
        (part.role(), part.text(QAccessible.Text.Name), part.object().parent().accessibleName())
        for part in seen(page)
        if part.role() in (QAccessible.Role.RadioButton, QAccessible.Role.CheckBox)
    ]
    for role, text, _ in names:
        assert ", " in text, (role, text)
