"""The blocks of a printed report. Texts are plain: no markup is ever interpreted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from consult_app.domain.consultation import InkStroke


class Tone(Enum):
    """Meaning of a coloured block; shape and word carry it as well as colour."""

    STOP = "stop"
    CAUTION = "caution"
    INFO = "info"
    GOOD = "good"
    NEUTRAL = "neutral"


class ListKind(Enum):
    """What the lines of a list ask of the reader; each kind has its own pictogram."""

    PLAIN = "plain"
    DO = "do"
    DONT = "dont"
    EXPECT = "expect"
    CALL = "call"
    EMERGENCY = "emergency"


class TextStyle(Enum):
    """Weight of a paragraph."""

    BODY = "body"
    LEAD = "lead"
    SMALL = "small"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; levels do not jump."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    style: TextStyle = TextStyle.BODY


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Labelled values in `columns` side by side (1 or 2)."""

    caption: str
    rows: tuple[tuple[str, str], ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with one header row; `widths` are shares of the page that sum to 1."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of lines of one kind."""

    items: tuple[str, ...]
    kind: ListKind = ListKind.PLAIN


@dataclass(frozen=True, slots=True)
class Banner:
    """The verdict at a glance: a word in large type, one sentence below."""

    tone: Tone
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed note; `items` are its lines."""

    tone: Tone
    title: str
    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """A person's signature with printed name, role, date and meaning beside it.

    `strokes` holds drawn ink; `typed` the typed alternative; `aspect` is width over height of the
    pad on which it was drawn.
    """

    role: str
    printed_name: str
    meaning: str
    signed_at: str
    strokes: tuple[InkStroke, ...] = ()
    aspect: float = 3.0
    typed: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = (
    Heading
    | Paragraph
    | KeyValues
    | TableBlock
    | Lines
    | Banner
    | Callout
    | SignatureBlock
    | PageBreak
)


class Paper(Enum):
    """Paper size."""

    A4 = "A4"
    LETTER = "Letter"


@dataclass(frozen=True)
class Report:
    """One document to be rendered.

    `running` stands on each page (patient's identity on the record), `footer` beside the page
    number, `notice` loudly on each page (incomplete rule set, demonstration). `language` is a
    BCP 47 tag. `scale` is 1.0 for normal type, 1.4 for large, 1.8 for extra large.
    """

    title: str
    subject: str
    author: str
    language: str
    running: str
    footer: str
    notice: str
    letterhead: tuple[str, ...]
    blocks: tuple[Block, ...]
    paper: Paper = Paper.A4
    scale: float = 1.0
