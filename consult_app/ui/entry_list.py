"""A repeating list: its entries, a way to add one, and "that is all"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.answers import instance_of, link_id_of
from consult_app.domain.form import QuestionKind, RepeatingList
from consult_app.domain.truth import Truth
from consult_app.ui.editors.medicine_search import medicine_search
from consult_app.ui.entry_row import EntryRow
from consult_app.ui.page_context import PageContext
from consult_app.ui.part import PageFacts
from consult_app.ui.slot import Slot
from consult_app.ui.tokens import SPACE_M, SPACE_S
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import IconLabel, PlainLabel
from consult_app.ui.widgets.type_ahead import TypeAhead


class EntryList(QWidget):
    """One list. It stays open until somebody says "that is all"; silence never closes it.

    Its object name is the list's id.
    """

    def __init__(self, context: PageContext, listed: RepeatingList, *, titled: bool) -> None:
        """`titled` is off where the card's title is the list's wording."""
        super().__init__()
        self._context = context
        self._list = listed
        self._rows: dict[str, EntryRow] = {}
        self.setObjectName(listed.link_id)
        self.setAccessibleName(listed.text)
        self._entries = QVBoxLayout()
        self._entries.setSpacing(SPACE_S)
        self._search: TypeAhead | None = None
        self._add: ActionButton | None = None
        self._hint = PlainLabel("", "caption", "muted", wrap=True)
        self._close_button = ActionButton(context.theme, self.tr("That is all"), icon="check")
        self._close_button.clicked.connect(self._close)
        self._closed = self._closed_area()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        if titled:
            column.addWidget(PlainLabel(listed.text, "strong", wrap=True))
            if listed.help:
                column.addWidget(PlainLabel(listed.help, "body", "muted", wrap=True))
        column.addLayout(self._entries)
        column.addLayout(self._foot())
        column.addWidget(self._hint)
        column.addWidget(self._closed)

    def refresh(self, facts: PageFacts) -> bool:
        """Show the entries as they stand; False while the list does not apply."""
        if facts.evidence.applies(self._list.link_id).truth is not Truth.TRUE:
            self.hide()
            return False
        self.show()
        state = facts.evidence.answers.list_state(self._list.link_id)
        for instance in [found for found in self._rows if found not in state.instances]:
            self._drop(instance)
        for place, instance in enumerate(state.instances):
            row = self._rows.get(instance)
            if row is None:
                row = self._made_row(instance)
                self._entries.insertWidget(place, row)
            row.refresh(facts, place + 1)
        self._show_state(len(state.instances), state.complete)
        return True

    def reveal(self, path: str) -> bool:
        """Put the keyboard on the list itself, or on a question of an entry."""
        if self.isHidden():
            return False
        if path == self._list.link_id:
            self.focus_adding()
            return True
        row = self._rows.get(instance_of(path) or "")
        return (
            row is not None
            and link_id_of(path).startswith(self._list.link_id)
            and (row.reveal(path))
        )

    def slots(self) -> Iterator[Slot]:
        """Questions of all entries."""
        for row in self._rows.values():
            yield from row.slots()

    def flush(self) -> bool:
        """Add what is typed and not yet added: an unchecked name is better than a lost one."""
        if self._search is not None and self._search.text():
            text = self._search.text()
            self._search.clear()
            self._add_named(text)
        return True

    def focus_adding(self) -> None:
        """Put the keyboard where an entry is added."""
        for widget in (self._search, self._add):
            if widget is not None:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _show_state(self, count: int, complete: bool) -> None:
        gated = self._list.enable_when is not None
        self._closed.setVisible(complete)
        self._close_button.setVisible(not complete)
        # Somebody said that there is one: an empty list would take that back in silence.
        self._close_button.setEnabled(bool(count) or not gated)
        self._close_button.setText(self.tr("That is all") if count else self.tr("None"))
        word = self.tr("That is all: {0}") if count else self.tr("None: {0}")
        self._close_button.setAccessibleName(word.format(self._list.text))
        hint = ""
        if not complete and count:
            hint = self.tr("Open until somebody says that this is all.")
        elif not complete and gated:
            hint = self.tr("Add at least one, or change the answer above.")
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        word = self._list.entry_word
        first = self._list.items[0]
        if first.kind is QuestionKind.MEDICINE:
            name = self.tr("Add a {0}").format(word)
            self._search = medicine_search(self._context.theme, name, self._context.desk.lookup)
            self._search.picked.connect(self._add_named)
            self._search.free_text.connect(self._add_named)
            self._search.editor.textEdited.connect(
                lambda _text: self._context.session.saving.editing()
            )
            self._search.setObjectName(f"{self._list.link_id}.add")
            row.addWidget(self._search, 1)
        else:
            self._add = ActionButton(
                self._context.theme, self.tr("Add a {0}").format(word), icon="plus"
            )
            self._add.setObjectName(f"{self._list.link_id}.add")
            self._add.clicked.connect(self._add_entry)
            row.addWidget(self._add)
        self._close_button.setObjectName(f"{self._list.link_id}.close")
        row.addWidget(self._close_button, 0, Qt.AlignmentFlag.AlignTop)
        if self._add is not None:
            row.addStretch(1)
        return row

    def _closed_area(self) -> QWidget:
        area = QWidget()
        row = QHBoxLayout(area)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(IconLabel(self._context.theme, "check", "accent", 18))
        row.addWidget(PlainLabel(self.tr("Closed: that is all."), "body", "muted"))
        reopen = ActionButton(self._context.theme, self.tr("Reopen"), kind="link")
        reopen.setObjectName(f"{self._list.link_id}.reopen")
        reopen.setAccessibleName(self.tr("Reopen: {0}").format(self._list.text))
        reopen.clicked.connect(self._reopen)
        row.addWidget(reopen)
        row.addStretch(1)
        area.hide()
        return area

    def _add_named(self, name: str) -> None:
        leaf = self._list.items[0].link_id.partition(".")[2]
        self._begin(lambda: self._context.session.add_entry(self._list.link_id, [(leaf, name)]))
        if self._search is not None:
            self._search.editor.setText("")  # unlike clear(), leaves nothing for Ctrl+Z to revive
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_entry(self) -> None:
        instance = self._begin(lambda: self._context.session.add_entry(self._list.link_id))
        self._rows[instance].focus_first()

    def _begin(self, add: Callable[[], str]) -> str:
        for row in self._rows.values():
            row.set_expanded(False)
        return add()

    def _close(self) -> None:
        if self._search is not None and self._search.text():
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)
            return  # the field says that its text is not added yet
        self._context.session.close_list(self._list.link_id)

    def _reopen(self) -> None:
        self._context.session.close_list(self._list.link_id, complete=False)
        self.focus_adding()

    def _made_row(self, instance: str) -> EntryRow:
        row = EntryRow(self._context, self._list, instance)
        row.remove_requested.connect(lambda: self._remove(instance))
        self._rows[instance] = row
        return row

    def _remove(self, instance: str) -> None:
        self._context.session.remove_entry(self._list.link_id, instance)
        self.focus_adding()

    def _drop(self, instance: str) -> None:
        row = self._rows.pop(instance)
        self._entries.removeWidget(row)
        row.hide()
        row.deleteLater()
