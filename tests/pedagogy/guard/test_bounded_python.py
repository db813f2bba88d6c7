"""Following a program without running it."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.guard.bounded_python import Program
from jupyter_tutor.pedagogy.guard.bounded_values import Undecided

STEPS = 20_000

BODIES = [
    """
    total = 0
    for x in xs:
        if x < 0:
            continue
        total += x
    return total""",
    """
    return sorted([x * x for x in xs if x % 2], reverse=True)[:3]""",
    """
    seen = {}
    for i, x in enumerate(xs):
        seen.setdefault(x, []).append(i)
    return list(seen.items())""",
    """
    return f(xs[1:]) + [xs[0]] if xs else []""",
    """
    ys = xs[:]
    while ys and ys[-1] > 0:
        ys.pop()
    else:
        ys.append(9)
    return ys""",
    """
    g = lambda a: a[0] * 2
    return [g(p) for p in zip(xs, xs[1:])]""",
    """
    try:
        return xs[10]
    except IndexError:
        return f'{len(xs)} only'""",
    """
    del xs[0]
    xs += [1]
    return (xs, tuple(xs), set(xs), -xs[0] ** 2, 7 // 2, not xs)""",
    """
    return 0 < len(xs) <= 3 and xs[0] in xs or ' '.join(str(x) for x in xs).upper()""",
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("values", [[], [3, 1, 2], [-1, 5, 5, 8], [1, 2, 3, 4, 5, 6]])
def test_it_finds_what_python_finds(body, values) -> None:
    """Value or kind of error are those of Python itself, where the program is one that is followed."""
    code, space = f"def f(xs):{body}", {}
    exec(code, space)
    try:
        expected: object = space["f"](list(values))
    except Exception as error:  # noqa: BLE001
        expected = type(error)
    try:
        found: object = Program(ast.parse(code), STEPS).call("f", [list(values)])
    except Exception as error:  # noqa: BLE001
        found = type(error)
    assert found == expected


BOMBS = [
    "while True:\n    pass",
    "x = [0] * 10**9",
    "x = 'a' * 10**9",
    "x = 10**10**10",
    "x = 1 << 10**9",
    "x = list(range(10**12))",
    "x = sum(range(10**12))",
    "x = [1]\nwhile True:\n    x += x",
    "x = 'ab'\nwhile True:\n    x = x.replace('a', 'aaaaaaaa')",
    "x = [1]\nfor i in range(60):\n    x = [x, x]\ny = x == x",
    "x = [1]\nfor i in range(60):\n    x = [x, x]\ny = str(x)",
    "def f(n):\n    return f(n + 1)\nf(0)",
    "x = '%1000000000d' % 3",
    "x = f'{3:1000000000}'",
    "x = '{:1000000000}'.format(3)",
    "x = 'a'.ljust(10**9)",
    "x = 3\nwhile True:\n    x = x * x",
]


# req: P9
@pytest.mark.parametrize("code", BOMBS)
def test_what_costs_too_much_is_left_undecided(code) -> None:
    """Endless loops, huge values and deep recursion end after a bounded amount of work."""
    with pytest.raises(Undecided):
        Program(ast.parse(code), STEPS)


# req: P9 S4
@pytest.mark.parametrize(
    "code",
    [
        "import os",
        "open('/etc/passwd')",
        "__import__('os')",
        "eval('1')",
        "exec('x = 1')",
        "().__class__",
        "''.__class__.__mro__",
        "(lambda: 0).__globals__",
        "getattr([], 'append')",
        "class A:\n    pass",
        "with x:\n    pass",
        "async def f():\n    pass",
        "def f():\n    yield 1",
        "print.__self__",
        "x = [].append\nx.__self__",
        "'{0.__class__}'.format(1)",
        "global x",
        "breakpoint()",
        "input()",
    ],
)
def test_nothing_reaches_out_of_the_program(code) -> None:
    """No import, no file, no attribute of an object, no name of Python's that is not in the list."""
    with pytest.raises((Undecided, NameError)):
        Program(ast.parse(code), STEPS).call("f", [])


@settings(max_examples=100)
@given(st.lists(st.integers(-9, 9), max_size=6))
def test_a_mean_is_a_mean(values) -> None:
    """Arithmetic is Python's own."""
    code = "def f(xs):\n    t = 0\n    for x in xs:\n        t += x\n    return t / len(xs) if xs else None"
    found = Program(ast.parse(code), STEPS).call("f", [values])
    assert found == (sum(values) / len(values) if values else None)
