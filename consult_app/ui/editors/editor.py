"""What every editor of a question can do, whatever the kind of its answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from consult_app.domain.answers import Answer, AnswerState
from consult_app.domain.form import Question, QuestionKind
from consult_app.ui.editors.states import STATE_KEYS
from consult_app.ui.theme import Theme

_CHOSEN = (QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.DEVICE)


class Editor(QWidget):
    """Shows one answer and says what the user answered; it records nothing itself.

    Whoever owns the editor records what it says and calls `set_answer` with what then stands.
    """

    answered = Signal(object)
    """An `Answer` (a value, "don't know" or "prefer not to say"), or None: taken back."""

    editing = Signal()
    """Something is typed that is not an answer yet."""

    def __init__(self, theme: Theme, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.question = question

    takes_text = False
    """Whether the keyboard goes straight into it; otherwise to the question as a whole.

    A question that is reached by the program, at the opening of a step or through a link, must not
    be answered by the Space that brought it there.
    """

    def set_answer(self, answer: Answer | None) -> None:
        """Show what is recorded; sends no signal."""
        raise NotImplementedError

    def focus_answer(self) -> None:
        """Put the keyboard on the recorded answer, or where an answer is given."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_choices(self) -> None:
        """Put the keyboard on the first choice that says more than "no"; guesses nothing."""
        self.focus_answer()

    def handle_key(self, event: QKeyEvent) -> None:
        """Take a key while the question as a whole has the keyboard; ignore what it is not for."""
        self.keyPressEvent(event)

    def show_keys(self, shown: bool) -> None:
        """Show the letters of the answers, or hide them."""

    def flush(self) -> bool:
        """Commit what is typed; False when it cannot be read, and then it stays in the field."""
        return True

    def has_pending(self) -> bool:
        """Whether something is typed that is not recorded."""
        return False

    def allowed_states(self) -> tuple[AnswerState, ...]:
        """States that may be recorded for this question instead of a value."""
        return allowed_states(self.question)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Y opens the choices, U and P record a state; other keys belong to the page."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        letter = event.text().casefold()
        states = {STATE_KEYS[state]: state for state in self.allowed_states()}
        if not plain or letter not in ("y", *states):
            super().keyPressEvent(event)
        elif event.isAutoRepeat():
            return
        elif letter == "y":
            self.open_choices()
        else:
            self.answered.emit(Answer(states[letter]))


def allowed_states(question: Question) -> tuple[AnswerState, ...]:
    """States that can be recorded instead of a value; what may stay empty needs none to type in."""
    found: list[AnswerState] = []
    if not question.required and question.kind not in _CHOSEN:
        return ()
    if question.allow_dont_know:
        found.append(AnswerState.DONT_KNOW)
    if question.allow_declined:
        found.append(AnswerState.DECLINED)
    return tuple(found)
