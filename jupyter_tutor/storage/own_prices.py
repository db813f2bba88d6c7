"""A site's own prices."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from jupyter_tutor.cost.price_sheet import PriceRow
from jupyter_tutor.errors import NotFound
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.metering_tables import prices
from jupyter_tutor.tutoring.metering.records import StoredPrice

_ALL = select(prices).order_by(prices.c.model)
_FORGET = delete(prices).where(prices.c.model == bindparam("name"))


class StoredPrices:
    """The OwnPrices port over a database."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def prices(self) -> tuple[StoredPrice, ...]:
        """All of them, by model."""
        found = await self._connections.read(lambda connection: connection.execute(_ALL).all())
        return tuple(
            StoredPrice(
                PriceRow(row.model, row.input, row.cached_input, row.output), row.written_by, row.written_at
            )
            for row in found
        )

    async def put(self, prices_: Sequence[StoredPrice]) -> None:
        """Store these in the place of those of the same models, all or nothing."""

        def work(connection: Connection) -> None:
            for price in prices_:
                connection.execute(_FORGET, {"name": price.row.model})
                connection.execute(insert(prices), _values(price))

        await self._connections.write(work)

    async def delete(self, model: str) -> None:
        """Remove one. NotFound when it is not there."""

        def work(connection: Connection) -> None:
            if connection.execute(_FORGET, {"name": model}).rowcount == 0:
                raise NotFound(f"There is no price of {model} to remove.")

        await self._connections.write(work)


def _values(price: StoredPrice) -> dict[str, object]:
    return {
        "model": price.row.model,
        "input": price.row.input,
        "cached_input": price.row.cached_input,
        "output": price.row.output,
        "written_by": price.written_by,
        "written_at": price.written_at,
    }
