"""Default caps that are lowered while students use them: nobody is stopped in the middle of a thought."""

from __future__ import annotations

from itertools import count

import pytest
from metering import ADA, ADMIN, BOB, MemorySettings, Office

from jupyter_tutor.cost.caps import Cap, CapType
from jupyter_tutor.cost.limits import Amount
from jupyter_tutor.cost.policy import MeteringPolicy
from jupyter_tutor.errors import CapExceeded
from jupyter_tutor.tutoring.metering.meter import Asking
from jupyter_tutor.tutoring.metering.records import SettingChange, Settlement, StoredSettings

GRACE = 300
REQUESTS = count(1)
POLICY = MeteringPolicy(default_caps=(Cap(CapType.DAILY, requests=6),), messages_on=False)


async def ask(office: Office, user_id: str, *, tokens: int = 0, times: int = 1) -> None:
    """Messages that cost nothing but these tokens."""
    for _ in range(times):
        grant = await office.meter.reserve(Asking(str(next(REQUESTS)), user_id))
        await office.meter.end(Settlement(grant.reservation.id, Amount(1, tokens)))


async def lower(office: Office, *caps: dict[str, object]) -> None:
    """As an administrator does it; without caps those configured are in force again."""
    site = office.metering.site
    await site.load()
    await site.change({"default_caps": list(caps) or None}, office.settings.stored.version, "root")


def daily(requests: int, **others: object) -> dict[str, object]:
    return {"cap_type": "daily", "requests": requests, **others}


async def shown(office: Office, user_id: str) -> dict[str, tuple[int, int]]:
    """What a student sees of their daily cap: used, and how much there is."""
    usages = await office.metering.reports.statuses(user_id)
    return {usage.limit_type: (usage.current_usage, usage.limit) for usage in usages if usage.name == "daily"}


# req: R7 R13
async def test_who_has_used_more_already_has_five_minutes_and_nobody_else():
    """Of the cap as it was; who has used less is under the new one with the next message."""
    office = Office(POLICY)
    await ask(office, ADA.user_id, times=4)
    await ask(office, BOB.user_id)
    await lower(office, daily(2))
    assert await shown(office, ADA.user_id) == {"requests": (4, 6)}
    assert await shown(office, BOB.user_id) == {"requests": (1, 2)}
    await ask(office, BOB.user_id)
    with pytest.raises(CapExceeded, match="2/2 requests"):
        await ask(office, BOB.user_id)
    office.clock.advance(GRACE - 1)
    await ask(office, ADA.user_id)
    office.clock.advance(1)
    with pytest.raises(CapExceeded, match="5/2 requests"):
        await ask(office, ADA.user_id)
    assert await shown(office, ADA.user_id) == {"requests": (5, 2)}


# req: R7
async def test_the_cap_of_before_still_ends_somewhere():
    """Grace is no leave to use more than that."""
    office = Office(POLICY)
    await ask(office, ADA.user_id, times=5)
    await lower(office, daily(2))
    await ask(office, ADA.user_id)
    with pytest.raises(CapExceeded, match="6/6 requests"):
        await ask(office, ADA.user_id)


# req: R7 R10
async def test_a_restart_neither_ends_grace_nor_begins_it_anew():
    """The audit knows when the change was, and what was before."""
    office = Office(POLICY)
    await ask(office, ADA.user_id, times=4)
    await lower(office, daily(2))
    office.clock.advance(GRACE - 1)
    again = Office(POLICY, settings=office.settings, clock=office.clock, limits=office.limits)
    await again.metering.load()
    await ask(again, ADA.user_id)
    again.clock.advance(1)
    with pytest.raises(CapExceeded, match="5/2 requests"):
        await ask(again, ADA.user_id)


# req: R7
async def test_lowering_again_does_not_end_the_first_grace_too_soon():
    """What was in force at the second change stays in force until that one has waited as well."""
    office = Office(POLICY)
    await ask(office, ADA.user_id, times=4)
    await lower(office, daily(3))
    office.clock.advance(200)
    await lower(office, daily(2))
    office.clock.advance(200)
    await ask(office, ADA.user_id)
    office.clock.advance(100)
    with pytest.raises(CapExceeded, match="5/2 requests"):
        await ask(office, ADA.user_id)


# req: R7
async def test_raising_or_putting_back_a_higher_cap_holds_at_once():
    """Nobody waits for more."""
    office = Office(POLICY)
    await ask(office, ADA.user_id, times=6)
    await lower(office, daily(7))
    await ask(office, ADA.user_id)
    await lower(office, daily(9, tokens=100))
    await ask(office, ADA.user_id)
    office.clock.advance(GRACE)
    await lower(office)
    await ask(office, BOB.user_id, times=6)


# req: R7
async def test_what_is_raised_by_the_same_change_does_not_wait():
    """Grace gives more than the new cap, never less."""
    office = Office(POLICY)
    await lower(office, daily(6, tokens=50))
    await ask(office, ADA.user_id, tokens=10, times=4)
    await lower(office, daily(2, tokens=100))
    assert await shown(office, ADA.user_id) == {"requests": (4, 6), "tokens": (40, 100)}


# req: R7
async def test_what_is_used_during_grace_counts_for_a_cap_that_was_not_there_before():
    """It limits nothing yet, and nobody is shown a limit that is none; then it knows."""
    office = Office(POLICY)
    await ask(office, ADA.user_id, times=4)
    await lower(office, daily(2, tokens=50))
    assert await shown(office, ADA.user_id) == {"requests": (4, 6)}
    await ask(office, ADA.user_id, tokens=80)
    office.clock.advance(GRACE)
    assert await shown(office, ADA.user_id) == {"requests": (5, 2), "tokens": (80, 50)}


# req: R7
async def test_a_cap_of_ones_own_is_written_over_what_is_in_force():
    """Grace of the default goes on under it; whoever has one of their own has no grace of a default."""
    office = Office(POLICY)
    await ask(office, ADA.user_id, times=4)
    await lower(office, daily(2))
    own = Cap(CapType.DAILY, requests=3)
    row = (await office.metering.caps.put(ADMIN, own, cap_id="cap-1", username="ada")).row
    assert row.cap.at(office.now).requests == 6
    office.clock.advance(GRACE)
    assert await shown(office, ADA.user_id) == {"requests": (4, 3)}
    await lower(office, daily(9))
    await lower(office, daily(1))
    assert await shown(office, ADA.user_id) == {"requests": (4, 3)}


async def test_what_another_version_allowed_is_no_reason_to_stop():
    """A cap of before that cannot be read gives no grace; the new one is in force."""
    yearly = [{"cap_type": "yearly", "requests": 9}]
    line = SettingChange("default_caps", yearly, [daily(2)], "root", Office().clock.now())
    office = Office(POLICY, settings=MemorySettings(StoredSettings(1, {"default_caps": [daily(2)]}, (line,))))
    await ask(office, ADA.user_id, times=4)
    await office.metering.load()
    with pytest.raises(CapExceeded, match="4/2 requests"):
        await ask(office, ADA.user_id)
