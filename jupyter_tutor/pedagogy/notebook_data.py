"""The notebook's part of a message: fenced, marked as data, and trimmed to its budget.

What is worth most is kept first: the error, then the active cell, the exercise, the cells
around. It goes with the student's message and never into the system prompt, and nothing in it
can close its fence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy.prompt_files import prompt_file

if TYPE_CHECKING:
    from jupyter_tutor.pedagogy.situation import NotebookExcerpt

Estimate = Callable[[str], int]

LEFT_OUT = "[… part left out …]"

_LONGEST_FENCE = 16
"""Longer runs of the fence's sign inside the data are shortened to this many."""

_CHARACTERS_PER_TOKEN = 16
"""Data is cut to this many characters per token of its budget before tokens are counted."""

_ERROR_SHARE, _CELL_SHARE, _EXERCISE_SHARE = 0.4, 0.7, 0.8
"""How much of what is left each part may take while parts of lower priority wait."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One piece of data. `keeps_end` says which side matters when it is too long."""

    title: str
    language: str
    text: str
    share: float
    keeps_end: bool = False


def notebook_block(excerpt: NotebookExcerpt, budget: int, estimate: Estimate) -> str:
    """The excerpt as one block of marked data of at most `budget` tokens, empty when there is nothing.

    The path is not sent: it helps no hint and often carries a person's name.
    """
    parts = _parts(excerpt)
    opening = prompt_file("notebook-data")
    room = budget - estimate(opening) - 2
    chosen: list[str] = []
    fence = _fence(parts)
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        allowed = room if last else max(int(room * part.share), _room_left_over(parts, index, room, estimate))
        text = _rendered(part, fence, allowed, estimate)
        if text:
            chosen.append(text)
            room -= estimate(text) + 2
    block = "\n\n".join([opening, *reversed(chosen)])
    return block if chosen and estimate(block) <= budget else ""


def cut_head(text: str, tokens: int, estimate: Estimate) -> str:
    """The beginning of a text, at most so many tokens; a mark says that the rest is left out."""
    return _cut(text, tokens, estimate, keeps_end=False)


def cut_tail(text: str, tokens: int, estimate: Estimate) -> str:
    """The end of a text, as with a traceback, whose last lines say what went wrong."""
    return _cut(text, tokens, estimate, keeps_end=True)


def _parts(excerpt: NotebookExcerpt) -> list[_Part]:
    """What there is, most valuable first."""
    error = _without_colours(excerpt.error_output or "")
    around = [cell for cell in excerpt.neighbours if cell.strip()]
    parts = [
        _Part("Error output of the active cell", "text", error, _ERROR_SHARE, keeps_end=True),
        _Part("Active cell", "python", excerpt.cell_code or "", _CELL_SHARE),
        _Part("Exercise", "text", excerpt.exercise_text or "", _EXERCISE_SHARE),
        *(_Part(f"Cell nearby ({number})", "python", cell, 1.0) for number, cell in enumerate(around, 1)),
    ]
    return [part for part in parts if part.text.strip()]


@cache
def _colour_codes() -> re.Pattern[str]:
    return re.compile(r"\x1b\[[0-9;?]{0,32}[A-Za-z]")


@cache
def _long_runs() -> re.Pattern[str]:
    return re.compile(f"`{{{_LONGEST_FENCE + 1},}}")


def _without_colours(text: str) -> str:
    """A traceback without the terminal's colour codes."""
    return _colour_codes().sub("", text)


def _fence(parts: list[_Part]) -> str:
    """A fence of backticks longer than any run of them inside, so that nothing inside closes it."""
    runs = (len(run) for part in parts for run in re.findall(r"`+", part.text))
    longest = min(max(runs, default=0), _LONGEST_FENCE)
    return "`" * max(3, longest + 1)


def _room_left_over(parts: list[_Part], index: int, room: int, estimate: Estimate) -> int:
    """What is left for a part when those after it need less than their share."""
    needed = 0
    for part in parts[index + 1 :]:
        if len(part.text) > room * _CHARACTERS_PER_TOKEN:
            return 0
        needed += estimate(part.text) + estimate(part.title) + 20
    return room - needed


def _rendered(part: _Part, fence: str, allowed: int, estimate: Estimate) -> str:
    """A part with its title and fence within `allowed` tokens, empty when that is too little."""
    frame = f"{part.title}:\n{fence}{part.language}\n\n{fence}"
    text = _long_runs().sub("`" * _LONGEST_FENCE, part.text.strip("\n"))
    room = allowed - estimate(frame) - 2
    cut = cut_tail if part.keeps_end else cut_head
    shown = cut(text, room, estimate) if room > 0 else ""
    if not shown:
        return ""
    return f"{part.title}:\n{fence}{part.language}\n{shown}\n{fence}"


def _cut(text: str, tokens: int, estimate: Estimate, *, keeps_end: bool) -> str:
    """One side of the text within `tokens`, at a line's edge where one is near; empty if nothing fits."""
    rough = max(0, tokens) * _CHARACTERS_PER_TOKEN
    if len(text) <= rough and estimate(text) <= tokens:
        return text
    mark = f"{LEFT_OUT}\n" if keeps_end else f"\n{LEFT_OUT}"

    def side(length: int) -> str:
        piece = text[len(text) - length :] if keeps_end else text[:length]
        return mark + _to_line_edge(piece, keeps_end=keeps_end) if keeps_end else _to_line_edge(piece) + mark

    low, high = 0, min(len(text), rough)
    while low < high:
        middle = (low + high + 1) // 2
        if estimate(side(middle)) <= tokens:
            low = middle
        else:
            high = middle - 1
    while low and estimate(side(low)) > tokens:
        low -= 1
    return side(low) if low else ""


def _to_line_edge(piece: str, *, keeps_end: bool = False) -> str:
    """Without the line that was cut through, when at least half of the piece stays."""
    edge = piece.find("\n") if keeps_end else piece.rfind("\n")
    if edge < 0:
        return piece
    whole = piece[edge + 1 :] if keeps_end else piece[:edge]
    return whole if 2 * len(whole) >= len(piece) else piece
