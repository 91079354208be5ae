"""The renderer that the use cases hold: a report in, PDF bytes out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from consult_app.documents.words import Words
from consult_app.domain.report.blocks import Report
from consult_app.services.ports import Attachment

if TYPE_CHECKING:
    from consult_app.documents.typeface import FontLibrary


class PdfRenderer:
    """Renders reports as tagged, archivable PDF (a `ReportRenderer`).

    `fonts_folder` holds the TrueType files of `resources/fonts`; `words` maps a BCP 47 tag to the
    renderer's own words in that language. It may be used from several threads.
    """

    def __init__(self, fonts_folder: Path, words: dict[str, Words] | None = None) -> None:
        self.fonts_folder = fonts_folder
        self._words = dict(words or {})
        self._lock = Lock()
        self._fonts: FontLibrary | None = None

    def warm_up(self) -> None:
        """Import what rendering needs and open the fonts, so that the first document is quick."""
        from consult_app.documents import composer  # noqa: F401, PLC0415 - as in `render`

        with self._lock:
            self._library()

    def render(
        self, report: Report, created: dt.datetime, attachments: tuple[Attachment, ...] = ()
    ) -> bytes:
        """Render; the same input gives the same bytes.

        `created` must be aware (ValueError). Raises OSError when a font file is missing.
        """
        if created.tzinfo is None:
            raise ValueError("the time of creation must be aware")
        # ReportLab and HarfBuzz cost a third of a second: paid at the first issue, not at start.
        from consult_app.documents.composer import compose  # noqa: PLC0415

        with self._lock:
            return compose(report, created, attachments, self._library(), self._words)

    def _library(self) -> FontLibrary:
        from consult_app.documents.typeface import FontLibrary  # noqa: PLC0415 - as above

        if self._fonts is None:
            self._fonts = FontLibrary(self.fonts_folder)
        return self._fonts
