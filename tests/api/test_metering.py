"""Limits over a real server: what a student is told, what is charged, and which socket closes."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from provider_script import Fault, Script, words
from test_chat import CELL
from test_rest import check
from tutor_server import frames_until_end, json_of, running_server, send

PRICES = {"gpt-test": {"input": 0, "output": 1_000}}


@asynccontextmanager
async def metered(tmp_path, monkeypatch, provider, **limits):
    """A server with these limits and a model that costs a tenth of a cent per token written."""
    environ = {
        "OPENAI_API_KEY": "fake",
        "OPENAI_BASE_URL": f"{provider.url}/v1",
        "JUPYTER_TUTOR_OPENAI_MODEL": "gpt-test",
        "JUPYTER_TUTOR_PRICES": json.dumps(PRICES),
        "JUPYTER_TUTOR_MODEL_RETRIES": "0",
        "JUPYTER_TUTOR_LIMITS": json.dumps(limits),
    }
    async with running_server(tmp_path, monkeypatch, environ=environ) as server:
        yield server


async def close_of(socket) -> tuple[int, str]:
    """Read until the socket closes."""
    while await socket.read_message() is not None:
        pass
    return socket.close_code, socket.close_reason


def money(usage: dict) -> dict:
    """What `usage/me` and the budget of `done` have in common."""
    names = ("used_usd", "limit_usd", "percent")
    return {part: {name: usage[part][name] for name in names} for part in ("today", "session")}


# req: R1
async def test_the_21st_message_in_a_minute_is_refused_with_the_waiting_time(offline):
    """Over two sockets together; the socket stays open."""
    one, two = await offline.socket(), await offline.socket()
    for number in range(20):
        socket = (one, two)[number % 2]
        await send(socket, content="Hello")
        assert (await frames_until_end(socket))[-1]["type"] == "done"
    await send(one, content="What is a list?")
    (refusal,) = await frames_until_end(one)
    assert (refusal["code"], refusal["message"]) == (
        "RATE_LIMITED",
        "Rate limit reached. Please wait before sending another message.",
    )
    assert 0 < refusal["retry_after"] <= 60
    sessions = json_of(await offline.fetch("chat/sessions"))["sessions"]
    assert sum(session["message_count"] for session in sessions) == 40


# req: R1 R7 H4
async def test_a_refusal_over_rest_is_429_with_the_waiting_time_and_the_limit(
    tmp_path, monkeypatch, provider
):
    """The same question as a stream: status, `Retry-After`, and the fields that a program can read."""
    async with metered(tmp_path, monkeypatch, provider, messages_per_minute=1) as server:
        first = await server.fetch("chat/stream", "POST", {"content": "Hello"})
        assert first.code == 200
        refused = await server.fetch("chat/stream", "POST", {"content": "Hello again"})
        check("/chat/stream", "post", refused)
        assert refused.code == 429
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        body = json_of(refused)
        assert (body["code"], body["cap_type"], body["current_usage"], body["limit"]) == (
            "RATE_LIMITED",
            "messages",
            1,
            1,
        )


# req: C1
async def test_a_fourth_panel_is_closed_with_4002_until_another_one_closes(offline):
    """Three of one student may be open."""
    sockets = [await offline.socket() for _ in range(3)]
    for socket in sockets:  # each has been let in when it answers
        await send(socket, content="Hello")
        await frames_until_end(socket)
    assert await close_of(await offline.socket()) == (4002, "Too many connections")
    sockets[0].close()
    await asyncio.sleep(0.1)
    fourth = await offline.socket()
    await send(fourth, content="Hello")
    assert (await frames_until_end(fourth))[-1]["type"] == "done"


# req: R5
async def test_a_session_is_warned_once_at_80_percent_and_closed_when_it_is_used_up(
    tmp_path, monkeypatch, provider
):
    """Ten tokens cost a cent; the budget is ten cents, and never exceeded."""
    async with metered(tmp_path, monkeypatch, provider, session_budget="0.5") as server:
        socket, warnings = await server.socket(), []
        provider.playlist.default = Script(tokens=words("One two three"), output_tokens=100)
        for spent in ("0.1", "0.2"):
            await send(socket, content="Why does this fail?", **CELL)
            frames = await frames_until_end(socket)
            warnings += [frame for frame in frames if frame["type"] == "budget_warning"]
            assert frames[-1]["budget"]["session"]["used_usd"] == spent
        assert warnings == []
        provider.playlist.default = Script(tokens=words("One two three"), output_tokens=200)
        await send(socket, content="Why does this fail?", **CELL)
        frames = await frames_until_end(socket)
        (warning,) = [frame for frame in frames if frame["type"] == "budget_warning"]
        assert (warning["spent_usd"], warning["budget_usd"], warning["percent"]) == ("0.4", "0.5", 80.0)
        await send(socket, content="And this?", **CELL)
        (refusal,) = await frames_until_end(socket)  # a tenth of a dollar is no answer worth having
        assert refusal["code"] == "BUDGET_EXCEEDED"
        assert await close_of(socket) == (1008, "Budget exceeded")


# req: R5
async def test_an_answer_is_lowered_to_what_the_budget_pays_for(tmp_path, monkeypatch, provider):
    """The model is asked for at most so many tokens as the money buys, whatever it was set to."""
    async with metered(tmp_path, monkeypatch, provider, session_budget="0.3") as server:
        socket = await server.socket()
        await send(socket, content="Why does this fail?", **CELL)
        await frames_until_end(socket)
        body = provider.journal[-1].body
        assert body.get("max_completion_tokens", body.get("max_tokens")) == 300


# req: R6
async def test_when_everybody_has_spent_too_much_the_tutor_pauses(tmp_path, monkeypatch, provider):
    """The next question is refused and its socket closed with 1013, and so is a new socket."""
    async with metered(tmp_path, monkeypatch, provider, breaker_cost="2") as server:
        provider.playlist.default = Script(tokens=words("One two three"), output_tokens=2_000)
        socket = await server.socket()
        await send(socket, content="Why?", **CELL)
        assert (await frames_until_end(socket))[-1]["cost_usd"] == "2"
        await send(socket, content="Why not?", **CELL)
        (refusal,) = await frames_until_end(socket)
        assert refusal["code"] == "BREAKER_OPEN"
        assert refusal["retry_after"] > 3_500
        assert (await close_of(socket))[0] == 1013
        assert (await close_of(await server.socket()))[0] == 1013


# req: R9
async def test_a_provider_that_refuses_costs_nothing(tmp_path, monkeypatch, provider):
    """Neither money nor one of the student's messages is used up."""
    async with metered(tmp_path, monkeypatch, provider) as server:
        provider.playlist.default = Script(fault=Fault("status", status=401))
        socket = await server.socket()
        await send(socket, content="Why?", **CELL)
        assert (await frames_until_end(socket))[-1]["code"] == "LLM_UNAVAILABLE"
        usage = json_of(await server.fetch("usage/me"))
        assert {str(cap["current_usage"]) for cap in usage["caps"]} == {"0"}


# req: C5 R9 L3
@pytest.mark.parametrize("how", ["stop", "cut", "no usage"])
async def test_what_ends_early_is_charged_for_what_was_written(tmp_path, monkeypatch, provider, how):
    """Never zero, never the whole hold: what the provider's own journal says, as an estimate."""
    async with metered(tmp_path, monkeypatch, provider) as server:
        tokens = words("One two three four five six seven eight nine ten. " * 5)
        if how == "cut":
            provider.play(Script(tokens=tokens, fault=Fault("cut", after=20)))
        elif how == "stop":
            provider.play(Script(tokens=tokens, token_delay=0.02))
        else:
            provider.play(Script(tokens=tokens, report_usage=False))
        socket = await server.socket()
        request_id = await send(socket, content="Why?", **CELL)
        if how == "stop":
            while json.loads(await socket.read_message()).get("seq", 0) < 2:
                pass
            await send(socket, type="stop", request_id=request_id)
        await frames_until_end(socket)
        written = provider.journal[-1].tokens
        usage = json_of(await server.fetch("usage/me"))
        charged = round(float(usage["session"]["used_usd"]) * 1_000)
        assert charged > 0
        assert written - 3 <= charged <= written + 12


# req: R7 R12
async def test_usage_me_is_what_done_said(tmp_path, monkeypatch, provider):
    """The same money in the frame and in the endpoint, with every limit's state."""
    async with metered(tmp_path, monkeypatch, provider) as server:
        provider.playlist.default = Script(tokens=words("One two three"), output_tokens=30)
        socket = await server.socket()
        await send(socket, content="Why?", **CELL)
        done = (await frames_until_end(socket))[-1]
        response = await server.fetch("usage/me")
        check("/usage/me", "get", response)
        usage = json_of(response)
        assert money(usage) == done["budget"]
        assert done["budget"]["today"] == {"used_usd": "0.03", "limit_usd": "10", "percent": 0.3}
        (cost,) = [cap for cap in usage["caps"] if cap["limit_type"] == "cost"]
        assert (cost["cap_type"], cost["current_usage"], cost["is_exceeded"]) == ("daily", "0.03", False)


# req: R9
async def test_what_was_spent_is_known_after_a_restart(tmp_path, monkeypatch, provider):
    """A student who restarts the server has the same budget as before."""
    provider.playlist.default = Script(tokens=words("One two three"), output_tokens=30)
    async with metered(tmp_path, monkeypatch, provider) as server:
        socket = await server.socket()
        await send(socket, content="Why?", **CELL)
        before = (await frames_until_end(socket))[-1]["budget"]
    async with metered(tmp_path, monkeypatch, provider) as server:
        usage = json_of(await server.fetch("usage/me"))
        assert money(usage) == before
