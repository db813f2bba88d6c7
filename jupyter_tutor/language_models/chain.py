"""The configured models in order: retries with back-off, then the next model."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import count
from typing import cast

from jupyter_tutor.errors import (
    Invalid,
    ModelUnavailable,
    ProviderError,
    ProviderNotInstalled,
    ProviderRejectedKey,
)
from jupyter_tutor.tutoring.ports import (
    AttemptEnded,
    AttemptStarted,
    LanguageModel,
    ModelRequest,
    Reported,
    Text,
)

NOT_AFFORDABLE = "What is left of your budget does not pay for an answer of this model."


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long to try one model before the next is asked. All times in seconds.

    The wait before attempt n+1 is what the provider asked for plus a random part of
    min(longest_wait, first_wait·2ⁿ⁻¹): exponential back-off with full jitter (Brooker 2015,
    "Exponential Backoff And Jitter"), so that a class whose requests failed together does not
    come back together. A provider that asks for more than `longest_asked_wait` is left for the
    next model at once, and so is one that has been tried for `patience`.
    """

    attempts: int = 3
    first_wait: float = 0.5
    longest_wait: float = 8.0
    longest_asked_wait: float = 20.0
    patience: float = 45.0
    rejected_key_pause: float = 60.0

    def wait(self, attempt: int, error: ProviderError, rng: random.Random) -> float | None:
        """Seconds to wait after a failed attempt (the first is 1), or None to give up."""
        asked = error.retry_after or 0.0
        if not error.retryable or attempt >= self.attempts or asked > self.longest_asked_wait:
            return None
        ceiling = min(self.longest_wait, self.first_wait * 2 ** (attempt - 1))
        return asked + rng.uniform(0.0, ceiling)


@dataclass(slots=True)
class _Link:
    """A model in the chain and the last failure of its latest answer, None after a success."""

    model: LanguageModel
    failure: Exception | None = None
    failed_at: float = 0.0


class Chain:
    """Implements `ports.ModelChain`.

    `models` are asked in order; `on_request` answers only when named by `answer_by`, as the
    coach does while a provider is configured. A model whose key was rejected, or whose SDK is
    missing, is passed over for a minute before it is tried again.
    """

    def __init__(
        self,
        models: Sequence[LanguageModel],
        *,
        on_request: Sequence[LanguageModel] = (),
        policy: RetryPolicy | None = None,
        rng: random.Random | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._links = [_Link(model) for model in models]
        self._on_request = [_Link(model) for model in on_request]
        self._policy = policy or RetryPolicy()
        self._rng = rng or random.Random()  # noqa: S311 - jitter, not a secret
        self._sleep = sleep
        self._monotonic = monotonic

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """(provider, model) in the order they are tried."""
        return tuple((link.model.provider, link.model.model) for link in self._links)

    def choices(self, answer_by: str | None) -> tuple[tuple[str, str], ...]:
        """(provider, model) in the order they are tried. Invalid when `answer_by` names no model."""
        return tuple((link.model.provider, link.model.model) for link in self._chosen(answer_by))

    async def stream(
        self, request: ModelRequest, answer_by: str | None = None
    ) -> AsyncGenerator[AttemptStarted | Text | Reported | AttemptEnded, None]:
        """The answer, with each attempt's beginning and end.

        Invalid when `answer_by` names no model, ModelUnavailable when every model has failed,
        the attempt's own error when it failed after its first text.
        """
        failures: list[Exception] = []
        for link in self._chosen(answer_by):
            paused = self._pause_left(link)
            if paused is not None:
                failures.append(paused)
                continue
            failure: Exception | None = ModelUnavailable(NOT_AFFORDABLE)
            async with aclosing(self._ask(link, request)) as answer:
                async for item in answer:
                    if isinstance(item, AttemptEnded):
                        failure = item.error
                    yield item
            if failure is None:
                return
            failures.append(failure)
        raise self._unavailable(failures) from (failures[-1] if failures else None)

    async def warm(self) -> None:
        """Load what the first model needs; its ProviderError says what is missing."""
        for link in self._links[:1]:
            try:
                await link.model.warm()
            except ProviderError as error:
                self._note(link, error)
                raise

    async def check(self) -> None:
        """Raise ModelUnavailable when every model's latest answer failed within the last minute.

        Nothing is asked and nothing spent: this is what the answers so far have shown.
        """
        since = self._monotonic() - self._policy.rejected_key_pause
        failures = [
            link.failure for link in self._links if link.failure is not None and link.failed_at > since
        ]
        if len(failures) == len(self._links):
            raise self._unavailable(failures, "; ".join(map(str, failures)))

    async def close(self) -> None:
        """Close every model."""
        for link in (*self._links, *self._on_request):
            await link.model.close()

    def _chosen(self, answer_by: str | None) -> list[_Link]:
        if answer_by is None:
            return self._links
        chosen = [link for link in (*self._links, *self._on_request) if link.model.provider == answer_by]
        if not chosen:
            raise Invalid(f"answer_by: no model of {answer_by!r} is configured")
        return chosen

    async def _ask(
        self, link: _Link, request: ModelRequest
    ) -> AsyncGenerator[AttemptStarted | Text | Reported | AttemptEnded, None]:
        """Every attempt at one model that can be afforded; the last item tells how it went."""
        began = self._monotonic()
        for attempt in count(1):
            affordable = _affordable(request, link.model)
            if affordable is None:
                return
            text_came = False
            error: Exception | None = None
            async with aclosing(self._attempt(link, affordable, attempt)) as answer:
                async for item in answer:
                    if isinstance(item, Text):
                        text_came = True
                    elif isinstance(item, AttemptEnded):
                        error = item.error
                    yield item
            if error is not None and text_came:
                raise error
            wait = self._policy.wait(attempt, error, self._rng) if isinstance(error, ProviderError) else None
            if wait is None or self._monotonic() + wait > began + self._policy.patience:
                return
            await self._sleep(wait)

    async def _attempt(
        self, link: _Link, request: ModelRequest, attempt: int
    ) -> AsyncGenerator[AttemptStarted | Text | Reported | AttemptEnded, None]:
        model = link.model
        began = self._monotonic()
        reported = error = None
        yield AttemptStarted(model.provider, model.model, attempt)
        # The port promises an iterator; closing it is what ends the upstream request.
        answer = cast("AsyncGenerator[Text | Reported, None]", model.stream(request))
        try:
            async with aclosing(answer):
                async for item in answer:
                    if isinstance(item, Reported):
                        reported = item.usage
                    yield item
        except Exception as caught:  # noqa: BLE001 - a fault of one adapter must not stop the others
            error = caught
        self._note(link, error)
        latency = self._monotonic() - began
        yield AttemptEnded(model.provider, model.model, attempt, latency, reported, error)

    def _note(self, link: _Link, failure: Exception | None) -> None:
        link.failure = failure
        link.failed_at = self._monotonic()

    def _pause_left(self, link: _Link) -> ModelUnavailable | None:
        if not isinstance(link.failure, (ProviderRejectedKey, ProviderNotInstalled)):
            return None
        left = link.failed_at + self._policy.rejected_key_pause - self._monotonic()
        return ModelUnavailable(str(link.failure), retry_after=left) if left > 0 else None

    def _unavailable(self, failures: Sequence[Exception], message: str | None = None) -> ModelUnavailable:
        """One error for all; it asks to wait as long as the soonest of the providers does."""
        waits = [
            error.retry_after
            for error in failures
            if isinstance(error, (ProviderError, ModelUnavailable)) and error.retry_after is not None
        ]
        retry_after = min(waits, default=None)
        if message is None:
            return ModelUnavailable(retry_after=retry_after)
        return ModelUnavailable(message, retry_after=retry_after)


def _affordable(request: ModelRequest, model: LanguageModel) -> ModelRequest | None:
    """The request with an answer as long as the money allows; None when it allows none."""
    if request.allowance is None:
        return request
    output_tokens = request.allowance.output_tokens(model.provider, model.model)
    return None if output_tokens is None else replace(request, max_output_tokens=output_tokens)
