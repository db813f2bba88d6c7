"""Say in a sentence how an instructor's solution works, from its syntax tree."""

from __future__ import annotations

import ast
import re

from jupyter_tutor.language_models.coach.cards import code_span
from jupyter_tutor.language_models.coach.source import read_code

_CONSTRUCTS: tuple[tuple[type[ast.AST] | tuple[type[ast.AST], ...], str], ...] = (
    ((ast.For, ast.AsyncFor), "goes through items with a `for` loop"),
    (ast.While, "repeats with a `while` loop"),
    (
        (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
        "builds a group of values in one expression",
    ),
    (ast.If, "tells cases apart with `if`"),
    (ast.Try, "is ready for a step that fails, with `try`"),
    (ast.Return, "hands its result back with `return`"),
)


def how_it_works(solution: str) -> str:
    """One sentence with a blank at its end, or "" when there is nothing to say."""
    fenced = re.search(r"```[^\n]*\n(.*?)```", solution, re.DOTALL)
    tree = read_code(fenced[1] if fenced else solution).tree
    if tree is None:
        return ""
    nodes = list(ast.walk(tree))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    parts = [f"defines {code_span(functions[0].name)}"] if functions else []
    parts += ["calls itself for a smaller case"] if any(_calls_itself(one) for one in functions) else []
    parts += [words for kind, words in _CONSTRUCTS if any(isinstance(node, kind) for node in nodes)]
    if not parts:
        return ""
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"How it works: it {listed}. "


def _calls_itself(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function.name
        for node in ast.walk(function)
    )
