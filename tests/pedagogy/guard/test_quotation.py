"""Quoting the student."""

from __future__ import annotations

import pytest

from jupyter_tutor.pedagogy.guard.quotation import quotes

OWN = (
    'def mean(xs):\n    """The mean."""\n    total = 0  # start\n    for x in xs:\n        if x: total += x\n'
    '        print("so far", total)\n        return total\n'
)


# req: P9
@pytest.mark.parametrize(
    "code",
    [
        OWN,
        OWN.replace("    ", "\t"),
        OWN.replace("# start", "").replace('"""The mean."""\n', "\n"),
        OWN.replace('"so far"', "'so far'"),
        OWN.replace("if x: total += x", "if (x):\n            total += x"),
        "for x in xs:\n    if x:\n        total += x\n",
        "        return total",
        "total = 0",
        "total = 0\n...\nreturn total".replace("return", "        return").replace("total = 0", "total = 0"),
        "",
        "# only a comment",
    ],
)
def test_other_layout_is_a_quotation(code) -> None:
    """Indentation, comments, docstrings, quotes, brackets and line breaks do not matter."""
    assert quotes(code, OWN)


# req: P9
@pytest.mark.parametrize(
    "code",
    [
        OWN.replace("        return", "    return"),
        OWN.replace('        print("so far", total)\n', ""),
        OWN.replace("total = 0", "total = 1"),
        OWN.replace("total += x", "total += 1"),
        OWN.replace("mean", "average"),
        OWN + "print(mean([1]))\n",
        "return total\ntotal = 0",
    ],
)
def test_a_line_moved_left_out_changed_or_added_is_none(code) -> None:
    """Each of these can be the correction."""
    assert not quotes(code, OWN)


def test_broken_code_is_quoted_line_by_line() -> None:
    """What does not parse can be quoted too, and corrected it is not quoted."""
    broken = "def f(x:\n    return x +\n"
    assert quotes(broken, broken)
    assert quotes("def f( x :\n\n        return x+   # here\n", broken)
    assert not quotes("def f(x):\n    return x + 1\n", broken)
