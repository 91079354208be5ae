"""Gallery pages of the widgets that take answers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.bulk_card import BulkCard, BulkLine
from consult_app.ui.widgets.card import QuestionCard
from consult_app.ui.widgets.check_list import CheckList
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.choice_list import ChoiceList
from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.number_field import NumberField
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.rail import Rail, RailStep, StepState
from consult_app.ui.widgets.segmented import Segmented
from consult_app.ui.widgets.text_field import TextField

YES_NO = (Choice("yes", "Yes", "y"), Choice("no", "No", "n"), Choice("unsure", "Not sure", "u"))
STEPS = (
    RailStep("1", "Patient and goal", StepState.DONE),
    RailStep("2", "Stop questions", StepState.STOPPED, "1 stop"),
    RailStep("3", "Health", StepState.STARTED, "3 open"),
    RailStep("4", "Medicines", StepState.FLAGGED, "1 flag"),
    RailStep("5", "Skin"),
    RailStep("6", "Recent treatments and sun"),
    RailStep("7", "Plan and readiness"),
    RailStep("8", "Verdict"),
    RailStep("9", "Consent and signatures"),
)
TODAY = dt.date(2026, 5, 5)


def today() -> dt.date:
    """Return the gallery's fixed day."""
    return TODAY


def page(width: int, height: int) -> tuple[QWidget, QVBoxLayout]:
    """Make an empty page."""
    widget = QWidget()
    widget.setProperty("role", "page")
    widget.resize(width, height)
    column = QVBoxLayout(widget)
    column.setContentsMargins(32, 24, 32, 24)
    column.setSpacing(16)
    return widget, column


def card(theme: Theme, title: str, help_text: str, *widgets: QWidget) -> QuestionCard:
    """Make a card with widgets."""
    made = QuestionCard(theme, title, help_text)
    for widget in widgets:
        made.add_widget(widget)
    return made


def answers(theme: Theme) -> QWidget:
    """Segmented answers: empty, answered, unconfirmed, disabled, too long, affirmed."""
    widget, column = page(760, 1160)
    column.addWidget(PlainLabel("Medical history", "title"))
    column.addWidget(
        PlainLabel("5 of 7 answered. Open questions are listed again at the end.", tone="muted")
    )
    question = "Any disorder of wound healing?"
    empty = Segmented(theme, question, YES_NO)
    answered = Segmented(theme, question, YES_NO)
    answered.set_value("no")
    carried = Segmented(theme, question, YES_NO)
    carried.set_value("no")
    carried.set_tentative(True)
    locked = Segmented(theme, question, YES_NO)
    locked.set_value("yes")
    locked.setEnabled(False)
    column.addWidget(card(theme, question, "Keloid, hypertrophic scar, slow healing.", empty))
    flagged = card(theme, "Does the patient take a blood thinner or aspirin?", "", answered)
    flagged.set_tag("Raises a flag", Tone.CAUTION)
    flagged.set_note("Ask for the dose and when it was last taken.", Tone.CAUTION)
    column.addWidget(flagged)
    earlier = card(theme, "Known allergy to a local anaesthetic?", "", carried)
    earlier.set_tag("From 3 March 2026, not confirmed", Tone.OPEN)
    column.addWidget(earlier)
    column.addWidget(card(theme, "Pacemaker?", "", locked))
    long = (
        Choice("a", "Yes, within the last six months", "a"),
        Choice("b", "Yes, but longer ago", "b"),
        Choice("c", "No, never", "n"),
        Choice("d", "The patient prefers not to say", "p"),
    )
    stacked = Segmented(theme, "Isotretinoin?", long)
    stacked.set_value("b")
    column.addWidget(card(theme, "Isotretinoin by mouth?", "", stacked))
    affirm = QuestionCard(
        theme,
        "The patient has understood that more than one session may be needed",
        kind="confirm",
    )
    affirm.add_widget(Segmented(theme, "Understood", YES_NO[:2]))
    column.addWidget(affirm)
    column.addStretch(1)
    return widget


def lists(theme: Theme) -> QWidget:
    """Long single choice and check list."""
    widget, column = page(900, 760)
    row = QHBoxLayout()
    row.setSpacing(16)
    column.addLayout(row)
    skin = ChoiceList(
        theme,
        "Skin type",
        (
            Choice("1", "I", "1", "Always burns, never tans"),
            Choice("2", "II", "2", "Usually burns, tans a little"),
            Choice("3", "III", "3", "Sometimes burns, tans evenly"),
            Choice(
                "4",
                "IV",
                "4",
                "Rarely burns, tans well, and the text of this row is so long "
                "that it has to go on in a second line",
            ),
            Choice("5", "V", "5", "Very rarely burns"),
            Choice("6", "VI", "6", "Never burns"),
        ),
    )
    skin.set_value("3")
    row.addWidget(card(theme, "Skin type", "Set by the clinician.", skin))
    items = CheckList(
        theme,
        "Seen in the area",
        (
            Choice("herpes", "Cold sore or herpes in the area"),
            Choice("infection", "Infection of the skin: boil, impetigo, folliculitis"),
            Choice("moles", "Raised moles"),
            Choice("wound", "Open wound"),
            Choice("none", "None of these", "n", exclusive=True),
        ),
    )
    items.set_value(("herpes", "moles"))
    off = CheckList(theme, "Locked", (Choice("a", "Ticked and locked"), Choice("b", "Locked")))
    off.set_value(("a",))
    off.setEnabled(False)
    right = QVBoxLayout()
    right.setSpacing(16)
    right.addWidget(card(theme, "Seen in the area", "", items))
    right.addWidget(card(theme, "Locked", "", off))
    right.addStretch(1)
    row.addLayout(right)
    column.addStretch(1)
    return widget


def fields(theme: Theme) -> QWidget:
    """Text, number and date fields: empty, filled, refused, disabled."""
    widget, column = page(760, 1100)
    empty = TextField(theme, "Reason", label="Reason and last dose", placeholder="Few words")
    full = TextField(theme, "Reason", max_length=40)
    full.set_value("Atrial fibrillation, this morning <b>")
    full.editor.insert("x")
    many = TextField(theme, "Notes", multiline=True, label="Notes", max_length=500)
    many.set_value("Line one\nLine two\nLine three\nLine four")
    locked = TextField(theme, "Locked")
    locked.set_value("Cannot be changed")
    locked.setEnabled(False)
    column.addWidget(card(theme, "Text", "", empty, full, many, locked))
    dose = NumberField(theme, "Dose", unit="mg", minimum=Decimal(1), maximum=Decimal(80))
    dose.set_value("20")
    wrong = NumberField(theme, "Depth", unit="mm", maximum=Decimal(3), decimals=2)
    wrong.set_value("1.5")
    wrong.editor.setText("15")
    wrong.flush()
    column.addWidget(card(theme, "Numbers", "", dose, wrong))
    begun = DateField(theme, "Last dose", today, label="Last dose")
    typed = DateField(theme, "Typed", today)
    typed.editor.setText("3/5/2026")
    known = DateField(theme, "Known", today)
    known.set_value("2026-04")
    bad = DateField(theme, "Bad", today)
    bad.editor.setText("31/6/2026")
    bad.flush()
    column.addWidget(card(theme, "Dates", "", begun, typed, known, bad))
    column.addStretch(1)
    return widget


def bulk(theme: Theme) -> QWidget:
    """Bulk card and rail."""
    widget, column = page(1120, 640)
    row = QHBoxLayout()
    row.setSpacing(24)
    column.addLayout(row)
    rail = Rail(theme, "Consultation steps")
    rail.set_steps(STEPS)
    rail.set_current("3")
    row.addWidget(rail)
    texts = (
        "Heart disease or a device in the heart",
        "Diabetes",
        "Epilepsy",
        "A disease of the immune system, or a medicine that weakens it, other than those asked",
        "Hepatitis",
    )
    lines = [BulkLine(str(n), text, YES_NO) for n, text in enumerate(texts)]
    made = BulkCard(theme, "Any of these?", lines, "None of the others", "Read each one aloud.")
    made.set_line_value("1", "yes")
    made.set_line_value("2", "no", "together")
    right = QVBoxLayout()
    right.addWidget(made)
    right.addStretch(1)
    row.addLayout(right, 1)
    return widget
