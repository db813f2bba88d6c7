"""One test body over both databases: what asks for `database_url` runs on each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import postgresql_server
import pytest

from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.clock import SystemClock


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgresql_server.PostgresqlServer]:
    """A PostgreSQL server of our own."""
    programs = postgresql_server.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    with postgresql_server.running(programs) as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_template(postgresql: postgresql_server.PostgresqlServer) -> str:
    """The name of a database with our tables in it and nothing else."""

    async def migrate() -> None:
        template = Store(postgresql.url("tutor_template"), SystemClock())
        await template.start()
        await template.close()

    postgresql.run("CREATE DATABASE tutor_template", "postgres")
    with ThreadPoolExecutor() as beside_the_loop_of_the_test:
        beside_the_loop_of_the_test.submit(asyncio.run, migrate()).result()
    return "tutor_template"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/data/tutor.db"
        return
    server: postgresql_server.PostgresqlServer = request.getfixturevalue("postgresql")
    url = server.new_database()
    yield url
    server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without rows, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/data/tutor.db"
        return
    server: postgresql_server.PostgresqlServer = request.getfixturevalue("postgresql")
    url = server.new_database(request.getfixturevalue("postgresql_template"))
    yield url
    server.drop(url)
