"""Bring a database to a revision of the schema, in one transaction.

Alembic takes a third of a second to import, so it is asked only when the database says
that it is not up to date. SQLite and PostgreSQL both roll back DDL: a migration that fails
leaves the schema and the data as they were.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from jupyter_tutor.errors import DatabaseUnavailable
from jupyter_tutor.storage.migrations import HEAD

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

# Any constant will do that no other program uses for a lock in the same database.
_POSTGRESQL_LOCK = 7_488_671_301_952_118_339


@dataclass(frozen=True, slots=True)
class Migrations:
    """A folder of Alembic revisions and the newest of them."""

    scripts: Path
    head: str


PACKAGED = Migrations(Path(__file__).with_name("migrations"), HEAD)


async def upgrade(engine: AsyncEngine, migrations: Migrations = PACKAGED) -> None:
    """Bring the schema to the newest revision. DatabaseUnavailable when it is newer than this code."""
    async with engine.connect() as connection:
        if await connection.run_sync(current_revision) == migrations.head:
            return
    await _move(engine, migrations, migrations.head, _upgrade)


async def downgrade(engine: AsyncEngine, revision: str, migrations: Migrations = PACKAGED) -> None:
    """Take the schema back to an older revision; `base` is the empty database."""
    await _move(engine, migrations, revision, _downgrade)


def current_revision(connection: Connection) -> str | None:
    """The revision a database is at, or None when it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


async def _move(
    engine: AsyncEngine,
    migrations: Migrations,
    revision: str,
    move: Callable[[Connection, Migrations, str], None],
) -> None:
    await asyncio.to_thread(__import__, "alembic.command")
    async with engine.connect() as connection:
        await _begin_alone(connection)
        try:
            await connection.run_sync(move, migrations, revision)
            await connection.commit()
        finally:
            await _end(connection)


async def _begin_alone(connection: AsyncConnection) -> None:
    """Begin a transaction that no other migration runs beside, whichever process it is in."""
    if connection.dialect.name == "sqlite":
        # With foreign keys on, rebuilding a table would delete the rows that point at it.
        # The setting can only be changed outside a transaction.
        await connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRESQL_LOCK})


async def _end(connection: AsyncConnection) -> None:
    """Roll back what was not committed."""
    await connection.rollback()
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def _upgrade(connection: Connection, migrations: Migrations, revision: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    # Read again: another process may have been faster.
    present = current_revision(connection)
    config = _config(connection, migrations)
    try:
        ScriptDirectory.from_config(config).get_revision(present or "base")
    except CommandError as error:
        raise DatabaseUnavailable(
            f"The conversation database is of revision {present}, which this version of jupyter-tutor does "
            "not know. Upgrade jupyter-tutor, or choose another database."
        ) from error
    command.upgrade(config, revision)
    _check_foreign_keys(connection)


def _downgrade(connection: Connection, migrations: Migrations, revision: str) -> None:
    from alembic import command

    command.downgrade(_config(connection, migrations), revision)
    _check_foreign_keys(connection)


def _config(connection: Connection, migrations: Migrations) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(migrations.scripts).replace("%", "%%"))
    return config


def _check_foreign_keys(connection: Connection) -> None:
    """Stop before the commit when a migration left rows on SQLite that point at nothing."""
    if connection.dialect.name != "sqlite":
        return
    orphan = connection.execute(text("PRAGMA foreign_key_check")).first()
    if orphan is not None:
        raise DatabaseUnavailable(
            f"The conversation database could not be upgraded: rows of {orphan[0]} would point at nothing. "
            "It was left as it was."
        )
