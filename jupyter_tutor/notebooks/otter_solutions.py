"""Otter's markers on the lines of a code cell, in Python and R."""

from __future__ import annotations

import re
from collections.abc import Iterator

BLOCK_STUBS = {"r": "# YOUR CODE HERE"}
STUB = "..."

_SKIPPED = ("# SOLUTION NO PROMPT", "# BEGIN PROMPT", "# END PROMPT", "# SEED")
_BEGIN = re.compile(r"(\s*)# BEGIN SOLUTION( NO PROMPT)?")
_WITH_CODE = ("# SOLUTION NO PROMPT", "# SEED")
_END = "# END SOLUTION"
_MARK = re.compile(r" ?# ?SOLUTION")
_TARGETS = re.compile(r"\s*[\w.]+\s*(?:,\s*[\w.]+\s*)*")
_R_TARGET = re.compile(r"\s*[\w. $()]*(?:=|<-)")
_IGNORED_CELL = re.compile(r"##\s*ignore\s*##|#\s*ignore", re.IGNORECASE)
_BEGIN_IGNORE = re.compile(r"\s*#\s*BEGIN\s*IGNORE\s*", re.IGNORECASE)


class Unbalanced(Exception):
    """A marker without its other half; the message names it."""


def is_marked(source: str) -> bool:
    """Whether some line of a source carries a marker of a solution."""
    return any(_MARK.search(line) or _BEGIN.match(line) for line in source.split("\n"))


def is_ignored(source: str) -> bool:
    """Whether a whole cell is left out, by its first line."""
    return bool(_IGNORED_CELL.match(source))


def without_ignored(source: str) -> str:
    """A source without the lines that Otter ignores. Unbalanced names a marker without its other half."""
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        end = line.rstrip().endswith("# END IGNORE")
        if end and not inside:
            raise Unbalanced("END IGNORE without BEGIN IGNORE")
        if not end and _BEGIN_IGNORE.match(line):
            if inside:
                raise Unbalanced("BEGIN IGNORE inside another")
            inside = True
            continue
        if not end and not inside and not line.rstrip().endswith("# IGNORE"):
            kept.append(line)
        inside = inside and not end
    if inside:
        raise Unbalanced("BEGIN IGNORE without END IGNORE")
    return "\n".join(kept)


def stripped(source: str, language: str) -> str:
    """A source with stubs in place of its solutions, as students get it."""
    return "\n".join(visible for visible, _ in _walked(source, language) if visible is not None)


def solved(source: str, language: str) -> str:
    """A source with its solutions in place, without markers and prompts."""
    return "\n".join(solution for _, solution in _walked(source, language) if solution is not None)


def left_out(source: str, visible: str) -> str:
    """The lines of a source that are not among the visible ones."""
    kept = set(visible.split("\n"))
    return "\n".join(line for line in source.split("\n") if line not in kept)


def _walked(source: str, language: str) -> Iterator[tuple[str | None, str | None]]:
    """Each line as (what students see, what the solution has), None for nothing."""
    inside = in_prompt = False
    for line in source.split("\n"):
        end = line.rstrip()
        if end.endswith(_SKIPPED):
            in_prompt = end.endswith("# BEGIN PROMPT") or (in_prompt and not end.endswith("# END PROMPT"))
            code = line[: line.rindex("#")].rstrip()
            yield None, code if end.endswith(_WITH_CODE) else None
        elif end.endswith(_END) or _BEGIN.match(line):
            inside = _edge(line, inside=inside)
            yield _block_stub(line, language) if inside else None, None
        elif inside:
            yield None, line
        elif mark := _MARK.search(line):
            yield _line_stub(line, mark, language), line[: mark.start()].rstrip()
        else:
            yield line, None if in_prompt else line
    if inside:
        raise Unbalanced("BEGIN SOLUTION without END SOLUTION")


def _edge(line: str, *, inside: bool) -> bool:
    """Whether a line that begins or ends a solution leads into one."""
    begins = not line.rstrip().endswith(_END)
    if begins and inside:
        raise Unbalanced("BEGIN SOLUTION inside another")
    if not begins and not inside:
        raise Unbalanced("END SOLUTION without BEGIN SOLUTION")
    return begins


def _block_stub(line: str, language: str) -> str | None:
    begin = _BEGIN.match(line)
    return begin.group(1) + BLOCK_STUBS.get(language, STUB) if begin and not begin.group(2) else None


def _line_stub(line: str, mark: re.Match[str], language: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    code = line[: mark.start()]
    if language == "r":
        target = _R_TARGET.match(code)
        return f"{target.group()} NULL # YOUR CODE HERE" if target else f"{indent}# YOUR CODE HERE"
    at = _assignment(code)
    return f"{code[: at + 1]} {STUB}" if at is not None else indent + STUB


def _assignment(code: str) -> int | None:
    """Where the `=` stands that assigns to names, attributes and items, None where there is no such."""
    depth = 0
    flat: list[str] = []
    for at, character in enumerate(code):
        if character in "[]":
            depth += 1 if character == "[" else -1
        elif depth == 0 and character == "=":
            return at if _TARGETS.fullmatch("".join(flat)) and code[at + 1 : at + 2] != "=" else None
        elif depth == 0:
            flat.append(character)
    return None
