"""Check a signed file: drop or open it, one bottom line, and the details behind it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from consult_app.domain.report import wording
from consult_app.services.desk import Desk
from consult_app.services.verification import Rerun, Verification
from consult_app.ui.document_files import read_document
from consult_app.ui.jobs import Jobs
from consult_app.ui.page_cards import clear_layout, made_card, value_grid
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import IconLabel, PlainLabel
from consult_app.ui.widgets.scroll_page import ScrollPage


class VerifyView(QWidget):
    """Checks one file at a time; nothing of the file is kept."""

    checked = Signal(bool)
    """A file was checked: whether its bottom line holds."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._theme = desk, theme
        self._jobs = Jobs(self)
        self._wanted = 0
        self.setAccessibleName(self.tr("Check a file"))
        self.setAcceptDrops(True)
        self.page = ScrollPage(theme, self.tr("Check a file"))
        self.setFocusProxy(self.page)
        self.open_button = ActionButton(
            theme, self.tr("Open a file\u2026"), kind="primary", icon="folder-open"
        )
        self.open_button.setObjectName("verify.open")
        self.open_button.clicked.connect(self._ask)
        self._result = QVBoxLayout()
        self._result.setContentsMargins(0, 0, 0, 0)
        self._result.setSpacing(SPACE_M)
        area = QWidget()
        area.setLayout(self._result)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        self.page.add_widget(PlainLabel(self.tr("Check a file"), "title"))
        self.page.add_widget(self._drop_place())
        self.page.add_widget(area)

    def check(self, path: Path) -> None:
        """Read and check a file on another thread; of several only the last one is shown."""
        self._wanted += 1
        ticket, name, verifying = self._wanted, path.name, self._desk.verifying
        clear_layout(self._result)
        self._result.addWidget(PlainLabel(self.tr("Checking\u2026"), "body", "muted"))

        def work() -> Verification:
            return verifying.verify(read_document(path))

        def done(found: Verification) -> None:
            if ticket == self._wanted:
                self._show(name, found)

        def failed(sentence: str) -> None:
            if ticket == self._wanted:
                self._show_banner(Tone.CAUTION, self.tr("Not checked"), sentence)

        self._jobs.start(work, done, failed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one local file."""
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the dropped file."""
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.check(path)

    def _drop_place(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "note")
        frame.setProperty("tone", Tone.OPEN.value)
        column = QVBoxLayout(frame)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_S)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel(self._theme, "file-check", "muted", 32), 0, middle)
        column.addWidget(PlainLabel(self.tr("Drop a signed PDF here, or")), 0, middle)
        column.addWidget(self.open_button, 0, middle)
        return frame

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Open a signed file"), "", self.tr("PDF files (*.pdf)")
        )
        if chosen:
            self.check(Path(chosen))

    def _show_banner(self, tone: Tone, title: str, text: str) -> None:
        clear_layout(self._result)
        banner = Banner(self._theme, tone, title, text)
        banner.setObjectName("verify.result")
        self._result.addWidget(banner)
        banner.announce()

    def _show(self, name: str, found: Verification) -> None:
        if not found.bottom_line:
            tone, title = Tone.STOP, self.tr("Do not rely on this file")
        elif found.rerun is Rerun.SAME:
            tone, title = Tone.OK, self.tr("This file is as it was issued")
        else:
            tone, title = Tone.INFO, self.tr("This file is as it was issued")
        self._show_banner(tone, title, found.sentence)
        frame, column = made_card(name)
        for problem in found.seal.problems:
            column.addWidget(PlainLabel(problem, "body", "stop", wrap=True))
        column.addLayout(value_grid(self._rows(found)))
        self._result.addWidget(frame)
        self.checked.emit(found.bottom_line)

    def _rows(self, found: Verification) -> list[tuple[str, str]]:
        seal = found.seal
        rows = [
            (self.tr("Signature present"), self._yes_no(seal.present)),
            (self.tr("Unchanged since it was signed"), self._yes_no(seal.intact)),
            (self.tr("Signature covers the whole file"), self._yes_no(seal.whole_document)),
            (self.tr("Signed by somebody of this clinic"), self._yes_no(seal.expected_signer)),
            (self.tr("Later changes are forbidden"), self._yes_no(seal.certified)),
            (self.tr("Certificate leads to this clinic"), self._yes_no(seal.trusted)),
            (self.tr("Signer, as the certificate says"), seal.signer_name),
            (self.tr("Signed at"), wording.moment(seal.signed_at) if seal.signed_at else ""),
            (self.tr("Reason"), seal.reason),
            (self.tr("Certificate fingerprint"), seal.signer_fingerprint),
            (self.tr("Verdict computed again"), found.rerun.value),
            (self.tr("Fingerprint, as printed"), found.fingerprint),
        ]
        record = found.record
        if record is not None:
            rows += [
                (self.tr("Verdict that it states"), _verdict_words(record.decided)),
                (self.tr("Pack"), f"{record.pack.pack_id} {record.pack.version}"),
            ]
        return [(label, value) for label, value in rows if value]

    def _yes_no(self, holds: bool) -> str:
        return self.tr("Yes") if holds else self.tr("No")


def _verdict_words(code: str) -> str:
    """Words of a recorded verdict; a file may name one that this version does not know."""
    known = {verdict.value: words for verdict, words in wording.VERDICT_WORDS.items()}
    return known.get(code, code)


def _dropped(event: QDropEvent) -> Path | None:
    """The one local file of a drop, None for anything else."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
