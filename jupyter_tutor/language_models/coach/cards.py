"""What the coach can say about one thing: a card per thing, several wordings per step of the ladder.

Texts are templates for `str.format_map`. Every card may use

- `{stop}` and `{mark}`: two ways to say where Python stopped and with what, to begin a sentence,
- `{error}`: the exception and its message as code, `{ename}`: its name as code,
- `{there}` and `{There}`: `line 3`, or words for it when the line is not known,

and a family's `facts` add what they find. Values of slots are not templates themselves, so a
student's braces are safe.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jupyter_tutor.language_models.coach.source import StudentCode
from jupyter_tutor.language_models.coach.traceback_reader import Failure

Slots = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: what is going on, the code, and what to take home. The code is no template."""

    before: str
    code: str
    after: str


@dataclass(frozen=True, slots=True)
class Card:
    """The wordings for levels 1 to 4, at least two of each.

    `questions` hold only sentences that end in a question mark; `concepts` no steps and no fix;
    `plans` steps without code; `examples` names and values of their own.
    """

    questions: tuple[str, ...]
    concepts: tuple[str, ...]
    plans: tuple[tuple[str, ...], ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about a failure. `code` is the cell in which its line stands, `others` the rest."""

    failure: Failure
    line: int | None
    text: str
    code: StudentCode
    others: tuple[StudentCode, ...] = ()
    said: re.Match[str] | None = None

    def group(self, name: str) -> str:
        """A named part of the message, "" when the pattern does not have it."""
        return (self.said.groupdict().get(name) or "") if self.said else ""


Facts = Callable[[Evidence], Slots | None]
"""Finds the slots of a family in the evidence; None says that the family does not fit after all."""


def no_facts(_evidence: Evidence) -> Slots:
    """For families whose texts need nothing but the common slots."""
    return {}


@dataclass(frozen=True, slots=True)
class Family:
    """Failures that are explained alike: these exceptions, with a message like `pattern`."""

    key: str
    enames: frozenset[str]
    card: Card
    pattern: re.Pattern[str] = field(default=re.compile(""))
    facts: Facts = no_facts


def family(key: str, enames: str, pattern: str, card: Card, facts: Facts = no_facts) -> Family:
    """A family from its exceptions' names, separated by spaces, and the pattern of its messages."""
    return Family(key, frozenset(enames.split()), card, re.compile(pattern, re.DOTALL), facts)


def code_span(text: str, longest: int = 60, most_words: int = 10) -> str:
    """Text as inline code on one line, shortened; it cannot end the span or open a code block."""
    flat = re.sub("`{2,}", "`", " ".join(text.split())) or "…"
    words = flat.split(" ")
    short = " ".join(words[:most_words])
    if len(short) > longest:
        short = short[:longest].rpartition(" ")[0] or short[:longest]
    short = f"{short} …" if short != flat else short
    return f"`` {short} ``" if "`" in short else f"`{short}`"


def kind_of(type_name: str) -> str:
    """A type in plain words, with its name as Python prints it."""
    words = {
        "int": "a whole number (`int`)",
        "float": "a decimal number (`float`)",
        "str": "text (`str`)",
        "bool": "a truth value (`bool`)",
        "list": "a `list`",
        "tuple": "a `tuple`",
        "dict": "a dictionary (`dict`)",
        "set": "a `set`",
        "NoneType": "`None`",
        "function": "a function",
        "method": "a method",
        "builtin_function_or_method": "a built-in function",
        "type": "a type itself",
        "module": "a module",
    }
    if not type_name:
        return "a value of another type"
    return words.get(type_name, f"a {code_span(type_name)} object")
