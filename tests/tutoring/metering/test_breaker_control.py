"""The breaker over everyone, as an administrator sees it."""

from __future__ import annotations

import pytest
from metering import ADA, Office

from jupyter_tutor.cost.limits import Amount, BreakerState, Hold, Refused
from jupyter_tutor.cost.policy import MeteringPolicy
from jupyter_tutor.errors import DatabaseUnavailable
from jupyter_tutor.tutoring.metering.breaker_resets import BreakerReset

HOLD = Hold(1, 1, 1, input_cost=1)


async def admitted(office: Office, number: int) -> bool:
    """Whether a request that costs something is."""
    limits = office.metering.caps.limits_of(ADA.user_id, office.now)
    answer = await office.limits.reserve(f"ada-id:r::{number}", HOLD, limits, office.now)
    return not isinstance(answer, Refused)


async def office_with_an_open_breaker() -> Office:
    """Everybody together may spend 100; 150 were."""
    office = Office(MeteringPolicy(breaker_cost=100, breaker_cooldown=60))
    assert await admitted(office, 1)
    await office.limits.settle("ada-id:r::1", Amount(1, 2, 150), office.now)
    return office


# req: R6
async def test_an_open_breaker_is_seen_and_reset():
    """The next request is admitted; who did it, when, and to what is kept."""
    office = await office_with_an_open_breaker()
    control = office.metering.breaker
    seen = await control.view()
    assert (seen.state, seen.usage.current_usage, seen.usage.limit) == (BreakerState.OPEN, 150, 100)
    assert seen.usage.reset_time == office.now + 60
    assert seen.last_reset is None
    assert not await admitted(office, 2)
    seen = await control.reset("root")
    assert (seen.state, seen.usage.current_usage) == (BreakerState.CLOSED, 0)
    assert seen.last_reset == BreakerReset(office.clock.now(), "root")
    assert await admitted(office, 3)
    office.clock.advance(5)
    assert (await control.view()).last_reset == seen.last_reset
    (line,) = office.settings.changes
    assert (line.name, line.before, line.after) == ("breaker_reset", "open", "closed")


# req: R6
async def test_a_reset_that_cannot_be_stored_is_none():
    """Else the next start would open again what an administrator believes to be closed."""
    office = await office_with_an_open_breaker()
    office.settings.failing = DatabaseUnavailable("The disk is full.")
    with pytest.raises(DatabaseUnavailable):
        await office.metering.breaker.reset("root")
    assert not await admitted(office, 2)
    office.settings.failing = None
    assert (await office.metering.breaker.view()).state is BreakerState.OPEN


async def test_a_breaker_that_is_switched_off_says_so():
    """Its sum is shown all the same."""
    office = Office(MeteringPolicy(breaker_on=False))
    assert (await office.metering.breaker.view()).is_enabled is False
