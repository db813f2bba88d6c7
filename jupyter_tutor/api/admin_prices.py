"""A site's own prices, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.api.endpoint import RESOURCE, Endpoint
from jupyter_tutor.errors import Invalid

if TYPE_CHECKING:
    from jupyter_tutor.api.bodies import PriceBody

CREATED = 201


class PricesEndpoint(Endpoint):
    """`admin/prices`: the site's own prices, and what the models in use cost."""

    @web.authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """As JSON, or with `format=csv` the own prices as the file that PUT takes.

        The file is exact: a name that begins like a formula stays, it is one that an administrator wrote.
        """
        from jupyter_tutor.api.metering_json import prices_json

        await self.require_role("admin")
        book = (await self.tutor()).metering.prices
        if self.choice("format", ("json", "csv"), "json") == "csv":
            self.reply_csv(await book.sheet(), "prices")
        else:
            self.reply(prices_json(await book.prices(), await book.in_use()))

    @web.authenticated
    @authorized("write", RESOURCE)
    async def post(self) -> None:
        """Add a price."""
        from jupyter_tutor.api.bodies import PriceBody
        from jupyter_tutor.api.metering_json import price_json
        from jupyter_tutor.cost.price_sheet import price_row

        actor = await self.require_role("admin")
        body: PriceBody = self.body(PriceBody)
        row = price_row(body.model or "", body.input, body.output, body.cached_input)
        written = await (await self.tutor()).metering.prices.create(row, actor.username)
        self.reply(price_json(written), CREATED)

    @web.authenticated
    @authorized("write", RESOURCE)
    async def put(self) -> None:
        """Write every price of a CSV file, or none; prices of other models stay."""
        actor = await self.require_role("admin")
        book = (await self.tutor()).metering.prices
        self.reply({"changed": await book.write_sheet(self.csv_body(), actor.username)})


class PriceEndpoint(Endpoint):
    """`admin/prices/{model}`: one of the site's own prices."""

    @web.authenticated
    @authorized("write", RESOURCE)
    async def put(self, model: str) -> None:
        """Change it."""
        from jupyter_tutor.api.bodies import PriceBody
        from jupyter_tutor.api.metering_json import price_json
        from jupyter_tutor.cost.price_sheet import price_row

        actor = await self.require_role("admin")
        body: PriceBody = self.body(PriceBody)
        if body.model not in {None, model}:
            raise Invalid("model: must be the one in the path, or be left out.")
        row = price_row(model, body.input, body.output, body.cached_input)
        written = await (await self.tutor()).metering.prices.change(row, actor.username)
        self.reply(price_json(written))

    @web.authenticated
    @authorized("write", RESOURCE)
    async def delete(self, model: str) -> None:
        """Remove it: the configuration's, or the list's, is in force again."""
        await self.require_role("admin")
        await (await self.tutor()).metering.prices.delete(model)
        self.nothing()
