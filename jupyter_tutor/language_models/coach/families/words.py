"""Code that Python cannot read: words, numbers and signs that are not Python's."""

from __future__ import annotations

import keyword
import re
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _foreign(evidence: Evidence) -> Slots | None:
    found = re.search(r"&&|\|\||\+\+|--$|===|!==|<>|!(?!=)", re.sub(r"'[^']*'|\"[^\"]*\"", "", evidence.text))
    return {"sign": code_span(found[0])} if found else None


def _keyword(evidence: Evidence) -> Slots | None:
    found = re.match(r"(?:def |for )?(?P<word>[a-zA-Z]+)\s*(?:=[^=]|\()", evidence.text)
    if found is None or not keyword.iskeyword(found["word"]) or found["word"] in {"None", "True", "False"}:
        return None
    return {"word": code_span(found["word"])} if "=" in found[0] else None


NUMBER = Card(
    questions=(
        "{stop}: is there a word on this line that starts with a digit? Should it be a number or a name?",
        "{mark}: which part of this line begins with a digit? How may names and numbers be written?",
    ),
    concepts=(
        (
            "{stop}. This is about **numbers and names**. What starts with a digit is a number to Python, so"
            " no letters may follow. Names start with a letter or `_`, and whole numbers do not start with"
            " zero."
        ),
        (
            "{mark}. Python read a **number** and met something that does not belong in one. A name cannot"
            " start with a digit."
        ),
    ),
    plans=(
        (
            "Find the part of {there} that starts with a digit.",
            "Decide whether it should be a name or a number.",
            "If a name, choose one that starts with a letter.",
            "If a number, look for letters, blanks or zeros too many. Maybe a sign is missing.",
        ),
        (
            "Split {there} into names, numbers and signs.",
            "Check each of them alone.",
            "Change the one that is neither.",
            "Use the new name everywhere.",
        ),
    ),
    examples=(
        Example(
            "A name starts with a letter:",
            "2nd_guest = 'Omar'     # SyntaxError\nguest_2 = 'Omar'       # works",
            "What could your name be?",
        ),
        Example(
            "A product needs its sign, and numbers have no zeros in front:",
            "depth = 8\nprint(3depth)       # SyntaxError\nprint(3 * depth)    # 24\n"
            "room = 7            # not 007",
            "Which part of your line looks like one of these?",
        ),
    ),
)

KEYWORD = Card(
    questions=(
        (
            "{stop}: is {word} a name of your choice, or a word of the language? What does its colour in the"
            " editor tell you?"
        ),
        "{mark}: may {word} be used as the name of a variable? How could you find out?",
    ),
    concepts=(
        (
            "{stop}. This is about **reserved words**. Some words belong to Python itself, and cannot be"
            " names. {word} is one of those."
        ),
        "{mark}. A **keyword** such as {word} has a fixed meaning, so it cannot stand for a value of yours.",
    ),
    plans=(
        (
            "Think of another name for {word} that says what it holds.",
            "Change it on {there}.",
            "Change it wherever you use it.",
            "Run the cell again.",
        ),
        (
            "Search the cell for {word}.",
            "Decide for each place whether you mean the keyword.",
            "Give your own variable a new name.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "A keyword is no name:",
            "lambda = 0.7         # SyntaxError\ndecay = 0.7          # a name of your own: works",
            "What else could your variable be called?",
        ),
        Example(
            "Often a longer name says more:",
            "from = 'Riga'          # SyntaxError\nstart_city = 'Riga'    # works",
            "What does your value stand for?",
        ),
    ),
)

FOREIGN = Card(
    questions=(
        "{stop}: is {sign} a sign of Python, or of another language? What do you want it to do?",
        "{mark}: how does Python write what you mean by {sign}?",
    ),
    concepts=(
        (
            "{stop}. This is about **operators**. Each language has its own, and {sign} is not one that fits"
            " here in Python. Python often uses a plain word instead of a sign."
        ),
        (
            "{mark}. An **operator** of another language is not always known to Python. {sign} looks like"
            " such a one."
        ),
    ),
    plans=(
        (
            "Say in words what {sign} should do on {there}.",
            "Look up how Python writes that.",
            "Change it here and in similar lines.",
            "Run the cell again.",
        ),
        (
            "Find a line in your course notes that does the same.",
            "Compare its signs with yours.",
            "Use the form from the notes.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Python joins conditions by words:",
            "sunny = True\nwindy = False\nif sunny && !windy:        # SyntaxError\n    print('picnic')\n"
            "if sunny and not windy:    # works\n    print('picnic')",
            "Which word do you need?",
        ),
        Example(
            "Counting up is written in full:",
            "geese = 4\ngeese++          # SyntaxError\ngeese += 1       # works: 5",
            "How would your line look in this form?",
        ),
    ),
)

F_STRING = Card(
    questions=(
        (
            "{stop}: what stands inside the curly brackets of the text? Would it work as code on a line of"
            " its own?"
        ),
        (
            "{mark}: does every curly bracket in the text have its partner? Which quotes do you use inside,"
            " and which outside?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **f-strings**. In such a text, curly brackets hold code whose value is"
            " put in. The code has to be complete, and every bracket closed."
        ),
        (
            "{mark}. An **f-string** mixes text and code. Here the code between the curly brackets could not"
            " be read."
        ),
    ),
    plans=(
        (
            "Find the curly brackets in the text on {there}.",
            "Check that each one is closed.",
            "Run what stands between them in a cell of its own.",
            "Look at the quotes: inside there should be others than outside.",
        ),
        (
            "Work out the value on a line before, under a name.",
            "Put only that name between the curly brackets.",
            "See whether the text can be read now.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "The code inside must be complete:",
            "berths = 6\nprint(f'{berths free')      # SyntaxError\nprint(f'{berths} free')     # 6 free",
            "Where should your curly bracket be closed?",
        ),
        Example(
            "A name for the value keeps the text short:",
            "log = {'km': 71}\nkm = log['km']\nprint(f'{km} km today')",
            "Which value could get a name first?",
        ),
    ),
)


_VAGUE = r"^invalid syntax$"

FAMILIES = (
    family("number-or-name", "SyntaxError", r"invalid (?:decimal|\w+) literal|leading zeros", NUMBER),
    family("reserved-word", "SyntaxError", _VAGUE, KEYWORD, _keyword),
    family("sign-of-another-language", "SyntaxError", _VAGUE, FOREIGN, _foreign),
    family("f-string", "SyntaxError", r"^f-string", F_STRING),
)
