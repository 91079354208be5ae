"""A small complete pack, written as text, for stories about reading packs."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from consult_app.definitions.library import check, load_pack
from consult_app.domain.medicines import (
    Effect,
    Medicine,
    MedicineClass,
    MedicineDictionary,
    build_dictionary,
)
from consult_app.domain.pack import Pack

PACK = """\
schema: pack/1
id: needling
version: 2026.11.0
title: Needling
procedure: mechanical needling
status: draft
approved_by: ''
"""

QUESTIONNAIRE = """\
schema: form/1
id: needling
version: 2026.11.0
title: Before needling
option_sets:
  yes-no: [{code: 'yes', text: 'Yes'}, {code: 'no', text: 'No'}]
sections:
  - id: plan
    title: Plan
    seconds: 30
    items:
      - {question: V1, kind: date, text: When were you born?}
      - {question: V3, kind: date, tense: future, text: When is the treatment planned?}
      - {question: V4, kind: device, text: Which device?, asked_of: practitioner}
      - question: V5
        kind: choices
        text: Which areas?
        options: [{code: cheeks, text: Cheeks}, {code: chin, text: Chin}]
      - question: V6
        kind: choices
        text: What for?
        options: [{code: lines, text: Fine lines}, {code: acne-scars, text: Acne scars}]
      - question: FST
        kind: choice
        text: Confirmed skin type
        options: [{code: I, text: I}, {code: IV, text: IV}]
  - id: health
    title: Health
    cards: [{id: illness, title: Any of these?}]
    items:
      - {question: M15, kind: choice, text: Do you have a fever?, options: yes-no, negative: 'no'}
      - {question: H2, kind: choice, text: Is the skin dry?, options: yes-no, negative: 'no',
         card: illness}
      - {question: M9, kind: text, text: Anything else?, required: false, max_length: 200}
      - {question: L1, kind: number, text: Cigarettes a day, unit: a day, minimum: 0, maximum: 100}
      - group: S7
        text: Spots in the area
        items:
          - question: S7.grade
            kind: choice
            text: Do you have spots now?
            options: [{code: none, text: None, score: 0}, {code: severe, text: Many, score: 4}]
          - question: S7.in_area
            kind: choice
            text: Are they in the area?
            options: yes-no
            enable_when: {question: S7.grade, op: '=', value: severe}
      - list: medicines
        text: Medicines
        entry_word: medicine
        items:
          - {question: medicines.name, kind: medicine, text: Name}
          - {question: medicines.route, kind: choice, text: How?,
             options: [{code: oral, text: By mouth}, {code: topical, text: On the skin}]}
          - {question: medicines.status, kind: choice, text: Taken now?,
             options: [{code: current, text: Now}, {code: stopped, text: Stopped}]}
          - {question: medicines.stopped_on, kind: date, text: Stopped when?,
             enable_when: {question: medicines.status, op: '=', value: stopped}}
          - {question: medicines.supplied, kind: choice, text: From whom?,
             options: [{code: prescribed, text: Prescribed}, {code: self-bought, text: Bought}]}
          - {question: medicines.classified_as, kind: choice, text: Classified as,
             options: [{code: antiplatelet, text: Antiplatelet}, {code: none, text: None}]}
      - list: treatments
        text: Treatments of the last year
        items:
          - {question: treatments.kind, kind: choice, text: What?,
             options: [{code: peel, text: Peel}, {code: laser, text: Laser}]}
          - {question: treatments.date, kind: date, text: When?}
  - id: day
    title: On the day
    stage: treatment-day
    items:
      - {question: DAY2, kind: choice, text: Is all as it was?, options: yes-no}
scores:
  - id: spots
    questions: [S7.grade]
    bands: [{maximum: 1, code: few}, {maximum: 4, code: many}]
"""

RULES = """\
schema: rules/1
rules:
  - id: fever
    version: 1
    number: '3'
    title: Fever
    severity: absolute-contraindication
    when: {question: M15, op: '=', value: 'yes'}
    action: Wait until well.
    when_unknown: Ask whether there is a fever.
    override: none
    sources: ['1']
    confidence: certain
    reviewed: '2026-11-22'
    review_due: '2027-11-22'
    examples:
      - {name: a fever fires, expect: fires, answers: {M15: 'yes'}}
      - {name: no fever clears, expect: clears, answers: {M15: 'no'}}
      - {name: not asked stays open, expect: undetermined, answers: {}}
  - id: recent-peel
    version: 2
    title: A peel lately
    severity: defer-until
    when:
      for_any: treatments
      all:
        - {question: treatments.kind, op: '=', value: peel}
        - {question: treatments.date, op: within, value: {policy: peel-wait}}
    until: [{question: treatments.date, plus: {policy: peel-wait}}]
    action: Wait after the peel.
    when_unknown: Ask for the date of the peel.
    override: {needs: a reason}
    settled_by: [{id: seen, text: Skin examined, valid_for: 7 days}]
    sources: ['1', PC]
    confidence: practice
    reviewed: '2026-11-22'
    review_due: '2027-11-22'
    examples:
      - name: last week fires
        expect: fires
        answers: {treatments: [{kind: peel, date: 2026-02-25}]}
        until: 2026-03-11
      - {name: none clears, expect: clears, complete: [treatments], answers: {}}
      - name: an unknown date stays open
        expect: undetermined
        complete: [treatments]
        answers: {treatments: [{kind: peel, date: {state: dont-know}}]}
"""

BLEEDING = """\
schema: rules/1
rules:
  - id: antiplatelet
    version: 1
    title: Thin blood
    severity: relative-precaution
    when: {fact: agents, classes: [antiplatelet], op: '>=', value: 1}
    action: Press longer.
    when_unknown: Ask for the medicines.
    override: {needs: a reason}
    sources: ['1']
    confidence: certain
    reviewed: '2026-11-22'
    review_due: '2027-11-22'
    examples:
      - name: aspirin fires
        expect: fires
        answers: {medicines: [{name: aspirin, route: oral, status: current}]}
      - {name: none clears, expect: clears, complete: [medicines], answers: {}}
      - {name: an open list stays open, expect: undetermined, answers: {}}
"""

DEVICE = """\
schema: device/1
id: pen-one
name: Pen One
type: pen
min_age: 22
max_depth: 1.5
uses:
  - {areas: [cheeks], indications: [lines, acne-scars], skin_types: [I, IV]}
sources: ['1']
note: The label was read in part.
raises:
  - rule: antiplatelet
    severity: absolute-contraindication
    text: The label forbids it.
    sources: ['1']
    examples:
      - name: aspirin fires
        expect: fires
        answers: {medicines: [{name: aspirin, route: oral, status: current}]}
      - {name: none clears, expect: clears, complete: [medicines], answers: {}}
      - {name: an open list stays open, expect: undetermined, answers: {}}
"""

PLAN = """\
schema: plan/1
scar_indications: [acne-scars]
windows:
  - {area: cheeks, purpose: rejuvenation, minimum: 0.25, maximum: 0.5, note: gently}
skin_types:
  - {skin_types: [I, IV], share: 1, end_point: pink, passes: 3-4, interval: 4 weeks,
     interval_days: 28, warning: ''}
"""

LINES = """\
schema: lines/1
lines:
  - id: no-sun
    phase: preparation
    kind: dont
    slot: 4 weeks before
    offset: {days: -28}
    text: No strong sun.
    when: {question: FST, op: in, value: [IV]}
    findings: [recent-peel]
    merge: sun
    rank: 1
    sources: [PC]
"""

CONSENT = """\
schema: consent/1
version: 2026.11.0
language: en
reviewed_by: ''
sections: [{title: What will be done, paragraphs: [Fine needles.], lines: [It stings.]}]
declaration: I agree.
practitioner_declaration: I explained it.
"""

POLICY = """\
schema: policy/1
values:
  - {id: peel-wait, text: Days after a peel, default: 14, unit: days, minimum: 7, maximum: 28,
     source: practice}
"""

SOURCES = """\
schema: sources/1
sources:
  - {number: '1', citation: A label, seen: in full, confidence: certain}
  - {number: PC, citation: Practice, seen: '-', confidence: practice}
"""

FILES = {
    "pack.yaml": PACK,
    "questionnaire.yaml": QUESTIONNAIRE,
    "rules/illness.yaml": RULES,
    "rules/bleeding.yaml": BLEEDING,
    "devices/pen-one.yaml": DEVICE,
    "plan.yaml": PLAN,
    "lines/before.yaml": LINES,
    "consent.yaml": CONSENT,
    "policy.yaml": POLICY,
    "sources.yaml": SOURCES,
}


def small_dictionary() -> MedicineDictionary:
    """Two medicines, of which aspirin thins the blood."""
    antiplatelet = MedicineClass("antiplatelet", "Antiplatelets", "thin the blood", Effect.FIRE)
    return build_dictionary(
        [
            Medicine("aspirin", ("oral",), {"oral": frozenset({"antiplatelet"})}, ("aspirin",)),
            Medicine("cetirizine", ("oral",), {"oral": frozenset()}, ("cetirizine",)),
        ],
        [antiplatelet],
        digest="d" * 64,
    )


@dataclass
class PackStory:
    """A pack that a test changes, writes and reads."""

    folder: Path
    medicines: MedicineDictionary
    files: dict[str, str] = field(default_factory=lambda: dict(FILES))

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the one occurrence of `old` in a file."""
        assert self.files[name].count(old) == 1, f"{old!r} is there {self.files[name].count(old)} x"
        self.files[name] = self.files[name].replace(old, new)

    def write(self) -> Path:
        """Write all files."""
        for name, text in self.files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return self.folder

    def load(self, policy: dict[str, int] | None = None, *, run_examples: bool = True) -> Pack:
        """Write and load the pack."""
        return load_pack(self.write(), self.medicines, policy, run_examples)

    def problems(self) -> list[str]:
        """Write and check the pack: every problem as its author reads it."""
        return [str(problem) for problem in check(self.write(), self.medicines)]

    def place(self, name: str, text: str, within: str = "") -> str:
        """``file:line:column`` where `text` begins in a file, after `within` where given."""
        start = self.files[name].index(within)
        index = self.files[name].index(text, start)
        line = self.files[name].count("\n", 0, index) + 1
        column = index - self.files[name].rfind("\n", 0, index)
        return f"{name}:{line}:{column}"


@pytest.fixture
def story(tmp_path):
    return PackStory(tmp_path / "needling", small_dictionary())
