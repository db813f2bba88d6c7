"""Whether two states of code are one program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.program_likeness import compare

MEAN = (
    "def mean(xs):\n    total = 0\n    for x in xs:\n        total = total + x\n    return total / len(xs)\n"
)
RENAMED = (
    "# my version\ndef average(numbers):\n\n      acc = 0   # starts at zero\n      for n in numbers:\n"
    "            acc = acc + n\n      return acc / len(numbers)\n"
)
LARGEST = (
    "def largest(xs):\n    best = xs[0]\n    for x in xs:\n        if x > best:\n            best = x\n"
    "    return best\n"
)


# req: P6
def test_renamed_commented_and_laid_out_anew_is_the_same() -> None:
    """Other names, comments and indents leave the structure whole, here and in another cell."""
    likeness = compare(MEAN, RENAMED)
    assert likeness.structure == 1.0
    assert likeness.same_elsewhere
    assert likeness.same_in_place


# req: P6
def test_another_exercise_is_another_program() -> None:
    """Two functions of other names over the same loop are told apart, also within one cell."""
    likeness = compare(MEAN, LARGEST)
    assert (likeness.same_elsewhere, likeness.same_in_place) == (False, False)


# req: P6
def test_a_telling_function_name_needs_little_more() -> None:
    """Two ways to write `mean` are one exercise; two of `solve` need as much in common as any code."""
    other = "def mean(xs):\n    return sum(xs) / len(xs)\n"
    assert compare(MEAN, other).same_elsewhere
    solved = (code.replace("mean", "solve") for code in (MEAN, LARGEST.replace("largest", "mean")))
    assert not compare(*solved).same_elsewhere


# req: P6
def test_short_lines_have_no_structure_to_compare() -> None:
    """`x = 1` and `y = 2` are alike without their names, and say nothing."""
    assert compare("x = 1\nprint(x)", "y = 2\nprint(y)").structure == 0.0
    assert not compare("x = 1\nprint(x)", "words = 2\nlen(words)").same_elsewhere


def test_an_emptied_cell_is_still_its_own() -> None:
    """Nothing to compare keeps the cell's problem, and is no reason to find it elsewhere."""
    likeness = compare(MEAN, "")
    assert (likeness.written, likeness.same_in_place, likeness.same_elsewhere) == (None, True, False)


def test_nesting_beyond_reason_is_compared_as_written() -> None:
    """An expression too deep to walk has no structure, and breaks nothing."""
    deep = "x = " + "-" * 900 + "1\n" + "+".join(["1"] * 900)
    assert compare(deep, deep).same_elsewhere


def test_a_long_cell_is_compared_as_written_only() -> None:
    """Nobody waits for the structure of pages of code."""
    long = MEAN * 60
    assert (compare(long, long).structure, compare(long, long).same_elsewhere) == (0.0, True)


@pytest.mark.parametrize("code", [MEAN, LARGEST])
@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["", "# why?", "    "])), max_size=6))
def test_comments_and_blank_lines_change_nothing(code, insertions) -> None:
    """Wherever they are put in, the program is the same in both measures."""
    lines = code.splitlines()
    for place, line in insertions:
        lines.insert(min(place, len(lines)), line)
    likeness = compare(code, "\n".join(lines))
    assert (likeness.written, likeness.structure) == (1.0, 1.0)


@given(st.text(alphabet="abx =+()\n:", max_size=60), st.text(alphabet="abx =+()\n:", max_size=60))
def test_scores_are_shares_and_the_order_does_not_matter(one, other) -> None:
    """Whatever is typed, from 0 to 1, and the same from either side."""
    there, back = compare(one, other), compare(other, one)
    assert 0.0 <= there.structure <= 1.0
    assert there.written is None or 0.0 <= there.written <= 1.0
    assert there == back
