"""A number with its unit; neither the wheel nor the arrows can change it."""

from __future__ import annotations

import re
from decimal import Decimal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.widgets.committed_field import CommittedField
from consult_app.ui.widgets.plain_label import PlainLabel

_NUMBER = re.compile(r"([-\u2212]?)([0-9]+)(?:([.,])([0-9]+))?")


def parse_number(text: str, decimals: int) -> Decimal:
    """Read a number with at most `decimals` places, with point or comma.

    ValueError with one sentence otherwise. A comma before three digits is refused, because it
    may stand for thousands.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            QCoreApplication.translate("NumberField", "Write a number in digits, such as 12.")
        )
    sign, whole, mark, places = found.groups()
    if mark == "," and len(places) == 3:
        message = QCoreApplication.translate("NumberField", "Write {0} or {1}, whichever is meant.")
        raise ValueError(message.format(whole + places, f"{whole}.{places}"))
    if places and len(places.rstrip("0")) > decimals:
        if decimals == 0:
            raise ValueError(QCoreApplication.translate("NumberField", "Write a whole number."))
        message = QCoreApplication.translate("NumberField", "Write at most {0} decimal places.")
        raise ValueError(message.format(decimals))
    return Decimal(f"{'-' if sign else ''}{whole}.{places or '0'}")


class NumberField(CommittedField):
    """Short editor with the unit behind it; the value is a decimal number as text ("2.5")."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        unit: str = "",
        minimum: Decimal | None = None,
        maximum: Decimal | None = None,
        decimals: int = 0,
        label: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`minimum` and `maximum` are inclusive, in `unit`; `decimals` is the most accepted."""
        editor = QLineEdit()
        super().__init__(theme, name, editor, label=label, parent=parent)
        self._minimum, self._maximum, self._decimals = minimum, maximum, decimals
        self._unit = unit
        editor.setMaxLength(20)
        editor.setFixedWidth(theme.px(128))
        self.row.setStretchFactor(editor, 0)
        if unit:
            self.row.addWidget(PlainLabel(unit, "body", "muted"))
            editor.setAccessibleName(f"{name} ({unit})")
        self.row.addStretch(1)

    def read(self, text: str) -> str | None:
        """Number in its shortest decimal writing; ValueError outside the range."""
        if not text.strip():
            return None
        number = parse_number(text, self._decimals)
        low, high = self._minimum, self._maximum
        if low is not None and number < low:
            raise ValueError(self.tr("The least is {0}.").format(self._with_unit(low)))
        if high is not None and number > high:
            raise ValueError(self.tr("The most is {0}.").format(self._with_unit(high)))
        return format(number.normalize(), "f")

    def _with_unit(self, number: Decimal) -> str:
        return f"{number} {self._unit}".strip()
