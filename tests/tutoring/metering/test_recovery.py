"""A process that starts anew knows what was spent before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from metering import MemorySettings
from reservations import MemoryReservations
from surroundings import FlatPrices, ManualClock, Witness

from jupyter_tutor.cost.caps import Cap, CapType
from jupyter_tutor.cost.limits import Amount, BreakerState
from jupyter_tutor.cost.policy import MeteringPolicy, breaker_of, limits_for
from jupyter_tutor.cost.windows import Calendar
from jupyter_tutor.errors import CapExceeded, Conflict, DatabaseUnavailable, RateLimited
from jupyter_tutor.limits.folder_lock import FolderLock
from jupyter_tutor.limits.memory import MemoryLimits
from jupyter_tutor.tutoring.metering.breaker_resets import AUDITED_AS, BreakerResets
from jupyter_tutor.tutoring.metering.meter import Asking, Meter
from jupyter_tutor.tutoring.metering.records import HoldState, Reservation, SettingChange
from jupyter_tutor.tutoring.metering.recovery import Recovery

NOW = ManualClock().now()


async def nothing() -> None:
    """No limit was changed at run time."""


def meter_over(
    rows: MemoryReservations,
    policy: MeteringPolicy,
    take=lambda: None,
    *,
    audit: MemorySettings | None = None,
) -> Meter:
    """A meter as a new process has it."""
    store, clock, numbers = MemoryLimits(), ManualClock(), count(1)

    def limits_of(user_id: str, now: float):
        return limits_for(policy, (), user_id, now)

    async def start() -> None:
        take()
        store.restore(await recovery.past(shared=False), clock.now().timestamp())

    recovery = Recovery(
        rows,
        limits_of,
        clock,
        before=nothing,
        start=start,
        calendar=Calendar,
        resets=BreakerResets(audit or MemorySettings(), clock),
    )
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


SECONDS_AGO = st.integers(0, 3_500)


def audit_of(*resets: datetime) -> MemorySettings:
    """As many resets of an open breaker."""
    lines = [SettingChange(AUDITED_AS, "open", "closed", "root", at) for at in resets]
    return MemorySettings(changes=[*lines, SettingChange("messages_on", None, False, "root", NOW)])


async def breaker(meter: Meter, policy: MeteringPolicy) -> tuple[BreakerState, int]:
    """Its state and sum after a start."""
    await meter.prepare()
    state, usage = await meter.store.breaker(breaker_of(policy), meter.now())
    return state, usage.current_usage


# req: R6 R10
@given(st.lists(st.tuples(SECONDS_AGO, st.integers(1, 60)), max_size=8), st.lists(SECONDS_AGO, max_size=3))
async def test_a_restart_counts_for_the_breaker_what_came_after_the_last_reset(spent, resets):
    """To the nano-dollar; what was asked at the very moment of the reset, and before, stays forgotten."""
    policy = MeteringPolicy(breaker_cost=100)
    rows = rows_of(
        *(row(n, NOW - timedelta(seconds=ago), Amount(1, 1, c)) for n, (ago, c) in enumerate(spent))
    )
    audit = audit_of(*(NOW - timedelta(seconds=ago) for ago in sorted(resets, reverse=True)))
    counts = sum(cost for ago, cost in spent if not resets or ago < min(resets))
    state, used = await breaker(meter_over(rows, policy, audit=audit), policy)
    assert used == counts
    assert state is (BreakerState.OPEN if counts >= 100 else BreakerState.CLOSED)


# req: R5 R6
async def test_what_the_breaker_forgot_still_counts_for_everything_else():
    """The student's session, and an answer that died with the process."""
    rows = rows_of(row(1, NOW - timedelta(seconds=9), Amount(1, 50, 700), HoldState.OPEN))
    policy = MeteringPolicy(breaker_cost=100)
    meter = meter_over(rows, policy, audit=audit_of(NOW - timedelta(seconds=5)))
    assert await breaker(meter, policy) == (BreakerState.CLOSED, 0)
    assert (await meter.budget("ada")).session.current_usage == 700
    assert rows.rows["ada:1"].state is HoldState.LOST


# req: R6
async def test_a_reset_by_a_clock_that_was_wrong_is_none():
    """One that lies in the future would let everybody spend until then, restart by restart."""
    rows = rows_of(row(1, NOW - timedelta(seconds=9), Amount(1, 50, 700)))
    policy = MeteringPolicy(breaker_cost=100)
    tomorrow = meter_over(rows, policy, audit=audit_of(NOW + timedelta(days=1)))
    assert await breaker(tomorrow, policy) == (BreakerState.OPEN, 700)
    nearly_now = meter_over(rows, policy, audit=audit_of(NOW + timedelta(seconds=300)))
    assert await breaker(nearly_now, policy) == (BreakerState.CLOSED, 0)


# req: R6 R10
async def test_nobody_asks_while_it_is_not_known_whether_the_breaker_was_reset():
    """The next request tries again."""
    audit = audit_of()
    audit.failing = DatabaseUnavailable("The database is away.")
    meter = meter_over(rows_of(), MeteringPolicy(), audit=audit)
    with pytest.raises(DatabaseUnavailable):
        await meter.reserve(Asking("r", "ada"))
    audit.failing = None
    await meter.reserve(Asking("r", "ada"))


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
