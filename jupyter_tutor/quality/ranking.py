"""How well a score ranks what is above what is not."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby


def auc(scored: Iterable[tuple[float, bool]]) -> float:
    """The area under the ROC curve of (score, whether it is one), 0 to 1; 0.5 where one kind is missing.

    The chance that one that is has a higher score than one that is not, ties counted half: the
    rank statistic of Hanley & McNeil (Radiology 143, 1982).
    """
    ranked = sorted(scored)
    positives = sum(is_one for _, is_one in ranked)
    negatives = len(ranked) - positives
    if not positives or not negatives:
        return 0.5
    below, wins = 0, 0.0
    for _, tied in groupby(ranked, key=lambda pair: pair[0]):
        kinds = [is_one for _, is_one in tied]
        ones = sum(kinds)
        wins += ones * (below + (len(kinds) - ones) / 2)
        below += len(kinds) - ones
    return wins / (positives * negatives)
