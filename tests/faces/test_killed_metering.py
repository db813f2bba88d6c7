"""A server process that is killed at some step of an answer: what its successor knows was spent."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path
from uuid import uuid4

import pytest
from provider import ProviderDouble
from provider_script import Script
from sqlalchemy import Connection, text
from test_killed_server import TOKEN, get, server_process
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.clock import SystemClock

NANO_PER_TOKEN = 1_000_000
PRICED = {
    "JUPYTER_TUTOR_OPENAI_MODEL": "gpt-test",
    "JUPYTER_TUTOR_PRICES": json.dumps({"gpt-test": {"input": 0, "output": 1_000}}),
}
LONGEST = 1_200
"""Tokens that are held for an answer, unless a site sets another length."""

SCRIPT = Script(tokens=tuple(f"word{n}. " for n in range(400)), token_delay=0.02)


async def ask_until(port: int, word: str | None, request_id: str | None = None) -> dict:
    """Ask, and return when this word has come; None waits for the answer's end. The last frame."""
    chat = await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{port}/tutor/ws/chat", headers=TOKEN))
    frame: dict = {}
    try:
        await chat.write_message(json.dumps({"content": "Why?", "request_id": request_id or str(uuid4())}))
        while frame.get("type") not in {"done", "error"} and not (word and word in frame.get("content", "")):
            frame = json.loads(await chat.read_message())
    finally:
        chat.close()
    return frame


async def asked(provider: ProviderDouble) -> None:
    """Wait until the provider has a request."""
    for _ in range(500):
        if provider.journal:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("no request came")


async def books(database_url: str, column: str = "cost_nano_usd", *tables: str) -> set[int]:
    """The sums of a column in several places: all three that have money, unless some are named."""
    store = Store(database_url, SystemClock())
    queries = [
        text(f"SELECT coalesce(sum({column}), 0) FROM {table}")
        for table in tables or ("reservations", "llm_calls", "daily_token_usage")
    ]

    def read(connection: Connection) -> set[int]:
        return {int(connection.execute(query).scalar()) for query in queries}

    try:
        return await store._connections.read(read)
    finally:
        await store.close()


# req: R9
@pytest.mark.parametrize("step", ["before the first word", "before a checkpoint", "after one", "at the end"])
async def test_sums_are_equal_to_the_nano_dollar_after_kill_9(tmp_path: Path, database_url: str, step: str):
    """Holds, ledger, daily usage and the student's budget agree, and nothing that was spent is forgotten.

    A student who asks the same request again gets what there is, at no cost.
    """
    request_id = str(uuid4())
    settings = {**PRICED, "JUPYTER_TUTOR_DATABASE_URL": database_url}
    async with ProviderDouble() as provider:
        script = {
            "before the first word": Script(first_delay=30),
            "at the end": Script(tokens=SCRIPT.tokens[:20], output_tokens=33),
        }.get(step, SCRIPT)
        provider.play(script)
        async with server_process(tmp_path, provider.url, **settings) as (process, port):
            if step == "before the first word":
                asking = asyncio.create_task(ask_until(port, "never", request_id))
                await asked(provider)
                await asyncio.sleep(0.1)
            else:
                word = {"before a checkpoint": "word5", "after one": "word120"}.get(step)
                asking = asyncio.create_task(ask_until(port, word, request_id))
                await asking
            process.send_signal(signal.SIGKILL)
            process.wait()
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        written = provider.journal[0].tokens
        async with server_process(tmp_path, provider.url, **settings) as (_, port):
            again = await ask_until(port, None, request_id)
            usage = json.loads((await get(port, "usage/me")).body)
        money = await books(database_url)
        requests = await books(database_url, "requests", "reservations", "daily_token_usage")
        assert len(provider.journal) == 1
    assert again["state"] == ("complete" if step == "at the end" else "interrupted")
    charged = round(float(usage["session"]["used_usd"]) * 1_000_000_000)
    assert money == {charged}
    assert requests == {1}
    assert usage["today"]["requests"] == usage["session"]["requests"] == 1
    tokens = charged // NANO_PER_TOKEN
    if step in {"before the first word", "before a checkpoint"}:
        assert tokens == LONGEST  # nothing was known but the hold
    elif step == "after one":
        assert 30 <= tokens <= 3 * written  # the words of the last checkpoint, by our own estimate
    else:
        assert tokens == 33
