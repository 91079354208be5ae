"""Tables with a header that is repeated, and labelled values in one or two columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

from consult_app.documents.flow import SideBySide, Split
from consult_app.documents.tagging import TaggedCanvas
from consult_app.documents.typography import INK, LINE, Colour

CELL_PADDING = 3.0
COMPACT_PADDING = 2.1
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
    padding: float = CELL_PADDING
    rule_colour: Colour = LINE
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = False

    @property
    def _header_height(self) -> float:
        return 0.0 if self.header is None else self.header.height + 2 * self.padding

    def _row_height(self, row: SideBySide) -> float:
        return row.height + 2 * self.padding

    @property
    def height(self) -> float:
        """Header and all rows."""
        return self._header_height + sum(map(self._row_height, self.rows))

    @property
    def minimum(self) -> float:
        """The header and the first row, or that row's beginning when it is very tall."""
        if not self.rows:
            return self.height
        row = self.rows[0]
        first = row.height if row.height <= self.row_limit else row.minimum
        return self._header_height + first + 2 * self.padding

    def split(self, available: float, *, force: bool = False) -> Split:
        """Split between rows, or inside one that is taller than the limit."""
        left = available - self._header_height
        count = 0
        while count < len(self.rows) and self._row_height(self.rows[count]) <= left + 1e-6:
            left -= self._row_height(self.rows[count])
            count += 1
        if count == len(self.rows):
            return self, None
        taken, rest = self.rows[:count], self.rows[count:]
        must = force and not taken
        if must or rest[0].height > self.row_limit:
            head, tail = rest[0].split(left - 2 * self.padding, force=must)
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
                    self.header.draw(canvas, x, top - self.padding)
            else:
                self.header.draw(canvas, x, top - self.padding)
            top -= self._header_height
            self._rule(canvas, x, top, 0.9, INK)
        for number, row in enumerate(self.rows):
            row.draw(canvas, x, top - self.padding)
            top -= self._row_height(row)
            if number < len(self.rows) - 1 or self.header is not None:
                self._rule(canvas, x, top, 0.5, self.rule_colour)

    def _rule(
        self, canvas: TaggedCanvas, x: float, y: float, line_width: float, tint: Colour
    ) -> None:
        with canvas.artifact():
            canvas.setStrokeColorRGB(*tint)
            canvas.setLineWidth(line_width)
            canvas.line(x, y, x + self.width, y)


def column_widths(shares: tuple[float, ...], count: int, width: float) -> list[float]:
    """Widths in points of `count` columns; unusable shares become equal ones."""
    usable = len(shares) == count and all(share > 0 for share in shares)
    parts = list(shares) if usable else [1.0] * count
    least = 0.5 / max(count, 1)
    parts = [max(part / sum(parts), least * 0.5) for part in parts]
    return [width * part / sum(parts) for part in parts]


def fitted_widths(
    widths: list[float], longest_words: list[float], unbroken: list[float]
) -> list[float]:
    """Columns that need less give to those that need more; no word is broken if room allows.

    The three lists parallel the columns: asked for, least, and enough for everything on one line.
    The sum stays that of `widths`.
    """
    total = sum(widths)
    fitted = [min(width, enough) for width, enough in zip(widths, unbroken, strict=True)]
    wanted = [enough - width for enough, width in zip(unbroken, fitted, strict=True)]
    spare = total - sum(fitted)
    share = min(spare / sum(wanted), 1.0) if sum(wanted) > 0 else 0.0
    fitted = [width + want * share for width, want in zip(fitted, wanted, strict=True)]
    rest = total - sum(fitted)
    fitted = [width + rest * asked / total for width, asked in zip(fitted, widths, strict=True)]
    short = [max(least - width, 0.0) for least, width in zip(longest_words, fitted, strict=True)]
    givers = [max(width - least, 0.0) for least, width in zip(longest_words, fitted, strict=True)]
    given = min(sum(short), sum(givers) * 0.9)
    if given <= 0:
        return fitted
    return [
        width + need * given / sum(short) - gift * given / sum(givers)
        for width, need, gift in zip(fitted, short, givers, strict=True)
    ]


def column_offsets(widths: list[float]) -> list[float]:
    """Left edges of columns."""
    offsets, left = [], 0.0
    for width in widths:
        offsets.append(left)
        left += width
    return offsets
