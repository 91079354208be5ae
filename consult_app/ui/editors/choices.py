"""What a question's options are called and which keys choose them."""

from __future__ import annotations

from collections.abc import Sequence

from consult_app.domain.form import Option, Question
from consult_app.ui.widgets.choice import Choice

_SHORT = 26
_MOST_SEGMENTS = 4


def option_choices(question: Question) -> tuple[Choice, ...]:
    """Options as choices: Y and N where they mean yes and no, otherwise their number."""
    keys = _keys(question)
    return tuple(
        Choice(option.code, option.text, keys[option.code], option.patient_text, option.exclusive)
        for option in question.options
    )


def negative_of(question: Question) -> Option | None:
    """The option that denies: the declared negative, "no", or the one that excludes all others."""
    declared = question.option(question.negative) if question.negative else None
    excluding = [option for option in question.options if option.exclusive]
    return declared or question.option("no") or (excluding[0] if len(excluding) == 1 else None)


def first_positive(question: Question) -> Option | None:
    """First option that does not deny."""
    negative = negative_of(question)
    return next((option for option in question.options if option is not negative), None)


def fits_a_row(choices: Sequence[Choice]) -> bool:
    """Whether choices are few and short enough to stand side by side."""
    return len(choices) <= _MOST_SEGMENTS and all(
        len(choice.label) <= _SHORT and not choice.help for choice in choices
    )


def _keys(question: Question) -> dict[str, str]:
    negative = negative_of(question)
    keys: dict[str, str] = {}
    for number, option in enumerate(question.options, start=1):
        if option.code == "yes":
            keys[option.code] = "y"
        elif negative is not None and option.code == negative.code:
            keys[option.code] = "n"
        else:
            keys[option.code] = str(number) if number <= 9 else ""
    codes = [option.code for option in question.options]
    if all(len(code) == 1 and code.isdigit() for code in codes):
        keys = {code: code for code in codes}
    return keys
