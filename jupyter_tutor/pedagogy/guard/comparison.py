"""How much of one program is in another, however it was renamed, reordered or laid out."""

from __future__ import annotations

from collections import Counter
from typing import TypeVar

from jupyter_tutor.pedagogy.guard.normal_form import shingles, statements
from jupyter_tutor.pedagogy.guard.source import parse

_OPENING_LINE = 3
"""Statements shorter than this many tokens (`pass`, `else:`) say nothing about a program."""

_Part = TypeVar("_Part", bound=tuple[str, ...])


def containment(part: str, whole: str, known: str = "") -> float:
    """How much of the program `part` occurs in `whole`, from 0 to 1, weighted by length.

    Order does not matter, nor names, layout, comments and docstrings. The line that only names a
    function, and lines too short to tell programs apart, are not counted, nor are those of `known`.
    Where `whole` does not parse, its neighbouring tokens are compared too, and the larger share counts.
    """
    by_statement = _share(
        Counter(line for line in statements(part) if _tells(line)),
        Counter(statements(whole)),
        Counter(statements(known)),
    )
    if parse(whole) is not None:
        return by_statement
    return max(by_statement, _share(shingles(part), shingles(whole), shingles(known)))


def _share(wanted: Counter[_Part], there: Counter[_Part], known: Counter[_Part]) -> float:
    wanted = wanted - known
    total = sum(len(line) * count for line, count in wanted.items())
    if not total:
        return 0.0
    return sum(len(line) * count for line, count in (wanted & there).items()) / total


def _tells(line: tuple[str, ...]) -> bool:
    return len(line) >= _OPENING_LINE and line[0] not in {"def", "class", "import", "from"}
