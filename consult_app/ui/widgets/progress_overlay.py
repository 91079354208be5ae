"""A large sheet over the window while something takes a while, with its steps and a way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import IconLabel, PlainLabel


class ProgressOverlay(QWidget):
    """Covers its parent, keeps the keyboard to itself, and gives the focus back afterwards."""

    cancelled = Signal()
    """The user wants to stop; the sheet stays until `finish`, since stopping may take a moment."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._lines: list[QWidget] = []
        self._steps: list[tuple[IconLabel, PlainLabel]] = []
        self._before: QWidget | None = None
        self._title = PlainLabel("", "title", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_M)
        self._cancel = ActionButton(theme, self.tr("Cancel"))
        self._cancel.clicked.connect(self._ask_cancel)
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(theme.px(440))
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        column.setSpacing(SPACE_L)
        column.addWidget(self._title)
        column.addLayout(self._list)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        column.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        parent.installEventFilter(self)
        self.hide()

    def start(self, title: str, steps: Sequence[str], *, cancellable: bool = True) -> None:
        """Cover the parent and list `steps`, none of them begun."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._fill(steps)
        self._cancel.setVisible(cancellable)
        self._cancel.setEnabled(True)
        self._cancel.setText(self.tr("Cancel"))
        self._before = QApplication.focusWidget()
        self._cover()
        self.show()
        self.raise_()
        (self._cancel if cancellable else self).setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, title)

    def set_step(self, index: int) -> None:
        """Mark step `index` as running and those before it as done."""
        for place, (icon, text) in enumerate(self._steps):
            if place < index:
                icon.set_icon("circle-check", "ok")
            elif place == index:
                icon.set_icon("circle-dot", "accent")
            else:
                icon.set_icon("circle", "control")
            text.set_tone("accent" if place == index else "" if place < index else "muted")
        if 0 <= index < len(self._steps):
            announce(self, self._steps[index][1].text())

    def finish(self) -> None:
        """Uncover the parent and give the focus back."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep covering the parent when its size changes."""
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._cover()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Keep Tab on the sheet."""
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cancel on Escape; let no key through to what lies below."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self._ask_cancel()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Veil what lies below."""
        veil = QColor(self.theme.colours.page)
        veil.setAlpha(225)
        QPainter(self).fillRect(self.rect(), veil)

    def _ask_cancel(self) -> None:
        if self._cancel.isHidden() or not self._cancel.isEnabled():
            return
        self._cancel.setEnabled(False)
        self._cancel.setText(self.tr("Stopping\u2026"))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.cancelled.emit()

    def _cover(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())

    def _fill(self, steps: Sequence[str]) -> None:
        for old in self._lines:
            old.hide()
            old.deleteLater()
        self._lines, self._steps = [], []
        for step in steps:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(SPACE_S)
            icon = IconLabel(self.theme, "circle", "control", 20)
            text = PlainLabel(step, "body", "muted", wrap=True)
            row.addWidget(icon)
            row.addWidget(text, 1)
            self._list.addWidget(line)
            self._lines.append(line)
            self._steps.append((icon, text))
