"""Starts the fake model and real Jupyter servers, each in a process and a temporary home of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import psutil

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "bench"
START_LIMIT_SECONDS = 60.0


def call(url: str, method: str = "GET", body: Any = None) -> Any:
    """One JSON request; the answer's JSON, or None when it has no body."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"token {TOKEN}"}
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    with urllib.request.urlopen(request, timeout=30) as response:
        text = response.read()
    return json.loads(text) if text else None


class _Process:
    """A child process that is ended, by its own id, when the block is left."""

    def __init__(self, command: list[str], env: dict[str, str], **options: Any) -> None:
        self.started = time.monotonic()
        self.child = subprocess.Popen(command, env=env, **options)
        self.probe = psutil.Process(self.child.pid)

    def end(self) -> None:
        """Ask it to stop; after ten seconds, make it."""
        self.child.terminate()
        try:
            self.child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    def cpu_seconds(self) -> float:
        """User and system time so far, of this process alone."""
        times = self.probe.cpu_times()
        return float(times.user + times.system)

    def memory_mb(self) -> float:
        """Proportional set size in MB: what the process really occupies, shared pages divided."""
        return float(self.probe.memory_full_info().pss) / 1e6


MUCH = 1_000_000_000
ALL_LIMITS = {
    "messages_per_minute": MUCH,
    "model_calls_per_minute": MUCH,
    "daily_tokens": MUCH,
    "session_budget": "1000000",
    "breaker_cost": "1000000",
    "throttle_on": True,
    "throttle_cost": "1000000",
    "throttle_daily_cost": "1000000",
    "default_caps": [
        {"cap_type": kind, "requests": MUCH, "tokens": MUCH, "cost_usd": "1000000"}
        for kind in ("hourly", "daily", "monthly")
    ],
    "connections": MUCH,
}
"""Every limit there is, each too high to refuse one student who asks all the questions of a benchmark."""

NO_LIMITS = {
    f"{name}_on": False
    for name in (
        *("messages", "model_calls", "daily_tokens", "session", "breaker", "caps"),
        *("throttle", "connections"),
    )
}


class FakeModel(_Process):
    """The provider double of the tests."""

    def __init__(self) -> None:
        script = ROOT / "tests" / "doubles" / "provider.py"
        super().__init__([sys.executable, str(script)], dict(os.environ), stdout=subprocess.PIPE, text=True)
        line = self.child.stdout.readline()
        self.url = f"http://127.0.0.1:{json.loads(line)['port']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def play(self, script: dict[str, Any]) -> None:
        """Answer every request with this script, and forget the requests so far."""
        call(f"{self.url}/control/scripts", "PUT", {"default": script})
        call(f"{self.url}/control/journal", "DELETE")

    def journal(self) -> list[dict[str, Any]]:
        """Every request since the last `play`."""
        return list(call(f"{self.url}/control/journal")["requests"])


class JupyterServer(_Process):
    """A real `jupyter server`, with the tutor or without it.

    Entering the block waits until `/api/status` answers; `ready_seconds` is how long that took.
    `options` are further flags, `environ` further variables.
    """

    def __init__(
        self,
        model_url: str,
        *,
        tutor: bool,
        limits: dict[str, Any] | None = None,
        options: Sequence[str] = (),
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="tutor-bench-"))
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = [
            *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--port={port}"),
            *("--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", "--log-level=WARN"),
            f"--ServerApp.root_dir={self.home / 'work'}",
            f"--ServerApp.jpserver_extensions=jupyter_tutor={tutor}",
            *options,
        ]
        env = _isolated(self.home) | {"OPENAI_API_KEY": "fake", "OPENAI_BASE_URL": f"{model_url}/v1"}
        env["JUPYTER_TUTOR_LIMITS"] = json.dumps(ALL_LIMITS if limits is None else limits)
        env |= environ or {}
        self._log = (self.home / "log.txt").open("w+")
        super().__init__(command, env, stdout=self._log, stderr=subprocess.STDOUT)

    def __enter__(self) -> Self:
        while time.monotonic() - self.started < START_LIMIT_SECONDS:
            try:
                call(f"{self.url}/api/status")
            except (urllib.error.URLError, ConnectionError):
                if self.child.poll() is not None:
                    break
                time.sleep(0.005)
            else:
                self.ready_seconds = time.monotonic() - self.started
                return self
        self.__exit__(RuntimeError)
        msg = "The Jupyter server did not start; its log is above."
        raise RuntimeError(msg)

    def __exit__(self, kind: object = None, *_: object) -> None:
        self.end()
        if kind is not None:
            self._log.seek(0)
            print(self._log.read()[-5000:], file=sys.stderr)
        self._log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def socket_url(self) -> str:
        """The chat socket."""
        return self.url.replace("http", "ws", 1) + f"/tutor/ws/chat?token={TOKEN}"


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _isolated(home: Path) -> dict[str, str]:
    """This environment with a home of its own and without other people's keys and settings."""
    env = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("JUPYTER", "IPYTHON")) and "_API_KEY" not in k
    }
    folders = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
        "JUPYTER_TUTOR_DATA_DIR": home / "tutor",
    }
    for folder in [*folders.values(), home / "work"]:
        folder.mkdir(parents=True, exist_ok=True)
    return env | {name: str(folder) for name, folder in folders.items()}
