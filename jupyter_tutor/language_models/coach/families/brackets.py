"""Code that Python cannot read: brackets and quotes without a partner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _bracket(evidence: Evidence) -> Slots | None:
    said = evidence.failure.evalue
    if "was never closed" not in said:
        fault = evidence.code.fault
        if fault is None or "was never closed" not in fault.evalue or fault.line != evidence.line:
            return None
        said = fault.evalue
    found = re.search(r"'(.)'", said)
    return {"bracket": code_span(found[1]) if found else "a bracket"}


def _extra(evidence: Evidence) -> Slots:
    return {"bracket": code_span(evidence.group("one") or evidence.group("other"))}


OPEN_BRACKET = Card(
    questions=(
        (
            "{stop}: how many opening brackets do you count on this line, and how many closing ones? Where"
            " should {bracket} end?"
        ),
        "{mark}: which bracket belongs to {bracket}? Can you find it, here or on a later line?",
    ),
    concepts=(
        (
            "{stop}. This is about **pairs of brackets**. Every opening bracket needs its closing one. Until"
            " it comes, Python reads on, and later lines seem wrong too. One {bracket} has no partner."
        ),
        (
            "{mark}. Brackets come in **pairs**: round, square or curly. Here Python came to the end and"
            " still waited for the partner of {bracket}."
        ),
    ),
    plans=(
        (
            "Go to {there}, and put the cursor beside {bracket}: the editor shows its partner.",
            "Count opening and closing brackets of each kind.",
            "Say where the call, the list or the sum should end.",
            "Close it there, and run the cell again.",
        ),
        (
            "Read {there} from the inside out.",
            "Tick off each pair of brackets.",
            "See which one is left without a partner.",
            "Decide where it should be closed.",
        ),
    ),
    examples=(
        Example(
            "One bracket is left open:",
            "print(round(7.86, 1)      # SyntaxError: '(' was never closed\n"
            "print(round(7.86, 1))     # two open, two closed",
            "How many do you count in your line?",
        ),
        Example(
            "A list over several lines needs its end too:",
            "moons = [\n    'Io',\n    'Titan',\n]               # closed here",
            "Where should yours be closed?",
        ),
    ),
)

EXTRA_BRACKET = Card(
    questions=(
        "{stop}: which opening bracket does {bracket} belong to? Are the two of the same kind?",
        "{mark}: how many brackets open on this line, and how many close? Is there one too many?",
    ),
    concepts=(
        (
            "{stop}. This is about **pairs of brackets**. Each closing bracket must belong to an opening one"
            " of the same kind. {bracket} has no such partner."
        ),
        (
            "{mark}. Brackets must close **in the right order**: the last one that was opened is closed"
            " first. {bracket} does not fit."
        ),
    ),
    plans=(
        (
            "Put the cursor beside {bracket} on {there}.",
            "Find its partner, if it has one.",
            "Check that both are round, square or curly.",
            "Take away the one too many, or add the one that is missing.",
        ),
        (
            "Tick off the pairs from the inside out.",
            "See which bracket is left over.",
            "Look at the line before as well.",
            "Correct it, and run the cell again.",
        ),
    ),
    examples=(
        Example(
            "One bracket too many:",
            "print(min(8, 3)))    # SyntaxError: unmatched ')'\nprint(min(8, 3))     # two open, two closed",
            "Which one is too many in your line?",
        ),
        Example(
            "The kinds have to match:",
            "chairs = [4, 6)     # opened square, closed round: SyntaxError\nchairs = [4, 6]     # works",
            "Which kind opens, and which closes on {there}?",
        ),
    ),
)

OPEN_TEXT = Card(
    questions=(
        "{stop}: where does the text begin on this line, and where should it end? Which sign ends it?",
        "{mark}: which quotes open the text and which close it? Is there a quote inside the text?",
    ),
    concepts=(
        (
            "{stop}. This is about **quotes**. A text starts and ends with the same kind of quote. Python"
            " came to the end and had not found the closing one."
        ),
        (
            "{mark}. A **text in quotes** ends at the next quote of the same kind. With an apostrophe"
            " inside, it ends too early, and the rest opens a new one."
        ),
    ),
    plans=(
        (
            "Find the quote that opens the text on {there}.",
            "Find the one that should close it. Is it there, and of the same kind?",
            "Look for an apostrophe within the text.",
            "Choose quotes that do not occur in the text.",
        ),
        (
            "Watch the colours in the editor: where does the text's colour go on too far?",
            "Go back to where it starts.",
            "Close the text where it should end.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "A text has to be closed:",
            "motto = 'Fair winds       # SyntaxError: never closed\nmotto = 'Fair winds'      # works",
            "Where should your text end?",
        ),
        Example(
            "Quotes of the other kind may stand inside:",
            "note = 'the cook's hat'      # the text ends after cook: SyntaxError\n"
            'note = "the cook\'s hat"      # works',
            "Which quotes occur inside your text?",
        ),
    ),
)

FAMILIES = (
    family(
        "bracket-not-closed",
        "SyntaxError",
        r"was never closed|incomplete input|unexpected EOF|invalid syntax",
        OPEN_BRACKET,
        _bracket,
    ),
    family(
        "bracket-without-partner",
        "SyntaxError",
        r"unmatched '(?P<one>.)'|closing parenthesis '(?P<other>.)' does not match",
        EXTRA_BRACKET,
        _extra,
    ),
    family(
        "text-not-closed",
        "SyntaxError",
        r"unterminated .*string|EOL while scanning|EOF while scanning",
        OPEN_TEXT,
    ),
)
