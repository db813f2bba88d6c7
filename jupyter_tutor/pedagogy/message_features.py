"""A message as a few hundred hashed numbers: its words, pairs of words, and pieces of words.

The feature hashing of Weinberger et al. (ICML 2009) with sublinear term frequencies and unit length. Case
and punctuation are gone before: in the data that was trained on, punctuation alone tells the sources apart.
"""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from collections.abc import Sequence

SIZE = 1 << 14
"""How many weights a judgement has."""

MOST_WORDS = 80
"""Later words are not looked at."""

LONGEST_WORD = 40
PIECE_WEIGHT = 0.5
PIECES = (3, 4)


def features(words: Sequence[str]) -> dict[int, float]:
    """Place of weight → value, of unit length; empty for no words. Words as `normalised` gives them."""
    words = [word[:LONGEST_WORD] for word in words[:MOST_WORDS]]
    counts: dict[int, float] = defaultdict(float)
    for word in words:
        counts[_place(f"w {word}")] += 1.0
        for piece in _pieces(word):
            counts[_place(f"c {piece}")] += PIECE_WEIGHT
    if words:
        for first, second in zip(["<", *words], [*words, ">"], strict=True):
            counts[_place(f"b {first} {second}")] += 1.0
    values = {place: 1 + math.log(count) if count >= 1 else count for place, count in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    return {place: value / length for place, value in values.items()}


def _pieces(word: str) -> list[str]:
    """The runs of three and four letters of a longer word, its ends marked."""
    if len(word) <= PIECES[0]:
        return []
    marked = f"<{word}>"
    return [marked[start : start + size] for size in PIECES for start in range(len(marked) - size + 1)]


def _place(feature: str) -> int:
    return zlib.crc32(feature.encode()) % SIZE
