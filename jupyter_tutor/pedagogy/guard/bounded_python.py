"""Follows what a short program computes without running it: no import, no file, no attribute, little work.

The program is data here. Its tree is walked over a fixed list of forms and values; whatever is not
in the list, or costs too much, leaves the question undecided and the other rules decide.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import Any

from jupyter_tutor.pedagogy.guard.bounded_expressions import Expressions, Scope
from jupyter_tutor.pedagogy.guard.bounded_values import Steps, Undecided, builtins_for

_DEEPEST = 30
"""Calls within calls; Python's own stack holds about twice as many of ours."""

_NEXT, _BREAK, _CONTINUE, _RETURN = range(4)


class Program:
    """One program and the names it has made. Making it executes its definitions; Undecided when it cannot."""

    def __init__(self, tree: ast.Module, steps: int) -> None:
        self._steps = Steps(steps)
        self._depth = 0
        self._returned: Any = None
        self.printed: list[str] = []
        self._expressions = Expressions(self._steps, self._function)
        self._globals = Scope(Scope(names=builtins_for(self._steps, self.printed)))
        self._block(tree.body, self._globals)

    def value(self, expression: ast.expr) -> Any:
        """The value of an expression where the program has ended."""
        return self._expressions.value(expression, self._globals)

    def call(self, name: str, arguments: list[Any]) -> Any:
        """The value of one of its functions; the program's own errors come as they are."""
        function = self._globals.get(name)
        if not callable(function):
            raise Undecided
        return function(*arguments)

    # ---- functions -------------------------------------------------------------------------

    def _function(
        self, parameters: ast.arguments, body: list[ast.stmt] | ast.expr, scope: Scope
    ) -> Callable[..., Any]:
        if parameters.vararg or parameters.kwarg or parameters.posonlyargs or parameters.kwonlyargs:
            raise Undecided
        names = [parameter.arg for parameter in parameters.args]
        defaults = [self._expressions.value(default, scope) for default in parameters.defaults]

        def call(*arguments: Any, **named: Any) -> Any:
            own = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
            own |= dict(zip(names, arguments, strict=False)) | named
            if len(arguments) > len(names) or set(own) != set(names):
                raise TypeError
            return self._called(body, Scope(scope, own))

        return call

    def _called(self, body: list[ast.stmt] | ast.expr, scope: Scope) -> Any:
        self._depth += 1
        try:
            if self._depth > _DEEPEST:
                raise Undecided
            if isinstance(body, ast.expr):
                return self._expressions.value(body, scope)
            self._returned = None
            ended = self._block(body, scope)
            return self._returned if ended == _RETURN else None
        finally:
            self._depth -= 1

    # ---- statements ------------------------------------------------------------------------

    def _block(self, body: list[ast.stmt], scope: Scope) -> int:
        for statement in body:
            self._steps.spend()
            follow = getattr(self, f"_{type(statement).__name__}", None)
            if follow is None:
                raise Undecided
            ended: int = follow(statement, scope) or _NEXT
            if ended != _NEXT:
                return ended
        return _NEXT

    def _FunctionDef(self, node: ast.FunctionDef, scope: Scope) -> None:  # noqa: N802
        if node.decorator_list:
            raise Undecided
        scope.names[node.name] = self._function(node.args, node.body, scope)

    def _Return(self, node: ast.Return, scope: Scope) -> int:  # noqa: N802
        self._returned = None if node.value is None else self._expressions.value(node.value, scope)
        return _RETURN

    def _Expr(self, node: ast.Expr, scope: Scope) -> None:  # noqa: N802
        self._expressions.value(node.value, scope)

    def _Assign(self, node: ast.Assign, scope: Scope) -> None:  # noqa: N802
        value = self._expressions.value(node.value, scope)
        for target in node.targets:
            self._expressions.assign(target, value, scope)

    def _AnnAssign(self, node: ast.AnnAssign, scope: Scope) -> None:  # noqa: N802
        if node.value is not None:
            self._expressions.assign(node.target, self._expressions.value(node.value, scope), scope)

    def _AugAssign(self, node: ast.AugAssign, scope: Scope) -> None:  # noqa: N802
        """`xs += …` changes a list in place, anything else binds the name anew."""
        left = self._expressions.value(_read(node.target), scope)
        right = self._expressions.value(node.value, scope)
        if isinstance(left, list) and isinstance(node.op, ast.Add):
            left.extend(self._expressions.items(right))
            self._steps.weigh(left)
            return
        self._expressions.assign(node.target, self._expressions.binary(node.op, left, right), scope)

    def _If(self, node: ast.If, scope: Scope) -> int:  # noqa: N802
        return self._block(node.body if self._expressions.value(node.test, scope) else node.orelse, scope)

    def _While(self, node: ast.While, scope: Scope) -> int:  # noqa: N802
        while self._expressions.value(node.test, scope):
            self._steps.spend()
            ended = self._block(node.body, scope)
            if ended == _BREAK:
                return _NEXT
            if ended == _RETURN:
                return _RETURN
        return self._block(node.orelse, scope)

    def _For(self, node: ast.For, scope: Scope) -> int:  # noqa: N802
        for item in self._expressions.items(self._expressions.value(node.iter, scope)):
            self._expressions.assign(node.target, item, scope)
            ended = self._block(node.body, scope)
            if ended == _BREAK:
                return _NEXT
            if ended == _RETURN:
                return _RETURN
        return self._block(node.orelse, scope)

    def _Try(self, node: ast.Try, scope: Scope) -> int:  # noqa: N802
        if node.finalbody:
            raise Undecided
        try:
            ended = self._block(node.body, scope)
        except Exception as error:
            for handler in node.handlers:
                if _catches(handler, error):
                    return self._block(handler.body, scope)
            raise
        return ended or self._block(node.orelse, scope)

    def _Delete(self, node: ast.Delete, scope: Scope) -> None:  # noqa: N802
        for target in node.targets:
            if not isinstance(target, ast.Subscript):
                raise Undecided
            del self._expressions.value(target.value, scope)[self._expressions.value(target.slice, scope)]

    def _Raise(self, _: ast.Raise, __: Scope) -> None:  # noqa: N802
        raise ValueError

    def _Assert(self, node: ast.Assert, scope: Scope) -> None:  # noqa: N802
        if not self._expressions.value(node.test, scope):
            raise AssertionError

    def _Pass(self, _: ast.Pass, __: Scope) -> int:  # noqa: N802
        return _NEXT

    def _Break(self, _: ast.Break, __: Scope) -> int:  # noqa: N802
        return _BREAK

    def _Continue(self, _: ast.Continue, __: Scope) -> int:  # noqa: N802
        return _CONTINUE


def _read(target: ast.expr) -> ast.expr:
    """The same place, to be read from."""
    if isinstance(target, ast.Name):
        return ast.Name(target.id)
    if isinstance(target, ast.Subscript):
        return ast.Subscript(target.value, target.slice)
    raise Undecided


def _catches(handler: ast.ExceptHandler, error: Exception) -> bool:
    if handler.name is not None:
        raise Undecided
    if handler.type is None:
        return True
    named = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    kinds = [getattr(builtins, part.id, None) for part in named if isinstance(part, ast.Name)]
    return any(isinstance(kind, type) and isinstance(error, kind) for kind in kinds)
