"""Problem identity without any rule, for when one of them broke: plain equality, or a first step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy.problem import Difficulty, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from jupyter_tutor.pedagogy.situation import Situation


def plainly_known(situation: Situation, problems: Iterable[Problem]) -> Problem | None:
    """The problem that was picked, or the first of the very same exercise or cell."""
    notebook, known = situation.notebook, tuple(problems)
    for problem in known:
        if problem.id == situation.problem_id:
            return problem
    for problem in known:
        if problem.notebook_path == notebook.path and (
            (notebook.exercise_id is not None and problem.exercise_id == notebook.exercise_id)
            or (notebook.cell_id is not None and problem.cell_id == notebook.cell_id)
        ):
            return problem
    return None


def plain_problem(situation: Situation, new_id: Callable[[], str], now: datetime) -> Problem | None:
    """A new problem at the first step, or None when not even that can be made."""
    try:
        problem_id, notebook = new_id(), situation.notebook
        return Problem(
            id=problem_id,
            key=f"text:{problem_id}",
            title=situation.text[:40] or "A question",
            starting_level=1,
            hint_level=1,
            difficulty=Difficulty(3, 3),
            opened_at=now,
            touched_at=now,
            exercise_id=notebook.exercise_id,
            notebook_path=notebook.path,
            cell_id=notebook.cell_id,
        )
    except Exception:  # noqa: BLE001 - an answer without a stored problem is still an answer
        return None
