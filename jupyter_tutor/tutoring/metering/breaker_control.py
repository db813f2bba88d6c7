"""The breaker over everyone, as an administrator sees and resets it."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_tutor.cost.limits import BreakerState, LimitUsage
from jupyter_tutor.cost.policy import breaker_of
from jupyter_tutor.tutoring.metering.meter import Meter
from jupyter_tutor.tutoring.metering.site_limits import SiteLimits


@dataclass(frozen=True, slots=True)
class BreakerStanding:
    """Its state, what was spent in the last hour, and whether it is switched on."""

    state: BreakerState
    usage: LimitUsage
    is_enabled: bool


@dataclass(frozen=True, slots=True)
class BreakerControl:
    """Sees and resets the breaker."""

    meter: Meter
    site: SiteLimits

    async def view(self) -> BreakerStanding:
        """Where it stands."""
        await self.meter.prepare()
        policy = self.site.policy
        state, usage = await self.meter.store.breaker(breaker_of(policy), self.meter.now())
        return BreakerStanding(state, usage, policy.breaker_on)

    async def reset(self) -> BreakerStanding:
        """Close it and forget what was spent."""
        await self.meter.prepare()
        await self.meter.store.reset_breaker(breaker_of(self.site.policy), self.meter.now())
        return await self.view()
