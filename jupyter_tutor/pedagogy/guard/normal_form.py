"""Programs by what they do rather than how they are written: names, layout and comments fall away."""

from __future__ import annotations

import ast
from collections import Counter
from functools import lru_cache
from typing import TypeVar

from jupyter_tutor.pedagogy.code_tokens import exact_tokens
from jupyter_tutor.pedagogy.guard.source import LONGEST_PARSED, parse
from jupyter_tutor.pedagogy.program_structure import KEPT_NAMES, Plain, is_text

_LONGEST_TEXT_KEPT = 2
"""Characters of a text that is part of what a program does; a longer one is a message."""

_Branching = TypeVar("_Branching", ast.If, ast.IfExp)


class _Plain(Plain, ast.NodeTransformer):
    """Further ways of writing the same thing become one, which may change the order of operands."""

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        """`x += 1` as `x = x + 1`, its operands in order."""
        self.generic_visit(node)
        value = self.visit_BinOp(ast.BinOp(node.target, node.op, node.value))
        return ast.copy_location(ast.Assign([node.target], value), node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """Sums and products with their operands in order; `%` on a text is formatting."""
        self.generic_visit(node)
        if isinstance(node.op, ast.Mod) and is_text(ast.Expr(node.left)):
            values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            return _formatted(values)
        if isinstance(node.op, ast.Add | ast.Mult) and _blind(node.left) > _blind(node.right):
            node.left, node.right = node.right, node.left
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        """`and` and `or` with their parts in order."""
        self.generic_visit(node)
        node.values.sort(key=_blind)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """`a > b` as `b < a`; the sides of `==` in order; `x == True` as `x`, `x == False` as `not x`."""
        self.generic_visit(node)
        if len(node.ops) != 1:
            return node
        left, operator, right = node.left, node.ops[0], node.comparators[0]
        if isinstance(operator, ast.Eq | ast.Is) and isinstance(right, ast.Constant):
            if right.value is True:
                return left
            if right.value is False:
                return ast.UnaryOp(ast.Not(), left)
        turned = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}.get(type(operator))
        if turned is not None:
            return ast.copy_location(ast.Compare(right, [turned()], [left]), node)
        if isinstance(operator, ast.Eq | ast.NotEq) and _blind(left) > _blind(right):
            return ast.copy_location(ast.Compare(right, [operator], [left]), node)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        """`not a == b` as `a != b`, and so for every comparison."""
        self.generic_visit(node)
        opposite = {
            ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE,
            ast.LtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
        }  # fmt: skip
        inner = node.operand
        if isinstance(node.op, ast.Not) and isinstance(inner, ast.Compare) and len(inner.ops) == 1:
            return self.visit_Compare(
                ast.Compare(inner.left, [opposite[type(inner.ops[0])]()], inner.comparators)
            )
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        """The positive case first; `if c: return True` with its `else` as `return c`."""
        self.generic_visit(node)
        node = _positive(node)
        sides = [body[0] if len(body) == 1 else None for body in (node.body, node.orelse)]
        if all(isinstance(side, ast.Return) and side.value is not None for side in sides):
            yes, no = (side.value for side in sides if isinstance(side, ast.Return))
            if yes is not None and no is not None:
                return ast.Return(self.visit_IfExp(ast.IfExp(node.test, yes, no)))
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        """The positive case first; `True if c else False` as `c`."""
        self.generic_visit(node)
        node = _positive(node)
        yes, no = node.body, node.orelse
        if isinstance(yes, ast.Constant) and isinstance(no, ast.Constant):
            if yes.value is True and no.value is False:
                return node.test
            if yes.value is False and no.value is True:
                return ast.UnaryOp(ast.Not(), node.test)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """`range(0, n)` as `range(n)`, `list()` as `[]`, `"…".format(x)` and `str(x)` as formatting."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            return _formatted([*node.args, *(keyword.value for keyword in node.keywords)])
        if not isinstance(node.func, ast.Name) or node.keywords:
            return node
        name, count = node.func.id, len(node.args)
        first = node.args[0] if node.args else None
        if name == "range" and count == 2 and isinstance(first, ast.Constant) and first.value == 0:  # noqa: PLR2004 - start and stop
            node.args = node.args[1:]
        elif name in {"list", "dict", "tuple"} and count == 0:
            empty = {
                "list": ast.List([], ast.Load()),
                "dict": ast.Dict([], []),
                "tuple": ast.Tuple([], ast.Load()),
            }
            return empty[name]
        elif name == "str" and count == 1:
            return _formatted(node.args)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        """`f"…{x}"` as formatting of `x`."""
        self.generic_visit(node)
        return _formatted([part.value for part in node.values if isinstance(part, ast.FormattedValue)])

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """A long text as any long text."""
        if isinstance(node.value, str) and len(node.value) > _LONGEST_TEXT_KEPT:
            return ast.copy_location(ast.Constant("…"), node)
        return node


def _positive(node: _Branching) -> _Branching:
    """`if not c: a` with its `else: b` as `if c: b` with `else: a`."""
    negative = isinstance(node.test, ast.UnaryOp) and isinstance(node.test.op, ast.Not)
    differs = isinstance(node.test, ast.Compare) and isinstance(
        node.test.ops[0], ast.NotEq | ast.NotIn | ast.IsNot
    )
    if not node.orelse or not (negative or differs):
        return node
    if isinstance(node.test, ast.UnaryOp):
        node.test = node.test.operand
    elif isinstance(node.test, ast.Compare):
        same = {ast.NotEq: ast.Eq, ast.NotIn: ast.In, ast.IsNot: ast.Is}
        node.test.ops = [same[type(node.test.ops[0])]()]
    node.body, node.orelse = node.orelse, node.body
    return node


def _formatted(values: list[ast.expr]) -> ast.expr:
    return ast.Call(ast.Name("format", ast.Load()), values, [])


def _blind(node: ast.AST) -> str:
    """A node's text without the author's names, to put operands in order."""
    return " ".join(without_own_names(exact_tokens(ast.unparse(ast.fix_missing_locations(node)))))


@lru_cache(maxsize=256)
def statements(code: str) -> tuple[tuple[str, ...], ...]:
    """One token tuple per statement line, the author's own names replaced by `v`.

    Code that does not parse is taken line by line as it stands.
    """
    text = code[:LONGEST_PARSED]
    tree = parse(code)
    if tree is not None:
        copy = ast.parse(ast.unparse(tree))  # the parsed tree is shared
        text = ast.unparse(ast.fix_missing_locations(_Plain().visit(copy)))
    lines = (without_own_names(exact_tokens(line)) for line in text.splitlines())
    return tuple(line for line in lines if line)


def without_own_names(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Names become `v`, except keywords, builtins and what follows a dot."""
    return tuple(
        "v"
        if token.isidentifier() and token not in KEPT_NAMES and tokens[index - 1 : index] != (".",)
        else token
        for index, token in enumerate(tokens)
    )


_SHINGLE = 5
"""Tokens of one shingle: fewer are common to all programs, more break at every edit."""


@lru_cache(maxsize=256)
def shingles(code: str) -> Counter[tuple[str, ...]]:
    """Neighbouring tokens without the author's names, whether the code parses or not (Broder 1997)."""
    tokens = without_own_names(exact_tokens(code))
    return Counter(zip(*(tokens[start:] for start in range(_SHINGLE)), strict=False))
