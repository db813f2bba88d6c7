"""The schema's history: up, down, failing, and in two processes at once."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from module_samples import edition, save
from sqlalchemy import inspect, text
from storage_samples import MORNING, TickingClock, closing, opening

from jupyter_tutor.errors import DatabaseUnavailable
from jupyter_tutor.storage import migrate, tables
from jupyter_tutor.storage.connections import Connections
from jupyter_tutor.storage.database import Store
from jupyter_tutor.storage.migrate import PACKAGED, Migrations

NEXT = '''"""The revision after the last."""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade() -> None:
    op.create_table("bookmarks", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("users", recreate="auto") as users:
        users.add_column(sa.Column("colour", sa.String(), server_default="blue"))
    op.execute("UPDATE users SET display_name = 'changed'")
    {fault}


def downgrade() -> None:
    op.execute("UPDATE users SET display_name = 'changed back'")
    with op.batch_alter_table("users") as users:
        users.drop_column("colour")
    op.drop_table("bookmarks")
    {fault}
'''


def with_next(folder: Path, fault: str = "") -> Migrations:
    """The packaged revisions and one more, which may fail at its end."""
    scripts = folder / "migrations"
    shutil.copytree(PACKAGED.scripts, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "v_next.py").write_text(NEXT.format(head=PACKAGED.head, fault=fault))
    return Migrations(scripts, "next")


async def described(connections: Connections) -> dict[str, set[str]]:
    """Every table with its columns."""

    def read(connection):
        inspector = inspect(connection)
        names = [name for name in inspector.get_table_names() if "_words" not in name]
        return {name: {column["name"] for column in inspector.get_columns(name)} for name in names}

    return await connections.read(read)


async def filled(url: str) -> tuple[Store, str]:
    """A store with one student and one finished exchange; the student's id."""
    store = Store(url, TickingClock())
    ann = await store.students.recognise("ann", "Ann")
    asked = opening(ann)
    await store.exchanges.open(asked)
    await store.exchanges.close(closing(asked))
    return store, ann.id


async def contents(store: Store, user_id: str) -> list:
    """All that the student can read."""
    page = await store.conversations.sessions(
        user_id, query="defined", notebook_path=None, cursor=None, limit=10
    )
    return [await store.conversations.messages(user_id, session.id) for session in page.sessions]


def test_the_known_head_is_the_newest_revision() -> None:
    """The constant that saves loading Alembic names the last revision there is."""
    config = Config()
    config.set_main_option("script_location", str(PACKAGED.scripts))
    assert ScriptDirectory.from_config(config).get_heads() == [PACKAGED.head]


# req: H5
async def test_migrations_make_the_tables_of_the_code(store: Store) -> None:
    """After the migrations there is no difference to what `tables` describes."""

    def differences(connection):
        def ours(name, kind, *_) -> bool:
            return "_words" not in (name or "") and name != "alembic_version"

        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": lambda name, kind, _: ours(name, kind)}
        )
        return compare_metadata(context, tables.metadata)

    assert await store._connections.read(differences) == []


# req: H5
async def test_the_promised_indexes_exist(store: Store) -> None:
    """Each lookup that is made often has its index."""

    def indexes(connection):
        inspector = inspect(connection)
        found = set()
        for name in tables.metadata.tables:
            for kind in (inspector.get_indexes, inspector.get_unique_constraints):
                found |= {
                    (name, tuple(index["column_names"]), bool(index.get("unique", True)))
                    for index in kind(name)
                    if None not in index["column_names"]
                }
        return found

    assert await store._connections.read(indexes) >= {
        ("users", ("email",), True),
        ("users", ("username",), True),
        ("chat_sessions", ("user_id", "session_type"), False),
        ("chat_sessions", ("user_id", "updated_at", "id"), False),
        ("chat_messages", ("session_id", "created_at"), False),
        ("chat_messages", ("user_id", "request_id", "role"), True),
        ("problems", ("user_id", "touched_at"), False),
        ("llm_calls", ("request_id",), False),
        ("llm_calls", ("user_id", "started_at"), False),
        ("courses", ("slug",), True),
        ("learning_modules", ("order",), False),
        ("learning_modules", ("course_id", "slug"), True),
        ("user_module_progress", ("user_id",), False),
        ("user_module_progress", ("module_id", "status"), False),
    }


# req: H5
async def test_down_to_nothing_and_up_again(empty_database_url: str) -> None:
    """Downgrading leaves an empty database, and upgrading makes it whole again."""
    store, _ = await filled(empty_database_url)
    before = await described(store._connections)
    driver = await store._connections.start()
    await driver.administer(partial(migrate.downgrade, revision="base"))
    assert set(await described(store._connections)) == {"alembic_version"}
    await driver.administer(migrate.upgrade)
    assert await described(store._connections) == before
    await store.close()
    store, user_id = await filled(empty_database_url)
    assert len(await contents(store, user_id)) == 1
    await store.close()


# req: H5
async def test_data_is_kept_up_and_down(empty_database_url: str, tmp_path: Path) -> None:
    """What students wrote survives a revision that rebuilds a table others point at, and its way back."""
    store, user_id = await filled(empty_database_url)
    before, schema = await contents(store, user_id), await described(store._connections)
    driver = await store._connections.start()
    later = with_next(tmp_path)
    await driver.administer(partial(migrate.upgrade, migrations=later))
    assert await contents(store, user_id) == before
    assert (await store.students.recognise("ann", "changed")).id == user_id
    assert "colour" in (await described(store._connections))["users"]
    await driver.administer(partial(migrate.downgrade, revision=PACKAGED.head, migrations=later))
    assert await contents(store, user_id) == before
    assert await described(store._connections) == schema
    assert (await store.students.recognise("ann", "changed back")).id == user_id
    await store.close()


# req: H5
async def test_modules_come_and_go_without_touching_what_was_there(empty_database_url: str) -> None:
    """Down past the tables of modules and up again: conversations are kept, modules can be published anew."""
    store, user_id = await filled(empty_database_url)
    before, schema = await contents(store, user_id), await described(store._connections)
    (module,) = await store.modules.publish(None, [edition()], "author", MORNING)
    await store.progress.save(save(user_id, module.id, 0))
    driver = await store._connections.start()
    await driver.administer(partial(migrate.downgrade, revision="0003"))
    with_modules = await described(store._connections)
    await driver.administer(partial(migrate.downgrade, revision="0002"))
    assert set(with_modules) - set(await described(store._connections)) == {
        "courses",
        "course_changes",
        "learning_modules",
        "module_versions",
        "user_module_progress",
        "progress_states",
        "exercise_progress",
    }
    await driver.administer(migrate.upgrade)
    assert await described(store._connections) == schema
    assert await contents(store, user_id) == before
    assert (await store.modules.listing()).modules == ()
    (module,) = await store.modules.publish(None, [edition()], "author", MORNING)
    assert (await store.progress.save(save(user_id, module.id, 0))).is_accepted
    await store.close()


# req: H5
async def test_a_failed_upgrade_leaves_the_old_schema_working(
    empty_database_url: str, tmp_path: Path
) -> None:
    """A migration that fails at its end takes back everything, and the old code goes on."""
    store, user_id = await filled(empty_database_url)
    before, schema = await contents(store, user_id), await described(store._connections)
    await store.close()
    broken = Connections(empty_database_url, with_next(tmp_path, fault="op.execute('SELECT * FROM nowhere')"))
    with pytest.raises(DatabaseUnavailable, match="nowhere"):
        await broken.start()
    await broken.close()
    store = Store(empty_database_url, TickingClock())
    assert await described(store._connections) == schema
    assert await contents(store, user_id) == before
    assert (await store.students.recognise("ann", "Ann")).display_name == "Ann"
    await store.exchanges.open(opening(await store.students.recognise("ann", "Ann")))
    await store.close()


# req: H5
async def test_a_failed_downgrade_leaves_the_new_schema_working(
    empty_database_url: str, tmp_path: Path
) -> None:
    """The way back, too, is gone whole or not at all."""
    later = with_next(tmp_path)
    connections = Connections(empty_database_url, later)
    driver = await connections.start()
    schema = await described(connections)
    script = later.scripts / "versions" / "v_next.py"
    script.write_text(NEXT.format(head=PACKAGED.head, fault="raise RuntimeError('no')"))
    with pytest.raises(RuntimeError):
        await driver.administer(partial(migrate.downgrade, revision="base", migrations=later))
    assert await described(connections) == schema
    await connections.close()


@pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)
async def test_a_migration_that_would_orphan_rows_is_refused(empty_database_url: str, tmp_path: Path) -> None:
    """Foreign keys are off while SQLite tables are rebuilt, so they are checked before the commit."""
    store, user_id = await filled(empty_database_url)
    before = await contents(store, user_id)
    await store.close()
    orphaning = with_next(tmp_path, fault="op.execute('DELETE FROM users')")
    connections = Connections(empty_database_url, orphaning)
    with pytest.raises(DatabaseUnavailable, match="left as it was"):
        await connections.start()
    store = Store(empty_database_url, TickingClock())
    assert await contents(store, user_id) == before
    await store.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_foreign_keys_are_on_again_after_a_migration(store: Store) -> None:
    """The connection that migrated goes back to the pool as it was."""
    driver = await store._connections.start()
    asked = text("PRAGMA foreign_keys")
    assert await driver.read(lambda connection: connection.execute(asked).scalar_one()) == 1


# req: H5
async def test_a_newer_database_is_refused(empty_database_url: str, tmp_path: Path) -> None:
    """Older code does not touch a database of a later version, and says what to do."""
    newer = Connections(empty_database_url, with_next(tmp_path))
    await newer.start()
    schema = await described(newer)
    await newer.close()
    store = Store(empty_database_url, TickingClock())
    with pytest.raises(DatabaseUnavailable, match=r"next.*Upgrade jupyter-tutor"):
        await store.start()
    await store.close()
    assert await described(newer) == schema
    await newer.close()


STARTED = """
import asyncio, sys
sys.path[:0] = sys.argv[2:]
from storage_samples import TickingClock, opening
from jupyter_tutor.storage.database import Store

async def main():
    store = Store(sys.argv[1], TickingClock())
    print("loaded", flush=True)
    sys.stdin.readline()
    await store.exchanges.open(opening(await store.students.recognise("ann", "Ann")))
    await store.close()

asyncio.run(main())
"""


# req: H5
async def test_processes_that_start_together(empty_database_url: str) -> None:
    """Four processes meet at an empty database; it is migrated once and all of them work."""
    here = Path(__file__).parent
    script = [sys.executable, "-c", STARTED, empty_database_url, str(here), str(here.parents[1])]
    pipe = asyncio.subprocess.PIPE
    processes = [
        await asyncio.create_subprocess_exec(*script, stdin=pipe, stdout=pipe, stderr=pipe) for _ in range(4)
    ]
    for process in processes:
        await process.stdout.readline()
    ends = await asyncio.gather(*(process.communicate(b"\n") for process in processes))
    assert [process.returncode for process in processes] == [0] * 4, ends
    store = Store(empty_database_url, TickingClock())
    ann = await store.students.recognise("ann", "Ann")
    assert len(await contents(store, ann.id)) == 4
    await store.close()


async def test_an_up_to_date_database_needs_no_alembic(empty_database_url: str) -> None:
    """The second start of a server does not load the migration tool."""
    store = Store(empty_database_url, TickingClock())
    await store.start()
    await store.close()
    here = Path(__file__).parent
    check = "; assert not [name for name in sys.modules if name.startswith('alembic')]"
    script = STARTED.replace("await store.close()", f"await store.close(){check}")
    command = [sys.executable, "-c", script, empty_database_url, str(here), str(here.parents[1])]
    run = await asyncio.to_thread(subprocess.run, command, input="\n", text=True, capture_output=True)
    assert run.returncode == 0, run.stderr
