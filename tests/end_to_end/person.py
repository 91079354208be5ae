"""Somebody in front of the real window: clicks, types and presses keys; reads what is shown."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from consult_app.domain.answers import instance_of, link_id_of, path_of
from consult_app.domain.interview import left_in
from consult_app.ui.consultation_view import ConsultationView
from consult_app.ui.widgets.signature_pad import SignaturePad

LEFT = Qt.MouseButton.LeftButton
PATIENCE = 20_000


class Person:
    """A dermatologist at work; `expected` holds what the patient would answer, by path."""

    def __init__(self, window, qtbot) -> None:
        self.window = window
        self.qtbot = qtbot

    # --- looking -----------------------------------------------------------------------------

    def visible(self, name: str, kind=QWidget):
        return [w for w in self.window.findChildren(kind, name) if w.isVisible()]

    def find(self, name: str, kind=QWidget):
        self.qtbot.waitUntil(lambda: bool(self.visible(name, kind)), timeout=PATIENCE)
        return self.visible(name, kind)[0]

    def view(self) -> ConsultationView:
        found = [v for v in self.window.findChildren(ConsultationView) if v.isVisible()]
        assert found, "no consultation is open"
        return found[0]

    def button(self, text: str, inside: QWidget | None = None):
        place = inside or self.window

        def found():
            return [
                b
                for b in place.findChildren(QAbstractButton)
                if b.isVisible() and text in (b.text(), b.accessibleName())
            ]

        self.qtbot.waitUntil(lambda: bool(found()), timeout=PATIENCE)
        return found()[0]

    # --- doing -------------------------------------------------------------------------------

    def click(self, target) -> None:
        widget = self.find(target) if isinstance(target, str) else target
        QTest.mouseClick(widget, LEFT)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)

    def type_into(self, widget: QWidget, text: str) -> None:
        widget.setFocus()
        QTest.keyClicks(widget, text)

    # --- a consultation ----------------------------------------------------------------------

    def answer_step(self, session, section, expected) -> None:
        """Answer everything that is open in a step, follow-ups included."""
        for card in section.cards:
            for deny in self.visible(f"card.{card.card_id}.deny"):
                if deny.isEnabled():
                    self.click(deny)
        for _ in range(200):
            left = left_in(session.evidence, section)
            if not left:
                return
            self.answer(session, left[0], expected)
        raise AssertionError(f"{section.section_id} stays open: {left}")

    def answer(self, session, path: str, expected) -> None:
        """Give the expected answer to one question or list."""
        before = session.consultation.answers
        link_id = link_id_of(path)
        if link_id in session.pack.form.lists:
            self.fill_list(session, link_id, expected)
        else:
            self.give(session, path, expected.value(path, before))
        assert session.consultation.answers is not before, f"{path} did not take an answer"

    def give(self, session, path: str, value) -> None:
        place = self.find(path)
        if isinstance(value, tuple):
            for code in value:
                self.click(self.option(place, code))
        elif any(option.choice.code == value for option in self.options(place)):
            self.click(self.option(place, value))
        else:
            text = format(value, "f") if isinstance(value, Decimal) else str(value)
            field = self.field(place)
            self.type_into(field, text)
            QTest.keyClick(field, Qt.Key.Key_Tab)
            self.qtbot.waitUntil(
                lambda: session.consultation.answers.get(path) is not None, timeout=PATIENCE
            )

    def options(self, place: QWidget):
        return [
            b for b in place.findChildren(QAbstractButton) if hasattr(b, "choice") and b.isVisible()
        ]

    def option(self, place: QWidget, code: str):
        for button in self.options(place):
            if button.choice.code == code:
                return button
        raise AssertionError(f"{place.objectName()} offers no {code!r}")

    def field(self, place: QWidget):
        for kind in (QLineEdit, QPlainTextEdit, QTextEdit):
            for widget in place.findChildren(kind):
                if widget.isVisible():
                    return widget
        raise AssertionError(f"{place.objectName()} has no field")

    def fill_list(self, session, list_id: str, expected) -> None:
        """Add what belongs to a list, then say that it is all."""
        count = len(session.consultation.answers.list_state(list_id).instances)
        wanted = expected.entries(list_id)
        place = self.find(list_id)
        if count < len(wanted):
            self.add_entry(session, place, list_id, wanted[count], expected)
            return
        text = "That is all" if wanted else "None"
        self.click(next(b for b in place.findChildren(QAbstractButton) if b.text() == text))

    def add_entry(self, session, place, list_id: str, written: str, expected) -> None:
        name = expected.written.get(path_of(f"{list_id}.name", written))
        if name is not None:
            field = self.field(place)
            self.type_into(field, str(name.value))
            QTest.keyClick(field, Qt.Key.Key_Down)
            QTest.keyClick(field, Qt.Key.Key_Return)
        else:
            adding = [
                b
                for b in place.findChildren(QAbstractButton)
                if b.isVisible() and b.text().startswith("Add ")
            ]
            self.click(adding[0])
        instance = session.consultation.answers.list_state(list_id).instances[-1]
        expected.same[instance] = written

    def sign(self, pad: SignaturePad) -> None:
        """Draw a line with the mouse."""
        width, height = pad.width(), pad.height()
        points = [QPoint(width * n // 12, height // 2 + (n % 3) * 8) for n in range(2, 10)]
        QTest.mousePress(pad, LEFT, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(pad, LEFT, pos=points[-1])


class Expected:
    """What the patient would say, from an answers file."""

    def __init__(self, answers) -> None:
        self.written = answers.entries
        self.lists = answers.lists
        self.same: dict[str, str] = {}

    def entries(self, list_id: str) -> tuple[str, ...]:
        state = self.lists.get(list_id)
        return state.instances if state is not None else ()

    def value(self, path: str, _answers):
        instance = instance_of(path)
        if instance is not None:
            path = path_of(link_id_of(path), self.same[instance])
        assert path in self.written, f"the example has no answer to {path}"
        return self.written[path].value
