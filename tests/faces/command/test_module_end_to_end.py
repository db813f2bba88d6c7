"""The commands as processes of their own: beside a server, killed, stopped, and without their database."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import postgresql_server
import pytest
from module_files import MAIN, changed, notebook, run, save
from tutor_server import frames_until_end, isolate, json_of, running_server, send, text_of

MODULES = 50


@pytest.fixture(autouse=True)
def _site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine's own settings."""
    for name in [name for name in os.environ if name.startswith("JUPYTER_TUTOR_")]:
        if name != "JUPYTER_TUTOR_DATA":
            monkeypatch.delenv(name)
    (tmp_path / "home").mkdir()
    isolate(tmp_path / "home", monkeypatch, {})


def versions() -> dict[str, int]:
    listed = run("list", "--json")
    assert listed.returncode == 0, listed.stderr
    return {row["slug"]: row["version"] for row in json.loads(listed.stdout)["modules"]}


def write_course(folder: Path, edition: int, size: int) -> None:
    """Fifty modules, each with so many bytes of its own that zlib cannot make smaller."""
    chance = random.Random(edition)
    for number in range(1, MODULES + 1):
        made = notebook()
        made["cells"][0]["source"] = [base64.b64encode(chance.randbytes(size)).decode()]
        save(folder / f"Module {number}.ipynb", made)


def until(what: Callable[[], bool], process: subprocess.Popen) -> None:
    """Wait for something to happen while the process runs."""
    give_up = time.monotonic() + 60
    while not what():
        assert process.poll() is None, "it ended before"
        assert time.monotonic() < give_up
        time.sleep(0.001)


def started(*arguments: object) -> subprocess.Popen:
    return subprocess.Popen(
        [*MAIN, "module", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


# req: M1
async def test_a_running_server_sees_what_is_published_at_once(database_url, tmp_path, monkeypatch):
    """New modules, new versions, and that a module is no longer there."""
    environ = {"JUPYTER_TUTOR_DATABASE_URL": database_url}
    course = tmp_path / "Mein Kurs"
    save(course / "1 Größen.ipynb")

    async def command(*arguments: object) -> None:
        done = await asyncio.to_thread(run, *arguments, environ=environ)
        assert done.returncode == 0, done.stderr

    async with running_server(tmp_path, monkeypatch, environ=environ) as server:

        async def seen() -> list[tuple]:
            rows = json_of(await server.fetch("modules"))["modules"]
            return [(row["slug"], row["version"]) for row in rows]

        assert await seen() == []
        await command("publish", course)
        assert await seen() == [("grossen", 1)]
        changed(course / "1 Größen.ipynb", lambda made: made["cells"][0].update(source=["# Anders"]))
        await command("publish", course)
        assert await seen() == [("grossen", 2)]
        (row,) = json_of(await server.fetch("modules"))["modules"]
        handed_out = json_of(await server.fetch(f"modules/{row['id']}/notebook"))
        assert handed_out["notebook"]["cells"][0]["source"] == ["# Anders"]
        assert "min(values)" not in json.dumps(handed_out)
        await command("unpublish", "grossen")
        assert await seen() == []


# req: M3
async def test_the_tutor_of_a_running_server_gives_the_hints_that_were_published_last(tmp_path, monkeypatch):
    """It has given the old ones already, and nothing is restarted."""
    path = save(tmp_path / "Größen.ipynb")

    def mend(made: dict) -> None:
        for cell in made["cells"]:
            if cell["metadata"].get("jupyter_tutor", {}).get("role") == "hint":
                cell["source"] = ["Look at both ends of the sorted list."]

    async def command(*arguments: object) -> dict:
        done = await asyncio.to_thread(run, *arguments, "--json")
        return json.loads(done.stdout)["modules"][0]

    async with running_server(tmp_path, monkeypatch) as server:
        module = await command("publish", path)

        async def hint() -> str:
            socket = await server.socket(path=f"ws/tutor?module={module['id']}")
            cell = {"cell_id": "answer", "cell_code": "def spread(values):\n    ...", "exercise_id": "spread"}
            await send(socket, content="How do I begin?", notebook_path="Größen.ipynb", **cell)
            return text_of(await frames_until_end(socket))

        assert "Which two numbers" in await hint()
        changed(path, mend)
        assert (await command("publish", path))["version"] == 2
        assert "both ends of the sorted list" in await hint()


# req: M3
def test_a_publish_that_is_killed_leaves_the_old_course_whole_on_sqlite(tmp_path, monkeypatch):
    """Killed wherever it may be, also with half of the course written: one version throughout, old or new."""
    data = tmp_path / "data"
    monkeypatch.setenv("JUPYTER_TUTOR_DATA_DIR", str(data))
    course = tmp_path / "course"
    write_course(course, 0, 60_000)
    assert run("publish", course).returncode == 0
    log = data / "tutor.sqlite-wal"

    def written(share: float) -> bool:
        return log.stat().st_size > share * 3_000_000

    in_the_middle = 0
    # An open connection keeps the log, whose size tells how far the transaction is.
    with closing(sqlite3.connect(data / "tutor.sqlite")) as watcher:
        for edition, share in enumerate((0.02, 0.5, 0.9), 1):
            write_course(course, edition, 60_000)
            before = versions()
            watcher.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            process = started("publish", course)
            until(partial(written, share), process)
            process.kill()
            process.communicate()
            after = versions()
            assert len(after) == MODULES
            assert len(set(after.values())) == 1
            in_the_middle += after == before
    assert in_the_middle > 0
    assert run("publish", course).returncode == 0
    assert len(set(versions().values())) == 1


# req: M3
def test_a_publish_that_is_killed_leaves_the_old_course_whole_on_postgresql(
    postgresql: postgresql_server.PostgresqlServer, postgresql_template: str, tmp_path, monkeypatch
):
    """Killed when all but one of its modules are written and the last one is waited for."""
    url = postgresql.new_database(postgresql_template)
    monkeypatch.setenv("JUPYTER_TUTOR_DATABASE_URL", url)
    course = tmp_path / "course"
    write_course(course, 0, 1_000)
    assert run("publish", course).returncode == 0
    write_course(course, 1, 1_000)
    with locked_row(postgresql, url) as ask:
        process = started("publish", course)
        until(lambda: ask("SELECT count(*) FROM pg_locks WHERE NOT granted;") != "0", process)
        process.kill()
        process.communicate()
    assert set(versions().values()) == {1}
    assert run("publish", course).returncode == 0
    assert set(versions().values()) == {2}
    postgresql.drop(url)


@contextmanager
def locked_row(server: postgresql_server.PostgresqlServer, url: str) -> Iterator[Callable[[str], str]]:
    """Somebody holds the last module of the course; gives a way to ask the database meanwhile."""
    psql = [server._programs / "psql", "-qXAt", url]
    holder = subprocess.Popen(psql, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    held = f"BEGIN; SELECT slug FROM learning_modules WHERE slug = 'module-{MODULES}' FOR UPDATE;\n"

    def ask(statement: str) -> str:
        holder.stdin.write(statement + "\n")
        holder.stdin.flush()
        return holder.stdout.readline().strip()

    try:
        assert ask(held.strip()) == f"module-{MODULES}"
        yield ask
    finally:
        holder.communicate("ROLLBACK;\n")


@contextmanager
def locked_file(data: Path) -> Iterator[None]:
    """Another program writes to the database and does not end."""
    other = sqlite3.connect(data / "tutor.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


# req: M3
def test_two_who_publish_a_course_at_once_leave_it_whole(database_url, tmp_path, monkeypatch):
    """One may be told to try again; nobody gets half of a course or two of it."""
    monkeypatch.setenv("JUPYTER_TUTOR_DATABASE_URL", database_url)
    write_course(tmp_path / "course", 0, 100)
    both = [started("publish", tmp_path / "course") for _ in range(2)]
    ends = [(process.communicate(timeout=120), process.returncode) for process in both]
    assert {code for _, code in ends} <= {0, 3}, ends
    assert 0 in {code for _, code in ends}
    assert versions() == {f"module-{number}": 1 for number in range(1, MODULES + 1)}


def test_a_database_that_is_busy_is_told_from_faults(tmp_path, monkeypatch):
    """With an exit code of its own: later it works."""
    monkeypatch.setenv("JUPYTER_TUTOR_DATA_DIR", str(tmp_path / "data"))
    path = save(tmp_path / "a.ipynb")
    assert run("list").returncode == 0
    with locked_file(tmp_path / "data"):
        ended = run("publish", path)
    assert ended.returncode == 3
    assert "busy" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert run("publish", path).returncode == 0


def test_ctrl_c_stops_a_publish_with_a_sentence(tmp_path, monkeypatch):
    """Nothing is published, and there is no traceback."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("what a process has open cannot be seen here")
    monkeypatch.setenv("JUPYTER_TUTOR_DATA_DIR", str(tmp_path / "data"))
    path = save(tmp_path / "a.ipynb")
    assert run("list").returncode == 0
    with locked_file(tmp_path / "data"):
        process = started("publish", path)
        until(lambda: holds_open(process, "tutor.sqlite"), process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert err.splitlines()[-1] == "Stopped."
    assert "module list" in err
    assert "Traceback" not in err
    assert versions() == {}


def holds_open(process: subprocess.Popen, name: str) -> bool:
    try:
        links = [str(link.readlink()) for link in Path(f"/proc/{process.pid}/fd").iterdir()]
    except OSError:
        return False
    return any(link.endswith(name) for link in links)


def test_a_database_server_that_is_away_is_told_without_its_password(tmp_path):
    """The sentence says where it should be."""
    ended = run("list", environ={"JUPYTER_TUTOR_DATABASE_URL": "postgresql://tutor:s3cret@127.0.0.1:9/tutor"})
    assert ended.returncode == 3
    assert "127.0.0.1" in ended.stderr
    assert "s3cret" not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_folder_that_cannot_hold_a_database_is_named(tmp_path):
    """Here it is a file."""
    (tmp_path / "data").write_text("no folder")
    ended = run("list", "--json", environ={"JUPYTER_TUTOR_DATA_DIR": str(tmp_path / "data")})
    assert (ended.returncode, ended.stdout) == (3, "")
    assert str(tmp_path / "data") in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_bad_setting_stops_the_command(tmp_path):
    """As it stops the server."""
    ended = run("list", environ={"JUPYTER_TUTOR_MAX_HINT_LEVEL": "nine"})
    assert ended.returncode == 2
    assert "JUPYTER_TUTOR_MAX_HINT_LEVEL" in ended.stderr


def test_a_full_disk_leaves_the_old_course_whole(small_disk: Path, tmp_path, monkeypatch):
    """And the sentence says what is missing."""
    monkeypatch.setenv("JUPYTER_TUTOR_DATA_DIR", str(small_disk))
    course = tmp_path / "course"
    write_course(course, 0, 100)
    assert run("publish", course).returncode == 0
    write_course(course, 1, 60_000)
    ended = run("publish", course)
    assert ended.returncode == 3
    assert "full" in ended.stderr
    assert versions() == {f"module-{number}": 1 for number in range(1, MODULES + 1)}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("a small file system cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_the_sample_course_is_published_as_it_is(tmp_path):
    """By the folder alone, without a fault."""
    course = Path(__file__).parents[3] / "examples" / "course"
    data = {"JUPYTER_TUTOR_DATA_DIR": str(tmp_path / "data")}
    done = json.loads(run("publish", course, "--json", environ=data).stdout)
    assert done["published"]
    assert done["faults"] == []
    assert len(done["modules"]) == 3
