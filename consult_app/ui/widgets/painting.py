"""Painting that mirrors with the page."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStyle, QWidget


def mirrored(widget: QWidget, area: QRect) -> QRect:
    """`area` of `widget`, counted from the side where reading starts."""
    return QStyle.visualRect(widget.layoutDirection(), widget.rect(), area)


def draw_text(
    painter: QPainter,
    widget: QWidget,
    area: QRect,
    text: str,
    *,
    wrap: bool = False,
    at_end: bool = False,
    top: bool = False,
) -> None:
    """Draw plain text in `area`, which is counted from the side where reading starts.

    The text stands at that side, or at the other with `at_end`; in the middle of the height, or
    at the `top`. The painter's font and pen are used.
    """
    right = (widget.layoutDirection() is Qt.LayoutDirection.RightToLeft) != at_end
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    height = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter
    option = QTextOption(side | height | Qt.AlignmentFlag.AlignAbsolute)
    # The side is set above; the order of words and marks follows the text itself.
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    mode = QTextOption.WrapMode
    option.setWrapMode(mode.WrapAtWordBoundaryOrAnywhere if wrap else mode.NoWrap)
    painter.drawText(QRectF(mirrored(widget, area)), text, option)


def align_editor(editor: QLineEdit | QPlainTextEdit) -> None:
    """Align an editor at the side where reading starts, whatever script is typed."""
    right = editor.layoutDirection() is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    absolute = side | Qt.AlignmentFlag.AlignAbsolute
    if isinstance(editor, QLineEdit):
        editor.setAlignment(absolute | Qt.AlignmentFlag.AlignVCenter)
    elif editor.document().defaultTextOption().alignment() != absolute:
        option = editor.document().defaultTextOption()
        option.setAlignment(absolute)
        editor.document().setDefaultTextOption(option)
