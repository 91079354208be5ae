"""Font files and how they set a word: coverage, shaping by HarfBuzz, and fallback between files.

Widths are in em (1.0 is the type size). Every character that no font covers becomes a box that
remembers what it stands for.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import uharfbuzz

MISSING_BOX = "\u25a1"
"""What is printed for a character that no font covers."""

_CACHED_RUNS = 20_000
_PLAIN_FEATURES = {"calt": False, "liga": False, "clig": False}
"""Latin, Greek and Cyrillic are set letter by letter: Inter's contextual alternates would print
``10x20`` with a multiplication sign and ``->`` as an arrow, which is not what was recorded."""

_PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))


_Glyph = tuple[uharfbuzz.GlyphInfo, uharfbuzz.GlyphPosition]


@dataclass(frozen=True, slots=True, eq=False)
class ShapedRun:
    """A piece of a word in one font.

    `parts` are pairs of baseline shift in em and operands of the PDF operator ``TJ`` in visual
    order; `glyphs` pairs of glyph id and the text it stands for; `complex` says that the glyphs'
    texts in order do not spell `text`; `missing` that it is a box for a character without glyph.
    """

    face: FontFace
    text: str
    advance: float
    parts: tuple[tuple[float, str], ...]
    glyphs: tuple[tuple[int, str], ...]
    complex: bool = False
    right_to_left: bool = False
    missing: bool = False


class FontFace:
    """One font file; `plain` switches contextual forms and ligatures off."""

    def __init__(self, path: Path, *, plain: bool) -> None:
        """Read the file. Raises OSError when it is not there."""
        self.name = path.stem
        self.face = uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes()))
        self.font = uharfbuzz.Font(self.face)
        self.per_em = 1.0 / self.face.upem
        self.coverage = frozenset(
            code
            for code in self.face.unicodes
            if code >= 32 and not any(code in private for private in _PRIVATE_USE)
        )
        self._features = _PLAIN_FEATURES if plain else {}
        self._runs: dict[tuple[str, bool], tuple[ShapedRun, ...]] = {}

    def covers(self, text: str) -> bool:
        """Whether each character of `text` has a glyph."""
        return self.coverage.issuperset(map(ord, text))

    def advance_of(self, glyph: int) -> float:
        """Advance width of a glyph, in em."""
        return float(self.font.get_glyph_h_advance(glyph) * self.per_em)

    def shape(self, text: str, *, right_to_left: bool = False) -> tuple[ShapedRun, ...]:
        """Set `text`, which this font covers: one run, or from right to left one per cluster.

        From right to left each cluster is a run of its own, in logical order, so that its text can
        be given with it: a run as a whole would be read backwards by readers that, as most do,
        turn such text round themselves.
        """
        key = (text, right_to_left)
        runs = self._runs.get(key)
        if runs is None:
            if len(self._runs) >= _CACHED_RUNS:
                self._runs.clear()
            runs = self._runs[key] = self._shape(text, right_to_left)
        return runs

    def _shape(self, text: str, right_to_left: bool) -> tuple[ShapedRun, ...]:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right_to_left else "ltr"
        uharfbuzz.shape(self.font, buffer, self._features)
        glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        starts = sorted({info.cluster for info, _ in glyphs})
        pieces = {
            start: (text[start:end], [glyph for glyph in glyphs if glyph[0].cluster == start])
            for start, end in pairwise([*starts, len(text)])
        }
        if right_to_left:
            return tuple(self._run(part, own, right_to_left=True) for part, own in pieces.values())
        texts = [part for piece in pieces.values() for part in _texts(*piece)]
        return (self._run(text, glyphs, texts),)

    def _run(
        self,
        text: str,
        glyphs: list[_Glyph],
        texts: list[str] | None = None,
        *,
        right_to_left: bool = False,
    ) -> ShapedRun:
        each = _texts(text, glyphs) if texts is None else texts
        return ShapedRun(
            face=self,
            text=text,
            advance=sum(position.x_advance for _, position in glyphs) * self.per_em,
            parts=self._operands(glyphs, base_first=right_to_left),
            glyphs=tuple(
                (info.codepoint, one) for (info, _), one in zip(glyphs, each, strict=True)
            ),
            complex="".join(each) != text,
            right_to_left=right_to_left,
        )

    def _operands(self, glyphs: list[_Glyph], *, base_first: bool) -> tuple[tuple[float, str], ...]:
        """TJ operands: hexadecimal glyph ids with adjustments in thousandths of an em between.

        With `base_first` what stands on the baseline is written before what is raised: readers
        take the place of a cluster from its first glyph.
        """
        placed: list[tuple[float, float, int]] = []
        pen = 0.0
        for info, position in glyphs:
            left = (pen + position.x_offset) * self.per_em
            placed.append((position.y_offset * self.per_em, left, info.codepoint))
            pen += position.x_advance
        if base_first:
            placed.sort(key=lambda glyph: glyph[0] != 0)
        parts: list[tuple[float, list[str]]] = []
        reached = 0.0
        for rise, left, glyph in placed:
            if not parts or parts[-1][0] != rise:
                parts.append((rise, []))
            _append_adjustment(parts[-1][1], left - reached)
            _append_glyph(parts[-1][1], glyph)
            reached = left + self.advance_of(glyph)
        if parts:
            _append_adjustment(parts[-1][1], pen * self.per_em - reached)
        return tuple((rise, "".join(operands)) for rise, operands in parts)


def _texts(text: str, glyphs: list[_Glyph]) -> list[str]:
    """What each glyph of one cluster stands for: its own letter, or the first glyph for all."""
    if len(glyphs) == len(text):
        return list(text)
    return [text, *["\u200b"] * (len(glyphs) - 1)]


def _append_adjustment(operands: list[str], em: float) -> None:
    """Append a horizontal shift; TJ numbers are thousandths to the left."""
    thousandths = round(-1000 * em, 2)
    if thousandths:
        operands.append(f"{thousandths:g}")


def _append_glyph(operands: list[str], glyph: int) -> None:
    """Append a glyph, joined to a preceding string of glyphs."""
    if operands and operands[-1].endswith(">"):
        operands[-1] = f"{operands[-1][:-1]}{glyph:04X}>"
    else:
        operands.append(f"<{glyph:04X}>")


class FontFamily:
    """Font files of one weight in order of preference; the first must have the missing box."""

    def __init__(self, faces: tuple[FontFace, ...]) -> None:
        self.faces = faces
        self.primary = faces[0]
        (self.space,) = self.primary.shape(" ")

    def runs(self, text: str, *, right_to_left: bool = False) -> tuple[ShapedRun, ...]:
        """Set `text` (no spaces or line ends), in logical order of its runs."""
        if self.primary.covers(text):
            return self.primary.shape(text, right_to_left=right_to_left)
        runs: list[ShapedRun] = []
        pending, current = "", None
        for cluster in clusters(text):
            if not (printable := cluster.strip("\u200e\u200f\u061c")):
                continue
            face = self._face_for(printable)
            if face is not current or face is None:
                if pending and current is not None:
                    runs += current.shape(pending, right_to_left=right_to_left)
                pending, current = "", face
            if face is None:
                runs.append(self._box(printable))
            else:
                pending += printable
        if pending and current is not None:
            runs += current.shape(pending, right_to_left=right_to_left)
        return tuple(runs)

    def _face_for(self, cluster: str) -> FontFace | None:
        """First font that has the whole cluster (a letter with its marks)."""
        bare = cluster.replace("\u200c", "").replace("\u200d", "")
        return next((face for face in self.faces if face.covers(bare)), None)

    def _box(self, cluster: str) -> ShapedRun:
        (box,) = self.primary.shape(MISSING_BOX)
        return ShapedRun(
            box.face, cluster, box.advance, box.parts, box.glyphs, complex=True, missing=True
        )


def clusters(text: str) -> list[str]:
    """`text` cut where a line may be broken in an emergency: never before a combining mark."""
    result: list[str] = []
    for character in text:
        joins = unicodedata.category(character)[0] == "M" or character in "\u200c\u200d"
        if result and (joins or result[-1][-1] in "\u200d\u094d"):
            result[-1] += character
        else:
            result.append(character)
    return result


class FontLibrary:
    """The fonts of a folder in the two weights that the documents use."""

    def __init__(self, folder: Path) -> None:
        """Open the fonts. Raises OSError naming the file that is not there."""
        self.regular = self._family(folder, "Regular", "Regular")
        self.bold = self._family(folder, "SemiBold", "Bold")

    @staticmethod
    def _family(folder: Path, latin: str, other: str) -> FontFamily:
        names = ("NotoSansDevanagari", "NotoSansHebrew", "NotoSansArabic")
        return FontFamily(
            (
                FontFace(folder / f"Inter-{latin}.ttf", plain=True),
                *(FontFace(folder / f"{name}-{other}.ttf", plain=False) for name in names),
                FontFace(folder / f"NotoSans-{other}.ttf", plain=True),
            )
        )
