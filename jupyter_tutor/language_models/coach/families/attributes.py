"""A dot followed by something that the value does not have."""

from __future__ import annotations

import builtins
import re
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family, kind_of
from jupyter_tutor.language_models.coach.lookups import nearest

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence

_PUBLIC_TYPES = ("str", "list", "dict", "tuple", "set", "int", "float", "bool", "complex", "bytes", "range")


def _attribute(evidence: Evidence) -> Slots:
    name, type_name = evidence.group("attribute"), evidence.group("type")
    return {
        "attribute": code_span(name),
        "kind": kind_of(type_name),
        "owners": _owners(name, type_name),
    }


def _owners(name: str, type_name: str) -> str:
    """A sentence on which built-in types do have the attribute, when some do."""
    owners = [
        code_span(other)
        for other in _PUBLIC_TYPES
        if other != type_name and not name.startswith("_") and hasattr(getattr(builtins, other), name)
    ]
    return f" It does exist for {' and '.join(owners[:2])}." if owners else ""


def _misspelt(evidence: Evidence) -> Slots | None:
    name, type_name = evidence.group("attribute"), evidence.group("type")
    suggested = re.search(r"Did you mean: '(\w+)'", evidence.failure.evalue)
    known = dir(getattr(builtins, type_name)) if type_name in _PUBLIC_TYPES else []
    near = suggested[1] if suggested else nearest(name, [one for one in known if not one.startswith("_")])
    return {**_attribute(evidence), "near": code_span(near)} if near else None


def _module(evidence: Evidence) -> Slots:
    return {
        "attribute": code_span(evidence.group("attribute")),
        "module": code_span(evidence.group("module")),
    }


_MISSPELT = Card(
    questions=(
        (
            "{stop}: how is the thing after the dot spelled in your notes or in the help? Which methods does"
            " {kind}"
            " have?"
        ),
        "{mark}: what do you want {attribute} to do? What is the exact name of the method that does it?",
    ),
    concepts=(
        (
            "{stop}. This is about **methods**. What may stand after a dot depends on the type of the value,"
            " and each letter counts. There is no {attribute} for {kind}, but there is a name much like it."
        ),
        (
            "{mark}. A **method** is found by its exact name. {attribute} is not the name of anything that"
            " {kind} has."
        ),
    ),
    plans=(
        (
            "Find {attribute} on {there}.",
            "Compare it, letter by letter, with {near}.",
            "Look up what that method does.",
            "If it is what you want, write it that way, and run the cell again.",
        ),
        (
            "Type the value and a dot, and press Tab to see what it has.",
            "Search the list for a name like {attribute}, such as {near}.",
            "Read its help.",
            "Use the exact name.",
        ),
    ),
    examples=(
        Example(
            "One letter too many is enough:",
            "shout = 'ahoy'\nprint(shout.uppper())   # AttributeError\nprint(shout.upper())    # AHOY",
            "Which letters differ in your line?",
        ),
        Example(
            "Methods of other languages have other names here:",
            "fleet = ['Ada']\nfleet.push('Eos')       # AttributeError\n"
            "fleet.append('Eos')     # what Python calls it",
            "What does Python call the thing you need?",
        ),
    ),
)

_OTHER = Card(
    questions=(
        "{stop}: which type does the value before the dot have? Does a value of that type have {attribute}?",
        (
            "{mark}: what type did you expect before the dot, and what did Python find? Which line made that"
            " value?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **attributes and methods**. What may stand after a dot depends on the"
            " type of the value before it. Here that is {kind}, which has no {attribute}.{owners}"
        ),
        (
            "{mark}. Each **type** brings its own methods. {attribute} does not belong to the type found"
            " here.{owners}"
        ),
    ),
    plans=(
        (
            "Print the value before the dot on {there}, and its type.",
            "Is it the type you expected? If not, go back to where it was made.",
            "If it is, look up which methods that type has.",
            "Choose the one that does what you want.",
        ),
        (
            "Say what {attribute} should do here.",
            "Ask which type of value can do that.",
            "Check whether you hold one item, or the whole group.",
            "Use the right value or the right method.",
        ),
    ),
    examples=(
        Example(
            "A method of the list does not work on one item:",
            "crew = ['Lund', 'Berg']\nfor member in crew:\n"
            "    member.append('!')     # AttributeError: a text\n"
            "crew.append('Dahl')        # the list has it",
            "Which value should stand before the dot on {there}?",
        ),
        Example(
            "An object has only what its class gives it:",
            "class Boat:\n    def __init__(self, sails):\n        self.sails = sails\n\n"
            "gull = Boat(2)\nprint(gull.oars)     # AttributeError\nprint(gull.sails)    # 2",
            "Where is the attribute you want set?",
        ),
    ),
)

_MODULE = Card(
    questions=(
        "{stop}: what does the help of {module} say about the name you want? Is it spelled like {attribute}?",
        (
            "{mark}: does {module} have a part called {attribute}? Could a file of yours have the same name"
            " as the"
            " module?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **modules**. A module offers certain names after the dot, and {attribute}"
            " is not one of those in {module}."
        ),
        (
            "{mark}. What stands after the dot has to be a **name of the module**. In {module} there is no"
            " {attribute}, at least not in the version you have."
        ),
    ),
    plans=(
        (
            "Look at the names in {module}: type it with a dot and press Tab.",
            "Search for the one you need.",
            "If it is missing, check whether another module has it.",
            "If the list looks strange, check for a file of yours with the name of the module.",
        ),
        (
            "Look up in the help where the function you need lives.",
            "Compare the spelling.",
            "Check the version of the module if the help speaks of another one.",
            "Change {there}, and run the cell again.",
        ),
    ),
    examples=(
        Example(
            "The name has to be one of the module's:",
            "import math\nprint(math.squareroot(49))   # AttributeError\nprint(math.sqrt(49))         # 7.0",
            "What is your function called in its module?",
        ),
        Example(
            "A function may live in another module:",
            "import math\nimport statistics\n\nprint(math.median([4, 1, 9]))         # AttributeError\n"
            "print(statistics.median([4, 1, 9]))   # 4",
            "Which module has the function you need?",
        ),
    ),
)

_OBJECT = r"^'(?P<type>[^']+)' object has no attribute '(?P<attribute>\w+)'"

FAMILIES = (
    family(
        "attribute-of-module",
        "AttributeError",
        r"module '(?P<module>[\w.]+)' has no attribute '(?P<attribute>\w+)'",
        _MODULE,
        _module,
    ),
    family("attribute-misspelt", "AttributeError", _OBJECT, _MISSPELT, _misspelt),
    family("attribute-missing", "AttributeError", _OBJECT, _OTHER, _attribute),
)
