"""The plan: settings by skin type, depth by zone, and what the patient will be told, dated."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.domain.facts import query as names
from consult_app.domain.plan import LineKind
from consult_app.services.desk import Desk
from consult_app.ui.links import JumpLink
from consult_app.ui.page_cards import (
    bullet_row,
    clear_layout,
    made_card,
    table_grid,
    value_grid,
)
from consult_app.ui.plan_parts import PlanText, SlotText, ZoneRow, plan_text
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.tokens import SPACE_M, SPACE_S, Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.scroll_page import ScrollPage

_KIND_ICONS = {
    LineKind.DO: ("check", "accent"),
    LineKind.DONT: ("ban", "stop"),
    LineKind.EXPECT: ("eye", "muted"),
    LineKind.CALL: ("phone", "info"),
    LineKind.EMERGENCY: ("octagon-alert", "stop"),
}
"""Shape and colour of each kind of line; the words say the same."""


class PlanView(QWidget):
    """The plan page of one consultation."""

    go_to = Signal(str)
    """Path of the question that the user wants to change."""

    def __init__(self, desk: Desk, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        del desk
        self._bridge = bridge
        self._shown: PlanText | None = None
        self._stale = True
        self.setAccessibleName(self.tr("Plan"))
        self.page = ScrollPage(bridge.theme, self.tr("Plan"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        self.setFocusProxy(self.page)
        self.page.add_widget(PlainLabel(self.tr("Plan"), "title"))
        self._area = QWidget()
        self._column = QVBoxLayout(self._area)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_M)
        self.page.add_widget(self._area)
        bridge.assessment_changed.connect(self._assessed)
        self.refresh()

    def refresh(self) -> None:
        """Show the plan as it stands; nothing is touched while it stays the same."""
        self._stale = False
        text = plan_text(self._bridge.session)
        if text == self._shown:
            return
        self._shown = text
        clear_layout(self._column)
        self._show_notes(text)
        self._show_settings(text)
        self._show_zones(text.zones)
        self._show_slots(self.tr("Before the treatment"), text.preparation)
        self._show_lines(
            self.tr("The patient calls first if"), [(LineKind.CALL, t) for t in text.call_first]
        )
        self._show_lines(self.tr("What to expect"), [(LineKind.EXPECT, t) for t in text.expect])
        self._show_slots(self.tr("After the treatment"), text.aftercare)
        self._show_lines(self.tr("Warning signs"), text.red_flags)
        self._show_lines(
            self.tr("On the day, for the clinic"), [(LineKind.DO, t) for t in text.clinic_day]
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _assessed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _show_notes(self, text: PlanText) -> None:
        theme = self._bridge.theme
        if not text.booked:
            banner = Banner(
                theme,
                Tone.CAUTION,
                self.tr("No treatment day is booked"),
                self.tr("The lines below carry no dates until it is."),
                action=self.tr("Book a day"),
            )
            banner.action_requested.connect(lambda: self.go_to.emit(names.PLANNED_DATE))
            self._column.addWidget(banner)
        else:
            booked = self.tr("Treatment is planned for {0}.").format(text.booked)
            self._column.addWidget(PlainLabel(booked, "body", "muted", wrap=True))
        if text.given:
            self._column.addWidget(Banner(theme, Tone.INFO, text.given))

    def _show_settings(self, text: PlanText) -> None:
        frame, column = made_card(self.tr("Settings by skin type"))
        column.addLayout(value_grid(text.settings))
        if names.SKIN_TYPE in self._bridge.session.pack.form.questions:
            column.addWidget(self._link(self.tr("Go to the skin type"), names.SKIN_TYPE))
        if text.course:
            column.addSpacing(SPACE_S)
            column.addWidget(PlainLabel(self.tr("Course"), "caption", "muted"))
            column.addWidget(PlainLabel(text.course, wrap=True))
        self._column.addWidget(frame)

    def _show_zones(self, zones: Sequence[ZoneRow]) -> None:
        frame, column = made_card(self.tr("Depth by zone"))
        if zones:
            rows = [
                (zone.zone, zone.purpose, zone.window, self._planned(zone), zone.note)
                for zone in zones
            ]
            header = (
                self.tr("Zone"),
                self.tr("Purpose"),
                self.tr("Cautious range"),
                self.tr("Planned"),
                self.tr("Note"),
            )
            column.addLayout(table_grid(header, rows, (3, 3, 3, 3, 5)))
            note = self.tr(
                "The ranges are practice defaults that warn; the dermatologist chooses the depth."
            )
            column.addSpacing(SPACE_S)
            column.addWidget(PlainLabel(note, "caption", "muted", wrap=True))
        else:
            none = self.tr("No area and purpose are chosen yet.")
            column.addWidget(PlainLabel(none, "body", "muted", wrap=True))
        form = self._bridge.session.pack.form
        if names.PLANNED_DEPTHS in form.lists:
            column.addWidget(self._link(self.tr("Go to the planned depths"), names.PLANNED_DEPTHS))
        if not zones and names.AREAS in form.questions:
            column.addWidget(self._link(self.tr("Go to the areas"), names.AREAS))
        self._column.addWidget(frame)

    def _planned(self, zone: ZoneRow) -> str:
        if not zone.outside:
            return zone.planned
        return self.tr("{0} (above the range)").format(zone.planned)

    def _show_slots(self, title: str, slots: Sequence[SlotText]) -> None:
        if not slots:
            return
        frame, column = made_card(title)
        for slot in slots:
            column.addSpacing(SPACE_S)
            column.addWidget(PlainLabel(slot.title, "strong", wrap=True))
            for kind, text in slot.lines:
                column.addWidget(self._line(kind, text))
        self._column.addWidget(frame)

    def _show_lines(self, title: str, lines: Sequence[tuple[LineKind, str]]) -> None:
        if not lines:
            return
        frame, column = made_card(title)
        for kind, text in lines:
            column.addWidget(self._line(kind, text))
        self._column.addWidget(frame)

    def _line(self, kind: LineKind, text: str) -> QWidget:
        icon, tone = _KIND_ICONS[kind]
        return bullet_row(self._bridge.theme, icon, tone, text)

    def _link(self, text: str, path: str) -> JumpLink:
        link = JumpLink(self._bridge.theme, text, path, self.go_to.emit)
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        return link
