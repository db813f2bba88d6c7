"""Several names on the left, and not as many values on the right."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, family
from jupyter_tutor.language_models.coach.lookups import as_list, line_nodes

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _unpacked(evidence: Evidence) -> Slots:
    targets = [
        target
        for node in line_nodes(evidence)
        if isinstance(node, ast.Assign | ast.For | ast.comprehension)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Tuple | ast.List)
    ]
    return {"targets": as_list(targets, "the names on the left")}


_UNPACK = Card(
    questions=(
        (
            "{stop}: how many names stand in {targets}, and how many values arrive there? Is that so for"
            " every item?"
        ),
        (
            "{mark}: what does the value on the right look like when you print it? How many parts does it"
            " have, and how many did you plan for?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **unpacking**. When several names stand on the left, the value on the"
            " right must have just as many parts. Here the two numbers differ."
        ),
        (
            "{mark}. To **unpack** is to give each part a name of its own. It works only when parts and names"
            " are equal in number."
        ),
    ),
    plans=(
        (
            "Print the value that is unpacked on {there}.",
            "Count its parts, and count the names in {targets}.",
            "Decide which of the two is wrong.",
            "If some items differ from others, find out which.",
            "Change the names or the data.",
        ),
        (
            "Take the first item that fails and look at it alone.",
            "Say what each part of it means.",
            "Give each part one name, in the same order.",
            "If you want the place as well as the item, think about how to get both.",
        ),
    ),
    examples=(
        Example(
            "Each part needs a name:",
            "walk = ('Lake', 12, 'easy')\ntitle, km = walk            # ValueError: three parts\n"
            "title, km, grade = walk     # works",
            "How many parts does your value have?",
        ),
        Example(
            "Place and item come as a pair from `enumerate`:",
            "tools = ['saw', 'file']\nfor n, tool in tools:               # ValueError: parts of a text\n"
            "    print(n, tool)\nfor n, tool in enumerate(tools):    # works\n    print(n, tool)",
            "What does your loop get in each round?",
        ),
    ),
)

FAMILIES = (
    family(
        "unpack-counts-differ",
        "ValueError",
        r"^(?:not enough values to unpack|too many values to unpack|need more than)",
        _UNPACK,
        _unpacked,
    ),
)
