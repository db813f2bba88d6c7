"""A language-model provider for tests: a server on loopback that answers as it is told.

It speaks the streaming wires of OpenAI (chat completions), Anthropic (messages) and Gemini
(streamGenerateContent), follows a script for every request (tokens, pace, usage, faults) and keeps a
journal: each request's body, how many tokens were generated for it, and whether the client went away.

In a test's own process:   `async with ProviderDouble(Script(tokens=("Hi",))) as double: ... double.url`
In a process of its own:   `python tests/doubles/provider.py --port 0`, which prints `{"port": 40123}`

Control, for other processes (JSON):
    PUT    /control/scripts  {"default": {...}, "queue": [{...}, ...]}   either may be left out
    POST   /control/release  let every answer that is held go on
    GET    /control/journal  {"requests": [...]}
    DELETE /control/journal  forget the requests so far
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import deque
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from provider_script import Playlist, Script, words
from provider_wires import AnthropicWire, GeminiWire, OpenAIWire, Wire, last_text, system_text
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler


@dataclass(slots=True)
class Entry:
    """One request in the journal. `state` is running, complete, disconnected or the name of a fault;
    `tokens` counts the tokens generated; times are seconds on this machine's monotonic clock."""

    number: int
    wire: str
    model: str
    streamed: bool
    body: dict[str, Any]
    system: str
    started: float
    state: str = "running"
    tokens: int = 0
    disconnected: bool = False
    ended: float | None = None


@dataclass(slots=True)
class ProviderDouble:
    """The server: scripts in, journal out.

    `default` answers every request for which `playlist` has nothing queued.
    """

    default: Script = field(default_factory=Script)
    playlist: Playlist = field(init=False)
    journal: list[Entry] = field(default_factory=list)
    held: list[asyncio.Event] = field(default_factory=list)
    port: int = 0
    _server: HTTPServer | None = None

    def __post_init__(self) -> None:
        self.playlist = Playlist(self.default)

    @property
    def url(self) -> str:
        """Where it listens, without a path: `http://127.0.0.1:port`."""
        return f"http://127.0.0.1:{self.port}"

    def play(self, *scripts: Script) -> None:
        """Queue scripts for the next requests."""
        self.playlist.queue.extend(scripts)

    def release(self) -> None:
        """Let every held answer go on."""
        for event in self.held:
            event.set()
        self.held.clear()

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; port 0 takes a free one."""
        routes = [
            (r"/control/(scripts|release|journal)", Control, {"double": self}),
            (r"/(?:.*/)?(chat/completions|messages)", Generate, {"double": self}),
            (r"/(?:.*/)?models/([^/:]+):(streamGenerateContent|generateContent)", Generate, {"double": self}),
            (r"/(?:.*/)?(?:messages/count_tokens|models/[^/:]+:countTokens)", CountTokens),
            (r"/(?:.*/)?(v1|v1beta)/models(?:/([^/]+))?", Models),
        ]
        sockets = bind_sockets(port, "127.0.0.1", backlog=512)
        self.port = sockets[0].getsockname()[1]
        self._server = HTTPServer(Application(routes, log_function=lambda _: None))
        self._server.add_sockets(sockets)

    async def stop(self) -> None:
        """Stop listening and break every open answer."""
        self.release()
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


class Generate(RequestHandler):
    """One answer, on whichever wire the path belongs to."""

    def initialize(self, double: ProviderDouble) -> None:
        self.double = double
        self.gone = asyncio.Event()

    def on_connection_close(self) -> None:
        self.gone.set()

    async def post(self, name: str, method: str | None = None) -> None:
        body = json.loads(self.request.body)
        wire, streamed = _wire(name, method, body)
        script = _with_echo(self.double.playlist.take(body), body)
        number = len(self.double.journal) + 1
        model = body.get("model") or name
        entry = Entry(number, wire.name, model, streamed, body, system_text(body), time.monotonic())
        self.double.journal.append(entry)
        try:
            entry.state = await self._answer(wire, script, entry)
        except StreamClosedError:
            self.gone.set()
        if self.gone.is_set() and entry.state == "running":
            entry.state, entry.disconnected = "disconnected", True
        entry.ended = time.monotonic()

    async def _answer(self, wire: Wire, script: Script, entry: Entry) -> str:
        fault = script.fault
        if fault is not None and fault.kind == "status":
            self.set_status(fault.status, "Told to fail")
            if fault.retry_after is not None:
                self.set_header("Retry-After", f"{fault.retry_after:g}")
            self.finish(wire.error_body(fault.status, fault.message))
            return "status"
        if not entry.streamed:
            await asyncio.sleep(script.first_delay + script.token_delay * len(script.tokens))
            entry.tokens = len(script.tokens)
            await self.finish(wire.whole(script))
            return "complete"
        self.request.connection.stream.set_nodelay(True)
        self.set_header("Content-Type", "text/event-stream")
        await self._send(wire.opening(script))
        if await self._tokens(wire, script, entry):
            return await self._fail(wire, script)
        if self.gone.is_set():
            return "running"
        self.write(wire.closing(script, entry.tokens))
        await self.finish()
        return "complete"

    async def _tokens(self, wire: Wire, script: Script, entry: Entry) -> bool:
        """Send the tokens on schedule; True when the script's fault is due, False at the end or
        when the client has gone."""
        due = time.monotonic() + script.first_delay
        fault_at = script.fault.after if script.fault is not None else None
        for index, text in enumerate(script.tokens):
            if index == fault_at:
                return True
            if index == script.hold_after:
                await self._hold()
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            due += script.token_delay
            if self.gone.is_set():
                return False
            entry.tokens += 1
            await self._send(wire.token(text))
        return fault_at == len(script.tokens)

    async def _fail(self, wire: Wire, script: Script) -> str:
        fault = script.fault
        assert fault is not None
        if fault.kind == "hang":
            await self.gone.wait()
            return "running"
        if fault.kind == "cut":
            self.request.connection.stream.close()
            return "cut"
        if fault.kind == "corrupt":
            self.write(wire.token("corrupt")[:-12] + b"\n\n")
        if fault.kind == "error_event":
            self.write(wire.error_event(fault.message))
        await self.finish()
        return fault.kind

    async def _hold(self) -> None:
        go = asyncio.Event()
        self.double.held.append(go)
        waits = [asyncio.ensure_future(go.wait()), asyncio.ensure_future(self.gone.wait())]
        _, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for one in pending:
            one.cancel()

    async def _send(self, data: bytes) -> None:
        self.write(data)
        await self.flush()


def _wire(name: str, method: str | None, body: dict[str, Any]) -> tuple[Wire, bool]:
    if method is not None:
        return GeminiWire({"model": name}), method == "streamGenerateContent"
    wire = AnthropicWire(body) if name == "messages" else OpenAIWire(body)
    return wire, bool(body.get("stream"))


def _with_echo(script: Script, body: dict[str, Any]) -> Script:
    if script.echo is None:
        return script
    return replace(script, tokens=words(system_text(body) if script.echo == "system" else last_text(body)))


class CountTokens(RequestHandler):
    """Token counting of Anthropic and Gemini: four characters a token."""

    def post(self) -> None:
        count = len(self.request.body) // 4
        self.finish({"input_tokens": count, "totalTokens": count})


class Models(RequestHandler):
    """The list of models, and one of them, on the three wires at once."""

    def get(self, version: str, model: str | None = None) -> None:
        name = model or "double"
        one = {"id": name, "object": "model", "type": "model", "created": 0, "owned_by": "double"}
        one |= {"display_name": name, "created_at": "2026-01-01T00:00:00Z"}
        if version == "v1beta":
            one = {"name": f"models/{name}", "displayName": name}
            self.finish(one if model else {"models": [one]})
            return
        self.finish(one if model else {"object": "list", "data": [one], "has_more": False})


class Control(RequestHandler):
    """Scripts, releases and the journal for other processes."""

    def initialize(self, double: ProviderDouble) -> None:
        self.double = double

    def get(self, what: str) -> None:
        if what != "journal":
            self.send_error(405)
            return
        self.finish({"requests": [asdict(entry) for entry in self.double.journal]})

    def put(self, what: str) -> None:
        if what != "scripts":
            self.send_error(405)
            return
        given = json.loads(self.request.body)
        if "default" in given:
            self.double.playlist.default = Script.from_json(given["default"])
        if "queue" in given:
            self.double.playlist.queue = deque(Script.from_json(one) for one in given["queue"])
        self.finish({})

    def post(self, what: str) -> None:
        if what != "release":
            self.send_error(405)
            return
        self.double.release()
        self.finish({})

    def delete(self, what: str) -> None:
        if what != "journal":
            self.send_error(405)
            return
        self.double.journal.clear()
        self.finish({})


async def _serve(port: int) -> None:
    async with ProviderDouble() as double:
        if port:
            await double.stop()
            await double.start(port)
        print(json.dumps({"port": double.port}), flush=True)  # noqa: T201 - the starter reads it
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A scripted language-model provider on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    asyncio.run(_serve(parser.parse_args().port))
