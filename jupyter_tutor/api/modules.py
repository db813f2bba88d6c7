"""Modules as students see them, and publishing them."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint
from jupyter_tutor.api.large_body import large_body
from jupyter_tutor.errors import NotPublishable

AUTHORS = ("instructor", "admin")
COURSE_MEGABYTES = 100
CREATED = 201


class ModulesEndpoint(Endpoint):
    """`modules`: what may be taken, and publishing."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Courses, and modules in order with one's own status."""
        from jupyter_tutor.api.modules_json import catalogue_json

        tutor, student = await self.tutor(), await self.student()
        listing = await tutor.modules.catalogue.listing(student.id)
        self.reply(catalogue_json(listing, for_author=self.has_role(*AUTHORS)))

    @web.authenticated
    @authorized("write", RESOURCE)
    async def post(self) -> None:
        """Publish notebooks as modules, all or none."""
        from jupyter_tutor.api.module_bodies import PublishBody
        from jupyter_tutor.api.modules_json import faults_json, module_json

        actor = await self.require_role(*AUTHORS)
        body = await large_body(self, PublishBody, COURSE_MEGABYTES)
        course = None if body.course is None else body.course.name()
        drafts = [each.draft() for each in body.modules]
        modules = (await self.tutor()).modules
        try:
            published = await modules.publishing.publish(course, drafts, actor.user_id)
        except NotPublishable as error:
            named = [{**fault, "module": error.slug} for fault in faults_json(error.faults)]
            self.refuse(error, {"faults": named})
            return
        views = {view.module.id: view for view in (await modules.catalogue.listing(actor.user_id)).modules}
        shown = [module_json(views[each.id], for_author=True) for each in published if each.id in views]
        self.reply({"modules": shown}, CREATED)


class ModuleEndpoint(Endpoint):
    """`modules/{id}`: one module."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self, module_id: str) -> None:
        """The module with its exercises, and how far one is in each."""
        from jupyter_tutor.api.modules_json import opened_module_json

        tutor, student = await self.tutor(), await self.student()
        view = await tutor.modules.catalogue.view(student.id, module_id)
        self.reply(opened_module_json(view, for_author=self.has_role(*AUTHORS)))

    @web.authenticated
    @authorized("write", RESOURCE)
    async def delete(self, module_id: str) -> None:
        """Take it from the list; what students did in it stays."""
        await self.require_role(*AUTHORS)
        await (await self.tutor()).modules.publishing.unpublish(module_id)
        self.nothing()


class ModuleNotebookEndpoint(Endpoint):
    """`modules/{id}/notebook`: the notebook to work in."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self, module_id: str) -> None:
        """The student notebook; with `work=true` one's saved work is carried over to it."""
        from jupyter_tutor.tutoring.modules.packing import written

        with_work = self.choice("work", ("true", "false"), "false") == "true"
        tutor, student = await self.tutor(), await self.student()
        handed = await tutor.modules.catalogue.notebook(student.id, module_id, with_work=with_work)
        payload = {"notebook": handed.notebook, "name": handed.name, "version": handed.version}
        self.finish(await asyncio.to_thread(written, payload))
