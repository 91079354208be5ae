"""Order of mixed left-to-right and right-to-left text (Unicode Standard Annex 9).

Explicit embeddings, overrides and isolates are taken out before (`plain_text`), so the rules
that remain are W1 to W7, N0 to N2, I1, I2, L1 and L2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff]")
_BRACKETS = dict(zip("([{⁅⁽₍⌈⌊⟦⟨⟪⦃⦅", ")]}⁆⁾₎⌉⌋⟧⟩⟫⦄⦆", strict=True))
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})

Item = TypeVar("Item")


def base_level(paragraph: str, *, right_to_left: bool) -> int:
    """Paragraph level: that of the first strong character, or of the document without one (P2)."""
    if _RIGHT_TO_LEFT.search(paragraph) is None:
        # Without a right-to-left letter a Latin paragraph reads from left to right everywhere.
        strong = any(unicodedata.bidirectional(character) == "L" for character in paragraph)
        return 0 if strong or not right_to_left else 1
    for character in paragraph:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return 0
        if kind in ("R", "AL"):
            return 1
    return int(right_to_left)


def levels(paragraph: str, base: int) -> list[int] | None:
    """Embedding level of each character; None when all are left to right."""
    if base == 0 and _RIGHT_TO_LEFT.search(paragraph) is None:
        return None
    kinds = [unicodedata.bidirectional(character) or "L" for character in paragraph]
    edge = "R" if base else "L"
    original = list(kinds)
    _resolve_weak(kinds, edge)
    _resolve_brackets(paragraph, kinds, original, edge)
    _resolve_neutral(kinds, edge)
    resolved = [_implicit(kind, base) for kind in kinds]
    end = len(resolved)
    while end and original[end - 1] in ("WS", "S", "B", "BN"):
        end -= 1
        resolved[end] = base
    return resolved


def _resolve_weak(kinds: list[str], edge: str) -> None:
    """W1 to W7, in place."""
    previous = edge
    for index, kind in enumerate(kinds):  # W1
        if kind in ("NSM", "BN"):
            kinds[index] = previous
        previous = kinds[index]
    strong = edge
    for index, kind in enumerate(kinds):  # W2, W3
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[index] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):  # W4
        before, kind, after = kinds[index - 1 : index + 2]
        if before == after and (
            (kind == "ES" and before == "EN") or (kind == "CS" and before in ("EN", "AN"))
        ):
            kinds[index] = before
    _resolve_terminators(kinds)
    strong = edge
    for index, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"


def _resolve_terminators(kinds: list[str]) -> None:
    """W5 and W6: signs such as % beside European digits join them; other separators are neutral."""
    start = 0
    for kind, group in groupby(list(kinds)):
        end = start + len(list(group))
        if kind == "ET":
            beside = kinds[start - 1 : start] == ["EN"] or kinds[end : end + 1] == ["EN"]
            kinds[start:end] = ["EN" if beside else "ON"] * (end - start)
        elif kind in ("ES", "CS"):
            kinds[start:end] = ["ON"] * (end - start)
        start = end


def _direction(kind: str) -> str | None:
    """Strong direction that a resolved type has for neutrals (numbers count as R)."""
    if kind == "L":
        return "L"
    return "R" if kind in ("R", "EN", "AN") else None


def _resolve_brackets(text: str, kinds: list[str], original: list[str], edge: str) -> None:
    """N0: a pair of brackets takes the direction of what it encloses or stands in."""
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for index, character in enumerate(text):
        if kinds[index] != "ON":
            continue
        if character in _BRACKETS:
            stack.append((_BRACKETS[character], index))
            continue
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth][0] == character:
                pairs.append((stack[depth][1], index))
                del stack[depth:]
                break
    for opening, closing in sorted(pairs):
        inside = {_direction(kind) for kind in kinds[opening + 1 : closing]} - {None}
        if edge in inside:
            chosen = edge
        elif inside:
            context = next(
                (found for kind in reversed(kinds[:opening]) if (found := _direction(kind))), edge
            )
            chosen = context if context != edge else edge
        else:
            continue
        for index in (opening, closing):
            kinds[index] = chosen
            following = index + 1
            while following < len(kinds) and original[following] == "NSM":
                kinds[following] = chosen
                following += 1


def _resolve_neutral(kinds: list[str], edge: str) -> None:
    """N1 and N2: neutrals between two sides that agree join them, others the paragraph."""
    start = 0
    for neutral, group in groupby([kind in _NEUTRAL for kind in kinds]):
        end = start + len(list(group))
        if neutral:
            before = (_direction(kinds[start - 1]) if start else None) or edge
            after = (_direction(kinds[end]) if end < len(kinds) else None) or edge
            kinds[start:end] = [before if before == after else edge] * (end - start)
        start = end


def _implicit(kind: str, base: int) -> int:
    """I1 and I2."""
    if base == 0:
        return {"L": 0, "R": 1}.get(kind, 2)
    return 1 if kind == "R" else 2


def level_runs(text: str, text_levels: Sequence[int]) -> list[tuple[str, int]]:
    """`text` cut where the level changes, in logical order."""
    result: list[tuple[str, int]] = []
    start = 0
    for level, group in groupby(text_levels):
        end = start + len(list(group))
        result.append((text[start:end], level))
        start = end
    return result


def visual_order(items: list[tuple[Item, int]]) -> list[tuple[Item, int]]:
    """Items of a line with their levels, from left to right (L2)."""
    result = list(items)
    highest = max((level for _, level in items), default=0)
    for threshold in range(highest, 0, -1):
        index = 0
        while index < len(result):
            end = index
            while end < len(result) and result[end][1] >= threshold:
                end += 1
            result[index:end] = reversed(result[index:end])
            index = max(end, index + 1)
    return result
