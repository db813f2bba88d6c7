"""Whether a text is code, and whether the code is whole: functions written out, no place left open."""

from __future__ import annotations

import ast
import re
from functools import cache, lru_cache

from jupyter_tutor.pedagogy.guard.source import parse, prompts_removed
from jupyter_tutor.pedagogy.program_structure import is_text


@cache
def _blank() -> re.Pattern[str]:
    return re.compile(
        r"\.\.\.|…|_{3,}|\?{3,}|(?i:#[^\n]{0,40}(?:your code|todo|fill in|fill this|you write|your turn))"
    )


def has_blank(code: str) -> bool:
    """Whether a place is left open for the student: `...`, `___`, or a comment that says so."""
    return _blank().search(code) is not None


@lru_cache(maxsize=256)
def complete_functions(code: str) -> frozenset[str]:
    """Names of the functions that are written out, no stub and nothing left open.

    Where the code does not parse, those whose definition is followed by a `return` or three lines.
    """
    tree = parse(code)
    if tree is None:
        return _complete_by_lines(code)
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    named = {node.name for node in found if not _is_stub(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            named.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return frozenset(named)


_WRITTEN_OUT = 3


def _complete_by_lines(code: str) -> frozenset[str]:
    """Of broken code: the definitions with enough of a body below them."""
    found: set[str] = set()
    heads = list(
        re.finditer(
            r"^[ \t]*(?:async[ \t]+)?def[ \t]+([^\W\d]\w*)[^\n]*$", prompts_removed(code), re.MULTILINE
        )
    )
    text = prompts_removed(code)
    for number, head in enumerate(heads):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        body = [line for line in text[head.end() : end].splitlines() if line.strip()]
        if len(body) >= _WRITTEN_OUT and not has_blank("\n".join(body)):
            found.add(head.group(1))
    return frozenset(found)


def _is_stub(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the body is only a docstring, `pass`, or has an open place in it."""
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and node.value is ...:
            return True
        if isinstance(node, ast.Name) and set(node.id) == {"_"} and len(node.id) > 1:
            return True
    idle = (ast.Pass, ast.Raise)
    bare = [node for node in function.body if not isinstance(node, idle) and not is_text(node)]
    return all(isinstance(node, ast.Return) and node.value is None for node in bare)


@lru_cache(maxsize=512)
def is_statement(code: str) -> bool:
    """Whether a piece of text can only be meant as code: a statement or a call, not a bare value."""
    text = prompts_removed(code).strip()
    if not text:
        return False
    if re.match(r"(?:else|try|finally)\s*:|elif\b.*:$|except\b.*:$|@\w+", text):
        return True
    tree = parse(text if not text.endswith(":") else f"{text} pass")
    if tree is None:
        return False
    return any(_does_something(node) for node in tree.body)


def _does_something(node: ast.stmt) -> bool:
    """Whether a statement is more than a value. `KeyError: x` parses as a bare annotation, which is not."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call | ast.Await)
    return not (isinstance(node, ast.AnnAssign) and node.value is None)
