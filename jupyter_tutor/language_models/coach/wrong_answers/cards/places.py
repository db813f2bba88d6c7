"""Cards on the kinds of lines: a condition, a loop, an answer, a step.

Besides {there} and {thing}, the line as code, they use {call}, the input of the failing check.
"""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example

CONDITION = Card(
    questions=(
        "Is {thing} true or false there, and should it be?",
        "Which way does {thing} send your code, and is that the way you want?",
    ),
    concepts=(
        (
            "It is a **condition**: it picks the way that the code takes. The cases at the edge, such as two"
            " equal values or nothing at all, are the ones most often missed."
        ),
        (
            "A **condition** cuts all cases into two groups. Is this case in the right group? A case may"
            " also be in none of your groups."
        ),
    ),
    plans=(
        (
            "Write down what each name in the condition on {there} holds for {call}.",
            "Say whether the condition is true for these values.",
            "Say in words when it should be true.",
            "Try the values at the edge: equal ones, the first, the last, none at all.",
            "Change the condition so that words and code agree, then run all checks.",
        ),
        (
            "Print the parts of the condition just before {there}.",
            "Run the code for {call}, and read what was shown.",
            "Find the first round in which it goes the wrong way.",
            "Ask which case this is, and where your code treats it.",
            "Treat it, and run all checks.",
        ),
    ),
    examples=(
        Example(
            "Here the value at the edge goes the wrong way:",
            "def may_ride(height):\n    if height > 120:      # 120 itself is left out\n"
            "        return True\n    return False\n\n"
            "print(may_ride(120))      # False, but the sign says: from 120",
            "Which value is at the edge in your case?",
        ),
        Example(
            "Here one case is in no group:",
            "def size(cups):\n    if cups > 10:\n        return 'large'\n    elif cups < 10:\n"
            "        return 'small'\n\nprint(size(10))      # None: nobody thought of 10",
            "Which case has no branch in your code?",
        ),
    ),
)

LOOP = Card(
    questions=(
        "How many rounds does {thing} make there, and how many do you need?",
        "What do the first and the last round of {thing} work with?",
    ),
    concepts=(
        (
            "It is the head of a **loop**. It decides which items are seen, and how often. The first and the"
            " last round are the ones to look at."
        ),
        (
            "The **rounds of a loop** come from its head. Is each item that counts seen once? And what"
            " happens when there are no items?"
        ),
    ),
    plans=(
        (
            "Take {call}, and write down the values of each round.",
            "Mark the item that matters for the answer.",
            "See whether some round reaches it, and what is done then.",
            "Look at what happens with no items at all.",
            "Change what is missing, then run all checks.",
        ),
        (
            "Print the loop's name at the start of each round.",
            "Run the code for {call}, and count the lines.",
            "Compare with the rounds that you need.",
            "Change the head or what is done in a round.",
            "Run all checks again.",
        ),
    ),
    examples=(
        Example(
            "The last pair is never looked at here:",
            "steps = [3, 5, 9]\nfor k in range(len(steps) - 2):\n    print(steps[k], steps[k + 1])\n"
            "# 3 5, and nothing more",
            "Which items does your loop leave out?",
        ),
        Example(
            "With no items there is no round at all:",
            "def heaviest(crates):\n    for crate in crates:\n        best = max(crates)\n"
            "    return best\n\nheaviest([])      # no round, so `best` was never set",
            "What does your code do without any round?",
        ),
    ),
)

ANSWER = Card(
    questions=(
        "When does your code get to {thing}, and has it seen all it needs by then?",
        "Which values make up {thing} at that moment?",
    ),
    concepts=(
        (
            "A **`return`** ends the whole function at once, inside a loop as well. Has it seen enough by"
            " then to be sure? And does it hand back the thing that was asked for?"
        ),
        (
            "This is where the **result** leaves the function. Either it leaves too early, or it was put"
            " together in another way than the task says."
        ),
    ),
    plans=(
        (
            "Follow {call} by hand until {there}.",
            "Write down what each name holds at that moment.",
            "Say what is still unknown then. Is the answer sure already?",
            "If not, think about where the answer is sure.",
            "Change that, and run all checks.",
        ),
        (
            "Print what {there} hands back, with a word that says so.",
            "Run the code for {call}.",
            "Work backwards: which line gave that value its last change?",
            "Compare it with the sentence in the task.",
            "Change that line, and run all checks.",
        ),
    ),
    examples=(
        Example(
            "This answer leaves before the rest was seen:",
            "def any_ripe(plums):\n    for plum in plums:\n        if plum == 'ripe':\n"
            "            return True\n        else:\n            return False   # after one plum only\n\n"
            "print(any_ripe(['green', 'ripe']))   # False",
            "How much has your code seen when it answers?",
        ),
        Example(
            "Here the right thing is counted, but another is handed back:",
            "def tall_trees(trees):\n    tall = 0\n    for tree in trees:\n        if tree > 20:\n"
            "            tall = tall + 1\n    return len(trees)   # not what was counted",
            "Which name holds your answer?",
        ),
    ),
)

STEP = Card(
    questions=(
        "What changes when {thing} has run, and what did you want to change?",
        "What do the names in {thing} hold before and after it?",
    ),
    concepts=(
        (
            "It is a **step that changes a value**. What counts is what it changes, with what, and how often."
            " A name may still hold something old, or be set anew in each round."
        ),
        (
            "Each **name holds one value at a time**. A step may replace what you still need, or change a"
            " list while you go through it."
        ),
    ),
    plans=(
        (
            "Make a table with a column for each name on {there}.",
            "Follow {call}, and add a row each time the line runs.",
            "Find the first row that surprises you.",
            "Say in words what that row should have been.",
            "Change the step, and run all checks.",
        ),
        (
            "Print the names of {there} before and after it.",
            "Run the code for {call}.",
            "Look at the first two rounds only.",
            "Ask what is lost, doubled, or set back.",
            "Change the step, and run all checks.",
        ),
    ),
    examples=(
        Example(
            "The total is set back in each round:",
            "for bag in [4, 6]:\n    load = 0            # set anew each time\n    load = load + bag\n"
            "print(load)             # 6, not 10",
            "Is something set anew in your code that should stay?",
        ),
        Example(
            "A swap loses one value:",
            "left, right = 'tea', 'milk'\nleft = right\nright = left      # 'milk' again: 'tea' is gone\n"
            "print(left, right)",
            "Does a value get lost in your code before it is used?",
        ),
    ),
)
