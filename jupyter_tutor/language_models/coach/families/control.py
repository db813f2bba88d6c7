"""Code that calls itself without end, or asks for more than there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family
from jupyter_tutor.language_models.coach.lookups import as_list, calls

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _function(evidence: Evidence) -> Slots:
    own = evidence.failure.own
    return {"function": code_span(own.function) if own and own.function else "the function"}


def _next_call(evidence: Evidence) -> Slots:
    return {"call": as_list(calls(evidence, "next"), "the next item")}


_RECURSION = Card(
    questions=(
        (
            "{stop}: for which input should {function} give an answer without calling itself? Does each call"
            " come closer to that input?"
        ),
        (
            "{mark}: what are the arguments of {function} in the first three calls? Do they get smaller each"
            " time,"
            " and where should they end?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **recursion**. A function that calls itself needs a simple case that it"
            " answers directly, and every call must come closer to it. Here the calls did not end."
        ),
        (
            "{mark}. Each call waits for the one inside it. Without a **base case** that is reached, they"
            " pile up until Python stops them."
        ),
    ),
    plans=(
        (
            "Name the simplest input of {function}, and its answer.",
            "Check that the function tests for this input first.",
            "Print the argument at the start of each call.",
            "See whether it comes closer to the simple case every time.",
            "Change what is handed on, or the test.",
        ),
        (
            "Follow {function} by hand for a very small input.",
            "Write down every call with its argument.",
            "Look for an argument that comes twice, or runs past the end.",
            "Mend the step that makes the next argument.",
        ),
    ),
    examples=(
        Example(
            "Counting down needs an end:",
            "def launch(seconds):\n    print(seconds)\n"
            "    launch(seconds - 1)     # never ends: RecursionError\n\n"
            "def launch_once(seconds):\n    if seconds == 0:        # the simple case\n        print('Go!')\n"
            "        return\n    print(seconds)\n    launch_once(seconds - 1)",
            "Which case ends your calls?",
        ),
        Example(
            "The argument has to change in every call:",
            "def digits(number):\n    if number < 10:\n        return 1\n"
            "    return 1 + digits(number // 10)    # smaller each time\n\nprint(digits(4096))    # 4",
            "What makes your argument smaller?",
        ),
    ),
)

_STOP = Card(
    questions=(
        "{stop}: how many items does the iterator give before that? How often is {call} asked for?",
        "{mark}: is anything left to give at that moment? Who took the items before?",
    ),
    concepts=(
        (
            "{stop}. This is about **iterators**. They hand out their items once, one after the other. When"
            " none is left, asking for one more gives this error."
        ),
        "{mark}. An **iterator** is used up as it is read. {call} asked for more than there was.",
    ),
    plans=(
        (
            "Count the items that the iterator can give.",
            "Count how often it is asked.",
            "Check whether a loop has used it up before.",
            "Make a new one, or stop asking in time.",
        ),
        (
            "Think about whether a `for` loop could do the asking.",
            "If not, decide what to do when nothing is left.",
            "Treat that case.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "An iterator gives each item once:",
            "line = iter(['ink', 'pen'])\nprint(next(line))    # ink\nprint(next(line))    # pen\n"
            "print(next(line))    # StopIteration",
            "How many items does yours have?",
        ),
        Example(
            "A second value for `next` is used when nothing is left:",
            "line = iter([])\nprint(next(line, 'none left'))",
            "What should happen in your code at the end?",
        ),
    ),
)

_MEMORY = Card(
    questions=(
        "{stop}: how many items should there be at that point? Is something growing that should not?",
        "{mark}: how large is what you make on this line? Could you do with a smaller part of it?",
    ),
    concepts=(
        (
            "{stop}. This is about **memory**. The computer had no room for what your code asked for. Either"
            " it is very large, or it grows without end."
        ),
        "{mark}. Every value needs **room in memory**. What this line asks for does not fit.",
    ),
    plans=(
        (
            "Work out how many items the line makes.",
            "Check whether a loop adds to a list without end.",
            "Try with a much smaller input.",
            "Keep only what you need later.",
        ),
        (
            "Print the length of your data just before {there}.",
            "Compare with what you expected.",
            "Find the line that makes it so large.",
            "Restart the kernel before you try again.",
        ),
    ),
    examples=(
        Example(
            "Work with one item at a time, and keep only the result:",
            "total = 0\nfor n in range(10 ** 6):    # no list is made\n    total = total + n % 7\n"
            "print(total)",
            "Do you need all of your items at once?",
        ),
        Example(
            "The size can be worked out before:",
            "side = 200_000\nprint(side * side * 8 / 1e9, 'GB')   # 320 GB for a square of decimals",
            "How large would your data be?",
        ),
    ),
)

_CHANGED_SIZE = Card(
    questions=(
        (
            "{stop}: what does the loop go through, and what is added or removed inside it? Can Python count"
            " on its place while that changes?"
        ),
        (
            "{mark}: which line in the loop changes the thing you loop over? Does it have to happen during"
            " the loop?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **changing while looping**. A dictionary or set must keep its size while"
            " a loop"
            " goes through it. Here something was added or removed."
        ),
        "{mark}. A loop over a dictionary or set loses its place when the **size changes**, so Python stops.",
    ),
    plans=(
        (
            "Find the line in the loop that adds or removes.",
            "Decide whether you could collect what has to change first.",
            "Change it after the loop.",
            "Run the cell again.",
        ),
        (
            "Think about looping over a copy.",
            "Or build a new dictionary with what should stay.",
            "Choose the one that is easier to read.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Loop over a copy of the keys:",
            "stock = {'figs': 0, 'nuts': 6}\nfor fruit in stock:          # RuntimeError\n"
            "    if stock[fruit] == 0:\n        del stock[fruit]\n\n"
            "for fruit in list(stock):    # a copy: works\n    if stock[fruit] == 0:\n"
            "        del stock[fruit]",
            "What could your loop go through instead?",
        ),
        Example(
            "Build a new one with what should stay:",
            "stock = {'figs': 0, 'nuts': 6}\nleft = {}\nfor fruit in stock:\n    if stock[fruit] > 0:\n"
            "        left[fruit] = stock[fruit]",
            "What should stay in your case?",
        ),
    ),
)

_NO_INPUT = Card(
    questions=(
        (
            "{stop}: who should type something in at that point? Is anybody there to do so when the cell"
            " runs by itself?"
        ),
        "{mark}: which call waits for a person? Could the value be given in the code instead?",
    ),
    concepts=(
        (
            "{stop}. This is about **input**. The code asked for something to be typed in, and there was"
            " nobody to answer, or the text had ended."
        ),
        "{mark}. `input` waits for a **person at the keyboard**. Where code runs by itself, nobody answers.",
    ),
    plans=(
        (
            "Find the call that asks for input.",
            "Decide whether a person will be there.",
            "If not, give the value in the code.",
            "Run the cell again.",
        ),
        (
            "Give the value a name at the top of the cell.",
            "Use that name where you asked before.",
            "Try two or three values.",
            "Keep the question only where somebody can answer.",
        ),
    ),
    examples=(
        Example(
            "A fixed value stands in for what would be typed:",
            "# age = int(input('Your age? '))\nage = 34\nprint(age + 1)",
            "Which value could stand in for yours?",
        ),
        Example(
            "A function can get the value as an argument:",
            "def next_birthday(age):\n    return age + 1\n\nprint(next_birthday(34))",
            "Could your code get its value in this way?",
        ),
    ),
)

FAMILIES = (
    family("recursion-without-end", "RecursionError", r"", _RECURSION, _function),
    family("iterator-used-up", "StopIteration StopAsyncIteration", r"", _STOP, _next_call),
    family("out-of-memory", "MemoryError _ArrayMemoryError", r"", _MEMORY),
    family("size-changed-in-loop", "RuntimeError", r"changed size during iteration", _CHANGED_SIZE),
    family("nobody-to-ask", "EOFError StdinNotImplementedError", r"", _NO_INPUT),
)
