"""Checkpoints of a running answer: at most one an interval, one at a time, nothing left behind."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from jupyter_tutor.errors import DatabaseUnavailable, TutorError
from jupyter_tutor.tutoring.checkpoints import Checkpoints

INTERVAL = 0.05


def ignore(error: TutorError) -> None:
    raise AssertionError(error)


# req: C3
async def test_text_is_saved_at_most_once_an_interval():
    """Pieces that come all the time make one save an interval, each with the newest text."""
    saved: list[tuple[float, int]] = []
    loop, newest = asyncio.get_running_loop(), 0

    async def save(text: str) -> None:
        saved.append((loop.time(), int(text)))
        assert int(text) == newest

    checkpoints = Checkpoints(save, ignore, INTERVAL)
    for newest in range(1, 101):
        checkpoints.offer(lambda number=newest: str(number))
        await asyncio.sleep(INTERVAL / 20)
    await checkpoints.finish()
    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(saved)]
    assert len(saved) >= 2
    assert min(gaps) >= INTERVAL * 0.95


# req: C3
async def test_a_pause_leaves_nothing_unsaved():
    """Text that came before a pause is saved when its interval is over, without a further piece."""
    saved: list[str] = []

    async def save(text: str) -> None:
        saved.append(text)

    checkpoints = Checkpoints(save, ignore, INTERVAL)
    checkpoints.offer(lambda: "before the pause")
    assert saved == []
    await asyncio.sleep(INTERVAL * 3)
    assert saved == ["before the pause"]
    await asyncio.sleep(INTERVAL * 3)
    assert saved == ["before the pause"]


async def test_a_slow_save_is_not_joined_by_another_and_is_waited_for():
    """While one save is under way none begins; the end waits for it and begins no other."""
    begun: list[str] = []
    gate = asyncio.Event()

    async def save(text: str) -> None:
        begun.append(text)
        await gate.wait()

    checkpoints = Checkpoints(save, ignore, INTERVAL)
    checkpoints.offer(lambda: "a")
    await asyncio.sleep(INTERVAL * 2)
    checkpoints.offer(lambda: "b")
    await asyncio.sleep(INTERVAL * 2)
    finishing = asyncio.create_task(checkpoints.finish())
    await asyncio.sleep(0)
    assert begun == ["a"]
    assert not finishing.done()
    gate.set()
    await finishing
    await asyncio.sleep(INTERVAL * 2)
    assert begun == ["a"]


async def test_a_failing_store_is_reported_once_and_tried_again():
    """The answer goes on while the disk is full, and later saves still get their chance."""
    failures: list[str] = []
    tries: list[str] = []

    async def save(text: str) -> None:
        tries.append(text)
        raise DatabaseUnavailable("The disk is full.")

    checkpoints = Checkpoints(save, lambda error: failures.append(error.code), INTERVAL)
    for text in ("a", "b"):
        checkpoints.offer(lambda text=text: text)
        await asyncio.sleep(INTERVAL * 2)
    await checkpoints.finish()
    assert (tries, failures) == (["a", "b"], ["DB_UNAVAILABLE"])
