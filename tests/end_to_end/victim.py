"""A program that answers two questions in a real window and waits to be killed."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from consult_app.composition import Program, SystemClock
from consult_app.composition.demonstration import (
    open_demonstration,
    unlock_demonstration,
)
from consult_app.domain.answers import AnswerState
from consult_app.services.saving import SaveState
from consult_app.settings import Locations, find_locations
from consult_app.ui.application import furnish
from consult_app.ui.main_window import MainWindow
from consult_app.ui.theme import ColourMode, Theme


def main() -> None:
    shipped = find_locations(os.environ)
    data = Path(os.environ["VICTIM_DATA"])
    program = Program(
        Locations(shipped.forms, shipped.resources, data, data / "logs"), SystemClock()
    )
    app = QApplication([])
    resources = program.locations.resources
    theme = Theme(resources / "icons", resources / "fonts", ColourMode.LIGHT)
    theme.install(app)
    reception = open_demonstration(program)
    window = MainWindow(theme, reception, furnish, program.clock.now)
    window.show()
    desk = unlock_demonstration(reception)
    window._unlocked(desk)
    window._workplace._begin(desk.casebook.patients("Example")[0])
    bridge = window._workplace._bridge
    session = bridge.session
    session.answer("V2", "can")
    session.answer("P1", "no")
    session.record_state("M15.state", AnswerState.DONT_KNOW)
    view = window._workplace.consultation
    view.go_to("M1")

    def report() -> None:
        done = session.saving.state is SaveState.SAVED and session.consultation.position == "M1"
        if done:
            timer.stop()
            sys.stdout.write(f"M1 {session.consultation.consultation_id}\n")
            sys.stdout.flush()

    timer = QTimer()
    timer.timeout.connect(report)
    timer.start(10)
    app.exec()


if __name__ == "__main__":
    main()
