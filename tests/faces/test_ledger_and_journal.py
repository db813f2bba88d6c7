"""The ledger beside the provider's own journal: every request it had, however its answer ended."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from provider import Entry, ProviderDouble
from provider_script import Fault, Script, words
from sqlalchemy import Connection, text
from test_killed_metering import asked, books
from tutor_server import RunningServer, frames_until_end, json_of, running_server, send

from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.clock import SystemClock

INPUT, CACHED, OUTPUT = 3_000, 300, 15_000
"""Nano-dollars per token: 3.00, 0.30 and 15.00 dollars per million."""

MODELS = {"openai": "gpt-test", "anthropic": "claude-test", "google": "gemini-test"}
"""In the order in which they are asked."""

TEXT = words("Look at the second line once more and say which name you meant there. " * 3)
ANSWER = Script(tokens=TEXT, input_tokens=640, cached_input_tokens=64)
LONG = replace(ANSWER, tokens=TEXT * 10, cached_input_tokens=0, token_delay=0.01)
DOWN = Script(fault=Fault("status", status=503))
WAYS = {
    "complete": ANSWER,
    "stopped by the student": LONG,
    "cut": replace(LONG, fault=Fault("cut", after=20)),
    "cut before the first word": replace(LONG, fault=Fault("cut")),
    "truncated": replace(LONG, fault=Fault("truncate", after=20)),
}
ONCE = {
    "stopped before the first word": replace(LONG, hold_after=0),
    "left by the student": LONG,
    "without a report": replace(ANSWER, report_usage=False),
}
"""Asked of the first provider only: leaving takes its time, and the other wires always have a report."""


@dataclass(frozen=True)
class Row:
    """What the ledger says of one attempt."""

    provider: str
    input_tokens: int
    cached_input_tokens: int
    output_tokens: int
    tokens_estimated: bool
    cost_nano_usd: int
    error: str | None


@pytest.fixture
async def provider() -> AsyncGenerator[ProviderDouble, None]:
    async with ProviderDouble() as double:
        yield double


@pytest.fixture
async def server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider: ProviderDouble, database_url: str
) -> AsyncGenerator[RunningServer, None]:
    """A tutor that asks three providers in turn, each once, and has its books in this database."""
    price = {"input": 3.0, "cached_input": 0.3, "output": 15.0}
    environ = {
        "JUPYTER_TUTOR_DATABASE_URL": database_url,
        "JUPYTER_TUTOR_PROVIDERS": ",".join(MODELS),
        "JUPYTER_TUTOR_PRICES": json.dumps(dict.fromkeys(MODELS.values(), price)),
        "JUPYTER_TUTOR_MODEL_RETRIES": "0",
        "JUPYTER_TUTOR_ABANDON_AFTER": "1",
        "OPENAI_BASE_URL": f"{provider.url}/v1",
        "ANTHROPIC_BASE_URL": provider.url,
        "GOOGLE_GEMINI_BASE_URL": provider.url,
        **{f"JUPYTER_TUTOR_{name.upper()}_MODEL": model for name, model in MODELS.items()},
        **dict.fromkeys(("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY"), "fake"),
    }
    async with running_server(tmp_path, monkeypatch, environ=environ) as running:
        yield running


async def ask(server: RunningServer, provider: ProviderDouble, way: str) -> str:
    """Ask, and stop or leave in mid-answer where that is the way; the request's id."""
    socket = await server.socket()
    request_id = await send(socket, content="Why does this fail?", cell_code="print(totl)")
    if way.endswith("by the student"):
        while json.loads(await socket.read_message()).get("seq", 0) < 10:
            pass
    elif way.startswith("stopped"):
        await asked(provider)
    if way.startswith("stopped"):
        await send(socket, type="stop", request_id=request_id)
    if not way.startswith("left"):
        await frames_until_end(socket)
    socket.close()
    return request_id


async def until_over(provider: ProviderDouble, server: RunningServer) -> None:
    """Wait until the provider is done with every request and the tutor with every answer."""
    for _ in range(500):
        if not server.assembly.busy and all(entry.ended for entry in provider.journal):
            return
        await asyncio.sleep(0.01)
    raise AssertionError([entry.state for entry in provider.journal])


async def written(database_url: str, request_id: str) -> tuple[list[Row], list[Any]]:
    """The ledger's rows of a request, oldest first; tokens and money of its durable hold."""
    store = Store(database_url, SystemClock())
    columns = ", ".join(Row.__dataclass_fields__)
    rows = text(f"SELECT {columns} FROM llm_calls WHERE request_id = :id ORDER BY number")
    hold = text("SELECT tokens, cost_nano_usd FROM reservations WHERE id LIKE '%:' || :id || ':%'")

    def read(connection: Connection) -> tuple[list[Row], list[Any]]:
        found = connection.execute(rows, {"id": request_id}).all()
        (held,) = connection.execute(hold, {"id": request_id}).all()
        return [Row(*row[:4], bool(row[4]), *row[5:]) for row in found], list(held)

    try:
        return await store._connections.read(read)
    finally:
        await store.close()


def check(row: Row, entry: Entry, script: Script) -> None:
    """One attempt: to the token what the provider stated, else near what it did, and so marked."""
    cost = (row.input_tokens - row.cached_input_tokens) * INPUT + row.cached_input_tokens * CACHED
    assert row.cost_nano_usd == cost + row.output_tokens * OUTPUT
    used = (row.input_tokens, row.cached_input_tokens, row.output_tokens)
    if entry.state == "status":
        assert (used, row.tokens_estimated) == ((0, 0, 0), False)
        assert row.error == "ProviderOverloaded"
    elif entry.state == "complete" and script.report_usage:
        assert used == (script.input_tokens, script.cached_input_tokens, entry.tokens)
        assert (row.tokens_estimated, row.error) == (False, None)
    else:
        assert row.tokens_estimated
        assert entry.tokens - 3 <= row.output_tokens <= entry.tokens * 1.2 + 3
        if entry.wire == "anthropic":  # it states the input before the first word
            assert row.input_tokens == script.input_tokens
        else:
            prompt = len(json.dumps(entry.body)) / 4  # the usual four characters a token
            assert 0.6 * prompt < row.input_tokens < 1.5 * prompt


# req: R9 R11 L3 C5
async def test_the_ledger_is_the_providers_journal(
    server: RunningServer, provider: ProviderDouble, database_url: str
):
    """Complete, stopped, left, cut, truncated and without a report, at three providers in turn.

    A row for every request that a provider had, equal to its journal within what is marked as estimated;
    refused attempts cost nothing, whatever comes after them. Hold, ledger, days and the student's budget
    have the same sum.
    """
    provider.playlist.default = ANSWER
    budget = 0
    for place in range(len(MODELS)):
        for way, script in (WAYS if place else {**WAYS, **ONCE}).items():
            provider.journal.clear()
            played = [DOWN] * place + [script]
            provider.play(*played)
            request_id = await ask(server, provider, way)
            await until_over(provider, server)
            played += [ANSWER] * (len(provider.journal) - len(played))  # what a following provider says
            rows, (tokens, cost) = await written(database_url, request_id)
            assert [row.provider for row in rows] == list(MODELS)[: len(played)]
            for row, entry, said in zip(rows, provider.journal, played, strict=True):
                check(row, entry, said)
            assert cost == sum(row.cost_nano_usd for row in rows) > 0
            assert tokens == sum(row.input_tokens + row.output_tokens for row in rows)
            budget += cost
    usage = json_of(await server.fetch("usage/me"))
    shown = {round(float(usage[part]["used_usd"]) * 1_000_000_000) for part in ("today", "session")}
    assert shown == await books(database_url) == {budget}
