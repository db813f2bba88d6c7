"""Ways of writing the same statement become one, line by line; `guard/normal_form.py` goes further."""

from __future__ import annotations

import ast
import builtins
import keyword

KEPT_NAMES = frozenset(keyword.kwlist) | frozenset(dir(builtins))
"""Names that mean the same in every program; all others are the author's choice."""


class Plain(ast.NodeTransformer):
    """Ways of writing the same thing become one.

    No docstrings and annotations, `x += 1` spelled out, comparisons pointing one way.
    """

    def visit(self, node: ast.AST) -> ast.AST:
        """Children first, then the docstring of whatever has one."""
        node = super().visit(node)
        body = getattr(node, "body", None)
        if isinstance(body, list) and len(body) > 1 and is_text(body[0]):
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


def plain(tree: ast.Module) -> ast.Module:
    """The program with every way of writing the same thing made one; the tree is changed in place."""
    Plain().visit(tree)
    return ast.fix_missing_locations(tree)


def is_text(statement: object) -> bool:
    """Whether a statement is nothing but a string."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
