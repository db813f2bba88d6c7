"""Money in nano-USD, read and written exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.cost.money import format_usd, parse_usd


@pytest.mark.parametrize(
    ("nano", "text"),
    [
        (0, "0"),
        (1, "0.000000001"),
        (123_000, "0.000123"),
        (7_000_000_000, "7"),
        (16_500_000_000, "16.5"),
        (-1_500_000_000, "-1.5"),
        (10**21, "1000000000000"),
    ],
)
def test_an_amount_is_written_plainly_and_exactly(nano, text):
    """There is no exponent and no zero beyond need."""
    assert format_usd(nano) == text
    assert parse_usd(text) == nano


@given(st.integers(min_value=-(10**30), max_value=10**30))
def test_writing_and_reading_gives_the_same_amount_back(nano):
    """parse_usd undoes format_usd for every amount."""
    assert parse_usd(format_usd(nano)) == nano


@given(st.integers(min_value=-(10**30), max_value=10**30))
def test_what_is_written_is_the_decimal_value(nano):
    """The text denotes exactly nano · 10⁻⁹."""
    assert Decimal(format_usd(nano)) == Decimal(f"{nano}e-9")


@pytest.mark.parametrize(
    "amount",
    ["", "five", "0.0000000001", "NaN", "Infinity", "1e31", "12345678901234567890123456789.0000000001"],
)
def test_an_amount_that_is_none_or_too_fine_is_refused(amount):
    """Nothing is rounded to fit."""
    with pytest.raises(ValueError):
        parse_usd(amount)
