"""Before a consultation opens: whether the patient on the screen is the one in the room."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from consult_app.domain.consultation import PatientIdentity
from consult_app.services.desk import Desk
from consult_app.ui.centred_page import CentredPage
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.wording import born_text, identity_text


class PatientCheck(CentredPage):
    """Asked only where two patients carry the same name; there is no default answer."""

    confirmed = Signal()
    refused = Signal()

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        patient: PatientIdentity,
        others: tuple[PatientIdentity, ...],
    ) -> None:
        """`others` carry the same name."""
        super().__init__(theme, self.tr("Is this the patient in the room?"), "")
        self.setObjectName("patient-check")
        today = desk.clock.today()
        self.body.addWidget(PlainLabel(patient.display_name, "title", wrap=True))
        self.body.addWidget(PlainLabel(born_text(patient, today), "title", wrap=True))
        number = patient.record_number or self.tr("none")
        self.body.addWidget(PlainLabel(self.tr("Record number: {0}").format(number), "section"))
        for other in others:
            banner = Banner(
                theme,
                Tone.CAUTION,
                self.tr("There is another patient of this name"),
                identity_text(other, today),
            )
            self.body.addWidget(banner)
        back = ActionButton(theme, self.tr("No, go back"))
        back.setObjectName("patient-check.no")
        back.clicked.connect(self.refused)
        self._back = back
        yes = ActionButton(theme, self.tr("Yes, birth date and number agree"))
        yes.setObjectName("patient-check.yes")
        yes.clicked.connect(self.confirmed)
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(yes)
        self.body.addLayout(foot)

    def focus_first(self) -> None:
        """Put the keyboard on going back: a stray key must not confirm an identity."""
        self._back.setFocus()
