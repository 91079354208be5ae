"""Reports to accessible PDF to sealed PDF, and back to a frozen status.

Importing this package is cheap: ReportLab, HarfBuzz, pyHanko and PDFium are imported when they are
first used. Call `PdfRenderer.warm_up` and `PdfSealer.warm_up` in a background thread when a
document is about to be needed.
"""

from consult_app.documents.preview import PdfiumPreview
from consult_app.documents.renderer import PdfRenderer
from consult_app.documents.signing import PdfSealer
from consult_app.documents.words import Words

__all__ = ["PdfRenderer", "PdfSealer", "PdfiumPreview", "Words"]
