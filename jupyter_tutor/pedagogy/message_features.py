"""What the linear model sees of a message: hashed words, pairs of words and pieces of words.

Feature hashing after Weinberger et al. (ICML 2009): a feature is its bucket, so that no word of
anybody's is shipped. CRC-32 is the hash because it is the same everywhere and always.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from zlib import crc32

WORD_BUCKETS = 1 << 15
"""Buckets of single words; few of them are taken, so a word that was never seen is known by its bucket."""

BUCKETS = WORD_BUCKETS + (1 << 16)
"""All buckets: those of words, then those of pairs and pieces."""

LONGEST_JUDGED = 4_000
"""Characters of a message that are looked at."""

MOST_WORDS = 80
LONGEST_WORD = 40
PIECES = (3, 4)
"""Lengths of the pieces of a word, its edges included."""


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+|\d+")


def plain_words(text: str) -> tuple[str, ...]:
    """The first words of a text: letters of any script in lower case, every number as `0`.

    Punctuation and apostrophes are gone: how a message is punctuated tells who typed it, not what
    it is about. Normalising twice changes nothing.
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST_JUDGED]).casefold()
    plain = unicodedata.normalize("NFKC", plain).replace("'", "").replace("\u2019", "")
    found = _words().findall(plain)
    return tuple("0" if word[0].isdigit() else word[:LONGEST_WORD] for word in found[:MOST_WORDS])


def word_bucket(word: str) -> int:
    """The bucket of a single word."""
    return crc32(word.encode()) % WORD_BUCKETS


def buckets(words: tuple[str, ...]) -> dict[int, int]:
    """How often each feature of a message occurs, by bucket."""
    counts: dict[int, int] = {}
    for word in words:
        bucket = word_bucket(word)
        counts[bucket] = counts.get(bucket, 0) + 1
        for piece in _pieces(word):
            counts[piece] = counts.get(piece, 0) + 1
    for pair in zip(("^", *words), (*words, "$"), strict=True):
        bucket = _further_bucket(" ".join(pair))
        counts[bucket] = counts.get(bucket, 0) + 1
    return counts


def _pieces(word: str) -> list[int]:
    framed = f"<{word}>"
    return [
        _further_bucket(framed[at : at + length])
        for length in PIECES
        for at in range(len(framed) - length + 1)
    ]


def _further_bucket(feature: str) -> int:
    return WORD_BUCKETS + crc32(feature.encode()) % (BUCKETS - WORD_BUCKETS)
