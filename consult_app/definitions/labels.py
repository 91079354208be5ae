"""labels.yaml: the practitioner's short label of every question, group and list of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from consult_app.definitions.fields import Fields
from consult_app.definitions.forms import ReadForm
from consult_app.definitions.located import Node, Problems
from consult_app.definitions.problems import quoted, suggestion
from consult_app.domain.form import Form, Item, Question

LONGEST: Final = 40
"""Most characters of a label: two columns of labels and answers fit side by side on paper."""


def with_labels(read: ReadForm, node: Node, problems: Problems) -> ReadForm:
    """Put the labels in `node` on the form.

    Whatever stands in the form has a label and no label stands for anything else; what breaks
    this, and a label that is too long, is noted.
    """
    fields = Fields(node, problems, ("schema", "labels"))
    fields.schema("labels/1")
    if "labels" not in fields:
        return read
    origin = fields.node("labels")
    labels = _labels(origin, read, problems)
    return replace(read, form=_labelled(read.form, labels))


def _labels(origin: Node, read: ReadForm, problems: Problems) -> dict[str, str]:
    """Labels by linkId, as far as they can be used."""
    known = [link_id for link_id in read.nodes if link_id]
    written = origin.mapping(problems, optional=[name for name, _ in origin.items()])
    labels: dict[str, str] = {}
    for key in origin.key_nodes():
        link_id = str(key.value)
        label = written[link_id].string(problems) or ""
        if link_id not in read.nodes:
            message = f"there is no question, group or list {quoted(link_id)}."
            hint = suggestion(link_id, known, problems)
            problems.add(key.place, "unknown-link-id", message, hint)
        elif len(label) > LONGEST:
            place = written[link_id].place
            message = f"this label has {len(label)} characters, {LONGEST} are the most."
            problems.add(place, "label-too-long", message, "Use the field's short term.")
        elif "\n" in label:
            place = written[link_id].place
            problems.add(place, "label-of-two-lines", "a label is one line.")
        labels[link_id] = label
    for link_id in known if origin.is_mapping else ():
        if link_id not in labels:
            problems.add(origin.place, "no-label", f"{link_id} has no label.", "Add one.")
    return labels


def _labelled(form: Form, labels: Mapping[str, str]) -> Form:
    """Copy the form with its labels."""
    sections = tuple(
        replace(section, items=tuple(_item(item, labels) for item in section.items))
        for section in form.sections
    )
    return replace(form, sections=sections)


def _item(item: Item, labels: Mapping[str, str]) -> Item:
    label = labels.get(item.link_id, "")
    if isinstance(item, Question):
        return replace(item, label=label)
    questions = tuple(
        replace(question, label=labels.get(question.link_id, "")) for question in item.items
    )
    return replace(item, items=questions, label=label)
