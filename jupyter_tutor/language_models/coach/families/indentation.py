"""Lines that begin too far left, too far right, or with tabs and blanks mixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _header(evidence: Evidence) -> Slots:
    word, line = evidence.group("word"), evidence.group("line")
    if not line:
        return {"header": "the header above"}
    return {"header": f"the {code_span(word)} on line {line}" if word else f"the header on line {line}"}


_EXPECTED = Card(
    questions=(
        "{stop}: which lines should belong to {header}? How can Python see that they do?",
        (
            "{mark}: what should happen inside the block of {header}? Is that line further to the right than"
            " its header?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **indentation**. After a header, Python wants at least one line that is"
            " indented further. It found none for {header}."
        ),
        (
            "{mark}. What belongs to a header stands **further to the right** below it. The block of"
            " {header} is empty, or not indented."
        ),
    ),
    plans=(
        (
            "Find {header}.",
            "Say which lines should run as a part of it.",
            "Indent these lines by the same amount, usually four blanks.",
            "If nothing is to happen yet, look up the word that does nothing.",
        ),
        (
            "Compare how far {there} and its header are indented.",
            "Select the lines of the block, and press Tab.",
            "Check that a comment is not the only thing in the block.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "The block stands further to the right:",
            "for tree in ['oak', 'elm']:\nprint(tree)          # IndentationError\n\n"
            "for tree in ['oak', 'elm']:\n    print(tree)      # belongs to the loop",
            "Which lines belong to your header?",
        ),
        Example(
            "A block that does nothing yet still needs a line:",
            "def prune(tree):\n    # to be written            <- a comment is not enough\n    pass\n\n"
            "print('ready')",
            "What stands in your block so far?",
        ),
    ),
)

_LEVELS = Card(
    questions=(
        (
            "{stop}: which block should this line belong to? How many blanks does it begin with, and how"
            " many do its neighbours?"
        ),
        "{mark}: does this line start at exactly the same place as the other lines of its block?",
    ),
    concepts=(
        (
            "{stop}. This is about **indentation**. All lines of a block begin at the same place. A line may"
            " only stand further right after a header, and must come back to a level that exists."
        ),
        "{mark}. Python sees **blocks** by how far lines are indented. This one fits no open block.",
    ),
    plans=(
        (
            "Decide which block {there} belongs to.",
            "Look at the first line of that block.",
            "Give {there} the same number of blanks.",
            "Check the line above: should it be a header?",
        ),
        (
            "Remove all blanks at the start of {there}.",
            "Press Tab until it stands below its block.",
            "Do the same for the lines after it.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Lines of one block begin at the same place:",
            "tide = 4\n  print(tide)     # IndentationError: no block is open here\n\ntide = 4\n"
            "print(tide)       # works",
            "Where do the neighbours of your line begin?",
        ),
        Example(
            "Coming back needs a level that exists:",
            "def dock(ship):\n    print(ship)\n"
            "  print('docked')     # between two levels: IndentationError\n\n"
            "def dock(ship):\n    print(ship)\n    print('docked')   # same level: works",
            "Which level does your line belong to?",
        ),
    ),
)

_TABS = Card(
    questions=(
        (
            "{stop}: are the lines of this block indented with tabs, or with blanks? Was a part of them"
            " copied from"
            " somewhere else?"
        ),
        "{mark}: what do you see at the start of each line when you delete it sign by sign?",
    ),
    concepts=(
        (
            "{stop}. This is about **tabs and blanks**. They look alike, but Python cannot say how wide a"
            " tab is. Within a block only one of the two may be used."
        ),
        "{mark}. This line begins with a **mix of tabs and blanks** that does not match its neighbours.",
    ),
    plans=(
        (
            "Select the lines of the block.",
            "Remove what stands before their first letter.",
            "Indent them anew with the Tab key, which makes blanks in a notebook.",
            "Run the cell again.",
        ),
        (
            "Find the lines that you copied.",
            "Indent these anew.",
            "Check that all lines of the block line up.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Four blanks for each level, everywhere:",
            "def bake(loaves):\n    for loaf in loaves:\n        print(loaf)\n    return len(loaves)",
            "Which of your lines begins in another way?",
        ),
        Example(
            "`repr` shows tabs as `\\t`:",
            "line = '\\tprint(1)'\nprint(repr(line))    # '\\tprint(1)': a tab\nprint(line.expandtabs(4))",
            "What do the lines that you copied begin with?",
        ),
    ),
)

FAMILIES = (
    family("tabs-and-blanks", "TabError", r"", _TABS),
    family(
        "block-missing",
        "IndentationError",
        r"expected an indented block(?: after (?:'(?P<word>\w+)' statement|\w+ definition)"
        r" on line (?P<line>\d+))?",
        _EXPECTED,
        _header,
    ),
    family("level-of-indentation", "IndentationError", r"", _LEVELS),
)
