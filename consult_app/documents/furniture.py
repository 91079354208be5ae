"""What stands on every page: notice, letterhead or running head, footer and page number."""

from __future__ import annotations

from dataclasses import replace

from consult_app.documents.flow import Drawing, Piece, SideBySide, Stack, TextPiece
from consult_app.documents.pictograms import TONE_SIGNS, draw_sign
from consult_app.documents.plain_text import one_line
from consult_app.documents.setting import Setting
from consult_app.documents.structure import StructureElement
from consult_app.documents.tagging import TaggedCanvas
from consult_app.documents.text_layout import Line, Word
from consult_app.documents.typography import (
    BLACK,
    LINE,
    MUTED,
    WHITE,
    PageGeometry,
    TypeStyle,
)
from consult_app.domain.report.blocks import Report, Tone

_MOST_LINES = 3
"""Lines that a repeated text may take; the first page carries identity and notice in full."""


class Furniture:
    """Lays out the repeated parts of a report, so that the room left for its text is known."""

    def __init__(
        self,
        report: Report,
        title: str,
        setting: Setting,
        geometry: PageGeometry,
        root: StructureElement,
    ) -> None:
        """Lay out; `title` is the printed one, which may differ from the document's property."""
        self._setting, self._geometry = setting, geometry
        self._decoration = StructureElement("Artifact")
        styles, width = setting.styles, geometry.text_width
        self._sign_size = styles.notice.size * 1.25
        self._indent = self._sign_size * 1.55
        self._notice = self._repeated(report.notice, styles.notice, width - self._indent)
        self._notice_element = root.child("P")
        self._running = self._repeated(report.running, styles.furniture_strong, width * 0.62)
        self._title = self._repeated(report.title, styles.furniture, width * 0.34)
        self._footer = self._repeated(report.footer, styles.furniture, width - 90)
        self.opening = self._opening(report, title, root)

    def _repeated(self, text: str, style: TypeStyle, width: float) -> TextPiece:
        """A text of few lines; what is cut off ends in an ellipsis."""
        piece = self._setting.text(one_line(text), style, self._decoration, width)
        if len(piece.lines) <= _MOST_LINES:
            return piece
        limit = width / style.size
        family = self._setting.family(style)
        ellipsis = self._setting.typesetter.lines("\u2026", family, style.size, width)[0]
        kept = piece.lines[_MOST_LINES - 1]
        words = list(kept.words)
        while words and _extent(words, family.space.advance) + ellipsis.width > limit:
            words.pop()
        words[-1:] = [replace(word, spaced=False) for word in words[-1:]]
        used = _extent(words, family.space.advance) + ellipsis.width
        last = Line((*words, *ellipsis.words), used, kept.level)
        return replace(piece, lines=(*piece.lines[: _MOST_LINES - 1], last))

    # --- heights ---------------------------------------------------------------------------------

    @property
    def _band(self) -> float:
        """Height of the notice at the top of each page."""
        return self._notice.height + 9.0 if self._notice.lines else 0.0

    @property
    def _head(self) -> float:
        """Height of the running head from the second page on."""
        height = max(self._running.height, self._title.height)
        return height + 19.0 if height else 0.0

    @property
    def _foot(self) -> float:
        return max(self._footer.height, self._setting.styles.furniture.leading) + 6.0

    def text_top(self, page: int) -> float:
        """Where the text begins, from the bottom of the page."""
        top = self._geometry.height - self._band - self._geometry.top
        return top if page == 0 else top - self._head

    def _room(self, page: int) -> float:
        return self.text_top(page) - self._geometry.bottom - self._foot - 10.0

    @property
    def first_room(self) -> float:
        """Height of the text area on the first page."""
        return self._room(0)

    @property
    def other_room(self) -> float:
        """Height of the text area on the other pages."""
        return self._room(1)

    # --- opening of the first page ---------------------------------------------------------------

    def _opening(self, report: Report, title: str, root: StructureElement) -> tuple[Piece, ...]:
        setting, styles = self._setting, self._setting.styles
        pieces: list[Piece] = []
        lines = [line for line in report.letterhead if line.strip()]
        if lines:
            pieces += self._letterhead(lines, root)
        pieces.append(
            setting.text(
                title,
                styles.headings[0],
                root.child("H1"),
                setting.width,
                before=styles.gap(14),
                keep_with_next=True,
            )
        )
        if report.running.strip():
            pieces.append(
                setting.text(
                    report.running,
                    styles.body.tinted(MUTED),
                    root.child("P"),
                    setting.width,
                    before=styles.gap(2),
                    after=styles.gap(9),
                )
            )
        if len(self._notice.lines) == _MOST_LINES and one_line(report.notice):
            pieces.append(
                setting.text(report.notice, styles.strong, root.child("P"), setting.width)
            )
        return tuple(pieces)

    def _letterhead(self, lines: list[str], root: StructureElement) -> list[Piece]:
        """The clinic's name at the reading side, its address at the other, and a rule below."""
        setting, styles = self._setting, self._setting.styles
        element = root.child("Div")
        name_width = setting.width * 0.52
        name = setting.text(lines[0], styles.clinic, element.child("P"), name_width)
        cells: list[tuple[float, Piece]] = [(setting.offset(0, name_width, setting.width), name)]
        if lines[1:]:
            most = setting.width * 0.46
            texts = [
                setting.text(line, styles.furniture, element.child("P"), most) for line in lines[1:]
            ]
            width = max(line.width for text in texts for line in text.lines) * texts[0].style.size
            address = Stack(tuple(replace(text, width=width) for text in texts))
            cells.append((setting.offset(setting.width - width, width, setting.width), address))
        return [
            SideBySide(tuple(cells), keep_with_next=True),
            Drawing(setting.width, 1.0, self._rule, space_before=7.0, keep_with_next=True),
        ]

    def _rule(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        with canvas.artifact():
            canvas.setStrokeColorRGB(*LINE)
            canvas.setLineWidth(0.7)
            canvas.line(x, top, x + self._geometry.text_width, top)

    # --- drawing ---------------------------------------------------------------------------------

    def draw(self, canvas: TaggedCanvas, page: int, pages: int) -> None:
        """Paint the repeated parts of one page; the notice of the first page is content."""
        self._draw_notice(canvas, page)
        with canvas.artifact("Header"):
            if page and self._head:
                self._draw_head(canvas)
        with canvas.artifact("Footer"):
            self._draw_foot(canvas, page, pages)

    def _draw_notice(self, canvas: TaggedCanvas, page: int) -> None:
        if not self._notice.lines:
            return
        with canvas.artifact("Header" if page else ""):
            canvas.setFillColorRGB(*BLACK)
            height = self._geometry.height
            canvas.rect(0, height - self._band, self._geometry.width, self._band, stroke=0, fill=1)
            width = self._geometry.text_width
            sign = self._geometry.left + self._setting.offset(0, self._sign_size, width)
            drop = 4.0 + (self._setting.styles.notice.leading - self._sign_size) / 2
            draw_sign(
                TONE_SIGNS[Tone.CAUTION], canvas, sign, height - drop, self._sign_size, WHITE, BLACK
            )
            x = self._geometry.left + self._setting.offset(self._indent, self._notice.width, width)
            if page:
                self._notice.draw(canvas, x, height - 4.5)
        if not page:
            replace(self._notice, element=self._notice_element).draw(canvas, x, height - 4.5)

    def _draw_head(self, canvas: TaggedCanvas) -> None:
        setting, width = self._setting, self._geometry.text_width
        top = self._geometry.height - self._band - self._geometry.top
        left = self._geometry.left
        self._running.draw(canvas, left + setting.offset(0, self._running.width, width), top)
        self._draw_at_far_side(canvas, self._title, top)
        y = top - self._head + 13.0
        canvas.setStrokeColorRGB(*LINE)
        canvas.setLineWidth(0.7)
        canvas.line(left, y, left + width, y)

    def _draw_at_far_side(self, canvas: TaggedCanvas, piece: TextPiece, top: float) -> None:
        """Lines aligned with the margin opposite to the reading side."""
        width = self._geometry.text_width
        for number, line in enumerate(piece.lines):
            extent = line.width * piece.style.size
            single = replace(piece, lines=(line,), width=extent)
            x = self._geometry.left + self._setting.offset(width - extent, extent, width)
            single.draw(canvas, x, top - number * piece.style.leading)

    def _draw_foot(self, canvas: TaggedCanvas, page: int, pages: int) -> None:
        setting, width = self._setting, self._geometry.text_width
        top = self._geometry.bottom + self._foot - 6.0
        left = self._geometry.left
        canvas.setStrokeColorRGB(*LINE)
        canvas.setLineWidth(0.7)
        canvas.line(left, top + 5.0, left + width, top + 5.0)
        self._footer.draw(canvas, left + setting.offset(0, self._footer.width, width), top)
        text = setting.words.page.format(page=page + 1, pages=pages)
        style = replace(setting.styles.furniture_strong, colour=MUTED)
        style = replace(style, leading=setting.styles.furniture.leading)
        self._draw_at_far_side(canvas, setting.text(text, style, self._decoration, width), top)


def _extent(words: list[Word], space: float) -> float:
    """Width of words in a line, in em, without a space at the end."""
    return sum(word.width + space * word.spaced for word in words[:-1]) + sum(
        word.width for word in words[-1:]
    )
