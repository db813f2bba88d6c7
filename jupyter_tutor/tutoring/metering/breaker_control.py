"""The breaker over everyone, as an administrator sees and resets it."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_tutor.cost.limits import BreakerState, LimitUsage
from jupyter_tutor.cost.policy import breaker_of
from jupyter_tutor.tutoring.metering.breaker_resets import BreakerReset, BreakerResets
from jupyter_tutor.tutoring.metering.meter import Meter
from jupyter_tutor.tutoring.metering.site_limits import SiteLimits


@dataclass(frozen=True, slots=True)
class BreakerStanding:
    """Its state, what was spent in the last hour, whether it is switched on, and when it was last reset."""

    state: BreakerState
    usage: LimitUsage
    is_enabled: bool
    last_reset: BreakerReset | None


@dataclass(frozen=True, slots=True)
class BreakerControl:
    """Sees and resets the breaker. Every method raises DatabaseUnavailable."""

    meter: Meter
    site: SiteLimits
    resets: BreakerResets

    async def view(self) -> BreakerStanding:
        """Where it stands."""
        await self.meter.prepare()
        return await self._standing(await self.resets.last())

    async def reset(self, by: str) -> BreakerStanding:
        """Close it and forget what was spent: first for every start to come, then in this process."""
        await self.meter.prepare()
        breaker, store = breaker_of(self.site.policy), self.meter.store
        state, _ = await store.breaker(breaker, self.meter.now())
        reset = await self.resets.note(state, by)
        await store.reset_breaker(breaker, self.meter.now())
        return await self._standing(reset)

    async def _standing(self, last_reset: BreakerReset | None) -> BreakerStanding:
        policy = self.site.policy
        state, usage = await self.meter.store.breaker(breaker_of(policy), self.meter.now())
        return BreakerStanding(state, usage, policy.breaker_on, last_reset)
