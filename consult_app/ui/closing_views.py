"""The steps that conclude a consultation, after its questions."""

from __future__ import annotations

from consult_app.ui.steps import ViewStep


def closing_views() -> tuple[ViewStep, ...]:
    """Verdict, plan, signatures and issue, in their order."""
    return ()
