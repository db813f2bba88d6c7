"""The linear model of message kinds: read once from the package, judged by a sparse dot product.

Features are weighted by TF-IDF with sublinear counts and brought to length 1 (Salton & Buckley,
Information Processing & Management 24, 1988); the score of a kind is the log-odds of a logistic
regression, kind against rest. Weights are whole numbers of `scale`.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_tutor.pedagogy.message_features import BUCKETS, buckets, word_bucket

FORMAT = 1
WEIGHTS_FILE = Path(__file__).parent / "weights" / "message_kind.json"

_IDF_STEP = 1 / 16
"""What one unit of a stored inverse document frequency is worth."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights with what was found out about them.

    `idf` maps each bucket that counts to its inverse document frequency in sixteenths; `weights` has
    one mapping per kind, in units of `scales[kind]`; `thresholds` are the log-odds from which on a kind
    is believed; `header` is everything else that stands in the file: attribution, seeds, and the
    cross-validated figures.
    """

    idf: Mapping[int, int]
    weights: Mapping[str, Mapping[int, int]]
    biases: Mapping[str, float]
    scales: Mapping[str, float]
    thresholds: Mapping[str, float]
    header: Mapping[str, Any]

    def scores(self, words: tuple[str, ...]) -> dict[str, float]:
        """The log-odds of each kind for a normalised message."""
        vector = unit_vector(words, self.idf)
        return {
            kind: self.biases[kind]
            + self.scales[kind] * sum(weights.get(bucket, 0) * value for bucket, value in vector.items())
            for kind, weights in self.weights.items()
        }

    def known_share(self, words: tuple[str, ...]) -> float:
        """Share of the words that occurred in training, 0 of no words."""
        known = sum(word_bucket(word) in self.idf for word in words)
        return known / len(words) if words else 0.0


def unit_vector(words: tuple[str, ...], idf: Mapping[int, int]) -> dict[int, float]:
    """The message's weighted features: (1 + ln count)·idf, divided by their Euclidean length."""
    vector = {
        bucket: (1.0 + math.log(count)) * idf[bucket] * _IDF_STEP
        for bucket, count in buckets(words).items()
        if bucket in idf
    }
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {bucket: value / length for bucket, value in vector.items()} if length else {}


def stored_idf(documents: int, with_feature: int) -> int:
    """The smoothed inverse document frequency ln((1+n)/(1+df)) + 1 in sixteenths, at most 255."""
    return min(255, round((math.log((1 + documents) / (1 + with_feature)) + 1) / _IDF_STEP))


def to_json(model: LinearModel) -> str:
    """The file of a model. Buckets are stored as gaps, one byte a number, compressed."""
    used = sorted(model.idf)
    packed = {
        "gaps": _packed(_gaps(used)),
        "idf": _packed([model.idf[bucket] for bucket in used]),
        "weights": {
            kind: _packed([weights.get(bucket, 0) + 128 for bucket in used])
            for kind, weights in model.weights.items()
        },
        "biases": dict(model.biases),
        "scales": dict(model.scales),
    }
    sizes = {"buckets": BUCKETS, "features": len(used)}
    text = {
        **model.header,
        "format": FORMAT,
        "sizes": sizes,
        "thresholds": dict(model.thresholds),
        "model": packed,
    }
    return json.dumps(text, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> LinearModel:
    """The model of a file. ValueError or KeyError when it is not one of this format."""
    stored = json.loads(text)
    if stored.get("format") != FORMAT or stored["sizes"]["buckets"] != BUCKETS:
        raise ValueError(f"the weights are of format {stored.get('format')!r}, not {FORMAT}")
    packed = stored.pop("model")
    used, at = [], -1
    for gap in _unpacked_gaps(packed["gaps"]):
        at += gap
        used.append(at)
    weights = {
        kind: {
            bucket: number - 128
            for bucket, number in zip(used, _unpacked(column), strict=True)
            if number != 128  # noqa: PLR2004 - zero is stored as the middle of a byte
        }
        for kind, column in packed["weights"].items()
    }
    idf = dict(zip(used, _unpacked(packed["idf"]), strict=True))
    thresholds = stored.pop("thresholds")
    return LinearModel(idf, weights, packed["biases"], packed["scales"], thresholds, stored)


def fingerprint(words: Sequence[str]) -> int:
    """A number that tells a normalised message from others, and nothing of what it says."""
    return zlib.crc32(" ".join(words).encode())


def packed_fingerprints(messages: Iterable[Sequence[str]]) -> str:
    """The fingerprints of normalised messages, for the header."""
    found = sorted({fingerprint(words) for words in messages})
    return base64.b64encode(b"".join(number.to_bytes(4) for number in found)).decode()


def seen_in_training(model: LinearModel) -> frozenset[int]:
    """The fingerprints of the messages that a model was fitted to; none when its file does not say."""
    packed = base64.b64decode(model.header.get("seen", ""))
    return frozenset(int.from_bytes(packed[at : at + 4]) for at in range(0, len(packed), 4))


def _gaps(used: Sequence[int]) -> list[int]:
    """Distances between the buckets; one of 255 or more as so many 255s and the rest."""
    gaps: list[int] = []
    before = -1
    for bucket in used:
        whole, rest = divmod(bucket - before, 255)
        gaps += [255] * whole + [rest]
        before = bucket
    return gaps


def _unpacked_gaps(column: str) -> list[int]:
    gaps, open_gap = [], 0
    for number in _unpacked(column):
        open_gap += number
        if number != 255:  # noqa: PLR2004 - a full byte goes on in the next one
            gaps.append(open_gap)
            open_gap = 0
    return gaps


def _packed(numbers: Sequence[int]) -> str:
    return base64.b64encode(zlib.compress(bytes(numbers), 9)).decode()


def _unpacked(column: str) -> bytes:
    return zlib.decompress(base64.b64decode(column))


@cache
def shipped_model() -> LinearModel | None:
    """The model that comes with the package, read when first needed; None when it cannot be read.

    Without it the rules decide alone: a damaged installation refuses nobody.
    """
    try:
        return from_json(WEIGHTS_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None
