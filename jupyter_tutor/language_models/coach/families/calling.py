"""Calls that cannot be made: not a function, wrong number of arguments, wrong brackets."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family, kind_of
from jupyter_tutor.language_models.coach.lookups import (
    as_list,
    bound_at,
    calls,
    line_nodes,
    subscripts,
)
from jupyter_tutor.language_models.coach.source import written

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _called_value(evidence: Evidence) -> Slots:
    found = [node.func for node in calls(evidence)]
    shadow = next(
        (
            node.id
            for node in found
            if isinstance(node, ast.Name) and hasattr(builtins, node.id) and bound_at(evidence.code, node.id)
        ),
        None,
    )
    target = code_span(shadow) if shadow else as_list(found, "what stands before the round brackets")
    return {
        "kind": kind_of(evidence.group("type")),
        "target": target,
        "shadow": f" {target} is a name of Python's own, and your cell gives it a new value."
        if shadow
        else "",
    }


def _square(evidence: Evidence) -> Slots:
    found = [node.value for node in subscripts(evidence)] or [
        node.value for node in subscripts(evidence, stored=True)
    ]
    return {
        "kind": kind_of(evidence.group("type")),
        "holder": as_list(found, "what stands before the square brackets"),
    }


def _arguments(evidence: Evidence) -> Slots:
    name = (evidence.group("function") or evidence.group("builtin")).rpartition(".")[2]
    found = calls(evidence, name)
    return {
        "function": code_span(name),
        "call": code_span(written(found[0])) if found else "the call",
        "names": evidence.group("names").replace("'", "`") or "its parameters",
    }


def _looped(evidence: Evidence) -> Slots:
    nodes = line_nodes(evidence)
    loops = [node.iter for node in nodes if isinstance(node, ast.For | ast.comprehension)]
    loops += [
        node.comparators[-1]
        for node in nodes
        if isinstance(node, ast.Compare) and isinstance(node.ops[-1], ast.In | ast.NotIn)
    ]
    return {
        "kind": kind_of(evidence.group("type") or evidence.group("other") or evidence.group("third")),
        "thing": as_list(loops, "the value on this line"),
    }


_NOT_CALLABLE = Card(
    questions=(
        (
            "{stop}: what is {target} at that moment, a function or something else? Did any line give that"
            " name a new value before?"
        ),
        "{mark}: what do the round brackets after {target} ask Python to do? Is that what you want there?",
    ),
    concepts=(
        (
            "{stop}. This is about **calling**. Round brackets after a value mean: run this function. But"
            " {target} is {kind}, and that cannot be run.{shadow}"
        ),
        (
            "{mark}. Only functions, methods and types can be **called**. What stands before the round"
            " brackets here is {kind}.{shadow}"
        ),
    ),
    plans=(
        (
            "Print the type of {target} just before {there}.",
            "Search your notebook for lines that give this name a value.",
            "If a name of Python's own was used for a variable, choose another name for that.",
            "If you meant an item or a product, check which sign belongs there.",
            "Restart the kernel if the old name has to come back.",
        ),
        (
            "Read {there} aloud: what should the round brackets do?",
            "Decide whether you want to call, to pick an item, or to multiply.",
            "Compare with the sign you typed.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "A variable may hide a function of Python:",
            "len = 12                  # now len is a number\nprint(len('harbour'))     # TypeError\n\n"
            "del len                   # the function is back\nlength = 12               # a name of its own",
            "Which names in your notebook are also names of Python's?",
        ),
        Example(
            "Items are picked with square brackets:",
            "tides = [2.1, 3.4]\nprint(tides(0))    # TypeError: looks like a call\n"
            "print(tides[0])    # an item: works",
            "Which brackets belong on {there}?",
        ),
    ),
)

_NOT_SUBSCRIPTABLE = Card(
    questions=(
        "{stop}: what is {holder} at that moment? Does a value of that kind have items to pick from?",
        (
            "{mark}: which type do you expect {holder} to have, and which has it got? Are the square brackets"
            " what you meant?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **square brackets**. They pick an item out of a list, a text or a"
            " dictionary. Here {holder} is {kind}, and that has no items."
        ),
        (
            "{mark}. Only values made of **items** can be asked for one. What stands before the square"
            " brackets is {kind}."
        ),
    ),
    plans=(
        (
            "Print {holder} and its type just before {there}.",
            "Is it a function or a method? Then think about which brackets a call needs.",
            "Is it a single number? Then find out where the whole group of values is.",
            "Change the line, and run the cell again.",
        ),
        (
            "Follow {holder} back to where it got its value.",
            "Check how many layers of brackets the data really has.",
            "Take away one layer, or use the right kind of brackets.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "Calls take round brackets:",
            "letters = ['b', 'a']\nletters.index['a']    # TypeError: a method is no list\n"
            "letters.index('a')    # a call: gives 1",
            "Do you want to call something on {there}, or to pick an item?",
        ),
        Example(
            "In a loop, the loop variable is already one item:",
            "scores = [18, 25]\nfor score in scores:\n    print(score[0])   # TypeError: score is a number\n"
            "    print(score)      # works",
            "How many layers does the value on {there} have?",
        ),
    ),
)

_NOT_ITERABLE = Card(
    questions=(
        (
            "{stop}: what is {thing} at that moment, one value or a group of values? What did you want to go"
            " through?"
        ),
        "{mark}: can you list the items of {thing}? What type does it have just before the error?",
    ),
    concepts=(
        (
            "{stop}. This is about **going through items**. A loop, `in` and unpacking need a group of"
            " values, such as a list, a text or a range. Here they met {kind}."
        ),
        (
            "{mark}. Python asked for the items one by one. A single value like {kind} has none, so it is not"
            " **iterable**."
        ),
    ),
    plans=(
        (
            "Print {thing} and its type.",
            "Decide what the loop should run over: numbers up to a limit, or items of a list?",
            "Find the expression that gives you exactly that.",
            "Use it on {there}.",
        ),
        (
            "Say in words: for each … do ….",
            "Check that the first gap is filled by a group of values.",
            "If you hold only one value, find where the group is.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "A number is no group of numbers:",
            "floors = 3\nfor floor in floors:          # TypeError\n    print(floor)\n\n"
            "for floor in range(floors):   # 0, 1, 2\n    print(floor)",
            "What should your loop run over?",
        ),
        Example(
            "Two names need two values:",
            "width, depth = 12          # TypeError: one number\nwidth, depth = 12, 7       # works",
            "How many values does your line get?",
        ),
    ),
)

_ARGUMENTS = Card(
    questions=(
        (
            "{stop}: how many values does {function} ask for, and how many does {call} hand in? Which one"
            " goes to which parameter?"
        ),
        (
            "{mark}: what does the first line of {function} list in its round brackets? Does {call} match"
            " that list?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **arguments and parameters**. The definition of {function} lists what it"
            " needs. A call has to hand in one value for each, no more and no fewer."
        ),
        (
            "{mark}. A call and a definition have to **fit together**: the same number of values, and only"
            " names that the definition knows. {call} does not fit {function}."
        ),
    ),
    plans=(
        (
            "Find the definition of {function}, or look it up in the help.",
            "Count its parameters. Which of them may be left out?",
            "Count the values in {call}.",
            "Match them one by one, from left to right.",
            "Change the call, or the definition if that is what is wrong.",
        ),
        (
            "Write down the parameters of {function} in a row.",
            "Write the values of {call} below them.",
            "See which place stays empty, or which value is left over.",
            "Run the cell again after the change.",
        ),
    ),
    examples=(
        Example(
            "A call hands in one value for each parameter:",
            "def fence(posts, gap):\n    return (posts - 1) * gap\n\n"
            "print(fence(5))         # TypeError: nothing for gap\nprint(fence(5, 2))      # works: 8",
            "Which parameter gets nothing, or too much, in your call?",
        ),
        Example(
            "A method also gets the object it belongs to, as `self`:",
            "class Kettle:\n    def fill(litres):            # self is missing\n        return litres\n\n"
            "    def pour(self, litres):      # works\n        return litres\n\n"
            "Kettle().fill(1)    # TypeError: 1 was expected but 2 were given",
            "Is the function in your message a method?",
        ),
    ),
)

_MISSING = (
    r"^(?P<function>[\w.<>]+)\(\) (?:missing \d+ required (?:positional"
    r"|keyword-only) arguments?: (?P<names>.+)"
    r"|takes .*|got (?:an unexpected|multiple|some positional).*|expected .*)"
    r"|^(?P<builtin>\w+) expected (?:at |\d)"
)

FAMILIES = (
    family(
        "not-callable", "TypeError", r"'(?P<type>[^']+)' object is not callable", _NOT_CALLABLE, _called_value
    ),
    family(
        "not-subscriptable",
        "TypeError",
        r"'(?P<type>[^']+)' object is not subscriptable",
        _NOT_SUBSCRIPTABLE,
        _square,
    ),
    family(
        "not-iterable",
        "TypeError",
        r"'(?P<type>[^']+)' object is not iterable|cannot unpack non-iterable (?P<other>\S+) object"
        r"|argument of type '(?P<third>[^']+)' is not",
        _NOT_ITERABLE,
        _looped,
    ),
    family("arguments-do-not-fit", "TypeError", _MISSING, _ARGUMENTS, _arguments),
)
