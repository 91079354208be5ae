"""A made-up rule book with one of everything that the engine distinguishes; not medicine."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from consult_app.domain.answers import AnswerState
from consult_app.domain.assessment import RuleBook
from consult_app.domain.conditions import (
    All,
    AnyOf,
    FactLeaf,
    ForAny,
    Not,
    Operator,
    QuestionLeaf,
    StateLeaf,
)
from consult_app.domain.dates import Span, Unit
from consult_app.domain.devices import DeviceProfile, Raise
from consult_app.domain.facts import DeviceLabel, FactKind, FactQuery, LabelledUse, Taking
from consult_app.domain.form import (
    Band,
    Form,
    Group,
    Option,
    Question,
    QuestionKind,
    RepeatingList,
    Score,
    Section,
    Stage,
    Tense,
)
from consult_app.domain.medicines import Effect, Medicine, MedicineClass, build_dictionary
from consult_app.domain.rules import (
    Confidence,
    OverridePolicy,
    Rule,
    Settlement,
    Severity,
    Until,
)

FOURTEEN_DAYS = Span(14, Unit.DAYS)
SIX_MONTHS = Span(6, Unit.MONTHS)


def options(*codes: str) -> tuple[Option, ...]:
    return tuple(Option(code, code.capitalize(), exclusive=code == "none") for code in codes)


def choice(link_id: str, *codes: str, **more: object) -> Question:
    return Question(link_id, QuestionKind.CHOICE, f"{link_id}?", options=options(*codes), **more)


def is_(link_id: str, code: str) -> QuestionLeaf:
    return QuestionLeaf(link_id, Operator.EQUALS, code)


def _medicine(name: str, classes: frozenset[str], *brands: str, **more: object) -> Medicine:
    return Medicine(name, ("oral",), {"oral": classes}, (name,), brands=brands, **more)


MEDICINES = build_dictionary(
    [
        _medicine("isotretinoin", frozenset({"retinoid"}), "Roaccutane"),
        _medicine("warfarin", frozenset({"thinner"})),
        _medicine("apixaban", frozenset({"thinner"})),
        _medicine("paracetamol", frozenset()),
        Medicine(
            "diclofenac",
            ("oral", "topical"),
            {"oral": frozenset({"thinner"}), "topical": frozenset()},
            ("diclofenac",),
        ),
    ],
    [
        MedicineClass("retinoid", "Retinoid", "", Effect.FIRE),
        MedicineClass("thinner", "Blood thinner", "", Effect.FIRE),
    ],
    digest="small",
)


def _sections() -> tuple[Section, ...]:
    can = AnyOf(
        (
            is_("V2", "can"),
            StateLeaf("V2", frozenset({AnswerState.DONT_KNOW, AnswerState.DECLINED})),
        )
    )
    medicine = Question("medicines.name", QuestionKind.MEDICINE, "Name?")
    treatments = (
        choice("treatments.kind", "botulinum", "filler"),
        choice("treatments.in_area", "yes", "no"),
        Question(
            "treatments.date",
            QuestionKind.DATE,
            "When?",
            enable_when=is_("treatments.in_area", "yes"),
        ),
    )
    return (
        Section(
            "first",
            "First",
            (
                Question("V1", QuestionKind.DATE, "Born?"),
                choice("V2", "can", "cannot"),
                Question("V3", QuestionKind.DATE, "Planned?", tense=Tense.FUTURE, required=False),
                Question("V4", QuestionKind.DEVICE, "Device?"),
                Question(
                    "V5", QuestionKind.CHOICES, "Areas?", options=options("cheeks", "chin", "none")
                ),
                Question("V6", QuestionKind.CHOICES, "Goal?", options=options("lines", "scars")),
                choice("FST", "I", "IV"),
                choice("P1", "no", "possible", "pregnant", enable_when=can),
            ),
        ),
        Section(
            "second",
            "Second",
            (
                Group(
                    "S2",
                    "Infection",
                    (
                        choice("S2.site", "none", "recent", "in-area", negative="none"),
                        Question(
                            "S2.cleared_on",
                            QuestionKind.DATE,
                            "Cleared?",
                            enable_when=is_("S2.site", "recent"),
                        ),
                    ),
                ),
                choice("C1", "yes", "no"),
                choice("A1", "none", "nickel", "steel"),
                Question(
                    "H8",
                    QuestionKind.NUMBER,
                    "Fear?",
                    minimum=Decimal(0),
                    maximum=Decimal(10),
                ),
                choice("NOTE", "yes", "no"),
                RepeatingList(
                    "medicines",
                    "Medicines",
                    (
                        medicine,
                        choice("medicines.route", "oral", "topical", required=False),
                        choice("medicines.status", "current", "stopped"),
                        Question("medicines.stopped_on", QuestionKind.DATE, "Stopped?"),
                        choice("medicines.supplied", "prescribed", "self-bought"),
                        choice("medicines.classified_as", "none", "retinoid", "thinner"),
                    ),
                ),
                RepeatingList("treatments", "Treatments", treatments),
                RepeatingList(
                    "X5",
                    "Depths",
                    (
                        choice("X5.zone", "cheeks", "chin"),
                        Question("X5.depth", QuestionKind.NUMBER, "Depth?"),
                    ),
                ),
                Question(
                    "FQ1",
                    QuestionKind.CHOICE,
                    "Eyes?",
                    options=(Option("0", "Light", score=0), Option("4", "Dark", score=4)),
                    required=False,
                ),
                Question(
                    "FQ2",
                    QuestionKind.CHOICE,
                    "Hair?",
                    options=(Option("0", "Light", score=0), Option("4", "Dark", score=4)),
                    required=False,
                ),
            ),
        ),
        Section(
            "day",
            "Day",
            (choice("DAY2", "yes", "no", stage=Stage.TREATMENT_DAY),),
            stage=Stage.TREATMENT_DAY,
        ),
    )


FORM = Form(
    "small",
    "1",
    "Small",
    _sections(),
    {"fitzpatrick": Score("fitzpatrick", ("FQ1", "FQ2"), (Band(3, "I"), Band(8, "IV")))},
)


def rule(rule_id: str, severity: Severity, when, **more) -> Rule:
    settings = {
        "override": OverridePolicy(severity is not Severity.ABSOLUTE),
        "sources": ("1",),
        "confidence": Confidence.PRACTICE,
        "confidence_note": "",
        "reviewed": dt.date(2026, 1, 1),
        "review_due": dt.date(2099, 1, 1),
        **more,
    }
    return Rule(rule_id, 1, "0", rule_id, severity, when, "Act.", "Ask.", **settings)


def agents(*classes: str, at_least: int = 1, **more: object) -> FactLeaf:
    return FactLeaf(
        FactQuery(FactKind.AGENTS, classes=classes, **more), Operator.AT_LEAST, Decimal(at_least)
    )


def number(kind: FactKind, operator: Operator, value: str, **more: object) -> FactLeaf:
    return FactLeaf(FactQuery(kind, **more), operator, Decimal(value))


def _rules() -> tuple[Rule, ...]:
    botulinum = ForAny(
        "treatments",
        All(
            (
                is_("treatments.kind", "botulinum"),
                is_("treatments.in_area", "yes"),
                QuestionLeaf("treatments.date", Operator.WITHIN, FOURTEEN_DAYS),
            )
        ),
    )
    infection = AnyOf(
        (
            is_("S2.site", "in-area"),
            All(
                (
                    is_("S2.site", "recent"),
                    QuestionLeaf("S2.cleared_on", Operator.WITHIN, FOURTEEN_DAYS),
                )
            ),
        )
    )
    pregnancy_test = Settlement("test", "Negative test", Span(7, Unit.DAYS))
    return (
        rule("pregnant", Severity.ABSOLUTE, is_("P1", "pregnant")),
        rule(
            "possibly-pregnant",
            Severity.DEFER,
            is_("P1", "possible"),
            override=OverridePolicy(False),
            settled_by=(pregnancy_test,),
            until_text="until a negative test",
        ),
        rule(
            "no-capacity",
            Severity.ABSOLUTE,
            AnyOf((is_("C1", "no"), StateLeaf("C1", frozenset({AnswerState.DONT_KNOW})))),
        ),
        rule(
            "under-18",
            Severity.ABSOLUTE,
            number(FactKind.AGE, Operator.LESS, "18"),
            override=OverridePolicy(True, "medical indication"),
        ),
        rule("retinoid-now", Severity.ABSOLUTE, agents("retinoid", taking=Taking.CURRENT)),
        rule("thinner", Severity.PRECAUTION, agents("thinner"), presets=("Discussed",)),
        rule("two-thinners", Severity.PRECAUTION, agents("thinner", at_least=2)),
        rule(
            "retinoid-stopped",
            Severity.PRECAUTION,
            agents("retinoid", stopped_within=SIX_MONTHS),
        ),
        rule(
            "botulinum",
            Severity.DEFER,
            botulinum,
            until=(Until("treatments.date", FOURTEEN_DAYS),),
        ),
        rule(
            "infection",
            Severity.DEFER,
            infection,
            until=(Until("S2.cleared_on", FOURTEEN_DAYS),),
            until_text="until it is clear",
        ),
        rule("nickel", Severity.PRECAUTION, is_("A1", "nickel")),
        rule("dark-skin", Severity.MODIFY, is_("FST", "IV")),
        rule("afraid", Severity.MODIFY, QuestionLeaf("H8", Operator.AT_LEAST, Decimal(7))),
        rule("note", Severity.INFORMATION, Not(is_("NOTE", "no"))),
        rule("too-deep", Severity.PRECAUTION, number(FactKind.DEPTH_EXCESS, Operator.GREATER, "0")),
        rule(
            "off-label",
            Severity.PRECAUTION,
            number(FactKind.LABEL_USES_OUTSIDE, Operator.AT_LEAST, "1"),
        ),
        rule("day-check", Severity.ABSOLUTE, is_("DAY2", "no"), stage=Stage.TREATMENT_DAY),
    )


def _device(device_id: str, raises: tuple[Raise, ...] = (), **label) -> DeviceProfile:
    uses = tuple(
        LabelledUse(area, goal, frozenset({"I", "IV"}))
        for area in ("cheeks", "chin")
        for goal in ("lines", "scars")
    )
    settings = {"min_age": 18, "max_depth": Decimal("1.5"), "uses": uses, **label}
    return DeviceProfile(device_id, DeviceLabel(device_id, "pen", **settings), raises, ("1",))


PLAIN = _device("plain")
STRICT = _device(
    "strict",
    (
        Raise("nickel", Severity.ABSOLUTE, "Label: no.", ("7",)),
        Raise("thinner", Severity.ABSOLUTE, "Label: no.", ("7",)),
        Raise(
            "botulinum",
            Severity.DEFER,
            "Label: 6 months.",
            ("7",),
            when=ForAny(
                "treatments",
                All(
                    (
                        is_("treatments.in_area", "yes"),
                        QuestionLeaf("treatments.date", Operator.WITHIN, SIX_MONTHS),
                    )
                ),
            ),
            until=(Until("treatments.date", SIX_MONTHS),),
        ),
    ),
)
UNLABELLED = _device("unlabelled", max_depth=None, min_age=None, uses=())

BOOK = RuleBook(FORM, _rules(), (PLAIN, STRICT, UNLABELLED))
