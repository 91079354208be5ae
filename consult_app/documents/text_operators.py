"""Lines of text as PDF operators: glyphs in visual order, and what they say where that differs."""

from __future__ import annotations

from consult_app.documents import bidirectional
from consult_app.documents.font_embedding import DocumentFonts
from consult_app.documents.pdf_objects import text_string
from consult_app.documents.text_layout import Line
from consult_app.documents.typeface import FontFamily, ShapedRun


def line_operators(line: Line, family: FontFamily, fonts: DocumentFonts, size: float) -> list[str]:
    """PDF text operators of a line, to stand between ``BT`` and ``ET`` at its left end.

    What the glyphs alone would not extract as written gets an ``ActualText``, each run its own.
    """
    items: list[tuple[ShapedRun, int]] = []
    for word in line.words:
        items += zip(word.runs, word.levels, strict=True)
        if word.spaced:
            items.append((family.space, line.level))
    mixed = line.level != 0 or any(level for _, level in items)
    if mixed:
        if items[-1][0] is family.space:
            items.pop()
        items = bidirectional.visual_order(_levelled_spaces(items, family, line.level))
    writer = _OperatorWriter(fonts, size)
    for run, _ in items:
        writer.add(run)
    return writer.finish()


def _levelled_spaces(
    items: list[tuple[ShapedRun, int]], family: FontFamily, base: int
) -> list[tuple[ShapedRun, int]]:
    """Spaces between two runs of a higher level belong to them; at line ends to the paragraph."""
    result = list(items)
    for index, (run, _) in enumerate(items):
        if run is family.space and 0 < index < len(items) - 1:
            level = min(items[index - 1][1], items[index + 1][1])
            result[index] = (run, max(level, base))
    return result


class _OperatorWriter:
    """Collects runs into as few operators as their fonts and baseline shifts allow."""

    def __init__(self, fonts: DocumentFonts, size: float) -> None:
        self._fonts, self._size = fonts, size
        self._operators: list[str] = []
        self._operands: list[str] = []
        self._resource = ""
        self._rise = 0.0

    def add(self, run: ShapedRun) -> None:
        """Write one run after the last."""
        literal = self._fonts.use(run)
        resource = self._fonts.resource(run.face)
        if resource != self._resource:
            self._flush()
            self._operators.append(f"/{resource} {self._size:g} Tf")
            self._resource = resource
        if literal:
            self._show(run.parts)
        elif run.right_to_left:
            # The letter stands for the whole cluster and its marks for nothing: readers take the
            # extent of a replaced text from its glyphs, and would see a gap beside a mark.
            self._replaced(run.text, run.parts[:1])
            self._replaced("", run.parts[1:])
        else:
            self._replaced(run.text, run.parts)

    def _replaced(self, text: str, parts: tuple[tuple[float, str], ...]) -> None:
        """Show parts that are to be read as `text`."""
        if not parts:
            return
        self._flush()
        self._operators.append(f"/Span <</ActualText {text_string(text)}>> BDC")
        self._show(parts)
        self._flush()
        self._operators.append("EMC")

    def _show(self, parts: tuple[tuple[float, str], ...]) -> None:
        for rise, operands in parts:
            if rise != self._rise:
                self._flush()
                self._operators.append(f"{rise * self._size:.3f} Ts")
                self._rise = rise
            self._operands.append(operands)

    def finish(self) -> list[str]:
        """The operators, with the baseline shift back at 0."""
        self._flush()
        if self._rise:
            self._operators.append("0 Ts")
        return self._operators

    def _flush(self) -> None:
        if self._operands:
            self._operators.append(f"[{''.join(self._operands)}] TJ")
            self._operands = []
