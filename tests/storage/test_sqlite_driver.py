"""Files that were opened are closed, whoever waits for them."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from threading import Semaphore

import pytest
from storage_samples import TickingClock

from jupyter_tutor.storage import sqlite_driver
from jupyter_tutor.storage.database import Store

LONGEST_WAIT = 30
"""Seconds until a closing that does not come fails the test."""


class Opening:
    """What `sqlite3.connect` does here: it goes on when told, and each opening and closing is counted."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.closed = Semaphore(0), Semaphore(0), Semaphore(0)
        self._connect = sqlite3.connect

    def __call__(self, path: str, **options) -> sqlite3.Connection:
        self.begun.release()
        self.go_on.acquire()
        closed = self.closed

        class Counted(sqlite3.Connection):
            def close(self) -> None:
                super().close()
                closed.release()

        return self._connect(path, factory=Counted, **options)


async def test_a_file_nobody_waits_for_any_more_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task cancelled while the file is being opened does not leave it open."""
    opening = Opening()
    monkeypatch.setattr(sqlite_driver.sqlite3, "connect", opening)
    store = Store(f"sqlite:///{tmp_path}/tutor.db", TickingClock())
    task = asyncio.create_task(store.students.recognise("ann", "Ann"))
    await asyncio.to_thread(opening.begun.acquire)
    task.cancel()
    opening.go_on.release()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    await store.close()
    assert await asyncio.to_thread(opening.closed.acquire, timeout=LONGEST_WAIT)
