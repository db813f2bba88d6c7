"""Work that nobody waits for."""

from __future__ import annotations

import asyncio

from surroundings import Witness

from jupyter_tutor.tutoring.background import Background
from jupyter_tutor.tutoring.occurrences import Faulted


async def test_one_piece_of_a_name_is_under_way_at_a_time():
    """A second one is not begun before the first has ended; another name is."""
    background, done, gate = Background(Witness()), [], asyncio.Event()

    async def work() -> None:
        await gate.wait()
        done.append(1)

    for name in ("a", "a", "b"):
        background.start(name, work)
    gate.set()
    await background.finished()
    assert len(done) == 2
    background.start("a", work)
    await background.finished()
    assert len(done) == 3


async def test_a_fault_is_noted_and_disturbs_nobody():
    """Its name says where it was."""
    witness = Witness()
    background = Background(witness)

    async def work() -> None:
        raise RuntimeError("no")

    background.start("summary of-one", work)
    await background.finished()
    (fault,) = witness.of(Faulted)
    assert (fault.where, str(fault.error)) == ("summary", "no")


async def test_closing_ends_what_is_under_way():
    """It is cancelled, and has ended when `close` returns."""
    background, ended = Background(Witness()), []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(1)

    background.start("a", work)
    await asyncio.sleep(0)
    await background.close()
    assert ended == [1]
