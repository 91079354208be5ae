"""Take over the practitioner's own certificate from a PKCS#12 file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from consult_app.domain.report import wording
from consult_app.services.ports import SigningIdentity
from consult_app.ui.document_files import read_document
from consult_app.ui.jobs import Jobs
from consult_app.ui.page_cards import value_grid
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import PlainLabel

ImportPkcs12 = Callable[[bytes, str], SigningIdentity]
"""Reads a PKCS#12 file with its password; raises CertificateError with one sentence."""


@dataclass(frozen=True)
class Holder:
    """What a certificate says of itself."""

    name: str
    issuer: str
    expires: dt.date


def holder_of(certificate: bytes) -> Holder:
    """Read a DER certificate's holder, issuer and last day."""
    # Only somebody who imports a certificate needs the reader of certificates.
    from cryptography import x509  # noqa: PLC0415
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    found = x509.load_der_x509_certificate(certificate)

    def common_name(name: x509.Name) -> str:
        parts = name.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(parts[0].value) if parts else name.rfc4514_string()

    expires = found.not_valid_after_utc.date()
    return Holder(common_name(found.subject), common_name(found.issuer), expires)


class CertificateDialog(QDialog):
    """Choose the file, type its password, see whose it is, and use it.

    After acceptance `identity` holds what was imported.
    """

    def __init__(
        self, theme: Theme, import_pkcs12: ImportPkcs12, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._import_pkcs12 = theme, import_pkcs12
        self._jobs = Jobs(self)
        self._path: Path | None = None
        self.identity: SigningIdentity | None = None
        self.setWindowTitle(self.tr("Import a certificate"))
        self.setMinimumWidth(theme.px(520))
        self.choose = ActionButton(theme, self.tr("Choose the file\u2026"), icon="folder-open")
        self.choose.clicked.connect(self._ask)
        self.file_name = PlainLabel(self.tr("No file chosen"), "body", "muted", wrap=True)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("Password of the file"))
        self.read = ActionButton(theme, self.tr("Read the certificate"), kind="primary")
        self.read.clicked.connect(self._read)
        self.password.returnPressed.connect(self._read)
        self.message = PlainLabel("", "body", "stop", wrap=True)
        self.message.hide()
        self.found = QWidget()
        self._found_column = QVBoxLayout(self.found)
        self._found_column.setContentsMargins(0, 0, 0, 0)
        self.found.hide()
        self.use = ActionButton(theme, self.tr("Use this certificate"), kind="primary")
        self.use.clicked.connect(self.accept)
        self.use.hide()
        self._lay_out()

    def choose_file(self, path: Path) -> None:
        """Take `path` as the file to read."""
        self._path = path
        self.file_name.setText(path.name)
        self._forget()
        self.password.setFocus()

    def _lay_out(self) -> None:
        cancel = ActionButton(self._theme, self.tr("Cancel"), kind="quiet")
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_S)
        foot.addStretch(1)
        for button in (cancel, self.read, self.use):
            foot.addWidget(button)
        file_row = QHBoxLayout()
        file_row.setSpacing(SPACE_M)
        file_row.addWidget(self.choose)
        file_row.addWidget(self.file_name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        explain = self.tr(
            "A file that ends in .p12 or .pfx holds a certificate with its private key. "
            "It is used for the signatures of the files that you issue from now on."
        )
        column.addWidget(PlainLabel(self.tr("Import a certificate"), "title"))
        column.addWidget(PlainLabel(explain, wrap=True))
        column.addLayout(file_row)
        column.addWidget(PlainLabel(self.tr("Password of the file"), "body", "muted"))
        column.addWidget(self.password)
        column.addWidget(self.message)
        column.addWidget(self.found)
        column.addStretch(1)
        column.addLayout(foot)

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Choose the certificate"),
            "",
            self.tr("Certificates (*.p12 *.pfx);;All files (*)"),
        )
        if chosen:
            self.choose_file(Path(chosen))

    def _read(self) -> None:
        if self._path is None:
            self._refuse(self.tr("Choose the file first."))
            return
        if self._jobs.busy:
            return
        self._forget()
        self.read.setEnabled(False)
        path, password, import_pkcs12 = self._path, self.password.text(), self._import_pkcs12

        def work() -> tuple[SigningIdentity, Holder]:
            identity = import_pkcs12(read_document(path), password)
            return identity, holder_of(identity.certificates[0])

        self._jobs.start(work, self._show, self._refuse)

    def _show(self, found: tuple[SigningIdentity, Holder]) -> None:
        self.identity, holder = found
        self.read.setEnabled(True)
        self.password.clear()
        rows = (
            (self.tr("Holder"), holder.name),
            (self.tr("Issued by"), holder.issuer),
            (self.tr("Valid until"), wording.short_date(holder.expires)),
        )
        shown = QWidget()
        shown.setLayout(value_grid(rows))
        self._found_column.addWidget(shown)
        self.found.show()
        self.read.hide()
        self.use.show()
        self.use.setFocus()
        announce(self, ". ".join(f"{label}: {value}" for label, value in rows))

    def _refuse(self, sentence: str) -> None:
        self.read.setEnabled(True)
        self.message.setText(sentence)
        self.message.show()
        self.password.selectAll()
        self.password.setFocus()
        announce(self, sentence, urgent=True)

    def _forget(self) -> None:
        """Take back what an earlier file or password gave."""
        self.identity = None
        self.message.hide()
        self.use.hide()
        self.read.show()
        while (item := self._found_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.found.hide()
