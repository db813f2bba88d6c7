"""Comments in Markdown, which no reader sees and authors write to themselves."""

from __future__ import annotations

import re

# What tools read in comments: Otter's and jupytext's marks, and those of page breaks and formatters.
_KEPT = re.compile(
    r"<!--\s*(?:(?:BEGIN|END) QUESTION|#(?:end)?region\b[^\n]*|newpage|pagebreak|prettier-ignore\S*)\s*-->"
)
# Code, fenced and in a line, is passed over; a comment that does not end goes on to the end of the text.
_PIECES = re.compile(
    r"(?P<code>^(?P<fence>[ \t]*(?:`{3,}|~{3,}))[^\n]*\n.*?(?:^(?P=fence)[ \t]*$|\Z)"
    r"|(?P<ticks>`+)[^`\n]+(?P=ticks))"
    r"|(?P<comment><!--.*?(?:-->|\Z))",
    re.DOTALL | re.MULTILINE,
)


def without_comments(markdown: str) -> str:
    """A Markdown text without its comments, but for those that tools read."""
    if "<!--" not in markdown:
        return markdown
    return _PIECES.sub(_piece, markdown)


def _piece(match: re.Match[str]) -> str:
    comment = match.group("comment")
    return match.group() if comment is None or _KEPT.fullmatch(comment) else ""
