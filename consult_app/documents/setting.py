"""What every block needs to become pieces: styles, fonts, words, direction and the text width."""

from __future__ import annotations

from dataclasses import dataclass

from consult_app.documents.flow import Drawing, TextPiece
from consult_app.documents.pictograms import Sign, draw_sign
from consult_app.documents.plain_text import one_line
from consult_app.documents.structure import StructureElement
from consult_app.documents.tagging import TaggedCanvas
from consult_app.documents.text_layout import Typesetter
from consult_app.documents.typeface import FontFamily, FontLibrary
from consult_app.documents.typography import WHITE, Colour, StyleSheet, TypeStyle, Weight
from consult_app.documents.words import Words, primary_subtag


@dataclass(frozen=True)
class Setting:
    """Surroundings of one document; `width` is the text width in points.

    `language` is the document's: words in another one are marked for screen readers.
    """

    styles: StyleSheet
    fonts: FontLibrary
    words: Words
    typesetter: Typesetter
    language: str
    width: float

    @property
    def right_to_left(self) -> bool:
        """Whether columns run from right to left."""
        return self.typesetter.right_to_left

    def family(self, style: TypeStyle) -> FontFamily:
        """Fonts of a style's weight."""
        return self.fonts.bold if style.weight is Weight.BOLD else self.fonts.regular

    def text(
        self,
        text: str,
        style: TypeStyle,
        element: StructureElement,
        width: float,
        *,
        before: float = 0.0,
        after: float = 0.0,
        keep_with_next: bool = False,
    ) -> TextPiece:
        """A paragraph set to `width`."""
        family = self.family(style)
        lines = self.typesetter.lines(text, family, style.size, width)
        if not all(line.plain for line in lines):
            element.actual_text = " ".join(line.text.strip() for line in lines)
        return TextPiece(
            lines,
            style,
            family,
            element,
            width,
            self.right_to_left,
            before,
            after,
            keep_with_next,
        )

    def extents(self, text: str, style: TypeStyle) -> tuple[float, float]:
        """Widths in points of the longest word and of the longest line of `text` unbroken."""
        # A hundredth more than the sum: additions in another order must not break a line.
        longest, unbroken = self.typesetter.extents(text, self.family(style), style.size)
        return longest + 0.01, unbroken + 0.01

    def offset(self, left: float, width: float, total: float) -> float:
        """Distance from the left of something that begins `left` after the reading side."""
        return total - left - width if self.right_to_left else left

    def figure(self, parent: StructureElement, alternative: str) -> StructureElement:
        """A figure with alternative text in the renderer's own words."""
        foreign = primary_subtag(self.words.language) != primary_subtag(self.language)
        return parent.child(
            "Figure",
            alternative=one_line(alternative),
            language=self.words.language if foreign else "",
        )

    def sign(
        self,
        sign: Sign,
        size: float,
        line_height: float,
        ink: Colour,
        element: StructureElement | None,
        inner: Colour = WHITE,
    ) -> Drawing:
        """A sign of `size` in the middle of a line of `line_height`, read out as `element`."""
        drop = max((line_height - size) / 2, 0.0)

        def paint(canvas: TaggedCanvas, x: float, top: float) -> None:
            draw_sign(sign, canvas, x, top - drop, size, ink, inner)

        return Drawing(size, size + drop, paint, element)
