"""Costs of model calls, exact to the nano-USD."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from genai_prices import Usage as ListedUsage
from genai_prices import calc_price
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.cost.money import parse_usd
from jupyter_tutor.cost.prices import Price, PriceTable, Rate, price_from_usd
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import ConfigurationError

NOVEMBER = datetime(2026, 11, 20, tzinfo=UTC)
TOKENS = st.integers(min_value=0, max_value=2_000_000)

VECTORS = [
    ("anthropic", 3, 15),
    ("google", 2, 12),
    ("openai", "1.75", 14),
    ("gpt-5", 10, 30),
    ("gpt-5-mini", 3, 15),
    ("gpt-realtime", 100, 200),
]


# req: R4
@pytest.mark.parametrize(("model", "input_usd", "output_usd"), VECTORS)
def test_a_million_tokens_cost_the_price_per_million(model, input_usd, output_usd):
    """The price vectors come out to the nano-dollar, for input and output apart and together."""
    table = PriceTable({model: {"input": input_usd, "output": output_usd}})
    assert table.cost("openai", model, Usage(1_000_000, 0, 0)) == parse_usd(str(input_usd))
    assert table.cost("openai", model, Usage(0, 0, 1_000_000)) == parse_usd(str(output_usd))
    both = parse_usd(str(input_usd)) + parse_usd(str(output_usd))
    assert table.cost("openai", model, Usage(1_000_000, 0, 1_000_000)) == both


# req: R4
@pytest.mark.parametrize(
    ("model", "input_tokens", "output_tokens", "usd"),
    [
        ("gpt-5", 100_000, 200_000, "7"),
        ("gpt-5-mini", 500_000, 1_000_000, "16.5"),
        ("gpt-realtime", 25_000, 50_000, "12.5"),
    ],
)
def test_the_cost_vectors_are_exact(model, input_tokens, output_tokens, usd):
    """$7.00, $16.50 and $12.50, with a difference of zero."""
    prices = {name: {"input": into, "output": out} for name, into, out in VECTORS}
    assert PriceTable(prices).cost("openai", model, Usage(input_tokens, 0, output_tokens)) == parse_usd(usd)


def test_cached_input_has_its_own_price():
    """Of 1,000 input tokens 400 from the cache, 600 pay the full price."""
    price = price_from_usd("1.25", 10, "0.125")
    assert price.cost(Usage(1_000, 400, 10)) == 600 * 1250 + 400 * 125 + 10 * 10_000


def test_cached_input_without_a_price_costs_as_much_as_input():
    """A price that names none makes no gift of cached tokens."""
    assert price_from_usd(2, 4).cost(Usage(1_000, 1_000, 0)) == price_from_usd(2, 4).cost(Usage(1_000, 0, 0))


def test_a_price_below_one_nano_dollar_per_token_stays_exact():
    """$0.0125 per million is 12.5 nano-dollars per thousand tokens; only the sum is rounded."""
    price = price_from_usd("0.0125", 0)
    assert price.cost(Usage(1_000_000, 0, 0)) == 12_500_000
    assert price_from_usd("0.0005", 0).cost(Usage(1, 0, 0)) == 1
    assert price_from_usd("0.000499999", 0).cost(Usage(1, 0, 0)) == 0


@given(
    usage=st.builds(Usage, TOKENS, TOKENS, TOKENS),
    rate=st.builds(Rate, st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12)),
)
def test_a_cost_is_within_half_a_nano_dollar_of_the_exact_sum(usage, rate):
    """Rounding happens once, half up, whatever the price; there are never more cached tokens than input."""
    cached = min(usage.cached_input_tokens, usage.input_tokens)
    millionths = (
        (usage.input_tokens - cached) * rate.input
        + cached * rate.cached_input
        + usage.output_tokens * rate.output
    )
    difference = Price((rate,)).cost(usage) - Fraction(millionths, 1_000_000)
    assert Fraction(-1, 2) < difference <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        ("openai", "gpt-6.1-terra"),
        ("openai", "gpt-5.4-mini"),
        ("anthropic", "claude-sonnet-5-5"),
        ("anthropic", "claude-haiku-5-5"),
        ("google", "gemini-3.8-flash"),
        ("google", "gemini-2.5-pro"),
    ],
)
@given(into=TOKENS, cached=TOKENS, out=TOKENS)
def test_list_prices_agree_with_the_package_they_come_from(provider, model, into, cached, out):
    """Our integers give what genai-prices computes in decimals, prices by prompt length included."""
    cached = min(cached, into)
    listed = calc_price(
        ListedUsage(input_tokens=into, cache_read_tokens=cached, output_tokens=out),
        model,
        provider_id=provider,
        genai_request_timestamp=NOVEMBER,
    )
    ours = PriceTable(now=lambda: NOVEMBER).cost(provider, model, Usage(into, cached, out))
    assert ours is not None
    assert abs(Fraction(ours, 10**9) - Fraction(listed.total_price)) <= Fraction(1, 2 * 10**9)


def test_an_override_goes_before_the_list_price():
    """A site that pays other prices is charged those."""
    table = PriceTable({"gpt-5.4-mini": {"input": 1, "output": 2, "cached_input": 0.5}})
    assert table.cost("openai", "gpt-5.4-mini", Usage(2_000_000, 1_000_000, 1_000_000)) == parse_usd("3.5")


def test_the_coach_is_free():
    """The built-in coach costs nothing, whatever it counts."""
    assert PriceTable().cost("coach", "rules", Usage(1_000, 0, 1_000)) == 0


def test_an_unknown_model_has_no_cost():
    """Not knowing is None, never zero."""
    assert PriceTable().cost("openai", "our-own-llama", Usage(1_000, 0, 1_000)) is None
    assert PriceTable().cost("nobody", "gpt-5.4-mini", Usage(1_000, 0, 1_000)) is None


def test_a_price_in_force_on_another_day_is_looked_up_again():
    """A list price that changes on a date is not kept beyond that date."""
    today = NOVEMBER
    table = PriceTable(now=lambda: today)
    before = table.price("google", "gemini-3.8-flash")
    today = datetime(2027, 6, 1, tzinfo=UTC)
    assert table.price("google", "gemini-3.8-flash") != before


@pytest.mark.parametrize(
    ("prices", "named"),
    [
        ({"input": 1}, "output"),
        ({"input": -1, "output": 1}, "below zero"),
        ({"input": "free", "output": 1}, "free"),
        ({"input": 1, "output": 1, "cache": 1}, "cache"),
        ({"input": 1, "output": float("nan")}, "nan"),
    ],
)
def test_a_price_that_cannot_be_read_stops_start_up(prices, named):
    """The error names the model and what is wrong."""
    with pytest.raises(ConfigurationError, match=named) as refused:
        PriceTable({"our-model": prices})
    assert "our-model" in refused.value.message


def test_the_price_list_is_not_loaded_with_the_module():
    """Importing the module and pricing by override or coach leaves genai-prices alone."""
    code = (
        "import sys; from jupyter_tutor.cost.prices import PriceTable;"
        "from jupyter_tutor.cost.usage import Usage;"
        "t = PriceTable({'m': {'input': 1, 'output': 1}}); t.cost('openai', 'm', Usage(1, 0, 1));"
        "t.cost('coach', 'rules', Usage(1, 0, 1)); sys.exit('genai_prices' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_warming_loads_the_prices_of_the_models_named():
    """After warm, a price is answered from memory."""
    table = PriceTable(now=lambda: NOVEMBER)
    table.warm([("openai", "gpt-5.4-mini"), ("openai", "unknown")])
    assert table.price("openai", "gpt-5.4-mini") is table.price("openai", "gpt-5.4-mini")


# req: R4
@pytest.mark.parametrize(
    ("provider", "model"), [("openai", "text-embedding-3-small"), ("google", "gemini-embedding-001")]
)
def test_an_embedding_model_costs_its_input(provider: str, model: str) -> None:
    """The list has no price for vectors, because nobody bills them; a million tokens cost something."""
    cost = PriceTable().cost(provider, model, Usage(1_000_000, 0, 0))
    assert cost is not None
    assert 0 < cost < 1_000_000_000
