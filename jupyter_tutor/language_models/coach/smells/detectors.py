"""Find places in a cell that are worth a question. Each detector is a rule on the syntax tree.

A smell is a hint at a mistake, not a proof, so whatever is said about one is put as a question.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jupyter_tutor.language_models.coach.cards import Card, code_span
from jupyter_tutor.language_models.coach.families.nothing import CHANGES_IN_PLACE
from jupyter_tutor.language_models.coach.smells import comparisons, results, rounds
from jupyter_tutor.language_models.coach.source import StudentCode, written

_GIVES_NEW = frozenset(
    {"upper", "lower", "strip", "replace", "title", "split", "join", "capitalize", "lstrip", "rstrip"}
)
_SHADOWED = frozenset(
    {
        "list",
        "dict",
        "set",
        "str",
        "int",
        "float",
        "sum",
        "max",
        "min",
        "len",
        "sorted",
        "input",
        "print",
        "range",
        "tuple",
        "type",
        "map",
        "filter",
        "abs",
    }
)
_CONTAINERS = (ast.List, ast.Dict, ast.Set)
_LEAVES = (ast.Return, ast.Break, ast.Raise)


@dataclass(frozen=True, slots=True)
class Smell:
    """Something to ask about: what, on which line, and which piece of code it is about."""

    key: str
    card: Card
    line: int
    thing: str


Found = Iterator[tuple[int, str]]
Detector = Callable[[ast.Module], Found]


def find_smells(code: StudentCode) -> tuple[Smell, ...]:
    """All smells of a cell, those first that most often explain a wrong result."""
    if code.tree is None:
        return ()
    tree = code.tree
    return tuple(
        Smell(key, card, line, code_span(thing))
        for key, card, detect in DETECTORS
        for line, thing in list(detect(tree))[:1]
    )


def _none_kept(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            method = node.value.func
            if isinstance(method, ast.Attribute) and method.attr in CHANGES_IN_PLACE - {"update", "add"}:
                yield node.lineno, written(node)


def _no_return(tree: ast.Module) -> Found:
    used = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    wanted = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and id(node) not in used
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and not _gives_back(node):
            quiet = not any(isinstance(part, ast.Call) for part in ast.walk(node))
            if (node.name in wanted or quiet) and not _is_placeholder(node):
                yield node.lineno, node.name


def _gives_back(function: ast.FunctionDef) -> bool:
    return any(
        (isinstance(part, ast.Return) and part.value is not None)
        or isinstance(part, ast.Yield | ast.YieldFrom)
        for part in ast.walk(function)
    )


def _is_placeholder(function: ast.FunctionDef) -> bool:
    if function.name.startswith("__") or any(isinstance(part, ast.Raise) for part in ast.walk(function)):
        return True
    stored = (ast.Attribute, ast.Subscript, ast.Global, ast.Nonlocal)
    if any(isinstance(part, stored) and _is_stored(part) for part in ast.walk(function)):
        return True
    return all(isinstance(part, ast.Pass | ast.Expr) for part in function.body)


def _is_stored(node: ast.AST) -> bool:
    return not isinstance(getattr(node, "ctx", ast.Store()), ast.Load)


def _leaves_at_once(tree: ast.Module) -> Found:
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For | ast.While) and loop.body:
            last = loop.body[-1]
            if isinstance(last, ast.Return) and not _continues(loop):
                yield last.lineno, written(last)
            elif isinstance(last, ast.If) and _all_return(last):
                yield last.lineno, f"if {written(last.test)}"


def _continues(loop: ast.For | ast.While) -> bool:
    return any(isinstance(part, ast.Continue) for part in ast.walk(loop))


def _all_return(branch: ast.If) -> bool:
    other = branch.orelse
    if not other or not isinstance(branch.body[-1], ast.Return):
        return False
    last = other[-1]
    return isinstance(last, ast.Return) or (isinstance(last, ast.If) and _all_return(last))


def _endless(tree: ast.Module) -> Found:
    for loop in ast.walk(tree):
        if isinstance(loop, ast.While) and not any(isinstance(part, _LEAVES) for part in ast.walk(loop)):
            asked = {part.id for part in ast.walk(loop.test) if isinstance(part, ast.Name)}
            if not any(isinstance(part, ast.Call) for part in ast.walk(loop.test)) and not (
                asked & _changed(loop)
            ):
                yield loop.lineno, f"while {written(loop.test)}"


def _changed(loop: ast.While) -> set[str]:
    """Names that a round may change: assigned, handed to a call, or with a method called on them."""
    changed: set[str] = set()
    for part in (inner for statement in loop.body for inner in ast.walk(statement)):
        touches = isinstance(part, ast.Call) and not _only_looks(part)
        if touches or (isinstance(part, ast.Name | ast.Subscript | ast.Attribute) and _is_stored(part)):
            changed |= {inner.id for inner in ast.walk(part) if isinstance(inner, ast.Name)}
    return changed


def _only_looks(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return hasattr(builtins, name) and name not in {"next", "exec", "setattr", "delattr"}


def _or_value(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp) and any(isinstance(value, ast.Compare) for value in node.values):
            plain = [v for v in node.values if isinstance(v, ast.Constant) and not isinstance(v.value, bool)]
            if plain:
                yield node.lineno, written(node)


def _result_unused(tree: ast.Module) -> Found:
    shown = tree.body[-1] if tree.body else None
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and node is not shown and _has_no_effect(node.value):
            yield node.lineno, written(node)


def _has_no_effect(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        if isinstance(value.func, ast.Name):
            return value.func.id == "sorted"
        return isinstance(value.func, ast.Attribute) and value.func.attr in _GIVES_NEW
    if isinstance(value, ast.Attribute):
        return value.attr in CHANGES_IN_PLACE | _GIVES_NEW
    return isinstance(value, ast.Compare | ast.BinOp)


def _changing_the_loop(tree: ast.Module) -> Found:
    for loop in ast.walk(tree):
        if not (isinstance(loop, ast.For) and isinstance(loop.iter, ast.Name)):
            continue
        for part in (inner for statement in loop.body for inner in ast.walk(statement)):
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
                owner = part.func.value
                moves = part.func.attr in {"remove", "pop", "insert", "append", "extend"}
                if moves and isinstance(owner, ast.Name) and owner.id == loop.iter.id:
                    yield part.lineno, written(part)


def _range_ends(tree: ast.Module) -> Found:
    for loop in ast.walk(tree):
        source = loop.iter if isinstance(loop, ast.For | ast.comprehension) else None
        if not (
            isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "range"
        ):
            continue
        end = source.args[1] if len(source.args) > 1 else (source.args[0] if source.args else None)
        shifted = isinstance(end, ast.BinOp) and "len(" in written(end)
        if shifted or (len(source.args) > 1 and "len(" in written(source) and written(source.args[0]) == "1"):
            yield source.lineno, written(source)


def _mutable_default(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            pairs = zip(reversed(node.args.args), reversed(node.args.defaults), strict=False)
            for argument, default in pairs:
                if isinstance(default, _CONTAINERS):
                    yield node.lineno, f"{argument.arg}={written(default)}"


def _is_with_value(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for operator, value in zip(node.ops, node.comparators, strict=True):
                plain = isinstance(value, ast.Constant) and value.value not in (None, True, False, ...)
                if isinstance(operator, ast.Is | ast.IsNot) and plain:
                    yield node.lineno, written(node)


def _shadowed(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in _SHADOWED:
            yield node.lineno, node.id
        elif isinstance(node, ast.arg) and node.arg in _SHADOWED and hasattr(builtins, node.arg):
            yield node.lineno, node.arg


def _loop_name_unused(tree: ast.Module) -> Found:
    read = {part.id for part in ast.walk(tree) if isinstance(part, ast.Name) and _is_read(part)}
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name):
            name = loop.target.id
            if name not in read and not name.startswith("_"):
                yield loop.lineno, name


def _is_read(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Load)


DETECTORS: tuple[tuple[str, Card, Detector], ...] = (
    ("endless-loop", rounds.ENDLESS, _endless),
    ("none-kept", results.NONE_KEPT, _none_kept),
    ("or-value", comparisons.OR_VALUE, _or_value),
    ("leaves-at-once", rounds.LEAVES_AT_ONCE, _leaves_at_once),
    ("no-return", results.NO_RETURN, _no_return),
    ("result-unused", results.UNUSED, _result_unused),
    ("changing-the-loop", rounds.CHANGING, _changing_the_loop),
    ("is-with-value", comparisons.IS_VALUE, _is_with_value),
    ("mutable-default", results.DEFAULT, _mutable_default),
    ("range-ends", rounds.RANGE_ENDS, _range_ends),
    ("shadowed", comparisons.SHADOWED, _shadowed),
    ("loop-name-unused", rounds.NAME_UNUSED, _loop_name_unused),
)
