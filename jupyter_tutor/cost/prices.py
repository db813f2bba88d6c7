"""What a model's tokens cost, exact to the nano-USD.

List prices come from the `genai-prices` package; it takes a quarter of a second to import,
so it is loaded on the first question about a price, or by `PriceTable.warm` in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jupyter_tutor.cost.limits import Hold
from jupyter_tutor.cost.money import parse_usd
from jupyter_tutor.errors import ConfigurationError

if TYPE_CHECKING:
    from jupyter_tutor.cost.usage import Usage

TOKENS_PER_PRICE = 1_000_000
FREE_PROVIDERS = frozenset({"coach"})

_ANY = -1


@dataclass(frozen=True, slots=True)
class Rate:
    """Prices in nano-USD per 1,000,000 tokens, so that $0.0125 per million is still an integer.

    The rate applies to calls with more than `above_input_tokens` input tokens, and then to
    every token of the call.
    """

    input: int
    cached_input: int
    output: int
    above_input_tokens: int = _ANY


@dataclass(frozen=True, slots=True)
class Price:
    """The rates of one model, ascending by threshold; the first one applies to any call."""

    rates: tuple[Rate, ...]

    def cost(self, usage: Usage) -> int:
        """Cost of a call in nano-USD.

        Cost = uncached·input + cached·cached_input + output·output, summed exactly in
        millionths of a nano-USD and rounded once, half up.
        """
        rate = [rate for rate in self.rates if usage.input_tokens > rate.above_input_tokens][-1]
        cached = min(usage.cached_input_tokens, usage.input_tokens)
        exact = (
            (usage.input_tokens - cached) * rate.input
            + cached * rate.cached_input
            + usage.output_tokens * rate.output
        )
        return (2 * exact + TOKENS_PER_PRICE) // (2 * TOKENS_PER_PRICE)

    def hold(self, input_tokens: int, max_output_tokens: int, min_output_tokens: int) -> Hold:
        """The worst a call can cost with at most so many tokens in and out: nothing cached, rounded up."""
        rates = [rate for rate in self.rates if input_tokens > rate.above_input_tokens]
        input_rate = max(max(rate.input, rate.cached_input) for rate in rates)
        output_rate = max(rate.output for rate in rates)
        return Hold(
            input_tokens,
            max_output_tokens,
            min_output_tokens,
            input_cost=-(-input_tokens * input_rate // TOKENS_PER_PRICE),
            output_price=-(-output_rate // TOKENS_PER_PRICE),
        )


NO_COST = Price((Rate(0, 0, 0),))


def price_from_usd(input_usd: object, output_usd: object, cached_input_usd: object = None) -> Price:
    """A price from US dollars per million tokens; cached input costs as much as input if not given.

    Raises ValueError for anything but a finite number ≥ 0 with at most nine decimals.
    """
    cached = input_usd if cached_input_usd is None else cached_input_usd
    return Price((Rate(_per_million(input_usd), _per_million(cached), _per_million(output_usd)),))


def _per_million(usd: object) -> int:
    nano = parse_usd(str(usd))
    if nano < 0:
        raise ValueError(f"{usd!r} is below zero")
    return nano


class PriceTable:
    """Prices by model, with a site's own prices before the list prices.

    Own prices are those set at run time (`set_own`), then those of the configuration.

    `overrides` maps a model to {"input", "output", "cached_input"?} in US dollars per million
    tokens; ConfigurationError when one cannot be read. A model is priced by its name wherever
    it runs, so a locally served model that shares the name of a sold one needs an override.
    What a provider charges for writing to its cache is not part of a price: such tokens count
    as ordinary input. `now` decides which list price is in force. A model of a provider in
    `free_where_unlisted`, one that runs on the site's own machines, costs nothing when nobody sells it.
    """

    def __init__(
        self,
        overrides: Mapping[str, Mapping[str, object]] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        free_where_unlisted: frozenset[str] = frozenset(),
    ) -> None:
        self._configured = {model: _override(model, prices) for model, prices in (overrides or {}).items()}
        self._overrides: Mapping[str, Price] = self._configured
        self._now = now
        self._free_where_unlisted = free_where_unlisted
        self._listed: dict[tuple[str, str, date], Price | None] = {}

    def cost(self, provider: str, model: str, usage: Usage) -> int | None:
        """The cost in nano-USD, or None when the price is not known."""
        price = self.price(provider, model)
        return None if price is None else price.cost(usage)

    def set_own(self, prices: Mapping[str, Price]) -> None:
        """Put these prices before all others, in place of those set so before, all at once."""
        self._overrides = {**self._configured, **prices}

    def price(self, provider: str, model: str) -> Price | None:
        """The price of a model today, or None when it is not known."""
        if model in self._overrides:
            return self._overrides[model]
        if provider in FREE_PROVIDERS:
            return NO_COST
        now = self._now()
        key = (provider, model, now.date())
        if key not in self._listed:
            listed = _list_price(provider, model, now)
            is_free = listed is None and provider in self._free_where_unlisted
            self._listed[key] = NO_COST if is_free else listed
        return self._listed[key]

    def hold(
        self, provider: str, model: str, *, input_tokens: int, max_output_tokens: int, min_output_tokens: int
    ) -> Hold | None:
        """The worst a call can cost, or None when the price is not known; see `Price.hold`."""
        price = self.price(provider, model)
        return None if price is None else price.hold(input_tokens, max_output_tokens, min_output_tokens)

    def warm(self, models: Iterable[tuple[str, str]]) -> None:
        """Load the prices of (provider, model) pairs; blocks, so call it in a thread."""
        for provider, model in models:
            self.price(provider, model)


def _override(model: str, prices: Mapping[str, object]) -> Price:
    unknown = sorted(set(prices) - {"input", "output", "cached_input"})
    reason = f"unknown {', '.join(unknown)}"
    if not unknown:
        try:
            return price_from_usd(prices["input"], prices["output"], prices.get("cached_input"))
        except KeyError as error:
            reason = f"{error} is missing"
        except ValueError as error:
            reason = str(error)
    raise ConfigurationError(
        f"The price of {model!r} must be {{'input': …, 'output': …, 'cached_input': …}} in US dollars "
        f"per million tokens, cached_input being optional: {reason}"
    )


def _list_price(provider: str, model: str, now: datetime) -> Price | None:
    from genai_prices.data_snapshot import get_snapshot

    try:
        _, info = get_snapshot().find_provider_model(model, None, provider, None)
    except LookupError:
        return None
    listed = info.get_prices(now)
    output = listed.output_mtok
    if output is None and "embedding" in model:
        output = Decimal(0)  # a vector is no output that anybody bills
    if listed.input_mtok is None or output is None:
        return None
    cached = listed.input_mtok if listed.cache_read_mtok is None else listed.cache_read_mtok
    columns = (listed.input_mtok, cached, output)
    starts = {tier.start for column in columns for tier in getattr(column, "tiers", ())}
    return Price(tuple(_rate(columns, start) for start in (_ANY, *sorted(starts))))


def _rate(columns: tuple[Any, Any, Any], above: int) -> Rate:
    uncached, cached, output = (_per_million(_in_force(column, above)) for column in columns)
    return Rate(uncached, cached, output, above)


def _in_force(column: Any, above: int) -> Decimal:
    """A column's price for calls just above a threshold; a plain Decimal has no tiers."""
    tiers = getattr(column, "tiers", None)
    if tiers is None:
        return Decimal(column)
    reached = [tier.price for tier in tiers if tier.start <= above]
    return Decimal(reached[-1] if reached else column.base)
