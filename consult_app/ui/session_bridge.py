"""One open consultation as Qt sees it: the session's plain callbacks as signals.

The views of a consultation are made as ``View(desk, bridge)``; besides the session they find here
the theme, which every widget of the kit needs.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from consult_app.domain.consultation import Consultation
from consult_app.services.desk import Desk
from consult_app.services.session import Change
from consult_app.ui.theme import Theme

_REASSESSED_BY = frozenset({"answer", "list", "decision"})


class SessionBridge(QObject):
    """The session of one consultation, with its deciding and inking.

    It has no parent: the store may report the fate of a change after the views are gone, so the
    bridge lives for as long as anything refers to it.
    """

    answers_changed = Signal(object)
    """A `services.session.Change`, after every step: answers, lists, decisions, ink, position."""

    assessment_changed = Signal()
    """Findings, verdict or plan may be different; follows `answers_changed`."""

    saving_changed = Signal()
    """`session.saving` has another state, time or problem."""

    issued = Signal()
    """A version was issued; the view that issues emits it."""

    _delivered = Signal(object)

    def __init__(self, desk: Desk, consultation: Consultation, theme: Theme) -> None:
        """Open `consultation` on `desk`; `theme` is the one that the application installed."""
        super().__init__()
        self.theme = theme
        self._delivered.connect(self._run, Qt.ConnectionType.QueuedConnection)
        self.session = desk.session(consultation, self.deliver)
        self.deciding = desk.deciding(self.session)
        self.inking = desk.inking(self.session)
        self.session.subscribe(self._changed)
        self.session.saving.subscribe(self.saving_changed.emit)

    def deliver(self, action: Callable[[], None]) -> None:
        """Run `action` on the interface thread, soon; may be called from any thread."""
        self._delivered.emit(action)

    @Slot(object)
    def _run(self, action: Callable[[], None]) -> None:
        action()

    def _changed(self, change: Change) -> None:
        self.answers_changed.emit(change)
        if change.kinds & _REASSESSED_BY:
            self.assessment_changed.emit()
