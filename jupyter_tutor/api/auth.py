"""Who am I."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint, reception_of


class MeEndpoint(Endpoint):
    """`auth/me`: the profile of whoever asks."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Profile and roles."""
        identity = reception_of(self).identify(self.current_user)
        student = await self.student()
        self.reply(
            {
                "id": student.id,
                "username": student.username,
                "display_name": student.display_name,
                "email": None,
                "roles": list(identity.roles),
            }
        )
