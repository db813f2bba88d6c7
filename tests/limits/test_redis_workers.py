"""Four worker processes on one Redis that is killed, frozen and emptied under them."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis_server
from redis_worker import NOON, USD, budget

from jupyter_tutor.cost.limits import LEASE_SECONDS, Amount
from jupyter_tutor.limits.redis_session import Timing
from jupyter_tutor.limits.redis_store import RedisLimits

pytestmark = pytest.mark.skipif(not redis_server.is_installed(), reason="redis-server is not installed")

PROGRAM = Path(__file__).with_name("redis_worker.py")
PATIENT = Timing(timeout=10)
CENTS_10 = USD // 10


class Process:
    """A worker to talk to."""

    def __init__(self, url, prefix, name, timeout):
        root = PROGRAM.parents[2]
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM), url, prefix, name, str(timeout)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(root)},
        )

    def tell(self, **command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def hear(self):
        line = self.process.stdout.readline()
        assert line, f"worker {self.name} is gone"
        return json.loads(line)

    def end(self):
        self.process.kill()
        self.process.wait(timeout=20)
        self.process.stdin.close()
        self.process.stdout.close()


@contextmanager
def workers(server, prefix, count=4, timeout=0.05):
    """So many of them, connected."""
    started = [Process(server.url, prefix, f"w{number}", timeout) for number in range(count)]
    try:
        assert all(worker.hear()["ready"] for worker in started)
        yield started
    finally:
        for worker in started:
            worker.end()


def reconciled(everybody):
    """What each has to say once nobody is degraded and all journals are empty."""
    give_up = time.monotonic() + 20
    while True:
        for worker in everybody:
            worker.tell(do="status")
        said = [worker.hear() for worker in everybody]
        if not any(each["degraded"] or each["unsaid"] for each in said):
            return said
        assert time.monotonic() < give_up, said
        time.sleep(0.1)


async def counted(server, prefix, limit):
    """What Redis has counted on the budget, holds included."""
    store = RedisLimits(server.url, prefix=prefix, timing=PATIENT)
    await store.start()
    (usage,) = await store.usage([budget(limit)], NOON)
    await store.close()
    return usage.current_usage


@pytest.fixture
def server():
    with redis_server.running() as running:
        yield running


@pytest.fixture
def prefix():
    return f"{uuid.uuid4().hex}:"


# req: R9
async def test_four_workers_admit_exactly_ten_of_fifty_ten_cent_calls_on_a_dollar(server, prefix):
    """All at once, from four processes, on one budget."""
    with workers(server, prefix, timeout=10) as everybody:
        for number, worker in enumerate(everybody):
            ids = [f"r{number}-{call}" for call in range(12 if number else 14)]
            worker.tell(do="reserve", ids=ids, nano=CENTS_10, limit=USD)
        admitted = [id_ for worker in everybody for id_ in worker.hear()["admitted"]]
    assert len(admitted) == 10
    assert await counted(server, prefix, USD) == USD


def kill_for_a_while(server):
    server.kill()
    time.sleep(1)
    server.start()


def freeze_for_a_while(server):
    server.freeze()
    time.sleep(1)
    server.thaw()


def restart_empty(server):
    server.restart_empty()


def freeze_for_a_moment(server):
    server.freeze()
    time.sleep(0.12)
    server.thaw()


# req: R10
@pytest.mark.parametrize(
    "trouble", [kill_for_a_while, freeze_for_a_while, freeze_for_a_moment, restart_empty]
)
async def test_trouble_in_mid_load_overspends_at_most_the_shares_and_loses_nothing(server, prefix, trouble):
    """Four processes spend; Redis is in trouble; after it, its count is what they truly spent."""
    limit = 80 * USD
    with workers(server, prefix) as everybody:
        for worker in everybody:
            worker.tell(do="load", seconds=3, nano=CENTS_10, limit=limit, side_by_side=5)
        await asyncio.sleep(0.7)
        await asyncio.to_thread(trouble, server)
        for worker in everybody:
            worker.hear()
        said = reconciled(everybody)
        total = await counted(server, prefix, limit)
        assert total == sum(each["spent"] for each in said)
        shares = [share for each in said for share in each["shares"]]
        assert len(shares) >= 4
        assert total <= limit + sum(shares)


# req: R9
async def test_a_worker_killed_between_reserve_and_settle_is_charged_when_its_lease_ends(server, prefix):
    """kill -9 leaves the hold; another worker's sweep charges it in full once, and says whose it was."""
    with workers(server, prefix, timeout=10) as (first, *_):
        first.tell(do="reserve", ids=["orphan"], nano=CENTS_10, limit=USD)
        assert first.hear()["admitted"] == ["orphan"]
        first.process.kill()
    store = RedisLimits(server.url, prefix=prefix, timing=PATIENT)
    await store.start()
    assert await store.sweep(NOON + LEASE_SECONDS - 1) == ()
    (lost,) = await store.sweep(NOON + LEASE_SECONDS)
    assert (lost.request_id, lost.charged) == ("orphan", Amount(1, 1, CENTS_10))
    assert await store.sweep(NOON + LEASE_SECONDS) == ()
    await store.close()
    assert await counted(server, prefix, USD) == CENTS_10
