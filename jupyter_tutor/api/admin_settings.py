"""Every limit's value and switch at run time, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint

if TYPE_CHECKING:
    from jupyter_tutor.api.bodies import SettingsBody


class SettingsEndpoint(Endpoint):
    """`admin/settings`: the limits in force, the configured ones, and who changed what."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """All of them, with the version that a change has to name."""
        from jupyter_tutor.api.metering_json import settings_json

        await self.require_role("admin")
        self.reply(settings_json(await (await self.tutor()).metering.site.view()))

    @web.authenticated
    @authorized("write", RESOURCE)
    async def put(self) -> None:
        """Change some; null puts the configured value back. They hold for the next message."""
        from jupyter_tutor.api.bodies import SettingsBody
        from jupyter_tutor.api.metering_json import settings_json

        actor = await self.require_role("admin")
        body: SettingsBody = self.body(SettingsBody)
        site = (await self.tutor()).metering.site
        await site.change(body.values, body.version, actor.username)
        self.reply(settings_json(await site.view()))
