"""A hundred students at once on one tutor, each with a budget of their own; are the budgets apart and exact?

`python bench/sessions.py [--minutes 3] [--students 100] [--budget 0.20]`; part of `make soak`. Everything but
the web server is real: use cases, limits, SQLite, the OpenAI SDK over a socket, the fake model in a process
of its own with its own journal. Half of the students ask as fast as they may and use their budget up.
Afterwards, for each student, the ledger, the budget shown and the model's journal must be equal to the
nano-dollar, nobody past the budget, and memory must not have grown with the answers. Exit code 1 otherwise.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4

import psutil
from servers import MUCH, FakeModel

from jupyter_tutor.faces.settings import TutorSettings
from jupyter_tutor.faces.wiring import Wired, wire
from jupyter_tutor.tutoring.events import Done, Failed
from jupyter_tutor.tutoring.records import Question, Student

NANO = 1_000_000_000
INPUT_TOKENS, WORDS = 400, 40
PRICES = {"bench-model": {"input": 2.0, "output": 8.0}}
COST = INPUT_TOKENS * 2_000 + WORDS * 8_000
"""Of one answer, in nano-dollars."""

SCRIPT = {"tokens": ["word "] * WORDS, "token_delay": 0.005, "input_tokens": INPUT_TOKENS}
GROWTH_PER_1000_ANSWERS_MB = 6.0
WARM_UP_SHARE = 1 / 3


@dataclass
class Seen:
    """What the students saw, and the memory of this process over time: (answers, MB)."""

    answers: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[int, float]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All answers."""
        return sum(self.answers.values())


async def ask(wired: Wired, student: Student, seen: Seen) -> bool:
    """One question, in a conversation of its own; whether it was answered."""
    question = Question(str(uuid4()), f"Why does the loop of {student.username} stop early?")
    async for event in wired.tutor.answering.ask(student, question).follow():
        if isinstance(event, Done):
            seen.answers[student.username] += 1
            return True
        if isinstance(event, Failed):
            seen.refusals[event.code] += 1
            return False
    return False


async def study(wired: Wired, number: int, until: float, seen: Seen) -> None:
    """Ask until the time is over; odd students without a pause, and after a refusal now and then."""
    student = await wired.tutor.recognise(f"student-{number:03}", f"Student {number}")
    while time.monotonic() < until:
        answered = await ask(wired, student, seen)
        await asyncio.sleep((0.01 if number % 2 else 5.0) if answered else 1.0)


async def watch(until: float, seen: Seen) -> None:
    """Note the memory every two seconds."""
    process = psutil.Process()
    while time.monotonic() < until:
        seen.memory.append((seen.total, process.memory_full_info().pss / 1e6))
        await asyncio.sleep(2)


def slope(memory: list[tuple[int, float]]) -> float:
    """MB per 1,000 answers after the warm-up, by least squares."""
    points = memory[int(len(memory) * WARM_UP_SHARE) :]
    xs, ys = [x / 1000 for x, _ in points], [y for _, y in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    return sum((x - mean_x) * (y - mean_y) for x, y in points_of(xs, ys)) / spread if spread else 0.0


def points_of(xs: list[float], ys: list[float]) -> list[tuple[float, float]]:
    """Both together."""
    return list(zip(xs, ys, strict=True))


async def faults(wired: Wired, model: FakeModel, students: int, budget: int, seen: Seen) -> list[str]:
    """What should not be; empty when all is well."""
    asked = Counter[str]()
    for entry in model.journal():
        text = json.dumps(entry["body"])
        asked[text[text.index("student-") :][: len("student-000")]] += 1
    wrong = []
    for number in range(students):
        name = f"student-{number:03}"
        student = await wired.tutor.recognise(name, name)
        totals = await wired.store.ledger.totals(0.0, time.time() + 60, student.id)
        ledger = sum(each.cost for each in totals.values())
        shown = (await wired.metered.meter.budget(student.id)).session.current_usage
        journal = asked[name] * COST
        if not ledger == shown == journal == seen.answers[name] * COST:
            wrong.append(f"{name}: ledger {ledger}, shown {shown}, provider {journal}")
        if ledger > budget:
            wrong.append(f"{name}: {ledger} spent of {budget}")
    return wrong


async def run(given: argparse.Namespace, model: FakeModel, folder: str) -> int:
    """Load, look, tell."""
    os.environ |= {"OPENAI_API_KEY": "fake"}
    budget = int(Decimal(given.budget) * NANO)
    plenty = {"messages_per_minute": MUCH, "model_calls_per_minute": MUCH, "caps_on": False}
    settings = TutorSettings(
        data_dir=folder,
        providers=["openai"],
        openai_model="bench-model",
        openai_base_url=f"{model.url}/v1",
        prices=PRICES,
        limits={**plenty, "daily_tokens": MUCH, "session_budget": given.budget, "breaker_on": False},
    )
    wired = wire(settings, logging.getLogger("bench"))
    seen, until = Seen(), time.monotonic() + given.minutes * 60
    people = [study(wired, number, until, seen) for number in range(given.students)]
    await asyncio.gather(watch(until, seen), *people)
    wrong = await faults(wired, model, given.students, budget, seen)
    growth = slope(seen.memory)
    if growth > GROWTH_PER_1000_ANSWERS_MB:
        wrong.append(f"memory grows by {growth:.1f} MB per 1,000 answers")
    thirds = [seen.memory[int((len(seen.memory) - 1) * part)] for part in (1 / 3, 2 / 3, 1)]
    await wired.running.shutdown(5)
    await wired.tutor.chain.close()
    await wired.metered.close()
    await wired.store.close()
    print(f"{seen.total} answers for {len(seen.answers)} students; refused: {dict(seen.refusals)}")
    print("memory: " + ", ".join(f"{mb:.0f} MB after {count}" for count, mb in thirds), end="; ")
    print(f"{growth:+.2f} MB per 1,000 answers")
    print("\n".join(wrong[:20]) or "Every budget is apart and exact to the nano-dollar.")
    return 1 if wrong else 0


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--budget", default="0.20")
    given = parser.parse_args()
    with FakeModel() as model, tempfile.TemporaryDirectory() as folder:
        model.play(SCRIPT)
        return asyncio.run(run(given, model, folder))


if __name__ == "__main__":
    sys.exit(main())
