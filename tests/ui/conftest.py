"""The whole window on an unlocked clinic in memory, and somebody who works with it.

The user finds things by their object name (the path of an answer, or a name such as
``footer.next``), clicks, types and presses keys; no test calls into a view.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from consult_app.definitions.near_matches import NearMatches
from consult_app.services.lookup import MedicineLookup
from consult_app.ui.main_window import MainWindow
from consult_app.ui.theme import ColourMode, Theme
from consult_app.ui.workplace import Workplace
from tests import fakes
from tests.ui.small_pack import small_pack

ROOT = Path(__file__).resolve().parents[2]
NOTHING = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="session")
def looks(qapp):
    theme = Theme(ROOT / "resources" / "icons", ROOT / "resources" / "fonts", ColourMode.LIGHT)
    theme.install(qapp)
    qapp.setCursorFlashTime(0)
    return theme


class User:
    """Somebody in front of the window."""

    def __init__(self, window, qtbot, door):
        self.window = window
        self.qtbot = qtbot
        self.door = door

    @property
    def desk(self):
        return self.door.desk

    @property
    def store(self):
        return self.door.desk.clinic.store

    def answers(self):
        """Recorded answers of the open consultation, as a second program would read them."""
        [newest] = self.store.consultations(limit=1)
        return self.desk.casebook.reopen(newest.consultation_id).answers

    def value(self, path):
        answer = self.answers().get(path)
        return None if answer is None else answer.value

    # --- looking ---

    def find(self, name, kind=QWidget):
        """The visible widget of this name."""
        self.qtbot.waitUntil(lambda: self.sees(name), timeout=3000)
        return next(w for w in self.window.findChildren(kind, name) if w.isVisible())

    def sees(self, name):
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def texts(self, name=None):
        """Everything that can be read in a part of the window, or in all of it."""
        place = self.find(name) if name else self.window
        labels = [w.text() for w in place.findChildren(QLabel) if w.isVisible()]
        labels += [w.text() for w in place.findChildren(QAbstractButton) if w.isVisible()]
        own = [place.text()] if isinstance(place, (QLabel, QAbstractButton)) else []
        return "\n".join(labels + own)

    def reads(self, text, name=None):
        """Wait until the text can be read."""
        self.qtbot.waitUntil(lambda: text in self.texts(name), timeout=3000)

    def button(self, text, inside=None):
        """The visible button of this text or accessible name."""
        place = self.find(inside) if inside else self.window

        def found():
            buttons = place.findChildren(QAbstractButton)
            named = [b for b in buttons if text in (b.text(), b.accessibleName())]
            return [b for b in named if b.isVisible()]

        self.qtbot.waitUntil(lambda: bool(found()), timeout=3000)
        return found()[0]

    def focus(self):
        """Object name of the question that has the keyboard, or the widget's own."""
        widget = QApplication.focusWidget()
        while widget is not None and not widget.objectName():
            widget = widget.parentWidget()
        return "" if widget is None else widget.objectName()

    # --- doing ---

    def click(self, what, text=None):
        """Click a widget by name, or the button of a text inside it."""
        if isinstance(what, str):
            what = self.button(text, what) if text else self.find(what)
        self.qtbot.mouseClick(what, Qt.MouseButton.LeftButton)

    def choose(self, path, text):
        """Click an answer of a question."""
        self.click(path, text)

    def go_to_answer(self, path):
        """Put the keyboard on a question as Tab would."""
        place = self.find(path)
        while place.focusProxy() is not None:
            place = place.focusProxy()
        place.setFocus(Qt.FocusReason.TabFocusReason)

    def press(self, key, modifiers=NOTHING):
        target = QApplication.focusWidget() or self.window
        self.qtbot.keyClick(target, key, modifiers)

    def hold(self, key, text):
        """A key that repeats because it is held down."""
        target = QApplication.focusWidget()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, NOTHING, text, True, 1))

    def editor(self, place):
        """The field for text inside a place."""
        place = self.find(place) if isinstance(place, str) else place
        if isinstance(place, (QLineEdit, QPlainTextEdit)):
            return place
        return place.findChild(QLineEdit) or place.findChild(QPlainTextEdit)

    def type(self, text, into=None):
        if into:
            place = self.find(into)
            self.editor(place).setFocus()
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def turn_wheel(self, widget):
        middle = QPointF(widget.rect().center())
        everywhere = QPointF(widget.mapToGlobal(middle.toPoint()))
        event = QWheelEvent(
            middle,
            everywhere,
            QPoint(0, 0),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            NOTHING,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    # --- stories ---

    def unlock(self):
        self.type(fakes.PASSPHRASE, "unlock.passphrase")
        self.press(Qt.Key.Key_Return)
        self.find("home")

    def begin(self, family="Example", given="Dana", born="14/3/1984"):
        """Register a patient and begin."""
        self.click("home.new-patient")
        self.type(family, "new-patient.family")
        self.type(given, "new-patient.given")
        self.type(born, "new-patient.born")
        self.click("new-patient.begin")
        self.find("header.identity")
        self.find("findings")

    def show_step(self, number):
        self.press(getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)


@pytest.fixture
def make_user(qtbot, looks):
    """Open the program in front of a user: `make_user(...)` takes what differs from usual."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    windows = []

    def make(pack=None, *, views=(), door=None, demonstration=False, **more):
        chosen = pack or small_pack()
        if door is None:
            lookup = MedicineLookup(chosen.medicines, NearMatches(chosen.medicines))
            desk = fakes.make_desk(chosen, lookup=lookup, demonstration=demonstration, **more)
            door = fakes.FakeFrontDoor(desk)
        clock = door.desk.clock

        def furnish(desk, theme, header, show_page):
            return Workplace(desk, theme, header, show_page, views)

        window = MainWindow(looks, door, furnish, clock.now)
        windows.append(window)
        qtbot.addWidget(window)
        window.start()
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return User(window, qtbot, door)

    yield make
    looks.set_mode(ColourMode.LIGHT)
    looks.set_text_scale(100)


@pytest.fixture
def user(make_user):
    """A user in an open consultation of the small pack."""
    someone = make_user()
    someone.unlock()
    someone.begin()
    return someone


@pytest.fixture
def wait_idle(qtbot):
    """Let everything that waits in the event loop happen."""

    def wait():
        for _ in range(50):
            QTest.qWait(0)

    return wait
