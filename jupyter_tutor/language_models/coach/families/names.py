"""Names that have no value: misspelt, not yet given one, of another cell, of another scope."""

from __future__ import annotations

import builtins
import re
import sys
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family
from jupyter_tutor.language_models.coach.families.name_places import INSIDE_FUNCTION, OTHER_CELL
from jupyter_tutor.language_models.coach.lookups import (
    bound_at,
    bound_at_top,
    function_that_binds,
    known_names,
    nearest,
)

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence

_USUAL_ALIASES = {"np": "numpy", "pd": "pandas", "plt": "matplotlib", "sns": "seaborn", "sp": "scipy"}
_THIRD_PARTY = frozenset({"numpy", "pandas", "matplotlib", "scipy", "seaborn", "sympy", "sklearn"})


def _name(evidence: Evidence) -> str:
    return evidence.group("name")


def _plain(evidence: Evidence) -> Slots:
    return {"name": code_span(_name(evidence))}


def _needs_import(evidence: Evidence) -> Slots | None:
    name = _name(evidence)
    if name in _USUAL_ALIASES or name in _THIRD_PARTY or name in sys.stdlib_module_names:
        module = _USUAL_ALIASES.get(name, name)
        return {"name": code_span(name), "module": code_span(module)}
    return None


def _other_cell(evidence: Evidence) -> Slots | None:
    name = _name(evidence)
    elsewhere = any(bound_at_top(code, name) for code in evidence.others)
    return _plain(evidence) if elsewhere and not bound_at_top(evidence.code, name) else None


def _later(evidence: Evidence) -> Slots | None:
    lines = bound_at_top(evidence.code, _name(evidence))
    if not lines or evidence.line is None or lines[0] <= evidence.line:
        return None
    return {"name": code_span(_name(evidence)), "later": f"line {lines[0]}"}


def _inside_function(evidence: Evidence) -> Slots | None:
    function = function_that_binds(evidence.code, _name(evidence))
    return {"name": code_span(_name(evidence)), "function": code_span(function)} if function else None


def _misspelt(evidence: Evidence) -> Slots | None:
    name = _name(evidence)
    if bound_at(evidence.code, name):
        return None
    suggested = re.search(r"Did you mean: '(\w+)'", evidence.failure.evalue)
    # Among its own names Python guesses boldly: from 3.12 on, `help` for a `hello` without quotes.
    trusted = suggested is not None and not hasattr(builtins, suggested[1])
    near = suggested[1] if suggested and trusted else nearest(name, known_names(evidence))
    return {"name": code_span(name), "near": code_span(near)} if near else None


_MISSPELT = Card(
    questions=(
        (
            "{stop}: where in your notebook does {name} get its value? Is it written there letter for letter"
            " as it is on {there}, with the same capitals?"
        ),
        (
            "{mark}: what did you want {name} to stand for? If you search your cells for it, do you find the"
            " same spelling each time?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **names**. Python only knows a name when it was given a value under"
            " exactly that spelling, and capitals count. It knows no {name}, but it does know a name that"
            " looks much like it."
        ),
        (
            "{mark}. For Python, two **names** are the same only when every letter is. It looked for {name}"
            " and found nothing of that spelling, though a very similar name is known."
        ),
    ),
    plans=(
        (
            "Read {there} and find {name} in it.",
            "Look for the place where this name should get its value.",
            "Python knows {near}. Compare the two letter by letter.",
            "Decide which spelling you want, and use it everywhere.",
            "Run the cell again.",
        ),
        (
            "Put {name} and {near} side by side. Which letters differ?",
            "Ask yourself which of the two you meant on {there}.",
            "Check every other place where you use this name.",
            "Run the cell again and see whether the message is gone.",
        ),
    ),
    examples=(
        Example(
            "A name with two spellings is two names:",
            "lantern_price = 12\n"
            "print(latern_price)    # NameError: one letter is missing\n"
            "print(lantern_price)   # the spelling from the first line: works",
            "Python compared every letter. Which two spellings can you compare in your cell?",
        ),
        Example(
            "Capitals make a difference too:",
            "Harvest = [4, 9, 2]\n"
            "print(len(harvest))    # NameError: small h\n"
            "print(len(Harvest))    # capital H, as above: works",
            "Now compare {name} with the names your notebook has.",
        ),
    ),
)

_LATER = Card(
    questions=(
        (
            "{stop}: in which order does Python read the lines of your cell? Has {name} got a value by the"
            " time Python comes to {there}?"
        ),
        "{mark}: which line gives {name} its first value? Does that line run before {there}, or after it?",
    ),
    concepts=(
        (
            "{stop}. This is about the **order of lines**. Python runs a cell from top to bottom. {name} does"
            " get a value in this cell, but only on {later}, and Python has not been there yet."
        ),
        (
            "{mark}. A **name** exists from the moment it gets a value. Here {name} is used on {there} and"
            " first gets a value on {later}."
        ),
    ),
    plans=(
        (
            "Find the line that gives {name} its value: {later}.",
            "Ask what that line itself needs in order to work.",
            "Put it in a place where it runs before {there}.",
            "Run the whole cell again.",
        ),
        (
            "Follow your cell with a finger, line by line, as Python does.",
            "At {there}, list the names that have a value so far.",
            "See that {name} is not among them, and think about where it should be set.",
            "Change the order, then run the cell again.",
        ),
    ),
    examples=(
        Example(
            "The same thing with another name:",
            "print(candles * 2)   # NameError: nothing is called candles yet\ncandles = 7",
            "With the two lines swapped, Python knows `candles` when it needs it. What has to come first in"
            " your cell?",
        ),
        Example(
            "Functions have to be defined before they are called:",
            "greet_guest()        # NameError: the function comes later\n\n"
            "def greet_guest():\n    print('Come in!')",
            "The call belongs below the `def`. Which two places matter in your cell?",
        ),
    ),
)

_NEEDS_IMPORT = Card(
    questions=(
        (
            "{stop}: where does {name} come from, is it yours or part of a module? Has a line that brings it"
            " into your notebook been run yet?"
        ),
        (
            "{mark}: which module does {name} belong to? Which cell of your notebook imports it, and has that"
            " cell run?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **imports**. Modules are not there from the start. The name {name} usually"
            " stands for the module {module}, and Python knows it only after an import has run."
        ),
        (
            "{mark}. A **module** has to be imported once in each session before its name can be used."
            " Nothing has told Python yet what {name} is."
        ),
    ),
    plans=(
        (
            "Find out which module {name} stands for: usually {module}.",
            "Look for a cell in your notebook that imports it.",
            "If there is one, run it. If not, add one at the top.",
            "Make sure that the import uses the name you write on {there}.",
            "Run this cell again.",
        ),
        (
            "Check the first cells of the notebook for imports.",
            "Run them, for after a restart they have to run again.",
            "Compare the name in the import with {name}.",
            "Then come back to {there}.",
        ),
    ),
    examples=(
        Example(
            "A module must be imported before its name is used:",
            "print(calendar.isleap(2028))   # NameError\n\n"
            "import calendar\nprint(calendar.isleap(2028))   # works: True",
            "Which module plays the part of `calendar` in your cell?",
        ),
        Example(
            "A short name has to be given in the import:",
            "import textwrap as tw\n\nprint(tw.shorten('a very long title', 10))",
            "Here `tw` exists because of `as tw`. Where does {name} come into being in your notebook?",
        ),
    ),
)

_UNDEFINED = Card(
    questions=(
        (
            "{stop}: what should {name} be, a variable, a function or a piece of text? Where in your notebook"
            " does it get its value?"
        ),
        "{mark}: which line did you expect to set {name}? Has that line run, and is the spelling the same?",
    ),
    concepts=(
        (
            "{stop}. This is about **names**. A word without quotes is a name, and a name needs a value"
            " before it is used. Nothing that has run so far gave {name} a value. Text, on the other hand,"
            " stands in quotes."
        ),
        (
            "{mark}. Python took {name} for the **name of a value** and looked it up. No line that has run so"
            " far has set it."
        ),
    ),
    plans=(
        (
            "Say in words what {name} should be.",
            "If it is text, think about how Python tells text from names.",
            "If it is a variable or a function, find the line that sets it.",
            "If there is no such line, decide where it should be. If there is, check that it has run.",
            "Run the cell again.",
        ),
        (
            "Search your notebook for {name}.",
            "For each place, note whether it sets the name or only uses it.",
            "Check that one place sets it, and that it runs before {there}.",
            "Run the cells from the top again.",
        ),
    ),
    examples=(
        Example(
            "A name needs a value first; text needs quotes:",
            "print(marigold)      # NameError: no such name\nprint('marigold')    # text in quotes: works\n\n"
            "petals = 13\nprint(petals)        # a name with a value: works",
            "Which of the two is {name} meant to be?",
        ),
        Example(
            "A variable that is counted up needs a starting value:",
            "for ship in ['Ada', 'Eos']:\n    tonnage = tonnage + 40   # NameError: no tonnage yet\n\n"
            "tonnage = 0\nfor ship in ['Ada', 'Eos']:\n    tonnage = tonnage + 40   # works",
            "Where could {name} get its first value?",
        ),
    ),
)

_NAME = r"name '(?P<name>\w+)' is not defined"

FAMILIES = (
    family("name-of-another-cell", "NameError", _NAME, OTHER_CELL, _other_cell),
    family("name-used-too-early", "NameError", _NAME, _LATER, _later),
    family("name-of-a-function", "NameError", _NAME, INSIDE_FUNCTION, _inside_function),
    family("name-needs-import", "NameError", _NAME, _NEEDS_IMPORT, _needs_import),
    family("name-misspelt", "NameError", _NAME, _MISSPELT, _misspelt),
    family("name-undefined", "NameError", _NAME, _UNDEFINED, _plain),
)
