"""A hundred students at once on one real server: are their budgets apart and exact, is its memory stable?

`python bench/sessions.py [--minutes 3] [--students 100] [--budget 0.12]`; part of `make soak`, and
`--minutes 0.5` is a short look that leaves memory out. Everything is real but the model, which is the fake
one in a process of its own: Jupyter server, event stream, limits, SQLite, the OpenAI SDK over a socket. Every
answer repeats its question, whose length is drawn by lot, so that every student spends another sum; every
other student asks as fast as possible and uses the budget up. Afterwards the ledger, the durable holds, what
`usage/me` shows and what the model's own journal says must be equal for each student, to the nano-dollar, and
nobody past the budget; and the server's memory must not have grown with the answers. Exit code 1 otherwise.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from statistics import linear_regression
from typing import Any
from uuid import uuid4

import httpx
from named_students import HEADER
from servers import MUCH, TOKEN, FakeModel, JupyterServer
from soak import CONVERSATION_LENGTH, one_question

NANO = 1_000_000_000
INPUT_TOKENS = 400
INPUT_PRICE, OUTPUT_PRICE = 2_000, 8_000
"""Nano-dollars per token."""

PRICES = {"bench-model": {"input": INPUT_PRICE / 1_000, "output": OUTPUT_PRICE / 1_000}}
SCRIPT = {"echo": "last", "token_delay": 0.005, "input_tokens": INPUT_TOKENS}
WARM_UP_SECONDS = 65
"""An answer can be followed for a minute after its end: until then memory grows."""

SHORTEST_LOOK_SECONDS = 45
"""At memory; a shorter one says nothing."""

GROWTH_PER_1000_ANSWERS_MB = 4.0
"""Ended requests are remembered for an hour, up to 20,000 of them: a kilobyte or two each."""

SLOW_PAUSE, REFUSED_PAUSE = 5.0, 1.0
"""Seconds between the questions of those who take their time, and before asking again when refused."""


@dataclass
class Seen:
    """How questions ended, and the server's memory over time: (answers so far, MB)."""

    ends: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[int, float]] = field(default_factory=list)

    @property
    def answers(self) -> int:
        """Answers that were read to their end."""
        return self.ends["complete"]


def client_of(server: JupyterServer, name: str) -> httpx.AsyncClient:
    """Requests of one student."""
    headers = {"Authorization": f"token {TOKEN}", HEADER: name}
    return httpx.AsyncClient(base_url=server.url, headers=headers, timeout=120)


async def study(client: httpx.AsyncClient, number: int, until: float, seen: Seen) -> None:
    """Ask until the time is over, in conversations of ten."""
    name, chance = client.headers[HEADER], random.Random(number)
    session, asked = None, 0
    while time.monotonic() < until:
        loops = "my loop " * chance.randrange(1, 60)
        body = {"content": f"I am {name}. Why does {loops}stop early?", "request_id": str(uuid4())}
        if session is not None and asked % CONVERSATION_LENGTH:
            body["session_id"] = session
        end, _, session = await one_question(client, body, None)
        seen.ends[end] += 1
        asked += 1
        pause = (0.0 if number % 2 else SLOW_PAUSE) if end == "complete" else REFUSED_PAUSE
        await asyncio.sleep(pause)


async def watch(server: JupyterServer, until: float, seen: Seen) -> None:
    """Note the server's memory every second."""
    while time.monotonic() < until:
        seen.memory.append((seen.answers, server.memory_mb()))
        await asyncio.sleep(1)


async def load(
    server: JupyterServer, names: list[str], seconds: float
) -> tuple[Seen, dict[str, dict[str, Any]]]:
    """Everybody at once, until the time is over; then what each is shown to have used."""
    seen, until = Seen(), time.monotonic() + seconds
    clients = {name: client_of(server, name) for name in names}
    people = [study(client, number, until, seen) for number, client in enumerate(clients.values())]
    await asyncio.gather(watch(server, until, seen), *people)
    shown = {}
    for name, client in clients.items():
        shown[name] = (await client.get("/tutor/api/usage/me")).json()
        await client.aclose()
    return seen, shown


def stored(home: Path, table: str) -> Counter[str]:
    """Nano-dollars of each student in one of the books."""
    sums = f"SELECT username, sum(cost_nano_usd) FROM {table} JOIN users ON users.id = user_id GROUP BY 1"
    with closing(sqlite3.connect(home / "tutor" / "tutor.sqlite")) as database:
        return Counter(dict(database.execute(sums)))


def provided(journal: list[dict[str, Any]], names: list[str]) -> Counter[str]:
    """Nano-dollars that the model would bill for each student, from its own journal."""
    bill: Counter[str] = Counter()
    for entry in journal:
        text = json.dumps(entry["body"]["messages"])
        (name,) = (name for name in names if name in text)
        bill[name] += INPUT_TOKENS * INPUT_PRICE + entry["tokens"] * OUTPUT_PRICE
    return bill


def faults(sums: dict[str, Callable[[str], int]], names: list[str], budget: int) -> list[str]:
    """What should not be; empty when all is well. `sums` are those of a student, by where they stand."""
    wrong = []
    for name in names:
        found = {place: look(name) for place, look in sums.items()}
        if len(set(found.values())) > 1:
            wrong.append(f"{name}: {found}")
        if max(found.values()) > budget:
            wrong.append(f"{name}: {found} of a budget of {budget}")
    return wrong


def describe(memory: list[tuple[int, float]]) -> str:
    """Memory at a third, two thirds and the end of what comes after the warm-up, in words."""
    settled = memory[WARM_UP_SECONDS:] or memory
    thirds = (settled[round((len(settled) - 1) * part)] for part in (1 / 3, 2 / 3, 1))
    return "memory " + ", ".join(f"{mb:.1f} MB after {answers} answers" for answers, mb in thirds)


def growth(memory: list[tuple[int, float]]) -> float | None:
    """MB per 1,000 answers after the warm-up, by least squares; None when there was not enough to see."""
    settled = memory[WARM_UP_SECONDS:]
    if len(settled) < SHORTEST_LOOK_SECONDS:
        return None
    return 1_000 * linear_regression(*zip(*settled, strict=True)).slope


def shown_nano(usage: dict[str, Any], part: str) -> int:
    """What `usage/me` shows as used, of today's or the session's money."""
    return int(Decimal(usage[part]["used_usd"]) * NANO)


def run(given: argparse.Namespace, model: FakeModel, server: JupyterServer) -> list[str]:
    """Load, look, tell; what should not be."""
    names = [f"student-{number:03}" for number in range(given.students)]
    seen, shown = asyncio.run(load(server, names, given.minutes * 60))
    journal = provided(model.journal(), names)
    ledger, holds = stored(server.home, "llm_calls"), stored(server.home, "reservations")
    sums: dict[str, Callable[[str], int]] = {
        "session": lambda name: shown_nano(shown[name], "session"),
        "today": lambda name: shown_nano(shown[name], "today"),
        "ledger": ledger.__getitem__,
        "holds": holds.__getitem__,
        "provider": journal.__getitem__,
    }
    wrong = faults(sums, names, int(Decimal(given.budget) * NANO))
    slope = growth(seen.memory)
    if slope is not None and slope > GROWTH_PER_1000_ANSWERS_MB:
        wrong.append(f"memory grows by more than {GROWTH_PER_1000_ANSWERS_MB} MB per 1,000 answers")
    log = (server.home / "log.txt").read_text()
    if "Traceback" in log:
        wrong.append("the server's log has a traceback:\n" + log[log.index("Traceback") :][:3000])
    spent = sorted(ledger.values())
    print(f"{given.students} sessions: {dict(seen.ends)}; {len(set(spent))} different sums", end=" ")
    print(f"from ${spent[0] / NANO:.6f} to ${spent[-1] / NANO:.6f} of ${given.budget}")
    grown = "too short a run to tell its growth" if slope is None else f"{slope:+.2f} MB per 1,000 answers"
    print(f"{describe(seen.memory)}; {grown}")
    return wrong


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--budget", default="0.12")
    given = parser.parse_args()
    limits = {"messages_per_minute": MUCH, "model_calls_per_minute": MUCH, "daily_tokens": MUCH}
    limits |= {"caps_on": False, "breaker_on": False, "session_budget": given.budget}
    environ = {
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]),
        "JUPYTER_TUTOR_OPENAI_MODEL": "bench-model",
        "JUPYTER_TUTOR_PRICES": json.dumps(PRICES),
    }
    options = ["--ServerApp.identity_provider_class=named_students.NamedStudents"]
    with (
        FakeModel() as model,
        JupyterServer(model.url, tutor=True, limits=limits, options=options, environ=environ) as server,
    ):
        model.play(SCRIPT)
        wrong = run(given, model, server)
    print("\n".join(wrong[:20]) or "Every budget is apart and exact to the nano-dollar.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
