"""Code that Python cannot read: colons, commas and strange signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence

_HEAD = re.compile(r"^(?P<word>if|elif|else|for|while|def|class|with|try|except|finally)\b(?!\s*=)")


def _head(evidence: Evidence) -> Slots | None:
    """The word that opens the block; none when the line does end in a colon and the message is vague."""
    head = _HEAD.match(evidence.text)
    before_comment = evidence.text.partition("#")[0].rstrip()
    if evidence.failure.evalue != "expected ':'" and (head is None or ":" in before_comment):
        return None
    return {"word": code_span(head["word"]) if head else "`if` or `def`"}


def _else_if(evidence: Evidence) -> Slots | None:
    return {} if re.match(r"else\s+if\b|elseif\b|elsif\b", evidence.text) else None


def _character(evidence: Evidence) -> Slots:
    return {"character": code_span(evidence.group("character")) if evidence.group("character") else "a sign"}


COLON = Card(
    questions=(
        (
            "{stop}: which sign ends a line that opens a block? Can you find that sign at the end of the"
            " condition"
            " or the header?"
        ),
        (
            "{mark}: how does Python know where the header with {word} ends and its block begins? What do"
            " you see there in yours?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **headers of blocks**. A header such as {word} ends in a colon, and the"
            " indented block follows. Python looked for that sign and did not find it where it should be."
        ),
        (
            "{mark}. Words like `if`, `for`, `while` and `def` open a **block**. The **colon** separates the"
            " header from the block."
        ),
    ),
    plans=(
        (
            "Read {there} from left to right, up to the end of the header.",
            "Look at the last sign there.",
            "Compare it with a header from your course notes.",
            "Correct it, and run the cell again.",
        ),
        (
            "Find the word that opens the block: {word}.",
            "Say its whole condition or list aloud.",
            "Check which sign stands right after it.",
            "Check your other headers too.",
        ),
    ),
    examples=(
        Example(
            "The same slip in another header:",
            "while kettle_temp < 95     # SyntaxError: expected ':'\n    kettle_temp = kettle_temp + 5\n\n"
            "while kettle_temp < 95:    # the colon ends the header\n    kettle_temp = kettle_temp + 5",
            "What is missing in your header?",
        ),
        Example(
            "Every header in this cell ends in the same sign:",
            "def ring(bells):\n    for bell in bells:\n        if bell > 3:\n            print('dong')\n"
            "        else:\n            print('ding')",
            "Does each of yours?",
        ),
    ),
)

ELSE_IF = Card(
    questions=(
        "{stop}: how does Python write a second condition after an `if`? Is it one word or two?",
        "{mark}: which word does Python use when the first condition fails and another one should be tried?",
    ),
    concepts=(
        (
            "{stop}. This is about **conditions in a row**. Other languages write two words for a second"
            " condition. Python has one word of its own for it."
        ),
        (
            "{mark}. `else` takes **no condition**: it stands for all other cases. For one more condition,"
            " Python has another word."
        ),
    ),
    plans=(
        (
            "Find the second condition on {there}.",
            "Look up how Python writes one more condition after an `if`.",
            "Write it in that way, with a colon at the end.",
            "Run the cell again.",
        ),
        (
            "List your cases in words.",
            "Mark the first, those in the middle, and the last.",
            "Look up the word for those in the middle.",
            "Use it on {there}.",
        ),
    ),
    examples=(
        Example(
            "Three cases in a row:",
            "wind = 7\nif wind > 10:\n    print('storm')\nelif wind > 5:\n    print('breeze')\n"
            "else:\n    print('calm')",
            "Which of your cases is the one in the middle?",
        ),
        Example(
            "The word for one more condition can come many times:",
            "floor = 2\nif floor == 0:\n    print('hall')\nelif floor == 1:\n    print('library')\n"
            "elif floor == 2:\n    print('attic')",
            "How would your conditions look in this form?",
        ),
    ),
)


PRINT = Card(
    questions=(
        (
            "{stop}: what does `print` need around the things it should show? Could your line come from an"
            " old book or web page?"
        ),
        "{mark}: is `print` a function in your version of Python? What do calls of functions always have?",
    ),
    concepts=(
        (
            "{stop}. This is about **calling functions**. In today's Python `print` is a function like any"
            " other. In Python 2 it was a statement of its own, and old examples still show that."
        ),
        "{mark}. `print` is a **function**. What it should show is handed in as for every other call.",
    ),
    plans=(
        (
            "Look at how you call another function, such as `len`.",
            "Write the call on {there} in the same way.",
            "Check the other lines that print.",
            "Run the cell again.",
        ),
        (
            "Find everything that {there} should show.",
            "Hand it all in, as the arguments of one call.",
            "Separate several things by commas.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "A call has its arguments in round brackets:",
            "print 'harvest', 12       # SyntaxError in Python 3\nprint('harvest', 12)      # works",
            "How does your line look as a call?",
        ),
        Example(
            "Any function is called in the same way:",
            "print(abs(-8))\nprint(max(5, 11), 'apples')",
            "What are the arguments on {there}?",
        ),
    ),
)

CHARACTER = Card(
    questions=(
        (
            "{stop}: how does {character} differ from the sign on your keyboard? Was the line copied from a"
            " document or a web page?"
        ),
        "{mark}: which sign did you mean where {character} stands?",
    ),
    concepts=(
        (
            "{stop}. This is about **signs that look alike**. Word processors replace plain quotes and"
            " dashes by curly or long ones. Python does not know {character} as a sign of its language."
        ),
        (
            "{mark}. Python knows only the **plain signs** of the keyboard. {character} may look right, but"
            " it is another sign."
        ),
    ),
    plans=(
        (
            "Find {character} on {there}.",
            "Delete it, and type the plain sign on your keyboard.",
            "Search the cell for other signs of that kind.",
            "Run the cell again.",
        ),
        (
            "Look at all quotes, dashes and blanks on {there}.",
            "Type them anew, one by one.",
            "Do the same for other lines that you copied.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Curly quotes are not quotes to Python:",
            "sail = “red”      # SyntaxError: invalid character\nsail = 'red'      # plain quotes: works",
            "Which sign is it in your line?",
        ),
        Example(
            "A long dash is not a minus:",
            "drop = 9 – 4      # SyntaxError: a long dash\ndrop = 9 - 4      # a minus: works",
            "Which of your signs was copied?",
        ),
    ),
)


COMMA = Card(
    questions=(
        "{stop}: what has to stand between two items? Can you find a place where two items touch?",
        "{mark}: how many items did you want there, and what keeps them apart? Is a sign missing in between?",
    ),
    concepts=(
        (
            "{stop}. This is about **separating items**. The items of a list, a dictionary or a call are kept"
            " apart by a sign. Python found two things side by side with nothing in between."
        ),
        (
            "{mark}. Two **values side by side** mean nothing to Python. There has to be something between"
            " them: a sign that separates them, or an operator."
        ),
    ),
    plans=(
        (
            "Read the items on {there} one by one.",
            "Look at what stands between each two of them.",
            "Find the gap where nothing stands.",
            "Decide what belongs there, and run the cell again.",
        ),
        (
            "Write each item on a line of its own.",
            "Check the end of every line.",
            "See which one is different.",
            "Correct it.",
        ),
    ),
    examples=(
        Example(
            "Two items touch:",
            "ports = ['Bergen', 'Gdansk' 4]     # SyntaxError\nports = ['Bergen', 'Gdansk', 4]    # works",
            "Where do two of your items touch?",
        ),
        Example(
            "One item per line is easier to check:",
            "ages = {\n    'Liv': 31,\n    'Per': 28,\n    'Ute': 45,\n}",
            "What stands at the end of each of your lines?",
        ),
    ),
)

_VAGUE = r"^invalid syntax$"

FAMILIES = (
    family("else-if", "SyntaxError", rf"expected ':'|{_VAGUE}", ELSE_IF, _else_if),
    family("colon-missing", "SyntaxError", rf"^expected ':'|{_VAGUE}", COLON, _head),
    family("print-without-brackets", "SyntaxError", r"Missing parentheses in call to", PRINT),
    family(
        "strange-character",
        "SyntaxError",
        r"invalid (?:non-printable )?character (?:'(?P<character>.)')?",
        CHARACTER,
        _character,
    ),
    family("comma-missing", "SyntaxError", r"Perhaps you forgot a comma", COMMA),
)
