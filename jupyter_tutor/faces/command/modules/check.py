"""`jupyter tutor module check`: every fault of notebooks, and how to mend it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from jupyter_tutor.faces.command.modules.course import together, unmet
from jupyter_tutor.faces.command.modules.faults import as_json, as_text, count, dumps, summary
from jupyter_tutor.faces.command.modules.sources import Place, Source, places, read_all


def run(chosen: argparse.Namespace) -> int:
    """Print what is wrong; 1 where something has to be mended. Invalid where a path is wrong."""
    sources = _read(places(chosen.paths))
    errors, warnings = count(sources)
    if chosen.json:
        print(
            dumps(
                {"notebooks": [_notebook(each) for each in sources], "errors": errors, "warnings": warnings}
            )
        )
    else:
        for source in sources:
            if source.faults:
                print(as_text(source), end="\n\n")
        print(summary(sources))
    return 1 if errors else 0


def _read(named: Sequence[Place]) -> list[Source]:
    """Each file once. Those of a folder have the faults that they would have as a course, too."""
    read = iter(read_all([file for place in named for file in place.files]))
    found: dict[Path, Source] = {}
    for place in named:
        sources = list(islice(read, len(place.files)))
        for source in unmet(together(sources)) if place.is_folder else sources:
            found.setdefault(source.path.resolve(), source)
    return list(found.values())


def _notebook(source: Source) -> dict[str, Any]:
    module = None if source.reading is None else source.reading.module
    exercises = () if module is None else module.exercises
    return {
        "path": str(source.path),
        "slug": source.slug,
        "title": "" if module is None else module.title,
        "publishable": source.publishable,
        "exercises": [
            {
                "id": each.id,
                "title": each.title,
                "cell": each.cell,
                "points": each.points,
                "checks": len(each.visible_checks),
                "hidden_checks": len(each.checks) - len(each.visible_checks),
                "hints": sorted(each.hints),
                "solution": bool(each.solution),
            }
            for each in exercises
        ],
        "faults": [as_json(fault) for fault in source.faults],
    }
