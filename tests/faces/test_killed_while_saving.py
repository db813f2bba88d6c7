"""A server that is killed in the middle of saving: nothing accepted is lost, nothing is half there."""

from __future__ import annotations

import asyncio
import json
import random
import signal
from pathlib import Path

from module_samples import code, notebook
from planted import planted
from test_killed_server import TOKEN, get, server_process
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.simple_httpclient import HTTPStreamClosedError

NOWHERE = "http://127.0.0.1:9"
LARGE = "y" * 700_000
KILLS = 3
SAVES = 3
"""By one of two writers, before the server is killed."""


async def send(port: int, method: str, path: str, body: object):
    request = HTTPRequest(
        f"http://127.0.0.1:{port}/tutor/api/{path}",
        method=method,
        headers=TOKEN | {"Content-Type": "application/json"},
        body=json.dumps(body),
    )
    return await AsyncHTTPClient().fetch(request, raise_error=False)


async def stored(port: int, module: str) -> tuple[int, str]:
    """The version that is stored, and the first words of its notebook."""
    progress = json.loads((await get(port, f"progress/{module}")).body)
    if progress["version"] is None:
        return 0, ""
    (cell,) = progress["notebook_state"]["cells"]
    assert cell["source"].endswith(LARGE)
    return progress["version"], cell["source"].partition(" ")[0]


async def save_until_killed(
    port: int, module: str, version: int, *, name: str, accepted: dict[int, str], enough: asyncio.Event
) -> None:
    """Save again and again over the newest, noting what was accepted, until the server is gone."""
    number = 0
    while True:
        number += 1
        word = f"{name}-{version}-{number}"
        body = {"notebook_state": notebook(code(f"{word} {LARGE}")), "version": version}
        try:
            response = await send(port, "PUT", f"progress/{module}", body)
        except (OSError, HTTPStreamClosedError, HTTPClientError):
            return
        if response.code == 200:
            version = json.loads(response.body)["version"]
            accepted[version] = word
            if number >= SAVES:
                enough.set()
        elif response.code == 409:
            version = json.loads(response.body)["progress"]["version"]
        else:
            return


# req: M2
async def test_kill_9_in_mid_save_loses_nothing_that_was_accepted(tmp_path: Path, database_url: str):
    """Two writers at once, killed at any moment, several times: the newest is the last accepted, or one
    whose reply the kill swallowed; and the next server saves on.
    """
    chance = random.Random(7)
    settings = {"JUPYTER_TUTOR_DATABASE_URL": database_url}
    accepted: dict[int, str] = {0: ""}
    module = ""
    for kill in range(KILLS + 1):
        async with server_process(tmp_path, NOWHERE, **settings) as (process, port):
            if not module:
                response = await send(port, "POST", "modules", {"modules": [{"notebook": planted()}]})
                module = json.loads(response.body)["modules"][0]["id"]
            version, word = await stored(port, module)
            assert version >= max(accepted)
            assert accepted.get(version, word) == word
            accepted[version] = word
            if kill == KILLS:
                break
            enough = asyncio.Event()  # saves were made
            writers = [
                asyncio.create_task(
                    save_until_killed(
                        port, module, version, name=f"{name}{kill}", accepted=accepted, enough=enough
                    )
                )
                for name in "ab"
            ]
            await enough.wait()
            await asyncio.sleep(chance.uniform(0, 0.1))
            process.send_signal(signal.SIGKILL)
            process.wait()
            await asyncio.gather(*writers)
    assert max(accepted) >= KILLS * SAVES
