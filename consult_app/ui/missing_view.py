"""What is missing: every open question of the consultation, each a way to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from consult_app.domain.form import Section, Stage
from consult_app.ui.page_context import PageContext
from consult_app.ui.tally import Tally
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_XS
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.plain_label import PlainLabel
from consult_app.ui.widgets.scroll_page import ScrollPage
from consult_app.ui.wording import path_text, shortened

_LONGEST = 62


class MissingView(QWidget):
    """Open questions by step. It is a list to work through, not a reproach."""

    go_to = Signal(str)
    """Path of an open question or list."""

    def __init__(self, context: PageContext, tally: Tally) -> None:
        super().__init__()
        self.setObjectName("page.missing")
        self._context = context
        self._tally = tally
        self._shown: tuple[tuple[str, tuple[str, ...]], ...] | None = None
        self._cards: list[QWidget] = []
        self._summary = PlainLabel("", "body", "muted", wrap=True)
        self._page = ScrollPage(context.theme, self.tr("What is missing"))
        self._page.add_widget(PlainLabel(self.tr("What is missing"), "title"))
        self._page.add_widget(self._summary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)

    def refresh(self) -> None:
        """Show what is open now."""
        session = self._context.session
        found = tuple(
            (section.section_id, self._tally.left_in(section))
            for section in session.pack.form.sections
            if section.stage in (Stage.CONSULTATION, session.consultation.stage)
        )
        if found == self._shown:
            return
        self._shown = found
        for card in self._cards:
            self._page.column.removeWidget(card)
            card.hide()
            card.deleteLater()
        total = sum(len(paths) for _, paths in found)
        if total:
            text = self.tr("{0} open. The consultation cannot conclude while they are.")
            self._summary.setText(text.format(total))
        else:
            self._summary.setText(self.tr("Every question is answered."))
        sections = {section.section_id: section for section in session.pack.form.sections}
        self._cards = [self._card(sections[name], paths) for name, paths in found if paths]
        for card in self._cards:
            self._page.add_widget(card)

    def focus_first(self) -> None:
        """Put the keyboard on the first way to a question."""
        button = self.findChild(ActionButton)
        if button is not None:
            button.setFocus()

    def _card(self, section: Section, paths: tuple[str, ...]) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_XS)
        title = f"{section.title} ({len(paths)})"
        column.addWidget(PlainLabel(title, "question"))
        for path in paths:
            text = path_text(self._context.pack.form, path)
            link = ActionButton(self._context.theme, shortened(text, _LONGEST), kind="link")
            link.setObjectName(f"missing.{path}")
            link.setAccessibleName(self.tr("Go to: {0}").format(text))
            link.clicked.connect(lambda _checked=False, path=path: self.go_to.emit(path))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeading)
        return card
