"""Gallery pages of medicines, findings, signatures and everything that lies over a page."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from ui_gallery_forms import YES_NO, answers, card, page

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.chips import ChipRow, ChipText
from consult_app.ui.widgets.finding_panel import FindingList, FindingText
from consult_app.ui.widgets.focus_ring import FocusRing
from consult_app.ui.widgets.ink import Stroke
from consult_app.ui.widgets.progress_overlay import ProgressOverlay
from consult_app.ui.widgets.saved_label import SavedLabel
from consult_app.ui.widgets.segmented import Segmented
from consult_app.ui.widgets.signature_box import SignatureBox, TypedSignature
from consult_app.ui.widgets.suggestions import Suggestion
from consult_app.ui.widgets.text_field import TextField
from consult_app.ui.widgets.type_ahead import TypeAhead


def medicines(theme: Theme) -> QWidget:
    """Type-ahead with its list open, and chips."""
    widget, column = page(760, 640)
    rows = (
        Suggestion("1", "Apixaban", "Anticoagulant · Eliquis"),
        Suggestion("2", "Apixaban 5 mg", "Anticoagulant"),
        Suggestion("3", "Abrocitinib", "Medicine for eczema · Cibinqo", near=True),
    )
    field = TypeAhead(theme, "Add a medicine", lambda _text: rows, placeholder="Medicine name")
    chips = ChipRow(theme, "Medicines")
    chips.set_chips(
        (
            ChipText("a", "Apixaban 5 mg", Tone.CAUTION, "raises a flag"),
            ChipText("b", "Bisoprolol 2.5 mg"),
            ChipText("c", "Levothyroxine 75 µg"),
            ChipText("d", "zzmycin, not recognised", Tone.OPEN, "to be checked"),
            ChipText("e", "Isotretinoin 20 mg", Tone.STOP, "stops the treatment"),
        )
    )
    column.addWidget(card(theme, "Recorded", "", chips))
    column.addWidget(card(theme, "Current medicines", "", field))
    column.addStretch(1)
    field.editor.setText("apix")
    widget.show()
    field.show_suggestions("apix", rows)
    field.editor.setFocus()
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(field.editor, press)
    return widget


FINDINGS = (
    FindingText(
        "stop",
        Tone.STOP,
        "Stop",
        "Open wound in the area",
        "Seen today in the left cheek.",
        details=(
            ("Rule", "Needles do not go through broken skin."),
            ("Sources", "Label of the device (high); clinic policy."),
        ),
        links=(("S1", "Go to: Open wound"), ("S1.area", "Go to: Where")),
        actions=(("finish", "Finish now"),),
    ),
    FindingText(
        "defer",
        Tone.DEFER,
        "Not yet",
        "Isotretinoin stopped 3 months ago",
        "Not before 5 Aug 2026.",
        links=(("D1", "Go to: Isotretinoin"),),
    ),
    FindingText(
        "caution",
        Tone.CAUTION,
        "Caution",
        "Bleeding",
        "Apixaban, taken this morning.",
        links=(("D4", "Go to: Medicines"),),
    ),
    FindingText("open", Tone.OPEN, "Unknown", "Pregnancy", "The patient is not sure."),
    FindingText("info", Tone.INFO, "Note", "Skin type V", "Depth is limited in this plan."),
)


def findings(theme: Theme) -> QWidget:
    """Findings, banners, saved states and progress."""
    widget, column = page(1000, 760)
    for tone, title, text, action in (
        (Tone.STOP, "Do not treat today", "Open wound in the area.", "Finish now"),
        (Tone.CAUTION, "Incomplete rule set", "This pack is a draft.", ""),
        (Tone.INFO, "Carried over from 3 March 2026", "Read each answer aloud.", "Show"),
    ):
        column.addWidget(Banner(theme, tone, title, text, action=action, dismissible=not action))
    row = QHBoxLayout()
    row.setSpacing(24)
    column.addLayout(row, 1)
    left = QVBoxLayout()
    states = QHBoxLayout()
    states.setSpacing(24)
    labels = [SavedLabel(theme) for _ in range(4)]
    labels[0].set_editing()
    labels[1].set_saving()
    labels[2].set_saved("10:42")
    labels[3].set_failed("The disk is full.")
    for label in labels:
        states.addWidget(label)
    states.addStretch(1)
    left.addLayout(states)
    left.addSpacing(16)
    buttons = QHBoxLayout()
    for text, kind, icon in (
        ("Back", "", "arrow-left"),
        ("Next: Skin", "primary", ""),
        ("Withdraw", "danger", ""),
        ("More", "quiet", "plus"),
    ):
        buttons.addWidget(ActionButton(theme, text, kind=kind, icon=icon))
    off = ActionButton(theme, "Issue", kind="primary", icon="file-check")
    off.setEnabled(False)
    buttons.addWidget(off)
    left.addLayout(buttons)
    left.addStretch(1)
    row.addLayout(left, 1)
    listed = FindingList(theme, "Findings", "No rule has fired so far.")
    listed.setFixedWidth(theme.px(330))
    listed.set_findings(FINDINGS)
    listed.rows()[0].set_expanded(True)
    side = QVBoxLayout()
    side.addWidget(listed)
    side.addStretch(1)
    row.addLayout(side)
    return widget


def ink() -> tuple[Stroke, ...]:
    """Make a synthetic signature."""
    waves = tuple(
        (
            0.12 + 0.5 * t / 80,
            0.55 + 0.22 * math.sin(t / 5) * math.cos(t / 21),
            0.35 + 0.4 * math.sin(t / 9) ** 2,
            t * 12,
        )
        for t in range(81)
    )
    tail = tuple(
        (0.2 + 0.6 * t / 30, 0.82 - 0.1 * (t / 30) ** 2, 0.3 + t / 60, 1200 + t * 12)
        for t in range(31)
    )
    return waves, tail


def signatures(theme: Theme) -> QWidget:
    """Signature pads, empty and signed, and the typed alternative."""
    widget, column = page(1000, 640)
    row = QHBoxLayout()
    row.setSpacing(24)
    column.addLayout(row)
    empty = SignatureBox(theme, "Signature of the patient")
    signed = SignatureBox(theme, "Signature of the dermatologist")
    signed.pad.set_strokes(ink())
    signed.refresh()
    row.addWidget(card(theme, "Patient", "", empty))
    row.addWidget(card(theme, "Dermatologist", "", signed))
    typed = TypedSignature(
        theme,
        "Typed signature of the patient",
        "I agree, and this typed name stands for my signature.",
    )
    typed.set_value("Dana Example")
    column.addWidget(card(theme, "Sign by typing", "", typed))
    column.addStretch(1)
    return widget


def progress(theme: Theme) -> QWidget:
    """The progress sheet over a page."""
    widget = answers(theme)
    widget.resize(900, 700)
    sheet = ProgressOverlay(theme, widget)
    widget.show()
    sheet.start(
        "Issuing the documents",
        ("Assess", "Write the record", "Write the patient's copy", "Sign", "Check", "Store"),
    )
    sheet.set_step(3)
    return widget


def focus(theme: Theme) -> QWidget:
    """The focus ring on an answered question and on other controls, side by side."""
    widget, column = page(760, 420)
    answered = Segmented(theme, "Wound healing?", YES_NO)
    answered.set_value("no")
    column.addWidget(card(theme, "Any disorder of wound healing?", "", answered))
    text = TextField(theme, "Reason", label="Reason and last dose")
    column.addWidget(card(theme, "Reason", "", text))
    column.addStretch(1)
    ring = FocusRing(theme, widget)
    widget.show()
    widget.activateWindow()
    answered.focus_answer()
    QApplication.processEvents()
    ring.place()
    return widget
