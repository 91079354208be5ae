import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from consult_app.ui.widgets.signature_box import SignatureBox, TypedSignature
from consult_app.ui.widgets.signature_pad import ASPECT_RATIO, SignaturePad

PEN = QPointingDevice(
    "pen",
    1,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    1,
)


@pytest.fixture
def pad(theme):
    widget = SignaturePad(theme, "Signature of the patient")
    widget.heard = []
    widget.stroke_finished.connect(widget.heard.append)
    return widget


def pen(pad, kind, place, pressure):
    down = kind != QEvent.Type.TabletRelease
    event = QTabletEvent(
        kind,
        PEN,
        place,
        QPointF(pad.mapToGlobal(place.toPoint())),
        pressure,
        0,
        0,
        0,
        0,
        0,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton if down else Qt.MouseButton.NoButton,
    )
    QApplication.sendEvent(pad, event)
    return event


def draw_with_pen(pad, *parts):
    """Draw through (x, y, pressure), parts of the paper."""
    paper = pad.paper()
    places = [
        (QPointF(paper.left() + x * paper.width(), paper.top() + y * paper.height()), pressure)
        for x, y, pressure in parts
    ]
    pen(pad, QEvent.Type.TabletPress, *places[0])
    for place, pressure in places[1:]:
        pen(pad, QEvent.Type.TabletMove, place, pressure)
    pen(pad, QEvent.Type.TabletRelease, places[-1][0], 0.0)


def draw_with_mouse(pad, *parts):
    paper = pad.paper()
    places = [
        QPointF(paper.left() + x * paper.width(), paper.top() + y * paper.height()).toPoint()
        for x, y in parts
    ]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[0])
    for place in places[1:]:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[-1])


def dark_pixels(pad):
    image = pad.grab().toImage()
    paper = pad.paper().toAlignedRect().adjusted(2, 2, -2, -2)
    return sum(
        image.pixelColor(x, y).lightness() < 100
        for x in range(paper.left(), paper.right(), 2)
        for y in range(paper.top(), paper.bottom(), 2)
    )


def test_a_pen_stroke_keeps_place_pressure_and_time(pad, show):
    show(pad)
    draw_with_pen(pad, (0.1, 0.2, 0.3), (0.5, 0.4, 0.9), (0.9, 0.8, 0.6))
    assert len(pad.heard) == 1
    stroke = pad.heard[0]
    assert pad.strokes() == (stroke,)
    assert [tuple(round(v, 2) for v in point[:3]) for point in stroke] == [
        (0.1, 0.2, 0.3),
        (0.5, 0.4, 0.9),
        (0.9, 0.8, 0.6),
    ]
    times = [point[3] for point in stroke]
    assert times == sorted(times)
    assert all(isinstance(time, int) for time in times)


def test_pen_events_are_accepted_so_that_no_mouse_stroke_is_made_of_them(pad, show):
    show(pad)
    assert pen(pad, QEvent.Type.TabletPress, QPointF(50, 50), 0.5).isAccepted()
    assert pen(pad, QEvent.Type.TabletRelease, QPointF(60, 50), 0.0).isAccepted()


def test_the_mouse_draws_too(pad, show):
    show(pad)
    draw_with_mouse(pad, (0.2, 0.5), (0.4, 0.6), (0.6, 0.4))
    assert len(pad.strokes()) == 1
    assert {point[2] for point in pad.strokes()[0]} == {0.5}


def test_ink_is_seen_while_it_is_drawn_and_after(pad, show):
    show(pad)
    paper = pad.paper()
    blank = dark_pixels(pad)
    pen(pad, QEvent.Type.TabletPress, QPointF(paper.left() + 40, paper.top() + 40), 1.0)
    for step in range(1, 30):
        place = QPointF(paper.left() + 40 + 10 * step, paper.top() + 40 + (step % 5) * 6)
        pen(pad, QEvent.Type.TabletMove, place, 1.0)
    assert dark_pixels(pad) > blank + 50
    pen(pad, QEvent.Type.TabletRelease, place, 0.0)
    assert dark_pixels(pad) > blank + 50


def test_a_change_of_size_loses_no_ink_and_does_not_distort_it(pad, show):
    window = show(pad, width=800)
    draw_with_pen(pad, (0.1, 0.5, 0.5), (0.5, 0.2, 0.5), (0.9, 0.9, 0.5))
    before = pad.strokes()
    for width in (330, 1100, 500):
        window.resize(width, 600)
        paper = pad.paper()
        assert pad.strokes() == before
        assert paper.width() / paper.height() == pytest.approx(ASPECT_RATIO)
        assert dark_pixels(pad) > 20


def test_a_change_of_size_in_the_middle_of_a_stroke_keeps_the_stroke(pad, show):
    window = show(pad, width=800)
    paper = pad.paper()
    pen(pad, QEvent.Type.TabletPress, paper.topLeft() + QPointF(10, 10), 0.5)
    pen(pad, QEvent.Type.TabletMove, paper.center(), 0.5)
    window.resize(500, 600)
    pen(pad, QEvent.Type.TabletRelease, pad.paper().center(), 0.0)
    assert len(pad.strokes()) == 1
    assert len(pad.strokes()[0]) == 2


def test_leaving_the_page_in_the_middle_of_a_stroke_keeps_the_stroke(pad, show):
    show(pad)
    pen(pad, QEvent.Type.TabletPress, pad.paper().center(), 0.5)
    pen(pad, QEvent.Type.TabletMove, pad.paper().center() + QPointF(30, 0), 0.5)
    pad.hide()
    assert len(pad.heard) == 1


def test_ink_outside_the_paper_stays_on_its_edge(pad, show):
    show(pad)
    draw_with_pen(pad, (-0.5, 0.5, 0.5), (1.5, 1.5, 2.0))
    assert [point[:3] for point in pad.strokes()[0]] == [(0.0, 0.5, 0.5), (1.0, 1.0, 1.0)]


def test_undo_takes_strokes_back_one_by_one_with_the_keyboard(pad, show, press):
    show(pad)
    draw_with_pen(pad, (0.1, 0.5, 0.5), (0.5, 0.5, 0.5))
    draw_with_pen(pad, (0.1, 0.7, 0.5), (0.5, 0.7, 0.5))
    first = pad.strokes()[0]
    pad.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    press(Qt.Key.Key_Z, "\x1a", control, held=True)
    assert len(pad.strokes()) == 2
    press(Qt.Key.Key_Z, "\x1a", control)
    assert pad.strokes() == (first,)


def test_a_dot_is_no_signature(pad, show):
    show(pad)
    assert pad.is_empty()
    draw_with_pen(pad, (0.5, 0.5, 0.5))
    assert len(pad.strokes()) == 1
    assert pad.is_empty()
    draw_with_pen(pad, (0.2, 0.5, 0.5), (0.6, 0.4, 0.5))
    assert not pad.is_empty()


def test_strokes_that_were_saved_can_be_shown_again_and_gone_on_with(pad, theme, show):
    show(pad)
    saved = (((0.1, 0.5, 0.5, 0), (0.5, 0.4, 0.5, 700)),)
    pad.set_strokes(saved)
    assert pad.strokes() == saved
    assert pad.heard == []
    draw_with_pen(pad, (0.6, 0.5, 0.5), (0.9, 0.5, 0.5))
    assert pad.strokes()[0] == saved[0]
    assert pad.strokes()[1][0][3] >= 700


def test_a_disabled_pad_takes_no_ink(pad, show):
    show(pad)
    pad.setEnabled(False)
    draw_with_pen(pad, (0.1, 0.5, 0.5), (0.5, 0.5, 0.5))
    assert pad.strokes() == ()


def test_a_finger_draws_and_a_palm_gives_way_to_the_pen(pad, show):
    window = show(pad)
    screen = QTest.createTouchDevice()
    handle = window.windowHandle()

    def at(x, y):
        paper = pad.paper()
        place = QPointF(paper.left() + x * paper.width(), paper.top() + y * paper.height())
        return pad.mapTo(window, place.toPoint())

    QTest.touchEvent(handle, screen).press(0, at(0.2, 0.5)).commit()
    QTest.touchEvent(handle, screen).move(0, at(0.5, 0.6)).commit()
    QTest.touchEvent(handle, screen).release(0, at(0.5, 0.6)).commit()
    assert len(pad.strokes()) == 1
    assert len(pad.strokes()[0]) == 2

    QTest.touchEvent(handle, screen).press(1, at(0.8, 0.9)).commit()
    QTest.touchEvent(handle, screen).move(1, at(0.85, 0.95)).commit()
    draw_with_pen(pad, (0.1, 0.2, 0.4), (0.3, 0.3, 0.4))
    QTest.touchEvent(handle, screen).release(1, at(0.85, 0.95)).commit()
    assert len(pad.strokes()) == 2
    assert {point[2] for point in pad.strokes()[1]} == {0.4}


def test_clearing_asks_once_more_in_place(theme, show, qtbot):
    box = SignatureBox(theme, "Signature of the patient")
    show(box)
    draw_with_pen(box.pad, (0.1, 0.5, 0.5), (0.6, 0.5, 0.5))
    qtbot.mouseClick(box._clear, Qt.MouseButton.LeftButton)
    assert len(box.pad.strokes()) == 1
    qtbot.mouseClick(box._keep, Qt.MouseButton.LeftButton)
    assert len(box.pad.strokes()) == 1
    qtbot.mouseClick(box._clear, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(box.pad.strokes_changed):
        qtbot.mouseClick(box._really, Qt.MouseButton.LeftButton)
    assert box.pad.strokes() == ()
    assert not box._clear.isEnabled()


def test_a_typed_signature_needs_the_name_and_the_tick(theme, show, qtbot):
    typed = TypedSignature(theme, "Typed signature", "I agree.")
    heard = []
    typed.changed.connect(heard.append)
    show(typed)
    typed.name_field.setFocus()
    qtbot.keyClicks(typed.name_field.editor, "Dana Example")
    assert typed.value() is None
    qtbot.mouseClick(typed._tick.rows[0], Qt.MouseButton.LeftButton)
    assert typed.value() == "Dana Example"
    assert heard == ["Dana Example"]


def test_changing_the_typed_name_takes_the_agreement_back(theme, show, qtbot):
    typed = TypedSignature(theme, "Typed signature", "I agree.")
    show(typed)
    typed.set_value("Dana Example")
    heard = []
    typed.changed.connect(heard.append)
    typed.name_field.setFocus()
    qtbot.keyClicks(typed.name_field.editor, "s")
    assert typed.value() is None
    assert heard == [None]
