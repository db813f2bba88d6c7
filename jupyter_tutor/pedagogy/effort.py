"""What counts as effort since the last hint: the cell changed or ran, or the words say what was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.pedagogy.code_tokens import exact_tokens, says_the_same
from jupyter_tutor.pedagogy.message_kind import MessageKind, normalised, pasted_code, says_what_was_tried

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jupyter_tutor.pedagogy.problem import Problem
    from jupyter_tutor.pedagogy.situation import Situation


def effort_since(
    problem: Problem, situation: Situation, kind: MessageKind, said_before: Sequence[str] = ()
) -> str | None:
    """The effort that is seen since the problem's last hint, in words, or None.

    `said_before` are the student's earlier messages: sending one of them again shows nothing new.

    Only the cell of the last hint shows changes: looking at another cell of the same exercise
    is no work. That other cell having run later than the one of the last hint is.
    """
    notebook = situation.notebook
    same_cell = problem.cell_id == notebook.cell_id
    if same_cell and _changed(problem.code, notebook.cell_code):
        return "the cell was changed"
    if _ran(problem.execution_count, notebook.execution_count, same_cell=same_cell):
        return "the cell was run"
    if kind is MessageKind.ATTEMPT and _tells_something_new(
        situation.text, (problem.text, *said_before), problem.code
    ):
        return "the message says what was tried"
    return None


def _tells_something_new(text: str, said_before: Sequence[str], code: str | None) -> bool:
    """Whether an attempt is more than an earlier message again or the known code pasted."""
    if any(_says_again(text, earlier) for earlier in said_before):
        return False
    if says_what_was_tried(text):
        return True
    pasted = " ".join(exact_tokens(pasted_code(text)))
    known = (code or "", *said_before)
    return bool(pasted) and not any(pasted in " ".join(exact_tokens(each)) for each in known)


def _says_again(text: str, earlier: str) -> bool:
    """Whether two messages differ in nothing but case, spaces and punctuation, their code in nothing."""
    if normalised(text) != normalised(earlier):
        return False
    return exact_tokens(pasted_code(text)) == exact_tokens(pasted_code(earlier))


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
