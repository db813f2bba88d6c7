"""MyST's `exercise` and `solution` directives in a Markdown text, fenced or with colons, also gated.

The syntax is that of MyST Markdown and of the sphinx-exercise extension.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_PREFIX = r"(?:[\s>]|[-*+]\s|\d+[.)]\s)*"  # of what stands in a list or a quotation
_OPEN = re.compile(
    rf"^{_PREFIX}(?P<fence>`{{3,}}|~{{3,}}|:{{3,}})\s*(?:\{{(?P<name>[\w:.+-]+)\}}\s*)?(?P<rest>[^`]*)$"
)
_OPTION = re.compile(r"^\s*:(?P<key>[\w-]+):\s*(?P<value>.*)$")
_PLAIN_OPTION = re.compile(r"^\s*(?P<key>[\w-]+)\s*:\s*(?P<value>.*)$")
_LITERAL = frozenset(
    {"code", "code-block", "code-cell", "sourcecode", "literalinclude", "math", "raw", "mermaid", "eval-rst"}
)


class Name(StrEnum):
    """The directives that matter here. `TEXT` stands for what is none of them."""

    TEXT = ""
    EXERCISE = "exercise"
    EXERCISE_START = "exercise-start"
    EXERCISE_END = "exercise-end"
    SOLUTION = "solution"
    SOLUTION_START = "solution-start"
    SOLUTION_END = "solution-end"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a Markdown text: a directive, or the text between two (`name` TEXT; `source` alone counts).

    `argument` is a title or, of a solution, its exercise's label; `closed` says that its fence ends.
    """

    name: Name
    source: str
    argument: str = ""
    label: str = ""
    hidden: bool = False
    body: str = ""
    closed: bool = True


def blocks(markdown: str) -> list[Block]:
    """A Markdown text as its directives and what is between them, in order; joined, they are the text."""
    lines = markdown.split("\n")
    found: list[Block] = []
    text: list[str] = []
    at = 0
    while at < len(lines):
        opening = _OPEN.match(lines[at])
        name = _name(opening)
        if opening is None or (name is None and not _is_literal(opening)):
            text.append(lines[at])
            at += 1
            continue
        end = _end(lines, at, opening.group("fence"), literal=name is None)
        if name is None:
            text.extend(lines[at : end + 1])
        else:
            if text:
                found.append(Block(Name.TEXT, "\n".join(text)))
                text = []
            found.append(
                _directive(name, opening.group("rest").strip(), lines[at : end + 1], closed=end < len(lines))
            )
        at = end + 1
    if text:
        found.append(Block(Name.TEXT, "\n".join(text)))
    return found


def code_in(markdown: str) -> list[str]:
    """The sources of the code fences in a Markdown text."""
    codes: list[str] = []
    lines = markdown.split("\n")
    at = 0
    while at < len(lines):
        opening = _OPEN.match(lines[at])
        if opening and not opening.group("fence").startswith(":") and _is_literal(opening):
            end = _end(lines, at, opening.group("fence"), literal=True)
            codes.append("\n".join(line for line in lines[at + 1 : end] if not _OPTION.match(line)))
            at = end
        at += 1
    return codes


def _name(opening: re.Match[str] | None) -> Name | None:
    name = (opening.group("name") or "").rpartition(":")[2] if opening else ""
    return Name(name) if name and name in set(Name) else None


def _is_literal(opening: re.Match[str]) -> bool:
    """Whether what a fence holds is shown as it stands: nothing in it is a directive."""
    name = opening.group("name")
    return name in _LITERAL if name else not opening.group("fence").startswith(":")


def _end(lines: list[str], start: int, fence: str, *, literal: bool) -> int:
    """The line that closes a fence, counting those that open inside; past the last where none does."""
    open_fences = [fence]
    for at in range(start + 1, len(lines)):
        line = lines[at].strip(" \t>")
        inner = open_fences[-1]
        if line and set(line) == {inner[0]} and len(line) >= len(inner):
            open_fences.pop()
            if not open_fences:
                return at
        elif (
            not literal
            and (opening := _OPEN.match(lines[at]))
            and (opening.group("name") or _is_code(opening))
        ):
            open_fences.append(opening.group("fence"))
    return len(lines)


def _is_code(opening: re.Match[str]) -> bool:
    return not opening.group("fence").startswith(":")


def _directive(name: Name, argument: str, lines: list[str], *, closed: bool) -> Block:
    inner = lines[1:-1] if closed else lines[1:]
    options, body = _options(inner)
    return Block(
        name,
        "\n".join(lines),
        argument=argument,
        label=options.get("label") or options.get("name") or "",
        hidden="hidden" in options,
        body="\n".join(body).strip("\n"),
        closed=closed,
    )


def _options(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    options: dict[str, str] = {}
    at = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    dashed = at < len(lines) and lines[at].strip() == "---"
    pattern = _PLAIN_OPTION if dashed else _OPTION
    at += dashed
    while at < len(lines) and (match := pattern.match(lines[at])):
        options[match.group("key")] = match.group("value").strip().strip("\"'")
        at += 1
    if dashed and at < len(lines) and lines[at].strip() == "---":
        at += 1
    return options, lines[at:]
