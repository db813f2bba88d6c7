"""Writes an answer anew, at a stricter prompt, when the first one gave too much away."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_tutor.cost.prices import FREE_PROVIDERS
from jupyter_tutor.pedagogy.prompts import Prompt, go_on_prompt, stricter_prompt
from jupyter_tutor.pedagogy.turns import Turn
from jupyter_tutor.tutoring.attempts import Attempts
from jupyter_tutor.tutoring.bookkeeping import Bookkeeping
from jupyter_tutor.tutoring.metering.grant import Allowance, Grant
from jupyter_tutor.tutoring.ports import ModelRequest

PURPOSE = "regeneration"
"""The second attempt's purpose in the ledger."""


@dataclass(frozen=True, slots=True)
class Regeneration:
    """Makes the second request of an answer, within the hold of the first.

    `models` are the (provider, model) pairs that may be asked; `input_tokens` is the estimated size of
    `request`.
    """

    prompt: Prompt
    request: ModelRequest
    input_tokens: int
    models: tuple[tuple[str, str], ...]
    grant: Grant
    attempts: Attempts
    books: Bookkeeping

    def __call__(self, shown: str) -> ModelRequest | None:
        """The request that goes on after `shown`; None when the hold leaves no room for it.

        Models that work by rules are not asked: they would say the same again.
        """
        stricter = stricter_prompt(self.prompt)
        turns = self.request.turns
        if shown.strip():
            turns = (*turns, Turn("assistant", shown.rstrip()), Turn("user", go_on_prompt()))
        estimate = self.books.estimator.estimate
        more = estimate(stricter.text) - estimate(self.prompt.text)
        more += sum(estimate(turn.text) for turn in turns[len(self.request.turns) :])
        allowance = Allowance(self.grant, self.attempts, self.books.prices, more)
        asked = [pair for pair in self.models if pair[0] not in FREE_PROVIDERS]
        if not any(allowance.output_tokens(*pair) is not None for pair in asked):
            return None
        self.attempts.go_on_with(PURPOSE, self.input_tokens + more)
        return replace(self.request, system=stricter.text, turns=turns, allowance=allowance)
