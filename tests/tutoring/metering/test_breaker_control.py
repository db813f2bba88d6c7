"""The breaker over everyone, as an administrator sees it."""

from __future__ import annotations

import pytest
from metering import ADA, Office

from jupyter_tutor.cost.limits import Amount, BreakerState, Hold, Refused
from jupyter_tutor.cost.policy import MeteringPolicy
from jupyter_tutor.errors import DatabaseUnavailable


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
    seen = await control.reset("root")
    assert (seen.state, seen.usage.current_usage) == (BreakerState.CLOSED, 0)
    assert not isinstance(await office.limits.reserve("ada-id:r::3", hold, limits, office.now), Refused)


# req: R6 R13
async def test_a_reset_is_noted_with_who_did_it():
    """The audit has it, and what is read later knows when it was."""
    office = Office()
    before = office.metering.site.breaker_reset_at
    await office.metering.breaker.reset("root")
    change = (await office.metering.site.view()).history[0]
    assert (change.name, change.changed_by) == ("breaker_reset_at", "root")
    assert before < office.metering.site.breaker_reset_at == office.now


async def test_a_reset_that_cannot_be_noted_is_none():
    """The database is down: the breaker stays open, and whoever reset it is told."""
    office = Office(MeteringPolicy(breaker_cost=100))
    limits = office.metering.caps.limits_of(ADA.user_id, office.now)
    await office.limits.reserve("ada-id:r::1", Hold(1, 1, 1, input_cost=1), limits, office.now)
    await office.limits.settle("ada-id:r::1", Amount(1, 2, 150), office.now)

    async def down(*_: object):
        raise DatabaseUnavailable("down")

    office.settings.change = down
    with pytest.raises(DatabaseUnavailable):
        await office.metering.breaker.reset("root")
    assert (await office.metering.breaker.view()).state is BreakerState.OPEN


async def test_a_breaker_that_is_switched_off_says_so():
    """Its sum is shown all the same."""
    office = Office(MeteringPolicy(breaker_on=False))
    assert (await office.metering.breaker.view()).is_enabled is False
