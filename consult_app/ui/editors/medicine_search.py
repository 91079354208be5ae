"""The field in which a medicine's name is typed and looked up; it never takes a name by itself."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from consult_app.services.lookup import MedicineLookup, SearchResult
from consult_app.services.lookup import Suggestion as Found
from consult_app.ui.theme import Theme
from consult_app.ui.widgets.suggestions import Suggestion
from consult_app.ui.widgets.type_ahead import TypeAhead


def medicine_search(
    theme: Theme, name: str, lookup: MedicineLookup, parent: QWidget | None = None
) -> TypeAhead:
    """Field over the medicine dictionary; what is picked is the name to record."""
    placeholder = QCoreApplication.translate("MedicineSearch", "Type a medicine\u2019s name")

    def provide(text: str) -> list[Suggestion]:
        return suggestions_of(lookup.search(text))

    return TypeAhead(theme, name, provide, placeholder=placeholder, parent=parent)


def suggestions_of(result: SearchResult) -> list[Suggestion]:
    """Rows for a search: names that fit, then near matches, which stand under their own heading."""
    fitting = dict.fromkeys((*result.exact, *result.choices, *result.prefix))
    rows = [_row(found, near=False) for found in fitting]
    shown = {found.term for found in fitting}
    return rows + [
        _row(found, near=True) for found in result.did_you_mean if found.term not in shown
    ]


def _row(found: Found, *, near: bool) -> Suggestion:
    names = ", ".join(found.medicines)
    detail = "" if names == found.term else names
    if found.ambiguous:
        detail = QCoreApplication.translate("MedicineSearch", "may be {0}").format(names)
    return Suggestion(found.term, found.term, detail, near)
