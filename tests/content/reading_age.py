"""Reading age of a text: the Flesch-Kincaid grade, with syllables estimated from the spelling."""

import re

_SILENT = r"[^aeiouyl]e$|[aeiou]le$|[^aeiouytd]ed$|[^aeiouysxzcg]es$"


def words_of(text):
    return re.findall(r"[A-Za-z]+(?:'[a-z]+)?|\d+", text.replace("-", " "))


def syllables(word):
    """Groups of vowels, less a silent ending, plus vowels that are spoken apart."""
    word = word.lower()
    count = len(re.findall(r"[aeiouy]+", word))
    count += len(re.findall(r"(?<![tscg])(?:ia|io)|iu|eo|ie(?=t)|uou|are(?=a)", word))
    count -= bool(re.search(_SILENT, word))
    return max(count, 1)


def grade(text):
    """US school grade by Flesch and Kincaid; a colon or question mark ends a sentence too."""
    sentences = [part for part in re.split(r"[.?!:;]+(?:\s|$)", text) if words_of(part)]
    words = words_of(text)
    per_word = sum(syllables(word) for word in words) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * per_word - 15.59
