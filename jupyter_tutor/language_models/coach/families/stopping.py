"""Code that is stopped: by a check, by a person, by a time limit, or on purpose."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, family
from jupyter_tutor.language_models.coach.lookups import as_list, line_nodes

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _checked(evidence: Evidence) -> Slots:
    checks = [node.test for node in line_nodes(evidence) if isinstance(node, ast.Assert)]
    compared = [test for test in checks if isinstance(test, ast.Compare)]
    left = as_list([test.left for test in compared], "") if compared else ""
    right = as_list([test.comparators[-1] for test in compared], "") if compared else ""
    return {
        "check": as_list(checks, "the check"),
        "sides": f"{left} and {right}" if left and right else "the value you have and the value it wants",
    }


_ASSERTION = Card(
    questions=(
        (
            "{stop}: what does each side of {check} give when you run it alone? Which of the two did you"
            " expect to"
            " be different?"
        ),
        "{mark}: what does this check want to hold? Which value does your code give instead?",
    ),
    concepts=(
        (
            "{stop}. This is about a **check**. An `assert` line says what must be true at that point. Here"
            " it was not. Your code ran, but its result is not the one that was wanted."
        ),
        (
            "{mark}. A **failed check** is no crash: it compares what your code gives with what the task asks"
            " for. On {there} it compares {sides}."
        ),
    ),
    plans=(
        (
            "Run the two sides of the check on {there} in a cell of their own.",
            "Write down what you get, and what is wanted.",
            "Follow your code by hand for exactly this input.",
            "Find the first step whose result you did not expect.",
            "Mend that step, then run the check again.",
        ),
        (
            "Say in words what the check asks for.",
            "Is the input special: empty, very small, with equal items?",
            "Ask what your code does with such an input.",
            "Change it, and run all checks again.",
        ),
    ),
    examples=(
        Example(
            "A check that fails shows a case to think about:",
            "def initials(person):\n    return person[0]\n\n"
            "assert initials('Mia Holm') == 'MH'    # AssertionError\n"
            "print(initials('Mia Holm'))            # what comes out: 'M'",
            "Got `M`, wanted `MH`: the second word is missing. What do you get, and what is wanted?",
        ),
        Example(
            "Look at both sides before you change anything:",
            "def shorter(rope):\n    return rope - 2\n\nprint(shorter(9))       # got: 7\n"
            "print(9 / 2)            # wanted: half of it, 4.5\nassert shorter(9) == 4.5",
            "Which of your two sides is not what you thought?",
        ),
    ),
)

_STOPPED = Card(
    questions=(
        (
            "{stop}: was it a loop that you had to stop? Which value should make it end, and does that value"
            " change inside the loop?"
        ),
        (
            "{mark}: how many rounds did you expect before it was stopped? What makes the condition false in"
            " the end?"
        ),
    ),
    concepts=(
        (
            "{stop}. This means that the run was **stopped from outside**, by you or by a time limit. Often"
            " a loop"
            " does not end, because nothing in it makes its condition false. Or the work is just long."
        ),
        (
            "{mark}. Nothing crashed here: the run was **cut off**. {There} is where Python was at that"
            " moment. A loop that never ends is a common reason."
        ),
    ),
    plans=(
        (
            "Find the loop around {there}.",
            "Write down which names its condition uses.",
            "Check that each round changes one of them.",
            "Check that the change leads towards the end, and does not skip it.",
            "Try again with a very small input.",
        ),
        (
            "Print the values of the condition in each round.",
            "Let it run for a moment, then stop it.",
            "Look at the numbers: do they change, and in the right direction?",
            "Mend the line that should change them.",
        ),
    ),
    examples=(
        Example(
            "What the condition asks about has to change:",
            "water = 0\nwhile water < 30:\n    print('filling')      # water stays 0: no end\n\n"
            "water = 0\nwhile water < 30:\n    print('filling')\n"
            "    water = water + 10    # ends after three rounds",
            "Which line changes the value in your condition?",
        ),
        Example(
            "A loop can step over its end:",
            "fuel = 5\nwhile fuel != 0:\n    fuel = fuel - 2    # 3, 1, -1, … never 0\n\n"
            "fuel = 5\nwhile fuel > 0:\n    fuel = fuel - 2    # 3, 1, -1: ends",
            "Which values does your condition see?",
        ),
    ),
)

_NOT_WRITTEN = Card(
    questions=(
        (
            "{stop}: what should the code at this place do, according to the exercise? Which part of it"
            " could you write first?"
        ),
        (
            "{mark}: which line marks the place for your own code? What does the function get, and what"
            " should it give back?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is a **placeholder**. It marks a part that has not been written yet, and it stops"
            " the run on purpose. It does not mean that you did anything wrong."
        ),
        (
            "{mark}. Whoever wrote the exercise left a **gap** here. The error stays until your own code"
            " takes its place."
        ),
    ),
    plans=(
        (
            "Read the exercise, and say in one sentence what is asked for.",
            "Write down one input and the answer you expect.",
            "Think of the steps that lead from one to the other.",
            "Put your steps in the place of the marker on {there}.",
            "Try it with your example.",
        ),
        (
            "Find out what the function gets.",
            "Find out what it should hand back.",
            "Write the simplest case first.",
            "Run it, then add the next case.",
        ),
    ),
    examples=(
        Example(
            "A gap, and how it was filled:",
            "def perimeter(width, depth):\n    raise NotImplementedError\n\n"
            "def perimeter(width, depth):\n    return 2 * (width + depth)",
            "What should take the place of the marker in your cell?",
        ),
        Example(
            "Start with something small that runs:",
            "def vowels(word):\n    count = 0\n    for letter in word:\n        if letter in 'aeiou':\n"
            "            count = count + 1\n    return count",
            "What could the first small step be in your function?",
        ),
    ),
)

_RAISED = Card(
    questions=(
        (
            "{stop}: under which condition does your code come to this line? Is that condition true for a"
            " good reason here?"
        ),
        "{mark}: which check leads to this line? Which value made it true?",
    ),
    concepts=(
        (
            "{stop}. This error was **raised on purpose**: the line itself says so with `raise`. Whoever"
            " wrote it wants to stop when something is not as it should be."
        ),
        (
            "{mark}. `raise` **stops the run by choice**. The question is therefore what led to this line,"
            " and not what the line does."
        ),
    ),
    plans=(
        (
            "Find the condition above {there}.",
            "Print the values that it uses.",
            "Decide whether they are wrong, or whether the condition is.",
            "Mend that one.",
        ),
        (
            "Read the message after the name of the error.",
            "Say in words what it complains about.",
            "Find where that value comes from.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "A function refuses what it cannot use:",
            "def book(seats):\n    if seats < 1:\n        raise ValueError('at least one seat')\n"
            "    return seats * 9\n\n"
            "book(0)    # stops on purpose\nbook(2)    # 18",
            "Which value is refused in your case?",
        ),
        Example(
            "The condition may be the wrong one:",
            "def grade(points):\n    if points > 10:      # meant: more than 100\n"
            "        raise ValueError('too many points')\n    return points / 100",
            "Is your condition what you mean?",
        ),
    ),
)

RAISED = family("raised-on-purpose", "", r"", _RAISED)

FAMILIES = (
    family("not-written-yet", "NotImplementedError", r"", _NOT_WRITTEN),
    family("check-failed", "AssertionError", r"", _ASSERTION, _checked),
    family(
        "stopped-from-outside",
        "KeyboardInterrupt TimeoutError CellTimeoutError TimeLimitExceeded",
        r"",
        _STOPPED,
    ),
)
