"""A styled application, windows that are really shown, and keys as a keyboard sends them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from consult_app.ui.theme import ColourMode, Theme

OFFSCREEN_NOISE = "This plugin does not support propagateSizeHints"
"""Said by Qt's screenless platform of every window that has a layout; says nothing of ours."""

ROOT = Path(__file__).resolve().parents[3]


def pytest_itemcollected(item):
    """Let this one message pass; every other warning of Qt still fails."""
    item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_NOISE, extend=True))


@pytest.fixture(scope="session")
def installed_theme(qapp):
    theme = Theme(ROOT / "resources" / "icons", ROOT / "resources" / "fonts", ColourMode.LIGHT)
    theme.install(qapp)
    qapp.setCursorFlashTime(0)
    return theme


@pytest.fixture
def theme(installed_theme, qapp):
    # Without a running event loop nobody else removes the widgets of the test before.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    yield installed_theme
    installed_theme.set_mode(ColourMode.LIGHT)
    installed_theme.set_text_scale(100)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def show(qtbot, theme):
    """Show widgets one under the other in an active window of the given size; return it."""

    windows = []

    def build(*widgets, width=700, height=600):
        window = QWidget()
        window.setProperty("role", "page")
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        window.resize(width, height)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return build


@pytest.fixture
def press(qapp):
    """Send a key to whatever has the focus, as a press or as a held key that repeats."""

    def send(key, text="", modifiers=Qt.KeyboardModifier.NoModifier, *, held=False):
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the keyboard"
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text, held, 1)
            QApplication.sendEvent(target, event)

    return send


@pytest.fixture
def turn_wheel(qapp):
    """Turn the wheel over a widget."""

    def send(widget):
        place = QPointF(widget.rect().center())
        everywhere = QPointF(widget.mapToGlobal(QPoint(0, 0))) + place
        event = QWheelEvent(
            place,
            everywhere,
            QPoint(0, 0),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    return send


@pytest.fixture
def tab(qtbot):
    """Press Tab (or Shift+Tab) as the window sees it, and return what then has the focus."""

    def send(window, *, back=False):
        before = QApplication.focusWidget()
        key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
        modifier = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(before or window, key, modifier)
        return QApplication.focusWidget()

    return send
