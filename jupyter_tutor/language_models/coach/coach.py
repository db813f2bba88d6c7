"""The coach as a language model: it reads the facts of a lesson and answers by rules."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import ProviderRejectedRequest
from jupyter_tutor.language_models.coach.diagnosis import diagnose
from jupyter_tutor.language_models.coach.wording import answer, pieces
from jupyter_tutor.tutoring.ports import Reported, Text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from jupyter_tutor.tutoring.ports import Lesson, ModelRequest

LARGE = 4_000
"""Characters of code and traceback from which on reading moves to a thread."""


class Coach:
    """The built-in tutor: no network, no key, no cost, and never a guess about what an error is.

    The student's code is parsed, never run. Answers come from `request.lesson` alone.
    """

    provider = "coach"

    def __init__(self, model: str = "rules-1") -> None:
        self._model = model

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
        text = await asyncio.to_thread(coach, lesson) if _size(lesson) > LARGE else coach(lesson)
        for piece in pieces(text):
            yield Text(piece)
        yield Reported(Usage())

    async def warm(self) -> None:
        """Nothing to load: the rules are code."""

    async def close(self) -> None:
        """Nothing to let go of."""


def coach(lesson: Lesson) -> str:
    """The whole answer to one lesson, as Markdown."""
    return answer(lesson, diagnose(lesson))


def _size(lesson: Lesson) -> int:
    notebook = lesson.notebook
    texts = (lesson.text, notebook.cell_code, notebook.error_output, lesson.solution, *notebook.neighbours)
    return sum(len(text) for text in texts if text)
