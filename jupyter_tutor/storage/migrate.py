"""Bring a database to a revision of the schema, in one transaction.

Alembic takes a third of a second to import, so it is asked only when the database says
that it is not up to date. SQLite and PostgreSQL both roll back DDL: a migration that fails
leaves the schema and the data as they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from jupyter_tutor.errors import DatabaseUnavailable
from jupyter_tutor.storage.migrations import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

# Any constant will do that no other program uses for a lock in the same database.
_POSTGRESQL_LOCK = 7_488_671_301_952_118_339


@dataclass(frozen=True, slots=True)
class Migrations:
    """A folder of Alembic revisions and the newest of them."""

    scripts: Path
    head: str


PACKAGED = Migrations(Path(__file__).with_name("migrations"), HEAD)


def upgrade(connection: Connection, migrations: Migrations = PACKAGED) -> None:
    """Bring the schema to the newest revision. DatabaseUnavailable when it is newer than this code."""
    with _alone(connection):
        _upgrade(connection, migrations)


def downgrade(connection: Connection, revision: str, migrations: Migrations = PACKAGED) -> None:
    """Take the schema back to an older revision; `base` is the empty database."""
    from alembic import command

    with _alone(connection):
        command.downgrade(_config(connection, migrations), revision)


def current_revision(connection: Connection) -> str | None:
    """The revision a database is at, or None when it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """A transaction that no other migration runs beside, whichever process it is in."""
    is_sqlite = connection.dialect.name == "sqlite"
    try:
        if is_sqlite:
            # With foreign keys on, rebuilding a table would delete the rows that point at it.
            # The setting can only be changed outside a transaction.
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRESQL_LOCK})
        yield
        _check_foreign_keys(connection)
        connection.commit()
    finally:
        connection.rollback()
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def _upgrade(connection: Connection, migrations: Migrations) -> None:
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
    command.upgrade(config, migrations.head)


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
