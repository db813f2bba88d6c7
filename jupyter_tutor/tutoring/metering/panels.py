"""Which panels may be connected: so many of one student, and none while the breaker is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from jupyter_tutor.cost.limits import BreakerState
from jupyter_tutor.cost.policy import MeteringPolicy, breaker_of
from jupyter_tutor.cost.refusals import BREAKER_SENTENCE, CONNECTIONS_SENTENCE
from jupyter_tutor.errors import BreakerOpen, TooManyConnections
from jupyter_tutor.tutoring.metering.ports import LimitStore
from jupyter_tutor.tutoring.ports import Clock


@dataclass(slots=True)
class Panels:
    """The panels connected to this process. `policy` is the one in force."""

    store: LimitStore
    policy: Callable[[], MeteringPolicy]
    clock: Clock
    _connected: dict[str, set[str]] = field(default_factory=dict)

    async def admit(self, user_id: str, connection_id: str) -> None:
        """Take a connection in. Raises TooManyConnections or BreakerOpen."""
        policy = self.policy()
        connected = self._connected.setdefault(user_id, set())
        if policy.connections_on and len(connected) >= policy.connections:
            raise TooManyConnections(CONNECTIONS_SENTENCE)
        connected.add(connection_id)
        try:
            await self._check_breaker(policy)
        except BreakerOpen:
            self.leave(user_id, connection_id)
            raise

    def leave(self, user_id: str, connection_id: str) -> None:
        """A connection is over; one that was never taken in changes nothing."""
        connected = self._connected.get(user_id, set())
        connected.discard(connection_id)
        if not connected:
            self._connected.pop(user_id, None)

    async def _check_breaker(self, policy: MeteringPolicy) -> None:
        if not policy.breaker_on:
            return
        now = self.clock.now().timestamp()
        state, usage = await self.store.breaker(breaker_of(policy), now)
        if state is BreakerState.OPEN:
            wait = None if usage.reset_time is None else max(0.0, usage.reset_time - now)
            raise BreakerOpen(BREAKER_SENTENCE, retry_after=wait)
