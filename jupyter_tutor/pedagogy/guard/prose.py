"""Code in the middle of a sentence: inline code, tags, quotations, statements, encoded words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import islice

from jupyter_tutor.pedagogy.guard.completeness import is_statement
from jupyter_tutor.pedagogy.guard.disguises import encoded_token, looks_hidden, plain

_MOST_STARTS = 60
"""Words of a sentence at which a statement is looked for."""

_MOST_WORDS = 12
"""Words that such a statement may have."""

Judge = Callable[[str, str], str | None]
"""Why a piece of code may not be shown: given the code and its form, `span`, `block` or `words`."""


@dataclass(frozen=True, slots=True)
class Find:
    """Code found in prose that may not be shown: where, how long, and why."""

    start: int
    end: int
    kind: str


@cache
def _spans() -> re.Pattern[str]:
    """Inline code: as many backticks at the end as at the beginning; or between tags."""
    return re.compile(
        r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
        r"|(?i:<(?P<tag>code|pre|kbd|samp|tt)\b[^>\n]*>(?P<tagged>.+?)(?:</(?P=tag)>|$))"
        r"|(?P<never>`+)(?P<rest>[^`].*)$",
        re.DOTALL,
    )


@cache
def _quoted() -> re.Pattern[str]:
    """What stands in quotation marks, in bold or italic type."""
    return re.compile(
        r"\"(?P<a>[^\"\n]{3,})\"|(?<!\w)'(?P<b>[^'\n]{3,})'(?!\w)|[“„](?P<c>[^”“\n]{3,})[”“]|\u2018(?P<d>[^’\n]{3,})’"
        r"|(?<!\w)(?P<mark>\*{1,3}|__?)(?P<e>\S[^\n]*?\S)(?P=mark)(?!\w)"
    )


def finds_in(text: str, judge: Judge) -> list[Find]:
    """The places of a sentence, or of lines of prose, that may not be shown, in order."""
    found: list[Find] = []
    position = 0
    for match in _spans().finditer(text):
        found += _between(text, position, match.start(), judge)
        code = plain(match["code"] or match["tagged"] or match["rest"] or "").replace("`", "\n").strip()
        kind = judge(code, "block" if "\n" in code else "span")
        within = [] if kind else [find for line in code.splitlines() for find in _in_line(line, 0, judge)]
        if kind is not None or within:
            found.append(Find(match.start(), match.end(), kind or within[0].kind))
        position = match.end()
    found += _between(text, position, len(text), judge)
    return found


def _between(text: str, start: int, stop: int, judge: Judge) -> list[Find]:
    """Quoted code and bare statements outside of inline code."""
    found: list[Find] = []
    for line in re.finditer(r"[^\n]+", text[start:stop]):
        offset, content = start + line.start(), line.group()
        seen = plain(content)
        if seen == content:
            found += _in_line(content, offset, judge)
            continue
        inside = [find for part in seen.splitlines() for find in _in_line(part, 0, judge)]
        if inside:
            found.append(Find(offset, offset + len(content), inside[0].kind))
    return found


def _in_line(line: str, offset: int, judge: Judge) -> list[Find]:
    """Everything in one line; before and behind a find there may be more."""
    find = _quotation(line, 0, judge) or _hidden(line, 0, judge) or _statement(line, judge)
    if find is None or find.end <= find.start:
        return []
    here = Find(offset + find.start, offset + find.end, find.kind)
    before = _in_line(line[: find.start], offset, judge)
    return [*before, here, *_in_line(line[find.end :], offset + find.end, judge)]


def _quotation(line: str, offset: int, judge: Judge) -> Find | None:
    """The first quotation of a line that may not be shown."""
    for match in _quoted().finditer(line):
        code = next(match[name] for name in "abcde" if match[name])
        if is_statement(code):
            kind = judge(plain(code), "words")
            if kind is not None:
                return Find(offset + match.start(), offset + match.end(), kind)
    return None


def _hidden(line: str, offset: int, judge: Judge) -> Find | None:
    """A word that has to be decoded, or a whole line that does."""
    for match in encoded_token().finditer(line):
        kind = judge(match.group(), "span")
        if kind is not None:
            return Find(offset + match.start(), offset + match.end(), kind)
    if looks_hidden(line):
        kind = judge(line, "block")
        if kind is not None:
            return Find(offset, offset + len(line), kind)
    return None


def _statement(line: str, judge: Judge) -> Find | None:
    """The longest statement in a line that may not be shown: `total = total + x` behind `just write`."""
    if not re.search(r"[=(\[]|\breturn\b|\bfor\b", plain(line)):
        return None
    starts = [match.start() for match in re.finditer(r"(?<![\w.])[^\W\d]", line)][:_MOST_STARTS]
    for start in starts:
        for code in _statements_from(line[start:]):
            seen = plain(code)
            kind = judge(seen, "words") if is_statement(seen) else None
            if kind is not None:
                return Find(start, start + len(code), kind)
    return None


def _statements_from(text: str) -> list[str]:
    """The beginnings of a text that may be a statement, the longest first: each ends with a word."""
    ends = [match.end() for match in islice(re.finditer(r"\S+", text), _MOST_WORDS)]
    return [text[:end].rstrip(".,;:!?*_\"'") for end in reversed(ends)]
