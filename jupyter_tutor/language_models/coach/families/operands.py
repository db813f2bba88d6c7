"""Values of the wrong type in a sum, a comparison or a place that must not change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family, kind_of
from jupyter_tutor.language_models.coach.families.nothing import NONE_CARD, producer
from jupyter_tutor.language_models.coach.lookups import as_list, names_in, subscripts

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence
from jupyter_tutor.language_models.coach.lookups import line_nodes


def _operands(evidence: Evidence) -> Slots:
    names = names_in(line_nodes(evidence))[:4]
    return {
        "operator": code_span(evidence.group("op") or "+"),
        "left": kind_of(evidence.group("left")),
        "right": kind_of(evidence.group("right")),
        "names": ", ".join(code_span(name) for name in names) or "the values",
    }


def _with_none(evidence: Evidence) -> Slots | None:
    if "NoneType" not in (evidence.group("left"), evidence.group("right")):
        return None
    return producer(evidence, f"the {code_span(evidence.group('op') or '+')} on this line")


def _holder(evidence: Evidence) -> Slots:
    found = subscripts(evidence, stored=True)
    return {
        "kind": kind_of(evidence.group("type")),
        "thing": as_list(found, "the place on this line"),
        "holder": as_list([node.value for node in found][:1], "the value"),
    }


def _kind(evidence: Evidence) -> Slots:
    return {"kind": kind_of(evidence.group("type"))}


_MIXED = Card(
    questions=(
        (
            "{stop}: which type does each of {names} have there? What should {operator} do with {left} on one"
            " side and {right} on the other?"
        ),
        (
            "{mark}: what stands to the left of {operator}, and what to the right? Do you want to add numbers"
            " or to join texts?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **types**. What {operator} does depends on the types of its two sides."
            " Here it met {left} and {right}, and there is no rule for that pair."
        ),
        (
            "{mark}. Every value has a **type**, and an operator works only on types that go together. Python"
            " does not turn {right} into something else on its own."
        ),
    ),
    plans=(
        (
            "Print the type of every value on {there}.",
            "Find the one that is not what you expect.",
            "Go back to where it got its value: from input, from a file, from a function?",
            "Decide which type it should have.",
            "Change it to that type there, then run the cell again.",
        ),
        (
            "Say in words what {operator} should do on {there}.",
            "Write down which types that needs on both sides.",
            "Compare with what Python found: {left} and {right}.",
            "Change the side that does not fit.",
        ),
    ),
    examples=(
        Example(
            "Numbers and texts do not mix until you turn one into the other:",
            "crates = 6\nprint('Crates: ' + crates)        # TypeError\n"
            "print('Crates: ' + str(crates))   # text and text: works\n\n"
            "shelf = '4'\nprint(crates + int(shelf))        # number and number: 10",
            "Which side would you change on {there}?",
        ),
        Example(
            "A list can only be joined to a list:",
            "herbs = ['mint', 'dill']\nprint(herbs + 'sage')      # TypeError\n"
            "print(herbs + ['sage'])    # list and list: works",
            "What would have to be on both sides in your line?",
        ),
    ),
)

_COMPARED = Card(
    questions=(
        (
            "{stop}: which types do the values have that you compare there? Can {left} be smaller or larger"
            " than {right}?"
        ),
        "{mark}: which two values does Python put in order here? Where does each of them come from?",
    ),
    concepts=(
        (
            "{stop}. This is about **comparing**. To say which of two values is smaller, both must be of"
            " types that have a common order. {left} and {right} do not."
        ),
        (
            "{mark}. An **order** exists among numbers, and among texts, but not between the two. Here {left}"
            " met {right}."
        ),
    ),
    plans=(
        (
            "Print both values and their types just before {there}.",
            "Decide which type they should have.",
            "Find the line that gives the odd one its value.",
            "Turn it into the right type there, or pick the right part of it.",
        ),
        (
            "Say in words what you compare on {there}.",
            "Check for each side whether it is one value or a whole group of them.",
            "Pick the part that you mean.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "What comes from `input` or a file is text:",
            "limit = 50\nspeed = '47'\nprint(speed < limit)        # TypeError\n"
            "print(int(speed) < limit)   # number and number: True",
            "Which of your two values has the wrong type?",
        ),
        Example(
            "Compare the part you mean, not the whole:",
            "runner = ('Ines', 11.4)\nprint(runner < 12)      # TypeError: a tuple and a number\n"
            "print(runner[1] < 12)   # True",
            "Which part of your value do you want to compare?",
        ),
    ),
)

_FIXED = Card(
    questions=(
        "{stop}: which type does {holder} have? May a value of that type be changed after it was made?",
        "{mark}: do you need to change {holder} itself, or could you make a new value from it?",
    ),
    concepts=(
        (
            "{stop}. This is about values that **cannot be changed**. {holder} is {kind}, and such a value"
            " stays as it was made. {thing} tried to put something into it."
        ),
        (
            "{mark}. A list can be changed in place. **Text and tuples cannot**, and neither can many other"
            " values. Here {holder} is {kind}."
        ),
    ),
    plans=(
        (
            "Check the type of {holder}.",
            "Decide whether it has to change, or whether a new value will do.",
            "If it has to change, choose a type that allows it, where the value is made.",
            "If not, build the new value from parts of the old one.",
        ),
        (
            "Find where {holder} is made.",
            "Ask whether you meant a list there.",
            "If text or a tuple is right, plan how to make a new one.",
            "Give the new value a name, and use it from then on.",
        ),
    ),
    examples=(
        Example(
            "Text is not changed, it is made anew:",
            "sign = 'cafe'\nsign[0] = 'C'               # TypeError\n"
            "new_sign = 'C' + sign[1:]   # a new text: 'Cafe'",
            "How could a new value be made in your case?",
        ),
        Example(
            "A list can be changed, a tuple cannot:",
            "route = ('Oslo', 'Turku')\nroute[1] = 'Visby'      # TypeError\n\n"
            "stops = list(route)\nstops[1] = 'Visby'      # works",
            "Which of the two do you need?",
        ),
    ),
)

_UNHASHABLE = Card(
    questions=(
        "{stop}: what do you use as a key or put into a set there? Could that value change later?",
        "{mark}: which value on this line is {kind}? Why might Python refuse it as a key?",
    ),
    concepts=(
        (
            "{stop}. This is about **keys**. A key of a dictionary, and an item of a set, must never change."
            " Here it was {kind}, and that can change."
        ),
        (
            "{mark}. Python finds **keys** by a number made from their content. What may change, such as"
            " {kind}, cannot be used in that way."
        ),
    ),
    plans=(
        (
            "Find out which value on {there} is {kind}.",
            "Ask whether you meant the whole of it or one item.",
            "If one item, pick it.",
            "If the whole, choose a type that cannot change.",
        ),
        (
            "Print the value and its type just before {there}.",
            "Decide what should really be the key.",
            "Make that value, and use it as the key.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "A tuple can be a key, a list cannot:",
            "board = {}\nboard[[2, 5]] = 'knight'    # TypeError: a list\n"
            "board[(2, 5)] = 'knight'    # a tuple: works",
            "What could take the place of your key?",
        ),
        Example(
            "Pick the one item you mean:",
            "pair = ['plum', 4]\nstock = {}\nstock[pair] = True       # TypeError: the whole list\n"
            "stock[pair[0]] = True    # one text: works",
            "Do you mean the whole value on {there}, or a part of it?",
        ),
    ),
)

_ADD = r"unsupported operand type\(s\) for (?P<op>[^:]+): '(?P<left>[^']+)' and '(?P<right>[^']+)'"
_JOIN = r"can only concatenate (?P<left>\w+) \(not \"(?P<right>[^\"]+)\"\) to \w+"
_ORDER = r"'(?P<op>[<>]=?)' not supported between instances of '(?P<left>[^']+)' and '(?P<right>[^']+)'"

FAMILIES = (
    family("none-in-a-sum", "TypeError", f"{_ADD}", NONE_CARD, _with_none),
    family("none-joined", "TypeError", f"{_JOIN}", NONE_CARD, _with_none),
    family("none-compared", "TypeError", f"{_ORDER}", NONE_CARD, _with_none),
    family("types-mixed", "TypeError", _ADD, _MIXED, _operands),
    family("types-joined", "TypeError", _JOIN, _MIXED, _operands),
    family("types-compared", "TypeError", _ORDER, _COMPARED, _operands),
    family(
        "value-cannot-change",
        "TypeError",
        r"'(?P<type>[^']+)' object (?:does not support item assignment|doesn't support item deletion)",
        _FIXED,
        _holder,
    ),
    family("key-can-change", "TypeError", r"unhashable type: '(?P<type>[^']+)'", _UNHASHABLE, _kind),
)
