"""A site's own prices, and what the models in use cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jupyter_tutor.cost.money import format_usd
from jupyter_tutor.cost.price_sheet import PriceRow, read_price_sheet, write_price_sheet
from jupyter_tutor.cost.prices import NO_COST, Price, PriceTable
from jupyter_tutor.errors import Conflict, NotFound
from jupyter_tutor.tutoring.metering.ports import OwnPrices
from jupyter_tutor.tutoring.metering.records import StoredPrice
from jupyter_tutor.tutoring.ports import Clock


class PriceSource(StrEnum):
    """Where a price comes from."""

    SITE = "site"
    CONFIGURATION = "configuration"
    LIST = "list"
    FREE = "free"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PriceInUse:
    """What a model that may be asked costs, in US dollars per million tokens; None when not known.

    Where the price depends on the length of the prompt, these are the rates of a short one.
    """

    provider: str
    model: str
    input: str | None
    cached_input: str | None
    output: str | None
    source: PriceSource


@dataclass(slots=True)
class PriceBook:
    """Keeps the table that costs are calculated with in step with the stored prices.

    `configured` are the models with a price in the configuration, `models` the (provider, model) pairs
    that may be asked.
    """

    own: OwnPrices
    table: PriceTable
    configured: frozenset[str]
    models: Callable[[], Sequence[tuple[str, str]]]
    clock: Clock
    _prices: dict[str, StoredPrice] = field(default_factory=dict)

    async def load(self) -> None:
        """Put the stored prices into force. Raises DatabaseUnavailable."""
        prices = {price.row.model: price for price in await self.own.prices()}
        if prices != self._prices:
            self.table.set_own({model: price.row.price for model, price in prices.items()})
            self._prices = prices

    async def prices(self) -> tuple[StoredPrice, ...]:
        """The site's own prices, by model."""
        await self.load()
        return tuple(self._prices[model] for model in sorted(self._prices))

    async def sheet(self) -> str:
        """The site's own prices as a CSV file that `write_sheet` takes back."""
        return write_price_sheet(price.row for price in await self.prices())

    async def in_use(self) -> tuple[PriceInUse, ...]:
        """What each model that may be asked costs, and how that is known."""
        models = tuple(self.models())
        await asyncio.to_thread(self.table.warm, models)  # the list of prices may have to be read first
        return tuple(self._in_use(provider, model) for provider, model in models)

    async def create(self, row: PriceRow, written_by: str) -> StoredPrice:
        """Add a price. Conflict when the model has one."""
        await self.load()
        if row.model in self._prices:
            raise Conflict(f"{row.model} has a price already: change it instead.")
        return (await self._write([row], written_by))[0]

    async def change(self, row: PriceRow, written_by: str) -> StoredPrice:
        """Replace a price. NotFound when the model has none."""
        await self.load()
        if row.model not in self._prices:
            raise NotFound(f"{row.model} has no price of this site.")
        return (await self._write([row], written_by))[0]

    async def delete(self, model: str) -> None:
        """Remove a price: that of the configuration, or the list's, is in force again. Raises NotFound."""
        await self.own.delete(model)
        await self.load()

    async def write_sheet(self, text: str, written_by: str) -> int:
        """Write every price of a CSV file, all or none; returned is how many.

        Raises Invalid, naming every faulty line. Prices of other models stay.
        """
        rows = await asyncio.to_thread(read_price_sheet, text)
        return len(await self._write(rows, written_by))

    async def _write(self, rows: Iterable[PriceRow], written_by: str) -> list[StoredPrice]:
        now = self.clock.now()
        prices = [StoredPrice(row, written_by, now) for row in rows]
        await self.own.put(prices)
        await self.load()
        return prices

    def _in_use(self, provider: str, model: str) -> PriceInUse:
        price = self.table.price(provider, model)
        source = self._source(model, price)
        if price is None:
            return PriceInUse(provider, model, None, None, None, source)
        rate = price.rates[0]
        return PriceInUse(
            provider,
            model,
            format_usd(rate.input),
            format_usd(rate.cached_input),
            format_usd(rate.output),
            source,
        )

    def _source(self, model: str, price: Price | None) -> PriceSource:
        if price is None:
            return PriceSource.UNKNOWN
        if model in self._prices:
            return PriceSource.SITE
        if model in self.configured:
            return PriceSource.CONFIGURATION
        return PriceSource.FREE if price == NO_COST else PriceSource.LIST
