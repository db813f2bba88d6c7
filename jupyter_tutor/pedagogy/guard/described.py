"""Counts answers that tell the solution in words. It holds nothing back: it is wrong too often for that.

What gives a result away is a number that was in nobody's mouth before, stated as a fact, or the
instructor's own final result. What gives a program away is a sentence that says which of the student's
names to change into what.
"""

from __future__ import annotations

import re
from functools import cache

DESCRIBED = "described"
"""The reason under which such answers are counted."""

_FEWEST_NAMES = 2

_LATEST = 200
"""Characters at the end of what was said: the student's own last answer, which may be repeated."""


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"(?<![\w.])\$?(\d[\d,]*(?:\.\d+)?)(?!\w)")


@cache
def _stated() -> re.Pattern[str]:
    """A result as one states it: a form of to be or to get, or an equals sign, and soon the number."""
    return re.compile(
        r"(?i)(?:\b(?:is|are|was|be|equals?|equal to|get|gets|got|gives?|makes?|means|have|has"
        r"|had|total(?:s|ling)?|needs?|actually|answer|or|only|done|did|earns?|saves?|times|which)\b|[=:,])[^.?!;=]{0,30}$"
    )


@cache
def _sentence() -> re.Pattern[str]:
    return re.compile(r"(?:[^.?!\n]|(?<=\d)\.(?=\d))+[.?!]?")


@cache
def _against_error() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:not|actually|instead|rather than|should|would be|correct(?: answer| total)? is)\b"
    )


@cache
def _correction() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\b(?:replac\w+|chang\w+|instead of|should (?:be|use|return|write|add|start)"
        r"|must (?:be|return|add)|mov(?:e|ing)|swap\w*|delet\w+|remov\w+|assign\w*|insert\w*)\b"
    )


def is_described(text: str, known: str, solution: str = "") -> bool:
    """Whether an answer tells the result or the correction in words.

    `known` is all that the student had before: the exercise, the cell, the conversation. `solution` is the
    instructor's, empty where there is none.
    """
    result = {_plain(number) for number in _number().findall(solution)[-1:]}
    had = _numbers(known[-_LATEST:] if result else known)
    for sentence in _sentence().findall(text):
        if _states_number(sentence, had, result) or _corrects(sentence, known):
            return True
    return False


def _states_number(sentence: str, had: frozenset[str], result: set[str]) -> bool:
    """Whether a sentence states a new number, or the result; what a question asks for is not stated."""
    if sentence.rstrip().endswith("?"):
        sentence = re.split(r"[,;\u2013-](?=\s)", sentence, maxsplit=1)[0] + "," if "," in sentence else ""
    for match in _number().finditer(sentence):
        number = _plain(match.group(1))
        wanted = number in result if result else number not in had
        before = sentence[: match.start()]
        if not wanted or not _stated().search(before) or re.search(r"(?i)\b(?:not|still|just)\W*$", before):
            continue
        if number not in had or _against_error().search(sentence):
            return True
    return False


def _corrects(sentence: str, known: str) -> bool:
    """Whether a sentence says what becomes of the student's names, which are marked as code in it."""
    if not _correction().search(sentence) or sentence.rstrip().endswith("?"):
        return False
    marked = set(re.findall(r"`([^`\n]+)`", sentence))
    return len([name for name in marked if name in known]) >= 1 and len(marked) >= _FEWEST_NAMES


def _numbers(text: str) -> frozenset[str]:
    return frozenset(_plain(number) for number in _number().findall(text))


def _plain(number: str) -> str:
    """A number without separators and idle zeros."""
    bare = number.replace(",", "")
    return bare.rstrip("0").rstrip(".") if "." in bare else bare
