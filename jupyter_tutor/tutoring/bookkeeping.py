"""What every metered request needs: prices, clocks, ids, the token estimator and an observer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jupyter_tutor.pedagogy.token_estimate import TokenEstimator
from jupyter_tutor.tutoring.attempts import Attempts, Purpose
from jupyter_tutor.tutoring.ports import Clock, Observer, Prices


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """Makes the accounts of a request; shared by all of them."""

    prices: Prices
    clock: Clock
    observer: Observer
    new_id: Callable[[], str]
    estimator: TokenEstimator

    def attempts(self, purpose: Purpose) -> Attempts:
        """Empty accounts for one request."""
        return Attempts(
            purpose,
            estimate=self.estimator.estimate,
            prices=self.prices,
            clock=self.clock,
            observer=self.observer,
            new_id=self.new_id,
        )

    def calibrate(self, attempts: Attempts, estimated_input: int) -> None:
        """Let the estimator learn from what a provider reported for a prompt of known size."""
        if attempts.calls and not attempts.calls[-1].usage.estimated and attempts.calls[-1].error is None:
            last = attempts.calls[-1]
            self.estimator.observe(last.model, estimated_input, last.usage.input_tokens)
