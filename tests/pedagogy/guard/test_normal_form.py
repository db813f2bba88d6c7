"""Programs by what they do."""

from __future__ import annotations

import pytest

from jupyter_tutor.pedagogy.guard.comparison import containment
from jupyter_tutor.pedagogy.guard.completeness import complete_functions, is_statement
from jupyter_tutor.pedagogy.guard.normal_form import statements

SOLUTION = (
    "def mean(xs):\n    total = 0\n    for x in xs:\n        total = total + x\n    return total / len(xs)\n"
)


# req: P9
@pytest.mark.parametrize(
    "disguise",
    [
        SOLUTION.replace("total", "acc")
        .replace("xs", "values")
        .replace("mean", "average")
        .replace(" x", " v"),
        SOLUTION.replace("    ", "\t").replace("total = 0", "total=0  # start"),
        SOLUTION.replace("total = total + x", "total += x"),
        SOLUTION.replace("def mean(xs):", 'def mean(xs: list) -> float:\n    """The mean."""'),
        "\n".join(f">>> {line}" for line in SOLUTION.splitlines()),
        "\n".join(f"+ {line}" for line in SOLUTION.splitlines()),
        "    " + SOLUTION.replace("\n", "\n    "),
        SOLUTION + SOLUTION.replace("mean", "other"),
    ],
)
def test_disguises_fall_away(disguise) -> None:
    """Names, layout, comments, annotations, prompts and spelling do not hide a program."""
    assert containment(SOLUTION, disguise) > 0.99


def test_another_program_is_another() -> None:
    """A search shares nothing with a mean."""
    assert (
        containment(
            SOLUTION,
            "def search(x, seq):\n    for i in range(len(seq)):\n        if x <= seq[i]:\n"
            "            return i",
        )
        < 0.2
    )
    assert containment("", SOLUTION) == 0.0
    assert containment(SOLUTION, SOLUTION, known=SOLUTION) == 0.0


def test_broken_code_is_taken_line_by_line() -> None:
    """What does not parse still has statements."""
    assert statements("def f(:\n  return a.b + 1")[1] == ("return", "v", ".", "b", "+", "1")


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (SOLUTION, {"mean"}),
        ("def f():\n    pass", set()),
        ("def f():\n    '''Do it.'''", set()),
        ("def f():\n    x = ...\n    return x", set()),
        ("def f():\n    return ____", set()),
        ("def f(:", set()),
    ],
)
def test_complete_functions(code, names) -> None:
    """A stub, or one with a place left open, is not complete."""
    assert complete_functions(code) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("total = 0", True),
        ("for x in xs:", True),
        ("else:", True),
        ("print(x)", True),
        (">>> x = 1", True),
        ("return x", True),
        ("total", False),
        ("[1, 2, 3]", False),
        ("NameError: name 'x' is not defined", False),
        ("KeyError: key", False),
        ("for each value, look closely", False),
        ("", False),
        ("x" * 30_000 + " = 1", False),
    ],
)
def test_is_statement(text, expected) -> None:
    """Statements and calls are code; values, messages and sentences are not."""
    assert is_statement(text) is expected


# req: P9
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x += 1", "x = 1 + x"),
        ("a > b", "b < a"),
        ("y = a * b + c", "y = c + b * a"),
        ("z = a and f(b)", "z = f(b) and a"),
        ("if not a == 1:\n    b()", "if a != 1:\n    b()"),
        ("if not a:\n    b()\nelse:\n    c(1)", "if a:\n    c(1)\nelse:\n    b()"),
        ("if a:\n    return True\nelse:\n    return False", "return a"),
        ("y = True if a == 1 else False", "y = a == 1"),
        ("y = x == False", "y = not x"),
        ("for i in range(0, n):\n    pass", "for i in range(n):\n    pass"),
        ("xs = list()", "xs = []"),
        ("t = f'so {x}'", "t = 'so {}'.format(x)"),
        ("t = 'so %s' % x", "t = str(x)"),
        ("x: int = 3", "x = 3"),
    ],
)
def test_ways_of_writing_the_same_are_one(one, other) -> None:
    """Spelled out, turned round, the other way about."""
    assert statements(one) == statements(other)
