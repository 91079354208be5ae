"""PDF objects in the form that ReportLab's document writer takes, already spelt out.

ReportLab's own dictionaries format each key and value through several calls; a tagged document
has thousands of small ones, so those that never change are written as text at once.
"""

from __future__ import annotations

import string
import zlib
from typing import Any

from reportlab.pdfbase import pdfdoc

Document = Any
"""ReportLab's `PDFDocument`; its type stubs lack most of what is needed here."""

Entries = dict[str, str | bytes | int]
"""A dictionary's entries: PDF syntax as text or bytes, or whole numbers."""


def refer(document: Document, obj: pdfdoc.PDFObject) -> str:
    """Make `obj` an indirect object, unless it is one; its reference, such as ``12 0 R``."""
    return str(document.Reference(obj).format(document).decode("ascii"))


class RawDictionary(pdfdoc.PDFObject):
    """An indirect dictionary; values are PDF syntax, numbers or references as bytes."""

    __RefOnly__ = 1
    __InternalName__: str
    """Set by the document that it is registered with."""

    def __init__(self, **entries: str | bytes | int) -> None:
        self.entries: Entries = entries

    def format(self, _document: Document) -> bytes:
        """The dictionary in PDF syntax."""
        return dictionary(self.entries)


class ArchivalStream(pdfdoc.PDFObject):
    """A stream whose data ends in a line end before ``endstream`` (PDF/A, ISO 19005-3, 6.1.7.1)."""

    __RefOnly__ = 1

    def __init__(self, entries: Entries, data: bytes) -> None:
        self.entries = entries
        self.data = data

    def format(self, _document: Document) -> bytes:
        """The stream in PDF syntax."""
        head = dictionary({**self.entries, "Length": len(self.data)})
        return head + b"\nstream\n" + self.data + b"\nendstream\n"


def compressed_stream(entries: Entries, data: bytes) -> ArchivalStream:
    """`data` deflated."""
    return ArchivalStream({**entries, "Filter": "/FlateDecode"}, zlib.compress(data, 6))


def dictionary(entries: Entries) -> bytes:
    """A dictionary in PDF syntax, entries in the given order."""
    parts = [
        b"/"
        + key.encode("ascii")
        + b" "
        + (value if isinstance(value, bytes) else str(value).encode("ascii"))
        for key, value in entries.items()
    ]
    return b"<< " + b" ".join(parts) + b" >>"


def text_string(text: str, *, bare: bool = False) -> str:
    """A text string (ISO 32000-1, 7.9.2) in hexadecimal; `bare` leaves the byte order mark out."""
    mark = "" if bare else "FEFF"
    return f"<{mark}{text.encode('utf-16-be').hex().upper()}>"


_REGULAR = frozenset(string.ascii_letters + string.digits + "-_.+")


def name(text: str) -> str:
    """A name (ISO 32000-1, 7.3.5), special characters as ``#xx``."""
    return "/" + "".join(
        chr(byte) if chr(byte) in _REGULAR else f"#{byte:02X}" for byte in text.encode("utf-8")
    )
