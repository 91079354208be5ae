"""Slow work off the interface thread, its result back on it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QRunnable,
    Qt,
    QThreadPool,
    Signal,
    Slot,
)
from shiboken6 import isValid

from consult_app.services.ports import UserFacingError

_LOG = logging.getLogger(__name__)
Result = TypeVar("Result")


class Jobs(QObject):
    """Runs work for one widget.

    It belongs to the application rather than to the widget, so that work which ends after the
    widget is gone still has somebody to report to; what it reports is then dropped.
    """

    _arrived = Signal(object)
    """Runs a callable on the interface thread; emitted from any thread."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(QCoreApplication.instance())
        self._owner = owner
        self._running = 0
        self._arrived.connect(self._run, Qt.ConnectionType.QueuedConnection)
        owner.destroyed.connect(self._leave)

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._running > 0

    def start(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[str], None],
    ) -> None:
        """Run `work` on another thread, then `done` or `failed` with one sentence on this one."""
        self._running += 1
        QThreadPool.globalInstance().start(_Task(self, work, done, failed))

    def post(self, action: Callable[[], None]) -> None:
        """Run `action` on the interface thread, soon; may be called from any thread."""
        self._arrived.emit(action)

    def settle(self, action: Callable[[], None]) -> None:
        """Count one piece of work as finished and run `action`; called by the work itself."""

        def finish() -> None:
            self._running -= 1
            action()

        self._arrived.emit(finish)

    @Slot(object)
    def _run(self, action: Callable[[], None]) -> None:
        if isValid(self._owner):
            action()
        else:
            self.deleteLater()

    @Slot()
    def _leave(self) -> None:
        if not self._running:
            self.deleteLater()


class _Task(QRunnable):
    """One piece of work in the pool."""

    def __init__(
        self,
        jobs: Jobs,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._work: Callable[[], object] = work
        self._done: Callable[..., None] = done
        self._failed = failed

    def run(self) -> None:
        """Do the work; whatever happens is reported."""
        done, failed = self._done, self._failed
        try:
            result = self._work()
        except UserFacingError as problem:
            sentence = str(problem)
            self._jobs.settle(lambda: failed(sentence))
        except Exception as problem:
            # Kind only: the message may hold what somebody answered.
            _LOG.error("work on another thread failed: %s", type(problem).__name__)
            self._jobs.settle(lambda: failed(_UNEXPECTED))
        else:
            self._jobs.settle(lambda: done(result))


_UNEXPECTED = "Something went wrong that should not; nothing was changed. Please try again."
