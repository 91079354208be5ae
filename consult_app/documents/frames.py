"""Boxes round other pieces, open at a page's end when their content goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from consult_app.documents.flow import Piece, Split
from consult_app.documents.tagging import TaggedCanvas
from consult_app.documents.typography import Colour


@dataclass(frozen=True)
class Box:
    """Where a frame is drawn: left, top, width, height; and whether it is begun or ended there."""

    left: float
    top: float
    width: float
    height: float
    first: bool
    last: bool


@dataclass(frozen=True)
class Framed:
    """A piece inside a decorated box; `padding` is left, top, bottom in points."""

    inner: Piece
    width: float
    padding: tuple[float, float, float]
    decorate: Callable[[TaggedCanvas, Box], None]
    first: bool = True
    last: bool = True
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = False

    @property
    def height(self) -> float:
        """Content and padding."""
        return self.inner.height + self.padding[1] + self.padding[2]

    @property
    def minimum(self) -> float:
        """The content's least height and padding."""
        return self.inner.minimum + self.padding[1] + self.padding[2]

    def split(self, available: float, *, force: bool = False) -> Split:
        """Split the content; the box stays open where it goes on."""
        if self.height <= available:
            return self, None
        room = available - self.padding[1] - self.padding[2]
        head, tail = self.inner.split(room, force=force)
        if head is None:
            return None, self
        if tail is None:
            return replace(self, inner=head), None
        return (
            replace(self, inner=head, last=False, space_after=0.0),
            replace(self, inner=tail, first=False, space_before=0.0),
        )

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint the box as decoration, then the content."""
        with canvas.artifact():
            box = Box(x, top, self.width, self.height, self.first, self.last)
            self.decorate(canvas, box)
        self.inner.draw(canvas, x + self.padding[0], top - self.padding[1])


def tinted_box(
    ground: Colour, edge: Colour, edge_width: float, bar: float, *, at_right: bool = False
) -> Callable[[TaggedCanvas, Box], None]:
    """A decoration: a tinted ground, an edge, and a bar of `bar` points at the reading side."""

    def decorate(canvas: TaggedCanvas, box: Box) -> None:
        bottom = box.top - box.height
        canvas.setFillColorRGB(*ground)
        canvas.rect(box.left, bottom, box.width, box.height, stroke=0, fill=1)
        canvas.setStrokeColorRGB(*edge)
        canvas.setLineWidth(edge_width)
        canvas.setLineCap(2)
        half = edge_width / 2
        left, right = box.left + half, box.left + box.width - half
        upper, lower = box.top - half, bottom + half
        lines = [(left, lower, left, upper), (right, lower, right, upper)]
        if box.first:
            lines.append((left, upper, right, upper))
        if box.last:
            lines.append((left, lower, right, lower))
        canvas.lines(lines)
        canvas.setLineCap(0)
        if bar:
            canvas.setFillColorRGB(*edge)
            bar_left = box.left + box.width - bar if at_right else box.left
            canvas.rect(bar_left, bottom, bar, box.height, stroke=0, fill=1)

    return decorate
