"""What students ask about when nothing has failed: a card per topic, found by the words of the question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyter_tutor.language_models.coach.cards import Card
from jupyter_tutor.language_models.coach.topics import basics, collections, practice, tools, values

LONGEST_QUESTION = 4_000
"""Characters of a message that are searched for a topic."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a course teaches. `name` is how it is called in a sentence."""

    key: str
    name: str
    words: re.Pattern[str]
    card: Card


def _topic(key: str, name: str, words: str, card: Card) -> Topic:
    return Topic(key, name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE), card)


TOPICS = (
    _topic("recursion", "recursion", r"recursi(?:on|ve(?:ly)?)|base case", basics.RECURSION),
    _topic(
        "comprehensions",
        "comprehensions",
        r"(?:list|dict\w*|set) comprehensions?|comprehensions?",
        collections.COMPREHENSIONS,
    ),
    _topic(
        "arrays",
        "arrays",
        r"numpy|nd-?arrays?|arrays?|broadcast\w*|reshap\w+|matri(?:x|ces)|axis",
        tools.ARRAYS,
    ),
    _topic(
        "plots",
        "plots",
        r"plots?|plotting|matplotlib|charts?|histograms?|graphs?|figures?|scatter",
        tools.PLOTS,
    ),
    _topic(
        "classes",
        "classes",
        r"class(?:es)?|objects?|methods? of (?:a|the) class|self|__init__|inherit\w*|instances?",
        tools.CLASSES,
    ),
    _topic("dictionaries", "dictionaries", r"dict(?:s|ionar(?:y|ies))?|keys?", collections.DICTIONARIES),
    _topic("files", "files", r"files?|open\(\)|csv|read(?:ing)? (?:in )?a file|readlines?", tools.FILES),
    _topic("sorting", "sorting", r"sort(?:s|ed|ing)?", collections.SORTING),
    _topic("tuples-and-sets", "tuples and sets", r"tuples?|sets?", collections.TUPLES_AND_SETS),
    _topic(
        "strings",
        "text",
        r"strings?|f-?strings?|sub-?strings?|concatenat\w+|split|join|upper ?case|lower ?case",
        collections.STRINGS,
    ),
    _topic("loops", "loops", r"loops?|looping|for[- ]loops?|while|iterat\w+|range", basics.LOOPS),
    _topic(
        "functions",
        "functions",
        r"functions?|return(?:s|ed|ing)?|parameters?|arguments?|def",
        basics.FUNCTIONS,
    ),
    _topic("lists", "lists", r"lists?|index(?:es|ing)?|indices|slic(?:e|es|ing)|append", collections.LISTS),
    _topic(
        "conditions",
        "conditions",
        r"conditions?|conditionals?|if|elif|else|booleans?|true or false",
        basics.CONDITIONS,
    ),
    _topic("exceptions", "errors", r"exceptions?|try|except|traceback|errors?", practice.EXCEPTIONS),
    _topic("modules", "modules", r"modules?|imports?|packages?|librar(?:y|ies)", practice.MODULES),
    _topic("types", "types", r"types?|convert\w*|conversion|casting", values.TYPES),
    _topic(
        "numbers",
        "numbers",
        r"modulo|remainder|division|divide|floats?|integers?|round(?:ing)?|decimals?",
        values.NUMBERS,
    ),
    _topic("variables", "variables", r"variables?|assign\w*|scope", basics.VARIABLES),
)
"""Rare words first: who asks about recursion in a function means the recursion."""

DEBUGGING = Topic(
    "debugging",
    "finding the mistake",
    re.compile(
        r"\b(?:wrong|incorrect|(?:does ?n[o']?t|not|isn'?t) (?:work|correct|right|working)|unexpected|bug"
        r"|debug\w*"
        r"|fails?|failed|instead of|expected|test(?:s)?|why (?:is|does|do|am|are)|what.s (?:wrong"
        r"|the problem))\b",
        re.IGNORECASE,
    ),
    practice.DEBUGGING,
)

_DEFINING = (
    r"what(?:'s| is| are| does| do)(?: it)?(?: mean by)?(?: an?| the)?|explain|how (?:do|does|can|should"
    r"|would)"
    r"(?: I| we| you| one)?(?: \w+)?(?: an?| the)?|when (?:do|should)(?: I| we| you)?(?: use)?(?: an?| the)?"
    r"|difference between(?: an?| the)?|tell me about|what does"
)
_EVERYDAY = frozenset(
    {
        "if",
        "else",
        "try",
        "set",
        "sets",
        "while",
        "self",
        "class",
        "classes",
        "key",
        "keys",
        "object",
        "objects",
        "figure",
        "figures",
        "axis",
        "file",
        "range",
        "split",
        "join",
        "type",
        "types",
        "return",
        "returns",
        "package",
        "packages",
        "graph",
        "graphs",
        "read",
        "error",
        "errors",
    }
)
_WORKING = re.compile(r"\b(?:error|traceback|wrong|fail\w*|broken|my|this|line \d+)\b", re.IGNORECASE)


def topic_asked_for(text: str) -> Topic | None:
    """The topic of a question for an explanation, such as `what is a loop?`; None for other messages.

    Questions about the student's own code or an error are not questions for an explanation.
    """
    text = text[:LONGEST_QUESTION]
    if _WORKING.search(text):
        return None
    for topic in TOPICS:
        if re.search(
            rf"\b(?:{_DEFINING})\W+(?:\w+\W+){{0,2}}?(?:{topic.words.pattern})", text, re.IGNORECASE
        ):
            return topic
    return None


def topic_of(text: str) -> Topic | None:
    """The topic that a message mentions, or None. Words of everyday English do not count."""
    text = text[:LONGEST_QUESTION]
    for topic in TOPICS:
        if any(found[0].lower() not in _EVERYDAY for found in topic.words.finditer(text)):
            return topic
    return None


def speaks_of_a_wrong_result(text: str) -> bool:
    """Whether a message says that something does not come out as it should."""
    return DEBUGGING.words.search(text[:LONGEST_QUESTION]) is not None
