"""A real PostgreSQL server for the length of a test run, on a free loopback port."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACES = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")
_START_SECONDS = 60


class PostgresqlServer:
    """Where the server is. `password` is not asked for by it; it is there to be looked for in messages."""

    def __init__(self, programs: Path, port: int) -> None:
        self._programs = programs
        self.port = port
        self._made = 0

    def url(self, database: str) -> str:
        return f"postgresql://tutor:s3cret@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template1") -> str:
        """The URL of a fresh database, a copy of the template."""
        self._made += 1
        name = f"tutor_{self._made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}", "postgres")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)", "postgres")

    def run(self, statement: str, database: str) -> None:
        """Execute a statement from outside."""
        psql = [self._programs / "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c", statement, self.url(database)]
        subprocess.run(psql, check=True, capture_output=True, text=True)

    def is_ready(self) -> bool:
        ask = [self._programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ask, check=False).returncode == 0


def programs() -> Path | None:
    """The folder of the server's programs, the newest version's, or None."""
    found = [path for place in _PLACES for path in Path(place).glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if not found and on_path:
        found = [Path(on_path).resolve()]
    return max(found).parent if found else None


@contextmanager
def running(folder_of_programs: Path) -> Iterator[PostgresqlServer]:
    """Make a cluster, start it, and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="tutor-postgresql-"))
    # PostgreSQL refuses to run as root.
    become: list[str] = []
    if os.geteuid() == 0:
        owner = next(name for name in ("postgres", "nobody") if _exists(name))
        shutil.chown(folder, owner)
        group = pwd.getpwnam(owner).pw_gid
        become = ["setpriv", f"--reuid={owner}", f"--regid={group}", "--clear-groups"]
    data = str(folder / "data")
    initdb = [*become, folder_of_programs / "initdb", "-D", data, "-U", "tutor", "-A", "trust", "-N"]
    subprocess.run([*initdb, "-E", "UTF8", "--locale=C.UTF-8"], check=True, capture_output=True, cwd=folder)
    server = PostgresqlServer(folder_of_programs, _free_port())
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "max_connections": "100",
    }
    start = [*become, folder_of_programs / "postgres", "-D", data, "-p", str(server.port)]
    start += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(start, stdout=log, stderr=log, cwd=folder)
    try:
        _wait(server, process, folder / "log")
        yield server
    finally:
        # Nothing in it is worth a clean end.
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=_START_SECONDS)
        shutil.rmtree(folder)


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(server: PostgresqlServer, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while not server.is_ready():
        if process.poll() is not None or time.monotonic() > give_up:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.05)
