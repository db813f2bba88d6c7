"""What a measurement says: a number with its interval, what it is compared with, and what it should be."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Z95 = 1.959964
"""The standard normal's 97.5 % point."""

Case = TypeVar("Case")

RESAMPLES = 1_000
SEED = 20_261


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `low` and `high` are its 95 % confidence interval; `count` is of how many cases.

    `unit` is "share" (0 to 1), "AUC", "ms" or a noun. A figure without a goal is only reported.
    """

    name: str
    value: float
    low: float
    high: float
    count: int
    unit: str = "share"
    baseline: float | None = None
    baseline_name: str = ""
    goal: float | None = None
    higher_is_better: bool = True

    @property
    def meets_goal(self) -> bool:
        """Whether the value, not its interval, is as good as the goal; so it is without a goal."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.higher_is_better else self.value <= self.goal


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one line or one group of bars: x is a number for a line, a label for bars."""

    name: str
    x: tuple[float | str, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture for the report. `kind` is "line" or "bar"."""

    title: str
    kind: str
    x_title: str
    y_title: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report: what was measured, in words, numbers and pictures.

    `missing` names the files that were not there, and so what could not be measured.
    """

    title: str
    explanation: str
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    missing: tuple[str, ...] = ()


def wilson(successes: int, count: int) -> tuple[float, float, float]:
    """A share and its 95 % interval by Wilson (JASA 22, 1927); (0, 0, 1) of no cases."""
    if count == 0:
        return 0.0, 0.0, 1.0
    share, square = successes / count, Z95 * Z95
    middle = (share + square / (2 * count)) / (1 + square / count)
    spread = Z95 / (1 + square / count) * math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    return share, max(0.0, middle - spread), min(1.0, middle + spread)


def bootstrap(
    groups: Sequence[Sequence[Case]], statistic: Callable[[Sequence[Case]], float]
) -> tuple[float, float, float]:
    """A statistic over all cases and its 95 % percentile interval, whole groups drawn anew.

    A group is what belongs together (a student's attempts, a task's programs): Efron & Tibshirani, An
    Introduction to the Bootstrap (1993), ch. 8. The seed is fixed; the same cases give the same interval.
    """
    cases = [case for group in groups for case in group]
    dice = random.Random(SEED)  # noqa: S311 - a resampling, not a secret
    found = sorted(
        statistic([case for group in dice.choices(groups, k=len(groups)) for case in group])
        for _ in range(RESAMPLES)
    )
    return statistic(cases), found[int(0.025 * RESAMPLES)], found[int(0.975 * RESAMPLES)]
