"""Student code as tokens, without parsing it: broken code is the normal case here."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

LONGEST_COMPARED = 20_000
"""Characters of code that are looked at; what follows changes no decision and costs time."""

_SHORT = 6
"""Below so many token pairs containment means little, and the whole is compared instead."""


@cache
def _token_pattern() -> re.Pattern[str]:
    """Python's lexical elements, each able to run to the end of broken input."""
    return re.compile(
        r"(?P<comment>#[^\n]*)"
        r"|(?P<string>[rbfuRBFU]{0,2}(?:'''[\s\S]*?(?:'''|\Z)|\"\"\"[\s\S]*?(?:\"\"\"|\Z)"
        r"|'(?:[^'\\\n]|\\[\s\S])*(?:'|(?=\n)|\\?\Z)|\"(?:[^\"\\\n]|\\[\s\S])*(?:\"|(?=\n)|\\?\Z)))"
        r"|(?P<number>\d[\w.]*|\.\d[\w.]*)"
        r"|(?P<name>[^\W\d]\w*)"
        r"|(?P<operator>\*\*=|//=|<<=|>>=|->|:=|==|!=|<=|>=|\+=|-=|\*=|/=|%=|&=|\|=|\^=|@="
        r"|\*\*|//|<<|>>|[^\s\w])"
    )


@cache
def _definition_pattern() -> re.Pattern[str]:
    return re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+([^\W\d]\w*)", re.MULTILINE)


@lru_cache(maxsize=512)
def exact_tokens(code: str) -> tuple[str, ...]:
    """Every token of the code as written; comments and layout are left out."""
    matches = _token_pattern().finditer(code[:LONGEST_COMPARED])
    return tuple(match.group() for match in matches if match.lastgroup != "comment")


@lru_cache(maxsize=512)
def plain_tokens(code: str) -> tuple[str, ...]:
    """The tokens with every literal replaced by its kind: `S` for text, `N` for numbers."""
    kinds = {"string": "S", "number": "N"}
    matches = _token_pattern().finditer(code[:LONGEST_COMPARED])
    return tuple(
        kinds.get(match.lastgroup or "", match.group()) for match in matches if match.lastgroup != "comment"
    )


def defined_names(code: str) -> frozenset[str]:
    """Functions and classes the code defines, also when it does not parse."""
    return frozenset(_definition_pattern().findall(code[:LONGEST_COMPARED]))


def says_the_same(one: str, other: str) -> bool:
    """Whether two pieces of code differ in nothing but comments and spaces.

    Indentation counts, as it means something in Python.
    """
    return exact_tokens(one) == exact_tokens(other) and _indents(one) == _indents(other)


def _indents(code: str) -> tuple[int, ...]:
    """The rank of each line's indentation, so that four spaces equal a tab."""
    widths = [
        len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        for line in code[:LONGEST_COMPARED].splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    ranks = {width: rank for rank, width in enumerate(sorted(set(widths)))}
    return tuple(ranks[width] for width in widths)


def similarity(one: str, other: str) -> float | None:
    """How much two states of code look like one program, from 0 to 1; None when one is empty.

    The share of the smaller one's neighbouring token pairs that the other has too, so that code
    which grows out of a starter still counts as it (n-gram containment, Broder 1997).
    """
    tokens = plain_tokens(one), plain_tokens(other)
    if not tokens[0] or not tokens[1]:
        return None
    pairs = [Counter(zip(t, (*t[1:], ""), strict=True)) for t in tokens]
    common = sum((pairs[0] & pairs[1]).values())
    sizes = sorted((pairs[0].total(), pairs[1].total()))
    return common / (sizes[0] if sizes[0] >= _SHORT else sizes[1])
