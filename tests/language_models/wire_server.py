"""Requests, and a server that plays providers' answers byte for byte, faults included."""

from __future__ import annotations

import asyncio
import contextlib
import json

from jupyter_tutor.pedagogy.turns import Turn
from jupyter_tutor.tutoring.ports import ModelRequest, Reported, Text

PROVIDERS = ("anthropic", "openai", "google")
KEY = "sk-test-THE-SECRET-KEY-0123456789"
BASE_PATHS = {"anthropic": "", "openai": "/v1", "google": ""}


def ask(text="Why does my loop stop early?"):
    """A request with a history, as the use case makes them."""
    turns = (Turn("user", "Hello"), Turn("assistant", "What do you work on?"), Turn("user", text))
    return ModelRequest("You are a tutor.", turns, 300)


async def read(model, request):
    """The whole answer: its text and the last usage that was reported."""
    text, usage = [], None
    async for item in model.stream(request):
        if isinstance(item, Text):
            text.append(item.content)
        elif isinstance(item, Reported):
            usage = item.usage
    return "".join(text), usage


class Wire:
    """A server that plays one scripted HTTP answer, byte for byte.

    `chunks` are sent one by one; `pause` lies between them, and `hang_up` cuts the connection
    after the last instead of ending the answer.
    """

    def __init__(self, chunks, *, status="200 OK", headers=(), pause=0.0, hang_up=False):
        self.chunks = chunks
        self.head = "".join(f"{name}: {value}\r\n" for name, value in headers)
        self.status = status
        self.pause = pause
        self.hang_up = hang_up
        self.sent = 0
        self.connections = 0
        self.disconnected = asyncio.Event()

    async def serve(self, reader, writer):
        self.connections += 1
        try:
            while True:
                await self._read_request(reader)
                await self._play(reader, writer)
        except ConnectionError:
            self.disconnected.set()
        except asyncio.IncompleteReadError:
            return  # the client kept the connection, and has now closed it
        finally:
            writer.close()

    async def _read_request(self, reader):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            ),
            0,
        )
        self.body = json.loads(await reader.readexactly(length))

    async def _play(self, reader, writer):
        content = "text/event-stream" if self.status.startswith("200") else "application/json"
        writer.write(
            f"HTTP/1.1 {self.status}\r\nContent-Type: {content}\r\n{self.head}"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        for chunk in self.chunks:
            writer.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            await writer.drain()
            self.sent += 1
            await self._pause(reader)
        if self.hang_up:
            raise ConnectionAbortedError
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    async def _pause(self, reader):
        """Wait between two chunks, but no longer than the client stays."""
        if not self.pause:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reader.read(1), self.pause)
            raise ConnectionResetError


@contextlib.asynccontextmanager
async def served(wire):
    """The address at which a wire is served."""
    server = await asyncio.start_server(wire.serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


def event(data, name=None):
    """One server-sent event; bytes and text go out as they are."""
    payload = data if isinstance(data, str) else json.dumps(data)
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {payload}\n\n".encode()


def opening(provider):
    """The events before the first token."""
    if provider != "anthropic":
        return []
    message = {
        "id": "m", "type": "message", "role": "assistant", "content": [], "model": "m",
        "stop_reason": None, "usage": {"input_tokens": 40, "output_tokens": 1},
    }  # fmt: skip
    block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    return [
        event({"type": "message_start", "message": message}, "message_start"),
        event(block, "content_block_start"),
    ]


def token(provider, text):
    """One token as the provider streams it."""
    if provider == "anthropic":
        delta = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}
        return event(delta, "content_block_delta")
    if provider == "openai":
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
        return event(
            {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        )
    return event({"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}]})


def ending(provider, reason):
    """The events after the last token, with the provider's own word for why it stopped."""
    if provider == "anthropic":
        delta = {
            "type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None},
            "usage": {"output_tokens": 2},
        }  # fmt: skip
        return [event(delta, "message_delta"), event({"type": "message_stop"}, "message_stop")]
    if provider == "openai":
        choice = {"index": 0, "delta": {}, "finish_reason": reason}
        chunk = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [choice],
        }
        return [event(chunk), event("[DONE]")]
    return [event({"candidates": [{"content": {"role": "model", "parts": []}, "finishReason": reason}]})]
