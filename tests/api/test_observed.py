"""What a server tells its admin about a conversation: metrics, log lines, and no word of what was said."""

from __future__ import annotations

import json
import logging

import pytest
from provider_script import Script, words
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tutor_server import TOKEN, frames_until_end, running_server, send

SECRET = "sk-proj-" + "a1b2c3d4" * 5


class Lines(logging.Handler):
    """Keeps every line of every logger."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture
async def watched(tmp_path, monkeypatch, provider):
    environ = {
        "OPENAI_API_KEY": SECRET,
        "OPENAI_BASE_URL": f"{provider.url}/v1",
        "JUPYTER_TUTOR_EVENT_LOG": "json",
    }
    async with running_server(tmp_path, monkeypatch, environ=environ) as server:
        handler = Lines()
        tutor_log = server.app.extension_manager.extension_points["jupyter_tutor"].app.log
        for logger in (logging.getLogger(), tutor_log, server.app.log):
            logger.addHandler(handler)
        yield server, handler.lines
        for logger in (logging.getLogger(), tutor_log, server.app.log):
            logger.removeHandler(handler)


async def converse(server, provider) -> None:
    """A question with its answer, a refused visitor, and a panel that leaves."""
    provider.play(Script(tokens=words("The marmalade answer.")))
    socket = await server.socket()
    await send(
        socket, content="The zeppelin question", cell_code="walrus = 1", notebook_path="private-name.ipynb"
    )
    await frames_until_end(socket)
    await server.fetch("auth/me", token=None)
    socket.close()
    assert await socket.read_message() is None


# req: H2
async def test_the_log_has_the_named_events_and_their_fields(watched, provider):
    """llm_call, socket_open and _close, auth and answer, each one JSON line."""
    server, lines = watched
    await converse(server, provider)
    await server.fetch("health")
    events = {}
    for line in lines:
        if line.startswith("{") and '"event"' in line:
            entry = json.loads(line)
            events.setdefault(entry["event"], []).append(entry)
    assert {"llm_call", "socket_open", "socket_close", "auth", "answer"} <= set(events)
    call = events["llm_call"][0]
    assert (call["provider"], call["success"]) == ("openai", True)
    assert {"model", "input_tokens", "output_tokens", "estimated_cost", "latency_ms"} <= set(call)
    assert events["socket_close"][0]["duration_seconds"] >= 0
    assert [entry["success"] for entry in events["auth"]] == [True, False]


# req: H2
async def test_no_log_line_holds_what_was_said_or_a_key(watched, provider):
    """Neither question, answer, code, notebook name nor key is in any line of any logger."""
    server, lines = watched
    await converse(server, provider)
    everything = "\n".join(lines)
    assert "llm_call" in everything
    for private in ("zeppelin", "marmalade", "walrus", "private-name", SECRET):
        assert private not in everything


# req: H3
async def test_the_servers_metrics_show_the_tutors(watched, provider):
    """The server's own /metrics has the tutor's calls, tokens, cost, latency and sockets."""
    server, _ = watched
    await converse(server, provider)
    url = f"http://127.0.0.1:{server.port}{server.base_url}metrics"
    response = await AsyncHTTPClient().fetch(HTTPRequest(url, headers={"Authorization": f"token {TOKEN}"}))
    text = response.body.decode()
    for name in ("llm_calls_total", "tokens_total", "cost_usd_total", "first_token_seconds_count"):
        assert f"jupyter_tutor_{name}" in text
    assert "jupyter_tutor_open_sockets" in text
    assert "zeppelin" not in text
