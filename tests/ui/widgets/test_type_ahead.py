import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from consult_app.ui.widgets.suggestions import RowKind, Suggestion
from consult_app.ui.widgets.type_ahead import TypeAhead

FOUND = (
    Suggestion("apixaban", "Apixaban", "Anticoagulant"),
    Suggestion("apixaban-5", "Apixaban 5 mg"),
    Suggestion("abrocitinib", "Abrocitinib", near=True),
)


@pytest.fixture
def field(theme):
    widget = TypeAhead(theme, "Add a medicine", lambda text: FOUND if "ap" in text else ())
    widget.picks, widget.texts = [], []
    widget.picked.connect(widget.picks.append)
    widget.free_text.connect(widget.texts.append)
    return widget


def type_in(qtbot, field, text):
    field.setFocus()
    qtbot.keyClicks(field.editor, text)


def test_matches_and_near_matches_stand_under_their_own_headings(field, show, qtbot):
    show(field)
    type_in(qtbot, field, "apix")
    assert field.is_open()
    assert [(row.kind, row.text) for row in field.shown_rows()] == [
        (RowKind.HEADING, "Matches"),
        (RowKind.MATCH, "Apixaban"),
        (RowKind.MATCH, "Apixaban 5 mg"),
        (RowKind.HEADING, "Did you mean"),
        (RowKind.NEAR, "Abrocitinib"),
        (RowKind.HEADING, "Not in the list?"),
        (RowKind.FREE_TEXT, "Add “apix” as typed"),
    ]


def test_nothing_is_highlighted_by_itself_and_enter_hands_on_the_text(field, show, qtbot, press):
    show(field)
    type_in(qtbot, field, " apix")
    assert field.highlighted() is None
    press(Qt.Key.Key_Return, "\r")
    assert field.texts == ["apix"]
    assert field.picks == []
    assert field.text() == ""
    assert not field.is_open()


def test_enter_takes_the_row_that_the_arrows_highlighted(field, show, qtbot, press):
    show(field)
    type_in(qtbot, field, "apix")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert field.highlighted() == "Apixaban 5 mg"
    press(Qt.Key.Key_Return, "\r")
    assert field.picks == ["apixaban-5"]
    assert field.texts == []


def test_the_arrows_pass_over_headings_and_come_back_to_the_text(field, show, qtbot, press):
    show(field)
    type_in(qtbot, field, "apix")
    seen = []
    for _ in range(5):
        press(Qt.Key.Key_Down)
        seen.append(field.highlighted())
    assert seen == ["Apixaban", "Apixaban 5 mg", "Abrocitinib", "Add “apix” as typed", None]
    press(Qt.Key.Key_Up)
    assert field.highlighted() == "Add “apix” as typed"


def test_typing_on_after_highlighting_highlights_nothing(field, show, qtbot, press):
    show(field)
    type_in(qtbot, field, "api")
    press(Qt.Key.Key_Down)
    type_in(qtbot, field, "x")
    assert field.highlighted() is None


def test_a_held_enter_adds_nothing(field, show, qtbot, press):
    show(field)
    type_in(qtbot, field, "zzz")
    press(Qt.Key.Key_Return, "\r", held=True)
    assert field.texts == []


def test_a_click_takes_a_row(field, show, qtbot):
    show(field)
    type_in(qtbot, field, "apix")
    place = field._list.visualRect(field._model.index(4, 0)).center()
    qtbot.mouseClick(field._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert field.picks == ["abrocitinib"]


def test_escape_closes_the_list_and_keeps_the_text_and_goes_no_further(field, show, qtbot, press):
    show(field)
    type_in(qtbot, field, "apix")
    override = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier
    )
    override.ignore()
    QApplication.sendEvent(field.editor, override)
    assert override.isAccepted()
    press(Qt.Key.Key_Escape)
    assert not field.is_open()
    assert field.text() == "apix"


def test_leaving_says_that_the_text_is_not_added_and_keeps_it(field, show, qtbot):
    after = QLineEdit()
    show(field, after)
    type_in(qtbot, field, "apix")
    after.setFocus()
    assert not field.is_open()
    assert field.text() == "apix"
    assert field.note.text() == "“apix” is not added yet."
    assert (field.picks, field.texts) == ([], [])


def test_a_late_answer_to_an_older_text_is_dropped(theme, show, qtbot):
    field = TypeAhead(theme, "Patient")
    asked = []
    field.queried.connect(asked.append)
    show(field)
    type_in(qtbot, field, "ab")
    assert asked == ["a", "ab"]
    field.show_suggestions("a", FOUND)
    assert not field.is_open()
    field.show_suggestions("ab", FOUND)
    assert field.is_open()


def test_without_free_text_enter_alone_does_nothing(theme, show, qtbot, press):
    field = TypeAhead(theme, "Patient", lambda _text: FOUND[:1], offer_free_text=False)
    heard = []
    field.free_text.connect(heard.append)
    show(field)
    type_in(qtbot, field, "ap")
    press(Qt.Key.Key_Return, "\r")
    assert heard == []
    assert field.text() == "ap"


def test_the_list_lies_inside_the_window_also_at_its_lower_edge(field, show, qtbot, theme):
    filler = QWidget()
    filler.setFixedHeight(420)
    window = show(filler, field, height=520)
    type_in(qtbot, field, "apix")
    area = field._popup.geometry()
    assert window.rect().contains(area)
    assert area.bottom() <= field.editor.mapTo(window, QPoint(0, 0)).y()
