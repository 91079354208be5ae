"""The page of one section: its cards, built a few at a time and refreshed where they changed."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from consult_app.domain.form import Group, Item, QuestionKind, RepeatingList, Section
from consult_app.domain.interview import Progress, item_states, left_in
from consult_app.ui.block_card import BlockCard, ScoreCard
from consult_app.ui.entry_list import EntryList
from consult_app.ui.lines_card import LinesCard
from consult_app.ui.page_context import PageContext
from consult_app.ui.page_plan import Block, CardBlock, LinesBlock, plan_page
from consult_app.ui.part import PageFacts, page_facts
from consult_app.ui.slot import Slot
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.scroll_page import ScrollPage

_AT_ONCE_SECONDS = 0.02
_AIR = 96


class QuestionPage(ScrollPage):
    """One section. Its object name is ``page.<section>``."""

    reached = Signal(str)
    """Path of the question, list or entry that has the keyboard now."""

    def __init__(self, context: PageContext, section: Section) -> None:
        super().__init__(context.theme, section.title)
        self._context = context
        self.section = section
        self.setObjectName(f"page.{section.section_id}")
        self._progress = PlainLabel("", "body", "muted", wrap=True)
        self._parts: list[BlockCard | LinesCard | ScoreCard] = []
        self._waiting: list[Block] = list(plan_page(context.pack.form, section))
        self.add_widget(PlainLabel(section.title, "title", wrap=True))
        self.add_widget(self._progress)
        self._read_only = False
        self._last_place = ""
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._build_one)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    @property
    def complete(self) -> bool:
        """Whether all cards are built."""
        return not self._waiting

    def start(self, facts: PageFacts | None = None) -> None:
        """Build the first cards now and the others while nothing else is to be done."""
        began = perf_counter()
        while self._waiting and perf_counter() - began < _AT_ONCE_SECONDS:
            self._build_one()
        if self._waiting:
            self._builder.start()
        self.refresh(facts)

    def start_unhurried(self) -> None:
        """Build everything while nothing else is to be done."""
        self._builder.start()

    def set_read_only(self) -> None:
        """Let answers be looked at and no longer changed."""
        self._read_only = True
        for part in self._parts:
            part.setEnabled(False)

    def refresh(self, facts: PageFacts | None = None) -> None:
        """Show what stands, touching only what changed; `facts` where they are known already."""
        facts = facts or page_facts(self._context.session)
        for part in self._parts:
            part.refresh(facts)
        self._show_progress(facts)

    def reveal(self, path: str) -> bool:
        """Put the keyboard on a question, building the page so far; False when it is not here."""
        while True:
            for part in self._parts:
                if part.reveal(path):
                    return True
            if not self._waiting:
                return False
            self._build_one()

    def focus_first_open(self) -> None:
        """Put the keyboard on the first open question, or on the first one."""
        evidence = self._context.session.evidence
        for path in (*left_in(evidence, self.section), *_all_paths(self.section)):
            if self.reveal(path):
                return

    def flush(self) -> bool:
        """Record everything typed; False when something cannot be read, which then has focus."""
        refused: Slot | None = None
        for slot in list(self.slots()):
            if not slot.flush() and refused is None:
                refused = slot
        for listed in self.findChildren(EntryList):
            listed.flush()
        if refused is not None:
            refused.focus_answer()
        return refused is None

    def flush_quietly(self) -> None:
        """Record what is typed and can be read, and leave the keyboard where it is."""
        for slot in list(self.slots()):
            slot.flush()
        for listed in self.findChildren(EntryList):
            listed.flush()

    def has_pending(self) -> bool:
        """Whether something is typed that is not recorded."""
        return any(slot.has_pending() for slot in self.slots())

    def focus_last_place(self) -> None:
        """Put the keyboard where it was on this page, or on the first open question."""
        if not self._last_place or not self.reveal(self._last_place):
            self.focus_first_open()

    def slots(self) -> Iterator[Slot]:
        """Questions that have been built."""
        for part in self._parts:
            yield from part.slots()

    @staticmethod
    def searchable(section: Section) -> bool:
        """Whether a section has a list of medicines."""
        return any(_is_medicines(item) for item in section.items)

    def focus_search(self) -> None:
        """Put the keyboard into the medicine search, where the page has one."""
        for item in self.section.items:
            if _is_medicines(item):
                self.reveal(item.link_id)

    def _build_one(self) -> None:
        if not self._waiting:
            self._builder.stop()
            return
        block = self._waiting.pop(0)
        card = self._made(block)
        self._parts.append(card)
        self.add_widget(card)
        card.setEnabled(not self._read_only)
        card.refresh(page_facts(self._context.session))

    def _made(self, block: Block) -> BlockCard | LinesCard | ScoreCard:
        if isinstance(block, CardBlock):
            return BlockCard(self._context, block)
        if isinstance(block, LinesBlock):
            return LinesCard(self._context, block)
        return ScoreCard(self._context, block)

    def _show_progress(self, facts: PageFacts) -> None:
        states = [
            state
            for item in self.section.items
            for state in item_states(facts.evidence, item)
            if state.progress is not Progress.HIDDEN and state.question.required
        ]
        answered = sum(
            1 for state in states if state.progress in (Progress.ANSWERED, Progress.UNKNOWN)
        )
        text = self.tr("{0} of {1} answered.").format(answered, len(states))
        self._progress.setText(f"{text} {self.section.help}".strip())

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isVisible() or not self.isAncestorOf(new):
            return
        place: QWidget | None = new
        while place is not None and place is not self and not _is_place(place):
            place = place.parentWidget()
        self._show_around(place if place is not None and place is not self else new, new)
        if place is not None and place is not self:
            self._last_place = place.objectName()
            self.reached.emit(self._last_place)

    def _show_around(self, place: QWidget, target: QWidget) -> None:
        """Scroll so that the focused widget is seen, with its question where there is room."""
        content = self.widget()
        if content is None:
            return
        end = target.mapTo(content, QPoint(0, target.height())).y()
        if end + _AIR < self.viewport().height():
            self.verticalScrollBar().setValue(0)  # the title of the page is worth seeing
            return
        for widget in (place, target):
            corner = widget.mapTo(content, QPoint(0, 0))
            middle = corner.y() + widget.height() // 2
            reach = min(widget.height() // 2 + _AIR, self.viewport().height() // 2)
            self.ensureVisible(0, middle, 0, reach)


def _is_medicines(item: Item) -> bool:
    return isinstance(item, RepeatingList) and item.items[0].kind is QuestionKind.MEDICINE


def _is_place(widget: QWidget) -> bool:
    return isinstance(widget, (Slot, EntryList))


def _all_paths(section: Section) -> list[str]:
    found: list[str] = []
    for item in section.items:
        questions = item.items if isinstance(item, Group) else ()
        found += [question.link_id for question in questions] or [item.link_id]
    return found
