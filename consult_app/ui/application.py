"""Starting the desktop program: fonts, colours, and what happens when something goes wrong."""

from __future__ import annotations

import datetime as dt
import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from consult_app.services.desk import FrontDoor
from consult_app.ui.closing_views import closing_views
from consult_app.ui.main_window import MainWindow
from consult_app.ui.theme import ColourMode, Theme

_LOG = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

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
    window = MainWindow(theme, front_door, closing_views(), _now)
    if remember_look is not None:
        window.look_chosen.connect(lambda: remember_look(theme.mode, theme.text_scale))
    sys.excepthook = calm_hook(window.show_problem)
    window.start()
    window.show()
    return app.exec()


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


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
