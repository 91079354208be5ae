"""Which editor belongs to which question."""

from __future__ import annotations

from consult_app.domain.form import Question, QuestionKind
from consult_app.ui.editors.choice_editor import choice_editor, device_editor
from consult_app.ui.editors.choices_editor import ChoicesEditor
from consult_app.ui.editors.editor import Editor
from consult_app.ui.editors.field_editors import date_editor, number_editor, text_editor
from consult_app.ui.editors.medicine_editor import MedicineEditor
from consult_app.ui.editors.pick_editor import PickEditor
from consult_app.ui.page_context import PageContext

_MOST_ROWS = 24
"""More options than this are found by typing."""


def make_editor(context: PageContext, question: Question) -> Editor:
    """Make the editor of a question, empty."""
    theme = context.theme
    match question.kind:
        case QuestionKind.CHOICE:
            many = len(question.options) > _MOST_ROWS
            return PickEditor(theme, question) if many else choice_editor(theme, question)
        case QuestionKind.CHOICES:
            return ChoicesEditor(theme, question)
        case QuestionKind.TEXT:
            return text_editor(theme, question)
        case QuestionKind.NUMBER:
            return number_editor(theme, question)
        case QuestionKind.DATE:
            return date_editor(theme, question, context.desk.clock.today)
        case QuestionKind.MEDICINE:
            return MedicineEditor(theme, question, context.desk.lookup, context.pack.medicines)
        case QuestionKind.DEVICE:
            return device_editor(theme, question, context.pack.devices)
