"""One entry of a list: a line that sums it up, and its questions when it is open."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from consult_app.domain.answers import path_of
from consult_app.domain.form import RepeatingList
from consult_app.domain.interview import Progress, question_state
from consult_app.ui.narrowing import CLASSIFIED_AS
from consult_app.ui.page_context import PageContext
from consult_app.ui.part import PageFacts
from consult_app.ui.question_column import QuestionColumn
from consult_app.ui.slot import Slot
from consult_app.ui.tokens import SPACE_M, SPACE_S, SPACE_XS, Tone
from consult_app.ui.widgets.buttons import ActionButton, IconButton
from consult_app.ui.widgets.card import Tag
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.wording import SEVERITY_TONES, answer_text, severity_word

_LEFT = (Progress.OPEN, Progress.UNCONFIRMED, Progress.INVALID)


class EntryRow(QFrame):
    """Frame of one entry. Its object name is ``list[instance]``."""

    remove_requested = Signal()

    def __init__(self, context: PageContext, listed: RepeatingList, instance: str) -> None:
        super().__init__()
        self._context = context
        self._list = listed
        self._instance = instance
        self._body = QuestionColumn(context, listed.items, instance)
        self._facts: PageFacts | None = None
        self._name = self._word = ""
        self.setObjectName(f"{listed.link_id}[{instance}]")
        self.setProperty("role", "note")
        self.setProperty("tone", Tone.NEUTRAL.value)
        theme = context.theme
        self._toggle = IconButton(theme, "", "chevron-down")
        self._toggle.clicked.connect(lambda: self.set_expanded(not self.is_expanded()))
        self._title = PlainLabel("", "strong", wrap=True)
        self._summary = PlainLabel("", "caption", "muted", wrap=True)
        self._tag = Tag(theme)
        self._remove = IconButton(theme, "", "trash-2")
        self._remove.setObjectName(f"{listed.link_id}[{instance}].remove")
        self._remove.clicked.connect(self.remove_requested)
        self._more = ActionButton(theme, self.tr("More details"), kind="link")
        self._more.clicked.connect(self._show_all)
        self._body.classify_requested.connect(self._classify)
        column = QVBoxLayout(self)
        edge = SPACE_M - SPACE_XS
        column.setContentsMargins(edge, SPACE_S, edge, SPACE_S)
        column.setSpacing(SPACE_S)
        column.addLayout(self._head())
        column.addWidget(self._body)
        foot = QHBoxLayout()
        foot.addWidget(self._more)
        foot.addStretch(1)
        column.addLayout(foot)
        self._expanded = True

    def is_expanded(self) -> bool:
        """Whether the questions are shown."""
        return self._expanded

    def set_expanded(self, expanded: bool) -> None:
        """Show the questions, or only the line that sums them up."""
        self._expanded = expanded
        self._refresh_body()

    def refresh(self, facts: PageFacts, number: int) -> None:
        """Show the entry as it stands; `number` counts from 1.

        At first sight an entry is open when something in it is; a folded one builds no questions.
        """
        first_sight = self._facts is None
        self._facts = facts
        left = self._left(facts)
        if first_sight:
            self._expanded = bool(left)
        if self._expanded:
            self._body.refresh(facts)
        first, *others = self._list.items
        answers = facts.evidence.answers
        name = answers.get(path_of(first.link_id, self._instance))
        self._word = f"{self._list.entry_word} {number}".capitalize()
        self._name = "" if name is None else answer_text(first, name, self._context.pack)
        title = self._name or self._word
        told = [
            answer_text(question, answer, self._context.pack)
            for question in others
            if (answer := answers.get(path_of(question.link_id, self._instance))) is not None
        ]
        self._summary.setText(" \u00b7 ".join(told))
        self._remove.setAccessibleName(self.tr("Remove {0}").format(title))
        self._remove.setToolTip(self.tr("Remove {0}").format(title))
        self._show_tag(facts, left)
        self._show()

    def reveal(self, path: str) -> bool:
        """Open the entry and put the keyboard on one of its questions."""
        self.set_expanded(True)
        return self._body.reveal(path) or self._reveal_more(path)

    def focus_first(self) -> None:
        """Put the keyboard on the first question."""
        self.reveal(path_of(self._list.items[0].link_id, self._instance))

    def slots(self) -> Iterator[Slot]:
        """The entry's questions."""
        yield from self._body.slots()

    def _reveal_more(self, path: str) -> bool:
        self._show_all()
        return self._body.reveal(path)

    def _show_all(self) -> None:
        self._body.show_all()
        self._refresh_body()

    def _classify(self) -> None:
        self._body.ask_for(CLASSIFIED_AS)
        self._refresh_body()
        self._body.reveal(path_of(CLASSIFIED_AS, self._instance))

    def _refresh_body(self) -> None:
        if self._facts is not None and self._expanded:
            self._body.refresh(self._facts)
        self._show()

    def _show(self) -> None:
        self._body.setVisible(self._expanded)
        self._summary.setVisible(not self._expanded and bool(self._summary.text()))
        self._more.setVisible(self._expanded and self._body.holds_back)
        self._toggle.set_icon_name("chevron-down" if self._expanded else "chevron-right")
        self._title.setText(self._word if self._expanded else self._name or self._word)
        text = self.tr("Fold: {0}") if self._expanded else self.tr("Open: {0}")
        self._toggle.setAccessibleName(text.format(self._name or self._word))
        self._toggle.setToolTip(text.format(self._name or self._word))

    def _left(self, facts: PageFacts) -> int:
        """Number of required questions that are open."""
        states = [question_state(facts.evidence, q, self._instance) for q in self._list.items]
        return sum(1 for s in states if s.progress in _LEFT and s.question.required)

    def _show_tag(self, facts: PageFacts, left: int) -> None:
        prefix = f"{self._list.link_id}[{self._instance}]."
        flags = [found for path, found in facts.flags.items() if path.startswith(prefix)]
        if flags:
            strictest = max(flags, key=lambda severity: severity.rank)
            self._tag.show_text(severity_word(strictest), SEVERITY_TONES[strictest])
        elif left:
            self._tag.show_text(self.tr("{0} open").format(left), Tone.OPEN)
        else:
            self._tag.show_text("", Tone.NEUTRAL)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._summary)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._tag)
        row.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        return row
