"""Lines of text: words set in their fonts and broken greedily to a width.

Time is linear in the length of the text: no input can make a page slow. A word that is wider
than the line is broken between letters rather than run over the margin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from consult_app.documents import bidirectional
from consult_app.documents.plain_text import lines_of
from consult_app.documents.typeface import FontFamily, ShapedRun, clusters

_BREAK_AFTER = re.compile(r"(?<=[^\W\d_][-/–—])(?=[^\W\d_])")
"""Inside a word a line may end after a hyphen, dash or slash between letters (not in ``0.5/1``)."""

_LONGEST_WORD = 60
"""Letters; what is longer is no word and may be broken anywhere."""

_UNITS = frozenset(
    {"g", "h", "kg", "m", "mg", "min", "ml", "mm", "cm", "pt", "µg", "µm", "μg", "μm", "%", "°C"}
)


_EVENED_LINES = 12
_SHORT_LAST = 0.18
"""Paragraphs of so many lines are set again when their last line is a shorter share than this."""


@dataclass(frozen=True, slots=True)
class Word:
    """Runs that stay together; `levels` parallels `runs`; `spaced` when a space follows.

    `width` is in em; `tied` forbids a line end after the word: a number before its unit, groups of
    digits in a telephone number.
    """

    text: str
    runs: tuple[ShapedRun, ...]
    levels: tuple[int, ...]
    width: float
    spaced: bool
    tied: bool = False


_WordKey = tuple[str, FontFamily, tuple[int, ...], bool, bool]
"""Text, fonts, level of each character (empty: left to right), spaced and tied."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `width` in em without the space at its end; `level` is odd from right to left."""

    words: tuple[Word, ...]
    width: float
    level: int

    @property
    def plain(self) -> bool:
        """Whether its glyphs in order spell what it says."""
        return not any(run.complex or run.right_to_left for word in self.words for run in word.runs)

    @property
    def text(self) -> str:
        """What the line says, in reading order."""
        return "".join(f"{word.text} " if word.spaced else word.text for word in self.words)


class Typesetter:
    """Sets text in one language for one document, and remembers what it could not print."""

    def __init__(self, *, right_to_left: bool = False) -> None:
        self.right_to_left = right_to_left
        self.missing: dict[str, int] = {}
        self._known: dict[_WordKey, Word] = {}
        self._words_of: dict[tuple[str, FontFamily, int], list[Word]] = {}

    def lines(self, text: str, family: FontFamily, size: float, width: float) -> tuple[Line, ...]:
        """`text` in lines of at most `width` points at `size`; its own line ends are kept."""
        result: list[Line] = []
        for paragraph in lines_of(text):
            level = bidirectional.base_level(paragraph, right_to_left=self.right_to_left)
            words = self._words(paragraph, family, level)
            self._note_missing(words)
            result += _evened(words, family, width / size, level)
        return tuple(result)

    def extents(self, text: str, family: FontFamily, size: float) -> tuple[float, float]:
        """Widths in points of the longest word of `text`, and of its longest line unbroken."""
        longest, unbroken = 0.0, 0.0
        for paragraph in lines_of(text):
            words = self._words(paragraph, family, 0)
            longest = max([longest, *(word.width for word in words)])
            total = sum(word.width + word.spaced * family.space.advance for word in words)
            unbroken = max(unbroken, total)
        return longest * size, unbroken * size

    def _note_missing(self, words: list[Word]) -> None:
        for word in words:
            for run in word.runs:
                if run.missing:
                    self.missing[run.text] = self.missing.get(run.text, 0) + 1

    def _words(self, paragraph: str, family: FontFamily, base: int) -> list[Word]:
        key = (paragraph, family, base)
        words = self._words_of.get(key)
        if words is None:
            words = self._words_of[key] = self._set_words(paragraph, family, base)
        return words

    def _set_words(self, paragraph: str, family: FontFamily, base: int) -> list[Word]:
        levels = bidirectional.levels(paragraph, base)
        words: list[Word] = []
        position = 0
        texts = paragraph.split(" ")
        for number, token in enumerate(texts):
            following = texts[number + 1] if number + 1 < len(texts) else ""
            tied = token[-1:].isdigit() and (
                following in _UNITS or (token.isdigit() and following.rstrip(".,;").isdigit())
            )
            pieces = _pieces(token)
            for place, piece in enumerate(pieces):
                last = place == len(pieces) - 1
                part = tuple(levels[position : position + len(piece)]) if levels else ()
                key = (piece, family, part, last and number < len(texts) - 1, last and tied)
                word = self._known.get(key)
                if word is None:
                    word = self._known[key] = _word(*key)
                words.append(word)
                position += len(piece)
            position += 1
        return words


def _pieces(token: str) -> list[str]:
    """What stands between two spaces, cut where a line may end."""
    if not token:
        return []
    return _BREAK_AFTER.split(token) if len(token) <= _LONGEST_WORD else clusters(token)


def _word(text: str, family: FontFamily, levels: tuple[int, ...], spaced: bool, tied: bool) -> Word:
    """Set one word."""
    if not any(levels):
        runs = family.runs(text)
        run_levels = (0,) * len(runs)
    else:
        pairs = [
            (run, level)
            for piece, level in bidirectional.level_runs(text, levels)
            for run in family.runs(piece, right_to_left=level % 2 == 1)
        ]
        runs = tuple(run for run, _ in pairs)
        run_levels = tuple(level for _, level in pairs)
    return Word(text, runs, run_levels, sum(run.advance for run in runs), spaced, tied)


def _evened(words: list[Word], family: FontFamily, width: float, level: int) -> list[Line]:
    """Lines of at most `width` em, without a last line of one short word where that is free.

    A narrower width is tried as long as it does not cost another line.
    """
    lines = _fill(words, family, width, level)
    if not 2 <= len(lines) <= _EVENED_LINES:
        return lines
    for share in (0.97, 0.94, 0.91, 0.87, 0.82, 0.77):
        if lines[-1].width > _SHORT_LAST * width:
            break
        narrower = _fill(words, family, width * share, level)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _fill(words: list[Word], family: FontFamily, width: float, level: int) -> list[Line]:
    """Fill lines of `width` em greedily."""
    lines: list[Line] = []
    current: list[Word] = []
    used = 0.0
    for unit in _units(words):
        extent = _extent(unit, family)
        gap = family.space.advance if current and current[-1].spaced else 0.0
        if current and used + gap + extent > width:
            lines.append(Line(tuple(current), used, level))
            current, used, gap = [], 0.0, 0.0
        if extent <= width:
            current += unit
            used += gap + extent
            continue
        *full, (current, used) = _broken(unit, family, width)
        lines += [Line(tuple(part), part_width, level) for part, part_width in full]
    lines.append(Line(tuple(current), used, level))
    return lines


def _units(words: list[Word]) -> list[list[Word]]:
    """Words grouped with those that must not part from them."""
    units: list[list[Word]] = []
    for word in words:
        if units and units[-1][-1].tied:
            units[-1].append(word)
        else:
            units.append([word])
    return units


def _extent(unit: list[Word], family: FontFamily) -> float:
    return sum(word.width for word in unit) + family.space.advance * (len(unit) - 1)


def _broken(unit: list[Word], family: FontFamily, width: float) -> list[tuple[list[Word], float]]:
    """A unit wider than the line, cut between letters; the last part may be continued."""
    parts: list[tuple[list[Word], float]] = []
    current: list[Word] = []
    used = 0.0
    for word in unit:
        for piece in _letters(word, family):
            gap = family.space.advance if current and current[-1].spaced else 0.0
            if current and used + gap + piece.width > width:
                parts.append((current, used))
                current, used, gap = [], 0.0, 0.0
            current.append(piece)
            used += gap + piece.width
    parts.append((current, used))
    return parts


def _letters(word: Word, family: FontFamily) -> list[Word]:
    """A word as one word per letter with its marks, keeping levels and the space at its end."""
    pieces: list[Word] = []
    for run, level in zip(word.runs, word.levels, strict=True):
        if run.missing or run.right_to_left:
            pieces.append(Word(run.text, (run,), (level,), run.advance, spaced=False))
            continue
        for cluster in clusters(run.text):
            runs = family.runs(cluster)
            advance = sum(part.advance for part in runs)
            pieces.append(Word(cluster, runs, (level,) * len(runs), advance, spaced=False))
    if pieces and word.spaced:
        last = pieces[-1]
        pieces[-1] = Word(last.text, last.runs, last.levels, last.width, spaced=True)
    return pieces
