"""Modules and notebooks to publish and to save, with everything filled in that a test does not care about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from jupyter_tutor.notebooks.exercise import Policy
from jupyter_tutor.tutoring.modules.packing import pack
from jupyter_tutor.tutoring.modules.records import Edition, ExerciseOutline, Save

MORNING = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
OUTLINES = (
    ExerciseOutline("mean", "Mean", 2.0, (2, 1), 1),
    ExerciseOutline("median", "Median", 1.0, None, 0),
)


def code(source: str, *, cell_id: str | None = None, outputs: list | None = None, **metadata: Any) -> dict:
    """A code cell."""
    cell = {
        "cell_type": "code",
        "source": source,
        "metadata": metadata,
        "execution_count": None,
        "outputs": outputs or [],
    }
    return cell if cell_id is None else {**cell, "id": cell_id}


def text(source: str, *, cell_id: str | None = None, **metadata: Any) -> dict:
    """A Markdown cell."""
    cell = {"cell_type": "markdown", "source": source, "metadata": metadata}
    return cell if cell_id is None else {**cell, "id": cell_id}


def notebook(*cells: dict, minor: int = 5, **metadata: Any) -> dict:
    """A notebook of format 4."""
    return {"nbformat": 4, "nbformat_minor": minor, "metadata": metadata, "cells": list(cells)}


def answer(source: str, exercise: str = "mean", cell_id: str | None = None) -> dict:
    """The answer cell of an exercise."""
    return code(source, cell_id=cell_id or exercise, jupyter_tutor={"exercise": exercise})


def edition(slug: str = "numpy-basics", body: str = "print(1)", **changes: Any) -> Edition:
    """A module about to be published, whose digest follows its body."""
    source = pack(notebook(code(f"{body}  # solution")), "notebook")
    release = pack(notebook(code(body)), "notebook")
    made = Edition(
        slug, slug.title(), "", None, 40, (), Policy(), OUTLINES, source, release, digest=f"digest of {body}"
    )
    return replace(made, **changes)


def save(user_id: str, module_id: str, base: int, work: str | None = "x = 1", **changes: Any) -> Save:
    """A save of a notebook with one cell; `work` None saves no notebook."""
    state = None if work is None else pack(notebook(code(work)), "notebook_state")
    version = None if work is None else 1
    return replace(Save(user_id, module_id, base, MORNING, None, state, version), **changes)
