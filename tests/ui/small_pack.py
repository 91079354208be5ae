"""A small made-up pack with one of everything that the interface has to show.

It says nothing about medicine: the rules exist so that there is something to show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from consult_app.domain.conditions import (
    AnyOf,
    Condition,
    FactLeaf,
    ForAny,
    Operator,
    QuestionLeaf,
)
from consult_app.domain.dates import Span, Unit
from consult_app.domain.devices import DeviceProfile, Raise
from consult_app.domain.facts import DeviceLabel, FactQuery
from consult_app.domain.facts.query import FactKind
from consult_app.domain.form import (
    AskedOf,
    Card,
    Form,
    Group,
    Option,
    Question,
    QuestionKind,
    RepeatingList,
    Section,
    Tense,
)
from consult_app.domain.medicines import (
    Effect,
    Medicine,
    MedicineClass,
    build_dictionary,
)
from consult_app.domain.pack import ConsentSection, ConsentText, Pack, PackStatus
from consult_app.domain.plan import PlanSpec
from consult_app.domain.rules import Confidence, OverridePolicy, Rule, Severity, Source, Until

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
SITES = (
    Option("no", "No"),
    Option("in-area", "Yes, in the area to be treated"),
    Option("elsewhere", "Yes, but elsewhere"),
)
REVIEWED = dt.date(2026, 1, 1)


def asked(
    link_id: str, text: str, options: tuple[Option, ...] = YES_NO, **more: object
) -> Question:
    """A question with choices."""
    return Question(link_id, QuestionKind.CHOICE, text, options=options, **more)


def when(link_id: str, *codes: str) -> Condition:
    """The answer is one of these codes."""
    if len(codes) == 1:
        return QuestionLeaf(link_id, Operator.EQUALS, codes[0])
    return QuestionLeaf(link_id, Operator.IN, codes)


def _patient() -> Section:
    areas = tuple(
        Option(code, text)
        for code, text in (
            ("forehead", "Forehead"),
            ("cheeks", "Cheeks"),
            ("neck", "Neck"),
            ("scar-body", "A scar on the body"),
        )
    )
    return Section(
        "patient-and-goal",
        "Patient and goal",
        (
            Question("V1", QuestionKind.DATE, "When was the patient born?", asked_of=AskedOf.STAFF),
            Question(
                "V3",
                QuestionKind.DATE,
                "For which day is the treatment planned?",
                help="Leave it open while nothing is booked.",
                required=False,
                tense=Tense.FUTURE,
            ),
            Question("V4", QuestionKind.DEVICE, "With which device?", asked_of=AskedOf.STAFF),
            Question("V5", QuestionKind.CHOICES, "Which areas are to be treated?", options=areas),
            Question(
                "V5_site",
                QuestionKind.TEXT,
                "Where exactly is the scar?",
                informative=True,
                enable_when=when("V5", "scar-body"),
            ),
            Question(
                "C4",
                QuestionKind.TEXT,
                "What does the patient hope for?",
                help="In the patient's own words.",
                informative=True,
                max_length=200,
            ),
        ),
        seconds=50,
    )


def _stop() -> Section:
    pregnancy = (
        Option("no", "No"),
        Option("possible", "It is possible"),
        Option("pregnant", "Yes"),
    )
    return Section(
        "stop-questions",
        "Stop questions",
        (
            asked(
                "P1",
                "Are you pregnant, or could you be?",
                pregnancy,
                negative="no",
                help="Also say so when a period is late.",
            ),
            asked("M1", "Do you have a bleeding disorder?", negative="no"),
            asked(
                "C3",
                "You have had time to think, and your questions were answered.",
                yes_is_safe=True,
            ),
        ),
        seconds=60,
    )


def _health() -> Section:
    spots = (Option("none", "None"), Option("mild", "A few"), Option("nodules", "Deep, painful"))
    return Section(
        "health",
        "Health",
        (
            Question(
                "H8",
                QuestionKind.NUMBER,
                "How afraid are you of needles?",
                help="0 is not at all, 10 is as much as can be.",
                unit="points",
                minimum=Decimal(0),
                maximum=Decimal(10),
            ),
            asked("H2", "Psoriasis or eczema?", SITES, negative="no", card="illness"),
            asked("H3", "Slow wound healing?", negative="no", card="illness"),
            asked("M14", "A tendency to faint?", negative="no", card="illness"),
            Group(
                "S7",
                "Spots",
                (
                    asked("S7.grade", "Spots (acne) now?", spots, negative="none", card="illness"),
                    asked(
                        "S7.in_area",
                        "Are they in the area to be treated?",
                        enable_when=when("S7.grade", "mild", "nodules"),
                    ),
                ),
            ),
            Group(
                "D1",
                "Isotretinoin",
                (
                    asked(
                        "D1.taking",
                        "Have you ever taken isotretinoin?",
                        (
                            Option("never", "Never"),
                            Option("current", "Now"),
                            Option("stopped", "In the past"),
                        ),
                        negative="never",
                    ),
                    Question(
                        "D1.stopped_on",
                        QuestionKind.DATE,
                        "When did you stop?",
                        enable_when=when("D1.taking", "stopped"),
                    ),
                ),
            ),
        ),
        cards=(Card("illness", "Any of these?"),),
        seconds=60,
    )


def _medicines() -> Section:
    items = (
        Question("medicines.name", QuestionKind.MEDICINE, "Name", max_length=200),
        asked(
            "medicines.route",
            "How is it used?",
            (
                Option("oral", "By mouth"),
                Option("topical", "On the skin"),
                Option("injection", "Injection"),
            ),
            required=False,
        ),
        asked(
            "medicines.status",
            "Still taken?",
            (Option("current", "Taken now"), Option("stopped", "Stopped")),
        ),
        Question(
            "medicines.stopped_on",
            QuestionKind.DATE,
            "Stopped when?",
            enable_when=when("medicines.status", "stopped"),
        ),
        asked(
            "medicines.supplied",
            "Prescribed, or bought without a prescription?",
            (Option("prescribed", "Prescribed"), Option("self-bought", "Bought")),
            required=False,
        ),
        Question(
            "medicines.daily_dose",
            QuestionKind.NUMBER,
            "How much prednisolone a day does it equal?",
            unit="mg",
            required=False,
        ),
        Question(
            "medicines.days", QuestionKind.NUMBER, "For how many days?", unit="days", required=False
        ),
        asked(
            "medicines.classified_as",
            "What kind of medicine is it?",
            (Option("none", "None that matters here"), Option("anticoagulant", "Blood thinner")),
            required=False,
            asked_of=AskedOf.PRACTITIONER,
        ),
    )
    listed = RepeatingList(
        "medicines",
        "Which medicines do you take?",
        items,
        help="Include what you buy yourself.",
        entry_word="medicine",
    )
    return Section("medicines", "Medicines", (listed,), seconds=70)


def _skin() -> Section:
    types = tuple(
        Option(code, f"Type {code}", patient_text=text)
        for code, text in (
            ("I", "Always burns, never tans"),
            ("II", "Usually burns, tans a little"),
            ("III", "Sometimes burns, tans evenly"),
            ("IV", "Rarely burns, tans well"),
            ("V", "Very rarely burns"),
            ("VI", "Never burns"),
        )
    )
    trips = RepeatingList(
        "trips",
        "Trips into the sun",
        (
            Question("trips.first_day", QuestionKind.DATE, "First day", tense=Tense.ANY),
            Question("trips.last_day", QuestionKind.DATE, "Last day", tense=Tense.ANY),
        ),
        entry_word="trip",
        enable_when=when("L1", "yes"),
    )
    return Section(
        "skin",
        "Skin and sun",
        (
            asked("FST", "Skin type", types, asked_of=AskedOf.PRACTITIONER),
            asked("L1", "Any trip into the sun planned?", negative="no"),
            trips,
            asked("C5a", "Do you worry a lot about how you look?", private=True),
        ),
        seconds=90,
    )


def _rule(
    rule_id: str, severity: Severity, condition: Condition, title: str, **more: object
) -> Rule:
    usual: dict[str, object] = {
        "rule_id": rule_id,
        "version": 1,
        "number": "1",
        "title": title,
        "severity": severity,
        "when": condition,
        "action": f"What to do about: {title.lower()}.",
        "when_unknown": f"Find out about: {title.lower()}.",
        "override": OverridePolicy(severity is not Severity.ABSOLUTE, "a typed reason"),
        "sources": ("1",),
        "confidence": Confidence.FAIRLY_SURE,
        "confidence_note": "made up for the tests",
        "reviewed": REVIEWED,
        "review_due": REVIEWED.replace(year=2028),
    }
    return Rule(**(usual | more))


def _rules() -> tuple[Rule, ...]:
    thinner = FactQuery(FactKind.AGENTS, classes=("anticoagulant",))
    taken = FactLeaf(thinner, Operator.AT_LEAST, Decimal(1))
    stopped = QuestionLeaf("D1.stopped_on", Operator.WITHIN, Span(6, Unit.MONTHS))
    return (
        _rule("pregnant", Severity.ABSOLUTE, when("P1", "pregnant"), "Pregnant", fold="pregnancy"),
        _rule(
            "pregnancy-possible",
            Severity.DEFER,
            when("P1", "possible", "pregnant"),
            "Might be pregnant",
            fold="pregnancy",
            until_text="until a negative pregnancy test",
        ),
        _rule("bleeding", Severity.DEFER, when("M1", "yes"), "Bleeding disorder"),
        _rule(
            "isotretinoin",
            Severity.DEFER,
            AnyOf((when("D1.taking", "current"), stopped)),
            "Isotretinoin in the last 6 months",
            until=(Until("D1.stopped_on", Span(6, Unit.MONTHS)),),
            disagreement="Consensus asks for no wait; the device's label asks for six months.",
        ),
        _rule("wound-healing", Severity.PRECAUTION, when("H3", "yes"), "Slow wound healing"),
        _rule("psoriasis", Severity.PRECAUTION, when("H2", "in-area"), "Psoriasis in the area"),
        _rule("blood-thinner", Severity.PRECAUTION, taken, "Blood thinner"),
        _rule("acne", Severity.DEFER, when("S7.grade", "nodules"), "Deep spots"),
        _rule("faints", Severity.MODIFY, when("M14", "yes"), "Faints easily"),
        _rule("dark-skin", Severity.MODIFY, when("FST", "V", "VI"), "Skin type V or VI"),
        _rule(
            "psoriasis-away", Severity.INFORMATION, when("H2", "elsewhere"), "Psoriasis elsewhere"
        ),
        _rule(
            "sun",
            Severity.DEFER,
            ForAny("trips", QuestionLeaf("trips.last_day", Operator.WITHIN, Span(28, Unit.DAYS))),
            "Strong sun in the last 4 weeks",
            until=(Until("trips.last_day", Span(28, Unit.DAYS)),),
        ),
    )


def _devices() -> tuple[DeviceProfile, ...]:
    strict = Raise(
        "blood-thinner",
        Severity.ABSOLUTE,
        "Example Strict label: not with blood thinners.",
        ("1",),
    )
    return (
        DeviceProfile("Example Pen", DeviceLabel("pen", "pen", 18, Decimal("2.5"), ()), (), ()),
        DeviceProfile(
            "Example Strict", DeviceLabel("strict", "pen", 22, Decimal("1.5"), ()), (strict,), ()
        ),
    )


def dictionary_classes() -> tuple[MedicineClass, ...]:
    """Classes of the small dictionary."""
    return (MedicineClass("anticoagulant", "Blood thinner", "thins the blood", Effect.FIRE),)


def dictionary_medicines() -> tuple[Medicine, ...]:
    """Medicines of the small dictionary."""

    def made(name: str, *classes: str, **more: tuple[str, ...]) -> Medicine:
        kinds: Mapping[str, frozenset[str]] = {"oral": frozenset(classes)}
        return Medicine(name, ("oral",), kinds, (name,), **more)

    return (
        made("apixaban", "anticoagulant", brands=("Eliquis",), misspellings=("apixiban",)),
        made("warfarin", "anticoagulant", brands=("Coumadin",)),
        made("bisoprolol"),
        made("levothyroxine"),
    )


def small_pack(status: PackStatus = PackStatus.DRAFT, **changes: object) -> Pack:
    """The pack; `changes` replace its fields."""
    form = Form(
        "small", "1", "Small form", (_patient(), _stop(), _health(), _medicines(), _skin()), {}
    )
    pack = Pack(
        pack_id="small",
        version="1",
        title="Microneedling",
        procedure="mechanical microneedling",
        status=status,
        approved_by="Dr Example" if status is PackStatus.APPROVED else "",
        form=form,
        rules=_rules(),
        devices=_devices(),
        plan=PlanSpec((), (), frozenset(), (), ""),
        consent=ConsentText(
            "1",
            "en",
            "",
            (ConsentSection("What is done", ("A made-up text.",)),),
            "I agree.",
            "Yes.",
        ),
        policy=(),
        sources={
            "1": Source("1", "Example et al. A made-up source. 2025.", "full text", "certain")
        },
        medicines=build_dictionary(dictionary_medicines(), dictionary_classes()),
        rules_digest="0" * 64,
        text_digest="1" * 64,
    )
    return replace(pack, **changes)
