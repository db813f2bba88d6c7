"""Who may be connected."""

from __future__ import annotations

import pytest
from surroundings import ManualClock

from jupyter_tutor.cost.limits import Amount, Hold
from jupyter_tutor.cost.policy import MeteringPolicy, breaker_of
from jupyter_tutor.errors import BreakerOpen, TooManyConnections
from jupyter_tutor.limits.memory import MemoryLimits
from jupyter_tutor.limits.places import LocalPlaces
from jupyter_tutor.tutoring.metering.panels import Panels


def panels_of(policy: MeteringPolicy) -> Panels:
    return Panels(MemoryLimits(), LocalPlaces(), lambda: policy, ManualClock())


# req: C1
async def test_a_fourth_panel_of_one_student_is_turned_away_until_one_closes():
    """Others are not concerned, and one that was never taken in frees no place."""
    panels = panels_of(MeteringPolicy())
    for name in "abc":
        await panels.admit("ada", name)
    with pytest.raises(TooManyConnections, match="Too many connections"):
        await panels.admit("ada", "d")
    await panels.leave("ada", "d")
    with pytest.raises(TooManyConnections):
        await panels.admit("ada", "d")
    await panels.admit("bob", "d")
    await panels.leave("ada", "b")
    await panels.admit("ada", "d")


# req: R13
async def test_the_number_of_panels_can_be_switched_off():
    """With the switch off, any number is taken in."""
    panels = panels_of(MeteringPolicy(connections=1, connections_on=False))
    for number in range(10):
        await panels.admit("ada", str(number))


# req: R6
async def test_no_panel_is_taken_in_while_the_breaker_is_open():
    """It is told when to come back, and takes no place; after the cool-down it is let in."""
    policy = MeteringPolicy(breaker_cost=100, breaker_cooldown=600, connections=1)
    panels = panels_of(policy)
    breaker, now = breaker_of(policy), panels.clock.now().timestamp()
    await panels.store.reserve("r", Hold(1, 1, 1, 100, 0), (breaker,), now)
    await panels.store.settle("r", Amount(1, 2, 100), now)
    with pytest.raises(BreakerOpen) as refused:
        await panels.admit("ada", "a")
    assert refused.value.retry_after == 600
    panels.clock.advance(600)
    await panels.admit("ada", "a")
