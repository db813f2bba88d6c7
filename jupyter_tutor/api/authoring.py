"""What instructors do with modules beside publishing them: check, preview, policies, the class."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint
from jupyter_tutor.api.large_body import large_body
from jupyter_tutor.api.modules import AUTHORS
from jupyter_tutor.errors import NotPublishable

NOTEBOOK_MEGABYTES = 20
"""Of an author's notebook with its outputs, which are not kept."""


class ModuleCheckEndpoint(Endpoint):
    """`modules/check`: what is wrong with a notebook, before anybody publishes it."""

    @web.authenticated
    @authorized("execute", RESOURCE)
    async def post(self) -> None:
        """Every fault with its cell, and the exercises as they are understood."""
        from jupyter_tutor.api.module_bodies import NotebookBody
        from jupyter_tutor.api.modules_json import reading_json

        await self.require_role(*AUTHORS)
        body = await large_body(self, NotebookBody, NOTEBOOK_MEGABYTES)
        reading = await (await self.tutor()).modules.publishing.check(body.draft())
        self.reply(reading_json(reading))


class ModulePreviewEndpoint(Endpoint):
    """`modules/preview`: what students would get."""

    @web.authenticated
    @authorized("execute", RESOURCE)
    async def post(self) -> None:
        """The student notebook, or the faults that stand in its way."""
        from jupyter_tutor.api.module_bodies import NotebookBody
        from jupyter_tutor.api.modules_json import faults_json
        from jupyter_tutor.tutoring.modules.packing import written

        await self.require_role(*AUTHORS)
        body = await large_body(self, NotebookBody, NOTEBOOK_MEGABYTES)
        try:
            notebook = await (await self.tutor()).modules.publishing.preview(body.draft())
        except NotPublishable as error:
            self.refuse(error, {"faults": faults_json(error.faults)})
            return
        self.finish(await asyncio.to_thread(written, {"notebook": notebook}))


class ModulePolicyEndpoint(Endpoint):
    """`modules/{id}/policy`: what the tutor may do in a module."""

    @web.authenticated
    @authorized("write", RESOURCE)
    async def put(self, module_id: str) -> None:
        """Replace it; what is left out is not decided here."""
        from jupyter_tutor.api.module_bodies import PolicyBody
        from jupyter_tutor.api.modules_json import allowed_json

        await self.require_role(*AUTHORS)
        body = self.body(PolicyBody)
        publishing = (await self.tutor()).modules.publishing
        module = await publishing.set_module_policy(module_id, body.policy(), body.exam_time())
        self.reply(allowed_json(module))


class CoursePolicyEndpoint(Endpoint):
    """`courses/{id}/policy`: what the tutor may do in all modules of a course."""

    @web.authenticated
    @authorized("write", RESOURCE)
    async def put(self, course_id: str) -> None:
        """Replace it; what is left out is not decided here."""
        from jupyter_tutor.api.module_bodies import PolicyBody
        from jupyter_tutor.api.modules_json import allowed_json

        await self.require_role(*AUTHORS)
        body = self.body(PolicyBody)
        publishing = (await self.tutor()).modules.publishing
        course = await publishing.set_course_policy(course_id, body.policy(), body.exam_time())
        self.reply(allowed_json(course))


class ClassOverviewEndpoint(Endpoint):
    """`modules/overview`: how far the class is."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Per module and exercise: students by status, attempts, and the hints that they needed."""
        from jupyter_tutor.api.modules_json import overview_json

        await self.require_role(*AUTHORS)
        self.reply(overview_json(await (await self.tutor()).modules.overview.read()))
