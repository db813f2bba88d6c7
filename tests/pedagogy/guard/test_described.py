"""Solutions told in words."""

from __future__ import annotations

import pytest

from jupyter_tutor.pedagogy.guard.described import is_described

KNOWN = "A box holds 24 pencils. How many do 3 boxes hold? I think 27. My cell: total = 0; print(totl)"


@pytest.mark.parametrize(
    ("reply", "solution", "expected"),
    [
        ("Actually, 3 times 24 is 72.", "", True),
        ("So the answer is 72.", "3 * 24 = 72", True),
        ("What is 3 times 24?", "", False),
        ("What is 3 times 24?", "3 * 24 = 72", False),
        ("Is it 72?", "", False),
        ("You added 24 and 3, which gives 27.", "", False),
        ("Look at the 3 boxes again.", "3 * 24 = 72", False),
        ("You should use `total` instead of `totl`.", "", True),
        ("What would you change in `totl`?", "", False),
        ("Think about what you add.", "", False),
        ("", "", False),
    ],
)
def test_results_and_corrections_are_counted(reply, solution, expected) -> None:
    """A new number stated, the result, or a name to be changed; not a question, nor what is known already."""
    assert is_described(reply, KNOWN, solution) is expected
