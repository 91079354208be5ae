"""Where a view may send the user besides a question: names of the other views.

A view's ``go_to`` carries either the path of a question or list, or one of these. They cannot be
mistaken for a path: no linkId holds a colon.
"""

from __future__ import annotations

REVIEW = "view:review"
PLAN = "view:plan"
CONSENT = "view:consent"
ISSUE = "view:issue"
SETTINGS = "view:settings"
