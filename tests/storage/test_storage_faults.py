"""A database that cannot be read or written: one helpful sentence, nothing lost, and on it goes."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url
from storage_samples import TickingClock, opening

from jupyter_tutor.errors import ConfigurationError, DatabaseUnavailable
from jupyter_tutor.storage import sqlite_driver
from jupyter_tutor.storage.database import Store
from jupyter_tutor.storage.faults import explained

if TYPE_CHECKING:
    from postgresql_server import PostgresqlServer


def store_in(folder: Path) -> Store:
    """A store over a SQLite file in a folder."""
    return Store(f"sqlite:///{folder}/tutor.db", TickingClock())


async def use(store: Store) -> int:
    """Ask one question; the number of conversations after it."""
    ann = await store.students.recognise("ann", "Ann")
    await store.exchanges.open(opening(ann, text="word " * 2000))
    page = await store.conversations.sessions(
        ann.id, query=None, notebook_path=None, cursor=None, limit=10_000
    )
    return len(page.sessions)


async def until_full(store: Store) -> int:
    """Ask until there is no room; how many conversations were stored."""
    stored = 0
    with pytest.raises(DatabaseUnavailable, match=r"tutor\.db is full\. Free some space"):  # noqa: PT012
        while stored < 1000:
            stored = await use(store)
    return stored


async def test_health_check_reads_and_writes(store: Store) -> None:
    """A healthy database passes the check, as often as it is asked."""
    await store.database.check()
    await store.database.check()


async def test_a_store_goes_on_after_it_was_closed(store: Store) -> None:
    """Closing lets go of the connections; the next use opens the database again."""
    assert await use(store) == 1
    await store.close()
    await store.close()
    assert await use(store) == 2


async def test_a_database_in_memory_works() -> None:
    """Without a file everything is kept until the store is closed."""
    store = Store("sqlite://", TickingClock())
    assert await use(store) == 1
    await store.database.check()
    await store.close()
    assert await use(store) == 1
    await store.close()


def test_nothing_is_opened_before_the_first_use(tmp_path: Path) -> None:
    """Making a store costs nothing and leaves no file."""
    store_in(tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["mysql://root:s3cret@host/db", "oracle://x", "not a url", ""])
def test_other_databases_are_refused(url: str) -> None:
    """The message names what is allowed, and no password."""
    with pytest.raises(ConfigurationError, match=r"sqlite:///.* postgresql://") as refused:
        Store(url, TickingClock())
    assert "s3cret" not in refused.value.message


# ---- disk full -------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tutor-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def remount(disk: Path, mode: str) -> None:
    """Let the disk be written (rw) or only read (ro)."""
    subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True)


def fill(crumbs: Path) -> None:
    """Use up what is too little for an exchange but enough for a smaller write."""
    with contextlib.suppress(OSError), crumbs.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 512)


async def check_often(store: Store) -> None:
    """The database's log may have room to spare for the first of them."""
    for _ in range(100):
        await store.database.check()


async def test_a_full_disk_is_told_and_survived(small_disk: Path) -> None:
    """No room: what is stored can be read, what is not stored leaves no half; with room it goes on."""
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 300_000)
    store = store_in(small_disk)
    stored = await until_full(store)
    fill(small_disk / "crumbs")
    with pytest.raises(DatabaseUnavailable, match="full"):
        await check_often(store)
    ann = await store.students.recognise("ann", "Ann")
    page = await store.conversations.sessions(
        ann.id, query="word", notebook_path=None, cursor=None, limit=10_000
    )
    assert [session.message_count for session in page.sessions] == [2] * stored
    ballast.unlink()
    assert await use(store) == stored + 1
    await store.database.check()
    await store.close()


async def test_a_disk_that_is_full_from_the_start(small_disk: Path) -> None:
    """A server that starts on a full disk says so, and works as soon as there is room."""
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 1_040_000)
    store = store_in(small_disk)
    with pytest.raises(DatabaseUnavailable, match=r"full|cannot be"):
        await store.start()
    ballast.unlink()
    assert await use(store) == 1
    await store.close()


async def test_a_full_database_is_told_and_survived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where no small disk can be had: SQLite reports the same error at a limit of pages."""
    limited = (*sqlite_driver._PRAGMAS, "PRAGMA max_page_count = 150")
    monkeypatch.setattr(sqlite_driver, "_PRAGMAS", limited)
    store = store_in(tmp_path)
    stored = await until_full(store)
    monkeypatch.undo()
    await store.close()
    assert await use(store) == stored + 1
    await store.close()


# ---- files that cannot be used ---------------------------------------------------------


async def test_a_read_only_disk_is_told_and_survived(small_disk: Path) -> None:
    """On a read-only disk the sentence names the file; when it can be written again all is there."""
    store = store_in(small_disk)
    assert await use(store) == 1
    await store.close()
    remount(small_disk, "ro")
    with pytest.raises(DatabaseUnavailable, match=r"tutor\.db cannot be (written|opened)") as refused:
        await use(store)
    assert "data directory" in refused.value.message
    remount(small_disk, "rw")
    assert await use(store) == 2
    await store.close()


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file where the folder should be: the sentence names the path, and it works once that is gone."""
    in_the_way = tmp_path / "data"
    in_the_way.write_text("not a folder")
    store = store_in(in_the_way)
    with pytest.raises(DatabaseUnavailable, match=r"data/tutor\.db cannot be opened"):
        await store.database.check()
    in_the_way.unlink()
    assert await use(store) == 1
    await store.close()


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """Somebody's other file is neither changed nor removed."""
    file = tmp_path / "tutor.db"
    file.write_bytes(b"my diary\n" * 1000)
    store = store_in(tmp_path)
    with pytest.raises(DatabaseUnavailable, match=r"not a SQLite database.*move this file away"):
        await use(store)
    assert file.read_bytes() == b"my diary\n" * 1000
    file.rename(tmp_path / "diary")
    assert await use(store) == 1
    await store.close()


async def test_a_damaged_database_is_told_and_left_alone(tmp_path: Path) -> None:
    """Pages overwritten by something else: say which file to move away, and begin anew when it is."""
    store = store_in(tmp_path)
    for _ in range(5):
        await use(store)
    await store.close()
    file = tmp_path / "tutor.db"
    damaged = bytearray(file.read_bytes())
    damaged[4096:] = b"\xff" * (len(damaged) - 4096)
    file.write_bytes(damaged)
    with pytest.raises(DatabaseUnavailable, match=r"tutor\.db is damaged .*malformed.*move this file away"):
        await use(store)
    assert file.read_bytes() == damaged
    file.rename(tmp_path / "damaged.db")
    assert await use(store) == 1
    await store.close()


async def test_a_locked_database_is_told_and_survived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that holds the lock is named as the reason, with a time to try again."""
    monkeypatch.setattr(sqlite_driver, "BUSY_SECONDS", 0.05)
    store = store_in(tmp_path)
    await use(store)
    other = sqlite3.connect(tmp_path / "tutor.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable, match="locked by another program") as refused:
        await store.database.check()
    assert refused.value.retry_after
    other.execute("COMMIT")
    other.close()
    assert await use(store) == 2
    await store.close()


# ---- PostgreSQL ------------------------------------------------------------------------


async def test_no_server_at_the_address() -> None:
    """The sentence names the server and what to check, never the password."""
    store = Store("postgresql://tutor:s3cret@127.0.0.1:1/tutor", TickingClock())
    with pytest.raises(DatabaseUnavailable, match=r"127\.0\.0\.1:1 cannot be reached") as refused:
        await store.database.check()
    assert "s3cret" not in refused.value.message
    await store.close()


async def test_a_missing_database_is_named(postgresql: PostgresqlServer) -> None:
    """The server is there and the database is not."""
    store = Store(postgresql.url("nowhere"), TickingClock())
    with pytest.raises(DatabaseUnavailable, match="database nowhere does not exist"):
        await store.start()
    await store.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_connections_that_were_cut_are_made_anew(store: Store, postgresql: PostgresqlServer) -> None:
    """After a restart of the server the next question is stored as if nothing had been."""
    assert await use(store) == 1
    postgresql.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
        "AND backend_type = 'client backend'",
        "postgres",
    )
    assert await use(store) == 2


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_read_only_server_is_named(
    store: Store, database_url: str, postgresql: PostgresqlServer
) -> None:
    """A standby takes no writes, and the sentence says where to point instead."""
    await store.start()
    await store.close()
    name = make_url(database_url).database
    postgresql.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on", "postgres")
    with pytest.raises(DatabaseUnavailable, match=r"read-only\. Point"):
        await store.database.check()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("28P01", "refused the tutor's user or password"),
        ("53100", "is full"),
        ("53300", "no resources left"),
        ("57P01", "stopping or starting"),
        ("42501", "Grant it the rights"),
        ("XX000", "failed: detail"),
    ],
)
def test_a_server_error_becomes_a_sentence(state: str, sentence: str) -> None:
    """What cannot be brought about here is recognised by its SQLSTATE."""
    error = RuntimeError("detail\nmore")
    error.sqlstate = state
    said = explained(error, make_url("postgresql+asyncpg://tutor:s3cret@db/tutor")).message
    assert sentence in said
    assert "s3cret" not in said
