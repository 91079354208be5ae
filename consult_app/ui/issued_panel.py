"""What was issued: verdict, fingerprint, and the signed files to look at, print and save."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.assessment import Verdict
from consult_app.domain.report import wording
from consult_app.services.desk import Desk
from consult_app.services.issuing import Issued
from consult_app.services.ports import StoredDocument, UserFacingError
from consult_app.services.record import short_fingerprint
from consult_app.ui.document_files import proposed_name, save_document
from consult_app.ui.jobs import Jobs
from consult_app.ui.preview_pane import PreviewPane
from consult_app.ui.printing import ask_printer, print_document
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.tokens import SPACE_M, SPACE_S, Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.segmented import Segmented

_KINDS = {"copy": "patient-copy", "record": "record"}


class IssuedPanel(QWidget):
    """The signed files of the newest issue, from the store."""

    failed = Signal(str)
    """One sentence."""

    printed = Signal(int)
    """Pages that went to the printer."""

    def __init__(self, desk: Desk, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bridge = desk, bridge
        self._jobs = Jobs(self)
        self._documents: dict[str, StoredDocument] = {}
        theme = bridge.theme
        self._banner_place = QVBoxLayout()
        self.which = Segmented(
            theme,
            self.tr("File"),
            (Choice("copy", self.tr("Patient’s copy")), Choice("record", self.tr("Record"))),
            compact=True,
        )
        self.which.set_value("copy")
        self.which.chosen.connect(lambda _code: self._show_file())
        self.print_button = ActionButton(theme, self.tr("Print"), kind="primary", icon="printer")
        self.print_button.setObjectName("print")
        self.print_button.clicked.connect(self._print)
        self.save_button = ActionButton(theme, self.tr("Save as…"), icon="save")
        self.save_button.setObjectName("save")
        self.save_button.clicked.connect(self._save)
        self.preview = PreviewPane(theme, desk.previews)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.which, 1)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addLayout(self._banner_place)
        column.addLayout(row)
        column.addWidget(self.preview)

    def show_issued(self, issued: Issued) -> None:
        """Say what was just issued and verified."""
        text = self.tr(
            "Signed, verified and stored as version {0}. Verdict: {1}. Fingerprint {2}."
        ).format(
            issued.version,
            wording.VERDICT_WORDS[issued.verdict],
            short_fingerprint(issued.fingerprint),
        )
        self._say(self.tr("Issued"), text)

    def showEvent(self, event: object) -> None:
        """Fetch the files when they are first looked at."""
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event
        if not self._documents:
            self._fetch()

    def file(self, which: str) -> StoredDocument | None:
        """The signed file: "copy" or "record"."""
        return self._documents.get(_KINDS[which])

    def print_to(self, printer: QPrinter) -> None:
        """Print the file that is shown; on another thread."""
        document = self.file(self.which.value() or "copy")
        if document is None:
            return
        pdf, previews = document.data, self._desk.previews

        def done(pages: int) -> None:
            self._note("document.print", document)
            self.printed.emit(pages)

        self._jobs.start(lambda: print_document(pdf, printer, previews), done, self.failed.emit)

    def save_to(self, target: Path) -> None:
        """Save the file that is shown; a failure is said in one sentence."""
        document = self.file(self.which.value() or "copy")
        if document is None:
            return
        try:
            save_document(document.data, target)
        except UserFacingError as problem:
            self.failed.emit(str(problem))
            return
        self._note("document.export", document)
        self._say(self.tr("Saved"), self.tr("The signed file was saved."))

    # --- inside ------------------------------------------------------------------------------

    def _consultation_id(self) -> str:
        return self._bridge.session.consultation.consultation_id

    def _fetch(self) -> None:
        found = self._desk.clinic.store.documents(self._consultation_id())
        self._documents = {document.kind: document for document in found}
        if self._documents and self._banner_place.count() == 0:
            head = self._desk.clinic.store.consultation(self._consultation_id())
            verdict = wording.VERDICT_WORDS[Verdict(head.verdict)]
            text = self.tr("Version {0}. Verdict: {1}. It cannot be changed any more.")
            self._say(self.tr("Issued"), text.format(head.version, verdict))
        self._show_file()

    def _show_file(self) -> None:
        which = self.which.value() or "copy"
        document = self.file(which)
        if document is not None:
            self.preview.show_document(document.data, which)

    def _say(self, title: str, text: str) -> None:
        while (item := self._banner_place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        banner = Banner(self._bridge.theme, Tone.OK, title, text)
        banner.setObjectName("issued-message")
        self._banner_place.addWidget(banner)
        banner.announce()

    def _print(self) -> None:
        printer = ask_printer(self)
        if printer is not None:
            self.print_to(printer)

    def _save(self) -> None:
        which = self.which.value() or "copy"
        head = self._desk.clinic.store.consultation(self._consultation_id())
        name = proposed_name(_KINDS[which], self._consultation_id(), head.version)
        target, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the signed file"), name, self.tr("PDF files (*.pdf)")
        )
        if target:
            self.save_to(Path(target))

    def _note(self, action: str, document: StoredDocument) -> None:
        self._desk.casebook.audit(action, self._consultation_id(), file=document.sha256)
