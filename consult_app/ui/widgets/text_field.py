"""Free text in one line or several, with a length limit that shows itself."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.widgets.committed_field import CommittedField

COMMIT_DELAY_MS = 300
_LEAST_LINES, _MOST_LINES = 3, 10
_PADDING = 8


class TextField(CommittedField):
    """Text that is committed 300 ms after the last key and whenever the focus leaves."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        label: str = "",
        placeholder: str = "",
        multiline: bool = False,
        max_length: int = 200,
        parent: QWidget | None = None,
    ) -> None:
        """`max_length` counts characters; what is beyond is cut, and the field says so."""
        editor = QPlainTextEdit() if multiline else QLineEdit()
        super().__init__(
            theme, name, editor, label=label, commit_delay=COMMIT_DELAY_MS, parent=parent
        )
        self._limit = max_length
        editor.setPlaceholderText(placeholder)
        if isinstance(editor, QPlainTextEdit):
            editor.setTabChangesFocus(True)
            editor.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            editor.document().contentsChanged.connect(self._fit_height)
            self._fit_height()

    def preview(self) -> str:
        """Count of characters, once the limit comes near."""
        length = len(self.text())
        if length >= self._limit:
            return self.tr("Full: {0} characters. What goes beyond is not kept.").format(
                self._limit
            )
        if length > self._limit * 0.8:
            return self.tr("{0} of {1} characters").format(length, self._limit)
        return ""

    def changeEvent(self, event: QEvent) -> None:
        """Fit the height again after a change of text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "editor"):
            self._fit_height()

    def _text_changed(self) -> None:
        if len(self.text()) > self._limit:
            self._cut()
        super()._text_changed()

    def _cut(self) -> None:
        if isinstance(self.editor, QLineEdit):
            place = min(self.editor.cursorPosition(), self._limit)
            self._set_text(self.text()[: self._limit])
            self.editor.setCursorPosition(place)
            return
        place = min(self.editor.textCursor().position(), self._limit)
        self._set_text(self.text()[: self._limit])
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(place)
        self.editor.setTextCursor(cursor)

    def _fit_height(self) -> None:
        if isinstance(self.editor, QPlainTextEdit):
            document, line = self.editor.document(), self.editor.fontMetrics().lineSpacing()
            # A plain-text document measures its height in lines.
            lines = min(max(math.ceil(document.size().height()), _LEAST_LINES), _MOST_LINES)
            frame = 2 * (round(document.documentMargin()) + _PADDING + 3)
            self.editor.setFixedHeight(lines * (line + 1) + frame)
