"""A field that looks names up while they are typed, and never takes one by itself.

Enter takes the row that the user has highlighted; without one it hands the text on as typed.
Near matches stand under their own heading and have to be chosen like any other row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_XS
from consult_app.ui.widgets.ancestor_watch import AncestorWatch
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.painting import align_editor
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.suggestions import (
    PADDING,
    Row,
    RowKind,
    Suggestion,
    SuggestionDelegate,
    SuggestionModel,
)

Provider = Callable[[str], Sequence[Suggestion]]

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class TypeAhead(QWidget):
    """Editor with a list that opens below it."""

    picked = Signal(str)
    """Code of the row that the user took."""

    free_text = Signal(str)
    """Text that the user wants as it is, without surrounding spaces and never empty."""

    queried = Signal(str)
    """Text to look up, where there is no provider; answer with `show_suggestions`."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        provider: Provider | None = None,
        *,
        placeholder: str = "",
        offer_free_text: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`provider` answers at once (a few ms); leave it out to answer later."""
        super().__init__(parent)
        self.theme = theme
        self._provider = provider
        self._offer_free_text = offer_free_text
        self.editor = QLineEdit()
        self.editor.setAccessibleName(name)
        self.editor.setPlaceholderText(placeholder)
        self.editor.setMaxLength(200)
        self.note = PlainLabel("", "caption", "caution", wrap=True)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.editor)
        column.addWidget(self.note)
        self.setFocusProxy(self.editor)
        self._popup, self._list, self._model = self._made_popup(name)
        self._watch = AncestorWatch(self)
        self._watch.moved.connect(self._place)
        self.editor.textEdited.connect(self._look_up)
        self.editor.installEventFilter(self)
        align_editor(self.editor)
        self._list.clicked.connect(self._take)

    def text(self) -> str:
        """The text as typed, without surrounding spaces."""
        return self.editor.text().strip()

    def clear(self) -> None:
        """Empty the field and close the list."""
        self.editor.clear()
        self.note.hide()
        self.close_list()

    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._popup.isVisible()

    def highlighted(self) -> str | None:
        """Text of the highlighted row, None while the keyboard is in the text."""
        index = self._list.currentIndex()
        return self._model.row(index.row()).text if index.isValid() else None

    def shown_rows(self) -> tuple[Row, ...]:
        """Rows of the list."""
        return tuple(self._model.row(number) for number in range(self._model.rowCount()))

    def show_suggestions(self, text: str, suggestions: Sequence[Suggestion]) -> None:
        """Show what was found for `text`; an answer to a text since changed is dropped."""
        if text != self.text() or not text:
            return
        rows = self._rows(text, suggestions)
        self._model.set_rows(rows)
        self._list.setCurrentIndex(QModelIndex())
        if not rows:
            self.close_list()
            return
        self._popup.show()
        self._popup.raise_()
        self._watch.watch(self.editor)
        self._place()
        announce(self.editor, self._summary(suggestions))

    def close_list(self) -> None:
        """Close the list; the text stays."""
        self._popup.hide()
        self._watch.watch(None)
        self._list.setCurrentIndex(QModelIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that belong to the list while the keyboard is in the text."""
        if watched is not self.editor:
            return super().eventFilter(watched, event)
        kind = event.type()
        if kind == QEvent.Type.LayoutDirectionChange:
            align_editor(self.editor)
        if kind == QEvent.Type.FocusOut:
            self.close_list()
            self._warn_of_leftover()
        elif kind == QEvent.Type.FocusIn:
            self.note.hide()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape and self.is_open():
                event.accept()  # Escape closes the list and nothing else
                return True
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._handle_key(event)
        return super().eventFilter(watched, event)

    def _handle_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key == Qt.Key.Key_Escape and self.is_open():
            self.close_list()
            return True
        if key in _STEPS:
            self._move(_STEPS[key])
            return True
        if key in _ENTER:
            if not event.isAutoRepeat():
                self._enter()
            return True
        return False

    def _enter(self) -> None:
        index = self._list.currentIndex()
        if self.is_open() and index.isValid():
            self._take(index)
        elif self.text() and self._offer_free_text:
            self._take_text()

    def _take(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        if row.kind is RowKind.FREE_TEXT:
            self._take_text()
        elif row.kind is not RowKind.HEADING:
            self.clear()
            self.picked.emit(row.code)

    def _take_text(self) -> None:
        text = self.text()
        self.clear()
        self.free_text.emit(text)

    def _move(self, step: int) -> None:
        if not self.is_open():
            self._look_up()
            return
        places = [-1, *self._model.selectable()]  # -1 is the text itself
        now = self._list.currentIndex()
        place = places.index(now.row()) if now.isValid() else 0
        target = places[(place + step) % len(places)]
        self._list.setCurrentIndex(self._model.index(target, 0) if target >= 0 else QModelIndex())
        if target >= 0:
            announce(self.editor, self._model.row(target).text)

    def _look_up(self) -> None:
        text = self.text()
        self.note.hide()
        if not text:
            self.close_list()
        elif self._provider is None:
            self.queried.emit(text)
        else:
            self.show_suggestions(text, self._provider(text))

    def _rows(self, text: str, suggestions: Sequence[Suggestion]) -> list[Row]:
        rows: list[Row] = []
        for near, kind, heading in (
            (False, RowKind.MATCH, self.tr("Matches")),
            (True, RowKind.NEAR, self.tr("Did you mean")),
        ):
            found = [s for s in suggestions if s.near is near]
            if found:
                rows.append(Row(RowKind.HEADING, heading))
                rows += [Row(kind, s.label, s.code, s.detail) for s in found]
        if self._offer_free_text:
            rows.append(Row(RowKind.HEADING, self.tr("Not in the list?")))
            offer = self.tr("Add \u201c{0}\u201d as typed").format(text)
            rows.append(Row(RowKind.FREE_TEXT, offer))
        return rows

    def _summary(self, suggestions: Sequence[Suggestion]) -> str:
        near = sum(1 for suggestion in suggestions if suggestion.near)
        exact = len(suggestions) - near
        return self.tr("{0} matches, {1} near").format(exact, near)

    def _warn_of_leftover(self) -> None:
        if self.text():
            self.note.setText(self.tr("\u201c{0}\u201d is not added yet.").format(self.text()))
            self.note.show()

    def _made_popup(self, name: str) -> tuple[QFrame, QListView, SuggestionModel]:
        popup = QFrame(self)
        popup.setProperty("role", "popup")
        self.destroyed.connect(popup.deleteLater)  # it moves to the window when it opens
        popup.hide()
        view = QListView()
        view.setProperty("role", "suggestions")
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName(self.tr("Suggestions for {0}").format(name))
        model = SuggestionModel(view)
        view.setModel(model)
        view.setItemDelegate(SuggestionDelegate(self.theme, view, model))
        column = QVBoxLayout(popup)
        column.setContentsMargins(1, PADDING, 1, PADDING)
        column.addWidget(view)
        return popup, view, model

    def _place(self) -> None:
        window = self.window()
        if self._popup.parentWidget() is not window:
            self._popup.setParent(window)
            self._popup.show()
        rows = range(self._model.rowCount())
        wanted = sum(self._list.sizeHintForRow(row) for row in rows) + 2 * PADDING + 2
        corner = self.editor.mapTo(window, QPoint(0, self.editor.height() + 4))
        below = window.height() - corner.y() - 8
        above = corner.y() - self.editor.height() - 16
        height = min(wanted, max(below, above))
        top = (
            corner.y()
            if below >= min(wanted, above)
            else corner.y() - self.editor.height() - 8 - height
        )
        self._popup.setGeometry(corner.x(), top, self.editor.width(), height)
