"""Who may spend: a hold before a model is asked, its renewal while it answers, its end with the truth."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from jupyter_tutor.cost.limits import Amount, Hold, Limit, LimitUsage, NearlyUsedUp, Refused
from jupyter_tutor.cost.policy import LimitName
from jupyter_tutor.cost.prices import FREE_PROVIDERS
from jupyter_tutor.cost.refusals import error_of
from jupyter_tutor.errors import ModelUnavailable
from jupyter_tutor.tutoring.metering.budget import Budget, budget_of
from jupyter_tutor.tutoring.metering.default_grace import is_without_limit
from jupyter_tutor.tutoring.metering.grant import MIN_OUTPUT_TOKENS, Grant
from jupyter_tutor.tutoring.metering.ports import LimitStore, Reservations
from jupyter_tutor.tutoring.metering.records import Reservation, Settlement
from jupyter_tutor.tutoring.occurrences import LimitDecided
from jupyter_tutor.tutoring.ports import Clock, Observer, Prices
from jupyter_tutor.tutoring.records import ModelCall

UNPRICED = (
    "No price is known for {model}, so it cannot be used. An administrator can set it among the tutor's "
    "prices (0 where it costs nothing)."
)
MARKERS = (LimitName.THROTTLE, LimitName.DAILY_THROTTLE)
LimitsOf = Callable[[str, float], Sequence[Limit]]
Ease = Callable[[str, Sequence[Limit], float], Awaitable[Sequence[Limit]]]


@dataclass(frozen=True, slots=True)
class Asking:
    """A request that wants to spend.

    `models` are the (provider, model) pairs that may come to be asked, none for a canned reply;
    `input_tokens` is the estimated size of the prompt, `again_input_tokens` of what may be sent once more
    when the answer has to be written anew. `aside` names what the tutor asks on its own;
    `module` is that of the conversation, for the ledger.
    """

    request_id: str
    user_id: str
    models: tuple[tuple[str, str], ...] = ()
    input_tokens: int = 0
    max_output_tokens: int = 0
    again_input_tokens: int = 0
    aside: str | None = None
    module: str | None = None


@dataclass(slots=True)
class Meter:
    """Holds, renews and ends.

    `limits_of` says which limits a student has at a moment, `ease` which of them wait for a grace period;
    `ready` returns when the store knows what was before it was started.
    """

    store: LimitStore
    limits_of: LimitsOf
    prices: Prices
    clock: Clock
    observer: Observer
    new_id: Callable[[], str]
    ready: Callable[[], Awaitable[None]] | None = None
    ease: Ease | None = None
    _so_far: dict[str, Callable[[], Amount]] = field(default_factory=dict)
    _unsaved: dict[str, tuple[Settlement, tuple[ModelCall, ...]]] = field(default_factory=dict)

    async def prepare(self) -> None:
        """Return when the store can decide. Raises Conflict when another process decides."""
        if self.ready is not None:
            await self.ready()

    async def reserve(self, asking: Asking) -> Grant:
        """Hold the worst case of a request before anything is spent.

        Raises LimitReached when a limit says no, ModelUnavailable when no model's price is known.
        """
        await self.prepare()
        hold = self._hold(asking)
        now = self.now()
        limits = await self._limits(asking.user_id, now)
        if asking.aside is not None:
            limits = [limit for limit in limits if limit.name != LimitName.MESSAGES]
        # A fresh id every time: one that was given back would be admitted again without being counted.
        reservation_id = ":".join((asking.user_id, asking.request_id, asking.aside or "", self.new_id()))
        answer = await self.store.reserve(reservation_id, hold, limits, now)
        if isinstance(answer, Refused):
            marker = answer.name in MARKERS
            self.observer.record(
                LimitDecided(asking.request_id, asking.user_id, answer.name, admitted=False, marker=marker)
            )
            raise error_of(answer)
        provider, model = asking.models[0] if asking.models else (None, None)
        reservation = Reservation(
            id=reservation_id,
            user_id=asking.user_id,
            at=self.clock.now(),
            charged=answer.held,
            provider=provider,
            model=model,
            is_message=asking.aside is None,
        )
        return Grant(reservation, _most_input(asking), answer.output_tokens, answer.warnings)

    def watch(self, grant: Grant, so_far: Callable[[], Amount]) -> None:
        """Renew a hold, while it is open, with what `so_far` returns."""
        self._so_far[grant.reservation.id] = so_far

    async def end(self, settlement: Settlement) -> tuple[NearlyUsedUp, ...]:
        """End a hold; again changes nothing. Returned are budgets that this brought to their warning."""
        self._so_far.pop(settlement.reservation_id, None)
        if settlement.refunded:
            await self.store.refund(settlement.reservation_id, self.now())
            return ()
        return await self.store.settle(settlement.reservation_id, settlement.charged, self.now())

    async def give_back(self, grant: Grant) -> None:
        """End a hold of a request that was never sent."""
        await self.end(Settlement(grant.reservation.id, Amount(), refunded=True))

    def owe(self, settlement: Settlement, calls: tuple[ModelCall, ...]) -> None:
        """Keep an end that could not be stored; `catch_up` stores it."""
        self._unsaved[settlement.reservation_id] = (settlement, calls)

    async def catch_up(self, reservations: Reservations) -> None:
        """Store what could not be stored before. Raises DatabaseUnavailable as long as it cannot."""
        for settlement, calls in tuple(self._unsaved.values()):
            await reservations.end(settlement, calls)
            del self._unsaved[settlement.reservation_id]

    async def renew(self) -> None:
        """Extend the lease of every hold that is watched."""
        for reservation_id, so_far in tuple(self._so_far.items()):
            await self.store.renew(reservation_id, so_far(), self.now())

    async def budget(self, user_id: str) -> Budget:
        """What a student has used of today's and this metering session's money."""
        return budget_of(await self.usage(user_id))

    async def usage(self, user_id: str) -> tuple[LimitUsage, ...]:
        """Where each limit of a student stands."""
        await self.prepare()
        now = self.now()
        limits = await self._limits(user_id, now)
        return await self.store.usage([limit for limit in limits if not is_without_limit(limit)], now)

    async def _limits(self, user_id: str, now: float) -> Sequence[Limit]:
        limits = self.limits_of(user_id, now)
        return limits if self.ease is None else await self.ease(user_id, limits, now)

    def _hold(self, asking: Asking) -> Hold:
        """The worst of all models that may be asked; those without a price will not be."""
        paid = [pair for pair in asking.models if pair[0] not in FREE_PROVIDERS]
        if not paid:
            return Hold()
        input_tokens = _most_input(asking) + asking.again_input_tokens
        holds = [
            hold
            for provider, model in paid
            if (
                hold := self.prices.hold(
                    provider,
                    model,
                    input_tokens=input_tokens,
                    max_output_tokens=asking.max_output_tokens,
                    min_output_tokens=MIN_OUTPUT_TOKENS,
                )
            )
        ]
        if not holds:
            raise ModelUnavailable(UNPRICED.format(model=paid[0][1]))
        return Hold(
            input_tokens,
            asking.max_output_tokens,
            MIN_OUTPUT_TOKENS,
            max(hold.input_cost for hold in holds),
            max(hold.output_price for hold in holds),
        )

    def now(self) -> float:
        """Seconds since the epoch."""
        return self.clock.now().timestamp()


def _most_input(asking: Asking) -> int:
    """The prompt's size is an estimate: half as much again has held for every tokenizer measured."""
    return asking.input_tokens * 3 // 2 + 64
