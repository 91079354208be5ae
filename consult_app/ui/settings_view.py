"""Settings: the clinic's details, and how the program looks on this machine."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.services.certificates import CertificateImport
from consult_app.services.desk import FrontDoor
from consult_app.services.ports import SigningIdentity, UserFacingError
from consult_app.ui.centred_page import CentredPage
from consult_app.ui.certificate_dialog import CertificateDialog
from consult_app.ui.clinic_form import ClinicForm
from consult_app.ui.theme import ColourMode, Theme
from consult_app.ui.tokens import TEXT_SCALES, Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.choice_list import ChoiceList
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.segmented import Segmented


class SettingsView(CentredPage):
    """Looks apply at once; the clinic's details when they are saved."""

    closed = Signal()

    look_chosen = Signal()
    """Colours or text size were chosen; the theme has them already."""

    def __init__(
        self,
        theme: Theme,
        front_door: FrontDoor,
        certificates: CertificateImport | None = None,
    ) -> None:
        """`certificates` is there while a clinic is open; only then can another one be chosen."""
        super().__init__(theme, self.tr("Settings"), "", width=620)
        self._certificates = certificates
        self.setObjectName("settings")
        self._front_door = front_door
        self._form = ClinicForm(theme)
        self._form.show_details(front_door.details())
        self._problem: Banner | None = None
        self.body.addWidget(PlainLabel(self.tr("Text size"), "strong"))
        self.body.addWidget(self._made_scale())
        self.body.addWidget(PlainLabel(self.tr("Colours"), "strong"))
        self.body.addWidget(self._made_colours())
        self.body.addWidget(PlainLabel(self.tr("The clinic, as it stands on paper"), "section"))
        self.body.addWidget(self._form)
        if certificates is not None:
            self.body.addWidget(PlainLabel(self.tr("Signing"), "section"))
            self.body.addWidget(self._made_certificate_row())
        cancel = ActionButton(theme, self.tr("Close"))
        cancel.setObjectName("settings.close")
        cancel.clicked.connect(self.closed)
        save = ActionButton(theme, self.tr("Save"), kind="primary")
        save.setObjectName("settings.save")
        save.clicked.connect(self._save)
        foot = QHBoxLayout()
        foot.addWidget(cancel)
        foot.addStretch(1)
        foot.addWidget(save)
        self.body.addLayout(foot)

    def focus_first(self) -> None:
        """Put the keyboard into the clinic's details."""
        self._form.setFocus()

    def _made_certificate_row(self) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        self._signing = PlainLabel(
            self.tr("Documents are signed with the certificate that the clinic keeps for you."),
            "body",
            "muted",
            wrap=True,
        )
        self._signing.setObjectName("settings.signing")
        choose = ActionButton(self.theme, self.tr("Use another certificate\u2026"))
        choose.setObjectName("settings.certificate")
        choose.clicked.connect(self._choose_certificate)
        column.addWidget(self._signing)
        column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeading)
        return row

    def _choose_certificate(self) -> None:
        certificates = self._certificates
        if certificates is None:
            return
        dialog = CertificateDialog(self.theme, certificates.read, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._use(dialog.identity))
        dialog.open()

    def _use(self, identity: SigningIdentity | None) -> None:
        if self._certificates is None or identity is None:
            return
        try:
            self._certificates.use(identity)
        except UserFacingError as problem:
            self._signing.setText(str(problem))
            return
        self._signing.setText(self.tr("Documents are signed with the imported certificate."))

    def _made_scale(self) -> Segmented:
        choices = [Choice(str(scale), f"{scale} %") for scale in TEXT_SCALES]
        row = Segmented(self.theme, self.tr("Text size"), choices)
        row.setObjectName("settings.scale")
        row.set_value(str(self.theme.text_scale))
        row.chosen.connect(self._choose_scale)
        return row

    def _made_colours(self) -> ChoiceList:
        names = {
            ColourMode.SYSTEM: self.tr("As the desktop"),
            ColourMode.LIGHT: self.tr("Light"),
            ColourMode.DARK: self.tr("Dark"),
            ColourMode.CONTRAST_LIGHT: self.tr("High contrast, light"),
            ColourMode.CONTRAST_DARK: self.tr("High contrast, dark"),
        }
        choices = [Choice(mode.value, name) for mode, name in names.items()]
        rows = ChoiceList(self.theme, self.tr("Colours"), choices)
        rows.setObjectName("settings.colours")
        rows.set_value(self.theme.mode.value)
        rows.chosen.connect(self._choose_colours)
        return rows

    def _choose_scale(self, scale: str) -> None:
        self.theme.set_text_scale(int(scale))
        self.look_chosen.emit()

    def _choose_colours(self, mode: str) -> None:
        self.theme.set_mode(ColourMode(mode))
        self.look_chosen.emit()

    def _save(self) -> None:
        if not self._form.check():
            return
        try:
            self._front_door.save_details(self._form.details())
        except UserFacingError as problem:
            self._show_problem(str(problem))
            return
        self.closed.emit()

    def _show_problem(self, problem: str) -> None:
        if self._problem is not None:
            self.body.removeWidget(self._problem)
            self._problem.hide()
            self._problem.deleteLater()
        self._problem = Banner(self.theme, Tone.STOP, self.tr("Not saved"), problem)
        self.body.insertWidget(self.body.count() - 1, self._problem)
        self._problem.announce()
