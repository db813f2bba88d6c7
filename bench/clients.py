"""A client in a process of its own: asks the bare SDK, or the tutor's socket, and times the answers.

Reads one JSON command per line, writes one JSON line back. Commands:
    {"do": "ask", "concurrent": 10}   → {"answers": [{first, whole, characters, bytes}, …], "cpu": s}
    {"do": "stop", "after": 180}      → {"characters": seen when stop was sent}
Times are seconds from sending the question; `cpu` is this process's own, for all of them together.

`python bench/clients.py sdk BASE_URL` or `python bench/clients.py socket SOCKET_URL [--ask-now]`
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
import uuid
from dataclasses import asdict, dataclass
from typing import Any, Protocol

QUESTION = "Why does my loop stop one element too early?"
CELL = "values = [3, 5, 8]\ntotal = 0\nfor i in range(len(values) - 1):\n    total += values[i]\nprint(totl)"
ERROR = "NameError: name 'totl' is not defined"


SENTENCE = re.compile(r"[.!?]\s")
"""Where the tutor may show what came before: prose is shown by the finished sentence."""


@dataclass(slots=True)
class Answer:
    """One answer: seconds to its first sentence and to the end, its length, bytes on the wire or None."""

    first: float
    whole: float
    characters: int
    bytes: int | None = None


class Client(Protocol):
    """Something that can be asked."""

    async def prepare(self, count: int) -> None:
        """Open what `count` simultaneous questions need."""

    async def ask(self, lane: int) -> Answer:
        """Ask one question on lane number `lane` and read the answer to its end."""


class SDKClient:
    """The provider's own SDK, used as its documentation shows."""

    def __init__(self, url: str) -> None:
        import openai

        self._client = openai.AsyncOpenAI(api_key="fake", base_url=url, max_retries=0)

    async def prepare(self, count: int) -> None:
        """The SDK keeps its own pool of connections."""

    async def ask(self, lane: int) -> Answer:
        del lane
        started = time.perf_counter()
        first, text_so_far = 0.0, ""
        stream = await self._client.chat.completions.create(
            model="fake",
            stream=True,
            stream_options={"include_usage": True},
            messages=[{"role": "user", "content": f"{QUESTION}\n{CELL}\n{ERROR}"}],
        )
        async for chunk in stream:
            text = chunk.choices[0].delta.content if chunk.choices else None
            if text:
                text_so_far += text
                if not first and SENTENCE.search(text_so_far):
                    first = time.perf_counter() - started
        return Answer(first, time.perf_counter() - started, len(text_so_far))


class SocketClient:
    """The panel's protocol over real sockets; every lane is a socket, as every tab is one."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lanes: list[Any] = []

    async def prepare(self, count: int) -> None:
        from tornado.httpclient import HTTPRequest
        from tornado.websocket import websocket_connect

        while len(self._lanes) < count:
            request = HTTPRequest(self._url, request_timeout=30)
            self._lanes.append(await websocket_connect(request, compression_options={}))

    async def _send(self, lane: int) -> str:
        request_id = str(uuid.uuid4())
        frame = {"type": "message", "request_id": request_id, "content": QUESTION, "cell_code": CELL}
        frame |= {"error_output": ERROR, "notebook_path": "bench.ipynb", "cell_id": request_id}
        await self._lanes[lane].write_message(json.dumps(frame))
        return request_id

    async def _frames(self, lane: int, request_id: str) -> Any:
        while True:
            raw = await self._lanes[lane].read_message()
            if raw is None:
                msg = "The socket closed in the middle of an answer."
                raise RuntimeError(msg)
            frame = json.loads(raw)
            if frame.get("request_id") != request_id:
                continue
            if frame["type"] == "error":
                msg = f"{frame['code']}: {frame['message']}"
                raise RuntimeError(msg)
            yield frame
            if frame["type"] == "done":
                return

    async def ask(self, lane: int) -> Answer:
        before = self._received(lane)
        started = time.perf_counter()
        first, characters = 0.0, 0
        async for frame in self._frames(lane, await self._send(lane)):
            if frame["type"] == "token":
                first = first or time.perf_counter() - started
                characters += len(frame["content"])
        whole = time.perf_counter() - started
        return Answer(first, whole, characters, self._received(lane) - before)

    async def stop_after(self, wanted: int) -> int:
        """Ask, stop once `wanted` characters have come; how many had when stop was sent."""
        request_id = await self._send(0)
        seen, stopped_at = 0, 0
        async for frame in self._frames(0, request_id):
            if frame["type"] == "token":
                seen += len(frame["content"])
            if not stopped_at and seen >= wanted:
                stopped_at = seen
                await self._lanes[0].write_message(json.dumps({"type": "stop", "request_id": request_id}))
        return stopped_at

    def _received(self, lane: int) -> int:
        """Bytes that came over this socket so far, frame headers and compression as they are."""
        return int(self._lanes[lane].protocol._wire_bytes_in)  # noqa: SLF001 - tornado counts, but does not tell


async def _obey(client: Any, command: dict[str, Any]) -> dict[str, Any]:
    if command["do"] == "open":
        await client.prepare(1)
        return {}
    if command["do"] == "stop":
        await client.prepare(1)
        return {"characters": await client.stop_after(command["after"])}
    lanes = range(command["concurrent"])
    await client.prepare(len(lanes))
    cpu = time.process_time()
    answers = await asyncio.gather(*(client.ask(lane) for lane in lanes))
    return {"answers": [asdict(one) for one in answers], "cpu": time.process_time() - cpu}


async def _main(kind: str, url: str) -> None:
    client: Client = SDKClient(url) if kind == "sdk" else SocketClient(url)
    loop = asyncio.get_running_loop()
    print(json.dumps({"ready": True}), flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(await _obey(client, json.loads(line))), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A timed client.")
    parser.add_argument("kind", choices=["sdk", "socket"])
    parser.add_argument("url")
    given = parser.parse_args()
    asyncio.run(_main(given.kind, given.url))
