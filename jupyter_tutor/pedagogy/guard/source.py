"""Text as Python source: what stands in front of code taken off, and parsed when it can be."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from functools import cache, lru_cache

LONGEST_PARSED = 20_000


@cache
def _prompts() -> re.Pattern[str]:
    """What stands in front of code in sessions, differences and listings."""
    return re.compile(
        r"^[ \t]*(?:>>>[ ]?|\.\.\.(?:[ ]|$)|(?:In|Out) ?\[\d*\]: ?|[+-](?=[ \t])|\d{1,4}(?:[|:.)][ \t]?|\t))",
        re.MULTILINE,
    )


@cache
def _magic() -> re.Pattern[str]:
    """IPython's magics: a cell's is a line of its own, a line's stands before the code it is about."""
    return re.compile(
        r"^[ \t]*(?:%%[^\n]*|!\S[^\n]*|%(?:time|timeit|prun)(?: -\S+)*[ ]|%[^\n]*)", re.MULTILINE
    )


def prompts_removed(text: str) -> str:
    """The text without prompts, signs of a difference, line numbers and magics."""
    return _magic().sub("", _prompts().sub("", text))


@lru_cache(maxsize=256)
def parse(code: str) -> ast.Module | None:
    """The program, also when it is indented as a whole or has prompts in front; None if it is none.

    The tree is shared: whoever changes it parses it themselves.
    """
    if len(code) > LONGEST_PARSED:
        return None
    for text in (code, textwrap.dedent(code).strip("\n"), textwrap.dedent(prompts_removed(code)).strip("\n")):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SyntaxWarning)  # of a stranger's code, to nobody here
                return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None
