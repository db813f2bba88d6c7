"""In what way a value differs from the expected one, in words a beginner knows."""

from __future__ import annotations

import ast

from jupyter_tutor.language_models.coach.cards import kind_of
from jupyter_tutor.tutoring.checks import CheckOutcome, Ending

_MOST_ITEMS = 1_000
"""Items that are compared one with another."""
_UNREADABLE = (ValueError, SyntaxError, TypeError, MemoryError, RecursionError)


def how_it_differs(outcome: CheckOutcome) -> str:
    """One short sentence on the difference, or "" when there is nothing to say about it."""
    if outcome.ending is Ending.ENDLESS or outcome.got is None or outcome.check.expected is None:
        return ""
    try:
        expected, got = ast.literal_eval(outcome.check.expected), ast.literal_eval(outcome.got)
    except _UNREADABLE:
        return ""
    return _difference(expected, got)


def _difference(expected: object, got: object) -> str:
    said = ""
    if got is None:
        said = "So nothing was handed back."
    elif isinstance(expected, bool) and isinstance(got, bool):
        said = "So it says yes and no the wrong way round here."
    elif type(expected) is not type(got):
        said = f"So it is {kind_of(type(got).__name__)}, not {kind_of(type(expected).__name__)}."
    elif isinstance(expected, int | float) and isinstance(got, int | float):
        said = "So it is off by one." if abs(expected - got) == 1 else ""
    elif isinstance(expected, list | tuple | str) and isinstance(got, list | tuple | str):
        said = _of_sequences(list(expected), list(got))
    return said


def _of_sequences(expected: list[object], got: list[object]) -> str:
    if len(got) < len(expected):
        return "So something is missing from it."
    if len(got) > len(expected):
        return "So there is too much in it."
    if len(expected) > _MOST_ITEMS:
        return ""
    rest = list(expected)
    for item in got:
        if item in rest:
            rest.remove(item)
    return "So the order is not right." if not rest else "So some of what is in it is not right."


def was_printed(outcome: CheckOutcome) -> bool:
    """Whether the expected value was printed where it should have been handed back."""
    expected = (outcome.check.expected or "").strip()
    shown = [line.strip() for line in outcome.printed.splitlines()]
    return outcome.got == "None" and bool(expected) and (expected in shown or expected.strip("'\"") in shown)
