"""The way to the database, opened on first use, and what a failure on it means."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError

from jupyter_tutor.errors import ConfigurationError, Conflict
from jupyter_tutor.storage import faults, migrate

_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+asyncpg"}

T = TypeVar("T")


class Driver(Protocol):
    """A database that is open. Work is a plain function of a connection and gives back its outcome."""

    engine: Engine

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do work that changes nothing; each of its statements sees the newest state."""

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do work in a transaction, committed at the end and rolled back on any error."""

    async def administer(self, work: Callable[[Connection], T]) -> T:
        """Do work that begins and ends its transactions itself."""

    async def close(self) -> None:
        """Close all connections. The driver is not used after this."""


class Connections:
    """One database, reached through `read` and `write`.

    `url` is `sqlite:////path/to/file`, or `postgresql://user:password@host/name`; another
    is a ConfigurationError. The first use opens it and brings its schema up to date. Every
    failure is a DatabaseUnavailable, or a Conflict when a row contradicts another; after
    either the next use tries again.
    """

    def __init__(self, url: str, migrations: migrate.Migrations = migrate.PACKAGED) -> None:
        self._url = _driver_url(url)
        self._migrations = migrations
        self._driver: Driver | None = None
        self._starting = asyncio.Lock()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite, and PostgreSQL otherwise."""
        return self._url.get_backend_name() == "sqlite"

    async def start(self) -> Driver:
        """Open the database and migrate it, unless that has been done."""
        async with self._starting:
            if self._driver is None:
                driver = self._new_driver()
                try:
                    await self._migrate(driver)
                except faults.kinds(self._url) as error:
                    raise faults.explained(error, self._url) from error
                else:
                    self._driver = driver
                finally:
                    if self._driver is None:
                        await driver.close()
            return self._driver

    async def close(self) -> None:
        """Close all connections. The next use opens the database again."""
        async with self._starting:
            driver, self._driver = self._driver, None
            if driver is not None:
                await driver.close()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do work that changes nothing; each of its statements sees the newest state.

        `work` runs beside the event loop, once: it touches nothing but its connection.
        """
        return await self._explained(lambda driver: driver.read(work))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do work in a transaction, committed at the end and rolled back on any error."""
        return await self._explained(lambda driver: driver.write(work))

    async def _explained(self, use: Callable[[Driver], Awaitable[T]]) -> T:
        """Use the database and turn its errors into ours."""
        driver = self._driver or await self.start()
        try:
            return await use(driver)
        except IntegrityError as error:
            raise Conflict("This was changed or stored by another request in the meantime.") from error
        except faults.kinds(self._url) as error:
            if faults.needs_reopening(error):
                await self._forget(driver)
            raise faults.explained(error, self._url) from error

    async def _forget(self, driver: Driver) -> None:
        """Close the connections of a driver that failed, unless another task has done so."""
        async with self._starting:
            if self._driver is driver:
                self._driver = None
                await driver.close()

    async def _migrate(self, driver: Driver) -> None:
        if await driver.read(migrate.current_revision) == self._migrations.head:
            return
        # Alembic takes a third of a second to import; the server goes on meanwhile.
        await asyncio.to_thread(__import__, "alembic.command")
        await driver.administer(partial(migrate.upgrade, migrations=self._migrations))

    def _new_driver(self) -> Driver:
        # Each brings libraries that the other does without.
        if self.is_sqlite:
            from jupyter_tutor.storage.sqlite_driver import SqliteDriver

            return SqliteDriver(self._url)
        from jupyter_tutor.storage.postgresql_driver import PostgresqlDriver

        return PostgresqlDriver(self._url)


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
