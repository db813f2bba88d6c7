"""What families look up in the student's code: names, their places, and the parts of a line."""

from __future__ import annotations

import ast
import builtins
import difflib
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import code_span
from jupyter_tutor.language_models.coach.source import nodes_at, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jupyter_tutor.language_models.coach.cards import Evidence
    from jupyter_tutor.language_models.coach.source import StudentCode

_SHORTEST_TO_GUESS = 3
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def bound_at(code: StudentCode, name: str) -> list[int]:
    """The lines on which a cell gives the name a value, anywhere in it."""
    return [line for bound, line in _bindings(code.tree) if bound == name] if code.tree else []


def bound_at_top(code: StudentCode, name: str) -> list[int]:
    """The lines outside functions and classes on which a cell gives the name a value."""
    if code.tree is None:
        return []
    hidden = {id(node) for part in ast.walk(code.tree) if _opens_scope(part) for node in _inner(part)}
    return [line for bound, line in _bindings(code.tree, hidden) if bound == name]


def function_that_binds(code: StudentCode, name: str) -> str | None:
    """The function in which alone the name has a value, when there is one."""
    if code.tree is None or bound_at_top(code, name):
        return None
    for node in ast.walk(code.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [bound for part in node.body for bound, _ in _bindings(part)]
            inner += [part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg)]
            if name in inner:
                return node.name
    return None


def known_names(evidence: Evidence) -> set[str]:
    """Names that have a value somewhere in the student's cells, and Python's own."""
    names = {name for name in vars(builtins) if not name.startswith("_") and not _is_exception(name)}
    for code in (evidence.code, *evidence.others):
        if code.tree is not None:
            names |= {name for name, _ in _bindings(code.tree)}
    return names


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like a misspelt one, or None when none is close.

    Letter case is not counted; very short names need an equal letter for letter match but for case.
    """
    candidates = sorted(other for other in known if other != name)
    for other in candidates:
        if other.lower() == name.lower():
            return other
    if len(name) < _SHORTEST_TO_GUESS:
        return None
    lowered = {other.lower(): other for other in reversed(candidates) if len(other) >= _SHORTEST_TO_GUESS}
    close = difflib.get_close_matches(name.lower(), list(lowered), n=1, cutoff=0.75)
    return lowered[close[0]] if close else None


def line_nodes(evidence: Evidence) -> list[ast.AST]:
    """The parts of the line at which Python stopped; empty when the line cannot be read."""
    return nodes_at(evidence.code, evidence.line, evidence.text)


def subscripts(evidence: Evidence, *, stored: bool = False) -> list[ast.Subscript]:
    """The pieces with square brackets on the line: those that are read, or those assigned to."""
    wanted = ast.Store if stored else ast.Load
    found = [node for node in line_nodes(evidence) if isinstance(node, ast.Subscript)]
    return [node for node in found if isinstance(node.ctx, wanted) or (stored and len(found) == 1)]


def calls(evidence: Evidence, name: str | None = None) -> list[ast.Call]:
    """The calls on the line, or those of one function or method."""
    found = [node for node in line_nodes(evidence) if isinstance(node, ast.Call)]
    return [node for node in found if name is None or called(node) == name]


def called(node: ast.Call) -> str:
    """The name of what is called: `sort` for `values.sort()`."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def as_list(nodes: Iterable[ast.AST], otherwise: str) -> str:
    """Different pieces of code as inline code: `a[i]` or `a[j]`; `otherwise` when there are none."""
    spans = list(dict.fromkeys(code_span(text, 32, 5) for node in nodes if (text := written(node))))
    return " or ".join(spans[:2]) or otherwise


def names_in(nodes: Iterable[ast.AST]) -> list[str]:
    """The names read inside some nodes, each once, in order; Python's own are left out."""
    found = (part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name))
    return [name for name in dict.fromkeys(found) if not hasattr(builtins, name)]


def _bindings(tree: ast.AST, hidden: set[int] | None = None) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for node in ast.walk(tree):
        if hidden is None or id(node) not in hidden:
            found += [(name, getattr(node, "lineno", 1)) for name in _bound_by(node)]
    return sorted(found, key=lambda item: item[1])


def _bound_by(node: ast.AST) -> list[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            return [name]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.arg(arg=name):
            return [name]
        case ast.ExceptHandler(name=str(name)):
            return [name]
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return [(alias.asname or alias.name).partition(".")[0] for alias in aliases]
    return []


def _opens_scope(node: ast.AST) -> bool:
    return isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp))


def _inner(scope: ast.AST) -> list[ast.AST]:
    return [node for node in ast.walk(scope) if node is not scope]


def _is_exception(name: str) -> bool:
    value = getattr(builtins, name)
    return isinstance(value, type) and issubclass(value, BaseException)
