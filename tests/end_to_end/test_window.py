"""The real window on the real store, from unlocking to the issued and verified PDF."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from consult_app.composition import Program, SystemClock
from consult_app.composition.demonstration import example_file, open_demonstration
from consult_app.definitions.answers_file import load_answers
from consult_app.domain.consultation import ConsultationStatus
from consult_app.domain.dates import PartialDate
from consult_app.services.saving import SaveState
from consult_app.settings import Locations, find_locations
from consult_app.ui import jumps
from consult_app.ui.application import furnish
from consult_app.ui.certificate_dialog import CertificateDialog
from consult_app.ui.issue_view import IssueView
from consult_app.ui.main_window import MainWindow
from consult_app.ui.theme import ColourMode, Theme
from consult_app.ui.widgets.signature_pad import SignaturePad
from tests.end_to_end.person import PATIENCE, Expected, Person
from tests.end_to_end.test_certificate import own_certificate

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def program(tmp_path):
    shipped = find_locations(os.environ)
    return Program(
        Locations(shipped.forms, shipped.resources, tmp_path, tmp_path / "logs"), SystemClock()
    )


@pytest.fixture
def looks(qapp, program):
    resources = program.locations.resources
    theme = Theme(resources / "icons", resources / "fonts", ColourMode.LIGHT)
    theme.install(qapp)
    qapp.setCursorFlashTime(0)
    return theme


@pytest.fixture
def open_window(qtbot, program, looks):
    """Start the program on the demonstration clinic, as `consult-app --demo` does."""
    windows = []

    def start() -> Person:
        window = MainWindow(looks, open_demonstration(program), furnish, program.clock.now)
        qtbot.addWidget(window)
        windows.append(window)
        window.start()
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        return Person(window, qtbot)

    yield start
    for window in windows:
        window.close()


@pytest.fixture
def expected(program):
    return Expected(load_answers(example_file(program), program.pack()).answers)


def unlock(person: Person) -> None:
    """The demonstration's passphrase is filled in: Return unlocks."""
    field = person.find("unlock.passphrase")
    line = field if isinstance(field, QLineEdit) else field.findChildren(QLineEdit)[0]
    line.setFocus()
    person.press(Qt.Key.Key_Return)
    person.find("home")


def begin(person: Person) -> None:
    """Register a new patient with the keyboard."""
    person.click("home.new-patient")
    written = {"family": "Newman", "given": "Nora", "born": "1984-03-14", "number": "DEMO-9"}
    for name, text in written.items():
        person.type_into(person.field(person.find(f"new-patient.{name}")), text)
    person.click("new-patient.begin")
    person.qtbot.waitUntil(lambda: person.window._workplace._bridge is not None, timeout=PATIENCE)


def answer_everything(person: Person, expected: Expected) -> None:
    session = person.window._workplace._bridge.session
    for section in session.pack.form.sections:
        if not section.items or section.stage is not session.consultation.stage:
            continue
        person.view().show_step(section.section_id)
        person.answer_step(session, section, expected)


def test_from_unlocking_to_a_signed_pdf_that_pdfsig_accepts(
    open_window, expected, program, tmp_path
):
    person = open_window()
    unlock(person)
    begin(person)
    session = person.window._workplace._bridge.session
    day = program.clock.today().replace(year=program.clock.today().year + 1)
    expected.written = {
        **expected.written,
        "V3": type(expected.written["V2"])(expected.written["V2"].state, PartialDate.of(day)),
    }
    answer_everything(person, expected)
    assert session.assessment.decided.value == "proceed"

    view = person.view()
    view.go_to(jumps.CONSENT)
    for pad in [p for p in person.window.findChildren(SignaturePad) if p.isVisible()]:
        person.sign(pad)
    for accept in [
        b
        for b in person.window.findChildren(QAbstractButton)
        if b.isVisible() and b.text() == "Accept"
    ]:
        person.click(accept)
    assert all(signature.accepted for signature in session.consultation.signatures.values())
    assert len(session.consultation.signatures) == 2

    view.go_to(jumps.ISSUE)
    issue = person.find("issue")
    assert issue.isEnabled()
    person.click(issue)
    person.find("issued-message")
    assert session.consultation.status is ConsultationStatus.ISSUED

    panel = person.window.findChild(IssueView).issued_panel
    person.qtbot.waitUntil(lambda: panel.file("record") is not None, timeout=PATIENCE)
    panel.which.set_value("record")
    panel.save_to(tmp_path / "record.pdf")
    said = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "record.pdf")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    found = person.window._workplace._desk.verifying.verify((tmp_path / "record.pdf").read_bytes())
    assert found.bottom_line
    assert found.record.decided == "proceed"


def test_a_killed_program_reopens_the_draft_at_the_same_question(
    open_window, expected, program, tmp_path
):
    """A second process answers and is killed; its answers and its place are still there."""
    script = Path(__file__).with_name("victim.py")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "VICTIM_DATA": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True
    ) as victim:
        saved = victim.stdout.readline().strip()
        victim.kill()
    path, _, consultation_id = saved.partition(" ")
    assert path == "M1"

    person = open_window()
    unlock(person)
    person.find("home")
    consultation = person.window._workplace._desk.casebook.reopen(consultation_id)
    assert consultation.answers.get("P1").value == "no"
    assert consultation.position == "M1"
    person.window._workplace._reopen(consultation_id)
    person.qtbot.waitUntil(lambda: bool(person.visible("M1")), timeout=PATIENCE)
    focused = person.window.focusWidget()
    assert person.find("M1").isAncestorOf(focused)


@pytest.mark.parametrize("changes", [500, pytest.param(5000, marks=pytest.mark.slow)])
def test_changed_answers_in_a_real_window_leave_the_interpreter_standing(open_window, changes):
    """Guards against the reference count of None running out.

    PySide6 6.12.0 on Python 3.11 aborts after about 390 answers; the short form has 500, the
    long one 5,000.
    """
    person = open_window()
    unlock(person)
    begin(person)
    session = person.window._workplace._bridge.session
    person.view().go_to("M1")
    place = person.find("M1")
    yes, no = person.option(place, "yes"), person.option(place, "no")
    before = sys.getrefcount(None)
    for _ in range(changes // 2):
        person.click(yes)
        person.click(no)
    assert session.consultation.answers.get("M1").value == "no"
    assert sys.getrefcount(None) > before - 1000
    person.qtbot.waitUntil(lambda: session.saving.state is SaveState.SAVED, timeout=PATIENCE)
    store = person.window._workplace._desk.clinic.store
    events = store.events(session.consultation.consultation_id)
    assert sum(event.key == "answer:M1" for event in events) == changes


def test_a_certificate_from_elsewhere_is_chosen_in_the_settings(open_window, tmp_path, qtbot):
    person = open_window()
    unlock(person)
    file = tmp_path / "mine.p12"
    file.write_bytes(own_certificate())
    before = person.window._workplace._desk.clinic.signing
    person.click("header.settings")
    person.click("settings.certificate")
    dialog = person.window.findChild(CertificateDialog)
    dialog.choose_file(file)
    person.type_into(dialog.password, "secret")
    person.click(dialog.read)
    qtbot.waitUntil(lambda: dialog.identity is not None, timeout=PATIENCE)
    dialog.accept()
    person.qtbot.waitUntil(
        lambda: "imported certificate" in person.find("settings.signing").text(), timeout=PATIENCE
    )
    assert person.window._workplace._desk.clinic.signing != before


def test_no_other_window_ever_takes_the_keyboard(open_window, program, qtbot):
    """Every step is shown once; the program keeps the keyboard and shows one window only."""
    person = open_window()
    unlock(person)
    begin(person)
    strays = set()

    class Watch(QObject):
        def eventFilter(self, watched, event):
            window = isinstance(watched, QWidget) and watched.isWindow()
            if event.type() == QEvent.Type.Show and window and watched is not person.window:
                strays.add(type(watched).__name__)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    for code in (jumps.REVIEW, jumps.PLAN, jumps.CONSENT, jumps.ISSUE):
        assert person.view().go_to(code)
        qtbot.waitUntil(person.window.isVisible, timeout=PATIENCE)
    QApplication.instance().removeEventFilter(watch)
    assert strays == set()
