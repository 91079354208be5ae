"""The card that holds one question: title, help, tag, answers, and a note below them."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS, Tone
from consult_app.ui.widgets.plain_label import (
    TONE_ICONS,
    IconLabel,
    PlainLabel,
    repolish,
    tone_icon,
    tone_token,
)


class Tag(QFrame):
    """A short word with a shape, in a tone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_XS + 2)
        self._icon = IconLabel(theme, "circle", "muted", 16)
        self._text = PlainLabel("", "caption")
        row.addWidget(self._icon)
        row.addWidget(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, tone: Tone) -> None:
        """Show `text`; an empty text hides the tag."""
        self._text.setText(text)
        self._text.set_tone("muted" if tone is Tone.NEUTRAL else tone.value)
        self._icon.set_icon(TONE_ICONS[tone], tone_token(tone))
        self._icon.setVisible(tone is not Tone.NEUTRAL)
        self.setVisible(bool(text))


class QuestionCard(QFrame):
    """Frame of one question.

    `kind` is "question", or "confirm" for a statement that has to be affirmed rather than denied,
    which looks different so that nobody answers it in the rhythm of the others.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        help_text: str = "",
        *,
        kind: str = "question",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._kind = kind
        self.setProperty("role", "card")
        self.setProperty("state", "confirm" if kind == "confirm" else "")
        self._title = PlainLabel(title, "question", wrap=True)
        self._help = PlainLabel(help_text, "body", "muted", wrap=True)
        if not help_text:  # shown without a parent it would be a window of its own
            self._help.hide()
        self._tag = Tag(theme)
        self._tag.hide()
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        if kind == "confirm":
            head.addWidget(IconLabel(theme, "hand", "accent", 20))
        head.addWidget(self._title, 1)
        head.addWidget(self._tag)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_S + SPACE_XS)
        self._note = _Note(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L - SPACE_XS)
        column.setSpacing(SPACE_XS)
        column.addLayout(head)
        column.addWidget(self._help)
        column.addSpacing(SPACE_S)
        column.addLayout(self.body)
        column.addStretch(0)  # a card stretched by its neighbour keeps its spacing
        self.body.addWidget(self._note)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(title)

    def add_widget(self, widget: QWidget) -> None:
        """Add a widget under those already there, above the note."""
        self.body.insertWidget(self.body.count() - 1, widget)

    def add_row(self, row: QLayout) -> None:
        """Add a layout under what is already there, above the note."""
        self.body.insertLayout(self.body.count() - 1, row)

    def set_title(self, title: str) -> None:
        """Change the question's wording."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_help(self, help_text: str) -> None:
        """Change the smaller text below the question; empty hides it."""
        self._help.setText(help_text)
        self._help.setVisible(bool(help_text))

    def set_tag(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Show a short word at the card's end, such as "Raises a flag"; empty hides it."""
        self._tag.show_text(text, tone)

    def set_note(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Show a sentence below the answers; empty hides it."""
        self._note.show_text(text, tone)

    def set_attention(self, tone: Tone | None) -> None:
        """Draw a strong edge for Tone.STOP or Tone.CAUTION; None takes it back."""
        usual = "confirm" if self._kind == "confirm" else ""
        state = {Tone.STOP: "stop", Tone.CAUTION: "attention"}.get(tone, usual) if tone else usual
        if self.property("state") != state:
            self.setProperty("state", state)
            repolish(self)


class _Note(QFrame):
    """The sentence below a card's answers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "note")
        self._icon = tone_icon(theme, Tone.INFO, 18)
        self._text = PlainLabel("", "body", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M - SPACE_XS, SPACE_S, SPACE_M - SPACE_XS, SPACE_S)
        row.setSpacing(SPACE_S)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self.hide()

    def show_text(self, text: str, tone: Tone) -> None:
        """Show `text` in `tone`, or hide."""
        self._text.setText(text)
        self._icon.set_icon(TONE_ICONS[tone], tone_token(tone))
        if self.property("tone") != tone.value:
            self.setProperty("tone", tone.value)
            repolish(self)
        self.setVisible(bool(text))
