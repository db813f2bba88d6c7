"""L2-regularised logistic regression by coordinate descent on its dual, in pure Python.

Algorithm 5 of Yu, Huang & Lin, Dual coordinate descent methods for logistic regression and maximum
entropy models, Machine Learning 85 (2011). Deterministic: the order of the visits comes from a seed.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

Example = tuple[list[int], list[float]]
"""The places of a message's features, each once, and their values."""

_ALMOST_NOTHING = 1e-8
_MOST_NEWTON_STEPS = 100
_SHRINK = 0.1
"""A Newton step that would leave the allowed range goes to a tenth of where it began."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The weights by place, and the bias, which is regularised like a weight."""

    weights: list[float]
    bias: float


def solve(
    examples: Sequence[Example],
    positive: Sequence[bool],
    size: int,
    *,
    cost: float,
    epochs: int,
    seed: int,
) -> Solution:
    """Weights that minimise |w|²/2 + cost·Σ ln(1 + exp(-y·w·x)) after so many rounds over all examples."""
    signs = [1.0 if yes else -1.0 for yes in positive]
    squares = [1.0 + sum(value * value for value in values) for _, values in examples]
    least = min(_SHRINK * 0.01 * cost, _ALMOST_NOTHING)
    duals = [[least, cost - least] for _ in examples]
    weights, bias = [0.0] * size, 0.0
    for (places, values), sign in zip(examples, signs, strict=True):
        bias += sign * least
        for place, value in zip(places, values, strict=True):
            weights[place] += sign * least * value
    order = list(range(len(examples)))
    dice = random.Random(seed)  # noqa: S311 - an order of visits, not a secret
    for _ in range(epochs):
        dice.shuffle(order)
        for at in order:
            places, values = examples[at]
            margin = signs[at] * (
                bias + sum(weights[place] * value for place, value in zip(places, values, strict=True))
            )
            step = signs[at] * _improve(duals[at], squares[at], margin, cost)
            if step:
                bias += step
                for place, value in zip(places, values, strict=True):
                    weights[place] += step * value
    return Solution(weights, bias)


def _improve(dual: list[float], square: float, margin: float, cost: float) -> float:
    """Minimise over one example's pair of duals by Newton steps; how far the first one moved."""
    first = 0.5 * square * (dual[1] - dual[0]) + margin >= 0
    side, direction = (0, 1.0) if first else (1, -1.0)
    before = dual[side]
    now = before if cost - before >= 0.5 * cost else _SHRINK * before
    slope = square * (now - before) + direction * margin + math.log(now / (cost - now))
    for _ in range(_MOST_NEWTON_STEPS):
        if abs(slope) < _ALMOST_NOTHING:
            break
        further = now - slope / (square + cost / (cost - now) / now)
        now = further if further > 0 else now * _SHRINK
        slope = square * (now - before) + direction * margin + math.log(now / (cost - now))
    dual[side], dual[1 - side] = now, cost - now
    return direction * (now - before)
