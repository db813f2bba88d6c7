"""Programs by what they do rather than how they are written: names, layout and comments fall away."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
import textwrap
from collections import Counter
from functools import cache, lru_cache

from jupyter_tutor.pedagogy.code_tokens import exact_tokens

_KEPT_NAMES = frozenset(keyword.kwlist) | frozenset(dir(builtins))
"""Names that mean the same in every program; all others are the author's choice."""

LONGEST_PARSED = 20_000

_OPENING_LINE = 3
"""Statements shorter than this many tokens (`pass`, `else:`) say nothing about a program."""


@cache
def _prompts() -> re.Pattern[str]:
    """What stands in front of code in sessions, differences and listings."""
    return re.compile(r"^[ \t]*(?:>>> ?|\.\.\. |In \[\d+\]: ?|[+-](?=[ \t])|\d{1,4}[|:][ \t]?)", re.MULTILINE)


def parse(code: str) -> ast.Module | None:
    """The program, also when it is indented as a whole or has prompts in front; None if it is none."""
    if len(code) > LONGEST_PARSED:
        return None
    for text in (code, textwrap.dedent(code).strip("\n"), textwrap.dedent(_prompts().sub("", code))):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


class _Plain(ast.NodeTransformer):
    """Ways of writing the same thing become one.

    No docstrings and annotations, `x += 1` spelled out, comparisons pointing one way.
    """

    def visit(self, node: ast.AST) -> ast.AST:
        """Children first, then the docstring of whatever has one."""
        node = super().visit(node)
        body = getattr(node, "body", None)
        if isinstance(body, list) and len(body) > 1 and _is_text(body[0]):
            del body[0]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """A parameter without its annotation."""
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """`x: int = 1` as `x = 1`."""
        self.generic_visit(node)
        value = node.value or ast.Constant(None)
        return ast.copy_location(ast.Assign([node.target], value), node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        """`x += 1` as `x = x + 1`."""
        self.generic_visit(node)
        return ast.copy_location(ast.Assign([node.target], ast.BinOp(node.target, node.op, node.value)), node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """`a > b` as `b < a`."""
        self.generic_visit(node)
        turned = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}
        operator = type(node.ops[0])
        if len(node.ops) == 1 and operator in turned:
            return ast.copy_location(
                ast.Compare(node.comparators[0], [turned[operator]()], [node.left]), node
            )
        return node


def _is_text(statement: object) -> bool:
    """Whether a statement is nothing but a string."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


@lru_cache(maxsize=256)
def statements(code: str) -> tuple[tuple[str, ...], ...]:
    """One token tuple per statement line, the author's own names replaced by `v`.

    Code that does not parse is taken line by line as it stands.
    """
    tree = parse(code)
    text = code[:LONGEST_PARSED]
    if tree is not None:
        text = ast.unparse(ast.fix_missing_locations(_Plain().visit(tree)))
    lines = (_without_own_names(exact_tokens(line)) for line in text.splitlines())
    return tuple(line for line in lines if line)


def _without_own_names(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Names become `v`, except keywords, builtins and what follows a dot."""
    return tuple(
        "v"
        if token.isidentifier() and token not in _KEPT_NAMES and tokens[index - 1 : index] != (".",)
        else token
        for index, token in enumerate(tokens)
    )


def containment(part: str, whole: str, known: str = "") -> float:
    """How much of the program `part` occurs in `whole`, from 0 to 1, weighted by length.

    Order does not matter, nor names, layout, comments and docstrings. The line that only names a
    function, and lines too short to tell programs apart, are not counted, nor are those of `known`.
    """
    wanted = Counter(line for line in statements(part) if _tells(line))
    wanted.subtract(Counter(statements(known)))
    wanted = +wanted
    there = Counter(statements(whole))
    total = sum(len(line) * count for line, count in wanted.items())
    if not total:
        return 0.0
    return sum(len(line) * count for line, count in (wanted & there).items()) / total


def _tells(line: tuple[str, ...]) -> bool:
    return len(line) >= _OPENING_LINE and line[0] not in {"def", "class", "import", "from"}


def has_blank(code: str) -> bool:
    """Whether a place is left open for the student: `...`, `___`, or a comment that says so."""
    return bool(
        re.search(r"\.\.\.|…|_{3,}|(?i:#[^\n]{0,40}(?:your code|todo|fill in|you write|your turn))", code)
    )


@lru_cache(maxsize=256)
def complete_functions(code: str) -> frozenset[str]:
    """Names of the functions that are written out, no stub and nothing left open."""
    tree = parse(code)
    if tree is None:
        return frozenset()
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(node.name for node in found if not _is_stub(node))


def _is_stub(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the body is only a docstring, `pass`, or has an open place in it."""
    if any(isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(function)):
        return True
    if any(
        isinstance(node, ast.Name) and set(node.id) == {"_"} and len(node.id) > 1
        for node in ast.walk(function)
    ):
        return True
    return all(isinstance(node, ast.Pass) or _is_text(node) for node in function.body)


def is_statement(code: str) -> bool:
    """Whether a piece of text can only be meant as code: a statement or a call, not a bare value."""
    text = _prompts().sub("", code).strip()
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
