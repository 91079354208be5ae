"""The pages of the widget gallery by name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from ui_gallery_forms import answers, bulk, fields, lists
from ui_gallery_messages import findings, focus, medicines, progress, signatures
from ui_gallery_whole import whole

from consult_app.ui.theme import Theme

PAGES: dict[str, Callable[[Theme], QWidget]] = {
    "answers": answers,
    "lists": lists,
    "fields": fields,
    "bulk": bulk,
    "medicines": medicines,
    "findings": findings,
    "signatures": signatures,
    "progress": progress,
    "focus": focus,
    "whole": whole,
}
