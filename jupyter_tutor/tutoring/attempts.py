"""Accounts for every attempt at a provider: tokens, cost, time, and one ledger row each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import AnswerCorrupt, AnswerCut, AnswerTruncated
from jupyter_tutor.tutoring.occurrences import ModelCalled
from jupyter_tutor.tutoring.ports import (
    AttemptEnded,
    AttemptStarted,
    Clock,
    Observer,
    Prices,
    Reported,
    Text,
)
from jupyter_tutor.tutoring.records import ModelCall

Estimate = Callable[[str], int]

_MODEL_WAS_AT_WORK = (AnswerCut, AnswerTruncated, AnswerCorrupt)


@dataclass(frozen=True, slots=True)
class Purpose:
    """Whom and what the attempts are for; `input_tokens` is the prompt's estimated size.

    `module` is that of the conversation.
    """

    request_id: str
    user_id: str
    name: str
    input_tokens: int
    module: str | None = None


@dataclass(slots=True)
class _Attempt:
    started: AttemptStarted
    purpose: Purpose
    at: datetime
    since: float
    received: list[str] = field(default_factory=list)
    reported: Usage | None = None


class Attempts:
    """The attempts of one request, in order. Feed it every item of the chain's stream."""

    def __init__(
        self,
        purpose: Purpose,
        *,
        estimate: Estimate,
        prices: Prices,
        clock: Clock,
        observer: Observer,
        new_id: Callable[[], str],
    ) -> None:
        self._purpose = purpose
        self._estimate = estimate
        self._prices = prices
        self._clock = clock
        self._observer = observer
        self._new_id = new_id
        self._current: _Attempt | None = None
        self._calls: list[ModelCall] = []
        self.provider = ""
        self.model = ""

    @property
    def calls(self) -> tuple[ModelCall, ...]:
        """A ledger row per ended attempt."""
        return tuple(self._calls)

    @property
    def so_far(self) -> tuple[ModelCall, ...]:
        """The ended attempts, and the one under way as if it were cut now."""
        attempt = self._current
        if attempt is None:
            return self.calls
        usage = self._usage(attempt, attempt.reported, AnswerCut("under way"), at_work=True)
        return (*self.calls, self._call(attempt, usage, None))

    @property
    def usage(self) -> Usage:
        """Everything used, over all attempts."""
        return sum((call.usage for call in self._calls), Usage())

    @property
    def cost_nano_usd(self) -> int | None:
        """Everything spent, or None as soon as one attempt's price is not known."""
        costs = [call.cost_nano_usd for call in self._calls]
        return None if None in costs else sum(cost for cost in costs if cost is not None)

    def note(self, item: AttemptStarted | Text | Reported | AttemptEnded) -> None:
        """Take in one item of the stream."""
        if isinstance(item, AttemptStarted):
            self._current = _Attempt(item, self._purpose, self._clock.now(), self._clock.monotonic())
            self.provider, self.model = item.provider, item.model
        elif isinstance(item, AttemptEnded):
            self._end(item.reported, item.error)
        elif self._current is not None and isinstance(item, Text):
            self._current.received.append(item.content)
        elif self._current is not None and isinstance(item, Reported):
            self._current.reported = item.usage

    def cut_short(self, reason: BaseException) -> None:
        """We stopped listening: close the attempt that was under way, if any."""
        if self._current is not None:
            self._end(self._current.reported, reason, cut=True)

    def leave(self) -> None:
        """We stop listening because what came is not wanted: no failure, its usage told as of a cut one."""
        attempt, self._current = self._current, None
        if attempt is not None:
            usage = self._usage(attempt, attempt.reported, AnswerCut("left"), at_work=True)
            self._keep(self._call(attempt, usage, None))

    def go_on_with(self, name: str, input_tokens: int) -> None:
        """The attempts from now on are for `name`, with a prompt of that estimated size."""
        self._purpose = replace(self._purpose, name=name, input_tokens=input_tokens)

    @property
    def input_tokens(self) -> int:
        """The estimated size of the prompt that was asked last."""
        return self._purpose.input_tokens

    def _end(self, reported: Usage | None, error: BaseException | None, *, cut: bool = False) -> None:
        attempt = self._current
        if attempt is None:
            return
        self._current = None
        at_work = cut or bool(attempt.received) or isinstance(error, _MODEL_WAS_AT_WORK)
        usage = self._usage(attempt, reported, error, at_work=at_work)
        self._keep(self._call(attempt, usage, error))

    def _keep(self, call: ModelCall) -> None:
        self._calls.append(call)
        self._observer.record(_called(call))

    def _call(self, attempt: _Attempt, usage: Usage, error: BaseException | None) -> ModelCall:
        started = attempt.started
        return ModelCall(
            id=self._new_id(),
            request_id=self._purpose.request_id,
            user_id=self._purpose.user_id,
            purpose=attempt.purpose.name,
            provider=started.provider,
            model=started.model,
            attempt=started.attempt,
            started_at=attempt.at,
            latency_seconds=self._clock.monotonic() - attempt.since,
            usage=usage,
            cost_nano_usd=self._prices.cost(started.provider, started.model, usage),
            error=None if error is None else type(error).__name__,
            module=attempt.purpose.module,
        )

    def _usage(
        self, attempt: _Attempt, reported: Usage | None, error: BaseException | None, *, at_work: bool
    ) -> Usage:
        """The provider's own figures where it stated them, else what we can tell.

        A refused or unreachable provider spent nothing. One that was at work when the stream
        ended read the whole prompt and wrote at least what we received.
        """
        if error is None and reported is not None:
            return reported
        if error is not None and not at_work:
            return reported or Usage()
        written = self._estimate("".join(attempt.received))
        if reported is None:
            return Usage(attempt.purpose.input_tokens, 0, written, estimated=True)
        return Usage(
            reported.input_tokens,
            reported.cached_input_tokens,
            max(reported.output_tokens, written),
            estimated=True,
        )


def _called(call: ModelCall) -> ModelCalled:
    return ModelCalled(
        request_id=call.request_id,
        provider=call.provider,
        model=call.model,
        purpose=call.purpose,
        usage=call.usage,
        cost_nano_usd=call.cost_nano_usd,
        latency_seconds=call.latency_seconds,
        success=call.error is None,
        error=call.error,
    )
