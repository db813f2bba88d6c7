"""Where Otter Assign's blocks begin and end: raw cells, or fences named `otter` in Markdown cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_tutor.notebooks.cells import Cell

FENCE = "```otter"

_CONFIG = re.compile(r"#\s+assignment\s+config\s*", re.IGNORECASE)
_EDGE = re.compile(r"#\s+(begin|end)\s+(question|prompt|solution|tests)\s*", re.IGNORECASE)


def uses(cells: tuple[Cell, ...]) -> bool:
    """Whether a notebook is written in Otter's format."""
    return any(is_block and is_structure(text) for cell in cells for is_block, text in segments(cell))


def is_structure(text: str) -> bool:
    """Whether a block says how the notebook is built."""
    return bool(_EDGE.match(text) or _CONFIG.match(text))


def edge_of(text: str) -> tuple[str, str] | None:
    """What a block begins or ends, as (`begin` or `end`, the block's name); None for another block."""
    edge = _EDGE.match(text)
    return (edge.group(1).lower(), edge.group(2).lower()) if edge else None


def segments(cell: Cell) -> Iterator[tuple[bool, str]]:
    """A cell's texts in order, with whether each is a block of Otter's."""
    if cell.kind != "markdown" or FENCE not in cell.source:
        yield cell.kind == "raw", cell.source
        return
    lines: list[str] = []
    in_block = False
    for line in cell.source.split("\n"):
        if line.strip() == ("```" if in_block else FENCE):
            yield in_block, "\n".join(lines)
            lines, in_block = [], not in_block
        else:
            lines.append(line)
    yield in_block, "\n".join(lines)


def is_unclosed(cell: Cell) -> bool:
    """Whether a fence of Otter's in a cell has no end, or an empty block takes its place."""
    return cell.kind == "markdown" and FENCE in cell.source and bool(list(segments(cell))[-1][0])
