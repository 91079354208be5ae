"""Fonts inside one PDF: which glyphs were used, and the embedded subsets.

Each font becomes a composite font with identity encoding (ISO 32000-1, 9.7): a TrueType subset
with its own glyph numbers, exact widths and a ToUnicode map, as PDF/A and PDF/UA ask for.
"""

from __future__ import annotations

import uharfbuzz

from consult_app.documents.pdf_objects import (
    Document,
    RawDictionary,
    compressed_stream,
    refer,
    text_string,
)
from consult_app.documents.typeface import FontFace, ShapedRun

_DROPPED_TABLES = (
    "GSUB", "GPOS", "GDEF", "BASE", "name", "post", "OS/2", "kern", "DSIG", "STAT", "cmap",
    "meta", "gasp", "VDMX", "hdmx", "LTSH", "fpgm", "prep", "cvt ",
)  # fmt: skip


class DocumentFonts:
    """The fonts of one document under construction."""

    def __init__(self) -> None:
        self._resources: dict[FontFace, str] = {}
        self._texts: dict[FontFace, dict[int, str]] = {}
        self._literal: dict[ShapedRun, bool] = {}

    def resource(self, face: FontFace) -> str:
        """Name of a font in the page's resources, such as ``T1``."""
        name = self._resources.get(face)
        if name is None:
            name = self._resources[face] = f"T{len(self._resources) + 1}"
            self._texts[face] = {}
        return name

    def use(self, run: ShapedRun) -> bool:
        """Note the glyphs of a run; True when they alone extract as the run's own text."""
        literal = self._literal.get(run)
        if literal is None:
            self.resource(run.face)
            texts = self._texts[run.face]
            agree = [texts.setdefault(glyph, text) == text for glyph, text in run.glyphs]
            literal = self._literal[run] = all(agree) and not run.complex
        return literal

    def write(self, document: Document) -> None:
        """Add the used fonts to the document's shared font resources."""
        shared = document.idToObject["BasicFonts"].dict
        for face, resource in self._resources.items():
            shared[resource] = refer(document, self._font(document, face, self._texts[face]))

    def _font(self, document: Document, face: FontFace, texts: dict[int, str]) -> RawDictionary:
        name = f"{_subset_tag(self._resources[face])}+{face.name}"
        glyphs = sorted(texts)
        subset = _subset(face, glyphs)
        file_reference = refer(document, compressed_stream({"Length1": len(subset)}, subset))
        descriptor = refer(document, _descriptor(name, face, file_reference))
        widths = " ".join(f"{glyph} [{1000 * face.advance_of(glyph):.6g}]" for glyph in glyphs)
        descendant = refer(
            document,
            RawDictionary(
                Type="/Font",
                Subtype="/CIDFontType2",
                BaseFont=f"/{name}",
                CIDSystemInfo="<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                FontDescriptor=descriptor,
                CIDToGIDMap="/Identity",
                DW=0,
                W=f"[{widths}]",
            ),
        )
        to_unicode = refer(document, compressed_stream({}, _to_unicode(texts)))
        return RawDictionary(
            Type="/Font",
            Subtype="/Type0",
            BaseFont=f"/{name}",
            Encoding="/Identity-H",
            DescendantFonts=f"[{descendant}]",
            ToUnicode=to_unicode,
        )


def _subset_tag(resource: str) -> str:
    """Six capital letters, one tag per font of the document (ISO 32000-1, 9.6.4)."""
    number = int(resource[1:])
    return "CONS" + chr(ord("A") + number // 26) + chr(ord("A") + number % 26)


def _subset(face: FontFace, glyphs: list[int]) -> bytes:
    """TrueType file with the outlines of `glyphs` only, under their old numbers."""
    options = uharfbuzz.SubsetInput()
    options.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).set(set(glyphs))
    options.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).set(
        {int.from_bytes(tag.encode(), "big") for tag in _DROPPED_TABLES}
    )
    options.flags = (
        uharfbuzz.SubsetFlags.RETAIN_GIDS
        | uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    )
    return bytes(uharfbuzz.subset(face.face, options).blob.data)


def _descriptor(name: str, face: FontFace, file_reference: str) -> RawDictionary:
    extents = face.font.get_font_extents("ltr")
    ascent = round(1000 * extents.ascender * face.per_em)
    descent = round(1000 * extents.descender * face.per_em)
    return RawDictionary(
        Type="/FontDescriptor",
        FontName=f"/{name}",
        Flags=4,
        FontBBox=f"[-1000 {descent - 200} 3000 {ascent + 200}]",
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=720,
        StemV=80,
        FontFile2=file_reference,
    )


def _to_unicode(texts: dict[int, str]) -> bytes:
    """ToUnicode map (ISO 32000-1, 9.10.3), a hundred entries to a block as the syntax asks."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    entries = [
        f"<{glyph:04X}> {text_string(text, bare=True)}" for glyph, text in sorted(texts.items())
    ]
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
