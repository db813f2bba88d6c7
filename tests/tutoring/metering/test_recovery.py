"""A process that starts anew knows what was spent before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from reservations import MemoryReservations
from surroundings import FlatPrices, ManualClock, Witness

from jupyter_tutor.cost.caps import Cap, CapType
from jupyter_tutor.cost.limits import Amount
from jupyter_tutor.cost.policy import MeteringPolicy, limits_for
from jupyter_tutor.cost.windows import Calendar
from jupyter_tutor.errors import CapExceeded, Conflict, RateLimited
from jupyter_tutor.limits.folder_lock import FolderLock
from jupyter_tutor.limits.memory import MemoryLimits
from jupyter_tutor.tutoring.metering.meter import Asking, Meter
from jupyter_tutor.tutoring.metering.records import HoldState, Reservation
from jupyter_tutor.tutoring.metering.recovery import Recovery

NOW = ManualClock().now()


async def nothing() -> None:
    """No limit was changed at run time."""


def meter_over(rows: MemoryReservations, policy: MeteringPolicy, take=lambda: None) -> Meter:
    """A meter as a new process has it."""
    store, clock, numbers = MemoryLimits(), ManualClock(), count(1)

    def limits_of(user_id: str, now: float):
        return limits_for(policy, (), user_id, now)

    async def start() -> None:
        take()
        store.restore(await recovery.past(shared=False), clock.now().timestamp())

    recovery = Recovery(rows, limits_of, clock, before=nothing, start=start, calendar=Calendar)
    return Meter(
        store, limits_of, FlatPrices(), clock, Witness(), lambda: str(next(numbers)), recovery.ensure
    )


def row(number: int, at: datetime, charged: Amount, state: HoldState = HoldState.SETTLED, **fields):
    return Reservation(f"ada:{number}", "ada", at, charged, state, "openai", "gpt-5", **fields)


def rows_of(*rows: Reservation) -> MemoryReservations:
    return MemoryReservations({one.id: one for one in rows})


# req: R1 R9
async def test_messages_of_the_last_minute_still_count_after_a_restart():
    """Twenty were sent just before; the restart does not give twenty more."""
    rows = rows_of(*(row(n, NOW - timedelta(seconds=20), Amount(1)) for n in range(20)))
    with pytest.raises(RateLimited) as refused:
        await meter_over(rows, MeteringPolicy()).reserve(Asking("r", "ada"))
    assert refused.value.retry_after == 40


# req: R9
async def test_an_answer_that_died_with_its_process_stays_charged_with_its_last_total():
    """The open hold is lost at the start, and its money still counts."""
    rows = rows_of(row(1, NOW - timedelta(seconds=5), Amount(1, 50, 700), HoldState.OPEN))
    meter = meter_over(rows, MeteringPolicy())
    budget = await meter.budget("ada")
    assert budget.session.current_usage == 700
    assert rows.rows["ada:1"].state is HoldState.LOST


# req: R9
async def test_what_was_refunded_or_asked_on_the_side_counts_as_little_as_before():
    """A refund counts nothing; a summary is no message."""
    rows = rows_of(
        row(1, NOW - timedelta(seconds=5), Amount(), HoldState.REFUNDED),
        row(2, NOW - timedelta(seconds=5), Amount(1, 5, 5), is_message=False),
    )
    meter = meter_over(rows, MeteringPolicy(messages_per_minute=1))
    await meter.reserve(Asking("r", "ada"))
    with pytest.raises(RateLimited):
        await meter.reserve(Asking("r2", "ada"))


# req: R7
async def test_a_monthly_cap_counts_the_whole_month_after_a_restart():
    """What was spent days ago is summed, not told one by one, and no request is counted twice."""
    first_of_month = datetime(2026, 11, 1, 0, 30, tzinfo=UTC)
    policy = MeteringPolicy(default_caps=(Cap(CapType.MONTHLY, requests=30),), messages_on=False)
    early = [row(n, first_of_month, Amount(1)) for n in range(20)]
    late = [row(100 + n, NOW - timedelta(hours=25), Amount(1)) for n in range(9)]
    meter = meter_over(rows_of(*early, *late), policy)
    await meter.reserve(Asking("r", "ada"))
    with pytest.raises(CapExceeded, match="30/30 requests"):
        await meter.reserve(Asking("r2", "ada"))


# req: R10
async def test_two_processes_never_decide_over_the_same_data(tmp_path):
    """The second is told what to do, and goes on as soon as the first has ended."""
    first, second = FolderLock(tmp_path / "data"), FolderLock(tmp_path / "data")
    one = meter_over(MemoryReservations(), MeteringPolicy(), first.take)
    other = meter_over(MemoryReservations(), MeteringPolicy(), second.take)
    await one.reserve(Asking("r", "ada"))
    with pytest.raises(Conflict, match="Another Jupyter server of yours"):
        await other.reserve(Asking("r", "ada"))
    first.release()
    await other.reserve(Asking("r", "ada"))
    second.release()
