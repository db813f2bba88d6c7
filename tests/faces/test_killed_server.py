"""A server process that is killed in mid-answer: what its successor finds."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from provider import ProviderDouble
from provider_script import Script
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

TOKEN = {"Authorization": "token killed"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def server_process(
    folder: Path, provider_url: str, *, first: str = "", **settings: str
) -> AsyncGenerator[tuple[subprocess.Popen, int], None]:
    """A Jupyter server of its own process, which runs the code `first`; the caller may kill it."""
    port = free_port()
    environ = {
        **os.environ,
        "HOME": str(folder),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_TUTOR_DATA_DIR": str(folder / "tutor"),
        "OPENAI_API_KEY": "fake",
        "OPENAI_BASE_URL": f"{provider_url}/v1",
        **settings,
    }
    code = (
        f"{first}\n"
        "import sys; from jupyter_server.serverapp import ServerApp\n"
        "app = ServerApp(allow_root=True, open_browser=False)\n"
        "app.initialize(sys.argv[1:], find_extensions=False); app.start()"
    )
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            code,
            "--ServerApp.jpserver_extensions=jupyter_tutor=True",
            f"--port={port}",
            "--port-retries=0",
            "--IdentityProvider.token=killed",
            f"--ServerApp.root_dir={folder}",
        ],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await until_healthy(port)
        yield process, port
    finally:
        process.kill()
        process.wait()


async def until_healthy(port: int) -> None:
    for _ in range(300):
        try:
            if (await get(port, "health")).code == 200:
                return
        except ConnectionRefusedError:
            pass  # it does not listen yet
        await asyncio.sleep(0.1)
    raise AssertionError("the server did not come up")


async def get(port: int, path: str):
    request = HTTPRequest(f"http://127.0.0.1:{port}/tutor/api/{path}", headers=TOKEN)
    return await AsyncHTTPClient().fetch(request, raise_error=False)


# req: C3
async def test_kill_9_in_mid_answer_leaves_question_and_checkpoint_marked_interrupted(tmp_path: Path):
    """The next process finds the question, the text of the last checkpoint, and the truth about its end."""
    async with ProviderDouble() as provider:
        provider.play(Script(tokens=tuple(f"word{n}. " for n in range(400)), token_delay=0.02))
        request_id = str(uuid4())
        async with server_process(tmp_path, provider.url) as (process, port):
            chat = await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{port}/tutor/ws/chat", headers=TOKEN))
            await chat.write_message(json.dumps({"content": "Why?", "request_id": request_id}))
            frame = {"type": "start"}
            while "word80" not in frame.get("content", ""):
                frame = json.loads(await chat.read_message())
            process.send_signal(signal.SIGKILL)
            process.wait()
            chat.close()
        async with server_process(tmp_path, provider.url) as (_, port):
            (session,) = json.loads((await get(port, "chat/sessions")).body)["sessions"]
            path = f"chat/sessions/{session['id']}/messages"
            question, answer = json.loads((await get(port, path)).body)["messages"]
    assert (question["text"], question["request_id"]) == ("Why?", request_id)
    assert answer["state"] == "interrupted"
    assert answer["text"].startswith("word0. word1. ")
    assert len(answer["text"].split()) >= 20
