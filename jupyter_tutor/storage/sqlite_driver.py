"""A SQLite connection that costs one change of threads per statement.

aiosqlite goes to its worker thread and back for every step: making a cursor, executing,
fetching, closing, and for a rollback that has nothing to roll back. Most of a short
transaction's time is spent on the way. Here a statement is executed and its rows are
fetched in one visit, a transaction begins on the visit of its first statement, and commit and
rollback go only when one is open.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from aiosqlite import Connection, Cursor
from aiosqlite.context import contextmanager

BUSY_SECONDS = 5.0
_RETRY_SECONDS = 0.02
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
)


class OneVisitCursor(Cursor):
    """A cursor whose rows are already here when `execute` returns."""

    def __init__(self, connection: OneVisitConnection) -> None:
        self._conn = self._connection = connection
        self._rows: list[Any] = []
        self._description: Any = None
        self._counts: tuple[int, int | None] = (-1, None)

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> OneVisitCursor:
        """Run a statement and fetch all its rows."""
        return await self._visit(lambda raw: raw.execute(sql, tuple(parameters or ())))

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> OneVisitCursor:
        """Run a statement once per set of parameters."""
        return await self._visit(lambda raw: raw.executemany(sql, [tuple(each) for each in parameters]))

    async def _visit(self, run: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> OneVisitCursor:
        begin = self._connection.take_begin()

        def work() -> None:
            raw = self._connection.sqlite
            if begin:
                raw.execute("BEGIN IMMEDIATE").close()
            cursor = run(raw)
            self._description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self._counts = (cursor.rowcount, cursor.lastrowid)
            cursor.close()

        await self._execute(work)  # type: ignore[no-untyped-call]
        return self

    async def fetchall(self) -> Iterable[Any]:
        """Hand over the rows that came with the statement."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Forget the rows; the cursor in the worker thread is closed already."""
        self._rows = []

    @property
    def description(self) -> Any:
        """The columns of the rows, or None."""
        return self._description

    @property
    def rowcount(self) -> int:
        """How many rows a statement changed."""
        return self._counts[0]

    @property
    def lastrowid(self) -> int | None:
        """The number of the row inserted last."""
        return self._counts[1]


class OneVisitConnection(Connection):
    """A connection in autocommit mode: a transaction is open from an explicit BEGIN on."""

    def __init__(self, path: str) -> None:
        super().__init__(lambda: _open(path), iter_chunk_size=64)
        self._begins = False
        # A thread of its own since aiosqlite 0.22, a thread itself before. A forgotten
        # connection must not keep the process from ending.
        thread: Any = getattr(self, "_thread", self)
        thread.daemon = True

    @property
    def sqlite(self) -> sqlite3.Connection:
        """The connection itself, to be used in the worker thread."""
        return self._conn

    def begin(self) -> None:
        """Let the next statement begin a transaction that may write, on the same visit."""
        self._begins = True

    def take_begin(self) -> bool:
        """Whether this statement is the one, asked once."""
        begins, self._begins = self._begins, False
        return begins

    @contextmanager
    async def cursor(self) -> Cursor:
        """A new cursor, without a visit to the worker thread."""
        return OneVisitCursor(self)

    async def commit(self) -> None:
        """End the open transaction, if there is one."""
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """Take back the open transaction, if there is one."""
        self._begins = False
        if self.in_transaction:
            await super().rollback()


def _open(path: str) -> sqlite3.Connection:
    """Open the file and the folder it is in, in the worker thread. Raises sqlite3.Error or OSError."""
    if path != ":memory:":
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
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
