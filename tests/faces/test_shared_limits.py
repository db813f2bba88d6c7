"""Two server processes that share one Redis: students cannot tell them apart, whatever becomes of it."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import redis_server
from provider import ProviderDouble
from provider_script import Script
from test_killed_metering import PRICED, books
from test_killed_server import TOKEN, get, server_process
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

pytestmark = pytest.mark.skipif(not redis_server.is_installed(), reason="redis-server is not installed")

TEN_TOKENS = 10_000_000
"""What an answer costs in nano-dollars."""


def sqlite_in(folder: Path) -> str:
    return f"sqlite:///{folder}/tutor/tutor.sqlite"


@asynccontextmanager
async def two_servers(folder: Path, redis_url: str, **limits: object):
    """The ports of two servers on one database and one Redis."""
    settings = {**PRICED, "JUPYTER_TUTOR_REDIS_URL": redis_url, "JUPYTER_TUTOR_LIMITS": json.dumps(limits)}
    async with AsyncExitStack() as stack:
        provider = await stack.enter_async_context(ProviderDouble(Script(output_tokens=10)))
        ports = []
        for _ in range(2):
            _, port = await stack.enter_async_context(server_process(folder, provider.url, **settings))
            ports.append(port)
        yield ports


async def connect(port: int):
    return await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{port}/tutor/ws/chat", headers=TOKEN))


async def ask(port: int) -> dict:
    """The frame that ended the answer to one question."""
    chat = await connect(port)
    try:
        await chat.write_message(json.dumps({"content": "Why is x None?", "request_id": str(uuid4())}))
        while (frame := json.loads(await chat.read_message()))["type"] not in ("done", "error"):
            pass
        return frame
    finally:
        chat.close()


async def told(port: int, path: str) -> dict:
    return json.loads((await get(port, path)).body)


async def put(port: int, path: str, body: object):
    request = HTTPRequest(
        f"http://127.0.0.1:{port}/tutor/api/{path}", method="PUT", headers=TOKEN, body=json.dumps(body)
    )
    return await AsyncHTTPClient().fetch(request, raise_error=False)


async def until_the_store_is(state: str, *ports: int) -> None:
    """Wait until every server says so in its health."""
    for _ in range(200):
        found = {(await told(port, "health?check=cache"))["checks"]["cache"] for port in ports}
        if found == {state}:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(found)


# req: R1 R9 R13
async def test_messages_are_counted_over_both_and_a_changed_limit_holds_on_both(tmp_path: Path):
    """Five a minute, wherever they are sent; the sixth passes when the limit was raised at the other."""
    with redis_server.running() as redis:
        async with two_servers(tmp_path, redis.url, messages_per_minute=5) as (one, other):
            answers = [await ask(port) for port in (one, other, one, other, one)]
            assert [answer["type"] for answer in answers] == ["done"] * 5
            refused = await ask(other)
            assert (refused["code"], refused["type"]) == ("RATE_LIMITED", "error")
            settings = await told(one, "admin/settings")
            changed = await put(
                one, "admin/settings", {"version": settings["version"], "values": {"messages_per_minute": 6}}
            )
            assert changed.code == 200, changed.body
            await asyncio.sleep(5)  # the time that is promised
            assert (await ask(other))["type"] == "done"
            assert (await ask(one))["code"] == "RATE_LIMITED"


# req: C1
async def test_panels_are_counted_over_both(tmp_path: Path):
    """Two here and one there: a fourth is turned away with 4002, and let in when one of them has closed."""
    with redis_server.running() as redis:
        async with two_servers(tmp_path, redis.url) as (one, other):
            await asyncio.gather(ask(one), ask(other))
            await asyncio.sleep(0.5)
            panels = [await connect(port) for port in (one, one, other)]
            await asyncio.sleep(0.5)
            fourth = await connect(other)
            assert await fourth.read_message() is None
            assert (fourth.close_code, fourth.close_reason) == (4002, "Too many connections")
            panels[0].close()
            await asyncio.sleep(0.5)
            assert (await ask(other))["type"] == "done"
            for panel in (*panels[1:], fourth):
                panel.close()


# req: R10 H1
async def test_without_redis_both_go_on_and_say_so_and_an_empty_one_is_told_what_was_spent(tmp_path: Path):
    """Killed: answers go on, health says degraded. Back without data: the budget is what the books say."""
    with redis_server.running() as redis:
        async with two_servers(tmp_path, redis.url) as (one, other):
            assert [(await ask(port))["type"] for port in (one, other)] == ["done", "done"]
            redis.kill()
            await until_the_store_is("degraded", one, other)
            assert [(await ask(port))["type"] for port in (one, other)] == ["done", "done"]
            assert (await told(one, "health"))["status"] == "degraded"
            metrics = await AsyncHTTPClient().fetch(f"http://127.0.0.1:{one}/metrics", headers=TOKEN)
            assert b"jupyter_tutor_limit_store_degraded 1.0" in metrics.body
            redis.start()
            await until_the_store_is("ok", one, other)
            assert [(await ask(port))["type"] for port in (one, other)] == ["done", "done"]
            spent = {(await told(port, "usage/me"))["session"]["used_usd"] for port in (one, other)}
        assert [round(float(usd) * 1e9) for usd in spent] == [6 * TEN_TOKENS]
        assert await books(sqlite_in(tmp_path)) == {6 * TEN_TOKENS}


# req: R10
async def test_a_site_may_refuse_while_redis_is_away(tmp_path: Path, monkeypatch):
    """By setting: every question is refused, health says what is down, and nothing is charged."""
    monkeypatch.setenv("JUPYTER_TUTOR_LIMITS_WHEN_AWAY", "refuse")
    with redis_server.running() as redis:
        async with two_servers(tmp_path, redis.url) as (one, other):
            assert (await ask(one))["type"] == "done"
            assert (await ask(other))["type"] == "done"
            redis.kill()
            await until_the_store_is("down: limit_store", one, other)
            answers = [await ask(port) for port in (one, other)]
            assert [answer["code"] for answer in answers] == ["LLM_UNAVAILABLE"] * 2
            assert all(answer["retry_after"] for answer in answers)
            assert (await get(one, "health")).code == 503
        assert await books(sqlite_in(tmp_path)) == {2 * TEN_TOKENS}
