"""Faults as a person reads them, and as a program does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from jupyter_tutor.faces.command.modules.sources import Source
from jupyter_tutor.notebooks.exercise import Fault, Severity

_WIDTH = 110  # characters of a cell's line


def as_text(source: Source) -> str:
    """A notebook's faults, each with its cell, the cell's first line, what is wrong and how to mend it."""
    return "\n".join([str(source.path), *(line for fault in source.faults for line in _lines(fault))])


def as_json(fault: Fault) -> dict[str, Any]:
    """A fault as the endpoints give it."""
    return asdict(fault)


def summary(sources: Sequence[Source]) -> str:
    """How many there are of what, in one line."""
    errors, warnings = count(sources)
    exercises = sum(len(source.reading.module.exercises) for source in sources if source.reading is not None)
    found = "no faults" if errors + warnings == 0 else f"{many(errors, 'error')}, {many(warnings, 'warning')}"
    return f"{many(len(sources), 'notebook')}, {many(exercises, 'exercise')}: {found}."


def count(sources: Iterable[Source]) -> tuple[int, int]:
    """The numbers of errors and of warnings."""
    severities = [fault.severity for source in sources for fault in source.faults]
    return severities.count(Severity.ERROR), severities.count(Severity.WARNING)


def many(number: int, thing: str) -> str:
    """“1 exercise”, “2 exercises”."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def shorten(line: str) -> str:
    """A line that fits a wide terminal; a cell may begin with a picture of a million letters."""
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"


def dumps(value: object) -> str:
    """JSON that any terminal and any pipe can carry."""
    return json.dumps(value, indent=1)


def _lines(fault: Fault) -> list[str]:
    place = f"cell {fault.cell}" if fault.cell else "notebook"
    lines = [f"  {place}: {fault.severity}: {fault.message}"]
    if fault.line:
        lines.append(f"    | {shorten(fault.line)}")
    return [*lines, f"    {fault.mend}"]
