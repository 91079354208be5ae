"""Every page can be used with a screen reader, and the program opens one window only."""

from collections import Counter

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from consult_app.ui.theme import ColourMode

CONTROLS = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.EditableText,
    QAccessible.Role.ComboBox,
    QAccessible.Role.SpinBox,
    QAccessible.Role.List,
    QAccessible.Role.Link,
}


def controls(window):
    """Visible controls of the accessibility tree, with their names."""
    found = []
    waiting = [QAccessible.queryAccessibleInterface(window)]
    while waiting:
        interface = waiting.pop()
        if interface is None or interface.state().invisible:
            continue
        if interface.role() in CONTROLS:
            name = interface.text(QAccessible.Text.Name)
            found.append((interface.role(), name, interface.object()))
        waiting += [interface.child(number) for number in range(interface.childCount())]
    return found


def nameless(window):
    return [
        (role.name, type(thing).__name__, thing.objectName() if thing is not None else "")
        for role, name, thing in controls(window)
        if not name.strip()
    ]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_every_control_of_every_step_has_a_name(user, wait_idle, number):
    user.show_step(number)
    wait_idle()
    assert nameless(user.window) == []


def test_the_pages_outside_the_consultation_name_their_controls_too(make_user):
    user = make_user()
    assert nameless(user.window) == []
    user.unlock()
    assert nameless(user.window) == []
    user.click("home.new-patient")
    user.find("new-patient")
    assert nameless(user.window) == []
    user.click("header.settings")
    user.find("settings")
    assert nameless(user.window) == []


def test_two_answers_of_one_page_never_have_the_same_name(user, wait_idle):
    user.show_step(3)
    wait_idle()
    names = [
        name
        for role, name, thing in controls(user.find("page.health"))
        if role in (QAccessible.Role.RadioButton, QAccessible.Role.CheckBox)
    ]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_an_answer_says_its_question(user):
    user.show_step(2)
    button = user.button("No", "M1")
    assert "Do you have a bleeding disorder?" in button.accessibleName()


def test_tab_visits_a_question_once(user, wait_idle):
    """A question with choices is one stop, so that Tab goes from question to question."""
    from PySide6.QtCore import Qt

    user.show_step(2)
    wait_idle()
    user.press(Qt.Key.Key_Tab)  # from the question as a whole to its answers
    visited = []
    for _ in range(3):
        visited.append(user.focus())
        user.press(Qt.Key.Key_Tab)
    assert visited == ["P1", "M1", "C3"]


def test_no_second_window_flashes_up_while_pages_are_built(make_user, qapp, wait_idle):
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        """Notes every window that is shown."""

        def __init__(self):
            super().__init__()
            self.seen = []

        def eventFilter(self, watched, event):
            shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
            if shown and watched.isWindow():
                self.seen.append(type(watched).__name__)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    try:
        user = make_user()
        user.unlock()
        user.begin()
        for number in range(1, 6):
            user.show_step(number)
            wait_idle()
        user.choose("L1", "Yes")
        user.click("trips.add")
        user.click("header.settings")
        user.find("settings")
    finally:
        qapp.removeEventFilter(watch)
    assert set(watch.seen) == {"MainWindow"}


@pytest.mark.parametrize("scale", [125, 150])
def test_larger_text_keeps_every_answer_inside_its_card(user, looks, wait_idle, scale):
    looks.set_text_scale(scale)
    user.show_step(3)
    wait_idle()
    page = user.find("page.health")
    for name in ("H2", "H3", "D1.taking", "H8"):
        place = user.find(name)
        for child in place.findChildren(QWidget):
            if child.isVisible() and child.parentWidget() is not None:
                corner = child.mapTo(place, child.rect().topRight())
                assert corner.x() <= place.width(), (name, type(child).__name__)
        assert place.mapTo(page, place.rect().topRight()).x() <= page.viewport().width()


def test_the_page_is_restyled_while_it_is_open(user, looks, wait_idle):
    looks.set_mode(ColourMode.DARK)
    wait_idle()
    picture = user.window.grab().toImage()
    edge = user.find("page.patient-and-goal").mapTo(user.window, QPoint(4, 4))
    assert picture.pixelColor(edge).lightness() < 80
    assert QApplication.focusWidget() is not None
