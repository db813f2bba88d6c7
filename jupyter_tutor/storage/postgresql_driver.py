"""PostgreSQL through asyncpg: each statement is awaited, in a pool of connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.ext.asyncio import create_async_engine

from jupyter_tutor.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import URL, Connection

_CONNECTIONS = 5
_OVERFLOW = 15
_CONNECT_SECONDS = 5
_STATEMENT_SECONDS = 30

T = TypeVar("T")


class PostgresqlDriver:
    """One PostgreSQL database. What is under way is rolled back when its caller is cancelled."""

    def __init__(self, url: URL) -> None:
        try:
            self._engine = create_async_engine(
                url,
                connect_args={"timeout": _CONNECT_SECONDS, "command_timeout": _STATEMENT_SECONDS},
                pool_size=_CONNECTIONS,
                max_overflow=_OVERFLOW,
                pool_use_lifo=True,
                pool_pre_ping=True,
            )
        except ModuleNotFoundError as error:
            raise ConfigurationError(
                "A PostgreSQL database needs one more package: pip install 'jupyter-tutor[postgresql]'."
            ) from error
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self.engine = self._engine.sync_engine

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do work that changes nothing; each of its statements sees the newest state."""
        async with self._reading.connect() as connection:
            return await connection.run_sync(work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do work in a transaction of its own."""
        async with self._engine.begin() as connection:
            return await connection.run_sync(work)

    async def administer(self, work: Callable[[Connection], T]) -> T:
        """Do work that begins and ends its transactions itself."""
        async with self._engine.connect() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()
