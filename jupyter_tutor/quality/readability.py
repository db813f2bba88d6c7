"""How long and how hard a hint is to read. Code does not count as prose."""

from __future__ import annotations

import re

FENCE = re.compile(r"```.*?```", re.DOTALL)
_SPAN = re.compile(r"``.+?``|`[^`]*`")


def prose(text: str) -> str:
    """The text without code blocks; inline code becomes the one-syllable word `it`."""
    without = _SPAN.sub("it", FENCE.sub("", text))
    return re.sub(r"(?m)^\d+\. |\*\*", "", without)


def sentences(text: str) -> list[str]:
    """Sentences of the prose, each with the sign that ends it; a line ends a sentence too."""
    found = re.findall(r"[^.!?\n]+(?:[.!?]+|\n|$)", prose(text))
    return [sentence.strip() for sentence in found if re.search(r"\w", sentence)]


def syllables(word: str) -> int:
    """Groups of the vowels a, e, i, o, u, y; a silent e at the end, but for `-le`, is none. At least one."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = bool(re.search(r"[^aeiouyl]e$", word.lower()))
    return max(1, groups - silent)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers & Chissom 1975), in US school years.

    0.39 words per sentence + 11.8 syllables per word - 15.59.
    """
    words_of_prose = re.findall(r"[A-Za-z]+(?:'[a-z]+)?", prose(text))
    count = max(1, len(sentences(text)))
    spoken = sum(syllables(word) for word in words_of_prose)
    return 0.39 * len(words_of_prose) / count + 11.8 * spoken / max(1, len(words_of_prose)) - 15.59


def words(text: str) -> int:
    """Words as they stand between blanks, code included."""
    return len(text.split())
