"""Run the checks of a student's exercise for a hint: quietly, and only where it can be relied on."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_tutor.errors import CheckingUnavailable, TutorError
from jupyter_tutor.pedagogy.code_tokens import defined_names
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.tutoring.checks import CheckOutcome, CheckReport
from jupyter_tutor.tutoring.occurrences import Faulted
from jupyter_tutor.tutoring.ports import CheckRunner, ExerciseChecks, Observer

MOST_CODE = 60_000
"""Characters of a cell; longer ones are not run."""

_OUR_DOING = frozenset(
    {
        "ModuleNotFoundError",
        "ImportError",
        "FileNotFoundError",
        "PermissionError",
        "OSError",
        "BlockingIOError",
        "EOFError",
        "MemoryError",
    }
)
"""Exceptions that a confined run may end in although the cell is fine in its notebook."""


@dataclass(frozen=True, slots=True)
class Checking:
    """What the checks of exercises say about cells. A fault here costs the hint's detail, not the hint."""

    exercises: ExerciseChecks
    runner: CheckRunner
    observer: Observer

    async def report(self, notebook: NotebookExcerpt) -> CheckReport | None:
        """The outcomes for the active cell.

        None without checks or code, where code is not run, and when what went wrong may come from
        being run apart from its notebook: a module, a file or another cell's name that is missing.
        """
        program = notebook.cell_code or ""
        if not program.strip() or len(program) > MOST_CODE:
            return None
        try:
            checks = await self.exercises.checks_of(notebook)
            if checks is None or not checks.checks:
                return None
            report = await self.runner.run(program, checks)
        except CheckingUnavailable:
            return None
        except (TutorError, OSError) as error:
            self.observer.record(Faulted("checks", error))
            return None
        return None if any(_is_apart(one, notebook) for one in report.failing) else report


def _is_apart(outcome: CheckOutcome, notebook: NotebookExcerpt) -> bool:
    raised = outcome.raised
    if raised is None:
        return False
    if raised.name == "NameError":
        elsewhere = "\n".join(notebook.neighbours)
        return any(f"'{name}'" in raised.message for name in defined_names(elsewhere) | _assigned(elsewhere))
    return raised.name in _OUR_DOING


def _assigned(code: str) -> frozenset[str]:
    """Names that stand before an equals sign, or after `import` or `as`."""
    words = (line.replace(",", " ").partition("=")[0].split() for line in code.splitlines())
    return frozenset(word for line in words for word in line if word.isidentifier())
