"""What a student has used, and what is left."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint


class UsageEndpoint(Endpoint):
    """`usage/me`: today's money, the metering session's, and every limit of whoever asks."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """The budget as in a `done` frame, and where each limit stands."""
        from jupyter_tutor.api.server_frames import budget_body
        from jupyter_tutor.cost.refusals import status_of
        from jupyter_tutor.tutoring.metering.budget import budget_of

        tutor, student = await self.tutor(), await self.student()
        usages = await tutor.meter.usage(student.id)
        caps = [status_of(usage) for usage in usages]
        self.reply({**budget_body(budget_of(usages)), "caps": caps})
