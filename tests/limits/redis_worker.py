"""One worker process: spends on one budget as told by lines on its input, and says what it did.

    python redis_worker.py URL PREFIX NAME REDIS_TIMEOUT

Commands, one JSON object a line: {"do": "reserve", "ids": [...], "usd_nano": n} at once, {"do": "load",
"seconds": s, "pause": p, "prefix": …} one call after another for a while, {"do": "status"}, {"do": "stop"}.
Every command is answered by one line.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time

from jupyter_tutor.cost.limits import Admission, Amount, CalendarCounter, Hold, Resource
from jupyter_tutor.limits.redis_session import Timing
from jupyter_tutor.limits.redis_store import RedisLimits

USD = 1_000_000_000
NOON = 1_700_000_000.0


def budget(limit):
    return CalendarCounter("daily", "ada", Resource.COST, limit, NOON, NOON + 86_400)


class Worker:
    """What it was told to do, and how it went."""

    def __init__(self, store, name):
        self.store = store
        self.name = name
        self.dice = random.Random(name)
        self.truth = {}
        self.shares = []
        self.longest = 0.0

    def heard(self, degraded):
        if degraded and self.store.alone is not None:
            self.shares.append(self.store.alone.grant(budget(self.limit), NOON).share)

    async def reserve(self, ids, nano, limit):
        self.limit = limit
        hold = Hold(max_output_tokens=1, min_output_tokens=1, input_cost=nano)
        answers = await asyncio.gather(*(self._timed(id_, hold, budget(limit)) for id_ in ids))
        admitted = [id_ for id_, answer in zip(ids, answers, strict=True) if isinstance(answer, Admission)]
        self.truth.update(dict.fromkeys(admitted, nano))
        return admitted

    async def _timed(self, id_, hold, limit):
        began = time.perf_counter()
        answer = await self.store.reserve(id_, hold, [limit], NOON)
        self.longest = max(self.longest, time.perf_counter() - began)
        return answer

    async def load(self, seconds, nano, limit, side_by_side):
        """Reserve, then settle lower, or refund, or leave open; several at once."""
        end = time.monotonic() + seconds
        await asyncio.gather(
            *(self._one_after_another(end, nano, limit, lane) for lane in range(side_by_side))
        )

    async def _one_after_another(self, end, nano, limit, lane):
        number = 0
        while time.monotonic() < end:
            number += 1
            id_ = f"{self.name}-{lane}-{number}-{len(self.truth)}"
            if await self.reserve([id_], nano, limit):
                await asyncio.sleep(self.dice.uniform(0, 0.02))
                await self._finish(id_, nano)
            await asyncio.sleep(self.dice.uniform(0, 0.02))

    async def _finish(self, id_, nano):
        fate = self.dice.random()
        if fate < 0.2:
            await self.store.refund(id_, NOON)
            self.truth[id_] = 0
        elif fate < 0.9:
            self.truth[id_] = self.dice.randrange(nano)
            used = Amount(1, 1, self.truth[id_])
            await self.store.settle(id_, used, NOON)
            await self.store.settle(id_, used, NOON)

    def status(self):
        return {
            "spent": sum(self.truth.values()),
            "degraded": self.store.degraded,
            "unsaid": self.store.unsaid,
            "shares": self.shares,
            "longest_ms": self.longest * 1000,
        }


async def main(url, prefix, name, seconds):
    timing = Timing(timeout=float(seconds), leave_alone=0.5, heartbeat=0.3, silence=5, patience=2)
    store = RedisLimits(
        url, prefix=prefix, worker=name, timing=timing, on_change=lambda degraded, _: worker.heard(degraded)
    )
    worker = Worker(store, name)
    worker.limit = USD
    await store.start()
    for _ in range(100):  # four of them starting at once may be slower than their patience
        if not store.degraded:
            break
        await asyncio.sleep(0.1)
    say({"ready": not store.degraded})
    while line := await asyncio.to_thread(sys.stdin.readline):
        command = json.loads(line)
        does = command.pop("do")
        if does == "stop":
            break
        if does == "reserve":
            say({"admitted": await worker.reserve(**command)})
        elif does == "load":
            await worker.load(**command)
            say(worker.status())
        else:
            say(worker.status())
    await store.close()


def say(words):
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
