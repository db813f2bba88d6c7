"""Money is an integer number of nano-USD (10⁻⁹ US dollars); floats never touch it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

NANO_USD_PER_USD = 1_000_000_000

_MOST_DIGITS = 30


def parse_usd(amount: str | int | Decimal) -> int:
    """Nano-USD of an amount of US dollars, such as "0.000123".

    Raises ValueError when it is no finite number, absurdly large, or finer than a nano-USD:
    nothing is rounded.
    """
    try:
        number = Decimal(amount)
    except InvalidOperation as error:
        raise ValueError(f"{amount!r} is not an amount of US dollars") from error
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError(f"{amount!r} is not an amount of US dollars")
    # Fractions, because Decimal arithmetic rounds silently beyond the context's precision.
    nano = Fraction(number) * NANO_USD_PER_USD
    if nano.denominator != 1:
        raise ValueError(f"{amount!r} is not a whole number of nano-USD")
    return int(nano)


def format_usd(nano_usd: int) -> str:
    """US dollars as an exact decimal: no exponent, no trailing zeros, "0" for nothing."""
    sign = "-" if nano_usd < 0 else ""
    dollars, rest = divmod(abs(nano_usd), NANO_USD_PER_USD)
    fraction = f"{rest:09d}".rstrip("0")
    return f"{sign}{dollars}.{fraction}" if fraction else f"{sign}{dollars}"
