"""One answer out of several: the rules that no look may change.

Only a deliberate act records an answer: a click, the option's own key, or Space or Enter on
the option that has the focus. Choosing what is chosen already does nothing; held keys and the
wheel do nothing; arrows move the focus and never answer. The group is one Tab stop, and Tab
enters it at the chosen option, so that a stray Space cannot change a recorded answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QRadioButton, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.widgets.choice import Choice

_FORWARD = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_DOWNWARD = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PRESS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)
_WINDOW_REASONS = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class OptionButton(QRadioButton):
    """One option; a real radio button to assistive technology, painted by its subclass."""

    focused = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, choice: Choice, parent: QWidget) -> None:
        super().__init__(choice.label, parent)
        self.theme = theme
        self.choice = choice
        self.tentative = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def nextCheckState(self) -> None:
        """Leave the state to the group."""

    def hitButton(self, pos: QPoint) -> bool:
        """Take clicks anywhere on the option."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass every key to the group."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Pass every key to the group."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the group's Tab stop while focused."""
        super().focusInEvent(event)
        self.focused.emit(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give the Tab stop back to the chosen option."""
        super().focusOutEvent(event)
        if event.reason() not in _WINDOW_REASONS:
            self.left.emit()


class RadioGroup(QWidget):
    """Options of which at most one is chosen; subclasses make and place the buttons."""

    chosen = Signal(str)
    """Code that the user has just chosen; never sent for a choice made by the program."""

    vertical_keys = False
    """Whether Up and Down move among the options; otherwise they scroll the page."""

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[Choice], parent: QWidget | None = None
    ) -> None:
        """`name` is the question, for assistive technology. ValueError for repeated codes or keys.

        At least one choice is needed.
        """
        super().__init__(parent)
        check_choices(choices)
        self.theme = theme
        self._name = name
        self._value: str | None = None
        self._tentative = False
        self._showing = False
        self.buttons = tuple(self.make_button(choice) for choice in choices)
        for button in self.buttons:
            button.clicked.connect(lambda _checked=False, code=button.choice.code: self._take(code))
            button.toggled.connect(
                lambda checked, code=button.choice.code: self._toggled(code, checked=checked)
            )
            button.focused.connect(self._focus_entered)
            button.left.connect(self._focus_left)
        self.set_name(name)
        self._rove(self._home())

    def make_button(self, choice: Choice) -> OptionButton:
        """Make the button of one choice."""
        raise NotImplementedError

    def value(self) -> str | None:
        """Code of the chosen option, None while there is none."""
        return self._value

    def set_value(self, code: str | None) -> None:
        """Show `code` as chosen, or none; sends no signal. ValueError for an unknown code."""
        if code is not None and code not in {button.choice.code for button in self.buttons}:
            raise ValueError(f"there is no option {code!r}")
        self._value = code
        # Auto-exclusive is what makes them radio buttons to assistive technology, but Qt will not
        # uncheck such a button, and a question has to be able to go back to unanswered.
        self._showing = True
        for button in self.buttons:
            button.setAutoExclusive(False)
            button.setChecked(button.choice.code == code)
        for button in self.buttons:
            button.setAutoExclusive(True)
        self._showing = False
        if not self._has_focus():
            self._rove(self._home())

    def set_tentative(self, tentative: bool) -> None:
        """Draw the choice as not yet confirmed, such as one carried over from an earlier visit.

        A click or the option's key then confirms it by sending `chosen`; Space and Enter do not.
        """
        self._tentative = tentative
        for button in self.buttons:
            button.tentative = tentative
            button.update()
        self.set_name(self._name)

    def set_name(self, name: str) -> None:
        """Change the question that assistive technology reads."""
        self._name = name
        self.setAccessibleName(name)
        for button in self.buttons:
            button.setAccessibleName(f"{button.choice.label}, {name}")
            description = button.choice.help
            if self._tentative and button.isChecked():
                description = f"{self.tr('Not confirmed yet.')} {description}".strip()
            button.setAccessibleDescription(description)

    def focus_answer(self) -> None:
        """Put the keyboard on the chosen option, or on the first."""
        self._home().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer, or move among the options; leave every other key to the page."""
        if not self._handle_key(event):
            super().keyPressEvent(event)

    def _handle_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        step = self._step(key)
        if step:
            self._move_focus(step)
            return True
        letter = event.text().casefold()
        keyed = next(
            (b for b in self.buttons if b.choice.key and b.choice.key.casefold() == letter), None
        )
        if key not in _PRESS and keyed is None:
            return False
        if event.isAutoRepeat():
            return True  # a held key never answers, and never reaches another control either
        if keyed is not None:
            keyed.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._take(keyed.choice.code)
        else:
            focused = next((button for button in self.buttons if button.hasFocus()), None)
            if focused is not None and focused.choice.code != self._value:
                self._take(focused.choice.code)
        return True

    def _step(self, key: Qt.Key) -> int:
        if self.vertical_keys and key in _DOWNWARD:
            return _DOWNWARD[key]
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return _FORWARD.get(key, 0) * (-1 if mirrored else 1)

    def _move_focus(self, step: int) -> None:
        places = [index for index, button in enumerate(self.buttons) if button.hasFocus()]
        start = places[0] if places else -step
        target = self.buttons[(start + step) % len(self.buttons)]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggled(self, code: str, *, checked: bool) -> None:
        """Record what assistive technology chose: it toggles a button without a click."""
        if checked and not self._showing:
            self._take(code)

    def _take(self, code: str) -> None:
        if code == self._value and not self._tentative:
            return
        self.set_tentative(False)
        self.set_value(code)
        self.chosen.emit(code)

    def _home(self) -> OptionButton:
        return next((button for button in self.buttons if button.isChecked()), self.buttons[0])

    def _has_focus(self) -> bool:
        return any(button.hasFocus() for button in self.buttons)

    def _focus_entered(self, button: OptionButton) -> None:
        self._rove(button)
        self._repaint_all()

    def _focus_left(self) -> None:
        self._rove(self._home())
        self._repaint_all()

    def _repaint_all(self) -> None:
        for button in self.buttons:
            button.update()

    def _rove(self, stop: OptionButton) -> None:
        # Qt moves a group's Tab stop only on focus and click, not after setChecked.
        for button in self.buttons:
            wanted = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(wanted)
        self.setFocusProxy(stop)


def check_choices(choices: Sequence[Choice]) -> None:
    """Refuse an empty list and repeated codes or keys with a ValueError."""
    if not choices:
        raise ValueError("at least one choice is needed")
    codes = [choice.code for choice in choices]
    keys = [choice.key.casefold() for choice in choices if choice.key]
    for kind, values in (("code", codes), ("key", keys)):
        repeated = sorted({value for value in values if values.count(value) > 1})
        if repeated:
            raise ValueError(f"repeated {kind}: {', '.join(repeated)}")
