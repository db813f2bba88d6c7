"""A student's progress in modules, and their saved notebooks."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint
from jupyter_tutor.api.error_mapping import status_and_body
from jupyter_tutor.api.large_body import large_body
from jupyter_tutor.errors import Invalid, OutOfDate

STATE_MEGABYTES = 5
_MOST_DIGITS = 9


class AllProgressEndpoint(Endpoint):
    """`progress`: how far one is in every module."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """One row per module, in order; the notebooks are asked for one by one."""
        from jupyter_tutor.api.modules_json import progress_json

        tutor, student = await self.tutor(), await self.student()
        listing = await tutor.modules.catalogue.listing(student.id)
        self.reply({"modules": [progress_json(view) for view in listing.modules]})


class ProgressEndpoint(Endpoint):
    """`progress/{module_id}`: how far one is in a module, with one's notebook."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self, module_id: str) -> None:
        """The row and the newest notebook, which `state=false` leaves out."""
        from jupyter_tutor.api.modules_json import progress_json, progress_text

        wants_state = self.choice("state", ("true", "false"), "true") == "true"
        tutor, student = await self.tutor(), await self.student()
        if not wants_state:
            self.reply(progress_json(await tutor.modules.catalogue.view(student.id, module_id)))
            return
        view, state = await tutor.modules.coursework.latest(student.id, module_id)
        self.finish(await asyncio.to_thread(progress_text, view, state))

    @web.authenticated
    @authorized("write", RESOURCE)
    async def put(self, module_id: str) -> None:
        """Save; when somebody else has saved since, nothing changes and theirs comes back with a 409."""
        from jupyter_tutor.api.module_bodies import ProgressBody
        from jupyter_tutor.api.modules_json import progress_json, progress_text, refused_text
        from jupyter_tutor.tutoring.modules.coursework import Newer

        body = await large_body(self, ProgressBody, STATE_MEGABYTES)
        tutor, student = await self.tutor(), await self.student()
        try:
            self.reply(progress_json(await tutor.modules.coursework.save(student.id, module_id, body.work())))
        except OutOfDate as error:
            if not isinstance(error.newer, Newer):
                raise
            status, refusal = status_and_body(error)
            stored = await asyncio.to_thread(progress_text, error.newer.view, error.newer.state)
            self.set_status(status)
            self.finish(refused_text(refusal, stored))


class StatesEndpoint(Endpoint):
    """`progress/{module_id}/states`: the earlier notebooks that are kept."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self, module_id: str) -> None:
        """Newest first, without the notebooks."""
        from jupyter_tutor.api.modules_json import states_json

        tutor, student = await self.tutor(), await self.student()
        self.reply(states_json(await tutor.modules.coursework.states(student.id, module_id)))


class StateEndpoint(Endpoint):
    """`progress/{module_id}/states/{version}`: one of them."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self, module_id: str, version: str) -> None:
        """The notebook as it was saved then."""
        from jupyter_tutor.api.modules_json import state_text

        if not version.isascii() or not version.isdigit() or len(version) > _MOST_DIGITS:
            raise Invalid("version: must be a number.")
        tutor, student = await self.tutor(), await self.student()
        state = await tutor.modules.coursework.state(student.id, module_id, int(version))
        self.finish(await asyncio.to_thread(state_text, int(version), state))


class ExerciseRunEndpoint(Endpoint):
    """`progress/{module_id}/exercises/{exercise_id}`: what its checks said in the student's kernel."""

    @web.authenticated
    @authorized("write", RESOURCE)
    async def put(self, module_id: str, exercise_id: str) -> None:
        """Count the run; passed once is done."""
        from jupyter_tutor.api.module_bodies import CheckRunBody
        from jupyter_tutor.api.modules_json import exercise_json

        body = self.body(CheckRunBody)
        tutor, student = await self.tutor(), await self.student()
        mark = await tutor.modules.coursework.record_check(
            student.id, module_id, exercise_id, passed=body.outcome()
        )
        self.reply(exercise_json(mark))
