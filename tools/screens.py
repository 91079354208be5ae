"""Drive the real program on the demonstration clinic and save a picture of each screen.

    python tools/screens.py FOLDER [--dark] [--rtl] [--scale 150]

Offscreen; every picture is of a real window with the shipped pack and a synthetic patient.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QPushButton, QWidget  # noqa: E402

from consult_app.cli.issue import as_of  # noqa: E402
from consult_app.composition import Program, SystemClock  # noqa: E402
from consult_app.composition.demonstration import (  # noqa: E402
    example_file,
    open_demonstration,
    unlock_demonstration,
)
from consult_app.definitions.answers_file import load_answers  # noqa: E402
from consult_app.services.transcription import write_answers, write_signatures  # noqa: E402
from consult_app.settings import Locations, find_locations  # noqa: E402
from consult_app.ui import jumps  # noqa: E402
from consult_app.ui.application import furnish  # noqa: E402
from consult_app.ui.consultation_view import ConsultationView  # noqa: E402
from consult_app.ui.home_view import HomeView  # noqa: E402
from consult_app.ui.main_window import MainWindow  # noqa: E402
from consult_app.ui.theme import ColourMode, Theme  # noqa: E402

EXAMPLES = ("answers", "roaccutane", "filler-13-days", "cannot-conclude", "decision")


def pause(seconds: float) -> None:
    """Let the program go on; QTest's own wait would keep other threads from running."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)


def wait_for(fact: Callable[[], bool], what: str) -> None:
    """Run the event loop until a fact holds; fails after 30 seconds."""
    end = time.monotonic() + 30
    while not fact():
        if time.monotonic() > end:
            raise SystemExit(f"waited in vain: {what}")
        pause(0.02)


def shown(window: MainWindow, kind: type[QWidget]) -> QWidget | None:
    """The visible page of a kind."""
    return next((page for page in window.findChildren(kind) if page.isVisible()), None)


class Screens:
    """Saves numbered pictures of a window."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        self.window = window
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def save(self, name: str) -> None:
        """Save one picture."""
        pause(0.7)
        self.window.grab().save(str(self.folder / f"{name}.png"))


def prepare(program: Program) -> dict[str, str]:
    """Write the examples as drafts of the demonstration clinic; ids by example."""
    desk = unlock_demonstration(open_demonstration(program))
    found = {}
    patient = desk.casebook.patients("Example")[0]
    for name in EXAMPLES:
        stated = load_answers(example_file(program).with_name(f"{name}.yaml"), program.pack())
        stated = as_of(stated, program.clock.today())
        draft = desk.casebook.begin(patient, desk.pack)
        session = desk.session(draft, lambda call: call())
        write_answers(session, stated.answers)
        write_signatures(desk.inking(session), stated.typed_signatures)
        found[name] = draft.consultation_id
    desk.clinic.close()
    return found


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--rtl", action="store_true")
    parser.add_argument("--scale", type=int, default=100)
    chosen = parser.parse_args()
    data = Path(tempfile.mkdtemp())
    shipped = find_locations(os.environ)
    program = Program(
        Locations(shipped.forms, shipped.resources, data, data / "logs"), SystemClock()
    )
    drafts = prepare(program)
    app = QApplication(sys.argv[:1])
    app.setCursorFlashTime(0)
    if chosen.rtl:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mode = ColourMode.DARK if chosen.dark else ColourMode.LIGHT
    resources = program.locations.resources
    theme = Theme(resources / "icons", resources / "fonts", mode, chosen.scale)
    theme.install(app)
    window = MainWindow(theme, open_demonstration(program), furnish, program.clock.now)
    window.start()
    window.show()
    screens = Screens(window, chosen.folder)
    screens.save("01-unlock")
    button = next(b for b in window.findChildren(QPushButton) if "nlock" in b.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    wait_for(lambda: shown(window, HomeView) is not None, "home after unlocking")
    screens.save("02-home")
    take_consultations(window, screens, drafts)
    window.close()


def take_consultations(window: MainWindow, screens: Screens, drafts: dict[str, str]) -> None:
    """Steps of the clean example, then the verdicts of the others."""
    for name, consultation_id in drafts.items():
        home = shown(window, HomeView)
        if not isinstance(home, HomeView):
            raise SystemExit("home is not shown")
        home.consultation_wanted.emit(consultation_id)
        wait_for(lambda: shown(window, ConsultationView) is not None, name)
        view = shown(window, ConsultationView)
        if not isinstance(view, ConsultationView):
            raise SystemExit("no consultation is shown")
        if name == "answers":
            for number in range(1, 9):
                view.show_number(number)
                screens.save(f"03-step-{number}")
        for code in (jumps.REVIEW, jumps.PLAN, jumps.CONSENT, jumps.ISSUE):
            if view.go_to(code) and (name == "answers" or code == jumps.REVIEW):
                pause(5 if code == jumps.ISSUE else 0)
                screens.save(f"04-{name}-{code.partition(':')[2]}")
        if name != "answers":
            view.show_number(2)
            screens.save(f"05-{name}-questions")
        window._workplace.show_home()


if __name__ == "__main__":
    main()
