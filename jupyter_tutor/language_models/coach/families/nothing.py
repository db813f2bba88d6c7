"""`None` where a value was expected: mostly from a function or method that gives nothing back."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family
from jupyter_tutor.language_models.coach.lookups import (
    calls,
    line_nodes,
    names_in,
    subscripts,
)
from jupyter_tutor.language_models.coach.source import written

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence
    from jupyter_tutor.language_models.coach.source import StudentCode

CHANGES_IN_PLACE = frozenset(
    {"append", "extend", "insert", "remove", "reverse", "sort", "clear", "update", "add", "discard"}
)
"""Methods of lists, sets and dictionaries that change them and give back `None`."""


def producer(evidence: Evidence, action: str) -> Slots:
    """Slots about a `None`: what was done with it, which names take part, and who may have made it."""
    nodes = line_nodes(evidence)
    names = names_in(nodes)
    suspect = _suspect(evidence.code, names)
    return {
        "action": action,
        "names": ", ".join(code_span(name) for name in names[:4]) or "the values on this line",
        "suspect": f" Have a look at {suspect}." if suspect else "",
    }


def _suspect(code: StudentCode, names: list[str]) -> str | None:
    """A line that gives one of the names the result of a method that has none."""
    if code.tree is None:
        return None
    for node in ast.walk(code.tree):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        call = node.value
        targets = [target.id for target in node.targets if isinstance(target, ast.Name)]
        in_place = isinstance(call.func, ast.Attribute) and call.func.attr in CHANGES_IN_PLACE
        if in_place and any(name in targets for name in names):
            return f"line {node.lineno}"
    return None


def _subscripted(evidence: Evidence) -> Slots:
    found = [node.value for node in subscripts(evidence)] or [
        node.value for node in subscripts(evidence, stored=True)
    ]
    holder = code_span(text) if found and (text := written(found[0])) else "the value"
    return producer(evidence, f"the square brackets after {holder}")


def _iterated(evidence: Evidence) -> Slots:
    return producer(evidence, "going through its items")


def _called(evidence: Evidence) -> Slots:
    found = calls(evidence)
    return producer(evidence, f"the call {code_span(written(found[0]))}" if found else "the call")


def _attribute(evidence: Evidence) -> Slots:
    return producer(evidence, f"asking it for {code_span('.' + evidence.group('attribute'))}")


def _measured(evidence: Evidence) -> Slots:
    return producer(evidence, "asking for its length")


NONE_CARD = Card(
    questions=(
        (
            "{stop}: which of {names} is `None` at that moment? Which line gave it that value, and what did"
            " you expect it to give?"
        ),
        (
            "{mark}: where could a `None` come from here? Does a function or method in your code end without"
            " giving anything back?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **`None`**, the value that stands for nothing. A function without a"
            " `return` gives it back, and so do methods that change a list in place. Here {action} met a"
            " `None`."
        ),
        (
            "{mark}. **`None`** is what you get when a call has nothing to give back. That nothing reached"
            " {there}, where {action} needs a real value."
        ),
    ),
    plans=(
        (
            "Print {names} just before {there}, and see which one is `None`.",
            "Go back to the line that gave it its value.",
            "If a function of yours made it, check that every way through it ends in a return.",
            "If a method made it, check whether that method changes the value in place.{suspect}",
            "Mend that line, not {there}.",
        ),
        (
            "Trace the value on {there} back to where it was made.",
            "Ask what that call gives back, and look it up if you are not sure.{suspect}",
            "Decide where the real value is to be found.",
            "Use that one, then run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Some methods change a list and give nothing back:",
            "queue = [40, 10, 30]\nordered = queue.sort()   # sorts queue; ordered is None\n"
            "print(ordered[0])        # TypeError\n\n"
            "queue.sort()             # no name for the result\nprint(queue[0])          # works: 10",
            "Is there a call of that kind before {there}?",
        ),
        Example(
            "A function that only prints gives nothing back:",
            "def area(width, depth):\n    print(width * depth)\n\n"
            "room = area(3, 4)    # prints 12, room is None\n\n"
            "def area_of(width, depth):\n    return width * depth\n\nroom = area_of(3, 4) # room is 12",
            "What does each function in your cell give back?",
        ),
    ),
)

FAMILIES = (
    family(
        "none-subscripted",
        "TypeError",
        r"'NoneType' object (?:is not subscriptable|does not support item|doesn't support item)",
        NONE_CARD,
        _subscripted,
    ),
    family(
        "none-iterated",
        "TypeError",
        r"'NoneType' object is not (?:iterable|an iterator)|cannot unpack non-iterable NoneType"
        r"|argument of type 'NoneType' is not",
        NONE_CARD,
        _iterated,
    ),
    family("none-called", "TypeError", r"'NoneType' object is not callable", NONE_CARD, _called),
    family("none-measured", "TypeError", r"object of type 'NoneType' has no len", NONE_CARD, _measured),
    family(
        "none-asked",
        "AttributeError",
        r"'NoneType' object has no attribute '(?P<attribute>\w+)'",
        NONE_CARD,
        _attribute,
    ),
)
