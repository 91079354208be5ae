"""The keys that work everywhere in the window; those of an answer belong to its editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

if TYPE_CHECKING:  # the window is shown before a consultation can be opened
    from consult_app.ui.consultation_view import ConsultationView

    _Act = Callable[[ConsultationView], None]

_STEPS = 9


def add_shortcuts(
    window: QWidget, view: Callable[[], ConsultationView | None], show_keys: Callable[[], None]
) -> None:
    """Add the keys to `window`; `view` gives the open consultation, None while there is none."""

    def in_view(act: _Act) -> Callable[[], None]:
        def run() -> None:
            shown = view()
            if shown is not None and shown.isVisible():
                act(shown)

        return run

    acts: dict[str, _Act] = {
        "Ctrl+Return": lambda shown: shown.step_by(1),
        "Ctrl+Enter": lambda shown: shown.step_by(1),
        "F6": lambda shown: shown.cycle_focus(),
        "Ctrl+K": lambda shown: shown.focus_medicines(),
        "Ctrl+Z": lambda shown: shown.undo(),
    }
    acts |= {f"Alt+{number}": _step(number) for number in range(1, _STEPS + 1)}
    for keys, act in acts.items():
        _add(window, keys, in_view(act))
    _add(window, "F1", show_keys)
    _UndoKey(window)


def _step(number: int) -> _Act:
    return lambda shown: shown.show_number(number)


def _add(window: QWidget, keys: str, act: Callable[[], None]) -> None:
    shortcut = QShortcut(QKeySequence(keys), window)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(act)


class _UndoKey(QObject):
    """Leaves Ctrl+Z to the consultation where a text field has nothing of its own to undo.

    Qt's fields keep the key to themselves even when they are empty.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Refuse the key on behalf of a field that has nothing to undo."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not _has_undo(watched)
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, (QLineEdit, QPlainTextEdit)):
            old.removeEventFilter(self)
        if isinstance(new, (QLineEdit, QPlainTextEdit)):
            new.installEventFilter(self)


def _has_undo(field: QObject) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable()
    return isinstance(field, QPlainTextEdit) and field.document().isUndoAvailable()
