"""A notebook as it is kept for a student: whether it is one at all, and how much of its outputs stays.

Sources are never touched. Of the outputs stay, from the top of the notebook, up to OUTPUTS_KEPT
characters; a text longer than TEXT_KEPT keeps its beginning and its end, and anything else longer than
DATA_KEPT (images in base64, HTML, widgets) is replaced by a line that says so: running the cell brings
it back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tutor.errors import Invalid

OUTPUTS_KEPT = 1_000_000
DATA_KEPT = 200_000
TEXT_KEPT = 20_000
_TEXT_END = 5_000
_CELL_TYPES = ("code", "markdown", "raw")
_MAJOR = 4


def checked(notebook: object, name: str) -> dict[str, Any]:
    """The notebook, if it has the form of nbformat 4. Invalid says what is wrong in which cell of `name`."""
    if not isinstance(notebook, dict):
        raise Invalid(f"{name}: must be a notebook, a JSON object with cells.")
    if notebook.get("nbformat") != _MAJOR or not _is_count(notebook.get("nbformat_minor")):
        raise Invalid(f"{name}: nbformat must be 4, with a number as nbformat_minor.")
    if not isinstance(notebook.get("metadata"), dict):
        raise Invalid(f"{name}: metadata must be an object.")
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise Invalid(f"{name}: cells must be a list.")
    for number, cell in enumerate(cells, 1):
        fault = _cell_fault(cell)
        if fault:
            raise Invalid(f"{name}: cell {number}: {fault}")
    return notebook


def trimmed(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """A checked notebook with no more outputs than are kept. The argument is left as it is."""
    budget = _Budget(OUTPUTS_KEPT)
    cells = [
        {**cell, "outputs": [_kept(output, budget) for output in cell["outputs"]]}
        if cell.get("outputs")
        else cell
        for cell in notebook["cells"]
    ]
    return {**notebook, "cells": cells}


def without_outputs(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """A checked notebook as if it had never been run."""
    cells = [
        {**cell, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else cell
        for cell in notebook["cells"]
    ]
    return {**notebook, "cells": cells}


def source_of(cell: Mapping[str, Any]) -> str:
    """A cell's source as one text."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_text(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(line, str) for line in value)
    )


def _cell_fault(cell: object) -> str | None:
    """What is wrong with a cell, as a sentence."""
    if not isinstance(cell, dict):
        return "must be an object."
    if cell.get("cell_type") not in _CELL_TYPES:
        return f"cell_type must be one of {', '.join(_CELL_TYPES)}."
    if not _is_text(cell.get("source")):
        return "source must be text."
    if not isinstance(cell.get("metadata"), dict):
        return "metadata must be an object."
    if not isinstance(cell.get("id", ""), str):
        return "id must be text."
    return _code_fault(cell) if cell["cell_type"] == "code" else None


def _code_fault(cell: Mapping[str, Any]) -> str | None:
    count = cell.get("execution_count")
    if count is not None and not _is_count(count):
        return "execution_count must be a number or null."
    outputs = cell.get("outputs", [])
    if not isinstance(outputs, list):
        return "outputs must be a list."
    for output in outputs:
        if not isinstance(output, dict) or not isinstance(output.get("output_type"), str):
            return "each of its outputs must be an object with an output_type."
        if not isinstance(output.get("data", {}), dict):
            return "the data of an output must be an object."
        if not _is_text(output.get("text", "")) or not _is_text(output.get("traceback", [])):
            return "the text of an output must be text."
    return None


class _Budget:
    """Characters of outputs that may still be kept."""

    def __init__(self, left: int) -> None:
        self._left = left

    def allows(self, size: int) -> bool:
        """Whether that many are left; they are taken, and after the first that did not fit nothing is."""
        self._left = self._left - size if size <= self._left else 0
        return self._left > 0


def _kept(output: Mapping[str, Any], budget: _Budget) -> dict[str, Any]:
    """An output cut to what may be kept of it."""
    kept = dict(output)
    for field in ("text", "traceback"):
        if output.get(field):
            kept[field] = _cut_text(output[field], budget)
    if output.get("data"):
        kept["data"] = _cut_data(output["data"], budget)
    return kept


def _cut_data(data: Mapping[str, Any], budget: _Budget) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    dropped = []
    for kind, value in data.items():
        if kind == "text/plain" and _is_text(value):
            kept[kind] = _cut_text(value, budget)
            continue
        size = _size(value)
        if size <= DATA_KEPT and budget.allows(size):
            kept[kind] = value
        else:
            dropped.append(f"{kind} of {size:,} characters")
    if dropped:
        kept["text/plain"] = (
            f"[{', '.join(dropped)}: not kept with the saved work; run the cell to see it again]"
        )
    return kept


def _cut_text(text: str | Sequence[str], budget: _Budget) -> str | list[str]:
    """A text with its middle left out when it is long; a list of lines stays a list."""
    whole = text if isinstance(text, str) else "".join(text)
    if len(whole) <= TEXT_KEPT and budget.allows(len(whole)):
        return text if isinstance(text, str) else list(text)
    left_out = len(whole) - TEXT_KEPT
    if left_out <= 0 or not budget.allows(TEXT_KEPT):
        cut = f"[{len(whole):,} characters: not kept with the saved work]\n"
    else:
        begin, end = whole[: TEXT_KEPT - _TEXT_END], whole[-_TEXT_END:]
        cut = f"{begin}\n[… {left_out:,} characters not kept with the saved work …]\n{end}"
    return cut if isinstance(text, str) else [cut]


def _size(value: Any) -> int:
    """How long a value of a MIME bundle is, in characters; too long is what is nested too deeply to say."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return sum(map(len, value))
    try:
        return len(json.dumps(value))
    except RecursionError:
        return DATA_KEPT + 1
