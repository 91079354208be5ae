"""Plain cards of text for the pages that show rather than ask."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from consult_app.ui.theme import Theme
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from consult_app.ui.widgets.plain_label import IconLabel, PlainLabel


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


def made_card(title: str) -> tuple[QFrame, QVBoxLayout]:
    """A card with a heading (none for an empty title), and its column."""
    frame = QFrame()
    frame.setProperty("role", "card")
    frame.setAccessibleName(title)
    frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout(frame)
    column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L - SPACE_XS)
    column.setSpacing(SPACE_S)
    if title:
        column.addWidget(PlainLabel(title, "section", wrap=True))
    return frame, column


def bullet_row(theme: Theme, icon: str, tone: str, text: str) -> QWidget:
    """One line of a list: a shape that says what it asks, and the text."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_S + SPACE_XS)
    row.addWidget(IconLabel(theme, icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(text, wrap=True), 1)
    return line


def value_grid(rows: Sequence[tuple[str, str]]) -> QGridLayout:
    """Labelled values, one row each."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_L)
    grid.setVerticalSpacing(SPACE_S)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 3)
    top = Qt.AlignmentFlag.AlignTop
    for place, (label, value) in enumerate(rows):
        grid.addWidget(PlainLabel(label, "body", "muted", wrap=True), place, 0, top)
        grid.addWidget(PlainLabel(value, "body", wrap=True), place, 1, top)
    return grid


def table_grid(
    header: Sequence[str], rows: Sequence[Sequence[str]], stretches: Sequence[int]
) -> QGridLayout:
    """A small table of text; `stretches` share the width among the columns."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_M)
    grid.setVerticalSpacing(SPACE_S)
    for column, (title, stretch) in enumerate(zip(header, stretches, strict=True)):
        grid.setColumnStretch(column, stretch)
        grid.addWidget(PlainLabel(title, "caption", "muted", wrap=True), 0, column)
    line = 1
    for row in rows:
        rule = QFrame()
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        grid.addWidget(rule, line, 0, 1, len(header))
        for column, text in enumerate(row):
            role = "strong" if column == 0 else "body"
            label = PlainLabel(text, role, wrap=True)
            label.setAccessibleName(f"{header[column]}: {text}")
            grid.addWidget(label, line + 1, column, Qt.AlignmentFlag.AlignTop)
        line += 2
    return grid
