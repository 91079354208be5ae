"""A bulk card: its lines are the list of what one deliberate act denies."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.interview import Progress, question_state
from consult_app.services.session import Change
from consult_app.ui.asked_column import AskedColumn
from consult_app.ui.card_flag import CardFlag
from consult_app.ui.line_slot import LineSlot
from consult_app.ui.page_context import PageContext
from consult_app.ui.page_plan import Line, LinesBlock
from consult_app.ui.part import PageFacts
from consult_app.ui.slot import Slot
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.card import QuestionCard
from consult_app.ui.widgets.plain_label import PlainLabel


class LinesCard(QuestionCard):
    """Questions as lines. Shift+N inside the card, or its button, denies all that are open."""

    def __init__(self, context: PageContext, block: LinesBlock) -> None:
        super().__init__(context.theme, block.card.title)
        self._context = context
        self._card_id = block.card.card_id
        self._denying = False
        self._flag = CardFlag(self)
        self.setObjectName(f"card.{self._card_id}")
        self._lines = tuple(_CardLine(context, line) for line in block.lines)
        for line in self._lines:
            self.add_widget(line)
        self._deny = ActionButton(context.theme, self.tr("None of these"), icon="list-checks")
        self._deny.setObjectName(f"card.{self._card_id}.deny")
        self._deny.setAccessibleName(self.tr("None of these: {0}").format(block.card.title))
        self._deny.setAccessibleDescription(self.tr("Shift and N"))
        self._deny.clicked.connect(self.deny_open)
        self._said = PlainLabel("", "caption", "muted")
        self._undo = ActionButton(context.theme, self.tr("Undo"), kind="link")
        self._undo.setObjectName(f"card.{self._card_id}.undo")
        self._undo.setAccessibleName(self.tr("Undo: {0}").format(block.card.title))
        self._undo.clicked.connect(context.session.undo)
        self._undo.hide()
        foot = QHBoxLayout()
        foot.setContentsMargins(0, SPACE_S, 0, 0)
        foot.setSpacing(SPACE_M)
        foot.addWidget(self._deny)
        foot.addWidget(self._said)
        foot.addWidget(self._undo)
        foot.addStretch(1)
        self.body.addLayout(foot)
        context.bridge.answers_changed.connect(self._answers_changed)

    def refresh(self, facts: PageFacts) -> bool:
        """Show every line that applies."""
        shown = [line.refresh(facts) for line in self._lines]
        self.setVisible(any(shown))
        first = True
        for line, there in zip(self._lines, shown, strict=True):
            line.show_rule(there and not first)
            first = first and not there
        count = len(self._context.session.bulk_lines(self._card_id))
        self._deny.setEnabled(bool(count))
        if self._undo.isHidden():
            self._said.setText(
                self.tr("Shift+N denies the {0} open").format(count) if count else ""
            )
        self._flag.show(self.slots(), facts)
        return any(shown)

    def reveal(self, path: str) -> bool:
        """Put the keyboard on a line, or on a question under one."""
        return any(line.reveal(path) for line in self._lines)

    def slots(self) -> Iterator[Slot]:
        """Lines and the questions under them."""
        for line in self._lines:
            yield from line.slots()

    def deny_open(self) -> None:
        """Deny the open lines, unless "yes" was said to one and it is still open what."""
        waiting = next((line.lead for line in self._lines if line.lead.awaits_choice), None)
        if waiting is not None:
            waiting.focus_answer()
            announce(self, self.tr("Choose an answer in the opened line first."))
            return
        self._denying = True
        denied = self._context.session.deny_all(self._card_id)
        self._denying = False
        if denied:
            text = self.tr("{0} denied together").format(len(denied))
            self._said.setText(text)
            self._undo.show()
            announce(self, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Shift+N; leave other keys to the page."""
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if not (shift and event.key() == Qt.Key.Key_N):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.deny_open()

    def _answers_changed(self, change: Change) -> None:
        # "Undo" here means the denial; after any other step it would mean something else.
        if not self._denying and change.kinds & {"answer", "list", "decision"}:
            self._undo.hide()


class _CardLine(QWidget):
    """A line with the questions under it."""

    def __init__(self, context: PageContext, line: Line) -> None:
        super().__init__()
        self._line = line
        self.lead = LineSlot(context, line.question)
        self._under = AskedColumn(context, line.under)
        self._rule = QFrame()
        self._rule.setProperty("role", "rule")
        self._rule.setFixedHeight(1)
        indented = QHBoxLayout()
        indented.addSpacing(SPACE_L)
        indented.addWidget(self._under, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self._rule)
        column.addWidget(self.lead)
        column.addLayout(indented)

    def refresh(self, facts: PageFacts) -> bool:
        """Show the line where it applies, and what is asked under it."""
        state = question_state(facts.evidence, self._line.question)
        shown = state.progress is not Progress.HIDDEN
        if shown:
            self.lead.show_state(state)
        self.lead.setVisible(shown)
        under = self._under.refresh(facts)
        self.setVisible(shown or under)
        return shown or under

    def show_rule(self, shown: bool) -> None:
        """Show the thin line that parts it from the one above."""
        self._rule.setVisible(shown)

    def reveal(self, path: str) -> bool:
        """Put the keyboard on the line, or on a question under it."""
        if self.isHidden():
            return False
        if self.lead.path == path:
            self.lead.focus_answer()
            return True
        return self._under.reveal(path)

    def slots(self) -> Iterator[Slot]:
        """The line's question and those under it."""
        yield self.lead
        yield from self._under.slots()
