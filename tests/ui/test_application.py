"""Starting, and what happens when something goes wrong that nobody foresaw."""

import logging
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType

from consult_app.ui.application import calm_hook, log_qt_message

ROOT = Path(__file__).resolve().parents[2]
SECRET = "the patient said something"

START = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pathlib import Path
from consult_app.ui.application import run
from consult_app.ui.main_window import MainWindow
from tests.fakes import FakeFrontDoor, make_desk
from tests.ui.small_pack import small_pack

app = QApplication([])

def look():
    windows = [w for w in app.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
    print(len(windows), windows[0].findChild(object, "unlock") is not None)
    {act}
    windows[0].close()

QTimer.singleShot(0, look)
sys.exit(run(FakeFrontDoor(make_desk(small_pack())), Path("resources")))
"""


def start(act="pass"):
    return subprocess.run(
        [sys.executable, "-c", START.replace("{act}", act)],
        cwd=ROOT,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_program_opens_one_window_and_ends_when_it_is_closed():
    done = start()
    assert done.stdout.split() == ["1", "True"]
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_an_exception_in_a_slot_shows_a_sentence_and_the_program_goes_on():
    fail = "QTimer.singleShot(0, lambda: 1 / 0); app.processEvents()"
    look = 'print(windows[0].findChild(object, "problem") is not None)'
    done = start(f"{fail}; {look}")
    assert done.stdout.split() == ["1", "True", "True"]
    assert done.returncode == 0


def test_the_place_is_logged_and_never_the_words(caplog):
    shown = []
    hook = calm_hook(shown.append)
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        hook(type(error), error, error.__traceback__)
    [sentence] = shown
    assert "Something went wrong" in sentence
    assert SECRET not in sentence
    assert SECRET not in caplog.text
    assert "ValueError at test_application.py:" in caplog.text
    caplog.clear()


def test_what_qt_says_goes_to_the_log(caplog):
    log_qt_message(QtMsgType.QtCriticalMsg, QMessageLogContext(), "something about a screen")
    [record] = caplog.records
    assert (record.levelno, record.getMessage()) == (
        logging.ERROR,
        "Qt: something about a screen",
    )
    caplog.clear()
