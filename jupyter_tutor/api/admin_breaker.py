"""The breaker over everyone, for administrators."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint


class BreakerEndpoint(Endpoint):
    """`admin/breaker`: its state, and the money of the last hour."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Where it stands."""
        from jupyter_tutor.api.metering_json import breaker_json

        await self.require_role("admin")
        self.reply(breaker_json(await (await self.tutor()).metering.breaker.view()))


class BreakerResetEndpoint(Endpoint):
    """`admin/breaker/reset`: let everybody ask again."""

    @web.authenticated
    @authorized("write", RESOURCE)
    async def post(self) -> None:
        """Close it and forget what was spent."""
        from jupyter_tutor.api.metering_json import breaker_json

        actor = await self.require_role("admin")
        self.reply(breaker_json(await (await self.tutor()).metering.breaker.reset(actor.username)))
