"""The keys that work everywhere in the window; those of an answer belong to its editor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

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


def _step(number: int) -> _Act:
    return lambda shown: shown.show_number(number)


def _add(window: QWidget, keys: str, act: Callable[[], None]) -> None:
    shortcut = QShortcut(QKeySequence(keys), window)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(act)
