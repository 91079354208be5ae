"""What the patient reads of the microneedling pack: words, dates, and what findings change."""

import datetime as dt
import re

import pytest

from consult_app.domain.answers import Answer, AnswerState
from consult_app.domain.dates import PartialDate
from consult_app.domain.plan import LineKind, Phase, make_plan
from consult_app.domain.truth import Truth
from tests.content.reading_age import grade, syllables
from tests.content.visits import FOR_THE_PATIENT, Visit, shipped_pack

GRADE = 6
LONGEST = 88
"""Characters that fit on one printed line at normal size."""


@pytest.fixture(scope="module")
def pack():
    return shipped_pack()


@pytest.fixture(scope="module")
def patient_lines(pack):
    return [line for line in pack.plan.lines if line.phase in FOR_THE_PATIENT]


def consent_texts(pack):
    for section in pack.consent.sections:
        yield section.title
        yield from section.paragraphs
        yield from section.lines
    yield pack.consent.declaration


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[("skin", 1), ("pause", 1), ("bleeds", 1), ("scrubs", 1), ("healed", 1), ("agreed", 2)],
        *[("needle", 2), ("treated", 2), ("sunscreen", 2), ("bruises", 2), ("warm", 1)],
        *[("medicine", 3), ("area", 3), ("prescribed", 2), ("paracetamol", 5)],
        *[("infection", 3), ("mineral", 3), ("antibiotic", 5), ("make", 1), ("while", 1)],
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_the_measure_finds_a_hard_sentence_hard_and_a_plain_one_plain():
    hard = "Discontinue exfoliating preparations and photosensitising medication immediately."
    assert grade(hard) > 12
    assert grade("Keep the skin clean. Do not touch it.") < 2


def test_every_line_for_the_patient_reads_at_grade_6_or_lower(patient_lines):
    hard = {line.line_id: grade(line.text) for line in patient_lines if grade(line.text) > GRADE}
    assert hard == {}


def test_every_part_of_the_consent_reads_at_grade_6_or_lower(pack):
    assert [text for text in consent_texts(pack) if grade(text) > GRADE] == []


def test_sheet_and_consent_as_a_whole_read_at_grade_6_or_lower(pack, patient_lines):
    sheet = " ".join(line.text.rstrip(".") + "." for line in patient_lines)
    consent = " ".join(text.rstrip(".") + "." for text in consent_texts(pack))
    assert grade(sheet) <= GRADE
    assert grade(consent) <= GRADE


def test_every_line_for_the_patient_fits_on_one_printed_line(patient_lines):
    assert [line.text for line in patient_lines if len(line.text) > LONGEST] == []


# What may never stand on the patient's copy.

NOT_FOR_RELATIVES = re.compile(
    r"herpe|simplex|zoster|shingles|\bhiv\b|aids|hepatit|pregnan|breast|keloid|diabet|isotretinoin"
    r"|roaccutane|accutane|retinoid|tretinoin|adapalene|benzoyl|acne|eczema|psoriasis|rosacea"
    r"|melasma|vitiligo|lupus|cancer|immun|dysmorph|mental|warfarin|fitzpatrick|skin type|phototype"
    r"|virus|antiviral|contraindicat|verdict|override|proceed",
    re.IGNORECASE,
)


def test_no_line_for_the_patient_names_what_a_relative_should_not_read(patient_lines):
    told = [line.text for line in patient_lines if NOT_FOR_RELATIVES.search(line.text)]
    assert told == []


def test_no_line_tells_the_patient_to_stop_anything(pack, patient_lines):
    everything = [line.text for line in patient_lines] + list(consent_texts(pack))
    told = [text for text in everything if re.search(r"\bstop", text, re.IGNORECASE)]
    assert told == ["Do not stop a medicine that a doctor gave you."]


def test_everybody_is_told_to_go_on_with_prescribed_medicines_before_and_after(pack):
    visit = Visit(pack)
    assert any("medicines that a doctor gave you" in t for t in visit.texts(Phase.PREPARATION))
    assert any("medicines that a doctor gave you" in t for t in visit.texts(Phase.AFTERCARE))


def test_creams_and_painkillers_that_are_left_out_are_only_those_that_nobody_prescribed(pack):
    tablets = re.compile(r"retinol and|acids, scrubs|aspirin or|No ibuprofen|ginkgo|no ibuprofen")
    lines = [line.text for line in pack.plan.lines if tablets.search(line.text)]
    assert len(lines) >= 5
    for text in lines:
        assert re.search(r"you bought|you buy|you chose|If a doctor chose them, go on", text), text


def test_the_emergency_number_is_the_clinics_and_never_ours(pack):
    texts = [line.text for line in pack.plan.lines] + list(consent_texts(pack))
    assert [text for text in texts if re.search(r"\b(911|112|999|000|111)\b", text)] == []


# Slots and dates.


def test_lines_of_one_slot_begin_together_so_that_its_heading_is_true(pack):
    starts = {}
    for line in pack.plan.lines:
        if line.phase in (Phase.PREPARATION, Phase.AFTERCARE):
            found = starts.setdefault((line.phase, line.slot), set())
            found.add((line.offset.days, line.offset.hours))
    assert all(slot for _, slot in starts)
    assert {slot: found for slot, found in starts.items() if len(found) > 1} == {}


def test_slots_follow_one_another_in_time(pack):
    for phase in (Phase.PREPARATION, Phase.AFTERCARE):
        offsets = [line.offset for line in pack.plan.lines if line.phase is phase]
        hours = [24 * o.days if o.days else (o.hours or 0) for o in offsets]
        assert hours == sorted(hours)


@pytest.mark.parametrize("time", [None, dt.time(10, 0)])
def test_a_day_after_is_a_day_after_with_and_without_a_time_of_treatment(pack, time):
    visit = Visit(pack)
    day = dt.date(2027, 1, 11)
    plan = make_plan(pack.plan, visit.evidence, lambda _rule: Truth.UNKNOWN, day, time)
    first = {}
    for line in plan.lines_of(Phase.AFTERCARE):
        first.setdefault(line.slot, (line.starts - day).days)
    assert first == {
        "First 4 hours": 0,
        "4 to 24 hours": 0,
        "24 hours after": 1,
        "48 hours after": 2,
        "72 hours after": 3,
        "Day 4 to 7": 4,
        "Weeks 2 to 4": 14,
        "6 weeks after": 42,
        "12 weeks after": 84,
    }


def test_preparation_is_dated_back_from_the_planned_day(pack):
    lines = {line.line_id: line for line in Visit(pack).plan.lines_of(Phase.PREPARATION)}
    assert lines["before-no-sun"].starts == dt.date(2026, 12, 14)
    assert lines["before-keep-medicines"].starts == dt.date(2027, 1, 4)
    assert lines["day-eat"].starts == dt.date(2027, 1, 11)


# What the findings change.


def test_of_each_merge_group_the_strictest_line_depends_on_findings_and_the_mildest_need_not(pack):
    groups = {}
    for line in pack.plan.lines:
        if line.merge:
            groups.setdefault(line.merge, []).append(line)
    assert len(groups) >= 9
    for merge, lines in groups.items():
        ranks = [line.rank for line in lines]
        assert len(set(ranks)) == len(lines) > 1, merge
        assert len({line.phase for line in lines}) == 1, merge
        assert max(lines, key=lambda line: line.rank).findings, merge


def test_a_patient_to_whom_no_rule_applies_gets_the_plain_sheet(pack):
    ids = Visit(pack).ids()
    assert {"before-sunscreen", "day-1-sunscreen", "day-4-restart", "week-2-next"} <= ids
    assert not {
        "before-tablets", "before-prescribed-cream", "before-no-supplements", "day-escort",
        "hour-4-press", "hour-4-check-twice", "day-2-send-photo", "week-12-scar-check",
    } & ids  # fmt: skip


@pytest.mark.parametrize("change", [{"FST": "IV"}, {"FST": "VI"}, {"S15__had": "yes"}])
def test_skin_that_darkens_waits_longer_and_gets_tinted_sunscreen_instead(pack, change):
    ids = Visit(pack, **change).ids()
    assert {
        "before-sunscreen-tinted", "day-1-sunscreen-tinted", "expect-dark-marks-more",
        "day-3-darker", "week-2-restart-late", "week-2-photo", "week-2-next-late",
    } <= ids  # fmt: skip
    assert not {"before-sunscreen", "day-1-sunscreen", "day-4-restart", "week-2-next"} & ids


def test_skin_type_that_nobody_confirmed_gets_the_stricter_sheet(pack):
    ids = Visit(pack, FST=None).ids()
    assert {"day-1-sunscreen-tinted", "week-2-restart-late", "week-2-next-late"} <= ids


def test_a_history_of_cold_sores_prints_only_the_tablets(pack):
    visit = Visit(pack, H4__ever="yes")
    assert {"before-tablets", "hour-4-tablets", "day-4-tablets"} <= visit.ids()
    assert any(text.startswith("Start the tablets that we prescribed") for text in visit.texts())


def test_tablets_that_are_certain_replace_those_that_may_have_been_given(pack):
    only = Visit(pack, D7="yes").ids()
    assert {"before-tablets-if-given", "hour-4-tablets-if-given"} <= only

    both = Visit(pack, D7="yes", H4__ever="yes").ids()
    assert {"before-tablets", "hour-4-tablets"} <= both
    assert not {"before-tablets-if-given", "hour-4-tablets-if-given"} & both


def test_ointment_alone_wins_over_the_cream_for_skin_with_spots(pack):
    spots = {"S7__grade": "mild", "S7__in_area": "yes"}
    assert "day-1-moisturiser-light" in Visit(pack, **spots).ids()

    both = Visit(pack, S9__state="past", **spots).ids()
    assert "day-1-ointment" in both
    assert not {"day-1-moisturiser", "day-1-moisturiser-light"} & both


@pytest.mark.parametrize("finding", [{"D7": "yes"}, {"D10": "yes"}])
def test_who_may_heal_badly_checks_twice_and_sends_a_photo(pack, finding):
    assert {"hour-4-check-twice", "day-2-send-photo"} <= Visit(pack, **finding).ids()


def test_a_prescribed_blood_thinner_is_kept_and_pressed_on(pack):
    visit = Visit(pack, "decision")
    assert {"before-keep-medicines", "hour-4-press", "expect-bruise-more"} <= visit.ids()
    assert "before-no-painkillers" not in visit.ids()


def test_a_prescribed_cream_is_paused_only_as_agreed(pack):
    used = {
        "D14__products": ("retinoid",),
        "D14__retinoid_last_on": PartialDate.of(dt.date(2026, 11, 20)),
    }
    ids = {"before-prescribed-cream", "day-4-prescribed-cream"}
    assert ids <= Visit(pack, D14__prescribed="yes", **used).ids()
    assert ids <= Visit(pack, D14__prescribed=Answer(AnswerState.DONT_KNOW), **used).ids()
    assert not ids & Visit(pack, D14__prescribed="no", **used).ids()
    for line in pack.plan.lines:
        if line.line_id in ids:
            assert "only as we agreed: ___" in line.text


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        ("none", set()),
        ("lidocaine-4", {"flag-anaesthetic"}),
        ("benzocaine", {"flag-anaesthetic", "flag-methaemoglobin"}),
        ("lidocaine-prilocaine", {"flag-anaesthetic", "flag-methaemoglobin"}),
    ],
)
def test_warning_signs_of_numbing_cream_follow_the_product(pack, product, expected):
    ids = Visit(pack, T1__product=product).ids()
    assert {"flag-anaesthetic", "flag-methaemoglobin"} & ids == expected


def test_a_mixed_cream_of_unknown_content_keeps_the_stricter_warning(pack):
    mixed = Visit(pack, T1__product="compounded", T1__contains=Answer(AnswerState.DONT_KNOW))
    assert "flag-methaemoglobin" in mixed.ids()
    known = Visit(pack, T1__product="compounded", T1__contains=("lidocaine",))
    assert "flag-methaemoglobin" not in known.ids()


def test_red_flags_separate_emergencies_from_calls(pack):
    flags = [line for line in pack.plan.lines if line.phase is Phase.RED_FLAG]
    assert {line.kind for line in flags} == {LineKind.EMERGENCY, LineKind.CALL}
    urgent = " ".join(line.text for line in flags if line.kind is LineKind.EMERGENCY)
    for sign in ("breathing", "tongue", "collapse", "twitching", "lips", "15 minutes", "eye pain"):
        assert sign in urgent


# Depth and interval.


@pytest.mark.parametrize(
    ("skin_type", "highest", "interval"),
    [("II", "1.50", 28), ("III", "1.50", 28), ("IV", "1.17", 42), ("V", "1.00", 42)],
)
def test_skin_type_lowers_the_first_depth_and_lengthens_the_interval(
    pack, skin_type, highest, interval
):
    plan = Visit(pack, FST=skin_type).plan
    cheeks = next(zone for zone in plan.zones if zone.area == "cheeks")
    assert (str(cheeks.minimum), str(cheeks.maximum)) == ("1.0", highest)
    assert plan.interval_days == interval


def test_every_area_has_a_range_unless_the_sources_give_none(pack):
    areas = {option.code for option in pack.form.questions["V5"].options}
    covered = {window.area for window in pack.plan.windows}
    assert areas - covered == {"eyelids", "lips", "scar-face"}
    assert {row for found in pack.plan.skin_types for row in found.skin_types} == {
        "I", "II", "III", "IV", "V", "VI",
    }  # fmt: skip


# Consent.


def test_the_consent_covers_what_a_consent_has_to_and_awaits_its_reviewer(pack):
    consent = pack.consent
    text = " ".join(consent_texts(pack))
    assert consent.reviewed_by == ""
    assert consent.version == pack.version
    for part in ("no treatment", "promise", "Infection".lower(), "Dark marks", "41 people"):
        assert part in text or part in text.lower()
    assert "change my mind at any time" in consent.declaration
    assert "including no treatment" in consent.practitioner_declaration
