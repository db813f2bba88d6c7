"""What the student is doing when they ask: the facts every rule decides on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotebookExcerpt:
    """What went along with a message from the notebook.

    Every field but `module` is the student's own text or None; `module` is the id of the one that the
    conversation is in, as the server knows it. `neighbours` are the sources of the cells
    around the active one, in notebook order. `execution_count` is the active cell's counter,
    which grows when the cell is run.
    """

    path: str | None = None
    cell_id: str | None = None
    exercise_id: str | None = None
    exercise_text: str | None = None
    cell_code: str | None = None
    error_output: str | None = None
    execution_count: int | None = None
    neighbours: tuple[str, ...] = ()
    module: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """One message and the notebook beside it. `problem_id` is set when the student picked the problem."""

    text: str
    notebook: NotebookExcerpt
    problem_id: str | None = None
