"""The limit store of a single process."""

from __future__ import annotations

import random
import tracemalloc

import pytest
from contract import USD, StoreContract, budget, costs, daily, used
from machine import START, counter, limits_at

from jupyter_tutor.cost.limits import (
    KEPT_SECONDS,
    LEASE_SECONDS,
    Admission,
    Amount,
    Breaker,
    BreakerState,
    CostThrottle,
    Hold,
    PastRequest,
    Refused,
    Resource,
    SlidingLog,
)
from jupyter_tutor.limits import memory
from jupyter_tutor.limits.memory import MemoryLimits


@pytest.fixture
def store():
    """An empty store."""
    return MemoryLimits()


class TestContract(StoreContract):
    """What every store does."""


async def test_it_is_never_degraded(store):
    """There is nothing it could lose touch with."""
    assert store.degraded is False


# ---- how much it remembers -----------------------------------------------------------------


async def test_100_000_students_who_went_away_leave_nothing_behind(store):
    """A day and an hour later the sweeps have dropped every window and every ended request."""
    limits = [daily(Resource.COST, USD, now=START)]
    for number in range(100_000):
        subject = f"student-{number}"
        own = [daily(Resource.COST, USD, subject), budget(subject), SlidingLog("messages", subject, 20, 60)]
        await store.reserve(subject, costs(0.1), own, START)
        await store.settle(subject, used(0.1), START)
    assert len(store._windows) == 300_000
    assert memory.MOST_ENDED <= len(store._ended) <= memory.MOST_ENDED + 1
    for _ in range(30):
        await store.sweep(START + 86_400 + KEPT_SECONDS)
    assert (len(store._windows), len(store._ended), len(store._expiries)) == (0, 0, 0)
    assert (await store.usage(limits, START + 86_400 + KEPT_SECONDS))[0].current_usage == 0


async def test_traffic_alone_drops_what_is_over(store):
    """Without any sweep, the windows stay as many as can still matter."""
    sizes = []
    for hour in range(60):
        now = START + hour * 3_600
        for number in range(50):
            subject = f"student-{hour}-{number}"
            own = [counter("hourly", subject, Resource.COST, USD, 3_600, now), budget(subject)]
            await store.reserve(subject, costs(0.1), own, now)
            await store.settle(subject, used(0.1), now)
        sizes.append(len(store._windows) + len(store._ended))
    assert max(sizes) == max(sizes[:6])


async def test_the_number_of_remembered_requests_is_bounded(store, monkeypatch):
    """The oldest of too many ended requests is forgotten before its hour is over."""
    monkeypatch.setattr(memory, "MOST_ENDED", 10)
    for number in range(100):
        await store.reserve(f"r{number}", Hold(), [], START)
        await store.settle(f"r{number}", Amount(1), START)
    assert len(store._ended) <= 11


async def test_memory_is_stable_under_steady_traffic(store):
    """A second round of the same size takes no more memory than the first."""

    async def round_of(begin):
        for number in range(3_000):
            now = begin + number
            limits = limits_at(now, f"student-{number % 100}")
            await store.reserve(f"{begin}-{number}", Hold(10, 20, 1, 5, 1), limits, now)
            await store.settle(f"{begin}-{number}", Amount(1, 12, 6), now)
            if number % 30 == 0:
                await store.sweep(now)

    await round_of(START)
    await round_of(START + 10_000)
    tracemalloc.start()
    try:
        await round_of(START + 20_000)
        before = tracemalloc.get_traced_memory()[0]
        await round_of(START + 30_000)
        after = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert after < before * 1.1


async def test_a_window_with_a_running_request_is_not_dropped_under_it(store):
    """A throttle that has seen no cost yet still learns of the one that is running."""
    throttle = CostThrottle("throttle", "ada", USD, seconds=600, marker_seconds=30)
    await store.reserve("slow", costs(1), [throttle], START)
    for second in range(0, 500, 10):
        await store.renew("slow", used(0), START + second)
        await store.sweep(START + second)
    await store.reserve("quick", Hold(), [throttle], START + 500)
    await store.settle("slow", used(1), START + 500)
    assert isinstance(await store.reserve("next", costs(1), [throttle], START + 501), Refused)


# ---- a new start ---------------------------------------------------------------------------


def _life(seed):
    """Requests of a morning with their limits: [(id, at, limits, hold, true amount, fate)]."""
    dice = random.Random(seed)
    now = START
    for number in range(60):
        now += dice.choice([0.25, 5.0, 30.0])
        limits = (
            Breaker("breaker", 10 * USD, cooldown_seconds=3_600),
            daily(Resource.TOKENS, 10**6),
            daily(Resource.COST, 10 * USD),
            budget(limit=3 * USD, idle_seconds=120),
            CostThrottle("throttle", "ada", USD, seconds=600, marker_seconds=30),
            SlidingLog("messages", "ada", 20, seconds=60),
        )
        hold = Hold(100, 100, 10, USD // 20, USD // 1_000)
        yield number, now, limits, hold, Amount(1, dice.randrange(100, 200), dice.randrange(USD // 10))


async def _lived(seed):
    """A store that decided all of it, the ledger and the open holds it left, and the time after it."""
    store, past = MemoryLimits(), []
    now = START
    for number, at, limits, hold, true in _life(seed):
        now = at
        answer = await store.reserve(f"r{number}", hold, limits, at)
        if isinstance(answer, Admission) and number % 7:
            await store.settle(f"r{number}", true, at)
            past.append(PastRequest(f"r{number}", at, limits, true))
        elif isinstance(answer, Admission):
            past.append(PastRequest(f"r{number}", at, limits, answer.held, open=True))
    return store, past, limits, now


# req: R10
@pytest.mark.parametrize("seed", range(5))
async def test_a_store_rebuilt_from_ledger_and_holds_stands_where_the_old_one_stood(seed):
    """Every sum is the same, in whatever order the rows come, and so is what happens to the open holds."""
    store, past, limits, now = await _lived(seed)
    random.Random(seed).shuffle(past)
    rebuilt = MemoryLimits()
    rebuilt.restore(past, now)
    assert await rebuilt.usage(limits, now) == await store.usage(limits, now)
    assert sorted(map(repr, await rebuilt.sweep(now + LEASE_SECONDS))) == sorted(
        map(repr, await store.sweep(now + LEASE_SECONDS))
    )
    await rebuilt.settle("r0", used(0.01), now + 200)
    await store.settle("r0", used(0.01), now + 200)
    assert await rebuilt.usage(limits, now + 200) == await store.usage(limits, now + 200)


async def test_a_restored_request_is_not_charged_twice(store):
    """A ledger row that the store is told of again changes nothing."""
    cap = daily(Resource.COST, 5 * USD)
    store.restore([PastRequest("r", START, (cap,), used(1))], START)
    await store.settle("r", used(1), START)
    assert (await store.usage([cap], START))[0].current_usage == USD


async def test_a_restored_row_may_stand_for_a_whole_month(store):
    """Counters take sums: 5,000 requests in one row."""
    cap = counter("monthly", "ada", Resource.REQUESTS, 10_000, 30 * 86_400, START)
    store.restore([PastRequest("hour", START, (cap,), Amount(5_000, 10**6, USD))], START)
    assert (await store.usage([cap], START))[0].current_usage == 5_000


async def test_a_breaker_that_was_open_is_open_after_a_new_start(store):
    """It opened when the ledger reached the limit."""
    breaker = Breaker("breaker", 100 * USD, cooldown_seconds=3_600)
    past = [PastRequest(f"r{number}", START + number, (breaker,), used(5)) for number in range(20)]
    store.restore(past, START + 60)
    state, usage = await store.breaker(breaker, START + 60)
    assert (state, usage.reset_time) == (BreakerState.OPEN, START + 19 + 3_600)


async def test_a_session_that_was_warned_is_not_warned_again_after_a_new_start(store):
    """The warning belongs to the session, not to the process."""
    store.restore([PastRequest("r", START, (budget(),), used(4.5))], START)
    assert (await store.reserve("s", costs(0.1), [budget()], START + 1)).warnings == ()
