"""Tables and labelled values as pieces of a page, with their structure elements."""

from __future__ import annotations

from dataclasses import replace

from consult_app.documents import tables
from consult_app.documents.flow import Piece, SideBySide, Stack
from consult_app.documents.setting import Setting
from consult_app.documents.structure import StructureElement
from consult_app.documents.typography import HAIRLINE, INK, TypeStyle
from consult_app.domain.report.blocks import KeyValues, TableBlock


def _caption(
    text: str, setting: Setting, parent: StructureElement, role: str = "Caption"
) -> tuple[Piece, ...]:
    """A caption above a table or list; nothing for an empty one."""
    if not text.strip():
        return ()
    element = parent.child(role)
    styles = setting.styles
    return (
        setting.text(
            text,
            replace(styles.cell_head, colour=INK),
            element,
            setting.width,
            after=styles.gap(2.5),
            keep_with_next=True,
        ),
    )


def key_values(block: KeyValues, setting: Setting, parent: StructureElement) -> Piece:
    """Labelled values, as a list of labels and bodies, in one or two columns."""
    styles = setting.styles
    container = parent.child("L", attributes="<< /O /List /ListNumbering /None >>")
    caption = _caption(block.caption, setting, container)
    narrow = setting.width < 32 * styles.cell.size
    columns = 2 if block.columns >= 2 and not narrow and len(block.rows) > 1 else 1
    column = (setting.width - (columns - 1) * 2 * tables.GUTTER) / columns
    label_width = min(column * (0.36 if columns == 2 else 0.30), 15.5 * styles.label.size)
    value_width = column - label_width - tables.GUTTER
    rows: list[SideBySide] = []
    for start in range(0, len(block.rows), columns):
        cells: list[tuple[float, Piece]] = []
        for place, (label, value) in enumerate(block.rows[start : start + columns]):
            item = container.child("LI")
            left = place * (column + 2 * tables.GUTTER)
            lead = replace(styles.label, leading=styles.cell.leading)
            pieces = (
                (left, label_width, setting.text(label, lead, item.child("Lbl"), label_width)),
                (
                    left + label_width + tables.GUTTER,
                    value_width,
                    setting.text(value, styles.cell, item.child("LBody"), value_width),
                ),
            )
            cells += [(setting.offset(x, w, setting.width), piece) for x, w, piece in pieces]
        rows.append(SideBySide(tuple(cells)))
    table = tables.TablePiece(
        None,
        tuple(rows),
        setting.width,
        row_limit=_ROW_LIMIT,
        padding=tables.COMPACT_PADDING,
        rule_colour=HAIRLINE,
    )
    return Stack((*caption, table), space_before=styles.gap(5), space_after=styles.gap(9))


_ROW_LIMIT = 300.0
"""Rows taller than this many points may be split between pages."""

_HEADER_LIMIT = 120.0
"""A header taller than this many points is set as a row: repeated, it would leave no room."""


_COLUMN_HEADER = "<< /O /Table /Scope /Column >>"
_ROW_HEADER = "<< /O /Table /Scope /Row >>"


def table(block: TableBlock, setting: Setting, parent: StructureElement) -> Piece:
    """A table with column headers and, from three columns on, row headers.

    Short rows are filled up; surplus cells join the last.
    """
    styles = setting.styles
    container = parent.child("Table")
    caption = _caption(block.caption, setting, container)
    count = max(len(block.header), 1)
    rows = [_filled(texts, count) for texts in block.rows]
    widths = _widths(block, _filled(block.header, count), rows, setting)
    inner = [width - tables.GUTTER for width in widths[:-1]] + widths[-1:]
    offsets = [
        setting.offset(left, width, setting.width)
        for left, width in zip(tables.column_offsets(widths), inner, strict=True)
    ]

    def row(texts: list[str], *, head: bool) -> SideBySide:
        element = container.child("TR")
        cells: list[Piece] = []
        for column, (text, width) in enumerate(zip(texts, inner, strict=True)):
            if head:
                cell = element.child("TH", attributes=_COLUMN_HEADER)
            elif _heads_row(column, count):
                cell = element.child("TH", attributes=_ROW_HEADER)
            else:
                cell = element.child("TD")
            style = styles.cell_head if head else _cell_style(column, count, setting)
            cells.append(setting.text(text, style, cell, width))
        return SideBySide(tuple(zip(offsets, cells, strict=True)))

    header = row(_filled(block.header, count), head=True)
    body = tuple(row(texts, head=False) for texts in rows)
    if header.height > _HEADER_LIMIT:
        piece = tables.TablePiece(None, (header, *body), setting.width, row_limit=_ROW_LIMIT)
    else:
        piece = tables.TablePiece(header, body, setting.width, row_limit=_ROW_LIMIT)
    return Stack((*caption, piece), space_before=styles.gap(5), space_after=styles.gap(10))


def _filled(texts: tuple[str, ...], count: int) -> list[str]:
    """Exactly `count` cells."""
    kept = [*texts[: count - 1], " ".join(texts[count - 1 :])]
    return kept + [""] * (count - len(kept))


def _heads_row(column: int, count: int) -> bool:
    return column == 0 and count >= 3


def _cell_style(column: int, count: int, setting: Setting) -> TypeStyle:
    styles = setting.styles
    return styles.cell_strong if _heads_row(column, count) else styles.cell


_MEASURED_ROWS = 60


def _widths(
    block: TableBlock, header: list[str], rows: list[list[str]], setting: Setting
) -> list[float]:
    """Widths in points: as asked, shifted to the columns that need it."""
    count = len(header)
    asked = tables.column_widths(block.widths, count, setting.width)
    longest, unbroken = [], []
    for column in range(count):
        gutter = tables.GUTTER if column < count - 1 else 0.0
        style = _cell_style(column, count, setting)
        extents = [setting.extents(header[column], setting.styles.cell_head)]
        extents += [setting.extents(texts[column], style) for texts in rows[:_MEASURED_ROWS]]
        longest.append(min(max(word for word, _ in extents) + gutter, 0.6 * setting.width))
        unbroken.append(max(line for _, line in extents) + gutter)
    return tables.fitted_widths(asked, longest, unbroken)
