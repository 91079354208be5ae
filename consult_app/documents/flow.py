"""Pieces of a page: text, drawings, and pieces one below the other or side by side.

A piece was laid out for its width when it was made, so it knows its height and can be split.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from consult_app.documents.structure import StructureElement
from consult_app.documents.tagging import TaggedCanvas
from consult_app.documents.text_layout import Line
from consult_app.documents.text_operators import line_operators
from consult_app.documents.typeface import FontFamily
from consult_app.documents.typography import TypeStyle

Split = tuple["Piece | None", "Piece | None"]


class Piece(Protocol):
    """Something that takes room on a page.

    `space_before` and `space_after` are collapsed with the neighbour's; `keep_with_next` ties it
    to what follows; `minimum` is the least height of it worth beginning with at a page's end.
    """

    @property
    def height(self) -> float:
        """Height in points."""
        ...

    @property
    def minimum(self) -> float:
        """Least height worth starting on a page."""
        ...

    @property
    def space_before(self) -> float:
        """Room above, unless it is first on the page."""
        ...

    @property
    def space_after(self) -> float:
        """Room below."""
        ...

    @property
    def keep_with_next(self) -> bool:
        """Whether the next piece must begin on the same page."""
        ...

    def split(self, available: float, *, force: bool = False) -> Split:
        """What fits in `available` and the rest; with `force` something always fits."""
        ...

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint with the upper left corner at (x, top)."""
        ...


@dataclass(frozen=True)
class TextPiece:
    """Lines of one paragraph; `at_right` aligns them with the right edge of `width`."""

    lines: tuple[Line, ...]
    style: TypeStyle
    family: FontFamily
    element: StructureElement
    width: float
    at_right: bool = False
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = False

    @property
    def height(self) -> float:
        """All lines."""
        return len(self.lines) * self.style.leading

    @property
    def minimum(self) -> float:
        """Two lines: never one alone at the foot of a page."""
        lines = len(self.lines)
        return (lines if lines <= 3 else 2) * self.style.leading

    def split(self, available: float, *, force: bool = False) -> Split:
        """Split between lines, at least two on either side where that is possible."""
        count = int(available / self.style.leading + 1e-6)
        total = len(self.lines)
        if count >= total:
            return self, None
        if not force:
            count = min(count, total - 2)
            if count < 2:
                return None, self
        count = max(count, 1)
        return (
            replace(self, lines=self.lines[:count], space_after=0.0),
            replace(self, lines=self.lines[count:], space_before=0.0),
        )

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint the lines as content of the element."""
        if not self.lines:
            return
        size = self.style.size
        with canvas.content(self.element):
            for number, line in enumerate(self.lines):
                left = x + (self.width - line.width * size if self.at_right else 0.0)
                y = top - number * self.style.leading - self.style.baseline
                operators = line_operators(line, self.family, canvas.fonts, size)
                canvas.show_text(left, y, self.style.colour, operators)


Paint = Callable[[TaggedCanvas, float, float], None]


@dataclass(frozen=True)
class Drawing:
    """A drawing that is not split, as a figure's content or, without element, as decoration."""

    width: float
    height: float
    paint: Paint
    element: StructureElement | None = None
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = False

    @property
    def minimum(self) -> float:
        """All of it."""
        return self.height

    def split(self, available: float, *, force: bool = False) -> Split:
        """All or nothing."""
        return (self, None) if force or self.height <= available else (None, self)

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint, and note the place of a figure (ISO 14289-1, 7.3)."""
        if self.element is None:
            self.paint(canvas, x, top)
            return
        box = f"{x:.2f} {top - self.height:.2f} {x + self.width:.2f} {top:.2f}"
        self.element.attributes = f"<< /O /Layout /Placement /Block /BBox [{box}] >>"
        with canvas.content(self.element):
            self.paint(canvas, x, top)


@dataclass(frozen=True)
class Stack:
    """Pieces one below the other. `whole` asks to keep it on one page when a page can hold it."""

    pieces: tuple[Piece, ...]
    whole: bool = False
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = False

    @cached_property
    def height(self) -> float:
        """Pieces and the gaps between them."""
        return sum(piece.height for piece in self.pieces) + sum(_gaps(self.pieces))

    @property
    def minimum(self) -> float:
        """The first piece's, with those that it must not part from."""
        return self.height if self.whole else _leading_minimum(self.pieces)

    def split(self, available: float, *, force: bool = False) -> Split:
        """Split between or within pieces."""
        if self.height <= available:
            return self, None
        head, tail = take(self.pieces, available, force=force)
        if not head:
            return None, self
        return (
            replace(self, pieces=head, space_after=0.0),
            replace(self, pieces=tail, space_before=0.0),
        )

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint the pieces."""
        for piece, gap in zip(self.pieces, (*_gaps(self.pieces), 0.0), strict=False):
            piece.draw(canvas, x, top)
            top -= piece.height + gap


def _gaps(pieces: tuple[Piece, ...]) -> list[float]:
    return [max(before.space_after, after.space_before) for before, after in pairwise(pieces)]


def _leading_minimum(pieces: tuple[Piece, ...], start: int = 0) -> float:
    """Height from `start` up to the first piece that need not stay with the next."""
    total = 0.0
    for number in range(start, len(pieces)):
        piece = pieces[number]
        if not piece.keep_with_next or number == len(pieces) - 1:
            return total + piece.minimum
        total += piece.height + max(piece.space_after, pieces[number + 1].space_before)
    return total


def take(
    pieces: tuple[Piece, ...], available: float, *, force: bool
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces that fit in `available` and the others; headings go with what they head.

    With `force` the first piece that is more than a heading is split, whatever it would prefer.
    """
    left = available + 1e-6
    gap = 0.0
    only_headings = True
    for number, piece in enumerate(pieces):
        gap = max(gap, piece.space_before) if number else 0.0
        must = force and only_headings
        if not must and _leading_minimum(pieces, number) > left - gap:
            return pieces[:number], pieces[number:]
        if piece.height > left - gap:
            head, tail = piece.split(left - gap, force=must)
            if head is None:
                return pieces[:number], pieces[number:]
            rest = pieces[number + 1 :]
            return (*pieces[:number], head), (tail, *rest) if tail is not None else rest
        left -= gap + piece.height
        gap = piece.space_after
        only_headings = only_headings and piece.keep_with_next
    return pieces, ()


@dataclass(frozen=True)
class SideBySide:
    """Cells beside one another, each (distance from the left, piece). `whole` as in Stack."""

    cells: tuple[tuple[float, Piece], ...]
    whole: bool = False
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = False

    @cached_property
    def height(self) -> float:
        """The tallest cell."""
        return max((piece.height for _, piece in self.cells), default=0.0)

    @property
    def minimum(self) -> float:
        """The largest of the cells' least heights."""
        if self.whole:
            return self.height
        return max((piece.minimum for _, piece in self.cells), default=0.0)

    def split(self, available: float, *, force: bool = False) -> Split:
        """Split each cell; without force no cell may stay behind entirely."""
        if self.height <= available:
            return self, None
        heads: list[tuple[float, Piece]] = []
        tails: list[tuple[float, Piece]] = []
        for x, piece in self.cells:
            if piece.height <= available:
                heads.append((x, piece))
                continue
            head, tail = piece.split(available, force=force)
            if head is None:
                return None, self
            heads.append((x, head))
            if tail is not None:
                tails.append((x, tail))
        return (
            replace(self, cells=tuple(heads), space_after=0.0),
            replace(self, cells=tuple(tails), whole=False, space_before=0.0),
        )

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint the cells at one height."""
        for offset, piece in self.cells:
            piece.draw(canvas, x + offset, top)


@dataclass(frozen=True)
class Gap:
    """Empty room of a fixed height."""

    height: float
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = True

    @property
    def minimum(self) -> float:
        """All of it."""
        return self.height

    def split(self, available: float, *, force: bool = False) -> Split:
        """All or nothing."""
        return (self, None) if force or self.height <= available else (None, self)

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Nothing to paint."""
