"""The last steps of a consultation on a small pack, with real paper and real signatures."""

import dataclasses
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget

from consult_app.documents import PdfiumPreview, PdfRenderer, PdfSealer
from consult_app.documents.certificates import CertificateIssuer
from consult_app.domain.dates import PartialDate
from consult_app.domain.form import Option, Question, QuestionKind
from consult_app.services.issuing import Issuing
from consult_app.services.verification import Verifying
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.theme import ColourMode, Theme
from tests import fakes
from tests.ui.small_pack import small_pack

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def looks(qapp):
    theme = Theme(ROOT / "resources" / "icons", ROOT / "resources" / "fonts", ColourMode.LIGHT)
    theme.install(qapp)
    qapp.setCursorFlashTime(0)
    return theme


@pytest.fixture
def desk():
    """A desk whose paper, seals, previews and checks are the real ones."""
    plain = fakes.make_desk(_pack_with_purposes())
    clinic = plain.clinic
    identity, anchor = CertificateIssuer().issue(
        fakes.CLINIC.name, fakes.DOCTOR.printed_name, plain.clock.now()
    )
    clinic.signing, clinic.trust_anchors = identity, (anchor,)
    renderer, sealer = PdfRenderer(ROOT / "resources" / "fonts"), PdfSealer()
    return dataclasses.replace(
        plain,
        issuing=Issuing(clinic, lambda: fakes.CLINIC, renderer, sealer, plain.clock),
        verifying=Verifying(sealer, (anchor,), lambda _digest: plain.pack),
        previews=PdfiumPreview(),
    )


def _pack_with_purposes():
    """The small pack, with the question on what the treatment is for."""
    pack = small_pack()
    purposes = Question(
        "V6", QuestionKind.CHOICES, "What is it for?", options=(Option("lines", "Fine lines"),)
    )
    first, *others = pack.form.sections
    first = dataclasses.replace(first, items=(*first.items, purposes))
    form = dataclasses.replace(pack.form, sections=(first, *others))
    return dataclasses.replace(pack, form=form)


@pytest.fixture
def bridge(desk, looks):
    patient = desk.casebook.add_patient("Example", "Dana", dt.date(1984, 3, 14), synthetic=True)
    return SessionBridge(desk, desk.casebook.begin(patient, desk.pack), looks)


@pytest.fixture
def healthy(bridge):
    """Every question answered so that nothing fires."""
    session = bridge.session
    answers = {
        "V3": PartialDate(2026, 5, 19), "V4": "pen", "V5": ("cheeks",), "V6": ("lines",),
        "P1": "no", "M1": "no",
        "C3": "yes", "H8": Decimal(2), "H2": "no", "H3": "no", "M14": "no", "S7.grade": "none",
        "D1.taking": "never", "FST": "II", "L1": "no", "C5a": "no",
    }  # fmt: skip
    for path, value in answers.items():
        session.answer(path, value)
    session.close_list("medicines")
    return bridge


class Reader:
    """Somebody who reads and works one view, and calls into nothing."""

    def __init__(self, view, window, qtbot):
        self.view, self.window, self.qtbot = view, window, qtbot
        self.jumps = []
        if hasattr(view, "go_to"):
            view.go_to.connect(self.jumps.append)

    def texts(self):
        labels = [w.text() for w in self.view.findChildren(QLabel) if w.isVisible()]
        return "\n".join(labels + [b.accessibleName() or b.text() for b in self.buttons()])

    def reads(self, text):
        self.qtbot.waitUntil(lambda: text in self.texts(), timeout=20_000)

    def buttons(self):
        return [b for b in self.view.findChildren(QAbstractButton) if b.isVisible()]

    def offers(self, text):
        return any(text in (b.text(), b.accessibleName()) for b in self.buttons())

    def button(self, text):
        self.qtbot.waitUntil(lambda: self.offers(text), timeout=5000)
        return next(b for b in self.buttons() if text in (b.text(), b.accessibleName()))

    def click(self, text):
        self.qtbot.mouseClick(self.button(text), Qt.MouseButton.LeftButton)

    def press(self, text, key=Qt.Key.Key_Space):
        """Operate a button by keyboard."""
        button = self.button(text)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        self.qtbot.keyClick(button, key)

    def type(self, field, text):
        field.editor.setFocus()
        self.qtbot.keyClicks(field.editor, text)

    def draw(self, pad, *, start=60):
        """One stroke with the mouse."""
        left = Qt.MouseButton.LeftButton
        self.qtbot.mousePress(pad, left, pos=QPoint(start, 60))
        for step in range(1, 12):
            self.qtbot.mouseMove(pad, QPoint(start + step * 8, 60 + (step % 3) * 12))
        self.qtbot.mouseRelease(pad, left, pos=QPoint(start + 100, 80))


@pytest.fixture
def read(qtbot, looks):
    """Show a view in an active window and hand it to a reader."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def build(view, width=940, height=900):
        window = QWidget()
        window.setProperty("role", "page")
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)
        window.resize(width, height)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return Reader(view, window, qtbot)

    return build
