"""Code that Python cannot read, when nothing more is known, or when it stands elsewhere."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.cards import Card, Example, family

UNREADABLE = Card(
    questions=(
        (
            "{stop}: what should this line do, read from left to right? At which sign does it stop making"
            " sense to"
            " you?"
        ),
        (
            "{mark}: how would a similar line look in your notes? Could the slip be at the end of the line"
            " before?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **grammar**. Code has rules, as a sentence has. Python reads up to the"
            " place where it cannot go on, so the slip is there or just before it."
        ),
        (
            "{mark}. Before anything runs, Python reads the **whole cell**. It came to a point that fits"
            " none of its rules, often because a sign or a word is missing, or is one too many."
        ),
    ),
    plans=(
        (
            "Look at the place that Python marks on {there}.",
            "Check the signs before it: brackets, quotes, commas, operators.",
            "Check the end of the line above.",
            "Make the line shorter until it can be read, then add the rest again.",
        ),
        (
            "Compare {there} with a line from your notes that does the same.",
            "Look for a word that is misspelt.",
            "Put the part that is marked in a cell of its own.",
            "Change one thing at a time, and run it.",
        ),
    ),
    examples=(
        Example(
            "Reading part by part shows the slip:",
            "total = 4 + * 6      # SyntaxError: two operators side by side\n"
            "total = 4 + 6        # this part is fine\n"
            "total = (4 + 2) * 6  # and this is what was meant",
            "Which part of your line can be read alone?",
        ),
        Example(
            "The slip can be one word:",
            "retrun 5             # SyntaxError at the 5, but the word is misspelt\n\n"
            "def five():\n    return 5",
            "Which word stands just before the place that is marked?",
        ),
    ),
)

ELSEWHERE = Card(
    questions=(
        "{stop}: which file or text does that line read as code? Which place in it does the message name?",
        "{mark}: where is the code that Python could not read, in your cell or somewhere else?",
    ),
    concepts=(
        (
            "{stop}. This is about **code in another place**. Your line can be read, but it reads other"
            " code, a file or a text, and the slip is in there."
        ),
        (
            "{mark}. The line itself is fine as Python. The **code it loads** is not. The message shows that"
            " place."
        ),
    ),
    plans=(
        (
            "Find in the message the file or text with the slip, and its line.",
            "Open it, and go to that line.",
            "Read the line and the end of the one before.",
            "Mend it there, restart the kernel, and run this cell again.",
        ),
        (
            "If the code is a text of yours, print it.",
            "If it is a file, open it in the editor.",
            "Look for the place that the message marks.",
            "Correct it there, not on {there}.",
        ),
    ),
    examples=(
        Example(
            "The slip is in the text, not in the line that reads it:",
            "rule = '4 +'\nprint(eval(rule))       # SyntaxError: in the text\nrule = '4 + 2'\n"
            "print(eval(rule))       # 6",
            "What does your line read?",
        ),
        Example(
            "A module of your own can have a slip:",
            "# in the file sails.py:  def hoist()      <- no colon\n"
            "import sails            # SyntaxError: in sails.py, line 1",
            "Which file does your message name?",
        ),
    ),
)

GENERAL = family("cannot-be-read", "SyntaxError", r"", UNREADABLE)
ELSEWHERE_FAMILY = family("syntax-elsewhere", "", r"", ELSEWHERE)
