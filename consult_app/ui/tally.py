"""What is left open in each section, counted again only where an answer could have changed it."""

from __future__ import annotations

from collections.abc import Iterable

from consult_app.domain.conditions import reads
from consult_app.domain.facts import query as names
from consult_app.domain.form import Form, Question, Section, Stage
from consult_app.domain.interview import left_in
from consult_app.services.session import Session


class Tally:
    """Open paths by section, for one session; the same as `interview.left_in` gives."""

    def __init__(self, session: Session) -> None:
        self._session = session
        form = session.pack.form
        gates = _gates(form)
        self._depends = {
            section.section_id: _closure(_link_ids(section), gates) for section in form.sections
        }
        self._left = {
            section.section_id: left_in(session.evidence, section) for section in form.sections
        }

    def count_again(self, changed: frozenset[str]) -> None:
        """Count what depends on these linkIds; everything when the planned date moved."""
        everything = names.PLANNED_DATE in changed
        for section in self._session.pack.form.sections:
            if everything or changed & self._depends[section.section_id]:
                self._left[section.section_id] = left_in(self._session.evidence, section)

    def left_in(self, section: Section) -> tuple[str, ...]:
        """Open paths of a section."""
        return self._left[section.section_id]

    @property
    def total(self) -> int:
        """Open paths at the consultation's stage."""
        stage = self._session.consultation.stage
        return sum(
            len(self._left[section.section_id])
            for section in self._session.pack.form.sections
            if section.stage in (Stage.CONSULTATION, stage)
        )


def _link_ids(section: Section) -> set[str]:
    found: set[str] = set()
    for item in section.items:
        found.add(item.link_id)
        if not isinstance(item, Question):
            found |= {question.link_id for question in item.items}
    return found


def _gates(form: Form) -> dict[str, frozenset[str]]:
    """What the gate of each question, group and list reads; a question's include its group's."""
    found: dict[str, frozenset[str]] = {}
    for item in form.items():
        own = frozenset() if item.enable_when is None else reads(item.enable_when)
        found[item.link_id] = own
        for question in () if isinstance(item, Question) else item.items:
            gate = question.enable_when
            found[question.link_id] = own | (frozenset() if gate is None else reads(gate))
    return found


def _closure(link_ids: Iterable[str], gates: dict[str, frozenset[str]]) -> frozenset[str]:
    waiting = list(link_ids)
    found: set[str] = set()
    while waiting:
        link_id = waiting.pop()
        if link_id not in found:
            found.add(link_id)
            waiting += gates.get(link_id, ())
    return frozenset(found)
