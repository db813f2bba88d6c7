"""Evaluates Python's expressions over plain values, node by node and within bounds."""

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable, Iterator
from typing import Any

from jupyter_tutor.pedagogy.guard.bounded_values import Steps, Undecided, check_product, method

_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add, "Sub": operator.sub, "Mult": operator.mul, "Div": operator.truediv,
    "FloorDiv": operator.floordiv, "Mod": operator.mod, "Pow": operator.pow, "LShift": operator.lshift,
    "RShift": operator.rshift, "BitOr": operator.or_, "BitAnd": operator.and_, "BitXor": operator.xor,
}  # fmt: skip
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "Eq": operator.eq, "NotEq": operator.ne, "Lt": operator.lt, "LtE": operator.le, "Gt": operator.gt,
    "GtE": operator.ge, "Is": operator.is_, "IsNot": operator.is_not,
    "In": lambda one, many: one in many, "NotIn": lambda one, many: one not in many,
}  # fmt: skip
_UNARY: dict[str, Callable[[Any], Any]] = {
    "Not": operator.not_, "USub": operator.neg, "UAdd": operator.pos, "Invert": operator.invert,
}  # fmt: skip

Names = dict[str, Any]


class Scope:
    """Names of a function under evaluation, and the scope around it."""

    def __init__(self, outer: Scope | None = None, names: Names | None = None) -> None:
        self.outer = outer
        self.names: Names = {} if names is None else names

    def get(self, name: str) -> Any:
        """The value of a name; NameError where Python has one, Undecided for what is not offered here."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        if hasattr(builtins, name):
            raise Undecided
        raise NameError(name)


Make = Callable[[ast.arguments, "list[ast.stmt] | ast.expr", Scope], Callable[..., Any]]


class Expressions:
    """Evaluates expressions. `make` turns a function's parts into something that can be called."""

    def __init__(self, steps: Steps, make: Make) -> None:
        self._steps = steps
        self._make = make

    def value(self, node: ast.expr, scope: Scope) -> Any:
        """The value of an expression; Undecided for forms that are not evaluated."""
        self._steps.spend()
        evaluate = getattr(self, f"_{type(node).__name__}", None)
        if evaluate is None:
            raise Undecided
        return evaluate(node, scope)

    def assign(self, target: ast.expr, value: Any, scope: Scope) -> None:
        """Bind a name, an element, or several at once."""
        self._steps.spend()
        if isinstance(target, ast.Name):
            scope.names[target.id] = value
        elif isinstance(target, ast.Subscript):
            self.value(target.value, scope)[self.value(target.slice, scope)] = value
        elif isinstance(target, ast.Tuple | ast.List) and not any(
            isinstance(part, ast.Starred) for part in target.elts
        ):
            self._steps.weigh(value)
            for part, item in zip(target.elts, list(value), strict=True):
                self.assign(part, item, scope)
        else:
            raise Undecided

    def binary(self, kind: ast.operator, left: Any, right: Any) -> Any:
        """`left kind right`, when neither it nor its result is large."""
        name = type(kind).__name__
        check_product(self._steps, name, left, right)
        if name not in _BINARY:
            raise Undecided
        result = _BINARY[name](left, right)
        self._steps.weigh(result)
        return result

    def items(self, value: Any) -> Iterator[Any]:
        """What a loop goes through: a list as it changes, each step counted."""
        if not isinstance(value, list | tuple | str | dict | set | frozenset | range):
            raise TypeError
        for item in value:
            self._steps.spend()
            yield item

    def _Constant(self, node: ast.Constant, _: Scope) -> Any:  # noqa: N802
        if isinstance(node.value, bytes | complex) or node.value is ...:
            raise Undecided
        self._steps.weigh(node.value)
        return node.value

    def _Name(self, node: ast.Name, scope: Scope) -> Any:  # noqa: N802
        return scope.get(node.id)

    def _BinOp(self, node: ast.BinOp, scope: Scope) -> Any:  # noqa: N802
        return self.binary(node.op, self.value(node.left, scope), self.value(node.right, scope))

    def _UnaryOp(self, node: ast.UnaryOp, scope: Scope) -> Any:  # noqa: N802
        return _UNARY[type(node.op).__name__](self.value(node.operand, scope))

    def _BoolOp(self, node: ast.BoolOp, scope: Scope) -> Any:  # noqa: N802
        stop = isinstance(node.op, ast.Or)
        value: Any = None
        for part in node.values:
            value = self.value(part, scope)
            if bool(value) is stop:
                break
        return value

    def _Compare(self, node: ast.Compare, scope: Scope) -> Any:  # noqa: N802
        left = self.value(node.left, scope)
        for kind, part in zip(node.ops, node.comparators, strict=True):
            right = self.value(part, scope)
            if not isinstance(right, range):
                self._steps.weigh(right)
            self._steps.weigh(left)
            if not _COMPARISONS[type(kind).__name__](left, right):
                return False
            left = right
        return True

    def _IfExp(self, node: ast.IfExp, scope: Scope) -> Any:  # noqa: N802
        return self.value(node.body if self.value(node.test, scope) else node.orelse, scope)

    def _NamedExpr(self, node: ast.NamedExpr, scope: Scope) -> Any:  # noqa: N802
        value = self.value(node.value, scope)
        self.assign(node.target, value, scope)
        return value

    def _Lambda(self, node: ast.Lambda, scope: Scope) -> Any:  # noqa: N802
        return self._make(node.args, node.body, scope)

    def _Attribute(self, node: ast.Attribute, scope: Scope) -> Any:  # noqa: N802
        if isinstance(node.value, ast.Name) and (node.value.id, node.attr) == ("dict", "fromkeys"):
            return scope.get("dict.fromkeys")
        return method(self._steps, self.value(node.value, scope), node.attr)

    def _Subscript(self, node: ast.Subscript, scope: Scope) -> Any:  # noqa: N802
        value, index = self.value(node.value, scope), self.value(node.slice, scope)
        if not isinstance(value, list | tuple | str | dict | range):
            raise TypeError
        result = value[index]
        self._steps.weigh(result)
        return result

    def _Slice(self, node: ast.Slice, scope: Scope) -> slice:  # noqa: N802
        parts = (node.lower, node.upper, node.step)
        return slice(*(None if part is None else self.value(part, scope) for part in parts))

    def _sequence(self, parts: list[ast.expr], scope: Scope) -> list[Any]:
        values: list[Any] = []
        for part in parts:
            if isinstance(part, ast.Starred):
                values.extend(self.items(self.value(part.value, scope)))
            else:
                values.append(self.value(part, scope))
        self._steps.weigh(values)
        return values

    def _List(self, node: ast.List, scope: Scope) -> list[Any]:  # noqa: N802
        return self._sequence(node.elts, scope)

    def _Tuple(self, node: ast.Tuple, scope: Scope) -> tuple[Any, ...]:  # noqa: N802
        return tuple(self._sequence(node.elts, scope))

    def _Set(self, node: ast.Set, scope: Scope) -> set[Any]:  # noqa: N802
        return set(self._sequence(node.elts, scope))

    def _Dict(self, node: ast.Dict, scope: Scope) -> dict[Any, Any]:  # noqa: N802
        keys = self._sequence([key for key in node.keys if key is not None], scope)
        return dict(zip(keys, self._sequence(node.values, scope), strict=True))

    def _JoinedStr(self, node: ast.JoinedStr, scope: Scope) -> str:  # noqa: N802
        text = ""
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                value = self.value(part.value, scope)
                self._steps.weigh(value)
                if part.format_spec is not None or part.conversion >= 0:
                    raise Undecided
                text += str(value)
            elif isinstance(part, ast.Constant):
                text += str(part.value)
        self._steps.weigh(text)
        return text

    def _Call(self, node: ast.Call, scope: Scope) -> Any:  # noqa: N802
        if isinstance(node.func, ast.Name) and node.func.id in {"sorted", "max", "min"}:
            self._steps.spend(4)
        function = self.value(node.func, scope)
        if not callable(function):
            raise TypeError
        if any(keyword.arg is None for keyword in node.keywords):
            raise Undecided
        named = {str(keyword.arg): self.value(keyword.value, scope) for keyword in node.keywords}
        return function(*self._sequence(node.args, scope), **named)

    def _rows(self, generators: list[ast.comprehension], scope: Scope) -> Iterator[Scope]:
        if not generators:
            yield scope
            return
        first, *rest = generators
        for item in self.items(self.value(first.iter, scope)):
            inner = Scope(scope)
            self.assign(first.target, item, inner)
            if all(self.value(test, inner) for test in first.ifs):
                yield from self._rows(rest, inner)

    def _ListComp(self, node: ast.ListComp | ast.GeneratorExp, scope: Scope) -> list[Any]:  # noqa: N802
        values = [self.value(node.elt, row) for row in self._rows(node.generators, scope)]
        self._steps.weigh(values)
        return values

    _GeneratorExp = _ListComp

    def _SetComp(self, node: ast.SetComp, scope: Scope) -> set[Any]:  # noqa: N802
        return {self.value(node.elt, row) for row in self._rows(node.generators, scope)}

    def _DictComp(self, node: ast.DictComp, scope: Scope) -> dict[Any, Any]:  # noqa: N802
        rows = self._rows(node.generators, scope)
        return {self.value(node.key, row): self.value(node.value, row) for row in rows}
