"""Starting the desktop program: fonts, colours, and what happens when something goes wrong."""

from __future__ import annotations

import datetime as dt
import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from consult_app.services.desk import Desk, FrontDoor
from consult_app.ui.header_bar import HeaderBar
from consult_app.ui.main_window import MainWindow
from consult_app.ui.theme import ColourMode, Theme

if TYPE_CHECKING:
    from consult_app.ui.workplace import ShowPage, Workplace

_LOG = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_IDLE_MS = 300

RememberLook = Callable[[ColourMode, int], None]
"""Keeps the chosen colours and the text size in per cent for the next start."""


def run(
    front_door: FrontDoor,
    resources: Path,
    *,
    mode: ColourMode = ColourMode.SYSTEM,
    text_scale: int = 100,
    remember_look: RememberLook | None = None,
) -> int:
    """Open the window and work until it is closed; returns the exit code.

    `resources` holds the folders `icons` and `fonts`.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("consult-app")
    app.setApplicationDisplayName("Consultation")
    qInstallMessageHandler(log_qt_message)
    theme = Theme(resources / "icons", resources / "fonts", mode, text_scale)
    theme.install(app)
    window = MainWindow(theme, front_door, furnish, _now)
    if remember_look is not None:
        window.look_chosen.connect(lambda: remember_look(theme.mode, theme.text_scale))
    sys.excepthook = calm_hook(window.show_problem)
    window.start()
    window.show()
    QTimer.singleShot(_IDLE_MS, _read_ahead)
    return app.exec()


def furnish(desk: Desk, theme: Theme, header: HeaderBar, show_page: ShowPage) -> Workplace:
    """Make the workplace of an unlocked clinic, with all steps of a consultation."""
    # Imported here: nothing behind the passphrase is needed to show the first page.
    from consult_app.ui.closing_views import closing_views  # noqa: PLC0415
    from consult_app.ui.workplace import Workplace  # noqa: PLC0415

    return Workplace(desk, theme, header, show_page, closing_views())


def calm_hook(
    show: Callable[[str], None],
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """A handler for exceptions that nobody foresaw: one calm sentence, and the place in the log.

    The exception's own words are never logged: they may hold what a patient said.
    """

    def handle(
        kind: type[BaseException], _error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        places = [
            f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)
        ]
        _LOG.error("unexpected %s at %s", kind.__name__, " > ".join(places))
        show(
            "Something went wrong that should not. What the header calls saved is safe. "
            "Carry on; if it happens again, close the program and open it again."
        )

    return handle


def log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Send what Qt has to say to the program's log."""
    _LOG.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)


def _read_ahead() -> None:
    """Load what unlocking will need while the user reads the first page."""
    # Imported here: the first page is on the screen by now.
    import consult_app.ui.closing_views  # noqa: PLC0415
    import consult_app.ui.workplace  # noqa: PLC0415, F401


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
