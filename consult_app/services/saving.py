"""What the screen may say about durability: editing, saving, saved, or not saved and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from enum import Enum

from consult_app.services.ports import Clock, ConsultationStore, DraftEvent, UserFacingError

Deliver = Callable[[Callable[[], None]], None]
"""Runs a callable on the interface thread; may be called from any thread."""

_LOST = "The last change could not be saved. Copy it down before you close the program."


class SaveState(Enum):
    """The words of DESIGN 7b; "saved" comes only from a durable commit."""

    EDITING = "editing"
    SAVING = "saving"
    SAVED = "saved"
    NOT_SAVED = "not saved"


class Saving:
    """Sends events to the store and follows their futures back to the interface thread."""

    def __init__(self, store: ConsultationStore, clock: Clock, deliver: Deliver) -> None:
        self._store = store
        self._clock = clock
        self._deliver = deliver
        self._listeners: list[Callable[[], None]] = []
        self._pending = 0
        self._lost = False
        self.state = SaveState.SAVED
        self.saved_at: dt.datetime | None = None
        self.problem = ""
        store.on_failure(lambda problem: deliver(lambda: self._failed(problem)))

    @property
    def pending(self) -> int:
        """Number of changes that are not durable yet."""
        return self._pending

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the state may have changed, on the interface thread."""
        self._listeners.append(listener)

    def editing(self) -> None:
        """Say that a text is being typed that is not recorded yet."""
        if self.state is SaveState.SAVED:
            self._set(SaveState.EDITING)

    def send(self, events: tuple[DraftEvent, ...]) -> None:
        """Hand events to the store."""
        self._pending += 1
        if self.state is not SaveState.NOT_SAVED:
            self._set(SaveState.SAVING)
        future = self._store.append(events)
        future.add_done_callback(lambda done: self._deliver(lambda: self._settled(done)))

    def _settled(self, done: Future[None]) -> None:
        self._pending -= 1
        problem = done.exception()
        if problem is not None:
            self._lost = True
            self.problem = str(problem) if isinstance(problem, UserFacingError) else _LOST
            self._set(SaveState.NOT_SAVED)
        elif self._pending == 0 and not self._lost:
            self.problem = ""
            self.saved_at = self._clock.now()
            self._set(SaveState.SAVED)

    def _failed(self, problem: UserFacingError) -> None:
        """The store keeps the change in memory and tries again; say so until it is durable."""
        if self._pending:
            self.problem = str(problem)
            self._set(SaveState.NOT_SAVED)

    def _set(self, state: SaveState) -> None:
        self.state = state
        for listener in tuple(self._listeners):
            listener()
