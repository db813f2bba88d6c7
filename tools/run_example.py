"""Starts JupyterLab on examples/ with the sample course published and its first module beside the tutor.

Prints, once the server is up, where it is and who answers. Ends with Ctrl-C, like JupyterLab.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

from jupyter_server.serverapp import list_running_servers
from jupyterlab_server.workspaces_handler import WorkspacesManager

from jupyter_tutor.notebooks.intake import load
from jupyter_tutor.notebooks.reading import read
from jupyter_tutor.notebooks.release import release

EXAMPLES = Path(__file__).parents[1] / "examples"
COURSE = EXAMPLES / "course"
TITLE = "Computing with NumPy"
FIRST = "01-numpy-basics.ipynb"
NOTEBOOK = EXAMPLES / TITLE / FIRST  # where the panel, too, puts what a student takes
PAGE = f"lab/tree/{quote(NOTEBOOK.relative_to(EXAMPLES).as_posix())}"
PANEL = "jupyter-tutor-panel"
START_SECONDS = 60


def publish() -> dict[str, Any]:
    """Publish the course where the server will look for it; what has not changed keeps its version."""
    command = [sys.executable, "-m", "jupyter_tutor.faces.command.main", "module", "publish", str(COURSE)]
    done = subprocess.run([*command, "--title", TITLE, "--json"], stdout=subprocess.PIPE, check=True)  # noqa: S603 — a fixed command
    return dict(json.loads(done.stdout))


def hand_out(published: dict[str, Any]) -> None:
    """Give the student the first module. Work that was begun is never replaced."""
    if NOTEBOOK.exists():
        return
    version = next(row["version"] for row in published["modules"] if Path(row["path"]).name == FIRST)
    notebook = load((COURSE / FIRST).read_text(encoding="utf-8"))
    given = release(notebook, read(notebook, slug=NOTEBOOK.stem), number=version)
    NOTEBOOK.parent.mkdir(exist_ok=True)
    NOTEBOOK.write_text(json.dumps(given, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def lay_out(folder: str) -> None:
    """Make a default workspace in `folder` in which the tutor's panel is open on the right."""
    layout = {
        "main": None,
        "left": {"collapsed": True, "widgets": ["filebrowser"]},
        "right": {"collapsed": False, "current": PANEL, "widgets": [PANEL]},
        "relativeSizes": [0, 0.68, 0.32],
    }
    workspace = {"data": {"layout-restorer:data": layout}, "metadata": {"id": "default"}}
    WorkspacesManager(folder).save("default", json.dumps(workspace))


def server_command(port: int, workspaces: str) -> list[str]:
    """JupyterLab with the notebook open; root, as in a container, has to be allowed."""
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={EXAMPLES}"]
    command += [f"--ServerApp.port={port}", f"--LabApp.default_url=/{PAGE}"]
    command += [f"--LabApp.workspaces_dir={workspaces}", "--LabApp.news_url=None"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    return command


def started(server: subprocess.Popen[bytes]) -> dict[str, Any] | None:
    """What the server says about itself once it answers; None when it ended or took too long."""
    for _ in range(START_SECONDS * 10):
        if server.poll() is not None:
            return None
        for info in list_running_servers():
            if info["pid"] == server.pid and is_up(info["url"]):
                return dict(info)
        time.sleep(0.1)
    return None


def is_up(url: str) -> bool:
    """Whether the server answers; it writes down its address a moment before it does."""
    try:
        with urlopen(f"{url}api", timeout=START_SECONDS):  # noqa: S310 — our own server
            return True
    except URLError:
        return False


def who_answers(url: str) -> str:
    """One sentence about the model that answers, as the tutor's own health says."""
    try:
        with urlopen(f"{url}tutor/api/health/ai", timeout=START_SECONDS) as answer:  # noqa: S310 — our own server
            health = json.load(answer)
    except HTTPError as refusal:
        return f"The tutor cannot answer: {json.load(refusal).get('detail', refusal)}"
    if health["offline"]:
        return "The built-in coach answers. Nothing leaves this machine; set a provider's key to ask a model."
    return f"{health['provider']} answers, with {health['model']}."


def main() -> int:
    """Start, tell, and wait for the end; the exit code is the server's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8888, help="the next free one is taken when it is in use")
    port = parser.parse_args().port
    try:
        hand_out(publish())
    except subprocess.CalledProcessError as error:
        return int(error.returncode)  # it has said why
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server does not outlive this
    with tempfile.TemporaryDirectory() as workspaces:
        lay_out(workspaces)
        server = subprocess.Popen(server_command(port, workspaces))  # noqa: S603 — a fixed command
        try:
            if info := started(server):
                page = f"{info['url']}{PAGE}?token={info['token']}"
                print(f"\n  {who_answers(info['url'])}\n  {page}\n", flush=True)
            return server.wait()
        except KeyboardInterrupt:
            return server.wait()
        finally:
            if server.poll() is None:
                server.terminate()
                server.wait()


if __name__ == "__main__":
    sys.exit(main())
