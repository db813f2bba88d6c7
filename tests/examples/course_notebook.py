"""The sample course's notebooks, and what the package reads in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_tutor.notebooks.exercise import Exercise, Reading
from jupyter_tutor.notebooks.reading import read

COURSE = Path(__file__).parents[2] / "examples" / "course"
NOTEBOOKS = sorted(COURSE.glob("*.ipynb"))


@cache
def load(path: Path) -> Mapping[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def reading_of(path: Path) -> Reading:
    return read(load(path), slug=path.stem)


def exercises_of(path: Path) -> tuple[Exercise, ...]:
    return reading_of(path).module.exercises


def own(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """The cell's metadata of ours."""
    return cell["metadata"].get("jupyter_tutor", {})


def source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])
