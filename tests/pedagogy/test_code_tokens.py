"""Code compared without parsing it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.code_tokens import exact_tokens, says_the_same, similarity


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("x = 1", "x=1  # note", True),
        ("if x:\n    y = 1", "if x:\n\ty = 1", True),
        ("if x:\n    y = 1", "if x:\n  pass\n  y = 1", False),
        ("for x in a:\n    b()\n    c()", "for x in a:\n    b()\nc()", False),
        ("x = 'a'", "x = 'b'", False),
        ("def f(:", "def f( :", True),
    ],
)
def test_says_the_same(one, other, same) -> None:
    """Comments and spaces do not count, indentation and literals do, broken code works."""
    assert says_the_same(one, other) is same


def test_similarity_of_a_program_while_it_is_debugged() -> None:
    """Edits leave it one program, a starter grows into it, another program is another."""
    before = "total = 0\nfor x in xs:\n    total = x\nprint(total / len(xs)"
    after = "total = 0\nfor value in xs:\n    total = total + value\nprint(total / len(xs))"
    other = "import turtle\npen = turtle.Turtle()\npen.forward(100)\npen.left(90)"
    assert similarity(before, after) > 0.6
    assert similarity(before, other) < 0.2
    assert similarity("def mean(xs):\n    pass", "def mean(xs):\n    return sum(xs) / len(xs)") > 0.6
    assert similarity("", "x = 1") is None


@given(st.text(max_size=300))
def test_any_text_has_tokens(text) -> None:
    """Tokenizing never fails, and whatever has tokens is like itself and nothing else."""
    assert similarity(text, text) == (1.0 if exact_tokens(text) else None)


@pytest.mark.parametrize(
    "code", ["'" * 200_000, '"""' + "\\" * 200_000, "(" * 200_000, "a" * 200_000, "'\\" * 100_000]
)
def test_hostile_code_is_cut(code) -> None:
    """What would take a tokenizer long is cut before it starts."""
    assert sum(map(len, exact_tokens(code))) <= 20_000
