"""Which lines of an answer are code, and where a sentence has ended that can only be prose."""

from __future__ import annotations

import re
from functools import cache

from jupyter_tutor.pedagogy.code_tokens import exact_tokens
from jupyter_tutor.pedagogy.guard.completeness import is_statement
from jupyter_tutor.pedagogy.guard.disguises import looks_hidden, plain, unmarked_line

_INDENTED = 4

_SHORTEST = 3
"""Tokens of a comment that is code: `x = 1`."""

_KEYWORDS = (
    "and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|"
    "lambda|nonlocal|not|or|pass|print|raise|return|try|while|with|yield"
)


@cache
def _list_mark() -> re.Pattern[str]:
    return re.compile(r"[ \t]*(?:(?:[-*+>]|#{1,6}|\d{1,4}[.)])[ \t]*)*")


@cache
def _fence() -> re.Pattern[str]:
    return re.compile(
        r"[ \t]*(?:(?:(?:[-*+]|\d{1,4}[.)])[ \t]+|>[ \t]?)[ \t]*)*(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)\n?"
    )


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(r"[.!?…][\"')\]*_”’]*[ \t]")


@cache
def _code_signs() -> re.Pattern[str]:
    """What prose has no use for, or what may go on as code after the sentence's end."""
    return re.compile(
        r"[`=<|{}\\&%$@~^\"“„#]|\w[(\[]|[)\]]\w|\S{16}|^[ \t]{4}|^\t|\bnruter\b|\brof\b|\bfed\b|\btnirp\b"
        r"|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\uff00-\uffef]|(?<!\w)'"
        rf"|^[ \t]*(?:[-*+>][ \t]+|\d{{1,4}}[.)][ \t]+)*(?:{_KEYWORDS})\b|(?:\b\d{{2,3}}\b[, ]+){{4}}"
    )


def fence_opened(line: str) -> str:
    """The marks that open a fence on this line, or nothing. A backtick after them makes it inline code."""
    found = _fence().fullmatch(line)
    if found is None or (found["marks"][0] == "`" and "`" in found["info"]):
        return ""
    return found["marks"]


def beside_fence(line: str) -> str:
    """What stands beside the marks that open a fence, when it is more than the name of a language."""
    found = _fence().fullmatch(line)
    beside = found["info"].strip() if found else ""
    return "" if _language().fullmatch(beside) else f"{beside}\n"


@cache
def _language() -> re.Pattern[str]:
    return re.compile(r"(?:\{?[\w+#.-]{1,20}\}?)?")


def fence_closed(line: str, marks: str) -> bool:
    """Whether a line is nothing but at least as many of the opening marks."""
    bare = line.strip().lstrip("> \t")
    return len(bare) >= len(marks) and set(bare) == {marks[0]}


def safe_end(text: str, start: int, stop: int) -> int:
    """The end of the last sentence in `text[start:stop]` that may go out alone, or `start`.

    `text` is a line from its beginning; everything before `start` has gone out.
    """
    end = start
    for match in _sentence_end().finditer(text, start, stop):
        if _list_mark().fullmatch(text, 0, match.end()):
            continue
        if _code_signs().search(text[end : match.end()]):
            break
        end = match.end()
    return end


def is_plain(text: str) -> bool:
    """Whether nothing in a text can be code, or become it with what follows."""
    return _code_signs().search(text) is None


def is_indented(line: str) -> bool:
    """Whether Markdown shows a line after a blank one as code: four columns or more."""
    wide = line.expandtabs(_INDENTED)
    return len(wide) - len(wide.lstrip()) >= _INDENTED


def is_code_line(line: str) -> bool:
    """Whether a line is code by itself, whatever stands around it."""
    seen = plain(line.rstrip("\n"))
    readings = [part for whole in (seen, unmarked_line(seen)) for part in whole.splitlines()]
    if any(is_statement(part) for part in readings):
        return True
    commented = seen.strip().lstrip("#/* ")
    if (
        seen.strip().startswith(("# ", "#", "//"))
        and is_statement(commented)
        and len(exact_tokens(commented)) >= _SHORTEST
    ):
        return True
    return looks_hidden(seen)


def continues_code(line: str, code: str) -> bool:
    """Whether a line goes on with the code before it: inside its brackets or quotes, or indented."""
    if is_indented(line) or (code.rstrip().endswith((":", "\\", ",")) and line[:1].isspace()):
        return True
    tokens = exact_tokens(code[-4_000:])
    opened = sum(tokens.count(sign) for sign in "([{") - sum(tokens.count(sign) for sign in ")]}")
    return opened > 0 or code.count('"""') % 2 == 1 or code.count("'''") % 2 == 1


@cache
def _ticks() -> re.Pattern[str]:
    return re.compile(r"`+")


def span_is_open(text: str) -> bool:
    """Whether inline code begins in the text and does not end in it."""
    opening = ""
    for match in _ticks().finditer(text):
        if not opening:
            opening = match.group()
        elif match.group() == opening:
            opening = ""
    return bool(opening)
