"""How fast a limit store decides: p50 and p99 of reserve and settle with 13 limits, and pairs per second.

Run `python bench/limits_bench.py`. It starts a Redis server of its own on loopback where `redis-server` is
installed; a bare PING over redis-py is the baseline. Nothing is asserted: it prints.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import time
from pathlib import Path

from jupyter_tutor.cost.limits import (
    Amount,
    Breaker,
    CalendarCounter,
    CostThrottle,
    Hold,
    Resource,
    SessionTotal,
    SlidingLog,
)
from jupyter_tutor.limits.memory import MemoryLimits

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
import redis_server

START = 1_700_000_000.0
PLENTY = 10**15
HOLD = Hold(
    input_tokens=2_000,
    max_output_tokens=1_200,
    min_output_tokens=256,
    input_cost=6_000_000,
    output_price=15_000,
)
USED = Amount(1, 2_400, 12_000_000)


def thirteen_limits(subject, now):
    """Every kind of limit, as a site has them with all switches on and every cap set."""

    def cap(name, length, resource):
        start = now // length * length
        return CalendarCounter(name, subject, resource, PLENTY, start, start + length)

    return (
        Breaker("breaker", PLENTY, cooldown_seconds=3_600),
        *(cap("monthly", 2_592_000, resource) for resource in Resource),
        *(cap("daily", 86_400, resource) for resource in Resource),
        cap("daily_tokens", 86_400, Resource.TOKENS),
        SessionTotal("session", subject, PLENTY, idle_seconds=1_800),
        CostThrottle("throttle_daily", subject, PLENTY, seconds=86_400, marker_seconds=60),
        CostThrottle("throttle", subject, PLENTY, seconds=600, marker_seconds=30),
        SlidingLog("model_calls", "everyone", 200, seconds=60, counts_model_calls=True),
        SlidingLog("messages", subject, 20, seconds=60),
    )


def shown(name, seconds):
    """One line: p50 and p99 in microseconds."""
    ordered = sorted(seconds)
    p50, p99 = (1e6 * ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
    print(f"{name:<28} p50 {p50:8.1f} µs   p99 {p99:8.1f} µs")


async def timed(name, store, requests, students, *, fresh):
    """Reserve and settle one after the other; `fresh` makes the limits anew for each request."""
    kept = {number: thirteen_limits(f"student-{number}", START) for number in range(students)}
    reserving, settling = [], []
    for number in range(requests):
        # 200 calls a minute: one every 0.3 s
        now = START + number * 0.3
        student = number % students
        limits = thirteen_limits(f"student-{student}", now) if fresh else kept[student]
        begin = time.perf_counter()
        answer = await store.reserve(f"{name}-{number}", HOLD, limits, now)
        middle = time.perf_counter()
        await store.settle(f"{name}-{number}", USED, now)
        end = time.perf_counter()
        assert hasattr(answer, "output_tokens"), answer
        reserving.append(middle - begin)
        settling.append(end - middle)
    shown(f"{name}: reserve", reserving)
    shown(f"{name}: settle", settling)
    print(f"{name + ': pairs':<28} {requests / (sum(reserving) + sum(settling)):,.0f} per second")


async def concurrent(name, store, callers, each):
    """Many callers at once: how long one waits for its reservation."""
    waits = []

    async def caller(number):
        for index in range(each):
            limits = thirteen_limits(f"caller-{number}", START + index * 60)
            begin = time.perf_counter()
            request_id = f"{name}-{number}-{index}"
            await store.reserve(request_id, HOLD, limits[:-2], START + index * 60)
            waits.append(time.perf_counter() - begin)
            await store.settle(request_id, USED, START + index * 60)

    await asyncio.gather(*(caller(number) for number in range(callers)))
    shown(f"{name}: {callers} at once", waits)


async def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=50_000)
    requests = options.parse_args().requests
    await timed("warm-up", MemoryLimits(), 2_000, 100, fresh=False)
    gc.collect()
    await timed("memory", MemoryLimits(), requests, 1_000, fresh=False)
    await timed("memory, limits made anew", MemoryLimits(), requests, 1_000, fresh=True)
    await concurrent("memory", MemoryLimits(), 50, requests // 200)
    if redis_server.is_installed():
        with redis_server.running() as server:
            await over_redis(server.url, requests // 10)
            await through_outages(server)
    else:
        print("Redis: not measured, redis-server is not installed")


async def over_redis(url, requests):
    """The same over a real socket, beside a bare PING; and 50 callers at once."""
    from redis.asyncio import Redis

    from jupyter_tutor.limits.redis_session import Timing
    from jupyter_tutor.limits.redis_store import RedisLimits

    async with Redis.from_url(url) as client:
        pings = []
        for _ in range(requests):
            begin = time.perf_counter()
            await client.ping()
            pings.append(time.perf_counter() - begin)
        shown("redis-py: PING", pings)
        for name, count, students in (("redis warm-up", 1_000, 100), ("redis", requests, 1_000)):
            store = RedisLimits(url, prefix=f"{name}:", timing=Timing(timeout=1))
            await store.start()
            await client.config_resetstat()
            gc.collect()
            await timed(name, store, count, students, fresh=False)
            print(f"{name + ': on the server':<28} {await served(client):8.1f} µs per call")
            await concurrent(name, store, 50, count // 100)
            await store.close()


async def through_outages(server):
    """The longest that a student waits for a reservation while Redis is frozen, killed, restarted empty."""
    from jupyter_tutor.limits.redis_store import RedisLimits

    for name, fail, mend in (
        ("frozen", server.freeze, server.thaw),
        ("killed", server.kill, server.start),
        ("restarted empty", server.restart_empty, lambda: None),
    ):
        store = RedisLimits(server.url, prefix=f"{name}:")
        await store.start()
        waits = []
        gc.collect()
        gc.freeze()  # the collector's pauses come from what the benchmark itself keeps
        asking = [asyncio.create_task(_ask_on(store, f"{name}-{number}", waits)) for number in range(20)]
        await asyncio.sleep(1)
        calm = max(waits)
        await asyncio.to_thread(fail)
        await asyncio.sleep(1)
        await asyncio.to_thread(mend)
        begin = time.perf_counter()
        while store.degraded or store.unsaid:  # noqa: ASYNC110 - it is told to nobody
            await asyncio.sleep(0.01)
        back = time.perf_counter() - begin
        await asyncio.gather(*asking)
        await store.close()
        longest = f"longest wait {1e3 * max(waits):.1f} ms ({1e3 * calm:.1f} before)"
        print(f"redis {name}: {longest} of {len(waits)}, back after {back:.1f} s")


async def _ask_on(store, name, waits):
    """One student of twenty, who ask 200 times a second together, for four seconds."""
    for index in range(40):
        now = START + index * 0.1
        limits = thirteen_limits(name, now)[:-2]
        begin = time.perf_counter()
        await store.reserve(f"{name}-{index}", HOLD, limits, now)
        waits.append(time.perf_counter() - begin)
        await asyncio.sleep(0.1)


async def served(client):
    """How long the server works on one call, in microseconds."""
    stats = await client.info("commandstats")
    return stats["cmdstat_fcall"]["usec_per_call"]


if __name__ == "__main__":
    asyncio.run(main())
