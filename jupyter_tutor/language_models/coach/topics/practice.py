"""Cards on modules, on errors, and on finding mistakes."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example

MODULES = Card(
    questions=(
        (
            "What do you need that Python does not have from the start? Which module has it, and how is it"
            " named there?"
        ),
        "Which name do you want to use for the module in your code? Has the cell with the import run?",
    ),
    concepts=(
        (
            "A **module** is a collection of functions. `import` makes it known under its name, and a dot"
            " leads to what is in it. That has to run once after each start of the kernel."
        ),
        (
            "With **`import`** you get a whole module, with `from … import` single names out of it, and with"
            " `as` another name for it."
        ),
    ),
    plans=(
        (
            "Find out which module has what you need.",
            "Import it in the first cell.",
            "Look at its names with a dot and Tab.",
            "Use what you need, with the name of the module in front.",
        ),
        (
            "Look at how your course notes import it.",
            "Use the same form.",
            "Run that cell first.",
            "Restart and run all, to see that the order is right.",
        ),
    ),
    examples=(
        Example(
            "Three forms of import:",
            "import math\nfrom math import pi\nimport statistics as st\n\n"
            "print(math.floor(7.9), pi, st.mode([3, 3, 8]))",
            "Which form fits your case?",
        ),
        Example(
            "The help of a module is at hand:",
            "import textwrap\nhelp(textwrap.shorten)",
            "What does the help say about your function?",
        ),
    ),
)

EXCEPTIONS = Card(
    questions=(
        "Which step may fail, and with which error? What should your code do in that case?",
        "What do the last line and the arrow of the message tell you? Which value was it about?",
    ),
    concepts=(
        (
            "An **exception** says that a step could not be done. The last line of the message names it; the"
            " arrow shows the line. With `try` and `except` you can decide what happens instead."
        ),
        (
            "A **traceback** is read from the bottom: first the name of the error and its words, then the"
            " line in your own code."
        ),
    ),
    plans=(
        (
            "Read the last line of the message.",
            "Find the lowest line of your own code in it.",
            "Print the values on that line.",
            "Decide: mend the cause, or treat the case with `try`.",
        ),
        (
            "Name the one step that may fail.",
            "Put only this step into `try`.",
            "Name the error that you expect.",
            "Say what should happen then.",
        ),
    ),
    examples=(
        Example(
            "Only the step that may fail is tried:",
            "entry = 'nine'\ntry:\n    eggs = int(entry)\nexcept ValueError:\n    eggs = 0\n"
            "print(eggs)      # 0",
            "Which step may fail in your code?",
        ),
        Example(
            "The message is a help, not a blame:",
            "ropes = [12, 30]\nprint(ropes[2])\n# IndexError: list index out of range\n"
            "# what: no such place. where: line 2",
            "What do the two parts say in your message?",
        ),
    ),
)

DEBUGGING = Card(
    questions=(
        (
            "For which input is the result wrong, what comes out, and what should? Which is the first step"
            " whose value surprises you?"
        ),
        (
            "Which is the smallest input that still goes wrong? What does each name hold, line by line, for"
            " that input?"
        ),
    ),
    concepts=(
        (
            "To find a **wrong result**, compare what you expect with what is there, step by step. The"
            " mistake lies just before the first difference. Which input shows yours?"
        ),
        (
            "Code does what it says, not what was meant. **Following it by hand** for a small input shows"
            " where the two part. What comes out in your case, and what should?"
        ),
    ),
    plans=(
        (
            "Choose the smallest input that gives a wrong result.",
            "Write down the right result, and how you get it by hand.",
            "Print the values after each step of your code.",
            "Find the first one that differs from your own.",
            "Mend the line before it, and test the old inputs again.",
        ),
        (
            "Test the border cases: nothing, one item, equal items, negative numbers.",
            "Note which of them go wrong.",
            "Ask what those have in common.",
            "Look at the line that treats just this.",
        ),
    ),
    examples=(
        Example(
            "Printing in each round shows the step that goes wrong:",
            "def longest(ropes):\n    best = 0\n    for rope in ropes:\n        if rope > best:\n"
            "            best = rope\n        print(rope, best)      # look here\n    return best\n\n"
            "longest([-4, -9])          # best stays 0: the start is wrong",
            "What do the values in your code show?",
        ),
        Example(
            "A check says what you expect:",
            "def middle(word):\n    return word[len(word) // 2]\n\nassert middle('oak') == 'a'\n"
            "assert middle('x') == 'x'",
            "Which two checks would you write for your code?",
        ),
    ),
)
