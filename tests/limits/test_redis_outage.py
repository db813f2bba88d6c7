"""The limit store in Redis while Redis is killed, frozen or emptied, and after it."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import replace

import pytest
import redis_server
from contract import START, USD, budget, costs, current, daily, used
from machine import BREAKER, limits_at

from jupyter_tutor.cost.limits import (
    LEASE_SECONDS,
    STORE_AWAY,
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
from jupyter_tutor.errors import DatabaseUnavailable
from jupyter_tutor.limits.redis_session import Timing
from jupyter_tutor.limits.redis_store import RedisLimits

pytestmark = pytest.mark.skipif(not redis_server.is_installed(), reason="redis-server is not installed")

QUICK = Timing(timeout=0.05, leave_alone=0.1, heartbeat=0.1, silence=2, patience=1, poll=0.02)
CAP = daily(Resource.COST, USD)


@pytest.fixture
def server():
    with redis_server.running() as running:
        yield running


@pytest.fixture
async def open_store(server):
    """Makes workers of one service: a fresh prefix for the test, a store for each call."""
    prefix = f"{uuid.uuid4().hex}:"
    opened = []

    async def open_one(**settings):
        store = RedisLimits(server.url, prefix=prefix, **{"timing": QUICK, **settings})
        await store.start()
        opened.append(store)
        return store

    yield open_one
    for store in opened:
        await store.close()


async def until(condition):
    """Wait for it, not for ever."""
    async with asyncio.timeout(15):
        while not condition():  # noqa: ASYNC110 - it is about other processes
            await asyncio.sleep(0.01)


async def back(*stores):
    """Everybody trusts Redis again, and has told it everything."""
    await until(lambda: not any(store.degraded or store.unsaid for store in stores))


async def lose(server, *stores):
    """Kill Redis, and have everybody notice."""
    server.kill()
    for store in stores:
        await store.usage([CAP], START)
        assert store.degraded


# ---- deciding alone ------------------------------------------------------------------------


# req: R10
async def test_the_only_worker_goes_on_with_all_that_remains(open_store, server):
    """$0.30 of $1 are known to be used: seven more calls of $0.10, whatever Redis does."""
    store = await open_store()
    await store.reserve("before", costs(0.3), [CAP], START)
    await lose(server, store)
    answers = [await store.reserve(f"r{number}", costs(0.1), [CAP], START) for number in range(10)]
    assert [isinstance(answer, Admission) for answer in answers] == [True] * 7 + [False] * 3
    refused = answers[-1]
    assert (refused.name, refused.limit_type, refused.current_usage, refused.limit) == (
        "daily",
        "cost",
        USD,
        USD,
    )


# req: R10
async def test_four_workers_have_a_quarter_each_of_what_each_knows_to_remain(open_store, server):
    """$0.20 of $1 are used: $0.20 for each of the four, and an answer is shortened to fit into it."""
    stores = [await open_store() for _ in range(4)]
    await stores[0].reserve("before", costs(0.2), [CAP], START)
    for store in stores:
        await store.usage([CAP], START)
    await until(lambda: all(store.workers == 4 for store in stores))
    await lose(server, *stores)
    hold = Hold(max_output_tokens=1_000, min_output_tokens=10, output_price=USD // 1_000)
    answers = [await store.reserve(f"r{number}", hold, [CAP], START) for number, store in enumerate(stores)]
    assert [answer.output_tokens for answer in answers] == [200] * 4
    for store in stores:
        assert isinstance(await store.reserve("more", costs(0.01), [CAP], START), Refused)
    server.start()
    await back(*stores)
    assert await current(stores[0], CAP) == USD


# req: R10
async def test_every_kind_of_limit_has_its_share(open_store, server):
    """Log, counter, session, breaker and throttle each give one of two workers half of what is left."""
    one, other = await open_store(), await open_store()
    await until(lambda: one.workers == 2)
    limits = [
        SlidingLog("messages", "ada", 8, seconds=60),
        daily(Resource.REQUESTS, 8, "grace"),
        budget(limit=8 * USD),
        Breaker("breaker", 8 * USD, cooldown_seconds=600),
        CostThrottle("throttle", "ada", 8 * USD, seconds=600, marker_seconds=30),
    ]
    for limit in limits:
        for number in range(2):
            await one.reserve(f"{limit.name}{number}", costs(1), [limit], START)
            await one.settle(f"{limit.name}{number}", used(1), START)
    await lose(server, one, other)
    for limit in limits:
        admitted = 0
        while isinstance(await one.reserve(f"{limit.name}-{admitted}", costs(1), [limit], START), Admission):
            await one.settle(f"{limit.name}-{admitted}", used(1), START)
            admitted += 1
        assert (limit.name, admitted) == (limit.name, 3)


async def test_an_open_breaker_a_marker_and_a_full_log_stay_what_they_are(open_store, server):
    """What was refused for a while is refused for that while without Redis as well."""
    store = await open_store()
    breaker = Breaker("breaker", USD, cooldown_seconds=600)
    throttle = CostThrottle("throttle", "ada", USD, seconds=600, marker_seconds=30)
    log = SlidingLog("messages", "ada", 1, seconds=60)
    for limit in (breaker, throttle, log):
        await store.reserve(limit.name, costs(1), [limit], START)
        await store.settle(limit.name, used(1), START)
        await store.usage([limit], START)
    await lose(server, store)
    assert (await store.breaker(breaker, START + 1))[0] is BreakerState.OPEN
    for limit, wait in ((breaker, 600), (throttle, 30), (log, 60)):
        answer = await store.reserve("r", costs(0.1), [limit], START)
        assert (answer.name, answer.retry_after_seconds) == (limit.name, wait)
        assert (await store.usage([limit], START))[0].exceeded
    # The probe is for Redis to give; the marker and the window pass.
    assert isinstance(await store.reserve("p", costs(0.1), [breaker], START + 700), Refused)
    assert isinstance(await store.reserve("t", costs(0.1), [throttle], START + 31), Admission)
    assert isinstance(await store.reserve("l", costs(0.1), [log], START + 61), Admission)


async def test_the_warning_comes_once_without_redis_too(open_store, server):
    """70 % are known to be spent; the settlement that takes it to 80 % warns, the next does not."""
    store = await open_store()
    session = budget(limit=10 * USD)
    await store.reserve("before", costs(7), [session], START)
    await store.settle("before", used(7), START)
    await lose(server, store)
    for number, warned in ((1, 1), (2, 0)):
        await store.reserve(f"r{number}", costs(1), [session], START)
        assert len(await store.settle(f"r{number}", used(1), START)) == warned
    server.start()
    await back(store)
    assert (await store.reserve("after", costs(0.5), [session], START)).warnings == ()


# req: R10
async def test_it_refuses_everything_when_told_to(open_store, server):
    """By setting: no share, a refusal that says that the store is away."""
    store = await open_store(refuse_when_away=True)
    await lose(server, store)
    answer = await store.reserve("r", Hold(), [], START)
    assert (answer.name, answer.retry_after_seconds) == (STORE_AWAY, QUICK.leave_alone)
    server.start()
    await back(store)
    assert isinstance(await store.reserve("r", Hold(), [], START), Admission)


async def test_a_worker_that_never_heard_of_redis_has_no_share(open_store, server):
    """It does not know how many share, nor what is used: it refuses, until Redis is there."""
    server.kill()
    store = await open_store()
    assert store.degraded
    assert (await store.reserve("r", costs(0.1), [CAP], START)).name == STORE_AWAY
    server.start()
    await back(store)
    assert isinstance(await store.reserve("r", costs(0.1), [CAP], START), Admission)


async def test_degrading_and_coming_back_are_told(open_store, server):
    """One call each, with the reason."""
    told = []
    store = await open_store(on_change=lambda degraded, reason: told.append((degraded, bool(reason))))
    await lose(server, store)
    server.start()
    await back(store)
    assert told == [(False, False), (True, True), (False, False)]


async def test_a_breaker_cannot_be_reset_without_redis(open_store, server):
    """Nobody else would hear of it; with Redis it can."""
    store = await open_store()
    await store.reset_breaker(BREAKER, START)
    await lose(server, store)
    with pytest.raises(DatabaseUnavailable):
        await store.reset_breaker(BREAKER, START)


# ---- frozen: what was sent is carried out later ----------------------------------------------


# req: R10
async def test_a_late_reserve_is_never_counted_twice(open_store, server):
    """Redis carries out after the thaw what it was asked before; what was decided alone counts once."""
    store = await open_store()
    await store.reserve("before", costs(0.5), [CAP], START)
    server.freeze()
    began = time.perf_counter()
    admitted, refused = await asyncio.gather(
        store.reserve("admitted", costs(0.4), [CAP], START),
        store.reserve("refused", costs(0.3), [CAP], START),
    )
    assert time.perf_counter() - began < 1  # 50 ms by design; generous for a busy machine
    assert (isinstance(admitted, Admission), isinstance(refused, Refused)) == (True, True)
    await store.settle("admitted", used(0.123456789), START)
    server.thaw()
    await back(store)
    assert await current(store, CAP) == USD // 2 + 123_456_789
    await store.settle("admitted", used(0.123456789), START)
    await store.refund("refused", START)
    assert await current(store, CAP) == USD // 2 + 123_456_789


async def test_late_settlements_refunds_and_renewals_count_once(open_store, server):
    """All three time out, are carried out late and are said again from the journal."""
    one, other = await open_store(), await open_store()
    for id_ in ("settled", "refunded", "renewed"):
        await one.reserve(id_, costs(0.3), [CAP], START)
    server.freeze()
    await asyncio.gather(
        one.settle("settled", used(0.1), START),
        one.refund("refunded", START),
        one.renew("renewed", used(0.2), START + 100),
    )
    server.thaw()
    await back(one, other)
    assert await current(one, CAP) == 4 * USD // 10
    assert await one.sweep(START + LEASE_SECONDS) == ()
    (lost,) = await one.sweep(START + 100 + LEASE_SECONDS)
    assert (lost.request_id, lost.charged.cost) == ("renewed", USD // 5)
    assert await current(other, CAP) == 3 * USD // 10


async def test_a_cancelled_reserve_holds_nothing(open_store, server):
    """Whoever asked is gone before the answer comes: the hold is given back."""
    store = await open_store()
    server.freeze()
    asking = asyncio.create_task(store.reserve("r", costs(0.5), [CAP], START))
    await asyncio.sleep(0.01)
    asking.cancel()
    server.thaw()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await back(store)
    assert await current(store, CAP) == 0


# ---- emptied ---------------------------------------------------------------------------------


# req: R10
@pytest.mark.parametrize("flushed", [False, True])
async def test_an_emptied_redis_is_told_everything_again(open_store, server, flushed):
    """Limits of every kind stand where they stood, held and settled, though nothing was on disk."""
    one, other = await open_store(), await open_store()
    stores = {"ada": one, "grace": other}
    for number in range(12):
        subject = ("ada", "grace")[number % 2]
        now = START + number
        limits = limits_at(START, subject)
        hold = Hold(10, 20, 5, 20, 3)
        await stores[subject].reserve(f"r{number}", hold, limits, now)
        fate = number % 5
        if fate < 3:
            await stores[subject].settle(f"r{number}", Amount(1, 15 + number, 60 + number), now)
        elif fate == 3:
            await stores[subject].refund(f"r{number}", now)
    now = START + 12

    async def stand():
        usages = [await one.usage(limits_at(START, subject), now) for subject in stores]
        return usages, await other.breaker(BREAKER, now)

    before = await stand()
    assert any(usage.current_usage for usages in before[0] for usage in usages)
    if flushed:
        from redis.asyncio import Redis

        async with Redis.from_url(server.url) as client:
            await client.flushall()
    else:
        server.restart_empty()
    await until(lambda: one.degraded and other.degraded)
    await back(one, other)
    after = await stand()
    for was, is_now in zip(before[0], after[0], strict=True):
        assert is_now == was
    assert after == before
    # What was held then is settled now.
    for number in (4, 9):
        store = stores[("ada", "grace")[number % 2]]
        await store.settle(f"r{number}", Amount(1, 1, 1), now)
    _, (_, total) = await stand()
    assert total.current_usage < before[1][1].current_usage


# req: R10
async def test_after_a_failover_to_an_empty_server_the_true_costs_are_counted(open_store, server):
    """Another server takes the port; settled before, during and after: all of it, to the nano-dollar."""
    store = await open_store()
    for number in range(4):
        await store.reserve(f"r{number}", costs(0.1), [CAP], START)
    await store.settle("r0", used(0.011111111), START)
    await lose(server, store)
    await store.settle("r1", used(0.022222222), START)
    await store.reserve("alone", costs(0.1), [CAP], START)
    await store.settle("alone", used(0.033333333), START)
    server.start()
    await back(store)
    await store.settle("r2", used(0.044444444), START)
    await store.refund("r3", START)
    assert await current(store, CAP) == 111_111_110


# req: R10
async def test_what_ended_workers_had_counted_comes_back_from_the_past(open_store, server):
    """A worker settles and leaves; an emptied Redis has its costs again, of the one that holds on as well."""
    past, asked = [], []

    async def known():
        asked.append(len(past))
        return tuple(past)

    one, other = await open_store(past=known), await open_store(past=known)
    await one.reserve("of one", costs(0.4), [CAP], START)
    await one.settle("of one", used(0.3), START)
    await other.reserve("of other", costs(0.2), [CAP], START)
    await one.close()
    past += [
        PastRequest("of one", START, (CAP,), used(0.3)),
        PastRequest("of other", START, (CAP,), costs(0.2).amount(0), open=True),
    ]
    server.restart_empty()
    await until(lambda: other.degraded)
    await back(other)
    assert await current(other, CAP) == 5 * USD // 10
    await other.settle("of other", used(0.1), START)
    assert await current(other, CAP) == 4 * USD // 10
    assert asked == [0, 2]


# req: R10
async def test_the_past_is_brought_once_by_one_of_many(open_store, server):
    """Four start on an empty Redis: one brings what was before, nobody is trusted without it."""
    asked = []

    async def known():
        asked.append(1)
        await asyncio.sleep(0.05)
        return [PastRequest(f"r{number}", START, (CAP,), used(0.001)) for number in range(200)]

    stores = await asyncio.gather(*(open_store(past=known) for _ in range(4)))
    for store in stores:
        await back(store)
        assert await current(store, CAP) == 2 * USD // 10
    assert len(asked) == 1


async def test_without_its_past_an_empty_redis_is_not_trusted(open_store):
    """The database is down: the worker refuses, and goes on when the past is there."""
    faults = [DatabaseUnavailable("down")]

    async def known():
        if faults:
            raise faults.pop()
        return [PastRequest("r", START, (CAP,), used(1))]

    store = await open_store(past=known)
    assert store.degraded
    assert (await store.reserve("s", costs(0.1), [CAP], START)).name == STORE_AWAY
    await back(store)
    assert (await store.reserve("t", costs(0.1), [CAP], START)).name == CAP.name


async def test_an_open_breaker_is_open_again_from_when_it_was_filled(open_store):
    """The past opens it at the request that filled it: its cool-down has begun then, not now."""
    breaker = Breaker("breaker", USD, cooldown_seconds=600)

    async def known():
        return [PastRequest(f"r{number}", START + number, (breaker,), used(0.6)) for number in range(2)]

    store = await open_store(past=known)
    state, usage = await store.breaker(breaker, START + 100)
    assert (state, usage.reset_time) == (BreakerState.OPEN, START + 1 + 600)
    assert (await store.breaker(breaker, START + 601))[0] is BreakerState.HALF_OPEN


# req: R10
async def test_a_worker_that_comes_back_late_is_not_counted_twice(open_store, server):
    """The past had its request; what it then says itself adds nothing."""

    async def known():
        return [PastRequest("r", START, (CAP,), used(0.3))]

    one = await open_store(past=known)
    other = await open_store(timing=replace(QUICK, leave_alone=3), past=known)
    await other.reserve("r", costs(0.4), [CAP], START)
    await other.settle("r", used(0.3), START)
    await lose(server, one, other)
    server.start()
    await back(one)
    assert other.degraded
    assert await current(one, CAP) == 3 * USD // 10
    await back(other)
    assert await current(one, CAP) == 3 * USD // 10


async def test_leases_of_this_worker_run_out_without_redis_too(open_store, server):
    """A hold that nobody renews while Redis is away is charged, and Redis hears of it."""
    store = await open_store()
    await store.reserve("r", costs(0.4), [CAP], START)
    await lose(server, store)
    (lost,) = await store.sweep(START + LEASE_SECONDS)
    assert lost.charged.cost == 4 * USD // 10
    server.start()
    await back(store)
    assert await current(store, CAP) == 4 * USD // 10
    await store.settle("r", used(0.1), START + LEASE_SECONDS)
    assert await current(store, CAP) == USD // 10
