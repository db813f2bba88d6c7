"""Saving on a disk that is full: what was accepted stays readable, what was not leaves no half."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from module_samples import MORNING, code, edition, notebook, save
from storage_samples import TickingClock

from jupyter_tutor.errors import DatabaseUnavailable
from jupyter_tutor.storage import sqlite_driver
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.modules.packing import pack, unpack
from jupyter_tutor.tutoring.records import Student


def work(number: int) -> dict:
    """A notebook that compresses badly."""
    return notebook(code(f"x = {number}"), code(random.Random(number).randbytes(30_000).hex()))


async def opened(folder: Path) -> tuple[Store, Student, str]:
    """A store with a module in it, and a student."""
    store = Store(f"sqlite:///{folder}/tutor.db", TickingClock())
    (module,) = await store.modules.publish(None, [edition()], "author", MORNING)
    return store, await store.students.recognise("ann", "Ann"), module.id


async def save_work(store: Store, ann: Student, module: str, base: int) -> bool:
    state = pack(work(base), "notebook_state")
    return (await store.progress.save(save(ann.id, module, base, state=state))).is_accepted


# req: M2
async def test_a_full_disk_is_told_and_nothing_accepted_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The save that found no room changed nothing; with room the same save is accepted."""
    limited = (*sqlite_driver._PRAGMAS, "PRAGMA max_page_count = 160")
    monkeypatch.setattr(sqlite_driver, "_PRAGMAS", limited)
    store, ann, module = await opened(tmp_path)
    accepted = 0
    with pytest.raises(DatabaseUnavailable, match=r"tutor\.db is full\. Free some space"):  # noqa: PT012
        while accepted < 1_000:
            assert await save_work(store, ann, module, accepted)
            accepted += 1
    assert accepted > 1
    progress = await store.progress.progress(ann.id, module)
    assert progress.version == accepted
    newest = await store.progress.newest_state(ann.id, module, progress.version)
    assert unpack(newest) == work(accepted - 1)
    monkeypatch.undo()
    await store.close()
    assert await save_work(store, ann, module, accepted)
    await store.close()


async def test_publishing_on_a_full_disk_publishes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Not even the first of the course, and what was published before is still handed out."""
    limited = (*sqlite_driver._PRAGMAS, "PRAGMA max_page_count = 160")
    monkeypatch.setattr(sqlite_driver, "_PRAGMAS", limited)
    store, _, module = await opened(tmp_path)
    large = [edition(f"module-{n}", source=pack(work(n), "notebook")) for n in range(40)]
    with pytest.raises(DatabaseUnavailable, match="is full"):
        await store.modules.publish(None, large, "author", MORNING)
    assert [each.id for each in (await store.modules.listing(with_unpublished=True)).modules] == [module]
    assert unpack(await store.modules.release(module, 1)) == notebook(code("print(1)"))
    await store.close()
