"""One whole page of a consultation, to judge the widgets together."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from ui_gallery_forms import STEPS, YES_NO, card
from ui_gallery_messages import FINDINGS

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.bulk_card import BulkCard, BulkLine
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.finding_panel import FindingList
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.rail import Rail
from consult_app.ui.widgets.saved_label import SavedLabel
from consult_app.ui.widgets.scroll_page import ScrollPage
from consult_app.ui.widgets.segmented import Segmented
from consult_app.ui.widgets.text_field import TextField


def _bar(theme: Theme) -> QFrame:
    bar = QFrame()
    bar.setProperty("role", "bar")
    row = QHBoxLayout(bar)
    row.setContentsMargins(24, 12, 24, 12)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(PlainLabel("Example, Dana", "section"))
    words.addWidget(
        PlainLabel("Born 14 March 1984 (42) \u00b7 Acne scars, cheeks \u00b7 Visit 1", tone="muted")
    )
    saved = SavedLabel(theme)
    saved.set_saved("10:42")
    row.addLayout(words)
    row.addStretch(1)
    row.addWidget(saved)
    row.addSpacing(16)
    row.addWidget(ActionButton(theme, "Summary", icon="file-text"))
    return bar


def _body(theme: Theme) -> ScrollPage:
    body = ScrollPage(theme, "Health")
    body.add_widget(PlainLabel("Health", "title"))
    progress = "3 of 8 answered. Open questions come back at the end."
    body.add_widget(PlainLabel(progress, tone="muted", wrap=True))
    thinner = Segmented(theme, "Blood thinner?", YES_NO)
    thinner.set_value("yes")
    dose = TextField(theme, "Reason and last dose", label="Reason and last dose")
    dose.set_value("Atrial fibrillation, this morning")
    flagged = card(theme, "Does the patient take a blood thinner or aspirin?", "", thinner, dose)
    flagged.set_tag("Raises a flag", Tone.CAUTION)
    healing = Segmented(theme, "Wound healing?", YES_NO)
    healing.set_value("no")
    body.add_widget(card(theme, "Any disorder of wound healing?", "Keloid, slow healing.", healing))
    body.add_widget(flagged)
    lines = [BulkLine(text, text, YES_NO) for text in ("Diabetes", "Epilepsy", "Hepatitis")]
    body.add_widget(BulkCard(theme, "Any of these?", lines, "None of these"))
    return body


def _side(theme: Theme) -> QFrame:
    side = QFrame()
    side.setProperty("role", "side")
    side.setFixedWidth(theme.px(320))
    listed = FindingList(theme, "Findings", "No rule has fired so far.")
    listed.set_findings(FINDINGS[:4])
    stack = QVBoxLayout(side)
    stack.setContentsMargins(16, 24, 16, 16)
    stack.addWidget(PlainLabel("Findings", "section"))
    stack.addWidget(listed)
    stack.addStretch(1)
    return side


def _foot(theme: Theme) -> QFrame:
    foot = QFrame()
    foot.setProperty("role", "bar")
    row = QHBoxLayout(foot)
    row.setContentsMargins(24, 12, 24, 12)
    row.addWidget(ActionButton(theme, "Stop questions", icon="arrow-left"))
    row.addStretch(1)
    row.addWidget(PlainLabel("5 open on this page", tone="muted"))
    row.addSpacing(16)
    row.addWidget(ActionButton(theme, "Next: Medicines", kind="primary"))
    return foot


def whole(theme: Theme) -> QWidget:
    """Bar, rail, cards, findings and foot."""
    widget = QWidget()
    widget.setProperty("role", "page")
    widget.resize(1440, 900)
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    column.addWidget(_bar(theme))
    middle = QHBoxLayout()
    middle.setSpacing(1)
    column.addLayout(middle, 1)
    rail = Rail(theme, "Consultation steps")
    rail.set_steps(STEPS)
    rail.set_current("3")
    middle.addWidget(rail)
    middle.addWidget(_body(theme), 1)
    middle.addWidget(_side(theme))
    column.addWidget(_foot(theme))
    return widget
