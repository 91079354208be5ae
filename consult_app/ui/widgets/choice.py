"""What an answer widget offers: plain codes and texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen.

    `key` is the letter or digit that chooses it while the widget has the keyboard (empty: none);
    `help` is a smaller second line; `exclusive` marks "none of these" in a check list.
    """

    code: str
    label: str
    key: str = ""
    help: str = ""
    exclusive: bool = False
