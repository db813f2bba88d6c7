"""Whether a message is everyday talk by its meaning: embeddings of it and of sentences known to be either.

A fixed threshold on cosines does not carry over from one embedding model to another. Here each
model sets its own: a message is everyday talk only when it looks less like a course than every
single course sentence does when that one is left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NEAREST = 3
"""So many of the nearest sentences of each sort speak for it."""

Vector = Sequence[float]


@dataclass(frozen=True, slots=True)
class Anchors:
    """Vectors of known sentences, and the margin below which a message is everyday talk."""

    course: tuple[Vector, ...]
    everyday: tuple[Vector, ...]
    threshold: float

    def everyday_talk(self, vector: Vector) -> bool:
        """Whether a message is; not, when its vector says nothing (ValueError for another length)."""
        return margin(vector, self.course, self.everyday) < self.threshold


@cache
def anchor_texts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The course sentences and the everyday ones."""
    course, everyday = (_sentences(name) for name in ("course", "everyday"))
    return course, everyday


def _sentences(name: str) -> tuple[str, ...]:
    path = Path(__file__).parent / "anchors" / f"{name}.txt"
    return tuple(path.read_text(encoding="utf-8").splitlines())


def calibrated(course: Sequence[Vector], everyday: Sequence[Vector]) -> Anchors:
    """Anchors with the threshold of their embedding model. ValueError without enough of them."""
    if min(len(course) - 1, len(everyday)) < NEAREST:
        raise ValueError("too few anchors")
    left_out = [
        margin(vector, [*course[:at], *course[at + 1 :]], everyday) for at, vector in enumerate(course)
    ]
    return Anchors(tuple(course), tuple(everyday), min(*left_out, 0.0))


def margin(vector: Vector, course: Sequence[Vector], everyday: Sequence[Vector]) -> float:
    """How much nearer a vector is to the course than to everyday talk, from -2 to 2."""
    return _nearness(vector, course) - _nearness(vector, everyday)


def _nearness(vector: Vector, anchors: Sequence[Vector]) -> float:
    """The mean cosine with the nearest few."""
    nearest = sorted((cosine(vector, anchor) for anchor in anchors), reverse=True)[:NEAREST]
    return sum(nearest) / len(nearest)


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of two vectors, 0 when one has no direction; ValueError for different lengths."""
    product = sum(a * b for a, b in zip(one, other, strict=True))
    lengths = math.hypot(*one) * math.hypot(*other)
    return product / lengths if lengths and math.isfinite(lengths) else 0.0
