"""How many tokens a text is, without a tokenizer: an estimate that learns from what providers report.

Tokenizers of language models split text into words with their leading space, word parts of a
few letters, groups of up to three digits, runs of spaces and single signs; scripts without
spaces take about a token per character. The estimate counts these:

- a word of ASCII letters: 1 token up to 6 letters, one more for every 5 letters after that;
- digits: 1 token for every 3;
- a run of one repeated sign: 1 token for every 4; other signs 1 each;
- one space before a word: nothing; a line break, a tab or a run of spaces: 1 for every 16;
- Chinese, Japanese and Korean characters: 1 each; other letters: 1 for every 2;
- whatever remains (emoji, control characters): 2 each.

It errs towards more tokens for prose, so that budgets hold before anything was reported.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_LEAST_FACTOR = 0.5
_MOST_FACTOR = 2.0
_FORGETTING = 0.9
"""Weight of what was seen before when a new report comes."""

_SMALLEST_SAMPLE = 50
"""Tokens; a smaller request says more about a provider's overhead than about its tokenizer."""


@cache
def _pieces() -> re.Pattern[str]:
    """The runs that are counted; the group that matched says how."""
    wide = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
    return re.compile(
        r"(?P<word>[A-Za-z]+)"
        r"|(?P<space> (?=[^\s]))"
        r"|(?P<digits>[0-9]+)"
        r"|(?P<layout>\n+|[ \t\r\f\v]+)"
        r"|(?P<same>([!-/:-@\[-`{-~])\6*)"
        rf"|(?P<wide>[{wide}]+)"
        r"|(?P<letters>[^\W\d_]+|\w)"
        r"|(?P<other>[\s\S])"
    )


@lru_cache(maxsize=256)
def raw_estimate(text: str) -> int:
    """Tokens of `text` by the rules above, uncalibrated; 0 for an empty text."""
    total = 0
    for match in _pieces().finditer(text):
        length = match.end() - match.start()
        kind = match.lastgroup
        if kind == "word":
            total += 1 + max(0, length - 2) // 5
        elif kind == "digits":
            total += -(-length // 3)
        elif kind == "layout":
            total += -(-length // 16)
        elif kind == "wide":
            total += length
        elif kind == "letters":
            total += -(-length // 2)
        elif kind == "same":
            total += -(-length // 4)
        elif kind == "other":
            total += 2
    return total


class TokenEstimator:
    """The estimate, corrected per model by the usage its provider reported.

    The correction is the ratio of reported to estimated tokens with older reports fading
    (weight 0.9 per report), kept between 0.5 and 2 so that one odd report breaks no budget.
    """

    def __init__(self) -> None:
        self._sums: dict[str, tuple[float, float]] = {}

    def estimate(self, text: str, model: str | None = None) -> int:
        """Tokens of `text`, calibrated when `model` is named and has reported."""
        return round(raw_estimate(text) * self.factor(model))

    def factor(self, model: str | None) -> float:
        """The correction of a model, 1.0 before its first report."""
        reported, estimated = self._sums.get(model or "", (0.0, 0.0))
        if estimated <= 0:
            return 1.0
        return min(_MOST_FACTOR, max(_LEAST_FACTOR, reported / estimated))

    def observe(self, model: str, estimated: int, reported: int) -> None:
        """Learn from one request: our estimate of it without a model's correction, and the truth."""
        if estimated < _SMALLEST_SAMPLE or reported <= 0:
            return
        sums = self._sums.get(model, (0.0, 0.0))
        self._sums[model] = (sums[0] * _FORGETTING + reported, sums[1] * _FORGETTING + estimated)
