"""Tokens used by one attempt at one model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts of one attempt.

    `input_tokens` counts every input token, those read from the provider's cache included;
    `cached_input_tokens` is the part of them that was cached. `estimated` is true when the
    provider never reported and the counts come from our own estimator.
    """

    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False

    def __add__(self, other: Usage) -> Usage:
        """The sum of two attempts; estimated as soon as one of them is."""
        return Usage(
            self.input_tokens + other.input_tokens,
            self.cached_input_tokens + other.cached_input_tokens,
            self.output_tokens + other.output_tokens,
            self.estimated or other.estimated,
        )
