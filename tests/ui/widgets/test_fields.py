import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.date_text import describe_date, parse_date, spell_date
from consult_app.ui.widgets.number_field import NumberField, parse_number
from consult_app.ui.widgets.text_field import TextField
from consult_app.ui.widgets.wheel_guard import WheelGuard

TODAY = dt.date(2026, 5, 5)


def listen(field):
    field.heard = []
    field.committed.connect(field.heard.append)
    return field


@pytest.fixture
def date(theme):
    return listen(DateField(theme, "Last dose", lambda: TODAY))


@pytest.fixture
def text(theme):
    return listen(TextField(theme, "Reason", max_length=20))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2026", "2026"),
        ("2026-05", "2026-05"),
        ("2026-5-3", "2026-05-03"),
        ("2026-05-03", "2026-05-03"),
        ("3/5/2026", "2026-05-03"),
        ("03.05.2026", "2026-05-03"),
        ("5/2026", "2026-05"),
        (" 3  May 2026 ", "2026-05-03"),
        ("3 sept 2026", "2026-09-03"),
        ("May 2026", "2026-05"),
        ("29/2/2024", "2024-02-29"),
    ],
)
def test_dates_are_read_as_people_write_them(typed, value):
    assert parse_date(typed) == value


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("3/5/26", "four digits"),
        ("29/2/2026", "February 2026 has no day 29"),
        ("5/13/2026", "13 is not a month; the day comes before the month"),
        ("2026-00", "0 is not a month"),
        ("3 Ma 2026", "Write a date"),
        ("3 Mai 2026", "Mai is not a month"),
        ("1/1/1066", "outside 1900 to 2100"),
        ("yesterday", "Write a date"),
        ("2026-05-03x", "Write a date"),
    ],
)
def test_a_date_that_cannot_be_read_says_why(typed, says):
    with pytest.raises(ValueError, match=says):
        parse_date(typed)


@pytest.mark.parametrize("value", ["2026", "2026-05", "2026-05-03"])
def test_what_a_date_is_written_out_as_is_read_back_as_the_same(value):
    assert parse_date(spell_date(value)) == value


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2026-05-05", "Tuesday, today"),
        ("2026-05-06", "Wednesday, tomorrow"),
        ("2026-05-04", "Monday, yesterday"),
        ("2026-05-03", "Sunday, 2 days ago"),
        ("2026-07-04", "Saturday, in 60 days"),
        ("2025-05-05", "Monday, about 12 months ago"),
        ("1984-03-14", "Wednesday, about 42 years ago"),
        ("2026-05", "Day not known"),
        ("2026", "Day and month not known"),
    ],
)
def test_weekday_and_distance_help_to_notice_a_slip(value, says):
    assert describe_date(value, TODAY) == says


def test_a_typed_date_is_shown_back_so_that_day_and_month_cannot_be_confused(date, show, qtbot):
    show(date)
    date.setFocus()
    qtbot.keyClicks(date.editor, "3/5/2026")
    assert date.note.text() == "3 May 2026 · Sunday, 2 days ago"
    assert date.heard == []
    qtbot.keyClick(date.editor, Qt.Key.Key_Return)
    assert date.heard == ["2026-05-03"]
    assert date.editor.text() == "3 May 2026"
    assert date.note.text() == "Sunday, 2 days ago"


def test_a_date_is_committed_when_the_focus_leaves(date, show, qtbot, tab):
    window = show(date)
    date.setFocus()
    qtbot.keyClicks(date.editor, "2026-04")
    tab(window)
    assert date.heard == ["2026-04"]
    assert date.note.text() == "Day not known"


def test_a_date_that_cannot_be_read_is_not_recorded_and_says_what_still_is(date, show, qtbot):
    show(date)
    date.set_value("2026-04-01")
    date.setFocus()
    date.editor.selectAll()
    qtbot.keyClicks(date.editor, "31/6/2026")
    with qtbot.waitSignal(date.rejected) as refused:
        assert not date.flush()
    assert refused.args == ["June 2026 has no day 31."]
    assert date.heard == []
    assert date.value() == "2026-04-01"
    assert date.has_pending()
    assert date.note.text() == (
        "Not recorded. June 2026 has no day 31. Recorded is still: 1 April 2026."
    )


def test_emptying_a_date_takes_it_back(date, show, qtbot):
    show(date)
    date.set_value("2026")
    date.setFocus()
    date.editor.selectAll()
    qtbot.keyClick(date.editor, Qt.Key.Key_Delete)
    date.flush()
    assert date.heard == [None]


def test_the_today_button_records_today_once(date, show, qtbot):
    show(date)
    button = date.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert date.heard == ["2026-05-05"]


def test_text_is_committed_after_a_pause_without_losing_the_caret(text, show, qtbot):
    show(text)
    text.setFocus()
    with qtbot.waitSignal(text.edited):
        qtbot.keyClicks(text.editor, "this morning")
    text.editor.setCursorPosition(4)
    qtbot.waitUntil(lambda: text.heard == ["this morning"])
    assert text.editor.cursorPosition() == 4


def test_flush_commits_at_once_what_is_still_pending(text, show, qtbot):
    show(text)
    text.setFocus()
    qtbot.keyClicks(text.editor, "now ")
    assert text.has_pending()
    assert text.flush()
    assert text.heard == ["now"]
    text.flush()
    assert text.heard == ["now"]


def test_a_recorded_value_that_arrives_while_typing_never_wipes_the_text(text, show, qtbot):
    show(text)
    text.setFocus()
    qtbot.keyClicks(text.editor, "half a sen")
    text.set_value("something older")
    assert text.text() == "half a sen"
    text.flush()
    assert text.heard == ["half a sen"]


def test_text_beyond_the_limit_is_cut_and_the_field_says_so(text, show, qtbot):
    show(text)
    text.setFocus()
    qtbot.keyClicks(text.editor, "x" * 18)
    assert text.note.text() == "18 of 20 characters"
    text.editor.insert("y" * 500)
    assert text.text() == "x" * 18 + "yy"
    assert text.note.text().startswith("Full: 20 characters")


def test_many_lines_are_kept_and_the_field_grows_with_them(theme, show, qtbot):
    field = listen(TextField(theme, "Notes", multiline=True, max_length=300))
    show(field)
    low = field.editor.height()
    field.editor.setPlainText("1\n2\n3\n4\n5\n6")
    assert field.editor.height() > low
    field.flush()
    assert field.heard == ["1\n2\n3\n4\n5\n6"]
    field.editor.setPlainText("z" * 400)
    assert len(field.text()) == 300


def test_tab_leaves_a_field_of_many_lines_and_commits_it(theme, show, qtbot, tab):
    field, after = listen(TextField(theme, "Notes", multiline=True)), QLineEdit()
    window = show(field, after)
    field.setFocus()
    qtbot.keyClicks(field.editor, "abc")
    assert tab(window) is after
    assert field.heard == ["abc"]


def test_angle_brackets_in_a_value_are_shown_as_they_are(text, show):
    show(text)
    text.set_problem("<b>bold</b>")
    assert text.note.textFormat() == Qt.TextFormat.PlainText
    assert text.note.text() == "<b>bold</b>"


@pytest.mark.parametrize(
    ("typed", "decimals", "number"),
    [
        ("20", 0, "20"),
        ("1.5", 2, "1.5"),
        ("1,5", 2, "1.5"),
        ("1.50", 1, "1.5"),
        ("-3", 0, "-3"),
        ("\u22123", 0, "-3"),
        ("007", 0, "7"),
    ],
)
def test_numbers_are_read_with_point_or_comma(typed, decimals, number):
    assert parse_number(typed, decimals) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "decimals", "says"),
    [
        ("1,500", 3, "Write 1500 or 1.500, whichever is meant"),
        ("1.5", 0, "Write a whole number"),
        ("0.123", 2, "at most 2 decimal places"),
        ("1e3", 2, "Write a number in digits"),
        ("5 mg", 2, "Write a number in digits"),
        ("nan", 2, "Write a number in digits"),
    ],
)
def test_a_number_that_might_be_misread_is_refused(typed, decimals, says):
    with pytest.raises(ValueError, match=says):
        parse_number(typed, decimals)


def test_a_number_is_recorded_in_its_shortest_form_and_only_inside_its_range(theme, show, qtbot):
    field = listen(
        NumberField(
            theme, "Depth", unit="mm", minimum=Decimal("0.1"), maximum=Decimal(3), decimals=2
        )
    )
    show(field)
    field.setFocus()
    qtbot.keyClicks(field.editor, "1,50")
    assert field.flush()
    assert field.heard == ["1.5"]
    assert field.editor.text() == "1.5"
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, "15")
    assert not field.flush()
    assert field.note.text() == "Not recorded. The most is 3 mm. Recorded is still: 1.5."
    assert field.heard == ["1.5"]
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, "100")
    field.editor.setText("0")
    assert not field.flush()
    assert "The least is 0.1 mm" in field.note.text()


def test_neither_wheel_nor_arrows_change_a_number_or_a_date(
    theme, show, turn_wheel, press, date, qtbot
):
    number = listen(NumberField(theme, "Dose", unit="mg"))
    number.set_value("20")
    date.set_value("2026-05-03")
    show(number, date)
    for field in (number, date):
        turn_wheel(field.editor)
        field.setFocus()
        turn_wheel(field.editor)
        press(Qt.Key.Key_Up)
        press(Qt.Key.Key_Down)
        field.flush()
        assert field.heard == []
    assert (number.value(), date.value()) == ("20", "2026-05-03")


def test_the_wheel_over_an_unfocused_combo_box_does_not_change_the_dose(theme, show, turn_wheel):
    box, other = QComboBox(), QLineEdit()
    box.addItems(["2.5 mg", "5 mg", "10 mg"])
    box.setCurrentIndex(1)
    show(box, other)
    other.setFocus()
    guard = WheelGuard()
    guard.guard(box)
    turn_wheel(box)
    assert box.currentText() == "5 mg"
