"""Where a student stands: their problems' hint ladders and their levels."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint

if TYPE_CHECKING:
    from jupyter_tutor.api.bodies import LevelsBody

RECENT_PROBLEMS = 30


class ProblemsEndpoint(Endpoint):
    """`problems`: what the student worked on, latest first."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Titles, the last hint level of each and the highest it may come to."""
        tutor, student = await self.tutor(), await self.student()
        problems = await tutor.students.problems(student.id, RECENT_PROBLEMS)
        highest = [await tutor.answering.highest_step(problem) for problem in problems]
        self.reply(
            {
                "problems": [
                    {
                        "id": problem.id,
                        "title": problem.title,
                        "hint_level": problem.hint_level,
                        "max_hint_level": step,
                        "exercise_id": problem.exercise_id,
                        "notebook_path": problem.notebook_path,
                        "cell_id": problem.cell_id,
                        "touched_at": problem.touched_at.isoformat(),
                    }
                    for problem, step in zip(problems, highest, strict=True)
                ]
            }
        )


class LevelsEndpoint(Endpoint):
    """`levels`: how far the student is, per dimension."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Programming and mathematics, 1.0 to 5.0."""
        self.reply(asdict(await (await self.tutor()).students.levels((await self.student()).id)))

    @web.authenticated
    @authorized("write", RESOURCE)
    async def put(self) -> None:
        """Replace them by the student's own rating."""
        from jupyter_tutor.api.bodies import LevelsBody
        from jupyter_tutor.pedagogy.problem import Levels

        body: LevelsBody = self.body(LevelsBody)
        levels = Levels(body.programming, body.mathematics)
        await (await self.tutor()).students.rate_self((await self.student()).id, levels)
        self.reply(asdict(levels))
