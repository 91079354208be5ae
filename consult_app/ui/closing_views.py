"""The steps that conclude a consultation, after its questions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from consult_app.ui import jumps
from consult_app.ui.consent_view import ConsentView
from consult_app.ui.issue_view import IssueView
from consult_app.ui.page_context import PageContext
from consult_app.ui.plan_view import PlanView
from consult_app.ui.review_view import ReviewView
from consult_app.ui.steps import GoTo, MadeView, ViewStep


def closing_views() -> tuple[ViewStep, ...]:
    """Verdict, plan, signatures and issue, in their order."""
    return (
        ViewStep(jumps.REVIEW, QCoreApplication.translate("Steps", "Verdict"), _review),
        ViewStep(jumps.PLAN, QCoreApplication.translate("Steps", "Plan"), _plan),
        ViewStep(jumps.CONSENT, QCoreApplication.translate("Steps", "Signatures"), _consent),
        ViewStep(jumps.ISSUE, QCoreApplication.translate("Steps", "Issue"), _issue),
    )


def _review(context: PageContext, go_to: GoTo) -> MadeView:
    view = ReviewView(context.desk, context.bridge)
    view.go_to.connect(go_to)
    return view, view.refresh


def _plan(context: PageContext, go_to: GoTo) -> MadeView:
    view = PlanView(context.desk, context.bridge)
    view.go_to.connect(go_to)
    return view, view.refresh


def _consent(context: PageContext, go_to: GoTo) -> MadeView:
    view = ConsentView(context.desk, context.bridge)
    view.go_to.connect(go_to)
    return view, view.refresh


def _issue(context: PageContext, go_to: GoTo) -> MadeView:
    view = IssueView(context.desk, context.bridge)
    view.go_to.connect(go_to)
    return view, view.refresh
