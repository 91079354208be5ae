"""The example consultations of the shipped pack, with answers changed, assessed and planned."""

import datetime as dt
from pathlib import Path

from consult_app.definitions.answers_file import load_answers
from consult_app.definitions.library import load_pack
from consult_app.definitions.medicines import load_medicines
from consult_app.domain.answers import Answer, given
from consult_app.domain.assessment import RuleBook, assess, basis_of, evidence_for
from consult_app.domain.consultation import Consultation
from consult_app.domain.decisions import Decision
from consult_app.domain.plan import Phase
from consult_app.services.session import plan_for

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "forms" / "microneedling"
FOR_THE_PATIENT = [phase for phase in Phase if phase is not Phase.CLINIC_DAY]
NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


def shipped_pack():
    """The shipped pack; its own rule examples are run elsewhere."""
    return load_pack(FOLDER, load_medicines(ROOT / "resources" / "medicines"), run_examples=False)


class Visit:
    """The example consultation with some answers changed, assessed and planned."""

    def __init__(self, pack, name="answers", **changes):
        stated = load_answers(FOLDER / "example" / f"{name}.yaml", pack)
        answers = stated.answers
        for link_id, value in changes.items():
            answer = value if isinstance(value, Answer | None) else given(value)
            answers = answers.with_answer(link_id.replace("__", "."), answer)
        self.pack = pack
        self.stated = stated
        self.book = RuleBook(pack.form, pack.rules, pack.devices)
        self.evidence = evidence_for(self.book, pack.medicines, answers, stated.consultation_date)
        self.assessment = assess(self.book, self.evidence, stated.stage)
        self.consultation = Consultation(
            "c", stated.patient, stated.practitioner, pack.pack_id, pack.version,
            stated.consultation_date, answers=answers,
        )  # fmt: skip
        self.plan = plan_for(pack, self.evidence, self.assessment, self.consultation)

    def texts(self, *phases):
        wanted = phases or FOR_THE_PATIENT
        return [line.text for line in self.plan.lines if line.phase in wanted]

    def ids(self):
        return {line.line_id for line in self.plan.lines}

    def decide(self):
        """Assess again with the decisions that the file states."""
        decisions = []
        for number, said in enumerate(self.stated.decisions):
            finding = self.assessment.finding(said.rule_id)
            basis = basis_of(self.book, finding, self.evidence)
            decisions.append(
                Decision(
                    str(number), said.kind, said.rule_id, finding.rule.version, basis,
                    said.reason, self.stated.practitioner.printed_name, NOW,
                )
            )  # fmt: skip
        return assess(self.book, self.evidence, self.stated.stage, tuple(decisions))
