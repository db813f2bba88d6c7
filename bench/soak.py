"""Keeps a real server busy for minutes and looks at what is left: memory, stored answers, the log.

`python bench/soak.py [--minutes 10] [--students 10]`; `make soak`. Students ask the fake model through
`chat/stream`; one in four goes away in mid-answer, and once a minute the provider fails for a moment.
Afterwards every question must be stored once with one answer, an answer that was read to its end word for
word as it was read, and the server's memory must not have grown with the number of answers.
Exit code 1 says that one of these did not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from servers import TOKEN, FakeModel, JupyterServer, call

ANSWER = {"text": "Read the last line aloud. Which name is new there? " * 6, "token_delay": 0.005}
OUTAGE = {"fault": {"kind": "status", "status": 503}}
CONVERSATION_LENGTH = 10
LEAVING = 0.25
OUTAGE_SECONDS = 3.0
WARM_UP_SHARE = 0.25
MEMORY_GROWTH_MB = 30.0
SETTLING_SECONDS = 40.0  # an abandoned answer ends 30 seconds after its reader left


@dataclass
class Observed:
    """What the students saw: request id → the text that was read to its end, or None."""

    answers: dict[str, str | None] = field(default_factory=dict)
    ends: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float]] = field(default_factory=list)


async def one_question(
    client: httpx.AsyncClient, body: dict[str, Any], leave_after: int | None
) -> tuple[str, str, str | None]:
    """Ask; read to the end or leave after so many tokens. (end, text, session id)."""
    text, session, seen = "", None, 0
    async with client.stream("POST", "/tutor/api/chat/stream", json=body) as answer:
        if answer.status_code != httpx.codes.OK:
            return f"http {answer.status_code}", "", None
        async for line in answer.aiter_lines():
            if not line.startswith("data:"):
                continue
            frame = json.loads(line.removeprefix("data:"))
            session = frame.get("session_id", session)
            if frame["type"] == "start":
                text = ""
            elif frame["type"] == "token":
                text += frame["content"]
                seen += 1
            elif frame["type"] == "done":
                return frame["state"], text, session
            elif frame["type"] == "error":
                return frame["code"], text, session
            if leave_after is not None and seen >= leave_after:
                return "left", text, session
    return "cut", text, session


async def student(client: httpx.AsyncClient, chance: random.Random, until: float, observed: Observed) -> None:
    """Ask one question after the other, in conversations of ten."""
    session = None
    asked = 0
    while time.monotonic() < until:
        request_id = str(UUID(int=chance.getrandbits(128), version=4))
        body = {"content": f"Why does my loop stop early? Attempt {asked}.", "request_id": request_id}
        body |= {"cell_code": f"for i in range({asked}):\n    print(totl)", "cell_id": "cell-1"}
        if session is not None and asked % CONVERSATION_LENGTH:
            body["session_id"] = session
        leave_after = chance.randrange(1, 10) if chance.random() < LEAVING else None
        end, text, session = await one_question(client, body, leave_after)
        observed.ends[end] += 1
        observed.answers[request_id] = text if end == "complete" else None
        asked += 1
        await asyncio.sleep(chance.random() * 0.2)


async def disturb(model: FakeModel, until: float) -> None:
    """Once a minute the provider answers nothing but 503 for a moment."""
    while time.monotonic() + 60 < until:
        await asyncio.sleep(60)
        await asyncio.to_thread(model.play, OUTAGE)
        await asyncio.sleep(OUTAGE_SECONDS)
        await asyncio.to_thread(model.play, ANSWER)


async def watch(server: JupyterServer, begun: float, until: float, observed: Observed) -> None:
    """Write down the server's memory every five seconds."""
    while time.monotonic() < until:
        observed.memory.append((time.monotonic() - begun, server.memory_mb()))
        await asyncio.sleep(5)


async def load(server: JupyterServer, model: FakeModel, seconds: float, students: int) -> Observed:
    """Everybody at once, until the time is over."""
    observed = Observed()
    begun = time.monotonic()
    until = begun + seconds
    headers = {"Authorization": f"token {TOKEN}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=120) as client:
        people = [student(client, random.Random(seed), until, observed) for seed in range(students)]
        await asyncio.gather(*people, disturb(model, until), watch(server, begun, until, observed))
    return observed


def stored(server: JupyterServer) -> dict[str, list[dict[str, Any]]]:
    """Every message the server keeps, by request id."""
    messages: dict[str, list[dict[str, Any]]] = {}
    cursor = ""
    while True:
        page = call(f"{server.url}/tutor/api/chat/sessions?limit=50{cursor}")
        for session in page["sessions"]:
            found = call(f"{server.url}/tutor/api/chat/sessions/{session['id']}/messages")
            for message in [*found["messages"], *({"running": one} for one in found["running"])]:
                messages.setdefault(message.get("request_id") or message["running"], []).append(message)
        if page["next_cursor"] is None:
            return messages
        cursor = f"&cursor={page['next_cursor']}"


def faults(observed: Observed, kept: dict[str, list[dict[str, Any]]], growth: float, log: str) -> list[str]:
    """What should not be; empty when all is well."""
    wrong = []
    for request_id, text in observed.answers.items():
        roles = sorted(message.get("role", "running") for message in kept.get(request_id, []))
        if roles != ["student", "tutor"]:
            wrong.append(f"{request_id}: stored as {roles}")
            continue
        (answer,) = (message for message in kept[request_id] if message["role"] == "tutor")
        if text is not None and (answer["text"], answer["state"]) != (text, "complete"):
            wrong.append(f"{request_id}: stored as {answer['state']}, not as it was read")
    if growth > MEMORY_GROWTH_MB:
        wrong.append(f"memory grew by {growth:.0f} MB after the warm-up; at most {MEMORY_GROWTH_MB:.0f} MB")
    if "Traceback" in log:
        wrong.append("the server's log has a traceback:\n" + log[log.index("Traceback") :][:3000])
    return wrong


def memory_growth(memory: list[tuple[float, float]]) -> float:
    """Median of the last quarter less the median of the quarter after the warm-up, in MB."""
    settled = memory[int(len(memory) * WARM_UP_SHARE) :]
    part = max(1, len(settled) // 4)
    first, last = sorted(mb for _, mb in settled[:part]), sorted(mb for _, mb in settled[-part:])
    return last[len(last) // 2] - first[len(first) // 2]


def main() -> int:
    """Load, let it settle, look, tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--students", type=int, default=10)
    given = parser.parse_args()
    with FakeModel() as model, JupyterServer(model.url, tutor=True) as server:
        model.play(ANSWER)
        observed = asyncio.run(load(server, model, given.minutes * 60, given.students))
        growth = memory_growth(observed.memory)
        time.sleep(SETTLING_SECONDS)
        wrong = faults(observed, stored(server), growth, (server.home / "log.txt").read_text())
    ends = ", ".join(f"{count} {end}" for end, count in observed.ends.most_common())
    print(f"{len(observed.answers)} questions: {ends}; memory after warm-up {growth:+.1f} MB")
    print("\n".join(wrong[:20]) or "All stored, nothing left over.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
