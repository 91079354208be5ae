import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit

from consult_app.ui.widgets.check_list import CheckList
from consult_app.ui.widgets.choice import Choice

CHOICES = (
    Choice("herpes", "Herpes"),
    Choice("wound", "Open wound", "w"),
    Choice("none", "None of these", "n", exclusive=True),
)


@pytest.fixture
def ticks(theme):
    widget = CheckList(theme, "Seen in the area", CHOICES)
    widget.heard = []
    widget.changed.connect(widget.heard.append)
    return widget


def test_several_can_be_ticked_and_come_in_the_order_of_the_list(ticks, show, qtbot):
    show(ticks)
    qtbot.mouseClick(ticks.rows[1], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(ticks.rows[0], Qt.MouseButton.LeftButton)
    assert ticks.heard == [("wound",), ("herpes", "wound")]


def test_none_of_these_clears_the_others_and_they_clear_it(ticks, show, qtbot):
    show(ticks)
    ticks.set_value(("herpes", "wound"))
    qtbot.mouseClick(ticks.rows[2], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(ticks.rows[0], Qt.MouseButton.LeftButton)
    assert ticks.heard == [("none",), ("herpes",)]


def test_unticking_the_last_says_that_nothing_is_recorded(ticks, show, qtbot):
    show(ticks)
    ticks.set_value(("wound",))
    qtbot.mouseClick(ticks.rows[1], Qt.MouseButton.LeftButton)
    assert ticks.heard == [()]


def test_the_list_is_one_tab_stop_and_the_arrows_reach_every_row(ticks, show, press, tab):
    before, after = QLineEdit(), QLineEdit()
    window = show(before, ticks, after)
    before.setFocus()
    assert tab(window) is ticks.rows[0]
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is ticks.rows[1]
    press(Qt.Key.Key_Space, " ")
    assert ticks.heard == [("wound",)]
    assert tab(window) is after


def test_held_keys_and_the_wheel_tick_nothing(ticks, show, press, turn_wheel):
    show(ticks)
    ticks.focus_answer()
    press(Qt.Key.Key_Space, " ", held=True)
    press(Qt.Key.Key_W, "w", held=True)
    turn_wheel(ticks.rows[0])
    assert ticks.value() == ()
    assert ticks.heard == []


def test_a_row_has_its_key(ticks, show, press):
    show(ticks)
    ticks.focus_answer()
    press(Qt.Key.Key_N, "n")
    assert ticks.heard == [("none",)]


def test_showing_a_recorded_answer_sends_nothing_and_refuses_what_is_unknown(ticks):
    ticks.set_value(("herpes",))
    assert ticks.value() == ("herpes",)
    assert ticks.heard == []
    with pytest.raises(ValueError, match="no option"):
        ticks.set_value(("moles",))


def test_a_screen_reader_can_tick_and_exclusion_holds_for_it_too(ticks, show):
    show(ticks)
    ticks.set_value(("none",))
    interface = QAccessible.queryAccessibleInterface(ticks.rows[1])
    assert interface.role() == QAccessible.Role.CheckBox
    assert interface.text(QAccessible.Text.Name) == "Open wound, Seen in the area"
    interface.actionInterface().doAction(interface.actionInterface().actionNames()[0])
    assert ticks.heard == [("wound",)]
    assert [row.isChecked() for row in ticks.rows] == [False, True, False]
