"""The student's code as a thing to look at. It is parsed, never run.

Cells are not plain Python: lines such as `%matplotlib inline` or `!ls` are blanked out before
parsing, so that line numbers stay those of the cell.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from functools import lru_cache

LONGEST_CODE = 60_000
"""Characters of a cell that are parsed; longer cells are left alone."""
DEEPEST_NESTING = 60
"""Open brackets at one point; beyond it parsing may take very long or very much stack."""
DEEPEST_TREE = 1_000
"""Levels of a parsed cell. How many more Python itself takes depends on its version."""

_NAME = "<student cell>"
_MAGIC = re.compile(r"^(\s*)(?:[%!]|\w[\w., ]*=\s*[%!](?!=)|\?{1,2}\w|[\w.]+\?{1,2}\s*$)")
_PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun", "memit", "mprun"})
_PARSING = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)


@dataclass(frozen=True, slots=True)
class Fault:
    """What `compile()` says about code it cannot read: exception name, message, line from 1."""

    ename: str
    evalue: str
    line: int | None


@dataclass(frozen=True, slots=True)
class StudentCode:
    """One cell. `tree` is None when it could not be parsed; `fault` then says why, where that is known."""

    source: str
    tree: ast.Module | None = None
    fault: Fault | None = None

    def line(self, number: int | None) -> str:
        """The text of a line, counted from 1, without its indentation; "" when there is none."""
        lines = self.source.splitlines()
        return lines[number - 1].strip() if number is not None and 0 < number <= len(lines) else ""


def read_code(source: str) -> StudentCode:
    """Parse a cell, and compile it for the faults that parsing does not find. Never raises."""
    if len(source) > LONGEST_CODE or _nesting(source) > DEEPEST_NESTING:
        return StudentCode(source)
    python = as_python(source)
    if python is None:
        return StudentCode(source)
    # A filter for this one file name, not `catch_warnings`, which is not safe between threads.
    warnings.filterwarnings("ignore", module=re.escape(_NAME))
    try:
        tree = ast.parse(python, _NAME)
        compile(python, _NAME, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as fault:
        return StudentCode(source, fault=Fault(type(fault).__name__, fault.msg or "", fault.lineno))
    except _PARSING:
        return StudentCode(source)
    return StudentCode(source, None if _is_too_deep(tree) else tree)


@lru_cache(maxsize=64)
def statement(text: str) -> ast.Module | None:
    """Parse one line on its own, also the head of a block such as `if x[i] > 3:`."""
    text = re.sub(r"^(?:elif|else if)\b", "if", text.strip())
    attempts = (text, f"{text} pass", f"{text}\n pass", text.rstrip(" ,([{"))
    return next((tree for one in attempts if (tree := read_code(one).tree) is not None), None)


def nodes_at(code: StudentCode, number: int | None, text: str) -> list[ast.AST]:
    """What stands on a line: from the whole cell when its line still reads like that, else from the line."""
    if code.tree is not None and number is not None and (not text or code.line(number) == text):
        return [node for node in ast.walk(code.tree) if getattr(node, "lineno", None) == number]
    tree = statement(text) if text else None
    return list(ast.walk(tree)) if tree is not None else []


def written(node: ast.AST) -> str:
    """A node as code, on one line; "" when it cannot be written."""
    try:
        return re.sub(r"\s+", " ", ast.unparse(node))
    except _PARSING:
        return ""


def as_run(source: str) -> str:
    """A cell without its empty first lines: IPython drops them and counts lines from there."""
    lines = source.split("\n")
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    return "\n".join(lines[start:])


def identifiers(source: str) -> frozenset[str]:
    """Every word in the code that could be a name."""
    return frozenset(re.findall(r"[^\W\d]\w*", source[:LONGEST_CODE]))


def _nesting(source: str) -> int:
    depth = deepest = 0
    for character in source:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth = max(0, depth - 1)
    return deepest


def _is_too_deep(tree: ast.AST) -> bool:
    level = [tree]
    for _ in range(DEEPEST_TREE):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return False
    return True


def as_python(source: str) -> str | None:
    """The cell with magics and shell lines made `pass`, or None when it is not Python at all."""
    lines = source.split("\n")
    if lines and (cell_magic := re.match(r"^%%(\w+)", lines[0])):
        if cell_magic[1] not in _PYTHON_MAGICS:
            return None
        lines[0] = "pass"
    lines = _without_common_indent(lines)
    if not any(_MAGIC.match(line) for line in lines):
        return "\n".join(lines)
    if _parses("\n".join(lines)):
        return "\n".join(lines)  # such a line stood inside a longer string
    return "\n".join(f"{found[1]}pass" if (found := _MAGIC.match(line)) else line for line in lines)


def _without_common_indent(lines: list[str]) -> list[str]:
    """Take the first line's indentation from all lines that have it, as IPython does."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines] if indent else lines


def _parses(source: str) -> bool:
    warnings.filterwarnings("ignore", module=re.escape(_NAME))
    try:
        ast.parse(source, _NAME)
    except _PARSING:
        return False
    return True
