"""A value of the wrong type where one type is asked for: an index, a length, a whole number, a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family, kind_of
from jupyter_tutor.language_models.coach.lookups import as_list, calls, line_nodes, names_in, subscripts

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _index(evidence: Evidence) -> Slots:
    found = subscripts(evidence) or subscripts(evidence, stored=True)
    return {
        "thing": as_list(found, "the square brackets"),
        "index": as_list([node.slice for node in found], "the index"),
        "holder": as_list([node.value for node in found][:1], "the sequence"),
        "kind": kind_of(evidence.group("type")),
    }


def _value(evidence: Evidence) -> Slots:
    names = names_in(line_nodes(evidence))[:4]
    return {
        "kind": kind_of(evidence.group("type")),
        "call": as_list(calls(evidence)[:1], "the call"),
        "names": ", ".join(code_span(name) for name in names) or "the values",
    }


_INDEX = Card(
    questions=(
        (
            "{stop}: which type does {index} have at that moment? What may stand in square brackets after"
            " {holder}?"
        ),
        (
            "{mark}: is {index} a place, counted from zero, or is it an item itself? Which of the two does"
            " {thing} need?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **indexes**. An index says which place you want, so it has to be a whole"
            " number. Here {index} is {kind}."
        ),
        (
            "{mark}. Lists and texts are asked for an item by its **place**, a whole number. {index} is"
            " {kind}, and that names no place."
        ),
    ),
    plans=(
        (
            "Print {index} and its type just before {there}.",
            "If it comes from a loop over the items, you already hold the item.",
            "If it comes from input or a division, think about how to get a whole number.",
            "If you wanted a dictionary, check what {holder} really is.",
        ),
        (
            "Say what {thing} should give you.",
            "Write down the type of {holder} and of {index}.",
            "Decide which of the two is not what you thought.",
            "Mend it where it gets its value.",
        ),
    ),
    examples=(
        Example(
            "A loop over a list gives items, not places:",
            "colours = ['teal', 'plum']\nfor colour in colours:\n"
            "    print(colours[colour])   # TypeError: a text\n"
            "    print(colour)            # the item itself: works",
            "What does your loop variable hold?",
        ),
        Example(
            "A division with `/` always gives a decimal number:",
            "rows = [8, 6, 7, 5]\nmiddle = len(rows) / 2\nprint(rows[middle])     # TypeError: 2.0\n"
            "middle = len(rows) // 2\nprint(rows[middle])     # works: 7",
            "Where does your index get its type?",
        ),
    ),
)

_NO_LENGTH = Card(
    questions=(
        "{stop}: what goes into {call} there? Does a value of that kind consist of several items?",
        "{mark}: which type do you expect in {call}, and which type is it?",
    ),
    concepts=(
        (
            "{stop}. This is about **length**. `len` counts the items of a list, a text or a dictionary. Here"
            " it got {kind}, which has no items to count."
        ),
        "{mark}. Only a value made of items has a **length**. {call} was given {kind}.",
    ),
    plans=(
        (
            "Print the value that goes into {call}, and its type.",
            "Go back to the line that made it.",
            "Is it one item where you wanted the whole list?",
            "Use the group of values, or turn the number into text if you want its digits.",
        ),
        (
            "Say what you want to count on {there}.",
            "Find the name under which that group of values is kept.",
            "Compare it with what you wrote.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Digits can be counted once the number is text:",
            "year = 1969\nprint(len(year))        # TypeError: a number has no length\n"
            "print(len(str(year)))   # 4",
            "What do you want to count?",
        ),
        Example(
            "The whole list has a length, one number of it does not:",
            "depths = [40, 15, 22]\nprint(len(depths[0]))   # TypeError: 40 is a number\n"
            "print(len(depths))      # 3",
            "Which of the two is in your brackets?",
        ),
    ),
)

_WHOLE = Card(
    questions=(
        "{stop}: which value on this line is {kind}? Where does it come from, perhaps from a division?",
        "{mark}: what must {call} be given, and which type did it get?",
    ),
    concepts=(
        (
            "{stop}. This is about **whole numbers**. Counting and `range` need an `int`. Here Python got"
            " {kind} and will not round it for you."
        ),
        "{mark}. Some places take only a **whole number** (`int`). What arrived was {kind}.",
    ),
    plans=(
        (
            "Print {names} with their types just before {there}.",
            "Find the one that is not a whole number.",
            "Look at the sum that makes it. Does it divide?",
            "Decide how it should become whole: by cutting, by rounding, or by another kind of division.",
        ),
        (
            "Follow the value back to its first line.",
            "Was it read as text, or made by a division?",
            "Turn it into a whole number there.",
            "Check the result by hand for one input.",
        ),
    ),
    examples=(
        Example(
            "Half of a number should stay whole here:",
            "seats = 9\nfor row in range(seats / 2):    # TypeError: 4.5\n    print(row)\n\n"
            "for row in range(seats // 2):   # 4 rounds\n    print(row)",
            "Which sum on your line gives a decimal number?",
        ),
        Example(
            "What is typed in arrives as text:",
            "times = '3'\nfor n in range(times):          # TypeError: text\n    print(n)\n\n"
            "for n in range(int(times)):     # 0, 1, 2\n    print(n)",
            "Which of your values arrived as something else?",
        ),
    ),
)

_JOIN = Card(
    questions=(
        "{stop}: which types do the items have that you join there? Is every one of them text?",
        "{mark}: what does `join` expect in the list it gets? Which item is {kind}?",
    ),
    concepts=(
        (
            "{stop}. This is about **joining text**. `join` puts texts together and takes nothing else. One"
            " of the items is {kind}."
        ),
        (
            "{mark}. To **join** means to put texts in a row. Numbers are not text, even when they look the"
            " same on the screen."
        ),
    ),
    plans=(
        (
            "Print the list that is joined.",
            "Find the items that stand without quotes: these are no texts.",
            "Plan how to turn each of them into text first.",
            "Join the new texts.",
        ),
        (
            "Find where the list is filled.",
            "Decide whether it should hold text from the start.",
            "If not, turn the items into text when you join them.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Each item becomes text before it is joined:",
            "laps = [61, 58]\nprint(' / '.join(laps))       # TypeError: numbers\n\n"
            "words = []\nfor lap in laps:\n    words.append(str(lap))\n"
            "print(' / '.join(words))      # 61 / 58",
            "Where could your items become text?",
        ),
        Example(
            "A list can hold text from the start:",
            "bus = ['line', str(42)]\nprint('-'.join(bus))     # line-42",
            "Which of your items is not text yet?",
        ),
    ),
)

_OTHER = Card(
    questions=(
        "{stop}: which types do {names} have at that moment? Which type does each part of this line need?",
        (
            "{mark}: what does Python's message say about types, in your own words? Which value on this line"
            " could it speak of?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **types**. Something on {there} was done with a value of a type that does"
            " not allow it. The words after the name of the error say which."
        ),
        (
            "{mark}. A `TypeError` means that the **type** of a value does not fit what is done with it. The"
            " name may be right and the value may look right, and still its type is another."
        ),
    ),
    plans=(
        (
            "Read the message once more: which type or which function does it name?",
            "Print {names} with their types just before {there}.",
            "Mark the one that is not what you expect.",
            "Follow it back to the line where it gets its value.",
        ),
        (
            "Cut {there} into its parts, and run each in a cell of its own.",
            "See which part fails.",
            "Look up which types that part takes.",
            "Give it one of these.",
        ),
    ),
    examples=(
        Example(
            "When a type does not fit, look at the values one by one:",
            "amount = '7'\nprint(type(amount))      # <class 'str'>\nprint(abs(amount))       # TypeError\n"
            "print(abs(int(amount)))  # 7",
            "What does `type` say about the values on {there}?",
        ),
        Example(
            "A long line is easier to read in parts:",
            "bid = [5, 'x']\nfirst, second = bid\nprint(round(first))     # fine\n"
            "print(round(second))    # TypeError: this is the part that fails",
            "Which part of your line fails when it runs alone?",
        ),
    ),
)

FAMILIES = (
    family(
        "index-of-wrong-type",
        "TypeError",
        r"(?:list|tuple|string|byte|range object|sequence)s? ?(?:index|indices"
        r"|indexes) must be integers(?: or slices)?,? not '?(?P<type>\w+)'?",
        _INDEX,
        _index,
    ),
    family("no-length", "TypeError", r"object of type '(?P<type>[^']+)' has no len", _NO_LENGTH, _value),
    family(
        "whole-number-needed",
        "TypeError",
        r"'(?P<type>[^']+)' object cannot be interpreted as an integer|slice indices must be integers",
        _WHOLE,
        _value,
    ),
    family(
        "only-text-joins",
        "TypeError",
        r"sequence item \d+: expected str instance, (?P<type>\w+) found",
        _JOIN,
        _value,
    ),
    family("type-does-not-fit", "TypeError", r"", _OTHER, _value),
)
