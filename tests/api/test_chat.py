"""The chat socket and the event stream, over a real server, a real SDK and a provider at the wire."""

from __future__ import annotations

import asyncio
import json
from uuid import uuid4

import pytest
from provider import ProviderDouble
from provider_script import Fault, Script, words
from tutor_server import TOKEN, frames_until_end, json_of, running_server, send, text_of

CELL = {
    "notebook_path": "week1.ipynb",
    "cell_id": "c1",
    "cell_code": "total = 0\nprint(totl)",
    "error_output": "NameError: name 'totl' is not defined",
    "execution_count": 1,
}


async def held(provider: ProviderDouble) -> None:
    """Wait until the double holds an answer up."""
    for _ in range(1000):
        if provider.held:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the answer never came to where it is held up")


async def stored(server, session_id: str) -> list[dict]:
    response = await server.fetch(f"chat/sessions/{session_id}/messages")
    return json_of(response)["messages"]


# req: C1
async def test_a_socket_with_identity_is_accepted_and_answers(server, provider):
    """A question brings start, tokens and done; what was sent is what is stored."""
    provider.play(Script(tokens=words("Which name did you define on line 1?"), input_tokens=120))
    socket = await server.socket()
    await send(socket, type="message", content="Why does this fail?", **CELL)
    frames = await frames_until_end(socket)
    assert [frames[0]["type"], frames[-1]["type"]] == ["start", "done"]
    assert (frames[0]["hint_level"], frames[-1]["hint_level"]) == (1, 1)
    assert frames[-1]["usage"]["input_tokens"] == 120
    question, answer = await stored(server, frames[0]["session_id"])
    assert answer["text"] == text_of(frames) == "Which name did you define on line 1?"
    assert (question["notebook"]["cell_code"], answer["state"]) == (CELL["cell_code"], "complete")


# req: C2
async def test_content_alone_works(offline):
    """The shortest frame there is gets an answer, from the coach without any key."""
    socket = await offline.socket()
    await socket.write_message('{"content": "What is a for loop good for?"}')
    frames = await frames_until_end(socket)
    assert frames[-1]["type"] == "done"
    assert frames[0]["provider"] == "coach"
    assert text_of(frames)
    assert frames[-1]["cost_usd"] == "0"


# req: C5
async def test_stop_closes_the_upstream(server, provider):
    """The provider sees the connection go, and the partial answer is stored as stopped."""
    provider.play(Script(tokens=tuple(f"word{n}. " for n in range(200)), token_delay=0.02))
    socket = await server.socket()
    request_id = await send(socket, content="Why?", **CELL)
    while json.loads(await socket.read_message()).get("seq", 0) < 5:
        pass
    await socket.write_message(json.dumps({"type": "stop", "request_id": request_id}))
    frames = await frames_until_end(socket)
    assert frames[-1]["state"] == "stopped"
    for _ in range(100):
        if provider.journal[0].disconnected:
            break
        await asyncio.sleep(0.02)
    assert provider.journal[0].disconnected
    (_, answer) = await stored(server, frames[-1]["session_id"])
    assert answer["state"] == "stopped"
    assert answer["text"].startswith("word0. ")
    assert answer["usage"]["estimated"]


async def test_stopping_what_does_not_run_is_an_error_frame(server):
    """The panel learns that it was too late."""
    socket = await server.socket()
    await send(socket, type="stop")
    (frame,) = await frames_until_end(socket)
    assert frame["code"] == "NOT_FOUND"


# req: C6
async def test_a_dropped_socket_resumes_after_the_last_token_seen(server, provider):
    """A second connection gets the rest, with nothing missing and nothing doubled."""
    provider.play(Script(tokens=tuple(f"word{n}. " for n in range(40)), hold_after=10))
    first = await server.socket()
    request_id = await send(first, content="Why?", **CELL)
    seen: list[dict] = []
    while not text_of(seen).endswith("word9. "):
        seen.append(json.loads(await first.read_message()))
    first.close()
    last = seen[-1]["seq"]
    second = await server.socket()
    await second.write_message(json.dumps({"type": "resume", "request_id": request_id, "after": last}))
    await held(provider)
    provider.release()
    rest = await frames_until_end(second)
    assert rest[0]["seq"] == last + 1
    assert text_of(seen) + text_of(rest) == "".join(f"word{n}. " for n in range(40))


# req: C6
async def test_resuming_after_a_restart_tells_what_was_stored(tmp_path, monkeypatch, provider):
    """The new process answers with start, the stored text and the state it ended in."""
    environ = {"OPENAI_API_KEY": "fake", "OPENAI_BASE_URL": f"{provider.url}/v1"}
    config = {"TutorApp": {"shutdown_grace": 0.0}}
    data = tmp_path / "data"
    provider.play(Script(tokens=("Look. ", "At "), hold_after=1))
    async with running_server(tmp_path, monkeypatch, environ=environ, config=config, data_dir=data) as server:
        socket = await server.socket()
        request_id = await send(socket, content="Why?", **CELL)
        while json.loads(await socket.read_message())["type"] != "token":
            pass
    async with running_server(tmp_path, monkeypatch, environ=environ, data_dir=data) as server:
        socket = await server.socket()
        await socket.write_message(json.dumps({"type": "resume", "request_id": request_id, "after": 1}))
        frames = await frames_until_end(socket)
    assert [frame["type"] for frame in frames] == ["start", "token", "done"]
    assert (text_of(frames), frames[-1]["state"]) == ("Look. ", "interrupted")


async def test_two_sockets_see_the_same_answer(server, provider):
    """A second tab that resumes from the beginning sees every token."""
    provider.play(Script(tokens=words("The same words for both."), hold_after=2))
    first, second = await server.socket(), await server.socket()
    request_id = await send(first, content="Why?", **CELL)
    while json.loads(await first.read_message())["type"] != "start":
        pass
    await second.write_message(json.dumps({"type": "resume", "request_id": request_id, "after": 0}))
    await held(provider)
    provider.release()
    assert text_of(await frames_until_end(second)) == "The same words for both."
    await frames_until_end(first)


async def test_the_same_request_id_twice_is_answered_once(server, provider):
    """A client that was not sure and sends again costs nothing."""
    socket, request_id = await server.socket(), str(uuid4())
    texts = []
    for _ in range(2):
        await send(socket, content="Why?", request_id=request_id, **CELL)
        texts.append(text_of(await frames_until_end(socket)))
    assert texts[0] == texts[1] != ""
    assert len(provider.journal) == 1


# req: C7
@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("{", "JSON"),
        ('{"type": "shout"}', "type"),
        ('{"content": "x", "session_id": "1; DROP TABLE users"}', "session_id"),
        (json.dumps({"content": "x" * 10_000_000}), "too large"),
        (json.dumps({"content": "word " * 30_000}), "tokens"),
        (json.dumps({"content": "x", "session_id": str(uuid4())}), "conversation"),
    ],
    ids=["not json", "unknown type", "wrong id", "10 MB", "30,000 words", "foreign conversation"],
)
async def test_a_bad_message_is_answered_and_the_socket_lives_on(server, message, named):
    """One error frame that says what is wrong, and the next question is answered."""
    socket = await server.socket()
    await socket.write_message(message)
    (error,) = await frames_until_end(socket)
    assert error["type"] == "error"
    assert named in error["message"]
    await send(socket, content="Why?", **CELL)
    assert (await frames_until_end(socket))[-1]["type"] == "done"


async def test_binary_frames_are_answered_with_an_error(server):
    """Bytes are not understood, and the socket stays."""
    socket = await server.socket()
    await socket.write_message(b"\xff\xfe", binary=True)
    (error,) = await frames_until_end(socket)
    assert (error["code"], error["request_id"]) == ("VALIDATION", None)


# req: C8
async def test_a_provider_that_is_down_is_told_with_the_waiting_time(tmp_path, monkeypatch, provider):
    """LLM_UNAVAILABLE in words, and the coach can be asked instead."""
    environ = {
        "OPENAI_API_KEY": "fake",
        "OPENAI_BASE_URL": f"{provider.url}/v1",
        "JUPYTER_TUTOR_MODEL_RETRIES": "0",
    }
    provider.playlist.default = Script(fault=Fault("status", status=429, retry_after=7))
    async with running_server(tmp_path, monkeypatch, environ=environ) as server:
        socket = await server.socket()
        await send(socket, content="Why?", **CELL)
        error = (await frames_until_end(socket))[-1]
        assert (error["code"], error["retry_after"]) == ("LLM_UNAVAILABLE", 7)
        assert error["message"].startswith("The AI service is temporarily unavailable")
        await send(socket, content="Why?", answer_by="coach", **CELL)
        frames = await frames_until_end(socket)
        assert frames[-1]["type"] == "done"
        assert text_of(frames)


# req: C9
async def test_the_event_stream_carries_the_same_frames(server, provider):
    """POST chat/stream answers with start, tokens and done as server-sent events."""
    provider.play(Script(tokens=words("Which name did you define?")))
    response = await server.fetch("chat/stream", "POST", {"content": "Why?", **CELL})
    assert response.headers["Content-Type"].startswith("text/event-stream")
    lines = response.body.decode().split("\n\n")
    frames = [json.loads(line.removeprefix("data: ")) for line in lines if line]
    assert [frames[0]["type"], frames[-1]["type"]] == ["start", "done"]
    assert text_of(frames) == "Which name did you define?"


# req: C9
async def test_a_bad_stream_request_is_a_plain_error(server):
    """Before anything streams, errors are JSON with a status."""
    for body, named in (({}, "content"), ({"type": "stop", "request_id": str(uuid4())}, "type")):
        response = await server.fetch("chat/stream", "POST", body)
        assert (response.code, json_of(response)["code"]) == (422, "VALIDATION")
        assert named in json_of(response)["detail"]


# req: C9
async def test_leaving_a_stream_leaves_a_recorded_answer(tmp_path, monkeypatch, provider):
    """A client that goes away and stays away ends the upstream after the grace time."""
    environ = {
        "OPENAI_API_KEY": "fake",
        "OPENAI_BASE_URL": f"{provider.url}/v1",
        "JUPYTER_TUTOR_ABANDON_AFTER": "1",
    }
    provider.play(Script(tokens=tuple(f"word{n}. " for n in range(400)), token_delay=0.02))
    async with running_server(tmp_path, monkeypatch, environ=environ) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        body = json.dumps({"content": "Why?", **CELL})
        writer.write(
            f"POST {server.base_url}tutor/api/chat/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: token {TOKEN}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        await reader.readuntil(b"word3. ")
        writer.close()
        await writer.wait_closed()
        for _ in range(200):
            if provider.journal[0].disconnected:
                break
            await asyncio.sleep(0.02)
        sessions = json_of(await server.fetch("chat/sessions"))["sessions"]
        answer = (await stored(server, sessions[0]["id"]))[1]
    assert provider.journal[0].disconnected
    assert answer["state"] == "interrupted"


# req: H6
async def test_a_graceful_stop_lets_a_short_answer_finish(tmp_path, monkeypatch, provider):
    """Running answers finish within the grace time and are stored complete."""
    environ = {"OPENAI_API_KEY": "fake", "OPENAI_BASE_URL": f"{provider.url}/v1"}
    data = tmp_path / "data"
    provider.play(Script(tokens=tuple(f"word{n}. " for n in range(20)), token_delay=0.02))
    async with running_server(tmp_path, monkeypatch, environ=environ, data_dir=data) as server:
        socket = await server.socket()
        await send(socket, content="Why?", **CELL)
        start = json.loads(await socket.read_message())
        assert server.app.extension_manager.any_activity()
    async with running_server(tmp_path, monkeypatch, environ=environ, data_dir=data) as server:
        (_, answer) = await stored(server, start["session_id"])
    assert (answer["state"], answer["text"]) == ("complete", "".join(f"word{n}. " for n in range(20)))
