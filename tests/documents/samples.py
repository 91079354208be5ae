"""Realistic reports about patients who do not exist, in the shapes that the use cases build."""

from __future__ import annotations

from dataclasses import replace
from math import cos, pi, sin

from consult_app.domain.consultation import InkPoint, InkStroke
from consult_app.domain.report.blocks import (
    Banner,
    Block,
    Callout,
    Heading,
    KeyValues,
    Lines,
    ListKind,
    PageBreak,
    Paragraph,
    Report,
    SignatureBlock,
    TableBlock,
    TextStyle,
    Tone,
)

LETTERHEAD = (
    "Example Skin Clinic",
    "12 Sample Street, Exampleton EX1 2MP",
    "Telephone 01632 960 001 · out of hours 01632 960 002",
)
RUNNING = "EXAMPLE, Alma  ·  born 14 Mar 1991  ·  P-000173  ·  synthetic"


def ink(seed: float = 1.0, strokes: int = 2) -> tuple[InkStroke, ...]:
    """Something like a signature: loops that drift to the right, pressed unevenly."""
    result: list[InkStroke] = []
    for number in range(strokes):
        points = []
        for step in range(60):
            angle = step / 60 * 2 * pi * (2.6 + seed)
            x = 0.08 + 0.42 * number + 0.38 * step / 60 + 0.05 * sin(angle)
            y = 0.5 + 0.27 * cos(angle * (1.0 + 0.13 * number)) * (1 - step / 110)
            pressure = 0.45 + 0.35 * sin(step / 9 + seed)
            points.append(InkPoint(round(x, 4), round(y, 4), round(pressure, 3), step * 8))
        result.append(tuple(points))
    return tuple(result)


def record(notice: str = "INCOMPLETE RULE SET · awaiting a dermatologist's sign-off") -> Report:
    """The clinic's record of a consultation that goes ahead with changes."""
    return Report(
        title="Consultation record 7f3a19c2",
        subject="Consultation before microneedling",
        author="Dr Ana Ruiz",
        language="en-GB",
        running=RUNNING,
        footer="Record v1  ·  fingerprint 7F3A-19C2-88D0-4B1E",
        notice=notice,
        letterhead=LETTERHEAD,
        blocks=(
            *_verdict(),
            *_plan(),
            *_consent(),
            PageBreak(),
            *_answers(),
        ),
    )


def _verdict() -> tuple[Block, ...]:
    return (
        Heading("Consultation before microneedling", 1),
        KeyValues(
            "Patient and visit",
            (
                ("Patient", "EXAMPLE, Alma"),
                ("Born", "14 Mar 1991"),
                ("Record number", "P-000173"),
                ("Consultation", "4 May 2026, consultation"),
                ("Planned treatment", "Tuesday 19 May 2026"),
                ("Device", "SkinPen Precision"),
                ("Practitioner", "Dr Ana Ruiz"),
                ("Pack", "Microneedling 0.1.0"),
            ),
        ),
        Banner(
            Tone.INFO,
            "Proceed with changes",
            "Four findings change the plan for Tuesday 19 May 2026. No blocking rule fired.",
        ),
        Paragraph(
            "As computed: dermatologist decision. As decided: proceed with changes.",
            TextStyle.SMALL,
        ),
        Heading("Findings", 2),
        TableBlock(
            "Findings, strictest first",
            ("Finding", "Because", "What to do", "Sources"),
            (
                (
                    "Decide: Isotretinoin stopped less than 6 months ago",
                    "Isotretinoin: stopped on 12 Jan 2026",
                    (
                        "Not within the SkinPen contraindication wording (“currently taking”), "
                        "but the drug label and clinic leaflets say wait 6 months; 2017 consensus "
                        "papers found no good evidence for the wait. Prefer at least 1 month, "
                        "skin no longer dry, test area."
                    ),
                    "2, 31–34; certain that they disagree",
                ),
                (
                    "Change: Risk of dark marks",
                    "Skin type: V",
                    (
                        "First session at the low end of the area range, never above 1.0 mm; fewer "
                        "passes, interval 4–6 weeks, SPF 50 tinted, review after 2 weeks."
                    ),
                    "18, 23, 28, 29; practice",
                ),
                (
                    "Change: History of cold sores, lesion-free now",
                    "Cold sores: yes, 2 a year; none now",
                    "Prescribe antiviral prophylaxis unless contraindicated.",
                    "38–40; practice",
                ),
                (
                    "Change: Topical retinoid within 7 days",
                    "Retinoid cream last used: 15 May 2026",
                    "Restart on day 7 when calm. If the skin is peeling: defer.",
                    "2, 30; fairly sure",
                ),
            ),
            (0.21, 0.24, 0.38, 0.17),
        ),
        Heading("Decisions", 2),
        TableBlock(
            "Decisions of the dermatologist",
            ("Finding", "Decision", "Reason", "By"),
            (
                (
                    "Isotretinoin stopped less than 6 months ago",
                    "Accepted",
                    (
                        "Four months since the last tablet, skin not dry; test area first. "
                        "Against device labelling."
                    ),
                    "Dr Ana Ruiz, 4 May 2026, 10:42",
                ),
            ),
            (0.27, 0.16, 0.34, 0.23),
        ),
        Heading("Open questions", 2),
        Lines(
            (
                "Which retinoid cream, and how strong? — don't know",
                "Strong sun planned within 4 weeks after? — not answered",
            )
        ),
    )


def _plan() -> tuple[Block, ...]:
    return (
        Heading("Plan", 2),
        KeyValues(
            "Plan",
            (
                ("Skin type (confirmed)", "V"),
                ("Score", "score not taken"),
                ("Interval", "4–6 weeks"),
                ("Passes", "2–3"),
                ("End-point", "erythema only"),
                ("Main warning", "dark marks"),
            ),
        ),
        TableBlock(
            "Depth by zone, in millimetres",
            ("Zone", "Purpose", "Cautious range", "Planned", "Note"),
            (
                ("Cheeks", "scars", "1.0 to 1.5", "1.0 mm, 3 passes", "thickest facial skin"),
                (
                    "Temples",
                    "scars",
                    "0.5 to 0.75",
                    "0.5 mm, 2 passes",
                    "vessels, nerve",
                ),
                ("Upper lip", "scars", "0.5 to 1.0", "0.5 mm, 2 passes", "antiviral cover"),
            ),
            (0.2, 0.17, 0.17, 0.16, 0.3),
        ),
        Paragraph(
            "The ranges are practice defaults that warn; the dermatologist chooses the depth.",
            TextStyle.SMALL,
        ),
        Heading("Medicines", 2),
        TableBlock(
            "Medicines",
            ("Medicine", "Route", "Taken", "Supplied", "Classified as"),
            (
                (
                    "Isotretinoin 20 mg",
                    "by mouth",
                    "stopped 12 Jan 2026",
                    "prescribed",
                    "oral retinoid",
                ),
                ("Adapalene 0.1 % cream", "on the skin", "now", "prescribed", "topical retinoid"),
                ("Cetirizine 10 mg", "by mouth", "when needed", "self-bought", "known, no rule"),
            ),
            (0.32, 0.16, 0.18, 0.17, 0.17),
        ),
    )


def _consent() -> tuple[Block, ...]:
    return (
        Heading("Consent", 2),
        Paragraph(
            "Consent text 1.0 (awaiting review) was read on the screen before signing.",
            TextStyle.SMALL,
        ),
        Paragraph(
            "I have read and talked about what this treatment is, what it can and cannot do, its "
            "usual and its rare unwanted effects, and other choices. My questions were answered. "
            "I may change my mind at any time, also during the treatment."
        ),
        Heading("Signatures", 2),
        SignatureBlock("Patient", "Alma Example", "I consent.", "4 May 2026, 10:51", ink(), 3.2),
        SignatureBlock(
            "Practitioner",
            "Dr Ana Ruiz",
            "I explained the treatment, its risks and the alternatives; I answered the questions.",
            "4 May 2026, 10:52",
            ink(2.2, 1),
            3.2,
        ),
        Heading("Proof", 2),
        KeyValues(
            "Proof",
            (
                ("Issued", "4 May 2026, 10:53 UTC"),
                ("Fingerprint", "7F3A-19C2-88D0-4B1E"),
                ("Audit", "000412 9b1f64c07aa3e5d2"),
                ("Rules", "5d0b7a6612fe0c9b"),
                ("Text", "c41d20ee97a5530f"),
                ("Rules version", "microneedling 0.1.0"),
            ),
        ),
    )


def _answers() -> tuple[Block, ...]:
    steps = (
        ("Visit and goal", (("What should the treatment improve?", "Acne scars"),
                            ("Where?", "Cheeks, temples, upper lip"))),
        ("Stop questions", ()),
        ("Skin", (("Cold sores or herpes on the face, ever?", "Yes"),
                  ("How often in the last year?", "2"),
                  ("Fitzpatrick skin type, confirmed by the clinician", "V (e)"),
                  ("Dark marks after spots or injuries?", "Yes, they take months to fade (p)"))),
    )  # fmt: skip
    negatives = (
        "Answered no or none: pregnant or trying (r); fever or infection now; blood thinner; "
        "bleeding disorder; keloid scars (e); allergy to steel or nickel (b); allergy to a numbing "
        "cream (b); diabetes (b); weakened immune system (b); autoimmune disease (b); pacemaker "
        "or heart valve (b); epilepsy (b); fainting at procedures."
    )
    blocks: list[Block] = [Heading("Answers", 2)]
    for title, positives in steps:
        blocks.append(Heading(title, 3))
        if positives:
            blocks.append(TableBlock(title, ("Question", "Answer"), positives, (0.62, 0.38)))
        blocks.append(Paragraph(negatives, TextStyle.SMALL))
    blocks.append(
        Paragraph(
            "Marks: (e) examined, (r) records seen, (p) entered by the patient, (b) denied on a "
            "list read out; no mark: asked.",
            TextStyle.SMALL,
        )
    )
    return tuple(blocks)


def patient_copy(scale: float = 1.0) -> Report:
    """The patient's copy on the treatment day."""
    return Report(
        title="Your treatment",
        subject="Information for the patient: microneedling",
        author="Dr Ana Ruiz",
        language="en-GB",
        running="Alma Example (synthetic)",
        footer="Example Skin Clinic  ·  01632 960 001",
        notice="",
        letterhead=LETTERHEAD,
        scale=scale,
        blocks=(
            Heading("Your microneedling treatment", 1),
            Paragraph("You saw Dr Ana Ruiz on Tuesday 19 May 2026."),
            KeyValues(
                "Your treatment",
                (
                    ("Area", "Cheeks, temples, upper lip"),
                    ("Depth", "0.5 to 1.0 mm"),
                    ("Cartridge lot", "EX-2291"),
                    ("Next visit", "Tuesday 30 June 2026, 10:30"),
                ),
                columns=1,
            ),
            Callout(
                Tone.INFO,
                "Questions or worries?",
                items=(
                    "Example Skin Clinic: 01632 960 001",
                    "Out of hours: 01632 960 002",
                    "Emergency: 112",
                ),
            ),
            Callout(
                Tone.STOP,
                "Emergency: call 112 at once for",
                items=(
                    "Trouble breathing, a swollen face or tongue, hives all over, or collapse",
                    (
                        "Numb lips, a metallic taste, ringing ears or twitching while the numbing "
                        "cream is on or up to 2 hours later"
                    ),
                    "Bleeding that does not stop after 15 minutes of pressure",
                ),
            ),
            Heading("Call us the same day for", 2),
            Lines(
                (
                    "Grouped blisters, severe pain or spreading sores",
                    "More redness, heat, pus, yellow crust, red streaks or fever",
                    "Redness that lasts more than 7 days or gets worse after day 3",
                ),
                ListKind.CALL,
            ),
            Heading("What to expect", 2),
            Lines(
                (
                    "Redness like sunburn, and warmth: hours to 3 days, sometimes up to 7",
                    "Swelling for 1 to 3 days, at its worst next morning",
                    "Tight, dry, flaking skin on days 2 to 7",
                ),
                ListKind.EXPECT,
            ),
            Heading("After your treatment", 2),
            Heading("Today: Tuesday 19 May 2026", 3),
            Lines(
                (
                    "Leave the skin alone, keep your hands clean, use only the gel we gave you.",
                    "Tonight: rinse with lukewarm water, pat dry with clean paper.",
                    "Sleep on a clean pillowcase with your head up.",
                    "Take the tablets that we prescribed, as written on the box.",
                ),
                ListKind.DO,
            ),
            Lines(
                (
                    "No make-up, no sunscreen: stay in the shade and wear a hat.",
                    "No exercise, alcohol, swimming, sauna or hot shower on the face.",
                ),
                ListKind.DONT,
            ),
            Heading("From Wednesday 20 May 2026", 3),
            Lines(
                (
                    "Gentle fragrance-free cleanser and plain moisturiser.",
                    "Tinted sunscreen SPF 50, every 2 hours outdoors.",
                ),
                ListKind.DO,
            ),
            Lines(
                ("No acids, scrubs or retinoid cream until we tell you.", "No sun on the area."),
                ListKind.DONT,
            ),
            Heading("From Friday 22 May to Tuesday 26 May 2026", 3),
            Lines(
                ("Sunscreen every day. Light exercise is fine when the skin is calm.",), ListKind.DO
            ),
            Lines(("No waxing, threading, peel, laser or strong sun.",), ListKind.DONT),
            Paragraph("Keep taking every medicine that was prescribed for you.", TextStyle.STRONG),
        ),
    )


def with_blocks(*blocks: Block, **changes: object) -> Report:
    """A short report of given blocks."""
    plain = replace(record(notice=""), blocks=(Heading("A test", 1), *blocks))
    return replace(plain, **changes)  # type: ignore[arg-type]
