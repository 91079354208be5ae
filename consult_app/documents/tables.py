"""Tables with a header that is repeated, and labelled values in one or two columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

from consult_app.documents.flow import Piece, SideBySide, Split
from consult_app.documents.tagging import TaggedCanvas
from consult_app.documents.typography import INK, LINE, Colour

CELL_PADDING = 3.4
GUTTER = 10.0


@dataclass(frozen=True)
class TablePiece:
    """Rows between rules. A row is split only when it is taller than half a page.

    `header` is drawn as content once and, after a page break, as decoration.
    """

    header: SideBySide | None
    rows: tuple[SideBySide, ...]
    width: float
    row_limit: float
    continued: bool = False
    rule_colour: Colour = LINE
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = False

    @property
    def _header_height(self) -> float:
        return 0.0 if self.header is None else self.header.height + 2 * CELL_PADDING

    @property
    def height(self) -> float:
        """Header and all rows."""
        return self._header_height + sum(map(_row_height, self.rows))

    @property
    def minimum(self) -> float:
        """The header and the first row, or that row's beginning when it is very tall."""
        if not self.rows:
            return self.height
        row = self.rows[0]
        first = row.height if row.height <= self.row_limit else row.minimum
        return self._header_height + first + 2 * CELL_PADDING

    def split(self, available: float, *, force: bool = False) -> Split:
        """Split between rows, or inside one that is taller than the limit."""
        left = available - self._header_height
        count = 0
        while count < len(self.rows) and _row_height(self.rows[count]) <= left + 1e-6:
            left -= _row_height(self.rows[count])
            count += 1
        if count == len(self.rows):
            return self, None
        taken, rest = self.rows[:count], self.rows[count:]
        must = force and not taken
        if must or rest[0].height > self.row_limit:
            head, tail = rest[0].split(left - 2 * CELL_PADDING, force=must)
            if isinstance(head, SideBySide):
                taken = (*taken, head)
                rest = (tail, *rest[1:]) if isinstance(tail, SideBySide) else rest[1:]
        if not taken:
            return None, self
        return (
            replace(self, rows=taken, space_after=0.0),
            replace(self, rows=rest, continued=True, space_before=0.0) if rest else None,
        )

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Paint rules as decoration and cells as content."""
        if self.header is not None:
            if self.continued:
                with canvas.artifact():
                    self.header.draw(canvas, x, top - CELL_PADDING)
            else:
                self.header.draw(canvas, x, top - CELL_PADDING)
            top -= self._header_height
            self._rule(canvas, x, top, 0.9, INK)
        for number, row in enumerate(self.rows):
            row.draw(canvas, x, top - CELL_PADDING)
            top -= _row_height(row)
            last = number == len(self.rows) - 1
            self._rule(canvas, x, top, 0.5, self.rule_colour if not last else LINE)

    def _rule(
        self, canvas: TaggedCanvas, x: float, y: float, line_width: float, tint: Colour
    ) -> None:
        with canvas.artifact():
            canvas.setStrokeColorRGB(*tint)
            canvas.setLineWidth(line_width)
            canvas.line(x, y, x + self.width, y)


def _row_height(row: SideBySide) -> float:
    return row.height + 2 * CELL_PADDING


def column_widths(shares: tuple[float, ...], count: int, width: float) -> list[float]:
    """Widths in points of `count` columns; unusable shares become equal ones."""
    usable = len(shares) == count and all(share > 0 for share in shares)
    parts = list(shares) if usable else [1.0] * count
    least = 0.5 / max(count, 1)
    parts = [max(part / sum(parts), least * 0.5) for part in parts]
    return [width * part / sum(parts) for part in parts]


def column_offsets(widths: list[float]) -> list[float]:
    """Left edges of columns."""
    offsets, left = [], 0.0
    for width in widths:
        offsets.append(left)
        left += width
    return offsets


def row_of(cells: list[Piece], offsets: list[float]) -> SideBySide:
    """Cells in a row."""
    return SideBySide(tuple(zip(offsets, cells, strict=True)))
