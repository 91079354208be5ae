import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton, QWidget

from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.chips import ChipRow, ChipText
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.finding_panel import FindingList, FindingText
from consult_app.ui.widgets.focus_ring import FocusRing
from consult_app.ui.widgets.progress_overlay import ProgressOverlay
from consult_app.ui.widgets.saved_label import SavedLabel
from consult_app.ui.widgets.scroll_page import ScrollPage
from consult_app.ui.widgets.segmented import Segmented

STOP = FindingText(
    "wound",
    Tone.STOP,
    "Stop",
    "Open wound",
    "Seen today.",
    details=(("Rule", "Needles do not go through broken skin."),),
    links=(("S1", "Go to: Open wound"),),
    actions=(("finish", "Finish now"),),
)
NOTE = FindingText("type", Tone.INFO, "Note", "Skin type V")


def named(widget, kind, name):
    return next(b for b in widget.findChildren(kind) if name in (b.text(), b.accessibleName()))


@pytest.fixture
def findings(theme):
    return FindingList(theme, "Findings", "No rule has fired so far.")


def test_a_finding_opens_and_leads_to_the_answer_and_to_what_can_be_done(findings, show, qtbot):
    show(findings)
    findings.set_findings((STOP, NOTE))
    row = findings.rows()[0]
    links, actions = [], []
    findings.link_activated.connect(links.append)
    findings.action_requested.connect(lambda *codes: actions.append(codes))
    assert not row.is_expanded()
    qtbot.mouseClick(named(row, QToolButton, "Show details: Open wound"), Qt.MouseButton.LeftButton)
    assert row.is_expanded()
    qtbot.mouseClick(named(row, QPushButton, "Go to: Open wound"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(named(row, QPushButton, "Finish now"), Qt.MouseButton.LeftButton)
    assert links == ["S1"]
    assert actions == [("wound", "finish")]


def test_a_finding_without_details_offers_none(findings, show):
    show(findings)
    findings.set_findings((NOTE,))
    assert findings.rows()[0].findChildren(QToolButton) == []


def test_rows_that_stay_keep_their_opened_state_and_order_follows_the_list(findings, show):
    show(findings)
    findings.set_findings((STOP,))
    row = findings.rows()[0]
    row.set_expanded(True)
    findings.set_findings((NOTE, STOP))
    assert findings.rows()[1] is row
    assert row.is_expanded()
    changed = FindingText("wound", Tone.STOP, "Stop", "Open wound", "Healed.", details=STOP.details)
    findings.set_findings((NOTE, changed))
    assert findings.rows()[1] is not row
    assert findings.rows()[1].is_expanded()
    QApplication.processEvents()
    assert findings.rows()[0].y() < findings.rows()[1].y()


def test_an_empty_list_says_so_and_never_says_that_all_is_clear(findings, show):
    show(findings)
    findings.set_findings((STOP,))
    findings.set_findings(())
    assert findings.rows() == ()
    assert findings._empty.isVisible()


def test_only_new_findings_are_read_out_and_the_focus_stays(findings, show, monkeypatch):
    said = []
    monkeypatch.setattr(
        "consult_app.ui.widgets.finding_panel.announce",
        lambda _widget, text, urgent=False: said.append((text, urgent)),
    )
    typing = QLineEdit()
    show(typing, findings)
    typing.setFocus()
    findings.set_findings((NOTE,))
    assert said == []
    findings.set_findings((NOTE, STOP))
    assert said == [("Stop: Open wound", True)]
    assert typing.hasFocus()


def test_a_banner_has_one_action_and_can_be_closed(theme, show, qtbot):
    banner = Banner(theme, Tone.STOP, "Do not treat", "Open wound.", action="Finish now")
    note = Banner(theme, Tone.INFO, "Carried over", dismissible=True)
    show(banner, note)
    with qtbot.waitSignal(banner.action_requested):
        qtbot.mouseClick(named(banner, QPushButton, "Finish now"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(note.dismissed):
        qtbot.mouseClick(named(note, QToolButton, "Close: Carried over"), Qt.MouseButton.LeftButton)
    assert note.isHidden()
    assert banner.accessibleName() == "Do not treat. Open wound."


def test_chips_are_removed_only_by_whoever_set_them(theme, show, qtbot):
    row = ChipRow(theme, "Medicines")
    show(row)
    assert row.isHidden()
    row.set_chips((ChipText("a", "Apixaban", Tone.CAUTION, "raises a flag"), ChipText("b", "Zinc")))
    removed = []
    row.removed.connect(removed.append)
    qtbot.mouseClick(named(row, QToolButton, "Remove Zinc"), Qt.MouseButton.LeftButton)
    assert removed == ["b"]
    assert len(row.chips()) == 2
    row.set_chips(row.chips()[:1])
    assert [chip.text for chip in row.chips()] == ["Apixaban"]


def test_a_chip_can_be_opened_where_that_is_offered(theme, show, qtbot):
    row = ChipRow(theme, "Medicines", openable=True, removable=False)
    row.set_chips((ChipText("a", "Apixaban"),))
    show(row)
    opened = []
    row.opened.connect(opened.append)
    qtbot.mouseClick(named(row, QPushButton, "Apixaban"), Qt.MouseButton.LeftButton)
    assert opened == ["a"]


@pytest.mark.parametrize("right_to_left", [False, True], ids=["ltr", "rtl"])
def test_chips_wrap_into_lines_in_the_direction_of_reading(theme, show, qapp, right_to_left):
    if right_to_left:
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    row = ChipRow(theme, "Medicines")
    row.set_chips([ChipText(str(n), f"Medicine number {n}") for n in range(8)])
    show(row, width=420)
    chips = [row._flow.itemAt(n).geometry() for n in range(8)]
    assert len({chip.y() for chip in chips}) > 2
    assert all(row.rect().contains(chip) for chip in chips)
    assert (chips[0].x() > chips[1].x()) is right_to_left


def test_the_saved_state_is_a_word_each_time(theme, show):
    label = SavedLabel(theme)
    show(label)
    said = []
    for change in (label.set_editing, label.set_saving, lambda: label.set_saved("10:42")):
        change()
        said.append(label.text())
    label.set_failed("The disk is full.")
    assert [*said, label.text()] == ["Editing", "Saving…", "Saved 10:42", "Not saved"]
    assert label.accessibleName() == "Not saved"
    assert label.toolTip() == "The disk is full."


@pytest.fixture
def sheet(theme, show):
    below = QLineEdit()
    window = show(below)
    below.setFocus()
    overlay = ProgressOverlay(theme, window)
    overlay.below, overlay.stopped = below, []
    overlay.cancelled.connect(lambda: overlay.stopped.append(True))
    overlay.start("Issuing", ("Assess", "Sign", "Store"))
    return overlay


def test_the_sheet_covers_the_window_also_after_it_was_resized(sheet):
    window = sheet.parentWidget()
    assert sheet.geometry() == window.rect()
    window.resize(900, 500)
    assert sheet.geometry() == window.rect()


def test_the_sheet_keeps_the_keyboard_and_gives_it_back(sheet, tab):
    assert sheet._cancel.hasFocus()
    assert tab(sheet.parentWidget()) is sheet._cancel
    sheet.set_step(1)
    sheet.finish()
    assert sheet.isHidden()
    assert sheet.below.hasFocus()


def test_cancelling_is_asked_once_and_the_sheet_stays_until_it_is_done(sheet, press):
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert sheet.stopped == [True]
    assert sheet.isVisible()


def test_what_cannot_be_cancelled_ignores_escape(sheet, press):
    sheet.start("Storing", ("Store",), cancellable=False)
    press(Qt.Key.Key_Escape)
    assert sheet.stopped == []


def test_the_ring_lies_outside_what_has_the_keyboard_and_follows_it(theme, show, tab):
    answers = Segmented(theme, "Pregnant?", (Choice("yes", "Yes"), Choice("no", "No")))
    field = QLineEdit()
    window = show(answers, field)
    ring = FocusRing(theme, window)
    answers.focus_answer()
    first = answers.buttons[0]
    assert ring.target() is first
    assert ring.geometry().adjusted(4, 4, -4, -4).topLeft() == first.mapTo(
        window, first.rect().topLeft()
    )
    tab(window)
    assert ring.target() is field
    window.resize(500, 700)
    assert ring.geometry().width() == field.width() + 8


def test_the_ring_hides_when_its_widget_scrolls_out_of_the_page(theme, show, qtbot):
    page = ScrollPage(theme, "Health")
    window = show(page, height=300)
    field = QLineEdit()
    page.add_widget(field)
    for _ in range(6):
        filler = QWidget()
        filler.setFixedHeight(200)
        page.add_widget(filler)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 600)
    ring = FocusRing(theme, window)
    field.setFocus()
    assert ring.isVisible()
    page.verticalScrollBar().setValue(600)
    assert ring.isHidden()
    page.verticalScrollBar().setValue(0)
    assert ring.isVisible()


def test_the_ring_lets_go_of_a_widget_that_is_deleted(theme, show):
    window = show()
    field = QLineEdit(window)
    field.show()
    ring = FocusRing(theme, window)
    field.setFocus()
    assert ring.isVisible()
    field.setParent(None)
    field.deleteLater()
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    assert ring.target() is None
    window.resize(400, 400)
