"""The limit store in Redis, as long as Redis is there."""

from __future__ import annotations

import asyncio
import uuid

import pytest
import redis_server
from contract import START, USD, StoreContract, costs, daily, used
from redis.asyncio import Redis

from jupyter_tutor.cost.limits import Admission, Amount, Hold, Refused, Resource, SlidingLog
from jupyter_tutor.limits.redis_session import Timing
from jupyter_tutor.limits.redis_store import RedisLimits

pytestmark = pytest.mark.skipif(not redis_server.is_installed(), reason="redis-server is not installed")

PATIENT = Timing(timeout=10)


@pytest.fixture(scope="module")
def server():
    """One Redis for the module; every store has a prefix of its own."""
    with redis_server.running() as running:
        yield running


@pytest.fixture
async def store(server):
    """An empty store."""
    opened = RedisLimits(server.url, prefix=f"{uuid.uuid4().hex}:", timing=PATIENT)
    await opened.start()
    yield opened
    await opened.close()


class TestContract(StoreContract):
    """What every store does."""


async def test_it_is_not_degraded_while_redis_is_there(store):
    """Connected and trusted."""
    assert store.degraded is False


# req: R9
async def test_fifty_at_once_for_ten_cents_each_on_one_dollar_admit_exactly_ten(store):
    """One process, fifty coroutines, one budget."""
    limits = [daily(Resource.COST, USD)]
    answers = await asyncio.gather(
        *(store.reserve(f"r{number}", costs(0.1), limits, START) for number in range(50))
    )
    assert sum(isinstance(answer, Admission) for answer in answers) == 10


async def test_every_key_has_the_prefix_and_a_life(server):
    """Nothing is left in Redis for ever, and nothing that is not ours is touched."""
    prefix = f"{uuid.uuid4().hex}:"
    store = RedisLimits(server.url, prefix=prefix, timing=PATIENT)
    await store.start()
    async with Redis.from_url(server.url) as client:
        before = set(await client.keys("*")) - set(await client.keys(f"{prefix}*"))
        await _use_everything(store)
        keys = await client.keys("*")
        ours = [key for key in keys if key.startswith(prefix.encode())]
        assert set(keys) - set(ours) == before
        assert len(ours) > 10
        assert [key for key in ours if await client.pttl(key) < 0] == []
    await store.close()


async def _use_everything(store):
    from machine import limits_at

    for number in range(4):
        limits = limits_at(START, "ada")
        await store.reserve(f"r{number}", Hold(10, 50, 5, 10, 1), limits, START)
    await store.settle("r0", Amount(1, 20, 500), START)
    await store.refund("r1", START)
    await store.renew("r2", Amount(1, 3, 3), START)
    await store.sweep(START + 1_000)
    await store.usage(limits_at(START, "ada"), START)


async def test_flushed_functions_are_loaded_again(store, server):
    """FUNCTION FLUSH by somebody else is not noticed by anybody."""
    async with Redis.from_url(server.url) as client:
        await client.execute_command("FUNCTION", "FLUSH")
    answer = await store.reserve("r", costs(0.1), [daily(Resource.COST, USD)], START)
    assert isinstance(answer, Admission)
    assert store.degraded is False


async def test_amounts_are_exact_up_to_the_stated_bound(store):
    """Nine million US dollars to the nano-USD, added one by one; beyond, nothing is counted wrongly."""
    most = 2**53 - 1
    limit = daily(Resource.COST, most)
    await store.reserve("all but one", Hold(input_cost=most - 1), [limit], START)
    assert isinstance(await store.reserve("two", Hold(input_cost=2), [limit], START), Refused)
    assert isinstance(await store.reserve("one", Hold(input_cost=1), [limit], START), Admission)
    (usage,) = await store.usage([limit], START)
    assert usage.current_usage == most
    with pytest.raises(ValueError, match="exactly"):
        await store.reserve("too much", Hold(input_cost=most + 1), [limit], START)


async def test_names_cannot_run_into_each_other(store):
    """A subject with a colon does not count for another limit."""
    one, other = SlidingLog("a:b", "c", 1, 60), SlidingLog("a", "b:c", 1, 60)
    await store.reserve("r", Hold(), [one], START)
    assert isinstance(await store.reserve("s", Hold(), [other], START), Admission)


async def test_two_workers_are_one_store(server):
    """What one reserves the other settles; the third request is judged by what both did."""
    prefix = f"{uuid.uuid4().hex}:"
    one, other = (RedisLimits(server.url, prefix=prefix, timing=PATIENT) for _ in range(2))
    await one.start()
    await other.start()
    limit = daily(Resource.COST, USD)
    await one.reserve("r", costs(1), [limit], START)
    assert isinstance(await other.reserve("s", costs(0.5), [limit], START), Refused)
    await other.settle("r", used(0.5), START)
    assert isinstance(await one.reserve("t", costs(0.5), [limit], START), Admission)
    await one.close()
    await other.close()
