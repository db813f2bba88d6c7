"""How listing, search and the desk behave with a million messages in SQLite.

    python bench/million_messages.py [messages]

Half of the messages belong to one student, who has been at it for a lifetime; the other half
to a hundred others. The file is made in a temporary folder and removed.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from jupyter_tutor.storage import rows, tables
from jupyter_tutor.storage.database import Store
from jupyter_tutor.tutoring.records import (
    AnswerState,
    ChatMessage,
    ChatSession,
    Closing,
    Opening,
    Role,
    Student,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

TURNS = 20
BATCH = 2500
WORDS = [f"word{number}" for number in range(20_000)]
START = datetime(2026, 1, 1, tzinfo=UTC)


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def conversation(owner: str, number: int, chance: random.Random) -> tuple[dict, list[dict]]:
    """The rows of one conversation of twenty messages; all say `loop`, one in a thousand `rare`."""
    when = START + timedelta(minutes=number)
    session = ChatSession(str(uuid4()), owner, "general", None, "", "a.ipynb", when, when)
    messages = []
    for turn in range(TURNS // 2):
        request = str(uuid4())
        for role, state in ((Role.STUDENT, None), (Role.TUTOR, AnswerState.COMPLETE)):
            text = " ".join(["loop", *chance.choices(WORDS, k=30), "rare" if chance.random() < 0.001 else ""])
            spoken = when + timedelta(seconds=turn)
            message = ChatMessage(str(uuid4()), session.id, request, role, text, spoken, state=state)
            messages.append(rows.message_values(message, owner))
    return rows.session_values(session, messages[0]["text"]), messages


def insert(made, connection: Connection) -> None:
    """Add conversations with their messages in one transaction."""
    connection.execute(tables.chat_sessions.insert(), [session for session, _ in made])
    connection.execute(tables.chat_messages.insert(), [message for _, spoken in made for message in spoken])


async def fill(store: Store, messages: int) -> Student:
    """Make the students and their conversations; the one with half of them is given back."""
    chance = random.Random(1)
    busy = await store.students.recognise("busy", "Busy")
    others = [await store.students.recognise(f"student{n}", "Student") for n in range(100)]
    for start in range(0, messages // TURNS, BATCH):
        made = [
            conversation(busy.id if number % 2 else chance.choice(others).id, number, chance)
            for number in range(start, min(start + BATCH, messages // TURNS))
        ]
        await store._connections.write(partial(insert, made))  # noqa: SLF001 - a million openings would take hours
    return busy


async def measure(name: str, use, times: int) -> None:
    """Print the median and the slowest of a use."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        await use()
        taken.append(time.perf_counter() - started)
    taken.sort()
    print(f"{name:32} p50 {taken[times // 2] * 1e3:8.2f} ms   max {taken[-1] * 1e3:8.2f} ms")


async def main(messages: int) -> None:
    """Fill a database, then use it."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/tutor.db", SystemClock())
        started = time.perf_counter()
        student = await fill(store, messages)
        print(f"{messages:,} messages stored in {time.perf_counter() - started:.0f} s")

        async def listing(query: str | None = None, cursor: str | None = None):
            return await store.conversations.sessions(
                student.id, query=query, notebook_path=None, cursor=cursor, limit=20
            )

        async def exchange() -> None:
            desk = await store.exchanges.desk(student.id, last.id, str(uuid4()))
            request, now = str(uuid4()), datetime.now(UTC)
            question = ChatMessage(str(uuid4()), last.id, request, Role.STUDENT, "Why?", now)
            answer = ChatMessage(
                str(uuid4()), last.id, request, Role.TUTOR, "", now, state=AnswerState.INTERRUPTED
            )
            assert desk.session is not None
            await store.exchanges.open(
                Opening(desk.session, session_is_new=False, question=question, answer=answer)
            )
            await store.exchanges.close(Closing(answer))

        page = await listing()
        last = page.sessions[0]
        await measure("first page", listing, 50)
        await measure("second page", lambda: listing(cursor=page.next_cursor), 50)
        await measure("search, word of every message", lambda: listing("loop "), 5)
        await measure("search, word of 50 messages", lambda: listing("word7 word8"), 5)
        await measure("search, rare word", lambda: listing("rare"), 5)
        await measure("search, no such word", lambda: listing("missing"), 5)
        await measure("desk", lambda: store.exchanges.desk(student.id, last.id, "x"), 200)
        await measure("desk + open + close", exchange, 200)
        await store.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
