"""Pieces spread over pages.

Pages are settled before anything is drawn: "page 2 of 5" needs no second pass.
"""

from __future__ import annotations

from collections.abc import Iterable

from consult_app.documents.flow import Piece, Stack, take


class NewPage:
    """Between two pieces: what follows begins on a new page."""


def paginate(pieces: Iterable[Piece | NewPage], first: float, others: float) -> tuple[Stack, ...]:
    """Pieces spread over pages; `first` and `others` are the heights of their text areas.

    A piece marked whole is moved to the next page when it does not fit, and split only when no
    page could hold it.
    """
    pages: list[Stack] = []
    for section in _sections(pieces):
        rest = section
        while rest:
            available = others if pages else first
            head, rest = take(rest, available, force=False)
            if not head:
                head, rest = take(rest, available, force=True)
            pages.append(Stack(head))
    return tuple(pages) or (Stack(()),)


def _sections(pieces: Iterable[Piece | NewPage]) -> list[tuple[Piece, ...]]:
    """Pieces between page breaks; breaks without anything between them count once."""
    sections: list[tuple[Piece, ...]] = []
    current: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, NewPage):
            if current:
                sections.append(tuple(current))
            current = []
        else:
            current.append(piece)
    if current:
        sections.append(tuple(current))
    return sections
