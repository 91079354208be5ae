"""One thread that makes changes durable, in their order.

Whatever waits in the queue goes into one transaction (group commit); a Future resolves only after
the commit. When the disk is full, or gone, changes stay in the queue, listeners are told, and the
writer tries again until it succeeds: nothing is lost silently.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from consult_app.services.ports import (
    StoreBusyError,
    StoreFullError,
    StoreMissingError,
    StoreReadOnlyError,
    UserFacingError,
)
from consult_app.storage.audit import AuditChain
from consult_app.storage.connection import WritingConnection
from consult_app.storage.engine import DatabaseError, DatabaseFile, failure_of

_LOG = logging.getLogger(__name__)
_LARGEST_GROUP: Final = 256


@dataclass(frozen=True)
class RetryDelays:
    """Seconds until a failed write is tried again: `first`, then doubling up to `longest`."""

    first: float = 0.5
    longest: float = 5.0


@dataclass(frozen=True)
class Transaction:
    """What a change works with; it ends when all changes of the group were made.

    `cursor` is the driver's own, for what must be quick.
    """

    connection: sa.Connection
    cursor: Any
    chain: AuditChain


Change = Callable[[Transaction], None]


@dataclass(frozen=True)
class _Queued:
    change: Change
    done: Future[None] = field(default_factory=Future)


class _NotNowError(Exception):
    """The group could not be saved, but may be later."""

    def __init__(self, reason: UserFacingError) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Writer:
    """Owns the connection that writes. `submit` may be called from any thread."""

    def __init__(
        self, file: DatabaseFile, chain: AuditChain, retry: RetryDelays | None = None
    ) -> None:
        """Open the connection and start the thread. Raises UserFacingError."""
        self._path = file.path
        self._chain = chain
        self._retry = retry or RetryDelays()
        self._connection = WritingConnection(file)
        self._transaction = Transaction(self._connection.sqlalchemy, self._connection.cursor, chain)
        self._queue: deque[_Queued] = deque()
        self._listeners: list[Callable[[UserFacingError], None]] = []
        self._told: type[UserFacingError] | None = None
        # Below: shared between threads, only touched while holding `_state`.
        self._state = threading.Condition()
        self._accepting = True
        self._closing = False
        self._abandoned = False
        self._hurry = False
        self._failure: UserFacingError | None = None
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, change: Change) -> Future[None]:
        """Queue a change. Its Future cannot be cancelled and fails only with a UserFacingError."""
        queued = _Queued(change)
        queued.done.set_running_or_notify_cancel()
        with self._state:
            if self._accepting:
                self._queue.append(queued)
                self._state.notify_all()
                return queued.done
        queued.done.set_exception(_closed())
        return queued.done

    def on_failure(self, listener: Callable[[UserFacingError], None]) -> None:
        """Tell `listener` of failures from now on, and at once of one that lasts."""
        with self._state:
            self._listeners.append(listener)
            failure = self._failure
        if failure is not None:
            listener(failure)

    def close(self) -> None:
        """Save everything, move the write-ahead log into the database and close. Idempotent.

        Raises the UserFacingError that keeps changes from being saved. The writer then stays open
        and goes on trying; call `close` again when the user removed the cause.
        """
        with self._state:
            self._closing = self._hurry = True
            self._failure = None
            self._state.notify_all()
            self._state.wait_for(lambda: self._failure is not None or not self._accepting)
            failure = self._standing_failure()
            if failure is not None:
                self._closing = False
                raise failure
        self._thread.join()

    def abandon(self) -> None:
        """Close without saving what could not be saved; its Futures fail. Idempotent."""
        with self._state:
            self._closing = self._abandoned = True
            self._state.notify_all()
        self._thread.join()

    def _standing_failure(self) -> UserFacingError | None:
        return self._failure

    def _run(self) -> None:
        while group := self._next_group():
            self._save(group)
        with suppress(DatabaseError):  # the next start does it then
            self._connection.empty_log()
        self._connection.close()

    def _next_group(self) -> tuple[_Queued, ...]:
        """Wait for changes; an empty group means that the writer is to end."""
        with self._state:
            self._state.wait_for(lambda: self._queue or self._closing)
            size = min(len(self._queue), _LARGEST_GROUP)
            if size == 0:
                self._accepting = False
                self._state.notify_all()
            return tuple(self._queue.popleft() for _ in range(size))

    def _save(self, group: tuple[_Queued, ...]) -> None:
        """Make a group durable, however long that takes; a change that is refused fails alone."""
        delay = self._retry.first
        while True:
            try:
                self._commit(group)
            except _NotNowError as delayed:
                self._tell(delayed.reason)
                if not self._wait(delay):
                    self._fail(group, delayed.reason)
                    return
                delay = min(delay * 2, self._retry.longest)
            except Exception as error:  # whatever it is, no other change may suffer from it
                if len(group) == 1:
                    self._fail(group, _refusal(error))
                else:
                    for queued in group:
                        self._save((queued,))
                return
            else:
                self._succeed(group)
                return

    def _commit(self, group: tuple[_Queued, ...]) -> None:
        try:
            self._connection.begin()
            for queued in group:
                queued.change(self._transaction)
            self._make_durable()
        except BaseException as error:
            self._chain.forget()
            with suppress(DatabaseError):  # the first failure is the one that matters
                self._connection.roll_back()
            cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
            if isinstance(cause, DatabaseError):
                raise _meaning(failure_of(cause, self._path)) from error
            raise

    def _make_durable(self) -> None:
        try:
            self._connection.commit()
        except StoreMissingError as error:
            raise _NotNowError(error) from error

    def _succeed(self, group: tuple[_Queued, ...]) -> None:
        self._told = None
        with self._state:
            self._failure = None
        for queued in group:
            queued.done.set_result(None)

    def _fail(self, group: tuple[_Queued, ...], reason: UserFacingError) -> None:
        for queued in group:
            queued.done.set_exception(reason)
        self._inform(reason)

    def _tell(self, reason: UserFacingError) -> None:
        """Say that changes are not saved for now; once for each kind of reason."""
        with self._state:
            self._failure = reason
            self._state.notify_all()
        if type(reason) is not self._told:
            self._told = type(reason)
            self._inform(reason)

    def _inform(self, reason: UserFacingError) -> None:
        with self._state:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(reason)
            except Exception as error:  # a listener's fault must not end the writer
                _LOG.error("a listener for failed writes failed: %s", type(error).__name__)

    def _wait(self, seconds: float) -> bool:
        """Wait until it is time to try again; False when that is not wanted any more."""
        with self._state:
            self._state.wait_for(lambda: self._hurry or self._abandoned, seconds)
            self._hurry = False
            return not self._abandoned


def _meaning(failure: UserFacingError) -> Exception:
    passing = (StoreFullError, StoreReadOnlyError, StoreBusyError, StoreMissingError)
    return _NotNowError(failure) if isinstance(failure, passing) else failure


def _refusal(error: Exception) -> UserFacingError:
    """What the Future of a refused change says; faults are logged without the data."""
    if isinstance(error, UserFacingError):
        return error
    _LOG.error("a change could not be saved: %s", type(error).__name__)
    refusal = UserFacingError(
        "A change could not be saved because of a fault in the program; please report it."
    )
    refusal.__cause__ = error
    return refusal


def _closed() -> UserFacingError:
    return UserFacingError("The clinic is closed, so nothing can be saved; open it again.")
