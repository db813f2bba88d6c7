"""Where in a streaming answer a line of code may begin, told from as few characters as possible.

Prose must not wait, so a line is only held when its beginning can be nothing else or may soon
turn out to be code: a keyword in lower case, an indentation after a blank line, an assignment.
"""

from __future__ import annotations

import re
from functools import cache

_INDENTED = 4

_KEYWORDS = (  # noqa: SIM905 - read as running text
    "def class for while if elif else return import from try except finally with print async await yield "
    "raise assert del global nonlocal lambda break continue pass"
).split()


@cache
def prose_stops() -> re.Pattern[str]:
    """Characters of prose at which code may begin, or the line ends."""
    return re.compile(r"[`\n=(]")


@cache
def _list_mark() -> re.Pattern[str]:
    return re.compile(r"[ \t]*(?:[-*+]|>|\d{1,4}[.)])[ \t]")


@cache
def _open_list_mark() -> re.Pattern[str]:
    return re.compile(r"[ \t]*(?:[-*+]|>|\d{1,4}[.)]?)")


@cache
def _plain_head() -> re.Pattern[str]:
    """A line so far that can still become an assignment."""
    return re.compile(r"[\w \t.,\[\]'\"()*]*")


@cache
def _first_word() -> re.Pattern[str]:
    return re.compile(r"[ \t]*[A-Za-z_][\w.\[\]]*")


def is_list_mark(lead: str) -> bool:
    """Whether a line so far is the mark of a list item or a quotation, with its space."""
    return _list_mark().fullmatch(lead) is not None


def may_be_list_mark(lead: str) -> bool:
    """Whether a line so far can still become such a mark."""
    return _open_list_mark().fullmatch(lead) is not None


def begins_keyword(lead: str) -> bool:
    """Whether a line so far is the beginning of a statement's keyword, or all of it."""
    return any(word.startswith(lead.strip()) for word in _KEYWORDS)


def is_indented(line: str) -> bool:
    """Whether Markdown shows a line after a blank one as code: four columns or more."""
    wide = line.expandtabs(_INDENTED)
    return len(wide) - len(wide.lstrip()) >= _INDENTED


def must_wait(lead: str, *, after_blank: bool) -> bool:
    """Whether a whole line must be seen first: indented, a prompt, or a statement's keyword."""
    word = re.match(r"[A-Za-z]+", lead.strip())
    return (
        (after_blank and is_indented(lead))
        or lead.strip().startswith((">>", "@"))
        or (word is not None and word.group() in _KEYWORDS)
    )


def turns_into_code(head: str, sign: str) -> bool:
    """Whether prose `head` becomes an assignment with `=`, or a call with `(` after its first word."""
    if sign == "=":
        return _plain_head().fullmatch(head.rstrip("+-*/%&|^:@")) is not None
    return sign == "(" and _first_word().fullmatch(head) is not None
