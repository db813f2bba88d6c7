"""Code that Python cannot read: setting and comparing, blocks, and the order of arguments."""

from __future__ import annotations

import keyword
import re
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _equals(evidence: Evidence) -> Slots | None:
    vague = evidence.failure.evalue == "invalid syntax"
    if vague and not re.match(r"(?:if|elif|while)\b[^=!<>]*[^=!<>:]=[^=]", evidence.text):
        return None
    return {}


def _target(evidence: Evidence) -> Slots:
    what = evidence.group("what").strip()
    if keyword.iskeyword(what):
        return {"what": code_span(what)}
    return {"what": f"an {what}" if what[:1] in "aeiou" else f"a {what}"}


def _word(evidence: Evidence) -> Slots:
    return {"word": code_span(evidence.group("word"))}


EQUALS = Card(
    questions=(
        (
            "{stop}: do you want to give a value here, or to ask whether two values are equal? How does"
            " Python write each of the two?"
        ),
        (
            "{mark}: what should the equals sign on this line do, set or compare? Which form does a condition"
            " need?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **setting and comparing**. One equals sign gives a name a value. A"
            " condition asks a question, and for that Python has another sign."
        ),
        (
            "{mark}. In Python, to **give** a value and to **compare** values are two things with two signs."
            " A condition has to compare."
        ),
    ),
    plans=(
        (
            "Say the condition on {there} aloud: is … equal to …?",
            "Look up which sign asks that question.",
            "Put it in the place of the sign you have.",
            "Check your other conditions, then run the cell again.",
        ),
        (
            "Mark every equals sign on {there}.",
            "Decide for each whether it sets or compares.",
            "Change those that do not match what you want.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "A condition compares, with two signs:",
            "season = 'autumn'            # gives a value\nif season = 'autumn':        # SyntaxError\n"
            "    print('rake')\nif season == 'autumn':       # asks a question\n    print('rake')",
            "Which of the two do you mean on {there}?",
        ),
        Example(
            "The answer to a comparison is true or false:",
            "gate = 9\nprint(gate == 9)     # True\nprint(gate == 12)    # False",
            "What should your condition ask?",
        ),
    ),
)

TARGET = Card(
    questions=(
        "{stop}: what stands to the left of the equals sign? Can it be given a value?",
        (
            "{mark}: which side of the equals sign is the name, and which is the value? Or did you want to"
            " compare?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **assignment**. On the left stands the name that gets a value, on the"
            " right the value. Here {what} stands on the left, and that is no name."
        ),
        (
            "{mark}. An equals sign means: work out the **right side**, and keep it under the name on the"
            " **left**. On the left there is {what}, and that cannot keep anything."
        ),
    ),
    plans=(
        (
            "Decide whether you want to give a value or to compare.",
            "To give one, put the name on the left and the value on the right.",
            "To compare, look up the sign for that.",
            "Run the cell again.",
        ),
        (
            "Say in words: … gets the value ….",
            "Check that the first gap is a name.",
            "Change {there} so that it follows this sentence.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "The name stands on the left:",
            "24 = hours          # SyntaxError: 24 cannot be given a value\nhours = 24          # works\n"
            "hours / 2 = half    # SyntaxError: a sum is no name\nhalf = hours / 2    # works",
            "What should get a value on {there}?",
        ),
        Example(
            "The result of a call needs a name:",
            "len('mast') = size      # SyntaxError\nsize = len('mast')      # works: 4",
            "Which name should keep your value?",
        ),
    ),
)

OUTSIDE = Card(
    questions=(
        (
            "{stop}: which function or loop should {word} belong to? How far is this line indented compared"
            " with it?"
        ),
        "{mark}: where may {word} stand? Is this line inside such a block?",
    ),
    concepts=(
        (
            "{stop}. This is about **blocks**. {word} makes sense only inside the block it belongs to. The"
            " indentation decides that, and by it this line lies outside."
        ),
        (
            "{mark}. `return` belongs in a **function**, `break` and `continue` in a **loop**. Judging by"
            " how it is indented, this line is in none."
        ),
    ),
    plans=(
        (
            "Find the function or loop that {word} should end.",
            "Compare how far its header and {there} are indented.",
            "Move the line into the block it belongs to.",
            "If there is no such block, ask what you want to happen instead.",
        ),
        (
            "Draw a line down the left edge of each block.",
            "See in which one {there} lies.",
            "Indent it so that it lies in the right one.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "A line that is indented too little is outside:",
            "def tip(bill):\n    extra = bill / 10\nreturn extra         # SyntaxError: outside\n\n"
            "def tip(bill):\n    extra = bill / 10\n    return extra     # inside: works",
            "Which block should your line be in?",
        ),
        Example(
            "`break` needs a loop around it:",
            "for page in [3, 8, 5]:\n    if page > 6:\n        break        # ends this loop\n"
            "print(page)          # 8",
            "Which loop should yours end?",
        ),
    ),
)


CALL_ORDER = Card(
    questions=(
        (
            "{stop}: which values in the call have a name in front, and which have none? In which order may"
            " they stand?"
        ),
        "{mark}: which value without a name comes after one with a name?",
    ),
    concepts=(
        (
            "{stop}. This is about **arguments**. Values without a name are matched by their place, so they"
            " come first. Those with a name come after them."
        ),
        (
            "{mark}. In a call, **place comes before name**. Once an argument has a name, all that follow"
            " need one as well."
        ),
    ),
    plans=(
        (
            "Mark the arguments that have a name.",
            "Mark those that have none.",
            "Put those without a name first, in the order of the definition.",
            "Run the cell again.",
        ),
        (
            "Look at the definition of the function.",
            "Give each value the name of its parameter, or put it in its place.",
            "Check that no parameter gets two values.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Values without a name come first:",
            "print(sep='-', 'dawn', 'dusk')     # SyntaxError\n"
            "print('dawn', 'dusk', sep='-')     # dawn-dusk",
            "Which of your values should come first?",
        ),
        Example(
            "Or every value has its name:",
            "def tent(poles, pegs):\n    return poles + pegs\n\nprint(tent(poles=2, pegs=8))",
            "Which names does your function know?",
        ),
    ),
)


_VAGUE = r"^invalid syntax$"


FAMILIES = (
    family(
        "one-equals-sign",
        "SyntaxError",
        rf"Maybe you meant '==' or ':=' instead of '='|{_VAGUE}",
        EQUALS,
        _equals,
    ),
    family(
        "nothing-to-assign-to", "SyntaxError", r"cannot assign to (?P<what>.+?)(?: here.*)?$", TARGET, _target
    ),
    family(
        "outside-of-its-block",
        "SyntaxError",
        r"'(?P<word>return|break|continue|yield|await)' (?:outside|not properly)",
        OUTSIDE,
        _word,
    ),
    family("argument-order", "SyntaxError", r"positional argument follows keyword", CALL_ORDER),
)
