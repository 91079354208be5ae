"""Text as it may be printed: characters that could hide, reorder or break a page are taken out.

Nothing here interprets markup. What is removed has no printed form: control characters, lone
surrogates, bidirectional embeddings, overrides and isolates (they could make a page read
differently from the record, CVE-2021-42574), invisible joiners and tag characters.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u2000-\u200a\u205f\u3000]")
_NO_BREAK_SPACES = re.compile("[\u2007\u202f]")
_INVISIBLE = re.compile(
    "["
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 but the line feed, and C1
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff"
    "]"
)


def clean(text: str) -> str:
    """`text` in NFC, with line ends as line feeds, one kind of space, and nothing invisible.

    Zero-width joiners and the implicit direction marks stay: Indic, Persian, Arabic and Hebrew
    texts need them, and they cannot reorder what stands around them by force.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _NO_BREAK_SPACES.sub("\u00a0", text)
    text = _SPACES.sub(" ", text)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def one_line(text: str) -> str:
    """`text` cleaned, on one line: for titles, names and the document's properties."""
    return " ".join(clean(text).split())


def lines_of(text: str) -> list[str]:
    """The cleaned lines of `text`, with blank lines kept singly between others only."""
    lines: list[str] = []
    for line in clean(text).split("\n"):
        stripped = line.strip(" ")
        if stripped or (lines and lines[-1]):
            lines.append(stripped)
    while lines and not lines[-1]:
        lines.pop()
    return lines
