"""Connections to the database, opened on first use, and what a failure of theirs means."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from jupyter_tutor.errors import ConfigurationError, Conflict
from jupyter_tutor.storage import faults, migrate

if TYPE_CHECKING:
    from jupyter_tutor.storage.sqlite_driver import OneVisitConnection

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_SQLITE_CONNECTIONS = 4
_POSTGRESQL_CONNECTIONS = 5
_POSTGRESQL_OVERFLOW = 15
_CONNECT_SECONDS = 5
_STATEMENT_SECONDS = 30


class Connections:
    """One database, reached through `reading` and `writing`.

    `url` is `sqlite:////path/to/file`, or `postgresql://user:password@host/name`; another
    is a ConfigurationError. The first use opens it and brings its schema up to date. Every
    failure is a DatabaseUnavailable, or a Conflict when a row contradicts another; after
    either the next use tries again.
    """

    def __init__(self, url: str, migrations: migrate.Migrations = migrate.PACKAGED) -> None:
        self._url = _driver_url(url)
        self._migrations = migrations
        self._engine: AsyncEngine | None = None
        self._starting = asyncio.Lock()
        # SQLite has one writer at a time: waiting in line here costs less than polling its lock.
        self._writer = asyncio.Lock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite, and PostgreSQL otherwise."""
        return self._url.get_backend_name() == "sqlite"

    async def start(self) -> AsyncEngine:
        """Open the database and migrate it, unless that has been done."""
        async with self._starting:
            if self._engine is None:
                engine = self._new_engine()
                try:
                    await migrate.upgrade(engine, self._migrations)
                except faults.kinds(self._url) as error:
                    raise faults.explained(error, self._url) from error
                else:
                    self._engine = engine
                finally:
                    if self._engine is None:
                        await engine.dispose()
            return self._engine

    async def close(self) -> None:
        """Close all connections. The next use opens the database again."""
        async with self._starting:
            engine, self._engine = self._engine, None
            if engine is not None:
                await engine.dispose()

    async def _forget(self, engine: AsyncEngine) -> None:
        """Close the connections of an engine that failed, unless another task has done so."""
        async with self._starting:
            if self._engine is engine:
                self._engine = None
                await engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for statements that change nothing; each sees the newest state."""
        engine = self._engine or await self.start()
        async with self._explaining(engine), engine.connect() as connection:
            if not self.is_sqlite:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction, committed at the end and rolled back on any error."""
        engine = self._engine or await self.start()
        turn: AbstractAsyncContextManager[Any] = self._writer or nullcontext()
        async with turn, self._explaining(engine), engine.connect() as connection:
            if self.is_sqlite:
                raw = await connection.get_raw_connection()
                cast("OneVisitConnection", raw.driver_connection).begin()
            yield connection
            await connection.commit()

    @asynccontextmanager
    async def _explaining(self, engine: AsyncEngine) -> AsyncIterator[None]:
        """Turn the driver's errors into ours."""
        try:
            yield
        except IntegrityError as error:
            raise Conflict("This was changed or stored by another request in the meantime.") from error
        except faults.kinds(self._url) as error:
            if faults.needs_reopening(error):
                await self._forget(engine)
            raise faults.explained(error, self._url) from error

    def _new_engine(self) -> AsyncEngine:
        if self.is_sqlite:
            from jupyter_tutor.storage.sqlite_driver import OneVisitConnection

            path = self._url.database or ":memory:"
            # A database in memory lives in its connection: there can be only one.
            size = 1 if path == ":memory:" else _SQLITE_CONNECTIONS
            return create_async_engine(
                self._url,
                async_creator=lambda: OneVisitConnection(path),
                poolclass=_queue_pool(),
                pool_size=size,
                max_overflow=0,
                pool_use_lifo=True,
            )
        try:
            return create_async_engine(
                self._url,
                connect_args={"timeout": _CONNECT_SECONDS, "command_timeout": _STATEMENT_SECONDS},
                pool_size=_POSTGRESQL_CONNECTIONS,
                max_overflow=_POSTGRESQL_OVERFLOW,
                pool_use_lifo=True,
                pool_pre_ping=True,
            )
        except ModuleNotFoundError as error:
            raise ConfigurationError(
                "A PostgreSQL database needs one more package: pip install 'jupyter-tutor[postgresql]'."
            ) from error


def _queue_pool() -> Any:
    from sqlalchemy.pool import AsyncAdaptedQueuePool

    return AsyncAdaptedQueuePool


def _driver_url(url: str) -> URL:
    """The URL with our driver in it. The message names the scheme alone: the rest may hold a password."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigurationError(
            "The database URL cannot be read; allowed are sqlite:///… and postgresql://…"
        ) from None
    driver = _DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise ConfigurationError(
            f"The database URL begins with {parsed.drivername!r}; allowed are sqlite:///… and postgresql://…"
        )
    return parsed.set(drivername=driver)
