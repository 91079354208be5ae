"""Every mistake that a pack may hold, and the lines that its author then reads (mistakes.txt)."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest


@dataclass
class Mistake:
    title: str
    file: str = ""
    parts: dict[str, list[str]] = field(default_factory=lambda: {"-": [], "+": [], "!": []})

    def text(self, mark: str) -> str:
        return "\n".join(self.parts[mark])


def mistakes() -> list[Mistake]:
    found: list[Mistake] = []
    text = (Path(__file__).parent / "mistakes.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("= "):
            found.append(Mistake(line[2:]))
        elif line[:1] in {"-", "+", "!"}:
            found[-1].parts[line[0]].append(line[1:])
        elif line and not line.startswith("#"):
            found[-1].file = line
    return found


@pytest.mark.parametrize("mistake", mistakes(), ids=lambda mistake: mistake.title)
def test_a_mistake_is_reported_where_it_stands(story, mistake):
    story.change(mistake.file, mistake.text("-"), mistake.text("+"))

    assert story.problems() == mistake.parts["!"] != []
