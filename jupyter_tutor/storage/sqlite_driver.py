"""SQLite, in threads of its own: a transaction is one visit to one of them.

Going to a thread and back takes longer than a short transaction does, so its statements
are executed and their rows become records there, and only the outcome comes back.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, NullPool, create_engine

BUSY_SECONDS = 5.0
_RETRY_SECONDS = 0.02
_READERS = 3
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
)

T = TypeVar("T")


class SqliteDriver:
    """One SQLite file. What is under way in a thread goes to its end, even when its caller is cancelled."""

    def __init__(self, url: URL) -> None:
        path = url.database or ":memory:"
        self.engine = create_engine(url, creator=partial(_open, path), poolclass=NullPool)
        # The one used last knows most of the file; a pool's book-keeping would cost as much as a statement.
        self._idle: list[Connection] = []
        # SQLite has one writer at a time: waiting in line here costs less than polling its lock.
        self._writer = ThreadPoolExecutor(1, "tutor-writer")
        # A database in memory lives in its connection: there can be only one.
        in_memory = path == ":memory:"
        self._readers = self._writer if in_memory else ThreadPoolExecutor(_READERS, "tutor-reader")

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do work that changes nothing; each of its statements sees the newest state."""
        return await self._visit(self._readers, work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do work in a transaction of its own."""
        return await self._visit(self._writer, partial(_in_transaction, work))

    async def administer(self, work: Callable[[Connection], T]) -> T:
        """Do work that begins and ends its transactions itself."""
        return await self._visit(self._writer, work)

    async def close(self) -> None:
        """Close all connections, when what is under way has ended."""
        await asyncio.to_thread(self._close)

    def _visit(self, threads: ThreadPoolExecutor, work: Callable[[Connection], T]) -> asyncio.Future[T]:
        def visit() -> T:
            connection = self._take()
            try:
                return work(connection)
            finally:
                connection.rollback()
                self._idle.append(connection)

        return asyncio.get_running_loop().run_in_executor(threads, visit)

    def _take(self) -> Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self.engine.connect()

    def _close(self) -> None:
        self._readers.shutdown()
        self._writer.shutdown()
        for connection in self._idle:
            connection.close()


def _in_transaction(work: Callable[[Connection], T], connection: Connection) -> T:
    """Commit what the work did; when it fails, the visit takes it back."""
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE")
    outcome = work(connection)
    connection.commit()
    return outcome


def _open(path: str) -> sqlite3.Connection:
    """Open the file and the folder it is in. Raises sqlite3.Error or OSError."""
    if path != ":memory:":
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        for pragma in _PRAGMAS:
            _patiently(connection, pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Execute, waiting for a lock: changing the journal mode ignores SQLite's own busy timeout."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(statement).close()
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > give_up:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return
