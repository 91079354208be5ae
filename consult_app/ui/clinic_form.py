"""The clinic's details, as they stand on paper."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.domain.consultation import Clinic
from consult_app.ui.form_field import FormField
from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_M


class ClinicForm(QWidget):
    """Name, address, and whom a patient calls by day, by night and in an emergency."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._name = FormField(theme, self.tr("Name of the clinic"))
        self._address = FormField(
            theme, self.tr("Address"), hint=self.tr("On one line, parted by commas."), limit=240
        )
        self._phone = FormField(theme, self.tr("Telephone"))
        self._night = FormField(
            theme,
            self.tr("Out of hours"),
            hint=self.tr("A number, or where to go in the evening and at weekends."),
        )
        self._emergency = FormField(
            theme,
            self.tr("Emergency number"),
            hint=self.tr("The public one. Nothing can be issued until all three are filled in."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        fields = {
            "name": self._name,
            "address": self._address,
            "phone": self._phone,
            "out-of-hours": self._night,
            "emergency": self._emergency,
        }
        for name, field in fields.items():
            field.setObjectName(f"clinic.{name}")
            column.addWidget(field)
        self.setFocusProxy(self._name)

    def show_details(self, details: Clinic) -> None:
        """Fill the form in."""
        self._name.set_text(details.name)
        self._address.set_text(", ".join(details.address))
        self._phone.set_text(details.phone)
        self._night.set_text(details.out_of_hours)
        self._emergency.set_text(details.emergency_number)

    def details(self) -> Clinic:
        """What is filled in."""
        lines = tuple(part.strip() for part in self._address.text().split(","))
        return Clinic(
            self._name.text(),
            tuple(line for line in lines if line),
            self._phone.text(),
            self._night.text(),
            self._emergency.text(),
        )

    def check(self) -> bool:
        """Whether the name is there; otherwise say so. The numbers may come later."""
        if self._name.text():
            return True
        self._name.set_problem(self.tr("Type the name of the clinic."))
        self._name.setFocus()
        return False
