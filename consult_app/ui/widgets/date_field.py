"""A date in full or in part, typed in any common way and shown so that it cannot be misread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.widgets.committed_field import CommittedField
from consult_app.ui.widgets.date_text import describe_date, parse_date, spell_date


class DateField(CommittedField):
    """Editor with a Today button; the value is 2026, 2026-05 or 2026-05-03."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        today: Callable[[], dt.date],
        *,
        label: str = "",
        today_button: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`today` tells the current day; `today_button` is off where today makes no sense."""
        editor = QLineEdit()
        super().__init__(theme, name, editor, label=label, parent=parent)
        self._today = today
        editor.setPlaceholderText(self.tr("3/5/2026, 5/2026 or 2026"))
        editor.setMaxLength(40)
        editor.setFixedWidth(theme.px(240))
        self.row.setStretchFactor(editor, 0)
        if today_button:
            button = QPushButton(self.tr("Today"))
            button.setAccessibleName(self.tr("Today, {0}").format(name))
            button.setAutoDefault(False)
            button.clicked.connect(self._take_today)
            self.row.addWidget(button)
        self.row.addStretch(1)

    def read(self, text: str) -> str | None:
        """Date as 2026, 2026-05 or 2026-05-03; ValueError with one sentence."""
        return parse_date(text) if text.strip() else None

    def show_value(self, value: str | None) -> str:
        """Write the date out, so that day and month cannot be confused."""
        return spell_date(value) if value else ""

    def describe(self, value: str | None) -> str:
        """Weekday and distance from today, or what is not known."""
        return describe_date(value, self._today()) if value else ""

    def preview(self) -> str:
        """While typing, the date written out first."""
        try:
            value = self.read(self.text())
        except ValueError:
            return ""
        return f"{spell_date(value)} \u00b7 {self.describe(value)}" if value else ""

    def _take_today(self) -> None:
        self.take_value(self._today().isoformat())
