"""Font files and how they set a word: coverage, shaping by HarfBuzz, and fallback between files.

Widths are in em (1.0 is the type size). Every character that no font covers becomes a box that
remembers what it stands for.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz

MISSING_BOX = "\u25a1"
"""What is printed for a character that no font covers."""

_CACHED_RUNS = 20_000
_PLAIN_FEATURES = {"calt": False, "liga": False, "clig": False}
"""Latin, Greek and Cyrillic are set letter by letter: Inter's contextual alternates would print
``10x20`` with a multiplication sign and ``->`` as an arrow, which is not what was recorded."""

_PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))


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
        self._runs: dict[tuple[str, bool], ShapedRun] = {}

    def covers(self, text: str) -> bool:
        """Whether each character of `text` has a glyph."""
        return self.coverage.issuperset(map(ord, text))

    def advance_of(self, glyph: int) -> float:
        """Advance width of a glyph, in em."""
        return float(self.font.get_glyph_h_advance(glyph) * self.per_em)

    def shape(self, text: str, *, right_to_left: bool = False) -> ShapedRun:
        """Set `text`, which this font covers."""
        key = (text, right_to_left)
        run = self._runs.get(key)
        if run is None:
            if len(self._runs) >= _CACHED_RUNS:
                self._runs.clear()
            run = self._runs[key] = self._shape(text, right_to_left)
        return run

    def _shape(self, text: str, right_to_left: bool) -> ShapedRun:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right_to_left else "ltr"
        uharfbuzz.shape(self.font, buffer, self._features)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        glyphs = self._glyph_texts(text, infos, right_to_left)
        spelt = "".join(part for _, part in (reversed(glyphs) if right_to_left else glyphs))
        return ShapedRun(
            face=self,
            text=text,
            advance=sum(position.x_advance for position in positions) * self.per_em,
            parts=self._operands(infos, positions),
            glyphs=tuple(glyphs),
            complex=right_to_left or spelt != text,
        )

    def _glyph_texts(
        self, text: str, infos: list[uharfbuzz.GlyphInfo], right_to_left: bool
    ) -> list[tuple[int, str]]:
        """Glyph ids with the text that each stands for, in visual order."""
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        result: list[tuple[int, str]] = []
        by_cluster: dict[int, list[int]] = {}
        for index, info in enumerate(infos):
            by_cluster.setdefault(info.cluster, []).append(index)
            result.append((info.codepoint, ""))
        for start, members in by_cluster.items():
            characters = text[start : ends[start]]
            order = members[::-1] if right_to_left else members
            one_each = len(order) == len(characters)
            for place, index in enumerate(order):
                whole = characters if place == 0 else "\u200b"
                part = characters[place] if one_each else whole
                result[index] = (infos[index].codepoint, part)
        return result

    def _operands(
        self, infos: list[uharfbuzz.GlyphInfo], positions: list[uharfbuzz.GlyphPosition]
    ) -> tuple[tuple[float, str], ...]:
        """TJ operands: hexadecimal glyph ids with adjustments in thousandths of an em between."""
        parts: list[tuple[float, list[str]]] = []
        pending = 0.0
        for info, position in zip(infos, positions, strict=True):
            rise = position.y_offset * self.per_em
            if not parts or parts[-1][0] != rise:
                parts.append((rise, []))
            operands = parts[-1][1]
            shift = pending + position.x_offset
            _append_adjustment(operands, shift * self.per_em)
            _append_glyph(operands, info.codepoint)
            advance = self.font.get_glyph_h_advance(info.codepoint)
            pending = position.x_advance - position.x_offset - advance
        if parts:
            _append_adjustment(parts[-1][1], pending * self.per_em)
        return tuple((rise, "".join(operands)) for rise, operands in parts)


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
        self.space = self.primary.shape(" ")

    def runs(self, text: str, *, right_to_left: bool = False) -> tuple[ShapedRun, ...]:
        """Set `text` (no spaces or line ends), in logical order of its runs."""
        if self.primary.covers(text):
            return (self.primary.shape(text, right_to_left=right_to_left),)
        runs: list[ShapedRun] = []
        pending, current = "", None
        for cluster in clusters(text):
            if not (printable := cluster.strip("\u200e\u200f\u061c")):
                continue
            face = self._face_for(printable)
            if face is not current or face is None:
                if pending and current is not None:
                    runs.append(current.shape(pending, right_to_left=right_to_left))
                pending, current = "", face
            if face is None:
                runs.append(self._box(printable))
            else:
                pending += printable
        if pending and current is not None:
            runs.append(current.shape(pending, right_to_left=right_to_left))
        return tuple(runs)

    def _face_for(self, cluster: str) -> FontFace | None:
        """First font that has the whole cluster (a letter with its marks)."""
        bare = cluster.replace("\u200c", "").replace("\u200d", "")
        return next((face for face in self.faces if face.covers(bare)), None)

    def _box(self, cluster: str) -> ShapedRun:
        box = self.primary.shape(MISSING_BOX)
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
