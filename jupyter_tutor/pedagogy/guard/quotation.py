"""Whether code only repeats what the student wrote: in other layout yes, with a line moved or left out no.

A program is compared by its outline: one entry per statement, with how deep it stands. Blank
lines, comments, docstrings, quotes, parentheses and line breaks within a statement are not in it.
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from jupyter_tutor.pedagogy.code_tokens import exact_tokens
from jupyter_tutor.pedagogy.guard.completeness import has_blank
from jupyter_tutor.pedagogy.guard.source import parse, prompts_removed
from jupyter_tutor.pedagogy.program_structure import is_text

Outline = tuple[tuple[int, str], ...]

_WHOLE = 0.75
"""Share of the student's statements from which on a quotation with gaps is a program of its own."""


def quotes(code: str, student: str) -> bool:
    """Whether every statement of the code is the student's, in the student's order and nesting.

    Most of the program must come without a gap: to leave out the line that is wrong is to correct it.
    """
    for part, own in ((_by_tree(code), _by_tree(student)), (_by_lines(code), _by_lines(student))):
        if part is not None and own is not None and _follows(part, own, may_skip=has_blank(code)):
            return True
    return False


def _follows(part: Outline, own: Outline, *, may_skip: bool) -> bool:
    if not part:
        return True
    if _runs_in(part, own):
        return True
    whole = len(part) >= _WHOLE * len(own) or any(line.startswith("def ") for _, line in part)
    return (may_skip or not whole) and any(
        _is_subsequence(part, own, own[start][0] - part[0][0]) for start in range(len(own))
    )


def _runs_in(part: Outline, own: Outline) -> bool:
    """Whether the part is a stretch of the other, as deep as it likes."""
    size = len(part)
    for start in range(len(own) - size + 1):
        shift = own[start][0] - part[0][0]
        if all(
            depth + shift == theirs and line == other
            for (depth, line), (theirs, other) in zip(part, own[start : start + size], strict=True)
        ):
            return True
    return False


def _is_subsequence(part: Outline, own: Outline, shift: int) -> bool:
    rest = iter(own)
    return all((depth + shift, line) in rest for depth, line in part)


@lru_cache(maxsize=256)
def _by_tree(code: str) -> Outline | None:
    """The outline of code that parses; None of other code."""
    tree = parse(code)
    if tree is None:
        return None
    found: list[tuple[int, str]] = []
    _walk(tree.body, 0, found)
    return tuple(found)


def _walk(body: list[ast.stmt], depth: int, found: list[tuple[int, str]]) -> None:
    for statement in body:
        if is_text(statement) or _is_gap(statement):
            continue
        inner = [
            (name, part)
            for name in ("body", "handlers", "orelse", "finalbody")
            if (part := getattr(statement, name, None)) and isinstance(part, list)
        ]
        text = ast.unparse(statement)
        found.append((depth, text.split("\n", 1)[0] if inner else text))
        for name, part in inner:
            if name == "orelse":
                found.append((depth, "else:"))
            if name == "handlers":
                for handler in part:
                    found.append((depth, ast.unparse(handler).split("\n", 1)[0]))
                    _walk(handler.body, depth + 1, found)
            else:
                _walk(part, depth + 1, found)


def _is_gap(statement: ast.stmt) -> bool:
    """Whether a statement is `...`, which stands for lines that are not repeated."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and statement.value.value is ...
    )


@lru_cache(maxsize=256)
def _by_lines(code: str) -> Outline | None:
    """The outline of any text: its lines as tokens, the rank of their indentation as depth."""
    rows = []
    for line in prompts_removed(code).splitlines():
        tokens = exact_tokens(line)
        if tokens and not re.fullmatch(r"\s*(?:\.\.\.|…)\s*", line):
            wide = line.expandtabs(4)
            rows.append((len(wide) - len(wide.lstrip()), " ".join(tokens)))
    ranks = {width: rank for rank, width in enumerate(sorted({width for width, _ in rows}))}
    return tuple((ranks[width], line) for width, line in rows)
