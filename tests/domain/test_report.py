"""What the record says of the answers: short labels, positives first, and no silent negative."""

import datetime as dt
from dataclasses import replace

import pytest

from consult_app.domain.answers import Provenance
from consult_app.domain.assessment import RuleBook
from consult_app.domain.consultation import Consultation, PatientIdentity
from consult_app.domain.form import Question
from consult_app.domain.report import wording
from consult_app.domain.report.blocks import (
    Heading,
    KeyValues,
    Lines,
    PageBreak,
    Paper,
    Paragraph,
    TableBlock,
)
from consult_app.domain.report.issue_facts import IssueFacts
from consult_app.domain.report.record import record_report
from consult_app.services.session import plan_for
from tests.domain.small_book import BOOK, FORM, MEDICINES
from tests.fakes import CLINIC, DOCTOR
from tests.scenario import Scenario
from tests.services.conftest import PACK

LABELS = {
    "V2": "Childbearing potential", "P1": "Pregnancy", "S2": "Infection",
    "S2.site": "Skin infection", "C1": "Capacity", "A1": "Metal allergy", "H8": "Needle fear",
    "medicines": "Medicines", "medicines.name": "Name", "medicines.route": "Route",
    "medicines.status": "Status", "medicines.stopped_on": "Last used",
    "medicines.supplied": "Supply", "treatments": "Treatments", "treatments.kind": "Type",
    "treatments.in_area": "In area", "treatments.date": "Date", "X5": "Depths", "X5.zone": "Zone",
    "X5.depth": "Depth",
}  # fmt: skip
NEGATIVES = {"P1": "no", "A1": "none"}
ENTRY_WORDS = {"medicines": "medicine", "treatments": "treatment", "X5": "zone"}


def labelled(item):
    """The item with its label, its negative and the word for its entries."""
    item = replace(item, label=LABELS.get(item.link_id, ""))
    if isinstance(item, Question):
        negative = item.negative or NEGATIVES.get(item.link_id, "")
        return replace(item, negative=negative)
    item = replace(item, items=tuple(labelled(question) for question in item.items))
    word = ENTRY_WORDS.get(item.link_id)
    return replace(item, entry_word=word) if word else item


SHORT = replace(
    FORM,
    sections=tuple(
        replace(section, items=tuple(labelled(item) for item in section.items))
        for section in FORM.sections
    ),
)


class Story(Scenario):
    """A consultation on the labelled form, and the record that is printed of it."""

    def blocks(self, form=SHORT):
        book = RuleBook(form, BOOK.rules, BOOK.devices)
        pack = replace(PACK, form=form)
        self.book = book
        assessment = self.assessment
        consultation = Consultation(
            "c" * 12, PatientIdentity("p", "Example", "Dana", dt.date(1984, 3, 14), synthetic=True),
            DOCTOR, "small", "1", self.on, answers=self.answers,
        )  # fmt: skip
        facts = IssueFacts(
            consultation, pack, self.evidence, assessment,
            plan_for(pack, self.evidence, assessment, consultation), assessment.decided, CLINIC,
            1, dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC), 1, "a" * 64, "ab12", Paper.A4,
        )  # fmt: skip
        return record_report(facts).blocks

    def appendix(self, form=SHORT):
        """What stands below the heading of the answers."""
        blocks = list(self.blocks(form))
        return blocks[blocks.index(Heading("Answers", 2)) :]

    def rows(self, form=SHORT):
        """Labelled answers of the appendix."""
        tables = [block for block in self.appendix(form) if isinstance(block, KeyValues)]
        return [row for table in tables for row in table.rows]

    def denied(self, form=SHORT):
        """The paragraphs of the appendix except the legend of the marks."""
        return [block.text for block in self.appendix(form)[:-1] if isinstance(block, Paragraph)]

    def because(self, title):
        """What the record gives as the reason of a finding."""
        tables = [block for block in self.blocks() if isinstance(block, TableBlock)]
        findings = next(table for table in tables if table.header[0] == "Finding")
        return next(row[1] for row in findings.rows if row[0].endswith(f": {title}"))

    def open_lines(self):
        blocks = list(self.blocks())
        lines = blocks[blocks.index(Heading("Open questions", 2)) + 1]
        assert isinstance(lines, Lines)
        return lines.items


@pytest.fixture
def dana():
    """A complete consultation in which nothing fires."""
    story = Story(BOOK, MEDICINES).answering(
        V1="1984-03-14", V2="can", V3="2026-03-16", V4="plain", V5="cheeks", V6="lines",
        FST="I", P1="no", C1="yes", A1="none", H8=2, NOTE="no",
    )  # fmt: skip
    story.answer("S2.site", "none").entry("X5", zone="cheeks", depth="0.5")
    return story.that_is_all("medicines", "treatments", "X5")


# --- positives and negatives ----------------------------------------------------------------------


def test_positives_stand_in_two_columns_by_their_short_labels(dana):
    tables = [block for block in dana.appendix() if isinstance(block, KeyValues)]

    assert ("Childbearing potential", "Can") in tables[0].rows
    assert tables[0].columns == 2
    assert ("Needle fear", "2") in dana.rows()
    assert ("Capacity", "Yes") in dana.rows()


def test_negatives_of_a_step_are_one_paragraph(dana):
    assert dana.denied() == [
        "Answered no or none: Pregnancy.",
        "Answered no or none: Skin infection; Metal allergy; Medicines; Treatments.",
    ]


def test_a_negative_says_how_it_came_to_be(dana):
    dana.answer("A1", "none", Provenance.BULK_NEGATIVE)
    dana.answer("S2.site", "none", Provenance.EXAMINED)

    assert "Skin infection (e); Metal allergy (b); Medicines" in dana.denied()[1]


def test_what_was_not_asked_stands_nowhere(dana):
    dana.takes_back("A1")

    assert "Metal allergy" not in str(dana.appendix())


def test_dont_know_and_declined_are_never_among_the_negatives(dana):
    dana.does_not_know("A1").declines("P1")

    assert ("Metal allergy", "Does not know") in dana.rows()
    assert ("Pregnancy", "Prefers not to say") in dana.rows()
    assert not any("Pregnancy" in text or "Metal" in text for text in dana.denied())


def test_a_negative_of_an_earlier_visit_counts_only_when_it_was_confirmed(dana):
    dana.answer("A1", "none", Provenance.CARRIED_FORWARD)
    dana.answer("S2.site", "none", Provenance.RECONFIRMED)

    assert dana.denied()[1:] == [
        "Answered no or none: Skin infection (c); Medicines; Treatments.",
        "Answered no or none at an earlier visit, not confirmed: Metal allergy.",
    ]


def test_an_answer_that_cannot_count_is_marked_and_no_negative(dana):
    dana.answer("H8", 11)
    dana.answer("P1", "never", Provenance.EXAMINED)

    assert ("Needle fear", "11 (!)") in dana.rows()
    assert ("Pregnancy", "never (!)") in dana.rows()


def test_an_answer_to_a_question_that_no_longer_applies_is_not_printed(dana):
    dana.answer("V2", "cannot")

    assert "Pregnancy" not in str(dana.appendix())


def test_without_labels_the_questions_themselves_are_printed(dana):
    assert ("Fear", "2") in dana.rows(FORM)
    assert ("Born", "14 March 1984") in dana.rows(FORM)
    assert "Infection: S2.site" in dana.denied(FORM)[0]


# --- lists ----------------------------------------------------------------------------------------


def test_an_entry_of_a_list_is_one_line(dana):
    dana.takes("cetirizine", route="oral", supplied="self-bought")

    assert ("Medicine", "cetirizine, oral, current, self-bought") in dana.rows()
    assert ("Zone", "Cheeks, depth 0.5") in dana.rows()


def test_yes_and_no_inside_an_entry_keep_their_label(dana):
    dana.entry("treatments", kind="filler", in_area="yes", date="2025-11")
    dana.entry("treatments", kind="botulinum", in_area="no")

    assert ("Treatment", "Filler, in area, date November 2025") in dana.rows()
    assert ("Treatment", "Botulinum, in area: no") in dana.rows()


def test_what_is_not_known_of_an_entry_is_said(dana):
    dana.entry("treatments", kind="filler", in_area="yes")
    dana.does_not_know("treatments[e2].date")

    assert ("Treatment", "Filler, in area, date: does not know") in dana.rows()


def test_a_mark_that_a_whole_entry_shares_stands_once(dana):
    dana.entry("treatments", kind="filler", in_area="no")
    dana.answer("treatments[e2].kind", "filler", Provenance.RECORDS_SEEN)
    assert ("Treatment", "Filler (r), in area: no") in dana.rows()

    dana.answer("treatments[e2].in_area", "no", Provenance.RECORDS_SEEN)
    assert ("Treatment", "Filler, in area: no (r)") in dana.rows()


def test_a_list_that_was_not_closed_says_that_there_may_be_more(dana):
    state = dana.answers.list_state("X5")
    dana.answers = dana.answers.with_list("X5", replace(state, complete=False))
    dana.answers = dana.answers.with_list("medicines", replace(state, instances=(), complete=False))

    assert ("Depths", "list not closed: there may be more") in dana.rows()
    assert "Medicines" not in dana.denied()[1]
    assert "Depths \N{EM DASH} the list was not closed" in dana.open_lines()


def test_a_medicine_that_was_stopped_says_since_when(dana):
    dana.takes("Roaccutane", "stopped", route="oral", stopped_on="2025-12")

    tables = [block for block in dana.blocks() if isinstance(block, TableBlock)]
    medicines = next(table for table in tables if table.header[0] == "Medicine")

    assert medicines.header == ("Medicine", "Route", "Taken", "Supplied")
    assert medicines.rows == (("Roaccutane", "Oral", "Stopped, last used December 2025", ""),)


# --- scores ---------------------------------------------------------------------------------------


def test_the_questions_of_a_score_are_one_line(dana):
    dana.answering(FQ1="4", FQ2="0")

    assert [row for row in dana.rows() if "score" in row[0]] == [
        ("Fitzpatrick score, 2 questions", "4 of 8")
    ]
    assert "Eyes" not in str(dana.appendix())


def test_a_score_has_no_total_until_every_question_is_answered(dana):
    dana.answering(FQ1="4")

    assert ("Fitzpatrick score, 2 questions", "not complete: 1 of 2 answered") in dana.rows()


def test_a_score_that_nobody_took_is_left_out(dana):
    assert "score" not in str(dana.rows())


# --- findings and open questions ------------------------------------------------------------------


def test_a_finding_gives_its_reason_by_label(dana):
    dana.answer("A1", "nickel")

    assert dana.because("nickel") == "Metal allergy: Nickel"


def test_a_finding_on_a_list_names_the_entry_in_one_line(dana):
    dana.entry("treatments", kind="botulinum", in_area="yes", date="2026-03-10")

    words = "Treatment: Botulinum, in area, date 10 March 2026"
    assert dana.because("botulinum") == words


def test_an_open_question_of_a_list_says_in_which_entry(dana):
    dana.entry("treatments", kind="botulinum", in_area="yes")
    dana.takes("blue capsule").takes("white tablet")

    lines = dana.open_lines()
    assert "Treatment (Botulinum): date \N{EM DASH} not answered" in lines
    assert "Medicine (blue capsule): medicines.classified_as? \N{EM DASH} not answered" in lines
    assert "Medicine (white tablet): medicines.classified_as? \N{EM DASH} not answered" in lines


def test_two_entries_that_lack_the_same_answer_are_two_open_questions(dana):
    for _ in range(2):
        dana.entry("treatments", kind="botulinum", in_area="yes")

    assert list(dana.open_lines()) == 2 * ["Treatment (Botulinum): date \N{EM DASH} not answered"]


def test_the_screen_and_the_patient_keep_the_whole_question(dana):
    assert wording.question_words(SHORT, "A1") == "A1?"
    assert wording.label_words(SHORT, "A1") == "Metal allergy"
    assert wording.label_words(SHORT, "treatments[e1].date") == "Treatment: date"
    assert wording.label_words(SHORT, "treatments") == "Treatments"


@pytest.mark.parametrize(
    ("text", "small"),
    [("Date", "date"), ("INR, date", "INR, date"), ("HbA1c", "HbA1c"), ("eGFR", "eGFR"), ("", "")],
)
def test_abbreviations_keep_their_letters_inside_a_line(text, small):
    assert wording.small_initial(text) == small


def test_the_answers_begin_on_a_page_of_their_own(dana):
    blocks = list(dana.blocks())

    assert blocks[blocks.index(Heading("Answers", 2)) - 1] == PageBreak()
