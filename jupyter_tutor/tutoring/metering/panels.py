"""Which panels may be connected: so many of one student, and none while the breaker is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jupyter_tutor.cost.limits import BreakerState
from jupyter_tutor.cost.policy import MeteringPolicy, breaker_of
from jupyter_tutor.cost.refusals import BREAKER_SENTENCE, CONNECTIONS_SENTENCE
from jupyter_tutor.errors import BreakerOpen, TooManyConnections
from jupyter_tutor.tutoring.metering.ports import LimitStore, Places
from jupyter_tutor.tutoring.ports import Clock

NO_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Panels:
    """Lets panels in. `policy` is the one in force."""

    store: LimitStore
    places: Places
    policy: Callable[[], MeteringPolicy]
    clock: Clock

    async def admit(self, user_id: str, connection_id: str) -> None:
        """Take a connection in. Raises TooManyConnections or BreakerOpen."""
        policy = self.policy()
        most = policy.connections if policy.connections_on else NO_LIMIT
        if not await self.places.take(user_id, connection_id, most, self._now()):
            raise TooManyConnections(CONNECTIONS_SENTENCE)
        try:
            await self._check_breaker(policy)
        except BaseException:
            await self.leave(user_id, connection_id)
            raise

    async def leave(self, user_id: str, connection_id: str) -> None:
        """A connection is over; one that was never taken in changes nothing."""
        await self.places.leave(user_id, connection_id, self._now())

    async def renew(self) -> None:
        """Keep the places of the panels that are connected to this process."""
        await self.places.renew(self._now())

    def _now(self) -> float:
        return self.clock.now().timestamp()

    async def _check_breaker(self, policy: MeteringPolicy) -> None:
        if not policy.breaker_on:
            return
        now = self._now()
        state, usage = await self.store.breaker(breaker_of(policy), now)
        if state is BreakerState.OPEN:
            wait = None if usage.reset_time is None else max(0.0, usage.reset_time - now)
            raise BreakerOpen(BREAKER_SENTENCE, retry_after=wait)
