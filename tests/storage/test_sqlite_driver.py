"""A transaction is one visit to a thread, and what was opened is closed, whoever waits for it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Semaphore

import pytest
from sqlalchemy import event
from storage_samples import TickingClock, closing, new_id, opening, problem

from jupyter_tutor.pedagogy.problem import Levels
from jupyter_tutor.storage import sqlite_driver
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.records import Student

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

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
    opened = Opening()
    monkeypatch.setattr(sqlite_driver.sqlite3, "connect", opened)
    store = Store(f"sqlite:///{tmp_path}/tutor.db", TickingClock())
    task = asyncio.create_task(store.students.recognise("ann", "Ann"))
    await asyncio.to_thread(opened.begun.acquire)
    task.cancel()
    opened.go_on.release()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    await store.close()
    assert await asyncio.to_thread(opened.closed.acquire, timeout=LONGEST_WAIT)


class Visits:
    """Counts what is sent to a thread, and notes the thread of each statement."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made = 0
        self.statements: list[int] = []
        submit = ThreadPoolExecutor.submit

        def counted(threads, work, /, *given, **named):
            self.made += 1
            return submit(threads, work, *given, **named)

        monkeypatch.setattr(ThreadPoolExecutor, "submit", counted)

    def note(self, *_) -> None:
        """A statement is about to be executed."""
        self.statements.append(threading.get_ident())

    def taken(self) -> tuple[int, int, int]:
        """Visits, statements and the threads they ran in, since this was last asked."""
        found = self.made, len(self.statements), len(set(self.statements) - {threading.get_ident()})
        self.made, self.statements = 0, []
        return found


@on_sqlite
async def test_an_exchange_is_one_visit_each_time(
    store: Store, ann: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many statements a transaction has, the event loop waits for a thread once."""
    first = opening(ann)
    await store.exchanges.open(first)
    session = await store.conversations.session(ann.id, first.session.id)
    visits = Visits(monkeypatch)
    event.listen((await store._connections.start()).engine, "before_cursor_execute", visits.note)
    asked = opening(ann, session)
    await store.exchanges.desk(ann.id, session.id, new_id())
    assert visits.taken() == (1, 3, 1)
    await store.exchanges.open(asked)
    assert visits.taken() == (1, 2, 1)
    await store.exchanges.checkpoint(asked.answer.id, "so far")
    assert visits.taken() == (1, 1, 1)
    await store.exchanges.close(closing(asked, problem=problem(), levels=Levels()))
    assert visits.taken() == (1, 5, 1)


@on_sqlite
async def test_a_cancelled_visit_goes_to_its_end(store: Store, ann: Student) -> None:
    """A caller that is cancelled while its transaction runs leaves it whole and committed."""
    begun, go_on = threading.Event(), threading.Event()
    asked = opening(ann)
    driver = await store._connections.start()

    def wait(*_) -> None:
        begun.set()
        go_on.wait()

    event.listen(driver.engine, "commit", wait)
    task = asyncio.create_task(store.exchanges.open(asked))
    await asyncio.to_thread(begun.wait)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    go_on.set()
    assert task.cancelled()
    await store.exchanges.checkpoint(asked.answer.id, "so far")
    answer = await store.exchanges.find_answer(ann.id, asked.question.request_id)
    assert answer is not None
    assert answer.text == "so far"
