"""Report blocks as pieces of a page, with their structure elements."""

from __future__ import annotations

from consult_app.documents.flow import Gap, Piece, SideBySide, Stack
from consult_app.documents.frames import Framed, tinted_box
from consult_app.documents.pictograms import LIST_SIGNS, TONE_SIGNS
from consult_app.documents.setting import Setting
from consult_app.documents.structure import StructureElement
from consult_app.documents.typography import INK, TONES, WHITE, TypeStyle
from consult_app.domain.report.blocks import (
    Banner,
    Callout,
    Heading,
    Lines,
    ListKind,
    Paragraph,
    TextStyle,
    Tone,
)

_HEADING_SPACE = ((20.0, 6.0), (14.0, 3.5), (8.0, 1.5))
"""Room above and below headings of level 1, 2 and 3, in points at normal size."""


def heading(block: Heading, setting: Setting, parent: StructureElement, tag_level: int) -> Piece:
    """A heading that stays with what follows; `tag_level` is its level in the structure."""
    level = min(max(block.level, 1), 3)
    style = setting.styles.headings[level - 1]
    before, after = _HEADING_SPACE[level - 1]
    element = parent.child(f"H{tag_level}")
    return setting.text(
        block.text,
        style,
        element,
        setting.width,
        before=setting.styles.gap(before),
        after=setting.styles.gap(after),
        keep_with_next=True,
    )


def paragraph(block: Paragraph, setting: Setting, parent: StructureElement) -> Piece:
    """Running text in lines of a comfortable length."""
    styles = setting.styles
    style = {
        TextStyle.BODY: styles.body,
        TextStyle.LEAD: styles.lead,
        TextStyle.SMALL: styles.small,
        TextStyle.STRONG: styles.strong,
    }[block.style]
    width = min(setting.width, styles.measure * style.size / styles.body.size)
    after = styles.gap(4 if block.style is TextStyle.SMALL else 6)
    piece = setting.text(
        block.text, style, parent.child("P"), width, before=styles.gap(3), after=after
    )
    if not setting.right_to_left:
        return piece
    offset = setting.offset(0, width, setting.width)
    return SideBySide(((offset, piece),), space_before=piece.space_before, space_after=after)


def lines(block: Lines, setting: Setting, parent: StructureElement) -> Piece:
    """A list, each line behind the sign of its kind."""
    styles = setting.styles
    style = styles.strong if block.kind is ListKind.EMERGENCY else styles.body
    width = min(setting.width, styles.measure + 1.8 * styles.body.size)
    between = styles.gap(2.4 if block.kind is ListKind.PLAIN else 3.4)
    pieces = _items(
        block.items, block.kind, style, setting, parent, (width, setting.width), between
    )
    return Stack(pieces, space_before=styles.gap(3), space_after=styles.gap(7))


def _items(
    texts: tuple[str, ...],
    kind: ListKind,
    style: TypeStyle,
    setting: Setting,
    parent: StructureElement,
    widths: tuple[float, float],
    between: float,
) -> tuple[Piece, ...]:
    """Lines of a list; `widths` are those of its text with signs and of the column it stands in.

    A bullet is decoration; any other sign says something and is read out.
    """
    plain = kind is ListKind.PLAIN
    numbering = "/Disc" if plain else "/None"
    container = parent.child("L", attributes=f"<< /O /List /ListNumbering {numbering} >>")
    size = style.size * (0.95 if plain else 1.06)
    indent = size * (1.3 if plain else 1.75)
    width, total = widths[0] - indent, widths[1]
    pieces: list[Piece] = []
    for text in texts:
        item = container.child("LI")
        words = setting.words.kinds.get(kind, "")
        label = None if plain else setting.figure(item.child("Lbl"), words)
        tint = style.colour if plain else INK
        sign = setting.sign(LIST_SIGNS[kind], size, style.leading, tint, label)
        body = setting.text(text, style, item.child("LBody"), width)
        pieces.append(
            SideBySide(
                (
                    (setting.offset(0, size, total), sign),
                    (setting.offset(indent, width, total), body),
                ),
                whole=len(body.lines) <= 4,
                space_before=between,
                space_after=between,
            )
        )
    return tuple(pieces)


def banner(block: Banner, setting: Setting, parent: StructureElement) -> Piece:
    """The verdict: sign, large word, one sentence, in a frame whose weight follows the tone."""
    styles = setting.styles
    tone = TONES[block.tone]
    title_tint = WHITE if tone.solid else tone.ink
    text_tint = WHITE if tone.solid else INK
    return _boxed(
        block.tone,
        (styles.banner_title.tinted(title_tint), block.title),
        (styles.lead.tinted(text_tint), block.text),
        (),
        setting,
        parent,
        sign_size=styles.banner_title.size * 1.5,
        padding=styles.gap(13),
        solid=tone.solid,
    )


def callout(block: Callout, setting: Setting, parent: StructureElement) -> Piece:
    """A boxed note with a sign, a title, text and lines."""
    styles = setting.styles
    return _boxed(
        block.tone,
        (styles.callout_title, block.title),
        (styles.body, block.text),
        block.items,
        setting,
        parent,
        sign_size=styles.callout_title.size * 1.45,
        padding=styles.gap(9),
        solid=False,
    )


def _boxed(
    tone: Tone,
    title: tuple[TypeStyle, str],
    text: tuple[TypeStyle, str],
    items: tuple[str, ...],
    setting: Setting,
    parent: StructureElement,
    *,
    sign_size: float,
    padding: float,
    solid: bool,
) -> Piece:
    styles, look = setting.styles, TONES[tone]
    container = parent.child("Div")
    bar = 0.0 if solid else 3.2
    indent = sign_size + padding * 0.9
    inner = setting.width - 2 * padding - bar
    width = inner - indent
    figure = setting.figure(container, setting.words.tones[tone])
    sign_ink, sign_inner = (WHITE, look.ink) if solid else (look.ink, WHITE)
    sign = setting.sign(
        TONE_SIGNS[tone], sign_size, max(title[0].leading, sign_size), sign_ink, figure, sign_inner
    )
    column: list[Piece] = []
    if title[1].strip():
        column.append(
            setting.text(title[1], title[0], container.child("P"), width, keep_with_next=True)
        )
    if text[1].strip():
        column.append(
            setting.text(text[1], text[0], container.child("P"), width, before=styles.gap(2.5))
        )
    if items:
        inner_widths = (width, width)
        listed = _items(
            items, ListKind.PLAIN, text[0], setting, container, inner_widths, styles.gap(1.2)
        )
        column.append(Stack(listed, space_before=styles.gap(3)))
    body = Stack(tuple(column))
    drop = max(sign_size - title[0].leading, 0.0) / 2 if title[1].strip() else 0.0
    content = SideBySide(
        (
            (setting.offset(0, sign_size, inner), sign),
            (setting.offset(indent, width, inner), Stack((Gap(drop), body)) if drop else body),
        )
    )
    ground = look.ink if solid else look.ground
    return Stack(
        (
            Framed(
                content,
                setting.width,
                (padding + (0.0 if setting.right_to_left else bar), padding, padding),
                tinted_box(ground, look.ink, look.frame, bar, at_right=setting.right_to_left),
            ),
        ),
        whole=True,
        space_before=styles.gap(7),
        space_after=styles.gap(11),
    )
