"""What counts as effort since the last hint: the cell changed or ran, or the words say what was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy.code_tokens import exact_tokens, says_the_same
from jupyter_tutor.pedagogy.message_kind import MessageKind, normalised, pasted_code, says_what_was_tried

if TYPE_CHECKING:
    from jupyter_tutor.pedagogy.problem import Problem
    from jupyter_tutor.pedagogy.situation import Situation


def effort_since(problem: Problem, situation: Situation, kind: MessageKind) -> str | None:
    """The effort that is seen since the problem's last hint, in words, or None.

    Only the cell of the last hint shows changes: looking at another cell of the same exercise
    is no work. That other cell having run later than the one of the last hint is.
    """
    notebook = situation.notebook
    same_cell = problem.cell_id == notebook.cell_id
    if same_cell and _changed(problem.code, notebook.cell_code):
        return "the cell was changed"
    if _ran(problem.execution_count, notebook.execution_count, same_cell=same_cell):
        return "the cell was run"
    if kind is MessageKind.ATTEMPT and _tells_something_new(situation.text, problem):
        return "the message says what was tried"
    return None


def _tells_something_new(text: str, problem: Problem) -> bool:
    """Whether an attempt is more than the opening message again or the known code pasted."""
    if normalised(text) == normalised(problem.text):
        return False
    if says_what_was_tried(text):
        return True
    pasted = " ".join(exact_tokens(pasted_code(text)))
    known = (problem.code or "", problem.text)
    return bool(pasted) and not any(pasted in " ".join(exact_tokens(code)) for code in known)


def _changed(before: str | None, now: str | None) -> bool:
    """Whether the code means something else; a comment or a space more is not a change."""
    return before is not None and now is not None and not says_the_same(before, now)


def _ran(before: int | None, now: int | None, *, same_cell: bool) -> bool:
    """Whether the counter moved. In the same cell a smaller one means a new kernel, and a run."""
    if now is None:
        return False
    if same_cell:
        return now != before
    return before is not None and now > before
