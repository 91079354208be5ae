"""The word in a card's corner: whether an answer in it raised a flag."""

from __future__ import annotations

from collections.abc import Iterable

from consult_app.domain.rules import Severity
from consult_app.ui.part import PageFacts
from consult_app.ui.slot import Slot
from consult_app.ui.tokens import Tone
from consult_app.ui.widgets.card import QuestionCard
from consult_app.ui.wording import SEVERITY_TONES, severity_word


class CardFlag:
    """Keeps the tag of one card up to date, touching it only when it changes."""

    def __init__(self, card: QuestionCard, usual: str = "") -> None:
        """`usual` is the tag while no flag is raised."""
        self._card = card
        self._usual = usual
        self._shown: Severity | None = None
        card.set_tag(usual, Tone.NEUTRAL)

    def show(self, slots: Iterable[Slot], facts: PageFacts) -> None:
        """Show the strictest severity that an answer in `slots` raised."""
        flags = [facts.flags[slot.path] for slot in slots if slot.path in facts.flags]
        strictest = max(flags, key=lambda severity: severity.rank, default=None)
        if strictest is self._shown:
            return
        self._shown = strictest
        if strictest is None:
            self._card.set_tag(self._usual, Tone.NEUTRAL)
        else:
            self._card.set_tag(severity_word(strictest), SEVERITY_TONES[strictest])
