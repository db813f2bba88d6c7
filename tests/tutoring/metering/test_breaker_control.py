"""The breaker over everyone, as an administrator sees it."""

from __future__ import annotations

from metering import ADA, Office

from jupyter_tutor.cost.limits import Amount, BreakerState, Hold, Refused
from jupyter_tutor.cost.policy import MeteringPolicy


# req: R6
async def test_an_open_breaker_is_seen_and_reset():
    """The next request is admitted."""
    office = Office(MeteringPolicy(breaker_cost=100, breaker_cooldown=60))
    control = office.metering.breaker
    hold = Hold(1, 1, 1, input_cost=1)
    limits = office.metering.caps.limits_of(ADA.user_id, office.now)
    await office.limits.reserve("ada-id:r::1", hold, limits, office.now)
    await office.limits.settle("ada-id:r::1", Amount(1, 2, 150), office.now)
    seen = await control.view()
    assert (seen.state, seen.usage.current_usage, seen.usage.limit) == (BreakerState.OPEN, 150, 100)
    assert seen.usage.reset_time == office.now + 60
    assert isinstance(await office.limits.reserve("ada-id:r::2", hold, limits, office.now), Refused)
    seen = await control.reset()
    assert (seen.state, seen.usage.current_usage) == (BreakerState.CLOSED, 0)
    assert not isinstance(await office.limits.reserve("ada-id:r::3", hold, limits, office.now), Refused)


async def test_a_breaker_that_is_switched_off_says_so():
    """Its sum is shown all the same."""
    office = Office(MeteringPolicy(breaker_on=False))
    assert (await office.metering.breaker.view()).is_enabled is False
