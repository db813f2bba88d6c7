"""Sums that have no answer: division by zero, results that are too large, roots of negative numbers."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, family
from jupyter_tutor.language_models.coach.lookups import as_list, calls, line_nodes

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence

_DIVISIONS = ast.Div | ast.FloorDiv | ast.Mod


def _divisor(evidence: Evidence) -> Slots:
    nodes = line_nodes(evidence)
    found = [node.right for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, _DIVISIONS)]
    found += [n.value for n in nodes if isinstance(n, ast.AugAssign) and isinstance(n.op, _DIVISIONS)]
    return {"divisor": as_list(found, "the number you divide by")}


def _call(evidence: Evidence) -> Slots:
    return {"call": as_list(calls(evidence)[:1], "the call")}


_ZERO = Card(
    questions=(
        "{stop}: what value does {divisor} have at that moment? For which input does it become zero?",
        (
            "{mark}: what do you divide by, and where does that number come from? What would the result mean"
            " when it is zero?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **dividing by zero**. No number is the answer to such a sum, so Python"
            " stops. The same holds for `//` and `%`. Here {divisor} was zero."
        ),
        (
            "{mark}. A **division** needs a number other than zero on its right side. At that moment"
            " {divisor} was zero, perhaps because there was nothing to count."
        ),
    ),
    plans=(
        (
            "Print {divisor} just before {there}.",
            "Find the input or the round of the loop in which it is zero.",
            "Ask what your result should be in that case.",
            "Treat that case on its own, before the division.",
        ),
        (
            "Trace where {divisor} gets its value.",
            "Is zero a mistake, or can it really happen?",
            "If it is a mistake, mend it where the value is made.",
            "If it can happen, decide on an answer for it.",
        ),
    ),
    examples=(
        Example(
            "The case without any kilometres has to be treated first:",
            "def litres_per_km(litres, km):\n    return litres / km      # ZeroDivisionError for km = 0\n\n"
            "def litres_per_km_safe(litres, km):\n    if km == 0:\n        return 0\n    return litres / km",
            "Whether 0 is the right answer depends on the task. What fits in yours?",
        ),
        Example(
            "A counter that was never raised is still zero:",
            "rainy = 0\nmm = 0\nfor day_mm in [0, 0]:\n    if day_mm > 0:\n        rainy = rainy + 1\n"
            "        mm = mm + day_mm\nprint(mm / rainy if rainy else 'no rain')",
            "No rainy day, no division. When is your number zero?",
        ),
    ),
)

_TOO_LARGE = Card(
    questions=(
        "{stop}: how large do the numbers on {there} get? Is a result of that size what you expect?",
        "{mark}: which values go into this line just before it fails? Do they grow in every round of a loop?",
    ),
    concepts=(
        (
            "{stop}. This is about **the size of numbers**. Decimal numbers (`float`) end at about `1.8e308`."
            " Something on {there} would be larger than that."
        ),
        (
            "{mark}. Whole numbers in Python may grow without end, but **decimal numbers** have a largest"
            " value. The result here goes beyond what fits."
        ),
    ),
    plans=(
        (
            "Print the values that {there} uses.",
            "Find out in which round they become so large.",
            "Check the formula: is a power or a product too much?",
            "Think about a form of the formula with smaller numbers.",
        ),
        (
            "Try the line with small numbers first.",
            "Make them larger step by step, and watch the result.",
            "Compare with a value worked out by hand.",
            "Mend the step that grows too fast.",
        ),
    ),
    examples=(
        Example(
            "Two numbers may be too large, and their ratio quite small:",
            (
                "import math\nprint(math.exp(900) / math.exp(890))    # OverflowError\n"
                "print(math.exp(900 - 890))              # the same ratio: 22026.46…"
            ),
            "Is there a form of your sum with smaller numbers?",
        ),
        Example(
            "Whole numbers may be huge, decimals may not:",
            "print(7 ** 400)      # a long whole number: fine\nprint(7.0 ** 400)    # OverflowError",
            "Which kind of number do you need on {there}?",
        ),
    ),
)

_DOMAIN = Card(
    questions=(
        "{stop}: which value goes into {call} at that moment? Is the function defined for such a number?",
        "{mark}: can the value in {call} be zero or negative? What would the answer be on paper?",
    ),
    concepts=(
        (
            "{stop}. This is about the **domain of a function**: the numbers it has an answer for. There is"
            " no real root of a negative number, and no logarithm of zero. {call} got such a number."
        ),
        (
            "{mark}. Not every number may go into **every function**. The one that went into {call} has no"
            " answer there."
        ),
    ),
    plans=(
        (
            "Print the value that goes into {call}.",
            "Look up for which numbers the function has an answer.",
            "Find out why your value lies outside.",
            "Mend the value, or treat that case on its own.",
        ),
        (
            "Work the value out by hand for the failing input.",
            "Is its sign what you expect?",
            "Go back to the line that made it.",
            "Then test with a good value and a bad one.",
        ),
    ),
    examples=(
        Example(
            "A root needs a number that is not negative:",
            "import math\narea = -16\nprint(math.sqrt(area))      # ValueError\n"
            "if area >= 0:\n    print(math.sqrt(area))",
            "Why is your number outside of what is allowed?",
        ),
        Example(
            "A logarithm needs a number above zero:",
            "import math\nfor loudness in [100, 0]:\n    if loudness > 0:\n"
            "        print(math.log10(loudness))    # never asked about 0",
            "Which of your values should not reach the function?",
        ),
    ),
)

FAMILIES = (
    family("division-by-zero", "ZeroDivisionError", r"", _ZERO, _divisor),
    family("number-too-large", "OverflowError", r"", _TOO_LARGE),
    family("outside-domain", "ValueError", r"^(?:math domain error|expected a (?:non)?)", _DOMAIN, _call),
)
