"""A real Jupyter Server with the tutor, in the test's own process and event loop."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.websocket import WebSocketClientConnection, websocket_connect
from traitlets.config import Config

from jupyter_tutor.faces.assembly import Assembly

TOKEN = "a-token-for-tests"
PROVIDER_VARIABLES = (
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_BASE_URL",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "GEMINI_API_KEY",
    "GOOGLE_API_KEY",
    "GOOGLE_GEMINI_BASE_URL",
)


class QuietServerApp(ServerApp):
    """Leaves the test runner's signal handlers alone."""

    def init_signal(self) -> None:
        return


@dataclass
class RunningServer:
    """The server and the calls that tests make to it."""

    app: ServerApp
    port: int
    base_url: str
    sockets: list[WebSocketClientConnection] = field(default_factory=list)

    @property
    def assembly(self) -> Assembly:
        """How the tutor was put together."""
        assembly: Assembly = self.app.extension_manager.extension_points["jupyter_tutor"].app.assembly
        return assembly

    def url(self, path: str, scheme: str = "http") -> str:
        """The address of a path below `tutor/`."""
        return f"{scheme}://127.0.0.1:{self.port}{self.base_url}tutor/{path}"

    async def fetch(
        self,
        path: str,
        method: str = "GET",
        body: Any = None,
        *,
        token: str | None = TOKEN,
        headers: Mapping[str, str] | None = None,
        raw: bytes | str | None = None,
    ) -> HTTPResponse:
        """A REST call; `body` is sent as JSON, `raw` as it is. Errors are returned, not raised."""
        given = dict(headers or {})
        if token is not None:
            given.setdefault("Authorization", f"token {token}")
        content = raw if raw is not None else (None if body is None else json.dumps(body))
        if content is not None:
            given.setdefault("Content-Type", "application/json")
        request = HTTPRequest(
            self.url(f"api/{path}"),
            method=method,
            headers=given,
            body=content,
            allow_nonstandard_methods=True,
            request_timeout=30,
        )
        return await AsyncHTTPClient().fetch(request, raise_error=False)

    async def socket(
        self,
        *,
        token: str | None = TOKEN,
        headers: Mapping[str, str] | None = None,
        path: str = "ws/chat",
    ) -> WebSocketClientConnection:
        """A connection to the chat socket, or to that of a module."""
        given = dict(headers or {})
        if token is not None:
            given.setdefault("Authorization", f"token {token}")
        request = HTTPRequest(self.url(path, "ws"), headers=given)
        self.sockets.append(await websocket_connect(request))
        return self.sockets[-1]

    async def cookies(self) -> str:
        """The cookies that a browser holds after it came in with the token in the address."""
        response = await self.fetch(f"auth/me?token={TOKEN}", token=None)
        return "; ".join(line.split(";")[0] for line in response.headers.get_list("Set-Cookie"))


def json_of(response: HTTPResponse) -> Any:
    """The decoded body."""
    return json.loads(response.body)


async def send(socket: WebSocketClientConnection, **frame: Any) -> str:
    """Send a frame; the request id it carries is made here when it has none."""
    frame.setdefault("request_id", str(uuid4()))
    await socket.write_message(json.dumps(frame))
    return str(frame["request_id"])


async def frames_until_end(socket: WebSocketClientConnection) -> list[dict[str, Any]]:
    """Frames up to and including the first `done` or `error`."""
    frames: list[dict[str, Any]] = []
    while not frames or frames[-1]["type"] not in {"done", "error"}:
        message = await socket.read_message()
        if message is None:
            raise AssertionError(f"the socket closed ({socket.close_code}) after {frames}")
        frames.append(json.loads(message))
    return frames


def text_of(frames: list[dict[str, Any]]) -> str:
    """The joined tokens."""
    return "".join(frame["content"] for frame in frames if frame["type"] == "token")


@asynccontextmanager
async def running_server(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    environ: Mapping[str, str] | None = None,
    config: Mapping[str, Any] | None = None,
    data_dir: Path | None = None,
) -> AsyncGenerator[RunningServer, None]:
    """Start a server in `folder` with the tutor and nothing of this machine's own settings."""
    isolate(folder, monkeypatch, environ or {})
    monkeypatch.setenv("JUPYTER_TUTOR_DATA_DIR", str(data_dir or folder / "tutor"))
    settings = {
        "ServerApp": {
            "jpserver_extensions": {"jupyter_tutor": True},
            "allow_root": True,
            "open_browser": False,
            "root_dir": str(folder),
            "base_url": "/user/ada/",
        },
        "IdentityProvider": {"token": TOKEN},
    }
    for name, values in (config or {}).items():
        settings.setdefault(name, {}).update(values)
    app = QuietServerApp(config=Config(settings), log_level="CRITICAL")
    app.initialize(argv=[], find_extensions=False, new_httpserver=False)
    sockets = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(app.web_app)
    server.add_sockets(sockets)
    running = RunningServer(app, sockets[0].getsockname()[1], app.base_url)
    try:
        yield running
    finally:
        for socket in running.sockets:
            socket.close()
        server.stop()
        await server.close_all_connections()
        await app._cleanup()


def isolate(folder: Path, monkeypatch: pytest.MonkeyPatch, environ: Mapping[str, str]) -> None:
    """Point every Jupyter folder below `folder` and remove what could name a provider."""
    for variable in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "HOME"):
        place = folder / variable.lower()
        place.mkdir(exist_ok=True)
        monkeypatch.setenv(variable, str(place))
    for variable in PROVIDER_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environ.items():
        monkeypatch.setenv(variable, value)
