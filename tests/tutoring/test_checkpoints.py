"""Checkpoints of a running answer: at most one a second, one at a time, failures told once."""

from __future__ import annotations

import asyncio

from surroundings import ManualClock

from jupyter_tutor.errors import DatabaseUnavailable, TutorError
from jupyter_tutor.tutoring.checkpoints import Checkpoints


# req: C3
async def test_text_is_saved_at_most_once_a_second():
    """A hundred pieces in three seconds make three saves, each with the newest text."""
    clock, saved = ManualClock(), []

    async def save(text: str) -> None:
        saved.append(text)

    checkpoints = Checkpoints(save, clock, lambda error: None)
    for number in range(1, 101):
        clock.advance(0.03125)
        checkpoints.offer(lambda number=number: f"text {number}")
        await asyncio.sleep(0)
    await checkpoints.finish()
    assert saved == ["text 32", "text 64", "text 96"]


async def test_a_slow_save_is_not_joined_by_another():
    """While one save is under way none begins, and the end waits for it."""
    clock, begun, gate = ManualClock(), [], asyncio.Event()

    async def save(text: str) -> None:
        begun.append(text)
        await gate.wait()

    checkpoints = Checkpoints(save, clock, lambda error: None)
    for text in ("a", "b", "c"):
        clock.advance(2)
        checkpoints.offer(lambda text=text: text)
        await asyncio.sleep(0)
    finishing = asyncio.create_task(checkpoints.finish())
    await asyncio.sleep(0)
    assert begun == ["a"]
    assert not finishing.done()
    gate.set()
    await finishing


async def test_a_failing_store_is_reported_once_and_tried_again():
    """The answer goes on while the disk is full, and later saves still get their chance."""
    clock, failures, tries = ManualClock(), [], []

    async def save(text: str) -> None:
        tries.append(text)
        raise DatabaseUnavailable("The disk is full.")

    def note(error: TutorError) -> None:
        failures.append(error.code)

    checkpoints = Checkpoints(save, clock, note)
    for text in ("a", "b"):
        clock.advance(2)
        checkpoints.offer(lambda text=text: text)
        await checkpoints.finish()
    assert (tries, failures) == (["a", "b"], ["DB_UNAVAILABLE"])
