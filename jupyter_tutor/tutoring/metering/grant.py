"""Leave to spend: what one request may use at most, attempt by attempt, and what it has used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_tutor.cost.limits import Amount, Hold, NearlyUsedUp
from jupyter_tutor.cost.prices import FREE_PROVIDERS
from jupyter_tutor.tutoring.attempts import Attempts
from jupyter_tutor.tutoring.metering.records import Reservation, Settlement
from jupyter_tutor.tutoring.ports import Prices
from jupyter_tutor.tutoring.records import ModelCall

MIN_OUTPUT_TOKENS = 256
"""The shortest answer worth paying for: a limit that leaves less refuses."""


@dataclass(frozen=True, slots=True)
class Grant:
    """An admitted request: its durable hold, the longest answer, and warnings to be shown once."""

    reservation: Reservation
    input_tokens: int
    output_tokens: int
    warnings: tuple[NearlyUsedUp, ...] = ()

    def charge(self, calls: Sequence[ModelCall]) -> Amount:
        """What calls have used. The built-in coach is free; a price that got lost costs the whole hold."""
        paid = [call for call in calls if call.provider not in FREE_PROVIDERS]
        tokens = sum(call.usage.input_tokens + call.usage.output_tokens for call in paid)
        known = [call.cost_nano_usd for call in paid if call.cost_nano_usd is not None]
        cost = sum(known) if len(known) == len(paid) else self.reservation.charged.cost
        return Amount(self.reservation.charged.requests, tokens, cost)

    def settlement(self, calls: Sequence[ModelCall]) -> Settlement:
        """How the hold ends: charged with the truth, or given back when no provider was at work."""
        charged = self.charge(calls)
        nothing_done = bool(calls) and all(
            call.error is not None and not call.usage.input_tokens for call in calls
        )
        if nothing_done and not charged.tokens and not charged.cost:
            return Settlement(self.reservation.id, Amount(), refunded=True)
        return Settlement(self.reservation.id, charged)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a grant for the next attempt: all attempts together stay within its hold.

    `more_input_tokens` is by how much the prompt to come is longer than the one the grant was made for.
    """

    grant: Grant
    attempts: Attempts
    prices: Prices
    more_input_tokens: int = 0

    def output_tokens(self, provider: str, model: str) -> int | None:
        """The longest answer that a model may give now; None when it may not be asked.

        That is when its price is not known, or when what earlier attempts left is too little.
        """
        if provider in FREE_PROVIDERS:
            return self.grant.output_tokens
        hold = self.prices.hold(
            provider,
            model,
            input_tokens=self.grant.input_tokens + self.more_input_tokens,
            max_output_tokens=self.grant.output_tokens,
            min_output_tokens=MIN_OUTPUT_TOKENS,
        )
        if hold is None:
            return None
        left = self.grant.reservation.charged - self.grant.charge(self.attempts.so_far)
        fits = _fitting(hold, left)
        return fits if fits >= hold.least_output_tokens else None


def _fitting(hold: Hold, left: Amount) -> int:
    fits = min(hold.max_output_tokens, left.tokens - hold.input_tokens)
    if hold.output_price:
        fits = min(fits, (left.cost - hold.input_cost) // hold.output_price)
    elif left.cost < hold.input_cost:
        return -1
    return fits
