"""The one style sheet: what Qt draws itself (fields, buttons, frames, labels, scroll bars).

Widgets say what they are through dynamic properties set before they are shown: ``role`` on
frames and labels, ``tone`` on labels and frames, ``kind`` on buttons. Everything else is
painted by the widgets from the same tokens. Rules avoid left and right, so that the page
mirrors; ``min-height`` excludes padding and border in Qt.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from consult_app.ui.tokens import (
    ANSWER_HEIGHT,
    BUTTON_HEIGHT,
    RADIUS_CARD,
    RADIUS_CONTROL,
    RADIUS_PILL,
    TYPE_SCALE,
    Colours,
    Tone,
)

_SHEET = Template("""
QMainWindow, QDialog, QWidget[role="page"], QScrollArea[role="scroll"] { background: $page }
QFrame[role="bar"], QFrame[role="side"] { background: $surface; border: 0 }
QFrame[role="rule"] { background: $line; border: 0 }
QFrame[role="card"] {
  background: $surface; border: 1px solid $line; border-radius: ${card_radius}px }
QFrame[role="card"][state="confirm"] { border: 1px solid $accent; background: $accent_soft }
QFrame[role="card"][state="attention"] { border: 2px solid $caution }
QFrame[role="card"][state="stop"] { border: 2px solid $stop }
QFrame[role="popup"] {
  background: $surface; border: 1px solid $control; border-radius: ${control_radius}px }

QLabel { background: transparent; color: $ink }
$label_rules
QLabel[tone="muted"] { color: $muted }
QLabel[tone="accent"] { color: $accent }
QLabel:disabled { color: $muted }
$tone_rules

QLineEdit, QPlainTextEdit, QComboBox {
  background: $surface; color: $ink; border: 1px solid $control;
  border-radius: ${control_radius}px;
  selection-background-color: $accent; selection-color: $on_accent }
QLineEdit, QComboBox { min-height: ${field_height}px; padding: 0 12px }
QPlainTextEdit { padding: 8px 10px }
QLineEdit, QPlainTextEdit { placeholder-text-color: $muted }
QLineEdit:hover, QPlainTextEdit:hover { border-color: $ink }
QLineEdit:focus, QPlainTextEdit:focus { border-color: $accent }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"] { border: 2px solid $stop }
QLineEdit[invalid="true"] { min-height: ${field_height_thick}px; padding: 0 11px }
QLineEdit:disabled, QPlainTextEdit:disabled {
  background: $sunken; color: $muted; border-color: $line }

QPushButton {
  min-height: ${button_height}px; padding: 0 16px; border: 1px solid $control;
  border-radius: ${control_radius}px; background: $surface; color: $ink; font-weight: 500 }
QPushButton:hover { background: $accent_soft }
QPushButton:pressed { background: $sunken }
QPushButton:disabled { background: $sunken; color: $muted; border-color: $line }
QPushButton[kind="primary"] {
  background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
  padding: 0 24px }
QPushButton[kind="primary"]:hover { border-color: $ink }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $muted; border-color: $line }
QPushButton[kind="danger"] { color: $stop; border-color: $stop; font-weight: 600 }
QPushButton[kind="danger"]:hover { background: $stop_soft }
QPushButton[kind="danger"]:disabled { color: $muted; border-color: $line }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $accent }
QPushButton[kind="quiet"]:hover { background: $accent_soft; color: $accent }
QPushButton[kind="quiet"]:disabled { background: transparent; color: $muted }
QPushButton[kind="chip"] {
  background: transparent; border: 0; min-height: ${link_height}px; padding: 0 4px }
QPushButton[kind="link"] {
  background: transparent; border: 0; color: $accent; text-decoration: underline;
  min-height: ${link_height}px; padding: 0; }
QPushButton[kind="link"]:hover { background: $accent_soft }
QToolButton { border: 0; border-radius: ${control_radius}px; padding: 0 }
QToolButton:hover { background: $line }

QListView, QTableView, QTreeView {
  background: $surface; color: $ink; border: 1px solid $line; outline: 0;
  selection-background-color: $accent_soft; selection-color: $ink;
  alternate-background-color: $page; gridline-color: $line }
QListView[role="suggestions"] { border: 0; background: transparent }
QHeaderView::section {
  background: $surface; color: $muted; border: 0; border-bottom: 1px solid $line; padding: 8px }
QToolTip { background: $surface; color: $ink; border: 1px solid $control; padding: 4px 8px }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0 }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0 }
QScrollBar::handle { background: $control; border-radius: 3px; margin: 3px }
QScrollBar::handle:vertical { min-height: 32px }
QScrollBar::handle:horizontal { min-width: 32px }
QScrollBar::handle:hover { background: $muted }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0 }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent }
""")


def style_sheet(colours: Colours, text_scale: int) -> str:
    """Style sheet for one colour table at `text_scale` per cent."""

    def scaled(length: int) -> int:
        return round(length * text_scale / 100)

    labels = "\n".join(
        f'QLabel[role="{role}"] {{ font-size: {scaled(size)}px; font-weight: {weight} }}'
        for role, (size, weight) in TYPE_SCALE.items()
    )
    tones = "\n".join(
        f'QLabel[tone="{tone.value}"] {{ color: {colours.text_of(tone)} }}'
        for tone in Tone
        if tone is not Tone.NEUTRAL
    )
    grounds = "\n".join(
        f'QFrame[role="note"][tone="{tone.value}"] {{ background: {colours.ground_of(tone)};'
        f" border: 1px {'dashed' if tone is Tone.OPEN else 'solid'} {_note_edge(colours, tone)};"
        f" border-radius: {RADIUS_CONTROL}px }}"
        f' QFrame[role="chip"][tone="{tone.value}"] {{ background: {colours.ground_of(tone)};'
        f" border: 1px solid {_note_edge(colours, tone)}; border-radius: {RADIUS_PILL}px }}"
        for tone in Tone
    )
    strong = "\n".join(
        f'QFrame[role="note"][tone="{tone.value}"][strong="true"] {{'
        f" border: 2px solid {colours.text_of(tone)}; border-radius: {RADIUS_CARD}px }}"
        for tone in (Tone.STOP, Tone.CAUTION)
    )
    return _SHEET.substitute(
        asdict(colours),
        label_rules=labels,
        tone_rules=f"{tones}\n{grounds}\n{strong}",
        control_radius=RADIUS_CONTROL,
        card_radius=RADIUS_CARD,
        field_height=scaled(ANSWER_HEIGHT) - 2,
        field_height_thick=scaled(ANSWER_HEIGHT) - 4,
        button_height=scaled(BUTTON_HEIGHT) - 2,
        link_height=scaled(28),
    )


def _note_edge(colours: Colours, tone: Tone) -> str:
    """Edge of a note: an open one is drawn dashed, so its edge has to be seen."""
    if tone is Tone.OPEN:
        return colours.control
    return colours.line if tone is Tone.NEUTRAL else colours.ground_of(tone)
