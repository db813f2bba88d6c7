"""What a program under judgement may compute with: plain values, few enough and small enough.

Nothing here reaches an attribute of a Python object: methods are named in a list, and their
arguments and results are weighed before and after, so that a line such as `[0] * 10**9` ends the
evaluation instead of the memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

STEPS = 6_000
"""Work one call may cost: about one node of the program, or one element of a value, each."""

LONGEST = 2_000
"""Elements or characters that a product may have."""

LARGEST = 1 << 128

METHODS: dict[type, frozenset[str]] = {
    list: frozenset(
        ["append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"]
    ),
    tuple: frozenset({"count", "index"}),
    str: frozenset(
        [
            "capitalize",
            "casefold",
            "count",
            "endswith",
            "find",
            "index",
            "isalnum",
            "isalpha",
            "isdigit",
            "islower",
            "isspace",
            "isupper",
            "join",
            "lower",
            "lstrip",
            "replace",
            "rfind",
            "rstrip",
            "split",
            "splitlines",
            "startswith",
            "strip",
            "swapcase",
            "title",
            "upper",
        ]
    ),
    dict: frozenset(["clear", "copy", "get", "items", "keys", "pop", "setdefault", "update", "values"]),
    set: frozenset(
        [
            "add",
            "clear",
            "copy",
            "difference",
            "discard",
            "intersection",
            "issubset",
            "issuperset",
            "pop",
            "remove",
            "union",
            "update",
        ]
    ),
}


class Undecided(BaseException):
    """The program uses more than is evaluated here, or than it may; no `except` of its own stops this."""


class Steps:
    """What is left of the work that may be done."""

    def __init__(self, left: int = STEPS) -> None:
        self.left = left

    def spend(self, amount: int = 1) -> None:
        """Raises Undecided when nothing is left."""
        self.left -= amount
        if self.left < 0:
            raise Undecided

    def weigh(self, value: Any) -> None:
        """Spend as much as a value is large, before anything walks through it."""
        if isinstance(value, int):
            if abs(value) > LARGEST:
                raise Undecided
            self.spend()
        elif isinstance(value, str):
            self.spend(1 + len(value) // 16)
        elif isinstance(value, range):
            self.spend(1 + len(value) if value.stop < LARGEST else STEPS + 1)
        elif isinstance(value, list | tuple | set | frozenset):
            self.spend(1 + len(value))
            for item in value:
                self.weigh(item)
        elif isinstance(value, dict):
            self.spend(1 + len(value))
            for key, item in value.items():
                self.weigh(key)
                self.weigh(item)
        else:
            self.spend()


def check_product(steps: Steps, name: str, left: Any, right: Any) -> None:
    """Refuse what would be large before it is made: repetition, powers, shifts and text formatting."""
    steps.weigh(left)
    steps.weigh(right)
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    if name == "Mult" and not numbers:
        size = len(left if hasattr(left, "__len__") else right)
        times = right if isinstance(right, int) else left
        if not isinstance(times, int) or size * abs(times) > LONGEST:
            raise Undecided
    elif name in {"Pow", "LShift"}:
        small = numbers and abs(right) <= 64 and abs(left) <= LONGEST  # noqa: PLR2004 - 2000**64 fits
        if not small:
            raise Undecided
    elif name == "Mod" and isinstance(left, str):
        raise Undecided


def method(steps: Steps, value: Any, name: str) -> Callable[..., Any]:
    """A method of a plain value, weighed; Undecided for any other attribute."""
    if name not in METHODS.get(type(value), ()):
        raise Undecided
    bound: Callable[..., Any] = getattr(value, name)

    def call(*arguments: Any, **named: Any) -> Any:
        for part in (value, *arguments):
            steps.weigh(part)
        if name == "replace" and len(value) * len(arguments[1]) > LONGEST:
            raise Undecided
        if name == "join":
            arguments = (list(arguments[0]), *arguments[1:])
            if len(value) * len(arguments[0]) > LONGEST:
                raise Undecided
        result = bound(*arguments, **named)
        if name in {"keys", "values", "items"}:
            result = list(result)
        steps.weigh(result)
        return result

    return call


def _eager(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: list(function(*arguments))


def builtins_for(steps: Steps, printed: list[str]) -> dict[str, Any]:
    """The functions a program may call; each weighs what it is given and what it makes."""

    def weighed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            for part in arguments:
                steps.weigh(part)
            result = function(*arguments, **named)
            steps.weigh(result)
            return result

        return call

    def show(*values: Any, **_: Any) -> None:
        for value in values:
            steps.weigh(value)
        printed.append(" ".join(map(str, values)))

    plain = (
        abs,
        all,
        any,
        bool,
        dict,
        float,
        int,
        len,
        list,
        max,
        min,
        ord,
        round,
        set,
        sorted,
        str,
        sum,
        tuple,
    )
    lazy = (enumerate, filter, map, reversed, zip)
    known: dict[str, Any] = {function.__name__: weighed(function) for function in plain}
    known |= {function.__name__: weighed(_eager(function)) for function in lazy}
    known |= {
        "range": range,
        "divmod": weighed(divmod),
        "dict.fromkeys": weighed(dict.fromkeys),
        "print": show,
        "True": True,
        "False": False,
    }
    return known
