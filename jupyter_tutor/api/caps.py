"""Usage caps and groups, for administrators and instructors."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint
from jupyter_tutor.errors import Invalid

if TYPE_CHECKING:
    from jupyter_tutor.api.bodies import CapBody, GroupBody
    from jupyter_tutor.cost.caps import Cap, CapType

MAY_WRITE = ("admin", "instructor")
CREATED = 201


class CapsEndpoint(Endpoint):
    """`usage/caps`: caps, the site's defaults, and groups."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """All for administrators; for instructors those of their groups."""
        from jupyter_tutor.api.metering_json import caps_json

        actor = await self.require_role(*MAY_WRITE)
        self.reply(caps_json(await (await self.tutor()).metering.caps.listing(actor)))

    @web.authenticated
    @authorized("write", RESOURCE)
    async def post(self) -> None:
        """Write a cap, in the place of one of the same owner and type."""
        from jupyter_tutor.api.bodies import CapBody
        from jupyter_tutor.api.metering_json import cap_json

        actor = await self.require_role(*MAY_WRITE)
        body: CapBody = self.body(CapBody)
        if (body.user is None) == (body.group is None):
            raise Invalid("user, group: name exactly one of them.")
        if body.cap_type is None:
            raise Invalid("cap_type: is missing.")
        cap = _cap(body, body.cap_type)
        book = (await self.tutor()).metering.caps
        written = await book.put(actor, cap, cap_id=str(uuid4()), username=body.user)
        self.reply(cap_json(written), CREATED)


class CapEndpoint(Endpoint):
    """`usage/caps/{id}`: one cap."""

    @web.authenticated
    @authorized("write", RESOURCE)
    async def put(self, cap_id: str) -> None:
        """Give it other values; its owner and type stay."""
        from jupyter_tutor.api.bodies import CapBody
        from jupyter_tutor.api.metering_json import cap_json

        actor = await self.require_role(*MAY_WRITE)
        body: CapBody = self.body(CapBody)
        book = (await self.tutor()).metering.caps
        present = await book.find(actor, cap_id)
        if body.user not in {None, present.username} or body.group not in {None, present.row.cap.group}:
            raise Invalid("user, group: whose a cap is cannot be changed; write another cap instead.")
        cap = _cap(body, body.cap_type or present.row.cap.cap_type)
        self.reply(cap_json(await book.change(actor, cap_id, cap)))

    @web.authenticated
    @authorized("write", RESOURCE)
    async def delete(self, cap_id: str) -> None:
        """Remove it: the site's default is in force again."""
        actor = await self.require_role(*MAY_WRITE)
        await (await self.tutor()).metering.caps.delete(actor, cap_id)
        self.nothing()


class GroupEndpoint(Endpoint):
    """`usage/groups/{name}`: who is in a group."""

    @web.authenticated
    @authorized("write", RESOURCE)
    async def put(self, name: str) -> None:
        """Replace its members; an empty list removes it."""
        from jupyter_tutor.api.bodies import GroupBody

        actor = await self.require_role(*MAY_WRITE)
        body: GroupBody = self.body(GroupBody)
        members = await (await self.tutor()).metering.caps.set_members(actor, name, body.members)
        self.reply({"name": name, "members": list(members)})


def _cap(body: CapBody, cap_type: CapType) -> Cap:
    from jupyter_tutor.cost.caps import Cap
    from jupyter_tutor.cost.money import parse_usd

    try:
        cost = None if body.cost_usd is None else parse_usd(str(body.cost_usd))
    except ValueError as error:
        raise Invalid(f"cost_usd: {error}.") from error
    return Cap(cap_type, body.requests, body.tokens, cost, body.group)
