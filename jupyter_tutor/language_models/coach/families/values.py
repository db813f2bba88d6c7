"""The right type, but a value that cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family
from jupyter_tutor.language_models.coach.lookups import as_list, calls, line_nodes, names_in

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _number(evidence: Evidence) -> Slots:
    found = [node for name in ("int", "float", "complex") for node in calls(evidence, name)]
    text = evidence.group("text") or evidence.group("other")
    return {"text": code_span(text) if text else "an empty text", "call": as_list(found, "the conversion")}


def _searched(evidence: Evidence) -> Slots:
    found = [node for name in ("remove", "index", "rindex") for node in calls(evidence, name)]
    return {
        "call": as_list(found, "the search"),
        "wanted": as_list([node.args[0] for node in found if node.args], "the value"),
    }


def _emptied(evidence: Evidence) -> Slots:
    name = evidence.group("function")
    return {"function": code_span(name), "call": as_list(calls(evidence, name), code_span(name))}


def _names(evidence: Evidence) -> Slots:
    names = names_in(line_nodes(evidence))[:4]
    return {"names": ", ".join(code_span(name) for name in names) or "the values"}


_NUMBER = Card(
    questions=(
        (
            "{stop}: which text goes into {call} at that moment? Would you call every character of it part"
            " of a number?"
        ),
        "{mark}: where does the text {text} come from? What should happen when it is not a number?",
    ),
    concepts=(
        (
            "{stop}. This is about **turning text into numbers**. It works only when the text is written as a"
            " number, with nothing else in it. `int` takes no decimal point. Here the text was {text}."
        ),
        (
            "{mark}. A text becomes a number only when **all of it reads as one**. Python found {text} and"
            " could not read it so."
        ),
    ),
    plans=(
        (
            "Print the text just before {there}, with its quotes, to see spaces too.",
            "Mark the characters that do not belong to a number.",
            "Find out where they come from.",
            "Take them away first, or pick another part of the data.",
            "Decide what to do with input that is no number.",
        ),
        (
            "Look at {text}: is it empty, a word, or a number with a point?",
            "For a number with a point, think about which type fits.",
            "For a word, check whether you are reading the right part.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Only what reads as a number can become one:",
            "print(int('19'))         # 19\nprint(int('19 km'))      # ValueError\n"
            "print(float('1.9'))      # 1.9\nprint(int('19 km'.split()[0]))   # 19: the first word alone",
            "Which part of your text is the number?",
        ),
        Example(
            "Data often has a heading or an empty line:",
            "column = ['grams', '250', '']\nfor entry in column:\n    if entry.isdigit():\n"
            "        print(int(entry) * 2)    # only 250 is used",
            "Which of your entries are no numbers?",
        ),
    ),
)


_NOT_THERE = Card(
    questions=(
        "{stop}: what does the list or text hold just before {call} runs? Is {wanted} in it at that moment?",
        (
            "{mark}: could {wanted} have been taken out earlier, or never have been there? What should your"
            " code do in that case?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **searching**. Some methods look for a value and fail when it is not"
            " there. {call} did not find what it was asked for."
        ),
        "{mark}. To find or take out a value, it has to **be there**. At that moment {wanted} was not.",
    ),
    plans=(
        (
            "Print the list or text, and {wanted}, just before {there}.",
            "Compare types too: a number is not equal to text that looks the same.",
            "Check whether an earlier round took the value out.",
            "Ask first whether the value is there, or change what you look for.",
        ),
        (
            "Follow the list by hand through the rounds of the loop.",
            "Note what is added and what is taken out.",
            "Find the round in which {wanted} is missing.",
            "Decide what should happen then.",
        ),
    ),
    examples=(
        Example(
            "Ask before you take:",
            "shelf = ['globe', 'vase']\nshelf.remove('clock')        # ValueError\n\n"
            "if 'clock' in shelf:\n    shelf.remove('clock')    # skipped: nothing fails",
            "Is the value surely there on {there}?",
        ),
        Example(
            "Numbers and texts are not equal:",
            "platforms = ['4', '7']\nprint(platforms.index(7))      # ValueError: 7 is not '7'\n"
            "print(platforms.index('7'))    # 1",
            "Does the type of {wanted} fit the items?",
        ),
    ),
)

_EMPTY = Card(
    questions=(
        (
            "{stop}: what does {call} get at that moment? Which answer would you give when there is nothing"
            " to choose from?"
        ),
        (
            "{mark}: why is there nothing in what {function} was given? Was it never filled, or was"
            " everything left out?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **empty data**. There is no largest or smallest among no items at all, so"
            " {function} has no answer."
        ),
        "{mark}. {function} picks one of several values. With **nothing to pick from**, it fails.",
    ),
    plans=(
        (
            "Print what goes into {call}.",
            "Find out why it is empty.",
            "Decide what the answer should be in that case.",
            "Treat the empty case before {there}.",
        ),
        (
            "Test with none, one and two items.",
            "See which of them fails.",
            "Check the line that fills the data.",
            "Mend it, or give an answer for no items.",
        ),
    ),
    examples=(
        Example(
            "An answer for no items can be given:",
            "jumps = []\nprint(max(jumps))               # ValueError\nprint(max(jumps, default=0))    # 0",
            "What would be the right answer in your task?",
        ),
        Example(
            "A filter may leave nothing over:",
            "winds = [3, 5]\nstorms = []\nfor wind in winds:\n    if wind > 9:\n        storms.append(wind)\n"
            "if storms:\n    print(min(storms))\nelse:\n    print('no storm')",
            "What does your filter leave?",
        ),
    ),
)

_OTHER = Card(
    questions=(
        "{stop}: which values do {names} have at that moment? Which values would this line accept?",
        (
            "{mark}: what does the message say about the value, in your own words? Which value on this line"
            " could it mean?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **values**. The type fits, but the value itself cannot be used here. The"
            " words after the name of the error say why."
        ),
        (
            "{mark}. A `ValueError` means: right kind of thing, **wrong value**. Some function on {there}"
            " does not accept what it got."
        ),
    ),
    plans=(
        (
            "Read the message: which function or value does it speak of?",
            "Print {names} just before {there}.",
            "Look up which values that function takes.",
            "Find out where the odd one comes from.",
        ),
        (
            "Cut {there} into parts, and run each alone.",
            "See which part fails.",
            "Try it with a value for which you know the answer.",
            "Compare that value with yours.",
        ),
    ),
    examples=(
        Example(
            "A function may not accept every value of a type:",
            "print(chr(65))       # 'A'\nprint(chr(-1))       # ValueError: no such character",
            "Which values does the function on {there} accept?",
        ),
        Example(
            "A step of zero leads nowhere:",
            "for hour in range(0, 12, 4):\n    print(hour)      # 0, 4, 8\n"
            "for hour in range(0, 12, 0):   # ValueError\n    print(hour)",
            "Which of your values is outside of what is allowed?",
        ),
    ),
)

_NO_NUMBER = (
    r"invalid literal for int\(\) with base \d+: '(?P<text>.*)'"
    r"|could not convert string to \w+: '?(?P<other>.*?)'?$|complex\(\) arg is a malformed string"
)

FAMILIES = (
    family("text-is-no-number", "ValueError", _NO_NUMBER, _NUMBER, _number),
    family(
        "value-not-found",
        "ValueError",
        r"(?:x not in (?:list|tuple|deque)|is not in (?:list|tuple|range|deque)|substring not found"
        r"|list\.remove\(x\)|tuple\.index\(x\))",
        _NOT_THERE,
        _searched,
    ),
    family(
        "nothing-to-choose",
        "ValueError",
        r"(?P<function>max|min)\(\) (?:arg|iterable argument) is (?:an )?empty",
        _EMPTY,
        _emptied,
    ),
    family("value-does-not-fit", "ValueError", r"", _OTHER, _names),
)
