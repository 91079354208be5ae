"""A whole report on pages: blocks in order, letterhead, and what stands on every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from consult_app.documents import archive, flowables, table_blocks
from consult_app.documents.flow import Piece, Stack
from consult_app.documents.furniture import Furniture
from consult_app.documents.pagination import NewPage, paginate
from consult_app.documents.plain_text import one_line
from consult_app.documents.setting import Setting
from consult_app.documents.signature_block import SignaturePiece, signature_block
from consult_app.documents.structure import StructureElement
from consult_app.documents.tagging import TaggedCanvas
from consult_app.documents.text_layout import Typesetter
from consult_app.documents.typeface import FontLibrary
from consult_app.documents.typography import page_geometry, style_sheet
from consult_app.documents.words import Words, primary_subtag, words_for
from consult_app.domain.report.blocks import (
    Banner,
    Block,
    Callout,
    Heading,
    KeyValues,
    Lines,
    PageBreak,
    Paragraph,
    Report,
    SignatureBlock,
    TableBlock,
    Tone,
)
from consult_app.services.ports import Attachment

_RIGHT_TO_LEFT_LANGUAGES = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ckb", "dv"})
SIGNATURE_FIELD = "PractitionerSignature"


def compose(
    report: Report,
    created: dt.datetime,
    attachments: tuple[Attachment, ...],
    fonts: FontLibrary,
    known_words: dict[str, Words],
) -> bytes:
    """The report as a tagged, archivable PDF with an empty signature field."""
    geometry = page_geometry(report.paper)
    language = one_line(report.language) or "en"
    canvas = TaggedCanvas(geometry.width, geometry.height, language)
    setting = Setting(
        styles=style_sheet(report.scale),
        fonts=fonts,
        words=words_for(language, known_words),
        typesetter=Typesetter(right_to_left=primary_subtag(language) in _RIGHT_TO_LEFT_LANGUAGES),
        language=language,
        width=geometry.text_width,
    )
    archive.set_dates(canvas.document, created)
    title, blocks = _printed_title(report)
    furniture = Furniture(report, title, setting, geometry, canvas.root)
    body = Body(setting, canvas.root)
    pieces = (*furniture.opening, *body.pieces(blocks), *body.missing_note())
    pages = paginate(pieces, furniture.first_room, furniture.other_room)
    for number, page in enumerate(pages):
        furniture.draw(canvas, number, len(pages))
        page.draw(canvas, geometry.left, furniture.text_top(number))
        if number == 0:
            canvas.signature_field(SIGNATURE_FIELD, setting.words.signature_field)
        canvas.showPage()
    archive.add_output_intent(canvas.document)
    archive.add_attachments(canvas.document, attachments, created)
    archive.add_properties(
        canvas.document,
        title=one_line(report.title) or "\u2013",
        subject=one_line(report.subject),
        author=one_line(report.author),
        created=created,
    )
    return canvas.finish()


def _printed_title(report: Report) -> tuple[str, tuple[Block, ...]]:
    """What stands below the letterhead, and the blocks after it.

    A report that begins with a heading of level 1 names itself; otherwise its title is printed.
    """
    first = report.blocks[0] if report.blocks else None
    if isinstance(first, Heading) and first.level <= 1 and one_line(first.text):
        return first.text, report.blocks[1:]
    return one_line(report.title) or "\u2013", report.blocks


def _without_repetition(block: Block, before: Block | None) -> Block:
    """The block without a caption that says what the heading before it says."""
    if isinstance(block, KeyValues | TableBlock) and isinstance(before, Heading):
        return replace(block, caption="" if block.caption == before.text else block.caption)
    return block


@dataclass
class Body:
    """Turns blocks into pieces, keeping count of heading levels."""

    setting: Setting
    root: StructureElement
    _level: int = 1

    def pieces(self, blocks: Iterable[Block]) -> list[Piece | NewPage]:
        """Pieces in the order of the blocks.

        Neighbours matter: a caption that repeats its heading is left out, lists that follow one
        another move closer, signatures stay on one page.
        """
        pieces: list[Piece | NewPage] = []
        before: Block | None = None
        for block in blocks:
            piece = self._piece(_without_repetition(block, before))
            last = pieces[-1] if pieces else None
            if isinstance(last, SignaturePiece) and isinstance(piece, SignaturePiece):
                pieces[-1] = last.with_another(piece)
                continue
            if isinstance(last, Stack) and isinstance(before, Lines) and isinstance(block, Lines):
                pieces[-1] = replace(last, space_after=self.setting.styles.gap(3.5))
            pieces.append(piece)
            before = block
        return pieces

    def _piece(self, block: Block) -> Piece | NewPage:
        setting, root = self.setting, self.root
        match block:
            case Heading():
                # The title is H1; below it no level may be left out (ISO 14289-1, 7.4.2).
                self._level = min(max(block.level, 1), self._level + 1)
                return flowables.heading(block, setting, root, self._level)
            case Paragraph():
                return flowables.paragraph(block, setting, root)
            case KeyValues():
                return table_blocks.key_values(block, setting, root)
            case TableBlock():
                return table_blocks.table(block, setting, root)
            case Lines():
                return flowables.lines(block, setting, root)
            case Banner():
                return flowables.banner(block, setting, root)
            case Callout():
                return flowables.callout(block, setting, root)
            case SignatureBlock():
                return signature_block(block, setting, root)
            case PageBreak():
                return NewPage()
            case _:
                assert_never(block)

    def missing_note(self) -> list[Piece]:
        """A warning that lists the characters for which a box was printed, if there are any."""
        missing = dict(sorted(self.setting.typesetter.missing.items()))
        if not missing:
            return []
        words = self.setting.words
        codes = ", ".join(
            " ".join(f"U+{ord(character):04X}" for character in cluster) for cluster in missing
        )
        text = f"{words.missing.format(count=sum(missing.values()))} {codes}"
        note = Callout(Tone.CAUTION, words.missing_title, text)
        return [flowables.callout(note, self.setting, self.root)]
