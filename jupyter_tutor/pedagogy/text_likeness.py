"""How alike two texts are by the words they use: the last resort, where no code and no rule decides."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy.follow_up import content_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BUCKETS = 1 << 18
_PIECE = 3
_PIECE_WEIGHT = 0.5
"""Of a piece of a word against the whole: what is misspelt or inflected still counts a little."""


def likenesses(text: str, others: Sequence[str]) -> tuple[float, ...]:
    """The cosine between a text and each other one, 0 to 1; 0 where one has no content words.

    Words and their three-letter pieces are hashed into 2^18 buckets (Weinberger et al., ICML 2009)
    and weighted by how few of the texts at hand have them (smoothed inverse document frequency,
    Salton & Buckley, Information Processing & Management 24, 1988), so that what a student always
    writes tells little.
    """
    counted = [_hashed(each) for each in (text, *others)]
    documents = Counter(bucket for each in counted for bucket in each)
    rarity = {bucket: 1.0 + math.log((1 + len(counted)) / (1 + count)) for bucket, count in documents.items()}
    weighted = [{bucket: weight * rarity[bucket] for bucket, weight in each.items()} for each in counted]
    return tuple(_cosine(weighted[0], each) for each in weighted[1:])


def _hashed(text: str) -> dict[int, float]:
    """The weight of each bucket that a text's content words fall into."""
    weights: dict[int, float] = {}
    for word in content_words(text):
        _add(weights, word, 1.0)
        framed = f"^{word}$"
        for start in range(len(framed) - _PIECE + 1):
            _add(weights, framed[start : start + _PIECE], _PIECE_WEIGHT)
    return weights


def _add(weights: dict[int, float], feature: str, weight: float) -> None:
    bucket = zlib.crc32(feature.encode()) % BUCKETS
    weights[bucket] = weights.get(bucket, 0.0) + weight


def _cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Of two sparse vectors, at most 1."""
    lengths = math.sqrt(
        sum(weight * weight for weight in one.values()) * sum(weight * weight for weight in other.values())
    )
    if not lengths:
        return 0.0
    shorter, longer = sorted((one, other), key=len)
    return min(1.0, sum(weight * longer.get(bucket, 0.0) for bucket, weight in shorter.items()) / lengths)
