"""The coach as a language model: it reads the facts of a lesson and answers by rules."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import ProviderRejectedRequest
from jupyter_tutor.language_models.coach.diagnosis import diagnose
from jupyter_tutor.language_models.coach.source import as_python
from jupyter_tutor.language_models.coach.wording import answer, pieces
from jupyter_tutor.tutoring.ports import Reported, Text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from jupyter_tutor.pedagogy.situation import NotebookExcerpt
    from jupyter_tutor.tutoring.checks import CheckReport
    from jupyter_tutor.tutoring.ports import CheckedCells, Lesson, ModelRequest

LARGE = 4_000
"""Characters of code and traceback from which on reading moves to a thread."""


class Coach:
    """The built-in tutor: no network, no key, no cost, and never a guess about what an error is.

    What the instructor wrote for a step is said as it stands. All else comes from `request.lesson`
    and, where `checked` is given, from what the checks of its exercise say about the cell. The
    student's code is parsed here, never run.
    """

    provider = "coach"

    def __init__(self, model: str = "rules-1", checked: CheckedCells | None = None) -> None:
        self._model = model
        self._checked = checked

    @property
    def model(self) -> str:
        """The version of the rules."""
        return self._model

    async def stream(self, request: ModelRequest) -> AsyncIterator[Text | Reported]:
        """The answer in sentences and lines, then a usage of nothing.

        A request without a lesson (a summary, a judgement) is a ProviderRejectedRequest.
        """
        lesson = request.lesson
        if lesson is None:
            raise ProviderRejectedRequest("The coach answers students only; it cannot read other requests.")
        if lesson.own_hint:
            for piece in pieces(lesson.own_hint):
                yield Text(piece)
            yield Reported(Usage())
            return
        report = await self._report(lesson.notebook)
        if _size(lesson) > LARGE or report is not None:
            text = await asyncio.to_thread(coach, lesson, report)
        else:
            text = coach(lesson)
        for piece in pieces(text):
            yield Text(piece)
        yield Reported(Usage())

    async def _report(self, notebook: NotebookExcerpt) -> CheckReport | None:
        """What the checks say about the cell without its magics, None where there is nothing to say."""
        code = as_python(notebook.cell_code or "") if self._checked is not None else None
        if self._checked is None or code is None:
            return None
        return await self._checked.report(replace(notebook, cell_code=code))

    async def warm(self) -> None:
        """Nothing to load: the rules are code."""

    async def close(self) -> None:
        """Nothing to let go of."""


def coach(lesson: Lesson, report: CheckReport | None = None) -> str:
    """The whole answer to one lesson, as Markdown; `report` is what the exercise's checks say."""
    return answer(lesson, diagnose(lesson, report))


def _size(lesson: Lesson) -> int:
    notebook = lesson.notebook
    texts = (lesson.text, notebook.cell_code, notebook.error_output, lesson.solution, *notebook.neighbours)
    return sum(len(text) for text in texts if text)
