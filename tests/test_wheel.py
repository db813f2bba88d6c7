"""The wheel and the sdist in dist/: what is in them, and that they work where there is no Node.

`make test-wheel` builds them first. The first test that installs takes as long as the downloads do.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tarfile
import time
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "jupyter_tutor"
PANEL = "share/jupyter/labextensions/jupyter-tutor"
TOKEN = "for-this-test-only"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")

pytestmark = pytest.mark.wheel


def the_only(pattern: str) -> Path:
    found = sorted((ROOT / "dist").glob(pattern))
    assert len(found) == 1, f"expected one {pattern} in dist/, found {len(found)}: run `make wheel`"
    return found[0]


@pytest.fixture(scope="module")
def contents() -> set[str]:
    """Names in the wheel."""
    with zipfile.ZipFile(the_only("*.whl")) as wheel:
        return set(wheel.namelist())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment with the wheel and JupyterLab, made without Node on the path."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=True)
    packages = [str(the_only("*.whl")), "jupyterlab>=4.4,<5"]
    run([str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages], home / "bin")
    return home / "bin"


def run(command: list[str], path: Path) -> str:
    """Run a command with nothing but `path` on PATH; its output, or a failure that shows it."""
    assert shutil.which("node", path=str(path)) is None
    done = subprocess.run(command, env=environment(path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return COLOURS.sub("", done.stdout + done.stderr)


def environment(path: Path) -> dict[str, str]:
    """This environment without Node, keys and the tutor's settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("JUPYTER") and not name.endswith(("_API_KEY", "_BASE_URL"))
    }
    return kept | {"PATH": str(path)}


def test_everything_of_the_package_is_in_the_wheel(contents: set[str]) -> None:
    """Code, prompts, migrations, the frame schema and the API description arrive whole."""
    generated = {"__pycache__", "labextension"}
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and not generated.intersection(path.parts)
    }
    assert ours <= contents


@pytest.mark.parametrize(
    "pattern",
    [
        "jupyter_tutor/api/frames.schema.json",
        "jupyter_tutor/api/openapi.yaml",
        "jupyter_tutor/pedagogy/prompts/*/*.txt",
        "jupyter_tutor/storage/migrations/versions/*.py",
        f"*.data/data/{PANEL}/package.json",
        f"*.data/data/{PANEL}/install.json",
        f"*.data/data/{PANEL}/static/style.js",
        f"*.data/data/{PANEL}/static/remoteEntry.*.js",
        f"*.data/data/{PANEL}/schemas/jupyter-tutor/panel.json",
        "*.data/data/etc/jupyter/jupyter_server_config.d/jupyter_tutor.json",
        "jupyter_tutor/limits/redis_script/8_answer.lua",
        "jupyter_tutor/pedagogy/weights/message_kind.json",
        "*.dist-info/licenses/LICENSE",
    ],
)
def test_the_wheel_has_what_is_not_code(contents: set[str], pattern: str) -> None:
    """Each kind of file that packaging could lose is there."""
    assert [name for name in contents if PurePosixPath(name).match(pattern)]


def test_the_wheel_has_nothing_else(contents: set[str]) -> None:
    """No tests, no sources of the panel, no source maps, no second copy of the panel."""
    code = {name for name in contents if ".dist-info/" not in name and ".data/" not in name}
    assert {name.split("/")[0] for name in code} == {"jupyter_tutor"}
    assert not [name for name in contents if name.startswith("jupyter_tutor/labextension/")]
    assert not [name for name in contents if name.endswith((".map", ".ts", ".tsx", ".pyc"))]


def test_the_sdist_carries_the_built_panel() -> None:
    """Installing from the sdist needs no Node either; what Node leaves behind stays at home."""
    with tarfile.open(the_only("*.tar.gz")) as sdist:
        names = {name.split("/", 1)[-1] for name in sdist.getnames()}
    wanted = {"LICENSE", "README.md", "labextension/package.json", "labextension/yarn.lock", "pyproject.toml"}
    assert wanted | {"jupyter_tutor/labextension/static/style.js"} <= names
    assert not [name for name in names if "node_modules" in name or name.startswith((".venv", "artifacts"))]


def test_jupyter_finds_both_halves(installed: Path) -> None:
    """The server extension and the panel are enabled as soon as the wheel is installed."""
    listed = run([str(installed / "jupyter"), "server", "extension", "list"], installed)
    assert "jupyter_tutor enabled" in listed
    assert "jupyter_tutor" in listed.split("Validating jupyter_tutor", 1)[1].splitlines()[1]
    assert "OK" in listed.split("Validating jupyter_tutor", 1)[1].splitlines()[1]
    panel = run([str(installed / "jupyter"), "labextension", "list"], installed)
    (line,) = [line for line in panel.splitlines() if "jupyter-tutor" in line]
    assert "enabled" in line
    assert "OK" in line


@pytest.fixture
def server(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab from the installed wheel, with folders of its own and no key."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [str(installed / "jupyter-lab"), *options, f"--IdentityProvider.token={TOKEN}", str(tmp_path)],
            env=environment(installed) | folders,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}/"
            wait_until_it_answers(f"{address}api/status", process, tmp_path / "server.log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)
    said = (tmp_path / "server.log").read_text()
    assert "Traceback" not in said, said


def ask(url: str, body: dict[str, str] | None = None) -> bytes:
    headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(url, data=data, headers=headers), timeout=60) as answer:
        return answer.read()


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Poll for at most a minute; a server that ended shows its log."""
    for _ in range(240):
        if process.poll() is not None:
            break
        try:
            ask(url)
        except (URLError, ConnectionError):
            time.sleep(0.25)
        else:
            return
    pytest.fail(f"The server did not start.\n{log.read_text()}")


def test_the_installed_tutor_answers(server: str) -> None:
    """From the wheel alone: the database is made, the coach explains an error, the answer is kept."""
    question = {
        "content": "Why does this fail?",
        "cell_code": "print(totl)",
        "error_output": "NameError: name 'totl' is not defined",
    }
    lines = ask(f"{server}tutor/api/chat/stream", question).decode().splitlines()
    frames = [json.loads(line.removeprefix("data:")) for line in lines if line.startswith("data:")]
    assert [frames[0]["type"], frames[-1]["type"]] == ["start", "done"]
    assert frames[-1]["state"] == "complete"
    text = "".join(frame["content"] for frame in frames if frame["type"] == "token")
    kept = json.loads(ask(f"{server}tutor/api/chat/sessions/{frames[0]['session_id']}/messages"))["messages"]
    assert [message["text"] for message in kept] == [question["content"], text]
    assert json.loads(ask(f"{server}tutor/api/health?check=all"))["status"] == "ok"
